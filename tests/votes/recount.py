"""A recount that shares no code with the house: from the rows of what persons counted and the files of the law, in whole numbers.

It reads neither core/tally nor ground/polls: SQL for the sheets, tomllib for the rule, cross-multiplication for the share.
"""

import json
import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import connection


@dataclass(frozen=True)
class Recount:
    """What a round came to: households on the list, who took part, votes by choice, papers that do not count, whether it carried."""

    on_roll: int
    took_part: int
    votes: tuple[int, ...]
    spoilt: int
    outcome: str


def rule_of(name: str) -> dict[str, str]:
    """The rule as it stands in the files of the law."""
    for path in sorted(Path(settings.RULEBOOK_DIR).glob("*/art_*.toml")):
        for row in tomllib.loads(path.read_text("utf-8")).get("decision", ()):
            if row["id"] == name:
                return dict(row)
    raise AssertionError(name)


def reaches(text: str, yes: int, of: int) -> bool:
    """Whether `yes` of `of` is a share like ">= 2/3" or "> 50%"."""
    sign, share = text.split(maxsplit=1)
    top, bottom = (int(part) for part in share.split("/")) if "/" in share else (int(share.rstrip("%")), 100)
    return yes * bottom >= top * of if sign == ">=" else yes * bottom > top * of


def sheets(matter: str, number: int) -> list[tuple[int, int, list[int], int]]:
    """Of each sitting the sheet that two persons made alike, or the house alone: on the list, took part, votes, spoilt."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT s.number, s.on_roll, m.account_id, c.took_part, c.votes, c.spoilt FROM polls_count c"
            " JOIN polls_sitting s ON s.id = c.sitting_id JOIN polls_round r ON r.id = s.round_id"
            " LEFT JOIN people_mandate m ON m.id = c.mandate_id WHERE r.matter = %s AND r.number = %s ORDER BY c.id",
            [matter, number],
        )
        rows = cursor.fetchall()
    last: dict[int, dict[object, tuple[int, int, tuple[int, ...], int]]] = {}
    for sitting, on_roll, account, took_part, votes, spoilt in rows:
        known = json.loads(votes) if isinstance(votes, str) else votes
        last.setdefault(sitting, {})[account] = (on_roll, took_part, tuple(known), spoilt)
    found = []
    for by_account in last.values():
        kept = list(by_account.values())
        agreed = next(one for one in kept if kept.count(one) > 1 or None in by_account)
        found.append((agreed[0], agreed[1], list(agreed[2]), agreed[3]))
    return found


def recount(matter: str, number: int, rule: str) -> Recount:
    """Add the sheets up and hold them against the rule: every share of the households of a village is one of all on the list."""
    added = sheets(matter, number)
    votes = tuple(sum(column) for column in zip(*(one[2] for one in added), strict=True))
    on_roll, came, spoilt = (sum(one[n] for one in added) for n in (0, 1, 3))
    law = rule_of(rule)
    assert law["base"] == "all"
    names = len(votes) if re.search("election$", rule) else 1
    if any(reaches(law["passes_at"], yes, on_roll) for yes in votes[:names]):
        outcome = "passed"
    else:
        outcome = "lost" if reaches(law["passes_at"], came, on_roll) else "could_not_reach"
    return Recount(on_roll, came, votes, spoilt, outcome)
