"""A telephone with an offline kit, played by the test: it writes texts and seals them as the kit's script does."""

import json
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from dinhlang.core.actor import Guest
from dinhlang.ground.kit import sent
from dinhlang.ground.kit.models import Lease
from dinhlang.ground.record.act import Done
from dinhlang.works.votes.acts import kits
from tests.votes.hall import Hall


@dataclass
class Phone:
    """One phone with one kit. `skew`: how far its clock is ahead."""

    hall: Hall
    lease: str
    holder: str = "head"
    skew: timedelta = timedelta(0)
    n: int = 0
    ended: datetime | None = None
    texts: dict[UUID, str] = field(default_factory=dict)

    @property
    def key(self) -> bytes:
        return bytes(Lease.objects.get(pk=self.lease).key)

    def write(self, kind: str, **said: Any) -> UUID:
        """Write an item into the queue; its command id."""
        self.n += 1
        now = self.hall.town.now + self.skew
        command = uuid4()
        text = {"id": str(command), "lease": self.lease, "n": self.n, "kind": kind, "at": now.isoformat(),
                "closed": self.ended.isoformat() if self.ended else None, **said}  # fmt: skip
        self.texts[command] = json.dumps(text)
        return command

    def end(self) -> None:
        """The sitting is over: from now on what is written says when."""
        self.ended = self.hall.town.now + self.skew

    def tick(self, *numbers: int) -> UUID:
        return self.write("tick", numbers=[str(one) for one in numbers])

    def count(self, took_part: int, *votes: int, spoilt: int = 0) -> UUID:
        return self.write("count", took_part=took_part, votes=list(votes), spoilt=spoilt)

    def close(self) -> UUID:
        if self.ended is None:
            self.end()
        return self.write("close")

    def send(self, command: UUID, *, as_guest: bool = False, text: str | None = None, seal: str | None = None) -> Done:
        """Send what was written, as it is (or as somebody changed it)."""
        said = self.texts[command] if text is None else text
        payload = {"lease": self.lease, "text": said, "seal": seal or sent.seal(self.key, self.texts[command])}
        body = Lease.objects.get(pk=self.lease).body_id
        if as_guest:
            return self.hall.town.do(kits.kit_hand_in, Guest(self.lease), body=body, command_id=command, **payload)
        return self.hall.town.do(kits.kit_send, self.holder, body=body, command_id=command, **payload)


def opened(hall: Hall, matter: str, sitting: int = 1, holder: str = "head", device: str = "Máy của tổ trưởng", **more: Any) -> Phone:
    """A kit that is open on a phone."""
    hall.town.do(kits.kit_open, holder, body=hall.village, matter=matter, sitting=sitting, device=device)
    return Phone(hall, Lease.objects.latest("opened").pk, holder, **more)
