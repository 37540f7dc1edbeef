"""A commune's regulation over the law: it adds, and every try to take away is named by file, rule and key."""

from dataclasses import replace
from datetime import date

import pytest

from dinhlang.core.rules import Event, Facts, Layer, Rulebook, RulebookError, layer_of, load_layer, starts, with_layer
from tests.core.book import the_book

RULE = "commune-discloses-contributions"
REGISTER = "commune-keeps-quarterly-register"
STANDING = "commune-keeps-procedures-posted"
HEAD = 'commune = "01273"\nnumber = "05/2026/QĐ-UBND"\ndated = 2026-05-04\nin_force = { from = 2026-06-01 }\n'
WHOLE = (
    HEAD
    + f"""
[[shorter]]
rule = "{RULE}"
after = 3
unit = "working-day"

[[form]]
rule = "{RULE}"
channel = "loudspeaker"

[[form]]
rule = "{RULE}"
channel = "board"
hold = 45

[[item]]
id = "market-stalls"
text = {{ vi = "Cho thuê ki ốt chợ", en = "Stalls of the market" }}
after = 10
unit = "calendar-day"
parts = [{{ channel = "board", hold = 15 }}, {{ channel = "website" }}]
"""
)
FIRST = date(2026, 6, 1)


def read(text: str, book: Rulebook | None = None) -> Layer:
    return load_layer("local/thuc-phan.toml", text.encode(), book or the_book())


def wrong(text: str) -> list[tuple[str, str, str]]:
    with pytest.raises(RulebookError) as error:
        read(text)
    assert all(one.file == "local/thuc-phan.toml" for one in error.value.problems)
    return [(one.rule, one.key, one.message) for one in error.value.problems]


def test_it_works():
    book = the_book()
    layered = with_layer(book, read(WHOLE), FIRST)
    before, after = layered.wordings[RULE]
    assert (before.in_force_to, after.in_force_from, after.in_force_to) == (date(2026, 5, 31), FIRST, None)
    assert (before.due.n, after.due.n) == (5, 3)
    assert before.parts == book.duties[RULE].parts
    assert {part.channel: part.hold for part in after.parts} == {"website": None, "board": 45, "village-points": 30, "loudspeaker": None}
    assert after.basis.endswith("; Regulation 05/2026/QĐ-UBND")
    assert before.hash == after.hash == book.duties[RULE].hash
    matter = layered.duties["local-market-stalls"]
    assert (matter.basis, matter.starts.item, matter.due.n) == ("Law 10/2022/QH15 Art. 11(14); Regulation 05/2026/QĐ-UBND", 14, 10)
    assert layered.wordings["commune-keeps-quarterly-register"][0] is book.wordings["commune-keeps-quarterly-register"][0]
    assert layered.hash == book.hash


def test_clocks_go_by_the_day_they_open():
    layered = with_layer(the_book(), read(WHOLE), FIRST)
    facts = Facts("commune", {"has_portal": True, "has_loudspeakers": True, "villages": 2})
    old = starts(layered, Event("decision.registered", "a", date(2026, 5, 29), item=5), facts)
    new = starts(layered, Event("decision.registered", "a", FIRST, item=5), facts)
    assert {spec.due.day for spec in old} == {date(2026, 6, 5)}
    assert {spec.due.day for spec in new} == {date(2026, 6, 4)}
    assert {spec.part for spec in new} - {spec.part for spec in old} == {"loudspeaker"}
    assert {spec.part: spec.places for spec in new}["village-points"] == 2
    law = {spec.rule for spec in starts(the_book(), Event("decision.registered", "a", FIRST, item=14), facts)}
    matter = Event("decision.registered", "a", FIRST, item=14, kind="market-stalls")
    assert {spec.rule for spec in starts(layered, matter, facts)} == law | {"local-market-stalls"}  # the law's own five days stay
    assert {spec.rule for spec in starts(layered, Event("decision.registered", "a", FIRST, item=14), facts)} == law


def test_it_is_the_same_as_plain_data():
    layer = read(WHOLE)
    assert layer_of(layer.as_value(), the_book()) == layer
    assert layer_of(layer.as_value()).hash == layer.hash
    assert replace(layer, number="6/QĐ").hash != layer.hash


def test_outside_its_days_the_law_stands():
    book, layer = the_book(), read(WHOLE.replace("from = 2026-06-01", "from = 2026-06-01, to = 2026-12-31"))
    layered = with_layer(book, layer, date(2026, 9, 1))
    assert [(one.in_force_from, one.due.n) for one in layered.wordings[RULE]] == [
        (book.duties[RULE].in_force_from, 5),
        (date(2026, 9, 1), 3),
        (date(2027, 1, 1), 5),
    ]
    assert layered.duties["local-market-stalls"].in_force_to == date(2026, 12, 31)
    assert with_layer(book, layer, date(2027, 1, 1)) is book


def test_one_after_the_other():
    book, first = the_book(), read(WHOLE)
    second = replace(first, number="9/QĐ-UBND", shorter=(replace(first.shorter[0], after=2),))
    layered = with_layer(with_layer(book, first, FIRST, date(2026, 9, 30)), second, date(2026, 10, 1))
    assert [one.due.n for one in layered.wordings[RULE]] == [5, 3, 2]
    assert [one.in_force_from for one in layered.wordings["local-market-stalls"]] == [FIRST, date(2026, 10, 1)]


