"""Do days of reception still stand as the record says? Compared as far as its words can be read; changes nothing."""

from collections.abc import Iterator

from dinhlang.ground.record import reads as record
from dinhlang.ground.record.models import ClosedEntry, Entry, Pending
from dinhlang.works.reception.acts.planning import SIGN_UP
from dinhlang.works.reception.acts.register import ENTER
from dinhlang.works.reception.checks import HOLDS
from dinhlang.works.reception.models import Booking, Day, Visit
from dinhlang.works.reception.states import HELD, MISSED, PLANNED

ACTS = ("reception.schedule", "reception.move", HOLDS)


def differences() -> Iterator[str]:
    """One line per day, place or line of the register that is in the record and not in the tables, the other way round, or other."""
    states: dict[str, str] = {}
    for one in record.of_acts(ACTS):
        if one.act != HOLDS:
            states[one.subject] = PLANNED
        elif one.words:
            states[one.subject] = HELD if one.words.get("received") else MISSED
        else:
            states.pop(one.subject, None)
    rows = dict(Day.objects.values_list("pk", "state"))
    for subject, state in sorted(states.items()):
        if subject not in rows:
            yield f"Day of reception: in the record, not in the tables: subject={subject}"
        elif rows[subject] != state:
            yield f"Day of reception: {state} in the record, {rows[subject]} in the tables: subject={subject}"
    for subject in sorted(set(rows) - {one.subject for one in record.of_acts(ACTS[:1])}):
        yield f"Day of reception: in the tables, not in the record: subject={subject}"
    for act, what, table in ((SIGN_UP, "Place at a reception", Booking), (ENTER, "Line of the register", Visit)):
        said = {s for each in (ClosedEntry, Entry, Pending) for s in each.objects.filter(act=act).values_list("subject", flat=True)}
        held = set(table.objects.values_list("pk", flat=True))
        yield from (f"{what}: in the record, not in the tables: subject={one}" for one in sorted(said - held))
        yield from (f"{what}: in the tables, not in the record: subject={one}" for one in sorted(held - said))
