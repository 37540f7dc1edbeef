"""Bodies as others see them: frozen rows, found by the code of a day."""

import unicodedata
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from django.db import connection
from django.db.models import BigIntegerField, F, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from dinhlang.core.refusal import N_, NotHere, Refused
from dinhlang.core.rules import Facts, Rulebook
from dinhlang.ground.bodies.models import Body, Fact, Registration, Seat, Succession
from dinhlang.ground.record import clock, fast


@dataclass(frozen=True)
class Place:
    """A body with the name and code it bears on a day, and the `parent` it lies in then."""

    id: int
    kind: str
    code: str
    name: str
    kind_word: str
    parent: int | None
    alive_from: date
    alive_to: date | None
    province_code: str


def on(day: date, prefix: str = "") -> Q:
    """Rows whose inclusive range holds `day`; `prefix` is a relation such as "registrations__"."""
    return Q(**{f"{prefix}from_day__lte": day}) & (Q(**{f"{prefix}to_day": None}) | Q(**{f"{prefix}to_day__gte": day}))


def above(body: str, day: str = "%s") -> str:
    """SQL for what the body of the row `body` lies in on a `day`: takes it once where it is a place for a value."""
    once = f"SELECT s.parent_id FROM bodies_seat s WHERE s.body_id = {body}.id AND s.to_day >= {day} ORDER BY s.to_day LIMIT 1"  # noqa: S608
    return f"COALESCE(({once}), {body}.parent_id)"


def within(body: str, day: str = "%s", parent: str = "%s") -> str:
    """SQL for: the body of the row `body` lies in `parent` on a `day`. Where these are places for values it takes parent, parent, day,
    parent."""
    ever = f"SELECT id FROM bodies_body WHERE parent_id = {parent} UNION SELECT body_id FROM bodies_seat WHERE parent_id = {parent}"  # noqa: S608
    return f"({body}.id IN ({ever}) AND {above(body, day)} = {parent})"


def _named(day: date) -> QuerySet[Registration]:
    """Registrations with their bodies and what these lie in on `day` (`above`)."""
    once = Seat.objects.filter(body=OuterRef("body"), to_day__gte=day).order_by("to_day").values("parent")[:1]
    return Registration.objects.select_related("body").annotate(
        above=Coalesce(Subquery(once), F("body__parent"), output_field=BigIntegerField())
    )


def _as_place(row: Any) -> Place:
    """A row of `_named` as a frozen row."""
    body = row.body
    return Place(body.pk, body.kind, row.code, row.name, row.kind_word, row.above, body.alive_from, body.alive_to, body.province_code)


def find(code: str, day: date) -> Place:
    """The body that bears `code` on `day`. Raises Refused with what to do where there is none."""
    row = _named(day).filter(on(day), code=code).first()
    if row is None:
        raise NotHere(
            N_("No body had the code {code} on {day}. Codes have leading zeros, for example 01273."), {"code": code[:20], "day": day}
        )
    return _as_place(row)


def last_with(code: str, day: date) -> tuple[Place, date] | None:
    """The body that bore `code` last before `day` and the last day on which it did; None where nobody did, or where somebody does now."""
    row = _named(day).filter(code=code, from_day__lte=day).order_by("-from_day").first()
    return (_as_place(row), row.to_day) if row is not None and row.to_day is not None and row.to_day < day else None


def newest() -> int:
    """The highest number that a body has; 0 where there is none."""
    return Body.objects.aggregate(last=Max("pk"))["last"] or 0


def listed(first: int, last: int, day: date, kinds: Collection[str]) -> tuple[tuple[int, str], ...]:
    """(number, code) of the bodies of these kinds alive on `day` with numbers from `first` to `last` (not included). One query."""
    rows = Registration.objects.filter(on(day), body__gte=first, body__lt=last, body__kind__in=list(kinds), body__alive_from__lte=day)
    return tuple(rows.exclude(body__alive_to__lt=day).order_by("body").values_list("body", "code"))


def places(ids: Collection[int], day: date) -> dict[int, Place]:
    """The bodies `ids` as they are called on `day`, or were called last before it."""
    rows = _named(day).filter(body__in=list(ids), from_day__lte=day).order_by("from_day")
    return {row.body_id: _as_place(row) for row in rows}


# Written out, like `CHAIN`: every act asks, and the ORM takes ten times longer to build it than the database to run it.
PLACE = f"""
SELECT b.id, b.kind, r.code, r.name, r.kind_word, {above("b")}, b.alive_from, b.alive_to, b.province_code
FROM bodies_registration r JOIN bodies_body b ON b.id = r.body_id WHERE r.body_id = %s AND r.from_day <= %s ORDER BY r.from_day DESC LIMIT 1
"""  # noqa: S608  (text of our own)


