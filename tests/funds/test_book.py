"""A fund book: opened by a decision, written in, reversed, closed, confirmed; who may do what; numbers and days that cannot be."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth import get_user_model

from dinhlang.core.refusal import Refused
from dinhlang.ground.people.models import Mandate
from dinhlang.ground.record import reads as record
from dinhlang.works.disclosures.tests.town import check_common, leaf, open_parts, photo, refused
from dinhlang.works.funds import acts, audit, policy, reads
from dinhlang.works.funds.checks import Payment
from dinhlang.works.funds.models import Closing, Fund, Move, Paid
from dinhlang.works.funds.sizes import MOST
from tests.funds.book import PAPER, balance, close, collect, keys, opened, receive, reverse, spend, today
from tests.votes.hall import CONTRIBUTION, ONE, SELF, TWO, Hall


def agreed(hall: Hall, rule: str = CONTRIBUTION) -> str:
    """A matter that the village agreed on; its subject."""
    matter = hall.agreed(rule)
    hall.call(matter)
    hall.count(matter, 1, 10, 9, 1)
    hall.close(matter)
    return matter


def test_it_works(hall: Hall) -> None:
    """Opened by the people's decision, collected, spent with receipts, one line reversed, closed and confirmed."""
    hall.households(10)
    fund = opened(hall, matter=agreed(hall), number="", dated=None)
    collect(hall, fund, {str(n): 250_000 for n in range(1, 9)})
    receive(hall, fund, 1_000_000)
    spend(hall, fund, 1_200_000, attachments=photo())
    wrong = spend(hall, fund, 12_000_000)
    reverse(hall, fund, 4)
    spend(hall, fund, 120_000)
    assert balance(fund) == 2_000_000 + 1_000_000 - 1_200_000 - 120_000
    assert Move.objects.filter(fund=fund).count() == 6, "nothing is removed"
    assert leaf(wrong)["public"]["amount"] == 12_000_000
    close(hall, fund)
    hall.town.do(acts.countersign, "work-board", body=hall.village, fund=fund, closing=1)
    row = Closing.objects.get()
    assert (row.income, row.spending, row.confirmed) == (3_000_000, 1_320_000, today(hall))
    assert list(audit.differences()) == []


def test_a_book_of_contributions_starts_what_is_owed_and_fulfils_the_keeping(hall: Hall) -> None:
    """Circular 26/2026/TT-BTC Art. 22(2): a book is kept; the report to the commune and the making public stay owed."""
    hall.town.go("2026-08-03")
    opened(hall)
    occasion = f"village-contribution-raised-{today(hall)}"
    owed = hall.town.owed("village-publishes-contributions", occasion, code=ONE)
    done = {one.part.channel for one in owed.parts if one.done}
    assert done == {"register-book"}, "the circular names no day: nothing of it is scored"
    opened(hall, collects=False)
    with pytest.raises(Refused):
        hall.town.owed("village-publishes-contributions", f"{occasion}-2", code=ONE)


def test_a_book_without_collection_takes_nothing_from_households(hall: Hall) -> None:
    hall.households(3)
    fund = opened(hall, collects=False, number="", dated=None)
    receive(hall, fund)
    with refused("This book was opened without a decision"):
        collect(hall, fund, {"1": 100_000})
    with refused("This book was opened without a decision"):
        receive(hall, fund, purpose="households")


