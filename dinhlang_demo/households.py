"""Invented households of a residential group of the demonstration, with an access slip in each state.

Promises: every name is drawn from common ones and belongs to nobody; the codes are worked out, so that whoever tries the demonstration can
type one; the numbers below say which household stands where. Nothing of it is of use outside a demonstration.
"""

import hashlib
from collections.abc import Callable
from datetime import date, datetime
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from dinhlang.core import slips
from dinhlang.core.actor import Guest, Office, Voice
from dinhlang.ground.people import acts as people_acts
from dinhlang.ground.people import frozen
from dinhlang.ground.people.reads import Browser
from dinhlang.ground.record import batches
from dinhlang.ground.record.act import Done
from dinhlang.ground.rolls import acts, codes, policy, reads
from dinhlang.ground.rolls.acts.lists import current
from dinhlang.ground.rolls.matching import Said, Step
from dinhlang.ground.rolls.models import PrintRun, Slip
from dinhlang_demo.story import Script

FAMILY = ("Nông", "Hoàng", "Lý", "Đàm", "Bế", "Triệu", "Mông", "Lương")
MIDDLE = ("Thị", "Văn", "Thanh", "Đức", "Minh")
GIVEN = ("Lan", "Sử", "Phụng", "Hoa", "Quý", "Bình", "Tâm", "Dũng", "Hà", "Sơn", "Thu", "Nam")
HOUSEHOLDS = 24
LISTED, ASKED, MADE, HANDED, USED, LATER = (date(2026, 11, day) for day in (9, 10, 11, 12, 13, 19))
PIN = "480273"
ENTERS, TWICE, REVOKED, WORKS, PRINTED, WITHOUT = 1, 2, 4, 6, 20, 23  # list numbers: the first with each state
COMMAND = uuid5(NAMESPACE_URL, "demonstration print of slips")


def bits_of(number: int) -> int:
    """The invented code of a household of the demonstration."""
    return int.from_bytes(hashlib.sha256(f"demonstration slip {number}".encode()).digest()[:8], "big") >> 64 - slips.BITS


def said(number: int) -> Said:
    """What the list says of household `number`."""
    name = f"{FAMILY[number % 8]} {MIDDLE[number % 5]} {GIVEN[number % 12]}"
    second = f"{FAMILY[(number + 3) % 8]} {MIDDLE[(number + 2) % 5]} {GIVEN[(number + 5) % 12]}" if number % 3 else ""
    return Said(str(number), name, second, f"Cụm {1 + number // 13}", f"ngõ {number}")


def plan(script: Script, village: int, first: Office, second: Office, head: Office, front: Office) -> None:
    """Note for their days: the list, its print by two persons, the hand-over by the Front, what households did with their slips."""

    def note(day: date, hour: float, what: Callable[..., Done], by: Any, /, **payload: Any) -> None:
        script.plan(day, hour, what, by=by, body=village, **payload)

    steps = tuple(Step(village, "", said(n)) for n in range(1, HOUSEHOLDS + 1))
    note(LISTED, 14, acts.import_rows, head, steps=steps, day=LISTED, document="Danh sách hộ tháng 11/2026 (giả định)")
    asker, other = Office(first.mandate, fresh=True), Office(second.mandate, fresh=True)
    note(ASKED, 15, _ask, asker)
    note(ASKED, 16, _confirm, other)
    note(MADE, 15, acts.make_slips, first, run=_run, digests=lambda: _digests(village))
    note(HANDED, 17, acts.hand_over, front, numbers=tuple(str(n) for n in range(1, WORKS)))
    note(LATER, 17, acts.hand_over, front, numbers=tuple(str(n) for n in range(WORKS, PRINTED)))
    for number in (ENTERS, TWICE, TWICE + 1):
        note(USED, 18 + number / 10, acts.activate, Guest(""), slip=lambda number=number: _slip(village, number))
    note(USED, 19, _choose, Guest(""))
    note(USED, 20, acts.alarm, Guest(""), slip=lambda: _slip(village, TWICE))
    note(USED, 21, acts.revoke_slips, front, numbers=(str(REVOKED),), reason="lost")
    script.also(USED, 23.5, batches.flush)


def _keys(village: int) -> tuple[str, ...]:
    seats = reads.on(village, policy.HOUSEHOLDS, LISTED)
    return tuple(seat.key for seat in seats if int(seat.number) < WITHOUT)


def _key(village: int, number: int) -> str:
    return next(key for key, row in current(policy.HOUSEHOLDS, {village}).items() if row.number == str(number))


def _slip(village: int, number: int) -> int:
    return Slip.objects.get(member=_key(village, number)).pk


def _run() -> str:
    return PrintRun.objects.get().subject


def _digests(village: int) -> tuple[tuple[str, bytes], ...]:
    number = {seat.key: int(seat.number) for seat in reads.on(village, policy.HOUSEHOLDS, LISTED)}
    return tuple((key, codes.of_slip(bits_of(number[key]))) for key in PrintRun.objects.get().members)


def _ask(*, by: Office, at: datetime, command_id: UUID, body: int | None) -> Done:
    text = frozen.freeze("rolls.print_slips", {"households": _keys(body or 0)})
    asking = {"command": COMMAND, "name": "rolls.print_slips", "text": text, "browser": Browser("asks", "asks")}
    return people_acts.propose(by=by, at=at, command_id=command_id, body=body, **asking)


def _choose(*, by: Guest, at: datetime, command_id: UUID, body: int | None) -> Done:
    key, salt = _key(body or 0, ENTERS), bytes(16)
    voice, digest = Voice(household=key), codes.of_number(key, salt, PIN)
    return acts.set_number(by=voice, at=at, command_id=command_id, body=body, salt=salt, digest=digest)


def _confirm(*, by: Office, at: datetime, command_id: UUID, body: int | None) -> Done:
    text = frozen.freeze("rolls.print_slips", {"households": _keys(body or 0)})
    digest = frozen.digest_of("rolls.print_slips", body, text).hex()
    return people_acts.carry_out(
        by=by, at=at, command_id=command_id, command=COMMAND, digest=digest, browser=Browser("confirms", "confirms")
    )  # fmt: skip
