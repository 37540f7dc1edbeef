"""The pages and forms of a fund book: a village head, the Front's work board, a household of the village, a neighbour, anybody."""

import io
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from dinhlang.ground.record import clock
from dinhlang.ground.rolls.models import Member
from dinhlang.ground.ui import format
from dinhlang.works.disclosures.tests.town import photo, upload
from dinhlang.works.funds import forms
from dinhlang.works.funds.models import Fund, Move, Paid
from tests.funds.book import close, collect, keys, opened, receive, reverse, spend
from tests.funds.test_book import agreed
from tests.votes.hall import ONE, TWO, WARD, Hall
from tests.votes.test_pages import field, household, send, text

LIST = f"/don-vi/{ONE}/quy/"
CANARY = "123.457"  # what one household paid


def day_of(hall: Hall, days: int = 0) -> str:
    return format.short_day(clock.local_day(hall.town.now + timedelta(days=days)))


def refused(client: Client, address: str, **fields: object) -> str:
    """Open a form and send it, to be refused; the page that says why."""
    blank = client.get(address)
    answer = client.post(address, {"command_id": field(blank.content.decode(), "command_id"), **fields})
    assert answer.status_code == 422, answer.content.decode()
    return answer.content.decode()


def test_a_book_by_its_forms(hall: Hall) -> None:
    """Opened by the people's decision, filled in, reversed, closed, confirmed: by forms alone, and anybody reads it."""
    hall.households(10)
    matter = agreed(hall)
    head, board, anybody = hall.town.client("head"), hall.town.client("work-board"), Client()
    assert "Chưa mở sổ thu chi nào" in text(anybody, LIST)
    assert LIST in text(anybody, f"/don-vi/{ONE}/")
    send(head, LIST + "mo-so/", title="Quỹ đèn ngõ 12", year="2026", collects="on", matter=matter, number="", dated="")
    page = f"/quy/{Fund.objects.get().pk}/"
    assert "Làm đường bê tông ngõ 12" in text(anybody, page)
    known = keys(hall)
    send(
        head, page + "thu-ho/", day=day_of(hall), each="250.000", keys=[known[str(n)] for n in range(1, 8)], others="8 100.000\n9 50 000 đ"
    )
    send(head, page + "thu/", purpose="granted", what="Phường hỗ trợ", amount="1.000.000", day=day_of(hall))
    send(
        head, page + "chi/", purpose="works", what="14 bộ đèn", payee="Cửa hàng Tân Tiến", amount="1.234.567", day=day_of(hall),
        receipts=upload("bien-lai.jpg"),
    )  # fmt: skip
    send(head, page + "chi/", purpose="works", what="Dây điện", payee="Cửa hàng Tân Tiến", amount="9.000.000", day=day_of(hall))
    send(head, page + "ghi-dao/4/", reason="Ghi thừa một số 0")
    shown = text(anybody, page)
    assert "Còn lại: 1.665.433\u00a0đ" in shown
    assert "bien-lai.jpg" in shown
    assert "Ghi thừa một số 0" in shown
    assert "<svg" in shown
    assert "Bạn có thể" not in shown
    send(head, page + "khoa-so/", until=day_of(hall))
    assert "chưa được xác nhận" in text(anybody, page)
    assert "Quỹ đèn ngõ 12" in text(board, "/viec-can-lam/")
    send(board, page + "xac-nhan/1/")
    assert "Ban công tác Mặt trận đã xác nhận" in text(anybody, page)
    assert "2026" in text(anybody, page + "nam/2026/")
    assert anybody.get(page + "nam/2031/").status_code == 404
    assert text(anybody, "/en" + page).count("Left:") >= 1


