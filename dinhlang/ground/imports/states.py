"""The life of an import: received, its columns chosen, its rows checked, entered by one act; or given up on the way."""

from dinhlang.core.states import Table

RECEIVED, MAPPED, CHECKED, ENTERING, ENTERED, REFUSED, ABANDONED = NAMES = (
    "received",
    "mapped",
    "checked",
    "entering",
    "entered",
    "refused",
    "abandoned",
)
OPEN = (RECEIVED, MAPPED, CHECKED, ENTERING)
RUNNING = (MAPPED, ENTERING)  # the house is at work on them

IMPORT = Table(
    first=RECEIVED,
    steps=frozenset(
        {
            (RECEIVED, "choose", MAPPED),
            (CHECKED, "choose", MAPPED),
            (MAPPED, "choose", MAPPED),
            (MAPPED, "check", CHECKED),
            (MAPPED, "refuse", REFUSED),
            (CHECKED, "confirm", ENTERING),
            (ENTERING, "confirm", ENTERING),
            (ENTERING, "enter", ENTERED),
            (ENTERING, "check", CHECKED),
            (ENTERING, "refuse", REFUSED),
            (RECEIVED, "abandon", ABANDONED),
            (MAPPED, "abandon", ABANDONED),
            (CHECKED, "abandon", ABANDONED),
        }
    ),
)
