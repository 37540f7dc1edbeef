"""When one may: the life of a paper. A draft is no row: it is what the house would print now."""

from dinhlang.core.states import Table

DRAFT, EXPORTED, REPLACED, ISSUED = "draft", "exported", "replaced", "issued"

PAPER = Table(
    first=DRAFT,
    steps=frozenset(
        {
            (DRAFT, "export", EXPORTED),
            (DRAFT, "issue", ISSUED),  # written by hand, or with another program
            (EXPORTED, "replace", REPLACED),
            (EXPORTED, "issue", ISSUED),
            (ISSUED, "bring", ISSUED),
        }
    ),
)