def test_what_a_household_paid_is_seen_inside_the_village_alone(hall: Hall) -> None:
    """Every page, paper and entry, as everybody: the amount stands only where the policy lets it."""
    hall.households(12)
    hall.households(3, TWO, by="head-two")
    fund = opened(hall)
    known = keys(hall)
    collect(hall, fund, {"1": 123_457, "2": 200_000})
    collect(hall, fund, {str(n): 250_000 for n in range(3, 10)})
    other = Member.objects.filter(body=hall.town.ids[TWO]).values_list("key", flat=True)[0]
    page = f"/quy/{fund}/"
    pages = (page, page + "nam/2026/", LIST, f"/don-vi/{ONE}/", "/nhat-ky/", *(f"/nhat-ky/{n}/" for n in range(200)))
    outside = {
        "anybody": Client(), "neighbour": household(other), "ward": hall.town.client("officer"), "chair": hall.town.client("chair"),
        "front": hall.town.client("front"), "resident": hall.town.client("resident:ann"), "head of another": hall.town.client("head-two"),
    }  # fmt: skip
    for who, client in outside.items():
        for address in pages:
            answer = client.get(address)
            shown = answer.content.decode()
            assert not [one for one in (CANARY, "123457", "323.457") if one in shown], (who, address)
    for name in ("so.xlsx", "ban-in/"):
        for client in (*outside.values(), hall.town.client("head")):
            assert client.get(page + name).status_code == 200
    own, board, head = household(known["1"]), hall.town.client("work-board"), hall.town.client("head")
    assert "Hộ của bạn, số 1, đã đóng 123.457" in text(own, page)
    assert CANARY in text(household(known["12"]), page), "a household of the village reads the village's list"
    for client in (board, head):
        assert CANARY in text(client, page)
    assert "Hộ 1<" in text(head, page).replace("1. Hộ 1", "Hộ 1"), "who keeps the list reads names"
    assert "1. Hộ 1" not in text(own, page)
    assert "1. Hộ 1" not in text(board, page)


def test_of_few_households_not_even_the_sum_is_told(hall: Hall) -> None:
    hall.households(12)
    fund = opened(hall)
    receive(hall, fund, 1_000_000)
    collect(hall, fund, {"1": 100_000, "2": 50_000})
    page = f"/quy/{fund}/"
    shown = text(Client(), page)
    assert "Hộ gia đình đóng góp" not in shown
    assert "Thu khác" in shown
    collect(hall, fund, {str(n): 100_000 for n in range(3, 6)})
    shown = text(Client(), page)
    assert "Hộ gia đình đóng góp" in shown
    assert "450.000" in shown


def cells(data: bytes) -> Iterator[object]:
    for row in load_workbook(io.BytesIO(data)).active.iter_rows(values_only=True):
        yield from row


def test_the_book_as_a_workbook_and_for_the_wall(hall: Hall) -> None:
    """Sums are numbers, no cell is a formula, no household's amount is in it."""
    hall.households(8)
    fund = opened(hall)
    collect(hall, fund, {str(n): 123_457 for n in range(1, 8)})
    spend(hall, fund, 500_000, what="=1+1", payee="@cửa hàng")
    head = hall.town.client("head")
    found = list(cells(head.get(f"/quy/{fund}/so.xlsx").content))
    assert {500_000, 7 * 123_457, 7 * 123_457 - 500_000, "=1+1"} <= set(found)
    assert 123_457 not in found
    book = load_workbook(io.BytesIO(head.get(f"/quy/{fund}/so.xlsx").content))
    assert all(cell.data_type != "f" for row in book.active.iter_rows() for cell in row)
    for address in (f"/quy/{fund}/ban-in/", f"/quy/{fund}/ban-in/2026/"):
        answer = Client().get(address)
        assert answer.status_code == 200
        assert answer.content.startswith(b"%PDF")


@pytest.mark.parametrize(
    ("amount", "said"),
    [("-5", "Ghi số đồng tròn"), ("0", "lớn hơn 0"), ("1,5", "Ghi số đồng tròn"), ("100.000.000.000", "Xem lại các số 0"),
     ("9" * 24, "Xem lại các số 0"), ("250k", "Ghi số đồng tròn"), ("", "")],
)  # fmt: skip
def test_amounts_that_cannot_be_are_refused_and_what_was_typed_stays(hall: Hall, amount: str, said: str) -> None:
    fund = opened(hall)
    head, page = hall.town.client("head"), f"/quy/{fund}/chi/"
    shown = refused(head, page, purpose="works", what="Đèn <b>", payee="Cửa hàng", amount=amount, day=day_of(hall))
    assert said in shown
    assert "Đèn &lt;b&gt;" in shown
    assert Move.objects.count() == 0


