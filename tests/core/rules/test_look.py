"""The book seen from outside: rules of every shape, what stands on a day, what changed, what a search means."""

import json
from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from dinhlang.core.rules import DueKind, DueRule, Kind, Limit, Read, Right, Rulebook, Text, Threshold, Unit, cited, look, plain
from dinhlang.core.rules.look import Aside, Stand
from tests.core.book import the_book

LAST, NEXT = date(2026, 3, 24), date(2026, 3, 25)
RULE = "commune-discloses-contributions"
MADE = Text("Quy định thử", "A rule made up")


def made_book() -> Rulebook:
    """One duty that is reworded on 25 March 2026, one that begins, one that ends, one that lasts a month; a decision and a limit."""
    book = the_book()
    duty = replace(book.duties[RULE], subject=MADE, in_force_from=date(2023, 7, 1), in_force_to=None, yields_to=())
    later = DueRule(DueKind.AFTER, 30, Unit.CALENDAR_DAY)
    versions = (
        replace(duty, id="made-began", in_force_from=NEXT),
        replace(duty, id="made-ended", in_force_to=LAST),
        replace(duty, id="made-passed", in_force_from=date(2026, 5, 1), in_force_to=date(2026, 5, 31)),
        replace(duty, id="made-reworded", in_force_to=LAST),
        replace(duty, id="made-reworded", in_force_from=NEXT, due=later, summary=Text("Hạn mới", "A new day")),
        replace(duty, id="made-same", in_force_to=LAST),
        replace(duty, id="made-same", in_force_from=NEXT),
    )
    decision = replace(book.decisions["village-contribution"], id="made-decision")
    limit = Limit(
        id="made-limit",
        basis="Law 10/2022/QH15 Art. 36(1)",
        right=Right.SUPERVISE,
        bearer=(Kind.BOARD,),
        subject=MADE,
        summary=MADE,
        counts="person",
        at_least=5,
        at_most=9,
        share=Threshold(Fraction(1, 10), True),
        where=MADE,
        read=Read.TEXT,
        wording_as_of="2022-11-10",
        amended_unread=(),
        in_force_from=date(2023, 7, 1),
        in_force_to=None,
        not_modelled=None,
        file="law-10-2022-qh15/art_36.toml",
    )
    return replace(
        book,
        versions=versions,
        duties={one.id: one for one in versions},
        decision_versions=(decision,),
        decisions={decision.id: decision},
        limit_versions=(limit,),
        listing_versions=(),
        listings={},
        limits={limit.id: limit},
    )


def test_it_works():
    book = made_book()
    every = look.every(book)
    assert list(every) == sorted(every)
    assert {look.shape_of(wordings[0]).value for wordings in every.values()} == {"duty", "decision", "limit"}
    assert look.bearers(every["made-decision"][0]) == (Kind.VILLAGE,)
    reworded = every["made-reworded"]
    assert [look.on(reworded, day) for day in (date(2020, 1, 1), LAST, NEXT)] == [reworded[0], reworded[0], reworded[1]]
    assert look.on(every["made-ended"], NEXT) is every["made-ended"][0]
    assert [look.stand(every["made-ended"][0], day) for day in (date(2020, 1, 1), LAST, NEXT)] == [
        Stand.TO_COME,
        Stand.IN_FORCE,
        Stand.ENDED,
    ]


def test_what_changed_between_two_days():
    book = made_book()
    found = look.changes(book, LAST, NEXT)
    assert [rule.id for rule in found.begun] == ["made-began"]
    assert [rule.id for rule in found.ended] == ["made-ended"]
    assert [(before.id, look.differences(before, after)) for before, after in found.reworded] == [
        ("made-reworded", ("summary", "due")),
        ("made-same", ()),
    ]
    assert found.passed == ()
    assert [rule.id for rule in look.changes(book, date(2026, 4, 1), date(2026, 7, 1)).passed] == ["made-passed"]
    assert look.changes(book, NEXT, NEXT) == look.Changes((), (), (), ())
    turns = {day: (begun, ended) for day, begun, ended in look.turns(book)}
    assert turns[NEXT] == (3, 3)
    assert list(turns) == sorted(turns, reverse=True)


