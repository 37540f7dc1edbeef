"""What a body took over when another one ended: the clocks that the other had not stopped by then.

Promises: nothing is copied and nothing is stored; a clock stays the row of the body whose document, plan or event started it, with its old
days, and from the day of the succession the one that `carries` bears it, through any number of successions. Its occasion bears the number
of the body it came from there (`112-qd-ubnd~17`), for two communes number their documents alike. What was done by the last day of a body
stays with that body. Refuses: calendar occasions, which are owed by whoever is alive on their due day.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import connection

MARK = "~"
GENERATIONS = 20


def mark(occasion: str, owner: int) -> str:
    """An occasion of `owner` as it is called at the body that took it over."""
    return f"{occasion}{MARK}{owner}"


def unmark(occasion: str) -> tuple[str, int] | None:
    """The occasion and the body it came from; None for one that was not taken over."""
    name, sign, owner = occasion.rpartition(MARK)
    return (name, int(owner)) if sign and owner.isdecimal() and owner.isascii() and len(owner) < 16 else None


def line(column: str, start: str, day: str) -> str:
    """SQL of a table `line(heir, owner, since, step)`: whose clocks each `heir` bears on `day`, since when. `start` narrows the
    successions `s` that it begins with, `column` is what they are called by (mostly `s.new_id`)."""
    return f"""line(heir, owner, since, step) AS (
  SELECT {column}, s.old_id, s.day, 1 FROM bodies_succession s WHERE {start} AND s.carries AND s.day <= {day}
  UNION ALL
  SELECT l.heir, s.old_id, l.since, l.step + 1 FROM line l JOIN bodies_succession s ON s.new_id = l.owner
  WHERE s.carries AND s.day <= l.since AND l.step < {GENERATIONS})"""  # noqa: S608  (text of our own)


def open_then(clock: str, since: str, day: str) -> str:
    """SQL: nothing that counts on `day` had been done for `clock` before `since`."""
    return f"""NOT EXISTS (SELECT 1 FROM duties_fulfilment g WHERE g.clock_id = {clock} AND g.how <> 'declared' AND g.done_day < {since}
  AND (g.voided IS NULL OR g.voided > {day}))"""  # noqa: S608  (text of our own)


BORNE = f"""
WITH RECURSIVE {line("s.new_id", "s.new_id = %(heir)s", "%(day)s")}
SELECT c.id FROM line l JOIN duties_clock c ON c.body_id = l.owner
WHERE c.body_id = %(owner)s AND c.rule = %(rule)s AND c.part = %(part)s AND c.occasion = %(occasion)s AND c.voided IS NULL
  AND {open_then("c.id", "l.since", "%(day)s")}
"""  # noqa: S608  (text of our own)


def borne(heir: int, day: date, *, rule: str, part: str, occasion: str) -> int | None:
    """The number of the clock of another body that `heir` bears on `day` under this name; None where it bears none. One query."""
    found = unmark(occasion)
    if found is None:
        return None
    name, owner = found
    on = connection.ops.adapt_datefield_value(day)
    asked = {"heir": heir, "owner": owner, "rule": rule, "part": part, "occasion": name, "day": on}
    rows = _asked(BORNE, asked)
    return int(rows[0][0]) if rows else None


HEIRS = f"""
WITH RECURSIVE {line("s.new_id", "s.new_id = %(heir)s", "%(day)s")}
SELECT l.owner FROM line l
"""  # noqa: S608  (text of our own)


def owners(heir: int, day: date) -> tuple[int, ...]:
    """The bodies whose unfinished clocks `heir` bears on `day`, the nearest first. One query."""
    rows = _asked(f"{HEIRS} ORDER BY l.step, l.owner", {"heir": heir, "day": connection.ops.adapt_datefield_value(day)})
    return tuple(int(row[0]) for row in rows)


def _asked(sql: str, values: dict[str, Any]) -> Sequence[Sequence[Any]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())