def test_a_day_to_come_and_a_photograph_that_is_none(hall: Hall) -> None:
    fund = opened(hall)
    head, page = hall.town.client("head"), f"/quy/{fund}/chi/"
    given = {"purpose": "works", "what": "Đèn", "payee": "Cửa hàng", "amount": "5000"}
    assert "chưa đến" in refused(head, page, **given, day=day_of(hall, 1))
    for bad in (
        SimpleUploadedFile("anh.jpg", b"no photograph", "image/jpeg"),
        SimpleUploadedFile("a.pdf", b"%PDF-1.4\n", "application/pdf"),
    ):
        refused(head, page, **given, day=day_of(hall), receipts=bad)
    refused(head, page, **given, day="31/02/2026")
    assert Move.objects.count() == 0


def test_payments_written_by_hand(hall: Hall) -> None:
    hall.households(5)
    fund = opened(hall)
    head, page = hall.town.client("head"), f"/quy/{fund}/thu-ho/"
    known = keys(hall)
    for bad in ({"others": "99 100.000"}, {"others": "1 nhiều"}, {"others": "1"}, {"keys": [known["1"]]}, {}, {"others": "1 5000\n1 6000"},
                {"keys": ["nobody"], "each": "5000"}):  # fmt: skip
        refused(head, page, day=day_of(hall), **bad)
    assert Paid.objects.count() == 0
    send(head, page, day=day_of(hall), others="2 5.000\n\n 3 6.000 đ")
    assert sorted(Paid.objects.values_list("amount", flat=True)) == [5000, 6000]
    assert "trước đó đã đóng 5.000" in text(head, page)


@pytest.mark.parametrize(
    ("written", "amount"),
    [("250000", 250_000), ("250.000", 250_000), ("1 250 000 đ", 1_250_000), ("1,250,000 VNĐ", 1_250_000), ("2.50", None),
     ("1.25.000", None), ("1.250,000", None), ("", None), ("đ", None), ("²", None), ("-1", None)],
)  # fmt: skip
def test_amounts_as_they_are_written(written: str, amount: int | None) -> None:
    assert forms.dong(written) == amount


@pytest.mark.parametrize("step", ["chi", "thu", "thu-ho", "khoa-so", "ghi-dao/1", "xac-nhan/1"])
def test_forms_are_for_the_offices_that_do_it(hall: Hall, step: str) -> None:
    hall.households(3)
    fund = opened(hall)
    spend(hall, fund)
    close(hall, fund)
    wrong = "head" if step.startswith("xac-nhan") else "work-board"
    for who in (
        Client(),
        hall.town.client("stranger"),
        hall.town.client("resident:ann"),
        hall.town.client(wrong),
        hall.town.client("head-two"),
    ):
        assert who.get(f"/quy/{fund}/{step}/").status_code in (302, 403)


def test_nothing_is_there(hall: Hall) -> None:
    fund = opened(hall)
    head = hall.town.client("head")
    for address in (
        "/quy/0000000000000000/",
        f"/don-vi/{WARD}/quy/",
        f"/quy/{fund}/ghi-dao/7/",
        f"/quy/{fund}/ban-in/1999/",
        "/quy/x/so.xlsx",
    ):
        assert head.get(address).status_code == 404, address


def test_pages_for_anybody_ask_few_questions(hall: Hall) -> None:
    hall.households(30)
    fund = opened(hall, matter=agreed_with_thirty(hall))
    for n in range(1, 25):
        collect(hall, fund, {str(n): 250_000})
        spend(hall, fund, 1000 * n, attachments=photo())
    reverse(hall, fund, 2)
    close(hall, fund)
    for n in range(6):
        opened(hall, title=f"Quỹ {n}")
    for address in (LIST, f"/quy/{fund}/", f"/quy/{fund}/nam/2026/", f"/quy/{fund}/so.xlsx"):
        with CaptureQueriesContext(connection) as asked:
            assert Client().get(address).status_code == 200
        assert len(asked) <= 8, (address, len(asked))


def agreed_with_thirty(hall: Hall) -> str:
    matter = hall.agreed()
    hall.call(matter)
    hall.count(matter, 1, 30, 29, 1)
    hall.close(matter)
    return matter


def test_a_page_is_new_after_each_line(hall: Hall) -> None:
    """The kept page of the book is the one of before an act never again."""
    fund = opened(hall)
    for n in range(1, 4):
        receive(hall, fund, 1_000_000)
        assert f"Còn lại: {n}.000.000" in text(Client(), f"/quy/{fund}/")
