"""The town with an office at its province, and what a petition needs of it."""

import json
from dataclasses import dataclass
from typing import Any

import pytest

from dinhlang.core import ledger
from dinhlang.core.actor import Actor, Guest
from dinhlang.core.codes import checked
from dinhlang.ground.bodies import acts as bodies_acts
from dinhlang.ground.bodies import reads as bodies
from dinhlang.ground.people import keyed
from dinhlang.ground.record.act import Done
from dinhlang.works.disclosures.tests.town import BORN, CONSOLE, ONE, TWO, WARD, Town, make_town
from dinhlang.works.petitions import acts
from dinhlang.works.petitions.models import Petition

GUEST = Guest("")
CANARY = "Chimhoangyen5519"
WORDS = f"Cầu dân sinh ngõ 2 gãy lan can, trẻ em đi học qua đó. {CANARY}"


@dataclass
class Desk:
    """The town, and petitions in it."""

    town: Town

    def send(self, by: Actor | str = GUEST, to: str = WARD, place: str = ONE, who: str = "a", **more: Any) -> Done:
        """A petition about a bridge; `who` tells senders apart."""
        given = {
            "kind": "reflection", "way": "own", "topic": "roads", "place": self.town.ids[place], "text": WORDS,
            "sender": keyed.digest("petition-sender", who), **more,
        }  # fmt: skip
        return self.town.do(acts.submit, by, body=self.town.ids[to], **given)

    def about(self, who: str = "a", **more: Any) -> Done:
        """One about somebody in office at the ward: the province has it."""
        return self.send(to="04", place=WARD, named=self.town.ids[WARD], who=who, **more)

    def do(self, act: Any, done: Done, by: Actor | str = "officer", **more: Any) -> Done:
        """A step of the body that has it, or of the sender with the code."""
        body = self.row(done).body_id
        code = {"code": done.code} if isinstance(by, Guest) else {}
        return self.town.do(act, by, body=body, petition=done.subject, **code, **more)

    def go(self, day: str) -> None:
        """Let what waits enter, and let it be that day."""
        self.town.flush()
        self.town.go(day)

    def row(self, done: Done) -> Petition:
        return Petition.objects.get(pk=done.subject)

    def own(self, done: Done) -> str:
        """The address of the sender's page."""
        return f"/phan-anh/cua-toi/{checked(done.code, ledger.ALPHABET)}/"


def make_desk(patch: pytest.MonkeyPatch) -> Desk:
    """Everybody in office, on Monday 2 November 2026."""
    town = make_town(patch)
    town.ids["04"] = bodies.find("04", BORN).id
    town.go("2026-11-02")
    town.seat("province", "province-officer", "04")
    return Desk(town)


SQUARE = ((106.0, 22.0), (106.2, 22.0), (106.2, 22.2), (106.0, 22.2), (106.0, 22.0))
HOLE = ((106.08, 22.08), (106.12, 22.08), (106.12, 22.12), (106.08, 22.12), (106.08, 22.08))
EAST = ((106.2, 22.0), (106.4, 22.0), (106.4, 22.2), (106.2, 22.2), (106.2, 22.0))


def draw_land(desk: Desk) -> Desk:
    """The town with the land of its two wards: a square with a hole in it, and one beside it."""
    lands = {WARD: [SQUARE, HOLE], "01279": [EAST]}
    features = [
        {"type": "Feature", "properties": {"code": code}, "geometry": {"type": "Polygon", "coordinates": rings}}
        for code, rings in lands.items()
    ]
    data = json.dumps({"type": "FeatureCollection", "features": features}).encode()
    given = {"data": data, "from_day": BORN, "source": "Bản vẽ giả định", "document": ""}
    desk.town.do(bodies_acts.draw, CONSOLE, body=desk.town.ids["04"], **given)
    return desk


__all__ = ["CANARY", "GUEST", "ONE", "TWO", "WARD", "WORDS", "Desk", "draw_land", "make_desk"]
