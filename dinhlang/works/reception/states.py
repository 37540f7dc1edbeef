"""When one may: the life of a day of reception."""

from dinhlang.core.states import Table

PLANNED, HELD, MISSED = "planned", "held", "missed"
SIGNED, WITHDRAWN, FORGOTTEN = "signed", "withdrawn", "forgotten"  # of a place; forgotten: its words were erased

DAY = Table(
    first=PLANNED,
    steps=frozenset(
        {
            (PLANNED, "move", PLANNED),
            (PLANNED, "sign-up", PLANNED),
            (PLANNED, "hold", HELD),
            (PLANNED, "miss", MISSED),
            (PLANNED, "enter", PLANNED),
            (HELD, "enter", HELD),
        }
    ),
)
