"""`budget.enter`: a table as figures, its correction, what is refused; its page, and its disclosure by the flow."""

from dataclasses import replace
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import translation

from dinhlang.core import ledger
from dinhlang.core.rules import State
from dinhlang.works.budgets import acts, audit, policy, reads, sums
from dinhlang.works.budgets.models import Budget, Line, Side
from dinhlang.works.budgets.sums import Row
from dinhlang.works.disclosures.tests.town import OTHER, WARD, Town, check_common, leaf, refused

EXECUTION = "commune-discloses-budget-execution-2026"
BILLION = 1_000_000_000


def rows(*lines: tuple[Side, str, str, int | None, int | None]) -> tuple[Row, ...]:
    """Lines with their headings and levels; amounts in billions of đồng."""

    def dong(amount: int | None) -> int | None:
        return None if amount is None else amount * BILLION

    made = [Row(n, s, mark, label, dong(p), dong(d), policy.heading_of(s, label)) for n, (s, mark, label, p, d) in enumerate(lines)]
    return sums.nested(made)


TABLE = rows(
    (Side.REVENUE, "", "TỔNG SỐ THU", 100, 80),
    (Side.REVENUE, "1", "Thu phí, lệ phí", 20, 15),
    (Side.REVENUE, "2", "Bổ sung cân đối từ ngân sách tỉnh", 80, 65),
    (Side.SPENDING, "", "TỔNG SỐ CHI", 100, 60),
    (Side.SPENDING, "1", "Chi giáo dục", 70, 45),
    (Side.SPENDING, "2", "Chi y tế", 30, 15),
)
PAYLOAD = {"stage": "execution", "period": "2026-Q3", "unit": 1, "rows": TABLE}


def test_it_works(town: Town):
    done = check_common(town, acts.enter, PAYLOAD)
    row = Budget.objects.get()
    assert (row.subject, row.version, row.revenue_plan, row.spending_done) == (done.subject, 1, 100 * BILLION, 60 * BILLION)
    said = leaf(done)["public"]
    assert (said["revenue"], said["spending"]) == ([str(100 * BILLION), str(80 * BILLION)], [str(100 * BILLION), str(60 * BILLION)])
    assert said["root"] == ledger.root_of(map(acts.leaf, row.lines.order_by("place"))).hex()
    assert list(audit.differences()) == []


def test_a_correction_leaves_the_table_before_readable(town: Town):
    first = town.do(acts.enter, **PAYLOAD).subject
    better = (*TABLE[:-1], replace(TABLE[-1], done=14 * BILLION))
    with refused("This table was entered already"):
        town.do(acts.enter, **{**PAYLOAD, "rows": better})
    second = town.do(acts.enter, **{**PAYLOAD, "rows": better}, reason="Cộng nhầm").subject
    assert Budget.objects.get(pk=first).replaced_by == second
    assert Budget.objects.get(pk=second).version == 2
    page = town.client().get(reverse("budget", args=[first])).content.decode()
    assert reverse("budget", args=[second]) in page
    listed = town.client().get(reverse("budgets", args=[WARD])).context["page"].years
    assert [row.href for _year, found in listed for row in found] == [reverse("budget", args=[second])]
    assert list(audit.differences()) == []


def test_the_same_table_again_changes_nothing(town: Town):
    town.do(acts.enter, **PAYLOAD)
    with refused("This table stands here already as it is"):
        town.do(acts.enter, **PAYLOAD, reason="Nhập lại")


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"period": "2026-Q5"}, "Choose what the table is"),
        ({"period": "tháng 3"}, "Choose what the table is"),
        ({"stage": "x"}, "Choose what the table is"),
        ({"stage": "adopted"}, "Only the execution of a budget is told by quarter"),
        ({"period": "1999"}, "The year {year} lies too far from today"),
        ({"rows": ()}, "No line of the table gives an amount."),
        ({"rows": (replace(TABLE[1], plan=None, done=None),)}, "No line of the table gives an amount."),
        ({"rows": (replace(TABLE[1], plan=-1),)}, "“{label}” is less than nothing"),
        ({"rows": (replace(TABLE[1], plan=10**15),)}, "“{label}” is {amount} đồng, more than"),
        ({"rows": (replace(TABLE[1], label=" "),)}, "A line has an amount and no name."),
    ],
)
def test_what_is_no_table_is_refused(town: Town, changed: dict[str, object], words: str):
    with refused(words):
        town.do(acts.enter, **{**PAYLOAD, **changed})


