"""The why page's lines: each day accounted for, in order, with the article."""

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from dinhlang.core.rules import DueKind, DueRule, Event, Facts, LineKind, Text, Unit, due, explain, schedule, starts
from tests.core.book import the_book

BOOK = the_book()
WARD = Facts("commune", {"has_portal": True})


def lines_for(rule: str, event: Event, facts: Facts = WARD):
    clock = next(c for c in starts(BOOK, event, facts) if c.rule == rule)
    return explain(BOOK.duties[rule], clock.start_day, clock.due)


def said(lines):
    return [line.msg.format(**line.values) for line in lines]


def test_it_works():
    lines = lines_for("commune-discloses-contributions", Event("decision.registered", "x", date(2026, 11, 20), 5))
    assert said(lines) == [
        "The start is 2026-11-20; that day is not counted.",
        "The law gives 5 working days (Law 10/2022/QH15 Art. 11(5), 12(3), 13(1), 13(2)).",
        "2026-11-21 to 2026-11-22: weekend, not counted.",
        "2026-11-23: counted, day 1.",
        "2026-11-24: Ngày Văn hóa Việt Nam, not counted.",
        "2026-11-25 to 2026-11-27: counted, up to day 4.",
        "2026-11-28 to 2026-11-29: weekend, not counted.",
        "2026-11-30: counted, day 5.",
    ]
    assert [line.kind for line in lines][:3] == [LineKind.START, LineKind.RULE, LineKind.COUNT]


def test_a_day_that_rolls_and_one_named():
    lines = lines_for("commune-follows-disclosure-plan", Event("plan.line", "x", date(2026, 1, 15), due=date(2026, 9, 2)))
    assert said(lines)[0] == "The day named is 2026-09-02."
    assert said(lines)[-1] == "2026-09-02 is a day off: in time until the next working day, 2026-09-03."
    assert lines[-1].kind is LineKind.ROLLED


def test_a_notice_is_counted_back():
    lines = lines_for(
        "village-gives-notice-of-meeting", Event("event.announced", "x", date(2026, 11, 28), kind="village-meeting"), Facts("village")
    )
    assert said(lines) == [
        "The event is on 2026-11-28; that day is not counted.",
        "It must be done at least 2 days before (Decree 59/2023/NĐ-CP Art. 3(3)).",
        "2026-11-27 to 2026-11-26: counted, up to day 2.",
    ]


def test_no_day_and_its_reason():
    slot = next(s for s in schedule(BOOK, WARD, 2026) if s.rule == "commune-adopts-disclosure-plan")
    lines = explain(BOOK.duties[slot.rule], slot.start_day, slot.due)
    assert [line.kind for line in lines] == [LineKind.START, LineKind.NONE, LineKind.NONE]
    assert lines[-1].values["note"] == Text("Luật không ghi ngày phải có kế hoạch.", "The law names no day for the plan.")


def test_a_derived_day_says_so():
    slot = next(s for s in schedule(BOOK, WARD, 2026) if s.occasion == "2026-Q3" and s.part == "list")
    lines = explain(BOOK.duties[slot.rule], slot.start_day, slot.due)
    assert isinstance(lines[2].values["note"], Text)
    assert lines[3].values["days"] == 92


def test_a_worked_saturday_and_an_unknown_year_are_said():
    lines = lines_for("commune-discloses-contributions", Event("decision.registered", "x", date(2026, 8, 19), 5))
    assert "2026-08-22: a weekend day that is worked, counted, day 3." in said(lines)
    lines = lines_for("commune-discloses-contributions", Event("decision.registered", "x", date(2023, 7, 1), 5))
    assert [line.kind for line in lines].count(LineKind.WARNING) == 6


def test_a_year_before_its_official_notice_is_said_in_other_words():
    lines = lines_for("commune-discloses-contributions", Event("decision.registered", "x", date(2027, 2, 2), 5))
    assert said(lines)[-1] == "The days off of 2027 are as expected, before the official notice; 2027-02-03 may still change."
    assert lines[-1].kind is LineKind.WARNING
    (slot,) = (s for s in schedule(BOOK, WARD, 2026) if (s.part, s.occasion) == ("list", "2026-Q4"))
    assert (slot.due.unknown, slot.due.provisional) == ((), (date(2027, 3, 31),))


@given(st.dates(date(2023, 7, 1), date(2032, 12, 1)))
def test_the_lines_end_where_the_count_ends_and_leave_out_no_day(day):
    clock = starts(BOOK, Event("decision.registered", "x", day, 5), WARD)[0]
    lines = [line for line in explain(BOOK.duties[clock.rule], day, clock.due) if line.kind is LineKind.COUNT]
    assert lines[-1].day == clock.due.day
    assert lines[-1].values["days"] == 5
    first = [line.values["first"] for line in lines]
    told = sum((line.day - begun).days + 1 for line, begun in zip(lines, first, strict=True) if line.day and isinstance(begun, date))
    assert told == len(clock.due.steps) - 1


def test_fixed_days_the_period_itself_and_texts_not_read():
    plan = BOOK.duties["commune-adopts-disclosure-plan"]
    start = date(2026, 1, 1)

    def told(rule: DueRule) -> list[str]:
        made = replace(plan, due=rule)
        return said(explain(made, start, due(made, start, BOOK.calendar, BOOK.terms, ends=date(2026, 3, 31))))

    named = DueRule(DueKind.DATE, month=3, on_day=31)
    assert told(named)[1] == "The law names a fixed day; the last day in time is 2026-03-31 (Law 10/2022/QH15 Art. 14(1))."
    within = DueRule(DueKind.WITHIN, 0, Unit.PERIOD)
    assert told(within)[1] == "At the latest by the last day of the period itself (Law 10/2022/QH15 Art. 14(1))."
    unread = DueRule(DueKind.UNREAD, note=Text("Chưa có.", "Not held."))
    assert told(unread)[1:] == [
        "The day stands in an instrument that is not read here (Law 10/2022/QH15 Art. 14(1)).",
        f"{unread.note}",
    ]
