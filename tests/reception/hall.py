"""The ward and its days of reception."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

import pytest

from dinhlang.core.actor import Guest
from dinhlang.core.rules import State
from dinhlang.ground.record import clock, shown
from dinhlang.ground.record.act import Done
from dinhlang.works.disclosures.tests.town import WARD, Town, make_town
from dinhlang.works.reception import acts
from dinhlang.works.reception.models import Day

GUEST = Guest("")
CANARY = "Chimhoangyen8823"
PAGE = f"/don-vi/{WARD}/tiep-cong-dan/"
CHAIR_RECEIVES = "commune-chair-receives-citizens"


def on(day: str, hour: int = 8) -> datetime:
    """An hour of a day in Việt Nam."""
    return datetime.combine(datetime.fromisoformat(day).date(), time(hour), clock.LOCAL)


@dataclass
class Hall:
    """The town, and receptions in it."""

    town: Town

    def plan(self, day: str = "2026-03-11", by: str = "officer", **more: Any) -> Done:
        """A day of the chair from 8 to 11, with six places."""
        given = {
            "place": "Phòng tiếp công dân",
            "receives": "head",
            "slots": 6,
            "minutes": 20,
            "begins": on(day),
            "ends": on(day, 11),
            **more,
        }
        return self.town.do(acts.schedule, by, **given)

    def sign(self, day: Done, slot: int = 0, **more: Any) -> Done:
        """Somebody signs up."""
        return self.town.do(acts.sign_up, GUEST, day=day.subject, slot=slot, **{"matter": f"Cấp nước ngõ 4. {CANARY}", **more})

    def later(self, at: datetime) -> None:
        """Let it be `at`, unless it is already; what is sealed entered the record meanwhile."""
        if at > self.town.now:
            self.town.flush()
            self.town.now = max(self.town.now, at)

    def hold(self, day: Done, **more: Any) -> Done:
        """The day was held, an hour after it began."""
        self.later(self.row(day).begins + timedelta(hours=1))
        return self.town.do(acts.hold, "officer", day=day.subject, **{"received": "head", "people": 7, "groups": 1, **more})

    def came(self, day: Done, **more: Any) -> Done:
        """Somebody who came, in the register."""
        self.later(self.row(day).begins)
        given = {"kind": "proposal", "called": f"Nguyễn Thị Hà {CANARY}", "address": "Ngõ 4", "matter": "Nước yếu cả tuần", **more}
        return self.town.do(acts.enter, "officer", day=day.subject, **given)

    def row(self, day: Done) -> Day:
        return Day.objects.get(pk=day.subject)

    def own(self, done: Done) -> str:
        """The page of whoever signed up."""
        return f"/tiep-cong-dan/cua-toi/{shown.address(done.code)}/"

    def state(self, occasion: str, rule: str = CHAIR_RECEIVES) -> State:
        return self.town.state(rule, occasion, "session")


def make_hall(patch: pytest.MonkeyPatch) -> Hall:
    """Everybody in office, on Monday 2 March 2026."""
    town = make_town(patch)
    town.go("2026-03-02")
    return Hall(town)
