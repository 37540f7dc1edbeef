"""Two provinces, a few communes with old names, the offices that import, and workbooks as offices write them."""

import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.conf import settings
from django.contrib.auth import get_user_model
from openpyxl import Workbook

from dinhlang.core import rules
from dinhlang.core.actor import System
from dinhlang.ground.bodies import acts as bodies_acts
from dinhlang.ground.bodies import reads as bodies
from dinhlang.ground.bodies.acts import NewBody
from dinhlang.ground.bodies.models import Body, Fact, Registration
from dinhlang.ground.imports import bodies as lists
from dinhlang.ground.imports import layout, steps
from dinhlang.ground.imports.kinds import Kind
from dinhlang.ground.imports.models import Import
from dinhlang.ground.people import acts as people_acts
from dinhlang.ground.record import clock, founding, rulebooks
from dinhlang.ground.record.models import Entry

PROVINCE, WARD, RURAL, AWAY = "04", "01273", "01279", "01789"
BORN, DAY = date(2025, 7, 1), date(2026, 1, 5)
NOW = datetime(2026, 1, 5, 2, tzinfo=UTC)
CONSOLE = System("console")
ASKED = {"document": "12/BC-UBND, 4/1/2026"}
KINDS = {kind.name: kind for kind in lists.KINDS}
HEADER = ("TT", "Xã, phường", "Tên thôn, tổ dân phố", "Số hộ", "Số khẩu")
load = rules.load


@lru_cache(maxsize=1)
def files() -> dict[str, bytes]:
    """The shipped rulebook."""
    return rulebooks.read_folder(Path(settings.RULEBOOK_DIR))


@lru_cache(maxsize=1)
def book() -> rules.Rulebook:
    """The shipped rulebook, read once for all tests."""
    return load(files())


@dataclass
class World:
    """Bodies by code, mandates by account."""

    ids: dict[str, int] = field(default_factory=dict)
    mandates: dict[str, int] = field(default_factory=dict)


def make_world(patch: pytest.MonkeyPatch) -> World:
    """5 January 2026: Cao Bằng with two communes, Lạng Sơn with one."""
    world = World()
    patch.setattr(clock, "now", lambda: NOW)
    patch.setattr(rules, "load", lambda given: book())
    founding.open_log("demo.invalid/test", at=NOW, files=files())
    rows = (
        NewBody("04", "Tỉnh Cao Bằng", "province", "tỉnh", "", "04", BORN),
        NewBody("20", "Tỉnh Lạng Sơn", "province", "tỉnh", "", "20", BORN),
        NewBody(
            WARD, "Phường Thục Phán", "commune", "phường", "04", "04", BORN,
            former=(("01273", "Phường Hợp Giang", "phường", date(2004, 1, 1)), ("01267", "Phường Sông Hiến", "phường", date(2012, 10, 25))),
        ),
        NewBody(RURAL, "Xã Quảng Lâm", "commune", "xã", "04", "04", BORN),
        NewBody(AWAY, "Xã Thất Khê", "commune", "xã", "20", "20", BORN),
    )  # fmt: skip
    bodies_acts.found(by=CONSOLE, at=NOW, command_id=uuid4(), body=None, bodies=rows, source="Danh mục giả định")
    world.ids = {code: bodies.find(code, DAY).id for code in ("04", "20", WARD, RURAL, AWAY)}
    for name, office, seat in (("officer", "commune-officer", WARD), ("operator", "operator", "04")):
        user = get_user_model().objects.create_user(name)
        TOTP.activate(user, generate_totp_secret())
        people_acts.appoint(
            by=CONSOLE, at=NOW, command_id=uuid4(), body=world.ids[seat],
            account=user.pk, office=office, decision="02/QĐ-UBND", from_day=date(2026, 1, 1),
        )  # fmt: skip
        world.mandates[name] = user.mandates.get().pk
    return world


def xlsx(rows: Sequence[Sequence[Any]], merges: Sequence[str] = ()) -> bytes:
    """A workbook of these rows."""
    made = Workbook()
    page: Any = made.active
    for row in rows:
        page.append(list(row))
    for where in merges:
        page.merge_cells(where)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def villages(*rows: Sequence[Any]) -> bytes:
    """A list of villages with a header and these rows."""
    return xlsx([HEADER, *rows])


def bring(
    world: World, data: bytes, *, kind: Kind = lists.VILLAGES, code: str = PROVINCE, name: str = "thon.xlsx", day: date = DAY
) -> Import:
    """The file, its columns as they are suggested, its rows checked."""
    asked = steps.answers(kind.asks, ASKED)
    one = steps.receive(kind, world.ids[code], name, data, day=day, at=NOW, account=None, asked=asked)
    sheet = steps.book_of(one).sheets[one.sheet]
    headers = layout.find(sheet, kind.columns).headers
    one = steps.choose(one, kind, layout.suggest(headers, kind.columns), sheet=one.sheet, at=NOW)
    steps.check(one, kind, at=NOW)
    return one


def enter(world: World, data: bytes, **named: Any) -> Import:
    """The same, entered at the console."""
    kind = named.get("kind", lists.VILLAGES)
    one = bring(world, data, **named)
    assert report(one).wrong == 0, said(one)
    if one.state == "checked":
        steps.confirm(one, mandate=None, at=NOW)
        steps.enter(one, kind, at=NOW)
    return one


def report(one: Import) -> steps.Report:
    return steps.restore(one.report)


def said(one: Import) -> list[tuple[int, str, str]]:
    """The problems: row, column, sentence."""
    return [(found.row, found.column, found.sentence) for found in report(one).problems]


def noted(one: Import) -> list[str]:
    return [found.sentence for found in report(one).notes]


def state_of_tables() -> tuple[int, ...]:
    """How much there is of what an import may change."""
    return (Body.objects.count(), Registration.objects.count(), Fact.objects.count(), Entry.objects.count())
