"""States as tables: what may follow what, by which verb.

Promises: one table answers whether a step is allowed, lists every path and draws the diagram the docs show.
Refuses: a verb that the present state does not know, with a sentence that says what the thing is now; a table in which one verb
leads two ways, when it is made.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from dinhlang.core.refusal import N_, Refused


@dataclass(frozen=True)
class Table:
    """Transitions as (state, verb, next state). `first` is where a thing begins."""

    first: str
    steps: frozenset[tuple[str, str, str]]

    def __post_init__(self) -> None:
        if len({(before, verb) for before, verb, _ in self.steps}) < len(self.steps):
            raise ValueError("one verb leads two ways from the same state")

    def step(self, state: str, verb: str) -> str:
        """The state after `verb`. Raises Refused where the table has no such step."""
        for before, word, after in self.steps:
            if (before, word) == (state, verb):
                return after
        raise Refused(N_("This cannot be done any more: it has changed since. Open it again to see what happened."))

    def verbs(self, state: str) -> tuple[str, ...]:
        """What can be done in `state`, sorted."""
        return tuple(sorted(word for before, word, _ in self.steps if before == state))

    def all_paths(self) -> Iterator[tuple[str, ...]]:
        """Every walk from the first state that passes no state twice, as verbs."""

        def walk(state: str, seen: frozenset[str], path: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
            yield path
            for before, word, after in sorted(self.steps):
                if before == state and after not in seen:
                    yield from walk(after, seen | {after}, (*path, word))

        return walk(self.first, frozenset({self.first}), ())

    def diagram(self) -> str:
        """The table as a Mermaid state diagram, by state and verb."""
        lines = [f"    [*] --> {self.first}", *(f"    {a} --> {b}: {verb}" for a, verb, b in sorted(self.steps))]
        return "\n".join(["stateDiagram-v2", *lines]) + "\n"
