"""Every form of this room: who fills it in, where, with what, and one way to fill it in wrongly."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import uuid4

from django.urls import reverse

from dinhlang.ground.duties import acts as duty_acts
from dinhlang.ground.duties.models import Run
from dinhlang.works.disclosures import acts
from dinhlang.works.disclosures.acts import Aim
from dinhlang.works.disclosures.models import Ending, Redate
from dinhlang.works.disclosures.tests.town import CONTRIBUTIONS, ONE, WARD, Town, upload

Fields = dict[str, Any]


def of_ward(name: str, *more: str) -> Callable[[Town], str]:
    """The address of a form about the ward, on 20 November."""

    def ready(town: Town) -> str:
        town.go("2026-11-20")
        return reverse(name, args=[WARD, *more])

    return ready


def of_thing(name: str, prepare: Callable[[Town, str], object] = lambda town, thing: None) -> Callable[[Town], str]:
    """The address of a form about a disclosure, on 20 November."""

    def ready(town: Town) -> str:
        thing = town.disclosed().subject
        prepare(town, thing)
        town.go("2026-11-20")
        return reverse(name, args=[thing])

    return ready


def to_disclose(town: Town) -> str:
    town.go("2026-11-02")
    town.decided()
    return reverse("disclosure-post", args=[WARD]) + "?van-ban=112-qd-ubnd"


def to_redate(town: Town) -> str:
    town.go("2026-11-02")
    town.decided()
    return reverse("decision-redate", args=[WARD, "112-qd-ubnd"])


def to_confirm(town: Town) -> str:
    town.go("2026-11-02")
    decision = town.decided()
    town.go("2026-11-20")
    town.do(acts.redate, decision=decision.subject, dated=date(2026, 11, 16), reason="Đọc nhầm")
    return reverse("decision-confirm-redate", args=[Redate.objects.get().subject])


def to_strike(town: Town) -> str:
    town.go("2026-11-02")
    return reverse("decision-strike", args=[town.decided().subject])


def to_end(town: Town) -> str:
    town.go("2026-11-02")
    decision = town.decided()
    town.go("2026-11-20")
    town.do(acts.strike, decision=decision.subject, reason="registered-twice")
    return reverse("ending-confirm", args=[Ending.objects.get().subject])


def to_call_off(town: Town) -> str:
    town.go("2026-11-18")
    day = date(2026, 11, 28)
    town.do(duty_acts.event, "head", body=town.ids[ONE], kind="village-meeting", day=day, place="Nhà văn hoá", title="Bàn mức đóng góp")
    return reverse("duties-event-cancelled", args=[ONE, "village-meeting-2026-11-28"])


def to_announce(town: Town) -> str:
    town.go("2026-11-18")
    return reverse("duties-event", args=[ONE])


def digest() -> Fields:
    return {"digest": bytes(Redate.objects.get().digest).hex()}


@dataclass(frozen=True)
class Case:
    """`fields` are filled in well, `bad` takes the place of some of them and is refused with `words`; `kept` are then still there."""

    act: str
    who: str
    ready: Callable[[Town], str]
    fields: Callable[[], Fields]
    bad: Fields
    words: str
    kept: tuple[str, ...] = ()
    more: Fields = field(default_factory=dict)

    def filled(self, **changed: Any) -> Fields:
        """What a browser sends."""
        return {"command_id": str(uuid4()), **self.fields(), **changed}

    def __str__(self) -> str:
        return self.act


CASES = (
    Case(
        "decision.register", "officer", of_ward("decision-register"),
        lambda: {"number": "118/QĐ-UBND", "dated": "18/11/2026", "item": "5", "title": "Ủng hộ vùng lũ"},
        {"dated": "30/11/2026"}, "which is still to come", ("118/QĐ-UBND", "30/11/2026", "Ủng hộ vùng lũ"),
    ),
    Case(
        "disclosure.post", "officer", to_disclose,
        lambda: {"title": "Đóng góp nhà văn hoá", "text": "Mỗi hộ\n300.000 đ.", "item": "5", "aims": [f"{CONTRIBUTIONS} 112-qd-ubnd"]},
        {"aims": [f"{CONTRIBUTIONS} 999-qd-ubnd"]}, "has no occasion 999-qd-ubnd", ("Đóng góp nhà văn hoá", "300.000 đ."),
    ),
    Case(
        "plan.adopt", "chair", of_ward("plan-adopt"),
        lambda: {"year": "2026", "number": "41/KH-UBND", "dated": "19/11/2026", "lines": "2; Dự toán; 10/01/2027\n3; Quỹ đất; 15/12/2026"},
        {"lines": "2; Dự toán 2027; 10/01/2026"}, "a day before the plan itself", ("41/KH-UBND", "19/11/2026", "Dự toán 2027; 10/01/2026"),
    ),
    Case(
        "decision.report", "resident:ann", of_ward("decision-report"),
        lambda: {"title": "Thu tiền gửi xe", "where": "Cổng chợ", "item": "12", "show": "on"},
        {"title": "Thu tiền\x01"}, "a character that cannot be shown", ("Cổng chợ",),
    ),
    Case(
        "duties.event", "head", to_announce,
        lambda: {"kind": "village-meeting", "title": "Bàn mức đóng góp", "day": "28/11/2026", "place": "Nhà văn hoá, 19 giờ 30"},
        {"day": "17/11/2026"}, "The meeting must lie between today and a year from now", ("Bàn mức đóng góp", "17/11/2026", "19 giờ 30"),
    ),
    Case(
        "register.nothing_arose", "officer", of_ward("register-nothing", "2026-Q3"), lambda: {"items": ["4", "6"]},
        {"items": ["99"]}, "Choose one of the items",
    ),
    Case("register.issue", "chair", of_ward("register-issue", "2026-Q3"), dict, {"command_id": "x"}, "This form has grown old"),
    Case(
        "disclosure.place", "officer", of_thing("disclosure-place"), lambda: {"where": "board hq", "from_day": "03/11/2026"},
        {"from_day": "29/10/2026"}, "The posting cannot have begun on", ("29/10/2026",),
    ),
    Case(
        "disclosure.take_down", "officer", of_thing("disclosure-take-down", lambda town, thing: town.hung(thing, "2026-11-03")),
        lambda: {"where": "board hq", "to_day": "10/11/2026"},
        {"to_day": "02/11/2026"}, "The posting cannot have ended on", ("02/11/2026",),
    ),
    Case(
        "disclosure.countersign", "front", of_thing("disclosure-countersign", lambda town, thing: town.hung(thing, "2026-11-03")),
        lambda: {"where": Run.objects.get(place="hq").key, "which": "first", "photo": upload()},
        {"which": "last"}, "There is no posting of this that waits",
    ),
    Case(
        "disclosure.correct", "officer", of_thing("disclosure-correct"),
        lambda: {"title": "Đóng góp nhà văn hoá", "text": "Mỗi hộ 200.000 đ.", "reason": "Ghi nhầm số"},
        {"title": "Mật\u0000"}, "a character that cannot be shown", ("200.000 đ.", "Ghi nhầm số"),
    ),
    Case(
        "disclosure.replace", "officer", of_thing("disclosure-replace"),
        lambda: {"title": "Đóng góp (sửa đổi)", "text": "Mỗi hộ 250.000 đ.", "changed": "18/11/2026"},
        {"changed": "29/10/2026"}, "The contents cannot have changed on", ("Đóng góp (sửa đổi)", "250.000 đ.", "29/10/2026"),
    ),
    Case(
        "disclosure.withdraw", "officer", of_thing("disclosure-withdraw"), lambda: {"reason": "personal-data"},
        {"reason": "because"}, "Select a valid choice",
    ),
    Case(
        "decision.redate", "officer", to_redate, lambda: {"dated": "29/10/2026", "reason": "Đọc nhầm ngày"},
        {"dated": "30/10/2026"}, "The document bears that date already", ("30/10/2026", "Đọc nhầm ngày"),
    ),
    Case(
        "decision.strike", "officer", to_strike, lambda: {"reason": "registered-by-mistake"},
        {"reason": "personal-data"}, "Select a valid choice",
    ),
    Case(
        "ending.confirm", "chair", to_end, lambda: {"digest": bytes(Ending.objects.get().digest).hex()},
        {"digest": "00" * 32}, "What is asked for has changed since you read it",
    ),
    Case("duties.event_cancelled", "head", to_call_off, dict, {"command_id": "x"}, "This form has grown old"),
    Case("decision.confirm_redate", "chair", to_confirm, digest, {"digest": "00" * 32}, "What is asked for has changed since you read it"),
)  # fmt: skip


POST = CASES[1]
AIM = Aim(CONTRIBUTIONS, "112-qd-ubnd")
