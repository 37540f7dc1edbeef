"""A fund book of a village, by the acts of a real house."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from dinhlang.ground.record import clock
from dinhlang.ground.record.act import Done
from dinhlang.ground.rolls import reads as rolls
from dinhlang.works.funds import acts
from dinhlang.works.funds.checks import Payment
from dinhlang.works.funds.models import Fund, Move
from dinhlang.works.funds.tally import booked, sums
from tests.votes.hall import Hall

PAPER = {"number": "01/NQ-T1", "dated": date(2026, 2, 20)}


def opened(hall: Hall, **more: Any) -> str:
    """A book that a paper of the people allowed; its subject."""
    return hall.town.do(acts.open_book, "head", body=hall.village, **{"title": "Quỹ đèn ngõ", "year": 2026, **PAPER, **more}).subject


def today(hall: Hall) -> date:
    return clock.local_day(hall.town.now)


def spend(hall: Hall, fund: str, amount: int = 1_200_000, by: str = "head", **more: Any) -> Done:
    words = {"purpose": "works", "what": "14 bộ đèn", "payee": "Cửa hàng Tân Tiến", "day": today(hall), **more}
    return hall.town.do(acts.spend, by, body=hall.village, fund=fund, amount=amount, **words)


def receive(hall: Hall, fund: str, amount: int = 3_000_000, by: str = "head", **more: Any) -> Done:
    words = {"purpose": "granted", "what": "Phường hỗ trợ", "day": today(hall), **more}
    return hall.town.do(acts.receive, by, body=hall.village, fund=fund, amount=amount, **words)


def keys(hall: Hall) -> dict[str, str]:
    """The households of the village: key by list number."""
    return {one.number: one.key for one in rolls.on(hall.village, "households", today(hall))}


def collect(hall: Hall, fund: str, paid: Mapping[str, int], by: str = "head", **more: Any) -> Done:
    """What households paid, by list number."""
    known = keys(hall)
    payments = tuple(Payment(known.get(number, number), amount) for number, amount in paid.items())
    return hall.town.do(acts.collect, by, body=hall.village, fund=fund, paid=payments, **{"day": today(hall), **more})


def reverse(hall: Hall, fund: str, line: int, by: str = "head", reason: str = "Ghi nhầm") -> Done:
    return hall.town.do(acts.reverse, by, body=hall.village, fund=fund, line=line, reason=reason)


def close(hall: Hall, fund: str, until: date | None = None, by: str = "head") -> Done:
    return hall.town.do(acts.close, by, body=hall.village, fund=fund, until=until or today(hall))


def balance(fund: str) -> int:
    return sums(map(booked, Move.objects.filter(fund=fund))).balance


__all__ = ["Fund", "Move"]
