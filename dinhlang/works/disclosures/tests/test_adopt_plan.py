"""`plan.adopt`: each line of the plan is a duty with the day it names."""

from datetime import date

import pytest
from django import forms as django_forms
from django.utils import translation

from dinhlang.core.rules import State
from dinhlang.ground.duties import audit
from dinhlang.ground.duties.models import Clock
from dinhlang.works.disclosures import acts
from dinhlang.works.disclosures.acts import Aim, Line
from dinhlang.works.disclosures.forms import Plan
from dinhlang.works.disclosures.models import Ending
from dinhlang.works.disclosures.tests.town import PLAN, PLAN_LINE, SITE, Town, check_common, leaf, refused

LINES = (Line(2, "Dự toán ngân sách", date(2026, 1, 20)), Line(1, "Kế hoạch kinh tế - xã hội", date(2026, 1, 31)))


def payload(**changed: object) -> dict[str, object]:
    return {"year": 2026, "number": "05/KH-UBND", "dated": date(2026, 1, 9), "lines": LINES, **changed}


def adopt(town: Town, **changed: object):
    return town.do(acts.adopt_plan, **payload(**changed))


def test_it_works(town: Town):
    town.go("2026-01-12")
    done = check_common(town, acts.adopt_plan, payload())
    assert leaf(done)["public"]["lines"][1] == {"slug": "05-kh-ubnd-2", "item": 1, "text": "Kế hoạch kinh tế - xã hội", "due": "2026-01-31"}
    assert town.state(PLAN, "2026", "plan") is State.DONE_ON_TIME
    second = town.owed(PLAN_LINE, "05-kh-ubnd-2")
    assert (second.due, second.rolled, second.state) == (date(2026, 1, 31), date(2026, 2, 2), State.NOT_YET_DUE)  # a Saturday


def test_a_line_is_kept_by_a_disclosure(town: Town):
    town.go("2026-01-12")
    adopt(town)
    town.posted("", Aim(PLAN_LINE, "05-kh-ubnd-1"))
    assert town.state(PLAN_LINE, "05-kh-ubnd-1", SITE) is State.DONE_ON_TIME
    assert town.state(PLAN_LINE, "05-kh-ubnd-2", SITE, on="2026-02-03") is State.MISSING


def test_a_withdrawn_plan_takes_its_lines_along_and_frees_its_number(town: Town):
    town.go("2026-01-12")
    done = adopt(town)
    gone = town.do(acts.withdraw, disclosure=done.subject, reason="posted-by-mistake")
    assert leaf(gone)["public"] == {"reason": "posted-by-mistake"}
    assert not Clock.objects.filter(voided=None, rule=PLAN_LINE).exists()
    assert town.state(PLAN, "2026", "plan") is State.NO_DAY
    adopt(town)
    assert Clock.objects.filter(voided=None, rule=PLAN_LINE).count() == 4
    assert town.state(PLAN_LINE, "05-kh-ubnd-2", SITE, on="2026-02-03") is State.MISSING
    assert list(audit.differences()) == []


def test_a_plan_with_a_line_that_was_missed_ends_when_a_second_office_confirms(town: Town):
    town.go("2026-01-12")
    done = adopt(town)
    town.go("2026-02-03")
    gone = town.do(acts.withdraw, disclosure=done.subject, reason="posted-by-mistake")
    assert leaf(gone)["public"]["waits"] == "second-office"
    assert town.state(PLAN_LINE, "05-kh-ubnd-2", SITE) is State.MISSING
    with refused("Document {number} is registered already."):
        adopt(town)
    asked = Ending.objects.get()
    town.do(acts.confirm_end, "chair", ending=asked.subject, digest=bytes(asked.digest).hex())
    assert not Clock.objects.filter(voided=None, rule=PLAN_LINE).exists()
    adopt(town)


def test_a_second_plan_adds_to_the_first(town: Town):
    town.go("2026-01-12")
    adopt(town)
    town.go("2026-06-15")
    adopt(town, number="31/KH-UBND", dated=date(2026, 6, 12), lines=(Line(7, "Hỗ trợ sửa nhà", date(2026, 7, 1)),))
    assert town.owed(PLAN_LINE, "31-kh-ubnd-1").due == date(2026, 7, 1)


def test_the_same_plan_twice_is_refused(town: Town):
    town.go("2026-01-12")
    adopt(town)
    with refused("Document {number} is registered already."):
        adopt(town)


def test_a_number_used_again_in_another_year_is_another_plan(town: Town):
    town.go("2026-01-12")
    adopt(town, dated=date(2025, 12, 31))
    adopt(town)
    assert town.owed(PLAN_LINE, "05-kh-ubnd-2026-2").due == date(2026, 1, 31)


def test_a_plan_has_lines(town: Town):
    town.go("2026-01-12")
    with refused("A plan has at least one line"):
        adopt(town, lines=())


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (Line(99, "x", date(2026, 2, 1)), "Choose one of the items of Article 11."),
        (Line(2, "x", date(2026, 1, 8)), "Line {n} names {due}, a day before the plan itself."),
        (Line(2, "x", date(2028, 1, 1)), "Line {n} names {due}, too far from the plan's year {year}."),
        (Line(2, "x", date.max), "Line {n} names {due}, too far from the plan's year {year}."),
    ],
)
def test_a_line_that_cannot_be_is_refused(town: Town, line: Line, words: str):
    town.go("2026-01-12")
    with refused(words):
        adopt(town, lines=(*LINES, line))


def test_days_that_cannot_be_are_refused(town: Town):
    town.go("2026-01-12")
    with refused("The document is dated {dated}, which is still to come."):
        adopt(town, dated=date(2026, 1, 13))
    with refused("{name} has existed since {since}"):
        adopt(town, dated=date(2025, 1, 9))


@pytest.mark.parametrize("year", [1999, 2022, 2090, -1, 10**20])
def test_a_year_without_a_duty_is_refused(town: Town, year: int):
    town.go("2026-01-12")
    with refused("{code} has no occasion {occasion} of {rule}." if year > 2026 else "Line {n} names {due}, too far"):
        adopt(town, year=year)


@pytest.mark.parametrize(
    "raw",
    [
        "2; Dự toán",
        "x; Dự toán; 10/01/2026",
        "2; Dự toán; mai",
        ";;",
        "2;;10/01/2026",
        "9" * 5000 + "; x; 10/01/2026",
        "2; a; b; 10/01/2026",
        "{n}; %(n)s; {0}",
    ],
)
def test_the_form_names_the_line_that_cannot_be_read(raw: str):
    form = Plan({"lines": f"1; Kế hoạch; 31/01/2026\n\n{raw}"})
    form.full_clean()
    with translation.override("en"):
        assert "Line 2 is not: item; what is disclosed; day." in str(form.errors["lines"])


def test_the_form_reads_lines(db: None):
    form = Plan({"lines": " 2. ; Dự toán ; 20/01/2026\r\n1; Kế hoạch; 2026-01-31\n"})
    form.full_clean()
    assert isinstance(form, django_forms.Form)
    assert form.cleaned_data["lines"] == (Line(2, "Dự toán", date(2026, 1, 20)), Line(1, "Kế hoạch", date(2026, 1, 31)))
