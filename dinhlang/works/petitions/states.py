"""When one may: the life of a petition. That it closed by silence is not a state but a day: see `reads.closed`."""

from dinhlang.core.states import Table

SENT, TAKEN, REFUSED, ANSWERED, CONFIRMED, RETURNED = "sent", "taken", "refused", "answered", "confirmed", "returned"
TOLD = "told"
GONE = frozenset({RETURNED, TOLD})
"""States of what was returned as a denunciation; told, it is nobody's any more, and its row stays only for those answered with it."""
OPEN = frozenset({SENT, TAKEN})
"""States in which a body has to do something."""

PETITION = Table(
    first=SENT,
    steps=frozenset(
        {
            (SENT, "take-on", TAKEN),
            (SENT, "refuse", REFUSED),
            (SENT, "complete", SENT),
            (SENT, "more-time", SENT),
            (SENT, "pass-on", SENT),
            (SENT, "name-office", SENT),
            (TAKEN, "name-office", SENT),
            (SENT, "return", RETURNED),
            (TAKEN, "pass-on", SENT),
            (TAKEN, "ask", TAKEN),
            (TAKEN, "pause", TAKEN),
            (TAKEN, "resume", TAKEN),
            (TAKEN, "terms", TAKEN),
            (TAKEN, "extend", TAKEN),
            (TAKEN, "answer", ANSWERED),
            (TAKEN, "decide", ANSWERED),
            (TAKEN, "decline", REFUSED),
            (TAKEN, "return", RETURNED),
            (SENT, "join", SENT),
            (TAKEN, "join", TAKEN),
            (SENT, "part", SENT),
            (TAKEN, "part", TAKEN),
            (SENT, "add", SENT),
            (TAKEN, "add", TAKEN),
            (SENT, "summarise", SENT),
            (TAKEN, "summarise", TAKEN),
            (ANSWERED, "confirm", CONFIRMED),
            (ANSWERED, "reopen", SENT),
            (REFUSED, "reopen", SENT),
            (ANSWERED, "return", RETURNED),
            (RETURNED, "told", TOLD),
        }
    ),
)

WAITING, HELD, SHOWN, DOWN = "waiting", "held", "shown", "down"
SEEN = frozenset({SHOWN, DOWN})
"""States in which everybody knows of a public text; of one that was taken down the mark and no word."""

TEXT = Table(
    first=WAITING,
    steps=frozenset(
        {
            (WAITING, "hold", WAITING),  # by one person: for a week
            (WAITING, "hold-for-good", HELD),
            (WAITING, "show", SHOWN),
            (HELD, "open", DOWN),  # that a text was held back is told like that one was taken down
            (SHOWN, "take-down", DOWN),
        }
    ),
)
"""When a public text may be held back, shown, taken down. Its sender takes it back from any state: then the row is gone."""