def test_who_may(hall: Hall) -> None:
    hall.households(3)
    payload: dict[str, Any] = {"title": "Quỹ", **PAPER}
    fund = check_common(hall.town, acts.open_book, payload, by="head", body=hall.village, wrong="work-board").subject
    same = {"fund": fund, "day": today(hall)}
    more = {"purpose": "works", "what": "đèn", "payee": "Cửa hàng", "amount": 1000}
    check_common(hall.town, acts.spend, {**same, **more}, by="head", body=hall.village, wrong="work-board")
    paid = (Payment(keys(hall)["1"], 1000),)
    check_common(hall.town, acts.collect, {**same, "paid": paid}, by="head", body=hall.village, wrong="work-board")
    income = {"purpose": "given", "what": "Doanh nghiệp", "amount": 5000}
    check_common(hall.town, acts.receive, {**same, **income}, by="head", body=hall.village, wrong="officer")
    check_common(hall.town, acts.reverse, {"fund": fund, "line": 1, "reason": "Nhầm"}, by="head", body=hall.village, wrong="work-board")
    check_common(hall.town, acts.close, {"fund": fund, "until": today(hall)}, by="head", body=hall.village, wrong="work-board")
    check_common(hall.town, acts.countersign, {"fund": fund, "closing": 1}, by="work-board", body=hall.village, wrong="head")
    assert list(audit.differences()) == []


def test_another_villages_book_is_not_there(hall: Hall) -> None:
    fund = opened(hall)
    with refused("There is no such fund book"):
        hall.town.do(acts.close, "head-two", body=hall.town.ids[TWO], fund=fund, until=today(hall))


@pytest.mark.parametrize("amount", [0, -1, -250_000, MOST + 1, 2**53, 2**70, True, 1.5])
def test_amounts_that_cannot_be(hall: Hall, amount: Any) -> None:
    hall.households(3)
    fund = opened(hall)
    for do in (spend, receive):
        with pytest.raises(Refused):
            do(hall, fund, amount)
    with pytest.raises(Refused):
        collect(hall, fund, {"1": amount})
    assert Move.objects.count() == 0


def test_days_and_words_that_cannot_be(hall: Hall) -> None:
    fund = opened(hall)
    with refused("{day} has not come yet"):
        spend(hall, fund, day=today(hall) + timedelta(days=1))
    for bad in ({"what": " "}, {"payee": ""}, {"what": "a" * 201}, {"purpose": "granted"}, {"purpose": "nothing"}):
        with pytest.raises(Refused):
            spend(hall, fund, **bad)
    with pytest.raises(Refused):
        reverse(hall, fund, 1)
    spend(hall, fund)
    with pytest.raises(Refused):
        reverse(hall, fund, 1, reason=" ")
    assert Move.objects.count() == 1


def test_a_line_is_reversed_once_and_a_reversal_never(hall: Hall) -> None:
    fund = opened(hall)
    spend(hall, fund)
    reverse(hall, fund, 1)
    with refused("This line was reversed already"):
        reverse(hall, fund, 1)
    with refused("This line reverses another one"):
        reverse(hall, fund, 2)
    with refused("The book has no such line"):
        reverse(hall, fund, 3)
    assert balance(fund) == 0


def test_what_is_closed_stays_closed(hall: Hall) -> None:
    fund = opened(hall)
    with refused("Nothing stands in the book until that day"):
        close(hall, fund)
    spend(hall, fund)
    with pytest.raises(Refused):
        close(hall, fund, today(hall) + timedelta(days=1))
    close(hall, fund)
    for late in (lambda: spend(hall, fund), lambda: reverse(hall, fund, 1), lambda: close(hall, fund)):
        with pytest.raises(Refused):
            late()
    hall.town.do(acts.countersign, "work-board", body=hall.village, fund=fund, closing=1)
    with refused("This closing was confirmed already"):
        hall.town.do(acts.countersign, "work-board", body=hall.village, fund=fund, closing=1)
    with refused("The book was not closed until such a day"):
        hall.town.do(acts.countersign, "work-board", body=hall.village, fund=fund, closing=2)
    hall.town.now += timedelta(days=1)
    reverse(hall, fund, 1)
    assert balance(fund) == 0
    assert list(audit.differences()) == []


