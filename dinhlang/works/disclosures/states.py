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
