"""When one may: the life of a matter that people decide, and of an initiative before it is one."""

from dinhlang.core.states import Table

PROPOSED, AGREED, DECLINED, WITHDRAWN = "proposed", "agreed", "declined", "withdrawn"
CALLED, SHORT, LOST, ADOPTED = "called", "short", "lost", "adopted"
ISSUED, SENT, RECOGNISED, REFUSED, ANNULLED = "issued", "sent", "recognised", "refused", "annulled"

MATTER = Table(
    first=PROPOSED,
    steps=frozenset(
        {
            (PROPOSED, "agree", AGREED),
            (PROPOSED, "decline", DECLINED),
            (PROPOSED, "withdraw", WITHDRAWN),
            (AGREED, "withdraw", WITHDRAWN),
            (AGREED, "call", CALLED),
            (SHORT, "call", CALLED),
            (SHORT, "withdraw", WITHDRAWN),
            (CALLED, "call-off", AGREED),
            (CALLED, "tick", CALLED),
            (CALLED, "cast", CALLED),
            (CALLED, "count", CALLED),
            (CALLED, "pass", ADOPTED),
            (CALLED, "lose", LOST),
            (CALLED, "fall-short", SHORT),
            (ADOPTED, "issue", ISSUED),
            (ISSUED, "send", SENT),
            (SENT, "recognise", RECOGNISED),
            (SENT, "refuse", REFUSED),
            (ADOPTED, "annul", ANNULLED),
            (ISSUED, "annul", ANNULLED),
            (SENT, "annul", ANNULLED),
            (RECOGNISED, "annul", ANNULLED),
        }
    ),
)
OVER = frozenset({DECLINED, WITHDRAWN, LOST, REFUSED, ANNULLED})
HELD = frozenset({ADOPTED, ISSUED, SENT, RECOGNISED})  # adopted, and nothing took that away

COLLECTING, HANDED, TAKEN, TURNED, DROPPED = "collecting", "handed", "taken", "turned", "dropped"

INITIATIVE = Table(
    first=COLLECTING,
    steps=frozenset(
        {
            (COLLECTING, "support", COLLECTING),
            (COLLECTING, "take-back", COLLECTING),
            (COLLECTING, "drop", DROPPED),
            (COLLECTING, "hand-in", HANDED),
            (COLLECTING, "approve", HANDED),
            (HANDED, "take-up", TAKEN),
            (HANDED, "turn-down", TURNED),
        }
    ),
)
