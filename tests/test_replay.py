"""Replaying every POST of a journey twice changes nothing (trust.md, promise 10)."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse

from dinhlang.ground.duties import audit
from dinhlang.ground.record.models import Command
from dinhlang.works.disclosures import reads
from dinhlang.works.disclosures.models import Disclosure, Redate, Report
from dinhlang.works.disclosures.tests.town import CONTRIBUTIONS, ONE, WARD, Town, make_town, nothing_changes, upload

Step = tuple[str, str, str, dict[str, Any]]  # day, who, address, fields


MEETING = {"kind": "village-meeting", "title": "Họp", "day": "28/11/2026", "place": "Nhà văn hoá"}


@pytest.fixture
def town(monkeypatch: pytest.MonkeyPatch, db: None) -> Town:
    return make_town(monkeypatch)


def newest() -> str:
    """The thing of the command that came last."""
    return Disclosure.objects.get(pk=Command.objects.latest("at").subject).subject


def journey(town: Town) -> Iterator[Step]:
    """Half a year of a ward through its forms; each step is asked for when the one before it is done."""

    def of_ward(name: str, *more: str) -> str:
        return reverse(name, args=[WARD, *more])

    yield (
        "2026-06-01",
        "chair",
        of_ward("plan-adopt"),
        {"year": "2026", "number": "5/KH-UBND", "dated": "29/05/2026", "lines": "2; Quyết toán; 31/07/2026"},
    )
    yield "2026-07-02", "officer", of_ward("register-nothing", "2026-Q2"), {"items": ["3", "4"]}
    yield "2026-07-02", "chair", of_ward("register-issue", "2026-Q2"), {}
    listed = newest()
    yield "2026-07-03", "officer", reverse("disclosure-place", args=[listed]), {"where": "board hq", "from_day": "02/07/2026"}
    yield (
        "2026-10-05",
        "resident:ann",
        of_ward("decision-report"),
        {"title": "Thu tiền nhà văn hoá", "where": "Loa", "item": "5", "show": "on"},
    )
    town.flush()
    report = Report.objects.get().subject
    document = {"number": "112/QĐ-UBND", "dated": "05/10/2026", "item": "5", "title": "Đóng góp nhà văn hoá"}
    yield "2026-10-06", "officer", of_ward("decision-register") + f"?bao={report}", document
    post = {"title": "Đóng góp nhà văn hoá", "text": "Mỗi hộ 300.000 đ.", "item": "5", "aims": [f"{CONTRIBUTIONS} 112-qd-ubnd"]}
    yield "2026-10-07", "officer", of_ward("disclosure-post") + "?van-ban=112-qd-ubnd", post
    thing = newest()
    yield "2026-10-08", "officer", reverse("disclosure-place", args=[thing]), {"where": "board hq", "from_day": "08/10/2026"}
    yield "2026-10-08", "head", reverse("disclosure-place", args=[thing]), {"where": f"village-points {ONE}", "from_day": "08/10/2026"}
    seen = {"where": reads.run_of(thing, "board", "hq"), "which": "first"}
    yield "2026-10-09", "front", reverse("disclosure-countersign", args=[thing]), {**seen, "photo": upload()}
    seen["where"] = reads.run_of(thing, "village-points", ONE)
    for who in ("resident:ann", "resident:ben"):
        yield "2026-10-09", who, reverse("disclosure-countersign", args=[thing]), {**seen, "photo": upload()}
    town.flush()
    words = {"title": "Đóng góp nhà văn hoá", "text": "Mỗi hộ 200.000 đ.", "reason": "Ghi nhầm"}
    yield "2026-10-10", "officer", reverse("disclosure-correct", args=[thing]), words
    yield "2026-10-20", "officer", reverse("disclosure-take-down", args=[thing]), {"where": "board hq", "to_day": "19/10/2026"}
    yield "2026-10-21", "officer", of_ward("decision-redate", "112-qd-ubnd"), {"dated": "12/10/2026", "reason": "Đọc nhầm"}
    asked = Redate.objects.get()
    yield "2026-10-21", "chair", reverse("decision-confirm-redate", args=[asked.subject]), {"digest": bytes(asked.digest).hex()}
    yield (
        "2026-10-22",
        "officer",
        reverse("disclosure-replace", args=[thing]),
        {"title": "Sửa đổi", "text": "250.000 đ.", "changed": "21/10/2026"},
    )
    yield "2026-10-23", "officer", reverse("disclosure-withdraw", args=[newest()]), {"reason": "decision-annulled"}
    rules = {"number": "5/2026/QĐ-UBND", "dated": "16/11/2026", "from_day": "18/11/2026", f"shorter:{CONTRIBUTIONS}": "3", "adopt": "1"}
    yield "2026-11-17", "chair", of_ward("regulation-draft"), {**rules, "matters": "Cho thuê ki ốt; 4", "matter_forms": ["board"]}
    yield "2026-11-18", "head", reverse("duties-event", args=[ONE]), MEETING


def send(town: Town, who: str, path: str, fields: dict[str, Any]) -> tuple[int, str]:
    for value in fields.values():
        if hasattr(value, "seek"):
            value.seek(0)
    response = town.client(who).post(path, fields)
    return response.status_code, response.get("Location", "")


def test_it_works(town: Town):
    sent: list[tuple[str, str, dict[str, Any], str]] = []
    for day, who, path, wanted in journey(town):
        town.go(day)
        town.now += timedelta(minutes=1)
        fields = {"command_id": str(uuid4()), **wanted}
        status, place = send(town, who, path, fields)
        assert status == 302, (who, path)
        sent.append((who, path, fields, place))
        with nothing_changes():
            assert send(town, who, path, fields) == (302, place), (who, path)  # the double click
    assert len({place for _who, _path, _fields, place in sent}) == len(sent)
    with nothing_changes():
        for who, path, fields, place in [*sent, *reversed(sent)]:
            assert send(town, who, path, fields) == (302, place), (who, path)
    town.flush()
    with nothing_changes():
        for who, path, fields, place in sent:
            assert send(town, who, path, fields) == (302, place), (who, path)
    assert list(audit.differences()) == []