def names_of(codes: Collection[str], day: date) -> dict[str, str]:
    """What the bodies that bear `codes` on `day` are called. One query, none for no codes."""
    return dict(Registration.objects.filter(on(day), code__in=list(codes)).values_list("code", "name")) if codes else {}


def known(ids: Collection[int], codes: Collection[str], day: date) -> tuple[dict[int, Place], dict[str, str]]:
    """`places(ids)` and `names_of(codes)` in one query, none where nothing is asked."""
    if not ids and not codes:
        return {}, {}
    wanted = Q(body__in=list(ids), from_day__lte=day) | (on(day) & Q(code__in=list(codes)))
    rows = list(_named(day).filter(wanted).order_by("from_day"))
    named = {row.code: row.name for row in rows if row.code in codes and (row.to_day is None or row.to_day >= day)}
    return {row.body_id: _as_place(row) for row in rows if row.body_id in ids}, named


def place(body: int, day: date) -> Place:
    """One body as it is called on `day`, or was called last. Raises Refused where it never existed by then."""
    return fast.once(("place", body, day), lambda: _place(body, day))


def _place(body: int, day: date) -> Place:
    with connection.cursor() as cursor:
        cursor.execute(PLACE, [day, body, day])
        row = cursor.fetchone()
    if row is None:
        raise Refused(N_("This body did not exist yet on {day}."), {"day": day})
    return Place(*row)


def villages(commune: int, day: date) -> tuple[Place, ...]:
    """The villages of a commune alive on `day`, by code."""
    return children(commune, "village", day)


def of_province(province_code: str) -> tuple[int, ...]:
    """Every body that was ever registered in a province, the province itself too. One query."""
    return tuple(Body.objects.filter(province_code=province_code).values_list("pk", flat=True))


def children(parent: int | None, kind: str, day: date) -> tuple[Place, ...]:
    """The bodies of a kind that lie in `parent` (None: in the country) on `day` and are alive then, by code. One query."""
    ever = Q(body__parent=parent) | Q(body__in=Seat.objects.filter(parent=parent).values("body"))
    rows = _named(day).filter(on(day), ever, body__kind=kind, body__alive_from__lte=day).exclude(body__alive_to__lt=day)
    return tuple(one for one in map(_as_place, rows.order_by("code")) if one.parent == parent)


def ancestors(body: int, day: date | None = None) -> tuple[int, ...]:
    """The body and everything above it in the tree on `day` (today by default), nearest first. One query."""
    day = day or clock.today()
    with connection.cursor() as cursor:
        cursor.execute(CHAIN, chain_values(body, day))
        return tuple(dict.fromkeys(row[0] for row in cursor.fetchall()))


# Three ways up for every body, each by an index: one statement for any number of them, in both databases. `UNION` ends it.
LINES = """
WITH RECURSIVE up(start, id) AS (
    SELECT b.id, b.id FROM bodies_body b WHERE b.id IN ({ids})
    UNION SELECT up.start, CASE way.n WHEN 0 THEN b.parent_id WHEN 1 THEN s.parent_id ELSE c.old_id END
    FROM up CROSS JOIN (SELECT 0 AS n UNION ALL SELECT 1 UNION ALL SELECT 2) way JOIN bodies_body b ON b.id = up.id
    LEFT JOIN bodies_seat s ON s.body_id = up.id LEFT JOIN bodies_succession c ON c.new_id = up.id
)
SELECT start, id FROM up WHERE id IS NOT NULL
"""


def lines(ids: Collection[int]) -> dict[int, frozenset[int]]:
    """Of each body: itself, all that it lay in on any day, all of whose place one of these took, and so on. One query, none for none."""
    found: dict[int, set[int]] = {one: set() for one in ids}
    if found:
        with connection.cursor() as cursor:
            cursor.execute(LINES.format(ids=", ".join(["%s"] * len(found))), list(found))
            for start, one in cursor.fetchall():
                found[start].add(one)
    return {start: frozenset(many) for start, many in found.items()}


class Valued(Protocol):
    """A fact, as far as its value goes."""

    @property
    def value(self) -> str: ...


def is_true(row: Valued) -> bool:
    """Whether a yes-or-no fact says yes."""
    return row.value == "1"