def test_the_law_goes_before_where_it_became_stricter():
    book = the_book()
    duty = book.duties[RULE]
    stricter = replace(duty, due=replace(duty.due, n=2))
    versions = tuple(stricter if one is duty else one for one in book.versions)
    layered = with_layer(replace(book, versions=versions), read(WHOLE), FIRST)
    assert [one.due.n for one in layered.wordings[RULE]] == [2, 2]
    without = replace(book, versions=tuple(one for one in book.versions if one.id != RULE))
    assert RULE not in {one.id for one in with_layer(without, read(HEAD + f'[[shorter]]\nrule = "{RULE}"\nafter = 3\n'), FIRST).versions}


NO_MORE = "unknown key (a regulation adds forms, matters and shorter terms; it takes nothing away)"


@pytest.mark.parametrize(
    ("text", "rule", "key", "words"),
    [
        (f'[[shorter]]\nrule = "{RULE}"\nafter = 5', RULE, "after", "The law gives 5"),
        (f'[[shorter]]\nrule = "{RULE}"\nafter = 9', RULE, "after", "The law gives 5"),
        (f'[[shorter]]\nrule = "{RULE}"\nafter = 0', RULE, "after", "Input should be greater than 0"),
        (f'[[shorter]]\nrule = "{RULE}"\nafter = 3\nunit = "calendar-day"', RULE, "unit", "another unit"),
        (f'[[shorter]]\nrule = "{RULE}"\nafter = 3\nremove = true', RULE, "remove", NO_MORE),
        ('[[shorter]]\nrule = "no-such"\nafter = 3', "no-such", "rule", "no such rule"),
        ('[[shorter]]\nrule = "village-gives-notice-of-meeting"\nafter = 1', "village-gives-notice-of-meeting", "rule", "do not bear"),
        (f'[[shorter]]\nrule = "{REGISTER}"\nafter = 1', REGISTER, "rule", "The calendar opens"),
        (f'[[form]]\nrule = "{STANDING}"\nchannel = "website"', STANDING, "rule", "The calendar"),
        ('[[shorter]]\nrule = "commune-follows-disclosure-plan"\nafter = 1', "commune-follows-disclosure-plan", "after", "counts no days"),
        (f'[[form]]\nrule = "{RULE}"\nchannel = "board"\nhold = 20', RULE, "hold", "The law wants 30 days"),
        (f'[[form]]\nrule = "{RULE}"\nchannel = "board"\nhold = 30', RULE, "hold", "has this form already"),
        (f'[[form]]\nrule = "{RULE}"\nchannel = "board"', RULE, "hold", "has this form already"),
        (f'[[form]]\nrule = "{RULE}"\nchannel = "board"\nhold = 45\nrequired = false', RULE, "required", NO_MORE),
        (f'[[form]]\nrule = "{RULE}"\nchannel = "pigeons"', RULE, "channel", "no such form"),
        (f'[[form]]\nrule = "{RULE}"\nchannel = "item"', RULE, "channel", "no form that could be added"),
        (f'[[form]]\nrule = "{RULE}"\nchannel = "loudspeaker"\nhold = 30', RULE, "hold", "Only what is posted"),
        (f'[[remove]]\nrule = "{RULE}"', "", "remove", NO_MORE),
        ('[[item]]\nid = "a"\ntext = { vi = "A" }\nafter = 5\nunit = "month"\nparts = [{ channel = "board" }]', "a", "text.en", "missing"),
        ('[[item]]\nid = "a"\ntext = { vi = "A", en = "A" }\nafter = 5\nunit = "period"\nparts = []', "a", "parts", "must not be empty"),
        (
            '[[item]]\nid = "a"\ntext = { vi = "A", en = "A" }\nafter = 5\nunit = "month"\nparts = [{ channel = "website" }]',
            "a", "parts", "whatever the commune has",
        ),
    ],
)  # fmt: skip
def test_what_takes_away_is_named(text: str, rule: str, key: str, words: str):
    assert any((rule, key) == found[:2] and words in found[2] for found in wrong(HEAD + text)), wrong(HEAD + text)


def test_the_frame_is_checked_too():
    assert wrong("x = ")[0][2].startswith("not readable as TOML")
    assert ("", "commune", "String should match pattern '^[0-9]{5}$'") in wrong(HEAD.replace("01273", "1"))
    assert any(key == "number" for _rule, key, _words in wrong(HEAD.replace("05/2026/QĐ-UBND", "05 của phường")))
    assert any(key == "in_force.from" for _rule, key, _words in wrong(HEAD.replace("from = 2026-06-01", "from = 2026-05-01")))
    assert any(
        key == "in_force.to" for _rule, key, _words in wrong(HEAD.replace("from = 2026-06-01", "from = 2026-06-01, to = 2026-05-30"))
    )
    twice = HEAD + f'[[shorter]]\nrule = "{RULE}"\nafter = 3\n' * 2
    assert wrong(twice)[0][:2] != ("", "")
    assert "stands twice" in wrong(twice)[0][2]
