"""Lists of the law, steps of a vote: every case a jurist wrote comes out, mistakes are named, settings of the house name no article."""

import re
import tomllib
from datetime import date
from pathlib import Path

import pytest

from dinhlang.core.rules import Choice, RulebookError, StepCase, held, load, load_choices, look, names, wrong_choice, wrong_step
from tests.core.book import book_files, small_files, the_book

BOOK = the_book()
CHOICES, STEPS = load_choices(book_files())
POLICY = Path(__file__).resolve().parents[3] / "policy"
FILE = "law-10-2022-qh15/art_20.toml"
LIST = """
[[list]]
id = "paper-names"
basis = "Law 10/2022/QH15 Art. 20(1)"
right = "decide"
bearer = ["village"]
subject = { vi = "Tên", en = "Names" }
summary = { vi = "Một trong hai.", en = "One of two." }
lists = "name"
choose = "one"
entries = [
  { id = "one", basis = "Law 10/2022/QH15 Art. 20(1)", text = { vi = "Một", en = "One" } },
  { id = "two", basis = "Law 10/2022/QH15 Art. 20(1)", text = { vi = "Hai", en = "Two" } },
]
read = "text"
wording_as_of = 2022-11-10
in_force = { from = 2023-07-01 }
"""


@pytest.mark.parametrize("case", CHOICES, ids=lambda case: case.id)
def test_choice(case: Choice):
    assert wrong_choice(BOOK, case) == ()


@pytest.mark.parametrize("case", STEPS, ids=lambda case: case.id)
def test_step(case: StepCase):
    assert wrong_step(BOOK, case) == ()


def test_it_works():
    entered = {case.rule for case in CHOICES}
    assert {one.id for one in BOOK.listing_versions if one.entries} == entered & {one.id for one in BOOK.listing_versions if one.entries}
    told = {event.removesuffix(" of the commune") for case in STEPS for event in case.events}
    assert {f"{kind.event} {kind.id}" for kind in BOOK.event_kinds if kind.steps} - told <= {
        "matter.received head-election-decision", "matter.received head-removal-decision", "matter.received board-election-result",
    }  # fmt: skip
    one = load({**small_files(), FILE: LIST.encode()}).listings["paper-names"]
    assert look.shape_of(one) is look.Shape.LIST
    assert names(one) == ("one", "two")
    assert held(one, ["two"]).stands
    assert not held(one, []).stands


def test_a_list_is_dated_like_every_rule():
    """The three reports of the village's conference are those of a decree of August 2023; a new wording stands beside the old."""
    assert "village-conference-agenda" not in BOOK.at(date(2023, 8, 14)).listings
    assert "village-conference-agenda" in BOOK.at(date(2023, 8, 15)).listings
    older = LIST.replace("in_force = { from = 2023-07-01 }", "in_force = { from = 2023-07-01, to = 2026-03-24 }")
    newer = LIST.replace("in_force = { from = 2023-07-01 }", "in_force = { from = 2026-03-25 }").replace("Hai", "Khác")
    book = load({**small_files(), FILE: (older + newer).encode()})
    assert [book.at(day).listings["paper-names"].entries[1].text.vi for day in (date(2026, 3, 24), date(2026, 3, 25))] == ["Hai", "Khác"]
    assert look.differences(*look.every(book)["paper-names"]) == ("entries",)


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ('choose = "one"', 'choose = "some"', "at_least"),
        ('choose = "one"', 'choose = "some"\nat_least = 3', "at_least"),
        ('choose = "one"', 'choose = "most"', "choose"),
        ('id = "two", ', 'id = "one", ', "entries"),
        ('id = "two", ', 'id = "two", limit = "no-such", ', "entries.2.limit"),
        ('id = "two", ', 'id = "two", fulfils = ["no-such"], ', "entries.2.fulfils"),
        ('lists = "name"', 'lists = "name"\nof = ["no-such"]', "of"),
        ('lists = "name"', 'lists = "name"\nshare = "no-such"', "share"),
        ('lists = "name"', 'lists = "names"', "lists"),
        ('id = "two", basis = "Law 10/2022/QH15 Art. 20(1)"', 'id = "two", basis = "from memory"', "entries.2.basis"),
    ],
)
def test_a_mistake_is_named(old: str, new: str, key: str):
    assert old in LIST
    with pytest.raises(RulebookError) as caught:
        load({**small_files(), FILE: LIST.replace(old, new).encode()})
    assert (FILE, "paper-names", key) in {(one.file, one.rule, one.key) for one in caught.value.problems}


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("[[choice]]\nid='a'\n", "title"),
        ("[[choice]]\nid='a'\ntitle='t'\nrule='r'\nchosen=[]\nasked_on=2026-01-01\nexpect={stands=true, few=true}\n", "expect.stands"),
        ("[[step]]\nid='a'\ntitle='t'\nof='feast'\nstep='held'\nrule='r'\nevents=[]\n", "of"),
    ],
)
def test_a_broken_case_is_named(text: str, key: str):
    with pytest.raises(RulebookError) as caught:
        load_choices({"cases/x.toml": text.encode()})
    assert key in {problem.key for problem in caught.value.problems}


@pytest.mark.parametrize("name", ["meetings.toml", "votes.toml"])
def test_the_houses_own_settings_name_no_article_and_only_lists_there_are(name: str):
    """An article, a number or a text of the law has one place, the rulebook: what is set for the house names its rules by id."""
    said = (POLICY / name).read_text(encoding="utf-8")
    rows = "\n".join(line for line in said.splitlines() if not line.startswith("#"))
    assert "basis" not in rows
    assert not re.search(r"(Law|Decree|Code|Circular) [^ ]+ Art\.", rows)
    table = tomllib.loads(said)
    if name == "meetings.toml":
        asked = {kind[key] for kind in table["kind"] for key in ("agenda", "conditions") if key in kind}
    else:
        asked = set(table["takes"])
        tasks = {entry for many in table["tasks"].values() for entry in many}
        assert tasks == set(names(BOOK.listings["vote-tasks"]))
        assert set(table["matters"]["offered"]) <= set(BOOK.decisions)
    assert asked <= set(BOOK.listings)
