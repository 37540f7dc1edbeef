"""A village that decides: everything by the acts of a real house, the clock is the test's."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest

from dinhlang.core.tally.rounds import Outcome
from dinhlang.ground.bodies import reads as bodies
from dinhlang.ground.polls import reads as rounds
from dinhlang.ground.polls.checks import Planned
from dinhlang.ground.record import clock
from dinhlang.ground.record.act import Done
from dinhlang.ground.rolls import acts as rolls
from dinhlang.ground.rolls.acts.lists import import_rows
from dinhlang.ground.rolls.matching import Said, Step
from dinhlang.works.disclosures.tests.town import ONE, TWO, WARD, Town, make_town
from dinhlang.works.votes import acts
from dinhlang.works.votes.models import Matter

CONTRIBUTION, SELF, HEAD, REMOVAL = "village-contribution", "village-self-management", "village-head-election", "village-head-removal"
WHOLE = "commune-contribution"
DAY = "2026-03-02"


@dataclass
class Hall:
    """The town, and what a vote needs of it."""

    town: Town

    @property
    def village(self) -> int:
        return self.town.ids[ONE]

    def households(self, n: int, code: str = ONE, clusters: Sequence[str] = (), by: str = "head") -> None:
        """Enter `n` households, shared out among the clusters."""
        body = self.town.ids[code]
        steps = [
            Step(body, "", Said(str(i), f"Hộ {i}", "", clusters[i % len(clusters)] if clusters else "", "", "", ""))
            for i in range(1, n + 1)
        ]
        self.town.do(import_rows, by, body=body, steps=steps, day=clock.local_day(self.town.now), document="Danh sách hộ")

    def propose(self, rule: str = CONTRIBUTION, by: str = "head", code: str = ONE, **more: Any) -> str:
        """A matter put to the village; its subject."""
        words = {"title": "Làm đường bê tông ngõ 12", "text": "Mỗi hộ góp 300.000 đ và hai ngày công.", **more}
        return self.town.do(acts.propose, by, body=self.town.ids[code], rule=rule, **words).subject

    def agreed(self, rule: str = CONTRIBUTION, **more: Any) -> str:
        """The same, with the Front's work board agreeing."""
        matter = self.propose(rule, **more)
        self.town.do(acts.agree, "work-board", body=self.village, matter=matter)
        return matter

    def call(
        self,
        matter: str,
        way: str = "meeting",
        by: str = "head",
        code: str = ONE,
        clusters: Sequence[str] = ("",),
        days: int = 5,
        **more: Any,
    ) -> Done:
        """A round in `days` days, over the list of today; papers have a week."""
        body = self.town.ids[code]
        roll = self.town.do(
            rolls.freeze, by, body=body, roll="households", day=clock.local_day(self.town.now), purpose="Biểu quyết"
        ).subject
        opens = self.town.now + timedelta(days=days)
        closes = opens + (timedelta(days=7) if way == "paper" else timedelta(hours=3))
        planned = [Planned("Nhà văn hoá", opens + timedelta(hours=n), name, "Ông Ba") for n, name in enumerate(clusters)]
        given = {"secret": False, "opens": opens, "closes": max(closes, planned[-1].at), **more}
        done = self.town.do(acts.call, by, body=body, matter=matter, way=way, roll=roll, planned=planned, **given)
        self.town.now = max(closes, planned[-1].at)
        return done

    def count(self, matter: str, sitting: int, took_part: int, *votes: int, spoilt: int = 0, by: Sequence[str] = ("head", "work-board"),
              code: str = ONE) -> None:  # fmt: skip
        """The same numbers by two persons."""
        for name in by:
            self.town.do(
                acts.count, name, body=self.town.ids[code], matter=matter, sitting=sitting, took_part=took_part, votes=votes, spoilt=spoilt
            )

    def close(self, matter: str, by: str = "head", code: str = ONE) -> Outcome | None:
        self.town.do(acts.close, by, body=self.town.ids[code], matter=matter)
        return rounds.rounds([matter])[-1].outcome

    def state(self, matter: str) -> str:
        return Matter.objects.get(pk=matter).state


def make_hall(patch: pytest.MonkeyPatch) -> Hall:
    """The town with what a vote needs."""
    return Hall(make_town(patch, "hall", _grow))


def _grow(town: Town) -> None:
    town.go(DAY)
    town.seat("work-board", "front-work-board", ONE)
    town.seat("head-two", "village-head", TWO)
    town.seat("team", "election-team", ONE)


__all__ = ["ONE", "TWO", "WARD", "Hall", "bodies", "date"]
