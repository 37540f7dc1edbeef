"""What a second person reads of a print of access slips: the village, how many, for which list numbers."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from dinhlang.ground.people.asked import Asked
from dinhlang.ground.people.pending import Waiting
from dinhlang.ground.record import clock
from dinhlang.ground.rolls import policy, reads
from dinhlang.ground.ui import format

MOST = 60


def _title(one: Waiting) -> str:
    return _("Print access slips")


def _facts(one: Waiting) -> tuple[tuple[str, str], ...]:
    keys = set(one.values.get("households", ()))
    seats = reads.on(one.body.id, policy.HOUSEHOLDS, clock.today())
    numbers = [seat.number for seat in seats if seat.key in keys]
    told = ", ".join(numbers[:MOST]) + (" …" if len(numbers) > MOST else "")
    return (
        (_("Village"), one.body.name),
        (_("Households on the list"), format.count(len(seats))),
        (_("Slips"), format.count(len(keys))),
        (_("List numbers"), told),
        (
            _("Enter with a number already"),
            format.count(sum(row.enters for row in reads.slips_of(one.body.id, clock.now()) if row.key in keys)),
        ),
    )


ASKED: Mapping[str, Asked] = {"rolls.print_slips": Asked(_title, _facts)}
