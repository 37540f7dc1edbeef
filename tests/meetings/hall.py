"""Bodies that hold meetings: everything by the acts of a real house, the clock is the test's."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest

from dinhlang.core.rules import State
from dinhlang.ground.bodies import acts as bodies_acts
from dinhlang.ground.bodies import reads as bodies
from dinhlang.ground.bodies.acts import NewBody
from dinhlang.ground.duties import schedule
from dinhlang.ground.record import clock, rulebooks
from dinhlang.ground.record.append import Attachment
from dinhlang.ground.rolls import acts as rolls
from dinhlang.ground.rolls.acts.lists import import_list, import_rows
from dinhlang.ground.rolls.matching import Said, Step
from dinhlang.works.disclosures.tests.town import BORN, CONSOLE, ONE, WARD, Town, make_town, picture
from dinhlang.works.meetings import acts, policy
from dinhlang.works.meetings.models import Meeting

OFFICE, WORKS, FIRM = "04-a0000001", "04-e0000001", "04-f0000001"
OFFICIALS, STATE, WORKERS, VILLAGE = "officials-conference", "state-workers-conference", "workers-conference", "village-conference"
DIALOGUE, YEARLY, ASKED, VOTERS = "commune-dialogue", "workplace-dialogue", "workplace-dialogue-on-request", "voters-reception"
POINTS = {
    OFFICIALS: ("policy-carried-out", "last-resolution", "head-answers", "emulation", "staff-decide", "disclosure-and-opinions"),
    STATE: ("business",),
    WORKERS: ("working-conditions",),
    VILLAGE: ("head-reports", "front-reports", "board-reports"),
    DIALOGUE: ("committee-work", "rights-and-duties"),
    YEARLY: ("working-conditions",),
    ASKED: ("workers-ask",),
}
AGENCY_DUTY, STATE_DUTY, FIRM_DUTY = (
    "agency-holds-officials-conference", "state-enterprise-holds-workers-conference", "employer-holds-workers-conference"
)  # fmt: skip
MINUTES = Attachment("bien-ban.jpg", "image/jpeg", picture())
DAY = "2026-03-02"


@dataclass
class Room:
    """The town, and what a meeting needs of it."""

    town: Town

    def list(self, n: int, code: str, by: str, roll: str = "staff") -> None:
        """Enter `n` people on a list of a body."""
        body, day = self.town.ids[code], clock.local_day(self.town.now)
        steps = [Step(body, "", Said(str(i), f"Người {i}", "", "", "", "", "")) for i in range(1, n + 1)]
        if roll == "households":
            self.town.do(import_rows, by, body=body, steps=steps, day=day, document="Danh sách")
        else:
            self.town.do(import_list, by, body=body, roll=roll, steps=steps, day=day, document="Danh sách")

    def frozen(self, code: str, by: str, roll: str) -> str:
        day = clock.local_day(self.town.now)
        return self.town.do(rolls.freeze, by, body=self.town.ids[code], roll=roll, day=day, purpose="Hội nghị").subject

    def call(
        self,
        kind: str = OFFICIALS,
        code: str = OFFICE,
        by: str = "head-office",
        roll: str = "staff",
        days: int = 5,
        wait: bool = True,
        **more: Any,
    ) -> str:
        """A meeting in `days` days over the list of today; its subject. Unless not to `wait`, it is two hours after it began then."""
        given = {"points": POINTS.get(kind, ()), "place": "Hội trường", "begins": self.town.now + timedelta(days=days), **more}
        subject = self.town.do(
            acts.call, by, body=self.town.ids[code], kind=kind, roll=self.frozen(code, by, roll) if roll else "", **given
        ).subject
        self.town.flush()  # what a private employer does is sealed, and enters the record hours later
        if wait:
            self.town.now = given["begins"] + timedelta(hours=2)
        return subject

    def hold(
        self, meeting: str, came: int, code: str = OFFICE, by: str = "head-office", counted: Sequence[acts.Counted] = (), **more: Any
    ) -> str:
        """What came of it; the state after."""
        given = {"attachments": (MINUTES,), **more}
        row = Meeting.objects.get(pk=meeting)
        deed = acts.hold if acts.act_of(policy.sorts()[row.kind], None) == acts.HOLD else acts.hold_dialogue
        self.town.do(deed, by, body=self.town.ids[code], meeting=meeting, came=came, counted=tuple(counted), **given)
        return Meeting.objects.get(pk=meeting).state

    def state(self, rule: str = AGENCY_DUTY, occasion: str = "2025", code: str = OFFICE, part: str = "meeting") -> State:
        return self.town.state(rule, occasion, part, code=code)


def make_room(patch: pytest.MonkeyPatch) -> Room:
    """The town with an agency, a state enterprise and a private employer, each with who presides and who stands for its people."""
    return Room(make_town(patch, "room", _grow))


def _grow(town: Town) -> None:
    rows = (
        NewBody(OFFICE, "Phòng Kinh tế", "agency", "cơ quan", WARD, "04", BORN),
        NewBody(WORKS, "Công ty Cấp nước", "state-enterprise", "doanh nghiệp", WARD, "04", BORN),
        NewBody(FIRM, "Công ty May Hạnh Phúc", "employer", "doanh nghiệp", WARD, "04", BORN),
    )
    town.do(bodies_acts.found, CONSOLE, body=None, bodies=rows, source="Danh mục giả định")
    town.ids |= {code: bodies.find(code, BORN).id for code in (OFFICE, WORKS, FIRM)}
    for code, name in ((OFFICE, "staff_over_7"), (FIRM, "workers_over_9")):
        payload = {"name": name, "value": "1", "document": "01/QĐ", "from_day": BORN}
        town.do(bodies_acts.set_fact, CONSOLE, body=town.ids[code], **payload)
    schedule.ensure(rulebooks.current())
    town.go(DAY)
    for name, office, seat in (
        ("head-office", "agency-head", OFFICE), ("union", "agency-union", OFFICE), ("manager", "enterprise-management", WORKS),
        ("boss", "employer", FIRM), ("workers", "workers-side", FIRM),
    ):  # fmt: skip
        town.seat(name, office, seat)


__all__ = ["FIRM", "OFFICE", "ONE", "WARD", "WORKS", "Room"]
