"""The register's page: rows for its office, counts for everybody, coverage from the duties alone."""

from datetime import date
from urllib.parse import parse_qs, urlsplit

import pytest
from django.urls import reverse

from dinhlang.ground.duties.models import Clock
from dinhlang.works.disclosures.acts import Aim, strike
from dinhlang.works.disclosures.tests.town import CONTRIBUTIONS, ONE, OTHER, WARD, Town
from dinhlang.works.outgoing import acts, reads
from dinhlang.works.outgoing.lines import Line
from tests.outgoing.test_import import LINES

YEAR = (date(2026, 1, 1), date(2026, 12, 31))


def counts(town: Town) -> tuple[int, int, int]:
    found = reads.counts([town.ward], *YEAR)[town.ward]
    return found.all, found.registered, found.disclosed


@pytest.fixture
def taken(town: Town) -> Town:
    town.do(acts.import_rows, rows=LINES)
    return town


def text(town: Town, who: str = "", **query: str) -> str:
    return town.client(who).get(reverse("outgoing", args=[WARD]), query).content.decode()


def test_coverage_rises_with_what_is_done(taken: Town):
    assert counts(taken) == (2, 0, 0)
    decision = taken.decided("112/QĐ-UBND", "2026-10-30")
    assert counts(taken) == (2, 1, 0)
    taken.posted(decision.subject, Aim(CONTRIBUTIONS, "112-qd-ubnd"))
    assert counts(taken) == (2, 1, 1)


def test_what_nobody_proposed_counts_once_it_is_registered(taken: Town):
    taken.decided("98/UBND-VP", "2026-11-03")
    assert counts(taken) == (3, 1, 0)


def test_a_number_of_another_year_is_another_document(town: Town):
    lines = [Line("1/QĐ-UBND", date(2025, 12, 1), "Mức đóng góp"), Line("1/QĐ-UBND", date(2026, 3, 1), "Mức đóng góp")]
    town.do(acts.import_rows, rows=lines)
    town.decided("1/QĐ-UBND", "2026-03-01")
    assert {one.occasion for one in reads.matches([town.ward]).values()} == {"1-qd-ubnd"}
    assert counts(town) == (1, 1, 0)
    town.decided("1/QĐ-UBND", "2025-12-01")  # the number is taken: its occasion carries the year
    assert len(reads.matches([town.ward])) == 2
    assert counts(town) == (1, 1, 0)


def test_a_struck_document_is_registered_no_more(taken: Town):
    decision = taken.decided("112/QĐ-UBND", "2026-11-19")
    assert counts(taken)[1] == 1
    taken.do(strike, decision=decision.subject, reason="registered-by-mistake")
    assert counts(taken)[1] == 0


def test_the_officer_takes_a_proposal_with_the_form_filled_in(taken: Town):
    page = taken.client("officer").get(reverse("outgoing", args=[WARD])).context["page"]
    row = next(row for row in page.rows if row.number == "112/QĐ-UBND")
    assert "mức đóng góp" in row.notes[0]
    form = taken.client("officer").get(row.actions[0].href).context["page"].form
    assert {name: form[name].value() for name in ("number", "dated", "item", "title")} == {
        "number": "112/QĐ-UBND", "dated": "30/10/2026", "item": "5", "title": LINES[0].abstract,
    }  # fmt: skip
    assert parse_qs(urlsplit(row.actions[0].href).query)["muc"] == ["5"]


def test_a_kind_with_a_clock_of_its_own_is_chosen_too(town: Town):
    town.do(acts.import_rows, rows=[Line("15/NQ-HĐND", date(2026, 11, 2), "Nghị quyết phê chuẩn dự toán ngân sách năm 2027")])
    row = town.client("officer").get(reverse("outgoing", args=[WARD])).context["page"].rows[0]
    form = town.client("officer").get(row.actions[0].href).context["page"].form
    assert form["item"].value() == "2 budget-adopted"
    assert form["item"].value() in dict(form.fields["item"].choices)


def test_who_sees_the_rows(taken: Town):
    for who in ("officer", "chair", "front"):
        assert "112/QĐ-UBND" in text(taken, who), who
    for who in ("", "stranger", "head", "resident:ann"):
        page = text(taken, who)
        assert "112/QĐ-UBND" not in page, who
        assert "Hoàng Thị Mai" not in page, who


