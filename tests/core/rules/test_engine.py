"""Occasions from the calendar and from events: which parts, in which wording, for which bodies."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from dinhlang.core.refusal import Refused
from dinhlang.core.rules import (
    ClockSpec,
    DueKind,
    DueRule,
    Event,
    Facts,
    Mode,
    Rulebook,
    StartKind,
    Starts,
    Unit,
    accepts,
    due,
    not_scored_reason,
    parts_for,
    places_of,
    schedule,
    scored,
    starts,
    target_of,
)
from tests.core.book import the_book

BOOK = the_book()
WARD = Facts("commune", {"has_portal": True, "villages": 2})
CONTRIBUTION = BOOK.duties["commune-discloses-contributions"]
REGISTER = BOOK.duties["commune-keeps-quarterly-register"]


def with_duties(*duties) -> Rulebook:
    return replace(BOOK, versions=tuple(duties), duties={duty.id: duty for duty in duties})


def test_it_works():
    clocks = starts(BOOK, Event("decision.registered", "12-qd-ubnd", date(2026, 3, 2), item=5), WARD)
    assert [(c.part, c.due.day, c.hold, c.places, c.required) for c in clocks] == [
        ("website", date(2026, 3, 9), None, 1, True),
        ("board", date(2026, 3, 9), 30, 1, True),
        ("village-points", date(2026, 3, 9), 30, 2, True),
    ]


def test_a_year_of_a_ward():
    slots = schedule(BOOK, WARD, 2026)
    by_rule: dict[tuple[str, str], list[str]] = {}
    for slot in slots:
        by_rule.setdefault((slot.rule, slot.occasion), []).append(slot.part)
    assert by_rule["commune-keeps-quarterly-register", "2026-Q3"] == [f"item-{n:02d}" for n in range(1, 15)] + [
        "list",
        "board",
        "village-points",
    ]
    assert by_rule["commune-adopts-disclosure-plan", "2026"] == ["plan"]
    assert by_rule["commune-keeps-procedures-posted", "standing"] == ["website", "board"]
    quarters = {occasion for rule, occasion in by_rule if rule == "commune-keeps-quarterly-register"}
    assert quarters == {f"2026-Q{n}" for n in (1, 2, 3, 4)}
    cells = [slot for slot in slots if slot.mode is Mode.CELL]
    assert {slot.item for slot in cells} == set(range(1, 15))
    assert not any(slot.required for slot in cells)


def test_a_village_keeps_no_register_and_gives_notice_of_meetings():
    village = Facts("village", {})
    assert not [slot for slot in schedule(BOOK, village, 2026) if slot.mode is Mode.CELL]
    clocks = starts(BOOK, Event("event.announced", "hop-thon", date(2026, 11, 28), kind="village-meeting"), village)
    assert [(c.part, c.due.day, c.due.rolled) for c in clocks] == [
        ("notice", date(2026, 11, 26), date(2026, 11, 26)),
        ("village-points", date(2026, 11, 26), date(2026, 11, 26)),
    ]


def test_the_plan_chooses_among_the_parts():
    event = Event("plan.line", "dong-1", date(2026, 1, 15), due=date(2026, 5, 29), parts=("board",))
    assert [clock.part for clock in starts(BOOK, event, WARD)] == ["board"]
    assert starts(BOOK, replace(event, rule="commune-discloses-contributions"), WARD) == ()
    assert [c.mode for c in starts(BOOK, replace(event, due=None), WARD)] == [Mode.NO_DAY]


def test_a_plan_line_of_other_matters_orders_no_posting():
    """Art. 13(2) names items 1 to 13: the board is shown for item 14, required it is not, and the article is not cited for it."""
    for item in range(1, 15):
        clocks = starts(BOOK, Event("plan.line", "dong-1", date(2026, 1, 15), item, due=date(2026, 5, 29)), WARD)
        assert {clock.part: clock.required for clock in clocks} == {"website": True, "board": item != 14}
        (rule,) = {BOOK.duties[clock.rule] for clock in clocks}
        assert [("13(2)" in rule.basis), *("13(2)" in part.basis for part in rule.parts)] == [item != 14, False, item != 14]


def test_a_rule_yields_where_the_other_applies():
    sector = replace(CONTRIBUTION, id="sector", due=DueRule(DueKind.AFTER, 10, Unit.CALENDAR_DAY), in_force_to=date(2026, 6, 30))
    book = with_duties(replace(CONTRIBUTION, yields_to=("sector",)), sector)
    opened = {
        day: {c.rule for c in starts(book, Event("decision.registered", "x", day, 5), WARD)}
        for day in (date(2026, 6, 30), date(2026, 7, 1))
    }
    assert opened == {date(2026, 6, 30): {"sector"}, date(2026, 7, 1): {CONTRIBUTION.id}}
    plan = BOOK.duties["commune-adopts-disclosure-plan"]
    yearly = replace(plan, id="sector-plan", in_force_from=date(2026, 1, 1))
    book = with_duties(replace(plan, yields_to=("sector-plan",)), yearly)
    assert [slot.rule for year in (2025, 2026) for slot in schedule(book, WARD, year)] == [plan.id, "sector-plan"]


def test_a_new_wording_takes_over_on_its_day():
    old = replace(CONTRIBUTION, in_force_to=date(2026, 6, 30))
    new = replace(CONTRIBUTION, due=DueRule(DueKind.AFTER, 3, Unit.WORKING_DAY), in_force_from=date(2026, 7, 1))
    book = with_duties(old, new)
    last, first = (
        starts(book, Event("decision.registered", "x", day, 5), WARD)[0].due.day for day in (date(2026, 6, 30), date(2026, 7, 1))
    )
    assert (last, first) == (date(2026, 7, 7), date(2026, 7, 6))
    assert book.duty_on(CONTRIBUTION.id, date(2026, 6, 30)) == old
    assert book.at(date(2026, 7, 1)).duties == {new.id: new}
    assert book.at(date(2020, 1, 1)).versions == ()
    assert book.duty_on(CONTRIBUTION.id, date(2020, 1, 1)) is None


def test_units_and_terms():
    cal, terms = BOOK.calendar, BOOK.terms

    def ends(rule: DueRule, start: date, **changed: Any) -> tuple[date | None, date | None]:
        found = due(replace(CONTRIBUTION, due=rule), start, cal, replace(terms, **changed))
        return found.day, found.rolled

    fifteen = DueRule(DueKind.AFTER, 15, Unit.CALENDAR_DAY)
    assert ends(fifteen, date(2026, 8, 18)) == (date(2026, 9, 2), date(2026, 9, 3))
    assert ends(fifteen, date(2026, 8, 18), forward_rolls=False) == (date(2026, 9, 2), date(2026, 9, 2))
    assert ends(fifteen, date(2026, 8, 18), first_day_counted=True) == (date(2026, 9, 1), date(2026, 9, 3))
    month = DueRule(DueKind.AFTER, 1, Unit.MONTH)
    assert ends(month, date(2028, 1, 31)) == (date(2028, 2, 29), date(2028, 2, 29))
    assert ends(month, date(2026, 1, 31)) == (date(2026, 2, 28), date(2026, 3, 2))
    five_before = DueRule(DueKind.BEFORE, 5, Unit.WORKING_DAY)
    assert ends(five_before, date(2026, 2, 25)) == (date(2026, 2, 11), date(2026, 2, 11))
    two_before = DueRule(DueKind.BEFORE, 2, Unit.CALENDAR_DAY)
    assert ends(two_before, date(2026, 11, 30), backward_rolls=True) == (date(2026, 11, 28), date(2026, 11, 30))
    assert ends(two_before, date(2026, 11, 30), event_day_counted=True) == (date(2026, 11, 29), date(2026, 11, 29))
    assert terms.last_day_before(date(2026, 11, 30)) == date(2026, 11, 29)
    assert replace(terms, posting_day_counted=True).hold_extra == 0


def test_a_period_may_end_itself():
    rule = replace(REGISTER, due=DueRule(DueKind.WITHIN, 0, Unit.PERIOD), starts=Starts(StartKind.PERIOD, every="quarter", of="calendar"))
    slots = schedule(with_duties(rule), WARD, 2026)
    assert {(s.occasion, s.opens, s.due.day) for s in slots if s.part == "list"} >= {("2026-Q3", date(2026, 7, 1), date(2026, 9, 30))}


def test_a_rule_that_ends_within_a_quarter_leaves_that_quarter():
    book = with_duties(replace(REGISTER, in_force_to=date(2026, 8, 15)))
    assert {slot.occasion for slot in schedule(book, WARD, 2026)} == {"2026-Q1", "2026-Q2"}


def test_only_a_plain_yes_makes_a_conditional_part():
    for value in (False, 1, "yes", ""):
        assert [part.channel for part in parts_for(CONTRIBUTION, Facts("commune", {"has_portal": value}))] == ["board", "village-points"]
    assert [part.channel for part in parts_for(CONTRIBUTION, WARD)] == ["website", "board", "village-points"]


def test_places_fall_back_to_one():
    part = CONTRIBUTION.part("village-points")
    assert part is not None
    assert [places_of(part, Facts("commune", {"villages": n})) for n in (7, 0, True, "7")] == [7, 1, 1, 1]
    assert places_of(part, Facts("commune")) == 1


def test_target_of():
    clock = starts(BOOK, Event("decision.registered", "x", date(2026, 3, 2), 5), WARD)[1]
    assert isinstance(clock, ClockSpec)
    target = target_of(clock)
    assert (target.opens, target.due, target.mode, target.hold) == (date(2026, 3, 2), date(2026, 3, 9), Mode.DEADLINE, 30)


def test_accepts():
    accepts(CONTRIBUTION, "disclosure.post", "website", "12-qd-ubnd", "12-qd-ubnd")
    accepts(REGISTER, "register.nothing_arose", "item-05", "", "2026-Q3")
    for act, part, about in (
        ("disclosure.place", "website", ""),
        ("register.issue", "item-05", ""),
        ("register.issue", "no-such-part", ""),
        ("register.issue", "list", "2026-Q2"),
    ):
        with pytest.raises(Refused) as caught:
            accepts(REGISTER if part != "website" else CONTRIBUTION, act, part, about, "2026-Q3")
        assert "Art." in caught.value.basis
        assert "{" not in str(caught.value)


def test_public_scores():
    assert not scored(CONTRIBUTION, ())
    assert scored(CONTRIBUTION, {CONTRIBUTION.hash})
    assert scored(BOOK.duties["village-gives-notice-of-meeting"], ())


def test_special_areas():
    special = Facts("commune", {"special_area": True})
    reason = not_scored_reason(CONTRIBUTION, special)
    assert reason is not None
    assert "Chưa có quy định để đối chiếu" in reason.vi
    assert not_scored_reason(CONTRIBUTION, special, "board") == reason
    assert not_scored_reason(CONTRIBUTION, WARD) is None
    assert not_scored_reason(REGISTER, special, "list") is None
    assert not_scored_reason(REGISTER, special, "board") is not None
    assert not_scored_reason(BOOK.duties["commune-adopts-disclosure-plan"], special) is None