def test_nothing_is_collected_without_a_decision_of_the_people(hall: Hall) -> None:
    hall.households(10)
    for given in ({"number": "", "dated": None}, {"number": "01/NQ", "dated": None}, {"number": "01/NQ", "dated": date(2027, 1, 1)}):
        with pytest.raises(Refused):
            opened(hall, **given)
    proposed, about_nothing_to_pay = hall.agreed(), agreed(hall, SELF)
    for matter in (proposed, about_nothing_to_pay, "0000000000000000"):
        with pytest.raises(Refused):
            opened(hall, matter=matter)
    lost = hall.agreed()
    hall.call(lost)
    hall.count(lost, 1, 10, 1, 9)
    hall.close(lost)
    with refused("The people have not agreed to this"):
        opened(hall, matter=lost)
    assert Fund.objects.count() == 0


def test_households_stand_on_the_list_and_once(hall: Hall) -> None:
    hall.households(3)
    fund = opened(hall)
    key = keys(hall)["1"]
    for paid in ((), (Payment(key, 1000), Payment(key, 1000)), (Payment("nobody-of-here00", 1000),)):
        with pytest.raises(Refused):
            hall.town.do(acts.collect, "head", body=hall.village, fund=fund, day=today(hall), paid=paid)
    assert Paid.objects.count() == 0


def test_an_entry_says_no_amount_of_a_household(hall: Hall) -> None:
    """Of few households not even the sum; of enough their number and sum. Each commits to the payments."""
    hall.households(10)
    fund = opened(hall)
    few = collect(hall, fund, {"1": 123_457, "2": 234_561})
    many = collect(hall, fund, {str(n): 250_000 for n in range(3, 3 + policy.values().household_least)})
    assert set(leaf(few)["public"]) == {"line", "day", "root"}
    assert leaf(many)["public"]["amount"] == 1_250_000
    assert open_parts(few) >= {"public"}
    assert "123457" not in str(leaf(few))
    assert list(audit.differences()) == []
    Paid.objects.filter(amount=123_457).update(amount=123_458)
    assert any("Payments of a line" in one for one in audit.differences())


def test_the_same_form_twice_is_one_line(hall: Hall) -> None:
    hall.households(6)
    fund, command = opened(hall), uuid4()
    first = spend(hall, fund, command_id=command, day=date(2026, 3, 2))
    assert spend(hall, fund, command_id=command, day=date(2026, 3, 2)) == first
    assert Move.objects.count() == 1


@pytest.mark.parametrize("change", [{"amount": 5}, {"day": date(2026, 1, 1)}, {"purpose": "culture"}, {"income": True}])
def test_the_audit_names_what_was_changed(hall: Hall, change: dict[str, Any]) -> None:
    fund = opened(hall)
    spend(hall, fund)
    reverse(hall, fund, 1)
    assert list(audit.differences()) == []
    Move.objects.filter(number=1).update(**change)
    assert list(audit.differences()), change


def test_the_audit_names_what_is_missing_or_too_much(hall: Hall) -> None:
    fund = opened(hall)
    spend(hall, fund)
    close(hall, fund)
    Closing.objects.update(confirmed=today(hall))
    assert any("Closing" in one for one in audit.differences())
    Closing.objects.all().delete()
    Move.objects.create(fund_id=fund, number=2, income=False, purpose="works", amount=1, day=today(hall))
    found = list(audit.differences())
    assert any(one.startswith("Closing: in the record") for one in found)
    assert any(one.startswith("Line: in the tables") for one in found)


def test_decisions_are_found_for_the_form(hall: Hall) -> None:
    hall.households(10)
    matter = agreed(hall)
    agreed(hall, SELF)
    assert reads.decisions(hall.village, hall.town.ward) == ((matter, "Làm đường bê tông ngõ 12"),)
    assert record.of_subjects([matter])


def test_who_keeps_the_book_does_not_confirm_it(hall: Hall) -> None:
    """Whoever is village head and head of the work board confirms no closing of the own book."""
    fund = opened(hall)
    spend(hall, fund)
    close(hall, fund)
    board = Mandate.objects.get(pk=hall.town.mandates["work-board"])
    board.account = get_user_model().objects.get(username="head")
    board.save()
    with refused("Whoever keeps the book does not confirm it"):
        hall.town.do(acts.countersign, "work-board", body=hall.village, fund=fund, closing=1)
