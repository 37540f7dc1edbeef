"""The fund books of a residential group of the demonstration: the year's, closed and confirmed, and one for lamps its households agreed to.

Promises: every line is entered by the acts of a real house; receipts say that they are invented.
"""

from collections.abc import Callable
from datetime import date
from typing import Any

from dinhlang.core.actor import Office
from dinhlang.ground.record.act import Done
from dinhlang.ground.rolls import policy, reads
from dinhlang.works.funds import acts
from dinhlang.works.funds.checks import Payment
from dinhlang_demo.story import Script, photograph

ENTERED, PAID, CLOSED, SEEN, LAMPS, BOUGHT = (date(2026, 11, day) for day in (10, 15, 16, 17, 19, 20))
YEARLY, FOR_LAMPS = 120_000, 250_000  # đồng of a household
SHOP = "Cửa hàng điện Tân Tiến (giả định)"
SPENT = (
    (date(2026, 1, 28), "culture", "Hoa, nước buổi gặp mặt đầu xuân", "Tổ phục vụ", 640_000),
    (date(2026, 4, 18), "cleaning", "12 chổi, 6 xe thu gom mượn nửa ngày", "Tổ vệ sinh (giả định)", 780_000),
    (date(2026, 7, 27), "visiting", "4 phần quà ngày 27/7", "Quầy tạp hóa (giả định)", 600_000),
    (date(2026, 9, 25), "children", "Bánh kẹo trung thu", "Quầy tạp hóa (giả định)", 8_500_000),
)


def plan(script: Script, village: int, head: Office, board: Office) -> None:
    """Note for their days the two books of the group: what came in, what was bought, one line reversed, the year's closing."""

    def note(book: str, day: date, hour: float, do: Callable[..., Done], by: Office = head, /, **payload: Any) -> None:
        script.plan(day, hour, do, by=by, body=village, fund=lambda: script.things[book], **payload)

    def collect(book: str, day: date, hour: float, each: int, first: int, last: int) -> None:
        def paid() -> tuple[Payment, ...]:
            seats = {one.number: one.key for one in reads.on(village, policy.HOUSEHOLDS, day)}
            return tuple(Payment(seats[str(n)], each) for n in range(first, last + 1))

        note(book, day, hour, acts.collect, day=day, paid=paid)

    def spend(book: str, day: date, hour: float, on: date, purpose: str, what: str, payee: str, amount: int) -> None:
        given = {"purpose": purpose, "what": what, "payee": payee, "amount": amount, "day": on}
        note(book, day, hour, acts.spend, **given, attachments=photograph(f"Biên nhận {amount} đ (giả định)"))

    year, lamps = "book-2026", "book-lamps"
    paper = {"title": "Quỹ tổ dân phố 1 năm 2026", "year": 2026, "number": "01/NQ-TDP1", "dated": date(2026, 1, 11)}
    script.plan(ENTERED, 17, acts.open_book, by=head, body=village, name=year, **paper)
    before = {"purpose": "brought", "what": "Số dư sổ giấy năm 2025", "amount": 1_310_000, "day": date(2026, 1, 5)}
    note(year, ENTERED, 17.2, acts.receive, **before)
    for n, (on, purpose, what, payee, amount) in enumerate(SPENT):
        spend(year, ENTERED, 17.4 + n / 10, on, purpose, what, payee, amount)
    note(year, ENTERED, 18, acts.reverse, line=5, reason="Ghi thừa một số 0: biên nhận là 850.000 đ")
    spend(year, ENTERED, 18.2, SPENT[-1][0], "children", "Bánh kẹo trung thu", "Quầy tạp hóa (giả định)", 850_000)
    collect(year, PAID, 19, YEARLY, 1, 22)
    note(year, CLOSED, 18, acts.close, until=PAID)
    note(year, SEEN, 18, acts.countersign, board, closing=1)
    by_vote = {"title": "Quỹ đèn ngõ 3 và ngõ 5", "year": 2026, "matter": lambda: script.things["lamps"]}
    script.plan(LAMPS, 17, acts.open_book, by=head, body=village, name=lamps, **by_vote)
    collect(lamps, LAMPS, 18, FOR_LAMPS, 1, 19)
    spend(lamps, BOUGHT, 10, BOUGHT, "works", "14 bộ đèn", SHOP, 3_920_000)
