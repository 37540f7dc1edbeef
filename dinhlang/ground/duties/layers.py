"""The rulebook as it binds one body: the law, with the body's own regulation over it from the day that counts.

Promises: for a body without one the very same rulebook, for one small question; of several regulations each is followed for what began in
its own days. Refuses: to read a regulation from a file; what binds was adopted by a recorded act.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from django.db import connection

from dinhlang.core.rules import Layer, Rulebook, layer_of, with_layer
from dinhlang.ground.duties.models import Regulation
from dinhlang.ground.record import fast, rulebooks

_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Laid:
    """A regulation, by its digest, and the days on which it counts (`last` included; None: until another comes)."""

    digest: bytes
    first: date
    last: date | None


NONE: tuple[Laid, ...] = ()
OF_BODY = "SELECT digest, from_day, to_day FROM duties_regulation WHERE body_id = %s ORDER BY id"


def in_turn(rows: list[tuple[bytes, date, date | None]]) -> tuple[Laid, ...]:
    """Regulations in the order of their adoption, each cut where a later one begins."""
    found: list[Laid] = []
    for digest, first, last in rows:
        before = first - _ONE_DAY
        found = [Laid(one.digest, one.first, min(one.last or before, before)) for one in found if one.first < first]
        found.append(Laid(bytes(digest), first, last))
    return tuple(found)


def of_body(body: int) -> tuple[Laid, ...]:
    """The regulations of a body. One query, asked once in an act."""
    return fast.once(("regulations", body), lambda: _of_body(body))


def _of_body(body: int) -> tuple[Laid, ...]:
    with connection.cursor() as cursor:
        cursor.execute(OF_BODY, [body])
        rows = cursor.fetchall()
    return in_turn(rows) if rows else NONE


def of_bodies() -> dict[int, tuple[Laid, ...]]:
    """The regulations of all bodies that have one. One query."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT body_id, digest, from_day, to_day FROM duties_regulation ORDER BY id")
        rows = cursor.fetchall()
    found: dict[int, list[tuple[bytes, date, date | None]]] = {}
    for body, *row in rows:
        found.setdefault(body, []).append((row[0], row[1], row[2]))
    return {body: in_turn(mine) for body, mine in found.items()}


@lru_cache(maxsize=256)
def layer(digest: bytes) -> Layer:
    """The regulation with this digest, as it was adopted; it is the same whenever it is read."""
    row = Regulation.objects.filter(digest=digest).values_list("layer", flat=True).first()
    if row is None:
        raise LookupError(f"no regulation {digest.hex()}")
    return layer_of(row)


@lru_cache(maxsize=256)
def _over(rules: bytes, laid: tuple[Laid, ...]) -> Rulebook:
    book = rulebooks.of_hash(rules)
    for one in laid:
        book = with_layer(book, layer(one.digest), one.first, one.last)
    return book


def over(book: Rulebook, laid: tuple[Laid, ...]) -> Rulebook:
    """The rulebook with a body's regulations over it; the same object where it has none."""
    return _over(book.hash, laid) if laid else book


def book_at(body: int, day: date) -> Rulebook:
    """The rulebook in force as it binds `body`: with its regulations that count by `day`. One query where it has none."""
    return over(rulebooks.current(), tuple(one for one in of_body(body) if one.first <= day))


def forget() -> None:
    """Make the books of bodies anew next time."""
    _over.cache_clear()
    layer.cache_clear()