CHAIN = f"""
WITH RECURSIVE up(id, parent, step) AS (
    SELECT b.id, {above("b")}, 0 FROM bodies_body b WHERE b.id = %s
    UNION ALL SELECT b.id, {above("b")}, up.step + 1 FROM bodies_body b JOIN up ON b.id = up.parent WHERE up.step < 20
)
SELECT up.id, b.kind, r.code, r.name, r.kind_word, up.parent, b.alive_from, b.alive_to, b.province_code, up.step
FROM up JOIN bodies_body b ON b.id = up.id LEFT JOIN bodies_registration r ON up.step = 0 AND r.id =
    (SELECT id FROM bodies_registration WHERE body_id = up.id AND from_day <= %s ORDER BY from_day DESC LIMIT 1)
ORDER BY up.step
"""  # noqa: S608  (text of our own)
STEP = 9  # the column of `CHAIN` that follows those of a place


def chain_values(body: int, day: date) -> tuple[int | date, ...]:
    """What `CHAIN` asks for."""
    return day, body, day, day


def chain(body: int, day: date) -> tuple[tuple[int, ...], Place]:
    """The body and everything above it, nearest first, and what it is called on `day`: in one statement, for every act asks.

    Raises Refused where the body never existed by then.
    """
    with connection.cursor() as cursor:
        cursor.execute(CHAIN, chain_values(body, day))
        return chain_of(cursor.fetchall(), day)


def chain_of(rows: Sequence[Sequence[Any]], day: date) -> tuple[tuple[int, ...], Place]:
    """`chain` out of the rows of `CHAIN`, which may carry more columns after the step."""
    if not rows or rows[0][2] is None:
        raise Refused(N_("This body did not exist yet on {day}."), {"day": day})
    one = Place(*rows[0][:STEP])
    fast.know(("place", one.id, day), one)
    return tuple(dict.fromkeys(row[0] for row in rows)), one


def typed(one: Place, held: Iterable[Fact], book: Rulebook, villages: int | None = None) -> Facts:
    """Fact rows as the rulebook types them; an unknown name is kept as text and asked by no rule."""
    values: dict[str, str | int | bool] = {}
    for row in held:
        kind = book.facts[row.name].type if row.name in book.facts else "str"
        values[row.name] = is_true(row) if kind == "bool" else int(row.value) if kind == "int" else row.value
    if villages is not None:
        values["villages"] = villages
    return Facts(kind=one.kind, values=values)


FACTS = """
SELECT id, body_id, name, value, document, from_day, to_day, subject FROM bodies_fact
WHERE body_id = %s AND from_day <= %s AND (to_day IS NULL OR to_day >= %s)
"""
VILLAGES = f"""
SELECT count(*) FROM bodies_registration r JOIN bodies_body b ON b.id = r.body_id
WHERE {within("b")} AND b.kind = 'village' AND b.alive_from <= %s AND (b.alive_to IS NULL OR b.alive_to >= %s)
  AND r.from_day <= %s AND (r.to_day IS NULL OR r.to_day >= %s)
"""  # noqa: S608  (text of our own)


def facts(one: Place, day: date, book: Rulebook) -> Facts:
    """What the rulebook may ask of a body on `day`: its dated facts, and for a commune the number of its villages."""
    number: int | None = None
    with connection.cursor() as cursor:
        cursor.execute(FACTS, [one.id, day, day])
        held = [Fact(*row) for row in cursor.fetchall()]
        if one.kind == "commune":
            cursor.execute(VILLAGES, [one.id, one.id, day, one.id, day, day, day, day])
            number = cursor.fetchone()[0]
    return typed(one, held, book, number)


def fact(body: int, name: str, day: date) -> Fact | None:
    """The fact `name` of a body on `day`, with its document; None where nothing says so, or where it says no."""
    with connection.cursor() as cursor:
        cursor.execute(f"{FACTS} AND name = %s AND value <> '' ORDER BY id LIMIT 1", [body, day, day, name])
        row = cursor.fetchone()
    return None if row is None else Fact(*row)


def formerly(body: int, day: date) -> tuple[str, ...]:
    """Names of the bodies that were merged into this one by `day`."""
    old = Succession.objects.filter(new=body, day__lte=day).values_list("old_id", flat=True)
    rows = Registration.objects.filter(body__in=list(old)).order_by("name")
    return tuple(dict.fromkeys(row.name for row in rows))


NO_SPACE = str.maketrans(dict.fromkeys("'’‘ʼ`", ""))


def fold(text: str) -> str:
    """Text for searching: lower case, no marks, đ as d, letters and digits alone with one space between words (B'Lao is one word)."""
    plain = unicodedata.normalize("NFD", text.lower().replace("đ", "d").translate(NO_SPACE))
    return " ".join("".join(sign if sign.isalnum() else " " for sign in plain if not unicodedata.combining(sign)).split())


def folded(name: str) -> str:
    """A name as the table keeps it for searching: a space before each word, so that a space and some letters find a word's beginning."""
    return f" {fold(name)}"