def test_why_a_rule_is_shown_and_not_judged():
    duty = the_book().duties[RULE]
    read = replace(duty, amended_unread=())
    assert look.asides(read) == ()
    assert look.asides(duty) == (Aside.AMENDED,)
    assert look.asides(duty, {duty.hash}) == ()
    assert look.asides(replace(read, read=Read.SECONDARY)) == (Aside.SECONDARY,)
    assert look.asides(replace(read, due=DueRule(DueKind.UNREAD, note=MADE))) == (Aside.NO_CLOCK,)
    assert look.asides(replace(read, parts=tuple(replace(part, kept_by=frozenset()) for part in read.parts))) == (Aside.NO_ROOM,)
    limit = made_book().limits["made-limit"]
    assert look.asides(limit) == (Aside.NO_ROOM,)
    assert look.asides(replace(limit, amended_unread=("Law 1/2026/QH16",)), {look.wording_hash(limit)}) == (Aside.AMENDED, Aside.NO_ROOM)
    assert look.unrecorded(made_book(), "board", NEXT) == 1
    assert look.unrecorded(made_book(), "commune", NEXT) == 0


def test_places_are_those_that_are_cited():
    for wordings in look.every(the_book()).values():
        for rule in wordings:
            for basis in look.bases(rule):
                assert {(place.instrument, place.article) for place in look.places(basis)} == set(cited(basis)), basis
    assert look.places("Law 10/2022/QH15 Art. 11(5), 13(2)(b); Decree 59/2023/NĐ-CP Art. 3") == (
        look.Place("Law 10/2022/QH15", 11, "5"),
        look.Place("Law 10/2022/QH15", 13, "2", "b"),
        look.Place("Decree 59/2023/NĐ-CP", 3),
    )


@pytest.mark.parametrize(
    ("query", "fits"),
    [
        ("Điều 11", True),
        ("dieu 11", True),
        ("Art. 11(5)", True),
        ("Điều 11 khoản 5", True),
        ("Điều 11 khoản 6", False),
        ("điều 99", False),
        ("10/2022", True),
        ("Luật 10/2022/QH15", True),
        ("10/2022/qh15 Điều 13", True),
        ("59/2023", False),
        ("Điều 11 59/2023", False),
        ("huy động đóng góp", True),
        ("HUY DONG dong gop", True),
        ("contributions", True),
        ("contributions nothing-like-it", False),
        ("", True),
        ("Điều", False),
    ],
)
def test_a_search_means_what_people_type(query: str, fits: bool):
    duty = the_book().duties[RULE]
    text = look.fold(f"{duty.id} {duty.subject.vi} {duty.subject.en} {duty.summary.vi} {duty.summary.en} Luật 10/2022/QH15")
    assert look.fits(duty, text, look.asked(query)) is fits


def test_names_near_one_that_is_none():
    book = the_book()
    assert look.near(book, "commune-disclose-contribution")[0] == RULE
    assert "quarterly" in look.near(book, "quarterly")[0]
    assert look.near(book, "\N{GRINNING FACE}" * 500) == ()


def test_plain_values_hold_every_wording_and_are_the_same_each_time():
    for book in (the_book(), made_book()):
        said = plain.book(book)
        assert json.dumps(said) == json.dumps(plain.book(book))
        assert said["hash"] == book.hash.hex()
        wordings = [(rule["id"], rule["in_force_from"]) for rule in said["rules"]]
        assert wordings == sorted(wordings)
        assert len(wordings) == len(book.versions) + len(book.decision_versions) + len(book.limit_versions) + len(book.listing_versions)
    limit = next(rule for rule in plain.book(made_book())["rules"] if rule["shape"] == "limit")
    assert limit["share"] == {"share": "1/10", "inclusive": True}
    assert limit["cites"] == [{"instrument": "Law 10/2022/QH15", "article": 36, "clause": "1", "point": ""}]
    with pytest.raises(TypeError, match="float"):
        plain.plain(0.5)