def test_the_superior_reads_and_changes_nothing(taken: Town):
    taken.seat("province", "law-officer", "04")
    taken.seat("elsewhere", "operator", "04")
    row = reads.Document.objects.get(slug="112-qd-ubnd")
    taken.do(acts.set_aside, document=row.subject, reason="not-listed")
    page = taken.client("province").get(reverse("outgoing", args=[WARD]), {"loc": "tat-ca"}).context["page"]
    assert {one.number for one in page.rows} == {line.number for line in LINES}
    assert [link.text for one in page.rows for link in one.actions] == []
    assert page.actions == ()
    html = text(taken, "province", loc="tat-ca")
    assert LINES[0].abstract in html
    letters = [line.recipients for line in LINES if line.recipients]
    assert letters
    assert all(one in text(taken, "officer", loc="tat-ca") and one not in html for one in letters), "to whom is the commune's own"
    assert "112/QĐ-UBND" not in text(taken, "elsewhere", loc="tat-ca")
    for name in ("outgoing-set-aside", "outgoing-put-back"):
        assert taken.client("province").get(reverse(name, args=[row.subject])).status_code == 403


def test_a_document_under_two_rules_is_disclosed_by_one_answer(taken: Town):
    decision = taken.decided("112/QĐ-UBND", "2026-10-30")
    taken.posted(decision.subject, Aim(CONTRIBUTIONS, "112-qd-ubnd"))
    clock = Clock.objects.filter(occasion="112-qd-ubnd", rule=CONTRIBUTIONS)[0]
    for rule in ("a-rule-before", "z-rule-after"):  # as under another layer of the rulebook
        Clock.objects.create(
            **{**{f.attname: getattr(clock, f.attname) for f in Clock._meta.concrete_fields if f.name != "id"}, "rule": rule}
        )
    assert reads.covered([taken.ward], *YEAR)[taken.ward] == counts(taken)[2:] + counts(taken)[:1]
    (match,) = reads.matches([taken.ward]).values()
    assert (match.rule, match.disclosed) == (CONTRIBUTIONS, True)
    page = taken.client("officer").get(reverse("outgoing", args=[WARD]), {"loc": "da-lay"}).context["page"]
    assert [row.css for row in page.rows] == ["done"]


def test_the_lists_divide_the_register(taken: Town):
    taken.decided("113/TB-UBND", "2026-11-02", 12)
    taken.do(acts.set_aside, document=reads.Document.objects.get(slug="112-qd-ubnd").subject, reason="not-listed")
    shown = {}
    for one in reads.Filter:
        page = taken.client("officer").get(reverse("outgoing", args=[WARD]), {"loc": one.value}).context["page"]
        shown[one.name] = [row.number for row in page.rows]
    assert shown == {
        "WAITING": [], "TAKEN": ["113/TB-UBND"], "ASIDE": ["112/QĐ-UBND"], "REST": ["98/UBND-VP"],
        "ALL": ["98/UBND-VP", "113/TB-UBND", "112/QĐ-UBND"],
    }  # fmt: skip


def test_pages_of_a_long_register(town: Town):
    lines = [Line(f"{n}/TB-UBND", date(2026, 11, 1), f"Thu phí chợ {n}") for n in range(1, reads.PAGE + 2)]
    town.do(acts.import_rows, rows=lines)
    first = town.client("officer").get(reverse("outgoing", args=[WARD])).context["page"]
    assert (len(first.rows), first.newer) == (reads.PAGE, None)
    second = town.client("officer").get(first.older.href).context["page"]
    assert (len(second.rows), second.older) == (1, None)
    for odd in ("0", "-1", "x", "9" * 30):
        assert town.client("officer").get(reverse("outgoing", args=[WARD]), {"trang": odd, "loc": odd}).status_code == 200


def test_a_commune_without_a_register_says_what_will_be_here(town: Town):
    assert "Chưa nhập" in text(town)
    assert town.client().get(reverse("outgoing", args=["04"])).status_code == 404
    assert town.client().get(reverse("outgoing", args=[OTHER])).status_code == 200


def test_twenty_thousand_rows(town: Town):
    lines = [Line(f"{n}/UBND-VP", date(2026, 1 + n % 10, 1 + n % 28), f"Trả lời công văn số {n}") for n in range(1, 20_001)]
    town.do(acts.import_rows, rows=lines)
    assert reads.counts([town.ward], *YEAR)[town.ward].rows == 20_000
    town.do(acts.import_rows, rows=[*lines[:-1], Line("20000/UBND-VP", lines[-1].dated, "Thu phí chợ")])
    assert counts(town) == (1, 0, 0)


def test_the_desk_says_what_waits(taken: Town):
    card = taken.client("officer").get(reverse("desk")).context["page"].cards[0]
    assert (card.href, "2" in card.text) == (reverse("outgoing", args=[WARD]), True)
    assert taken.client("front").get(reverse("desk")).context["page"].cards == ()


def test_the_page_of_the_commune_leads_there(taken: Town):
    page = taken.client().get(reverse("body", args=[WARD])).context["page"]
    assert {reverse(name, args=[WARD]) for name in ("outgoing", "budgets", "projects")} <= {link.href for link in page.shelf}
    village = {link.href for link in taken.client().get(reverse("body", args=[ONE])).context["page"].shelf}
    assert not {reverse(name, args=[ONE]) for name in ("outgoing", "budgets", "projects")} & village
