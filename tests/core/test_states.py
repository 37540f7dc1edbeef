"""One table says what may follow what; its paths and its picture are read from it and from nothing else."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dinhlang.core.refusal import Refused
from dinhlang.core.states import Table
from dinhlang.works.disclosures.states import DISCLOSURE, NAMES

LIFE = Table(
    "draft",
    frozenset({("draft", "edit", "draft"), ("draft", "issue", "issued"), ("issued", "recall", "draft"), ("issued", "close", "closed")}),
)
WORDS = st.sampled_from("abcd")
TABLES = st.dictionaries(st.tuples(WORDS, st.sampled_from("xyz")), WORDS, max_size=8).map(
    lambda steps: Table("a", frozenset((before, verb, after) for (before, verb), after in steps.items()))
)


def test_it_works() -> None:
    assert LIFE.step("draft", "issue") == "issued"
    assert LIFE.verbs("issued") == ("close", "recall")
    assert LIFE.verbs("closed") == ()


@pytest.mark.parametrize(
    ("state", "verb"), [("closed", "issue"), ("draft", "close"), ("draft", "no-such-verb"), ("no-such-state", "issue")]
)
def test_a_step_the_table_does_not_have_is_refused(state: str, verb: str) -> None:
    with pytest.raises(Refused, match="This cannot be done any more"):
        LIFE.step(state, verb)


def test_paths_pass_no_state_twice() -> None:
    assert set(LIFE.all_paths()) == {(), ("issue",), ("issue", "close")}


def test_diagram() -> None:
    assert LIFE.diagram() == (
        "stateDiagram-v2\n    [*] --> draft\n    draft --> draft: edit\n    draft --> issued: issue\n"
        "    issued --> closed: close\n    issued --> draft: recall\n"
    )


@given(TABLES)
def test_verbs_are_the_steps_that_are_not_refused(table: Table) -> None:
    for state, verb in itertools.product("abcd", "xyz"):
        if verb in table.verbs(state):
            assert (state, verb, table.step(state, verb)) in table.steps
        else:
            with pytest.raises(Refused):
                table.step(state, verb)


@given(TABLES)
def test_every_path_can_be_walked_and_every_reachable_state_is_on_one(table: Table) -> None:
    reached = set()
    for path in table.all_paths():
        state, seen = table.first, [table.first]
        for verb in path:
            state = table.step(state, verb)
            seen.append(state)
        assert len(seen) == len(set(seen))
        reached.add(state)
    closure, size = {table.first}, 0
    while len(closure) > size:
        size = len(closure)
        closure |= {after for before, _, after in table.steps if before in closure}
    assert reached == closure


@given(TABLES)
def test_the_picture_holds_each_step_once(table: Table) -> None:
    lines = table.diagram().splitlines()
    assert len(lines) == len(set(lines)) == len(table.steps) + 2
    assert lines[2:] == [f"    {before} --> {after}: {verb}" for before, verb, after in sorted(table.steps)]


def test_the_states_of_a_disclosure_are_those_of_its_table() -> None:
    assert {DISCLOSURE.first} | {after for _, _, after in DISCLOSURE.steps} == set(NAMES)
    assert {before for before, _, _ in DISCLOSURE.steps} <= set(NAMES)


def test_no_verb_leads_two_ways() -> None:
    """A table from outside is a set: two steps of one verb would make the answer depend on chance."""
    pairs = [(before, verb) for before, verb, _ in DISCLOSURE.steps]
    assert len(pairs) == len(set(pairs))
    with pytest.raises(ValueError, match="two ways"):
        Table("a", frozenset({("a", "go", "b"), ("a", "go", "c")}))
