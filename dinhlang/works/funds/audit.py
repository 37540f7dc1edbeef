"""Do fund books still stand as the record says? Compared as far as its words can be read; changes nothing."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from dinhlang.ground.record import reads as record
from dinhlang.works.funds import policy
from dinhlang.works.funds.acts import root_of
from dinhlang.works.funds.models import Closing, Fund, Move, Paid

LINES = ("fund.receive", "fund.collect", "fund.spend", "fund.reverse")
IMPORT = "fund.import"
ACTS = ("fund.open", *LINES, IMPORT, "fund.close", "fund.countersign")
Line = tuple[bool | None, str | None, int | None, date]
"""A line as its entry says it: side, heading and amount are None where the entry leaves them to the line it reverses, or out."""


def _line(act: str, words: Any) -> Line:
    day = date.fromisoformat(str(words["day"]))
    if act == "fund.reverse":
        return None, None, None, day
    purpose = policy.values().household if act == "fund.collect" else str(words["purpose"])
    return act != "fund.spend", purpose, words.get("amount"), day


def differences() -> Iterator[str]:
    """One line per book, line or closing that is in the record and not in the tables, the other way round, or said otherwise there."""
    opened, lines, roots = set[str](), dict[tuple[str, int], Line](), dict[tuple[str, int], str]()
    reversing, closings, unread = dict[tuple[str, int], int](), dict[tuple[str, int], tuple[date, int, int]](), set[str]()
    confirmed = set[tuple[str, int]]()
    for one in record.of_acts(ACTS):
        if one.act == "fund.open":
            opened.add(one.subject)
        elif not one.words:
            unread.add(one.subject)  # words that are erased leave it open
        elif one.act == IMPORT:
            for words in one.words["lines"]:
                purpose, day = str(words["purpose"]), date.fromisoformat(str(words["day"]))
                lines[one.subject, int(words["line"])] = bool(words["income"]), purpose, int(words["amount"]), day
        elif one.act in LINES:
            key = one.subject, int(one.words["line"])
            lines[key] = _line(one.act, one.words)
            if one.act == "fund.collect":
                roots[key] = str(one.words["root"])
            if one.act == "fund.reverse":
                reversing[key] = int(one.words["reverses"])
        elif one.act == "fund.close":
            said = one.words
            closings[one.subject, int(said["closing"])] = (
                date.fromisoformat(str(said["until"])), int(said["income"]), int(said["spending"])
            )  # fmt: skip
        else:
            confirmed.add((one.subject, int(one.words["closing"])))
    yield from _sets("Fund", opened, set(Fund.objects.values_list("subject", flat=True)), set())
    moves = {(row.fund_id, row.number): row for row in Move.objects.select_related("reverses").order_by("fund", "number")}
    yield from _sets("Line", set(lines), set(moves), unread)
    for key in sorted(set(lines) & set(moves)):
        yield from _told(key, moves[key], lines[key], reversing.get(key))
    paid: dict[tuple[str, int], list[Paid]] = {}
    for payment in Paid.objects.select_related("move").order_by("pk"):
        paid.setdefault((payment.move.fund_id, payment.move.number), []).append(payment)
    for key in sorted((set(roots) | set(paid)) & set(moves)):
        rows = paid.get(key, [])
        if key in roots and (root_of(rows) != roots[key] or sum(row.amount for row in rows) != moves[key].amount):
            yield f"Payments of a line: other than the record commits to: fund={key[0]} line={key[1]}"
    rows_closed = {(row.fund_id, row.number): row for row in Closing.objects.order_by("fund", "number")}
    yield from _sets("Closing", set(closings), set(rows_closed), unread)
    for key in sorted(set(closings) & set(rows_closed)):
        row = rows_closed[key]
        if (row.until, row.income, row.spending) != closings[key] or (
            (row.confirmed is not None) != (key in confirmed) and key[0] not in unread
        ):
            yield f"Closing: said otherwise in the record: fund={key[0]} closing={key[1]}"


def _sets(what: str, said: set[Any], held: set[Any], unread: set[str]) -> Iterator[str]:
    for key in sorted(said - held):
        yield f"{what}: in the record, not in the tables: {key}"
    for key in sorted(held - said):
        if not isinstance(key, tuple) or key[0] not in unread:
            yield f"{what}: in the tables, not in the record: {key}"


def _told(key: tuple[str, int], row: Move, said: Line, reverses: int | None) -> Iterator[str]:
    income, purpose, amount, day = said
    wrong = row.reverses
    same = row.day == day and (wrong.number if wrong is not None else None) == reverses
    if wrong is not None:
        same = same and (row.income, row.purpose, row.amount) == (wrong.income, wrong.purpose, -wrong.amount)
    else:
        same = same and (row.income, row.purpose) == (income, purpose) and amount in (None, row.amount)
    if not same:
        yield f"Line: said otherwise in the record: fund={key[0]} line={key[1]}"
