"""A commune's projects as open data: a package of the Open Contracting for Infrastructure Data Standard (OC4IDS) 0.9.

Promises: what the page says and nothing else; the same list gives the same bytes, whoever asks and whenever; an amount is whole đồng.
Refuses: to say what the office's list does not: a state that the standard has no word for is left out, and so is a sector or a
procedure. Of a year the standard wants days: its first and its last.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from dinhlang.ground.bodies.reads import Place
from dinhlang.works.projects import policy
from dinhlang.works.projects.models import Project

VERSION = "0.9"
LANGUAGE = "vi"
ZONE = "+07:00"  # days are those of Việt Nam


def package(body: Place, rows: Sequence[Project], villages: Mapping[int, Place], uri: str, site: str, prefix: str = "") -> bytes:
    """The package of `rows` as JSON. `uri` is its own address, `site` that of the body's page; `prefix` the one registered for the
    publisher's projects ("" for none: a project is then called by its subject alone)."""
    day = max(row.entered for row in rows)
    found = {
        "uri": uri,
        "publishedDate": _instant(day),
        "version": VERSION,
        "publisher": {"name": body.name, "uri": site},
        "projects": [_project(row, body, villages.get(row.village_id or 0), prefix) for row in sorted(rows, key=lambda row: row.subject)],
    }
    return json.dumps(found, ensure_ascii=False, indent=1, sort_keys=True).encode() + b"\n"


def _project(row: Project, body: Place, village: Place | None, prefix: str) -> dict[str, Any]:
    known = policy.lists().statuses
    state = known.get(row.status, known[policy.UNKNOWN])
    return _some(
        id=f"{prefix}-{row.subject}" if prefix else row.subject,
        updated=_instant(row.entered),
        language=LANGUAGE,
        title=row.name,
        status=state.oc4ids,
        period=_some(
            startDate=_instant(date(row.first_year, 1, 1)) if row.first_year is not None else "",
            endDate=_instant(date(row.last_year, 12, 31), "23:59:59") if row.last_year is not None else "",
        ),
        budget=_some(amount=_value(row.total)),
        publicAuthority={"id": "owner", "name": row.owner} if row.owner else {},
        parties=[
            {"id": name, "name": called, "roles": [role]}
            for name, called, role in (("owner", row.owner, "publicAuthority"), ("contractor", row.contractor, "supplier"))
            if called
        ],
        locations=[_location(row, body, village)],
        forecasts=_year("plan", "Kế hoạch vốn", row.year, row.plan),
        metrics=_year("paid", "Đã giải ngân", row.year, row.paid),
    )


def _location(row: Project, body: Place, village: Place | None) -> dict[str, Any]:
    where = ", ".join(dict.fromkeys(one for one in (row.where, village.name if village is not None else "") if one))
    return _some(id=village.code if village is not None else body.code, description=where, address={"locality": body.name})


def _year(name: str, title: str, year: int, amount: int | None) -> list[dict[str, Any]]:
    """An amount of a year as a metric."""
    if amount is None:
        return []
    period = {"startDate": _instant(date(year, 1, 1)), "endDate": _instant(date(year, 12, 31), "23:59:59")}
    seen = {"id": f"{name}-{year}", "period": period, "value": _value(amount)}
    return [{"id": "financialProgress", "title": f"{title} {year}", "observations": [seen]}]


def _value(amount: int | None) -> dict[str, Any]:
    return {"amount": amount, "currency": "VND"} if amount is not None else {}


def _instant(day: date, time: str = "00:00:00") -> str:
    return f"{day.isoformat()}T{time}{ZONE}"


def _some(**fields: Any) -> dict[str, Any]:
    """The fields that say something: the standard wants no empty ones."""
    return {name: value for name, value in fields.items() if not _says_nothing(value)}


def _says_nothing(value: object) -> bool:
    return value is None or (isinstance(value, str | Iterable) and not value)