def test_the_page_compares_and_says_what_is_missing(town: Town):
    subject = town.do(acts.enter, **PAYLOAD).subject
    page = town.client().get(reverse("budget", args=[subject])).context["page"]
    assert [(one.label, one.of_hundred) for one in page.shares] == [("Giáo dục, đào tạo, dạy nghề", 75), ("Y tế, dân số, gia đình", 25)]
    assert "60%" in page.sides[1].sentence
    assert (len(page.have), page.missing, page.disagreements) == (3, (), ())
    adopted = town.do(acts.enter, **{**PAYLOAD, "stage": "adopted", "period": "2026"}).subject
    page = town.client().get(reverse("budget", args=[adopted])).context["page"]
    assert len(page.missing) == 2  # by office and unit, other finances


def test_a_wrong_sum_is_said_on_the_page(town: Town):
    wrong = (replace(TABLE[0], plan=90 * BILLION), *TABLE[1:])
    subject = town.do(acts.enter, **{**PAYLOAD, "rows": wrong}).subject
    page = town.client().get(reverse("budget", args=[subject]))
    assert "TỔNG SỐ THU" in page.context["page"].disagreements[0]
    assert "90.000.000.000" in page.content.decode()


def test_plan_against_execution_in_words():
    with translation.override("en"):
        assert reads.compared(100, 60) == "60\u00a0đ of 100\u00a0đ, 60%; 40\u00a0đ are left"
        assert reads.compared(5, 9) == "9\u00a0đ of 5\u00a0đ, 180%; 4\u00a0đ more than planned"
        assert reads.compared(5, None) == "planned 5\u00a0đ"
        assert reads.compared(None, 5) == "5\u00a0đ, nothing was planned"
        assert reads.compared(5, 5) == reads.compared(0, 5).replace("planned 0", "planned 5") == "5\u00a0đ, planned 5\u00a0đ"
        assert reads.compared(None, None) == ""


def test_disclosing_it_fulfils_the_quarter(town: Town):
    subject = town.do(acts.enter, **PAYLOAD).subject
    address = reverse("budget-disclose", args=[subject])
    assert town.client().get(address).status_code == 403
    client = town.client("officer")
    form = client.get(address).context["page"].form
    assert "75" in form["text"].value()
    sent = {"command_id": str(uuid4()), "title": form["title"].value(), "text": form["text"].value()}
    assert client.post(address, sent).status_code == 302
    assert town.state(EXECUTION, "2026-Q3") in {State.DONE_ON_TIME, State.RUNNING, State.NO_DAY, State.NOT_SCORED}
    page = client.get(reverse("budget", args=[subject])).context["page"]
    assert len(page.disclosed) == 1
    assert town.client().get(page.disclosed[0].href).status_code == 200
    again = client.get(address).context["page"]  # nothing is open any more
    assert len(again.facts) == 1
    listed = town.client().get(reverse("budgets", args=[WARD])).context["page"]
    assert listed.years[0][1][0].disclosed


def test_a_refused_disclosure_keeps_what_was_typed(town: Town):
    subject = town.do(acts.enter, **PAYLOAD).subject
    sent = town.client("officer").post(
        reverse("budget-disclose", args=[subject]), {"command_id": str(uuid4()), "title": "", "text": "Số liệu"}
    )
    assert sent.status_code == 422
    assert "Số liệu" in sent.content.decode()


def test_pages_of_nothing(town: Town):
    assert town.client().get(reverse("budget", args=["0" * 16])).status_code == 404
    assert town.client().get(reverse("budgets", args=["04"])).status_code == 404
    page = town.client().get(reverse("budgets", args=[OTHER])).context["page"]
    assert (page.years, len(page.expected)) == ((), 4)


def test_what_the_record_does_not_say_is_found(town: Town):
    town.do(acts.enter, **PAYLOAD)
    Line.objects.filter(place=1).update(plan=1)
    assert [line.split(":")[1] for line in audit.differences()] == [" its lines are not those that entered the record"]
