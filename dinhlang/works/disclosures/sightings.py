"""Looks at official postings: what stands at the addresses the offices entered, found by the system itself.

Promises: only hosts of the operator's list; one look at a time, each by itself, so that one slow portal stops no other; what was found
enters the record by an act when it is news. Refuses: to take an address for a
posting (it must be recognised there), and silence for its end.
"""

import logging
import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256
from uuid import NAMESPACE_URL, uuid5

from django.conf import settings
from django.db.models import Q

from dinhlang.core.actor import System
from dinhlang.core.refusal import Refused
from dinhlang.ground.files import outward
from dinhlang.ground.files.outward import Answer, Away
from dinhlang.works.disclosures import acts, policy
from dinhlang.works.disclosures.models import Official
from dinhlang.works.disclosures.reads.base import see
from dinhlang.works.disclosures.states import AWAY, CHANGED, GONE, STANDS, UNLIKE

Fetch = Callable[[str], Answer]
GONE_FOR_GOOD = frozenset({404, 410})
PAGE = "text/html"
AT_ONCE = 20  # looks of one run, and seconds after which it begins no other: the next run goes on where this one ended
SECONDS = 60
log = logging.getLogger("dinhlang.disclosures")


@dataclass(frozen=True)
class Look:
    """What one look found: a word of states.LOOKS, the SHA-256 of what was given (hex), and that by which a later look is compared."""

    official: str
    result: str
    digest: str = ""
    mark: str = ""


def look_at(url: str) -> Answer:
    """What stands at an address of the operator's list."""
    return outward.fetch(url, settings.OFFICIAL_HOSTS)


def due(at: datetime, every: bool = False) -> Iterator[Official]:
    """The official postings to be looked at, those that waited longest first."""
    before = at - timedelta(hours=policy.values().look_again_hours)
    rows = Official.objects.select_related("disclosure", "disclosure__decision").filter(ended=None, disclosure__state="posted")
    if not every:
        rows = rows.filter(Q(looked=None) | Q(looked__lt=before))
    yield from rows.order_by("looked", "subject")[:AT_ONCE]


def judge(row: Official, answer: Answer) -> Look:
    """What an answer says about the posting."""
    if answer.status in GONE_FOR_GOOD:
        return Look(row.subject, GONE, answer.digest, sha256(GONE.encode()).hexdigest())
    if answer.status != 200:
        return Look(row.subject, AWAY)
    marks = sorted(recognised(row, answer))
    # A page has a clock or a counter that changes with each look: it is compared by what is recognised on it, a file by its bytes.
    mark = sha256(" ".join(marks).encode()).hexdigest() if answer.media_type == PAGE else answer.digest
    if not marks:
        return Look(row.subject, UNLIKE, answer.digest, mark)
    again = row.result in {STANDS, CHANGED} and bytes(row.digest).hex() != mark
    return Look(row.subject, CHANGED if again else STANDS, answer.digest, mark)


def recognised(row: Official, answer: Answer) -> set[str]:
    """By what the disclosure is recognised: the very file, our own address, or its number together with its title or its date.

    A number alone is no mark: another year has the same, and a list of documents names many.
    """
    seen = see(row.disclosure_id)
    files = {str(file.get(name, "")) for one in seen.told for file in one.files for name in ("sha256", "original")}
    found = {"file"} if answer.digest in files else set()
    if f"/{row.disclosure_id}/" in answer.data.decode("utf-8", "replace"):
        found.add("address")
    decision, words = row.disclosure.decision, answer.words
    number = "".join((decision.number if decision else str(seen.words.get("number", ""))).casefold().split())
    if number and re.search(rf"(?<!\d){re.escape(number)}(?!\w)", words.replace(" / ", "/").replace("/ ", "/").replace(" /", "/")):
        title, beside = " ".join(str(seen.words.get("title", "")).casefold().split()), set[str]()
        if title and title in words:
            beside.add("title")
        if decision is not None and any(day in words for day in _ways_to_write(decision.dated)):
            beside.add("date")
        found |= {"number", *beside} if beside else set()
    return found


def _ways_to_write(day: date) -> tuple[str, ...]:
    """A day as offices write it."""
    plain = f"{day.day}/{day.month}/{day.year}"
    long = f"ngày {day.day:02d} tháng {day.month:02d} năm {day.year}"
    return plain, f"{day:%d/%m/%Y}", long, f"ngày {day.day} tháng {day.month} năm {day.year}", f"{day:%d-%m-%Y}"


def address_of(row: Official) -> str:
    """The address as its entry says; "" where that was erased."""
    told = [one for one in see(row.disclosure_id).told if one.act == "disclosure.official"]
    return str(told[-1].words.get("official", "")) if told and told[-1].words else ""


def run(at: datetime, fetch: Fetch = look_at, *, every: bool = False) -> tuple[Look, ...]:
    """Look at what is due (at `every` one if asked). Returns what was found; one that fails stops no other."""
    found, end = [], time.monotonic() + SECONDS
    for row in list(due(at, every)) if settings.OFFICIAL_HOSTS else ():
        if time.monotonic() > end:
            break
        url = address_of(row)
        try:
            one = judge(row, fetch(url)) if url else Look(row.subject, AWAY)
        except (Away, Refused) as error:
            log.info("an official posting could not be looked at: %s", error)
            one = Look(row.subject, AWAY)
        found.append(one)
        _enter(row, one, at)
    return tuple(found)


def _enter(row: Official, one: Look, at: datetime) -> None:
    news = one.result != AWAY and (bytes(row.digest).hex() != one.mark or row.result == "" or (one.result == GONE) != (row.result == GONE))
    if not news:
        acts.looked(row.subject, at)
        return
    command = uuid5(NAMESPACE_URL, f"look {row.subject} {at.isoformat()} {one.mark}")
    given = {"official": row.subject, "result": one.result, "digest": one.digest, "mark": one.mark}
    acts.look(by=System("sightings"), at=at, command_id=command, body=row.disclosure.body_id, **given)
