"""When one may: the life of a disclosure."""

from dinhlang.core.states import Table

DISCLOSURE = Table(
    first="posted",
    steps=frozenset(
        {
            ("posted", "place", "posted"),
            ("posted", "take-down", "posted"),
            ("posted", "countersign", "posted"),
            ("posted", "correct", "posted"),
            ("posted", "replace", "replaced"),
            ("posted", "withdraw", "withdrawn"),
            ("replaced", "take-down", "replaced"),
            ("replaced", "countersign", "replaced"),
            ("withdrawn", "take-down", "withdrawn"),
        }
    ),
)
NAMES = ("posted", "replaced", "withdrawn")

# What a look at the official posting found: it stands, it stands with other contents, it stands and is not recognised, nothing stands
# there, nobody answered (which says nothing about the posting).
STANDS, CHANGED, UNLIKE, GONE, AWAY = "stands", "changed", "unlike", "gone", "away"
LOOKS = (STANDS, CHANGED, UNLIKE, GONE, AWAY)
