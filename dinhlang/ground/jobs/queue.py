"""Asking for a job, and doing what is due.

Promises: `put` stands in the caller's transaction and asks once for each key; a job is begun only after that commits, by one worker at a
time (SKIP LOCKED on PostgreSQL, one worker on SQLite), and again after a growing pause where its process died or it failed, until it was
tried as often as its kind allows. What a job writes commits together with its being done. Refuses: to run longer than it is given.
"""

import fcntl
import logging
import os
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import DatabaseError, connection, transaction

from dinhlang.ground.jobs.models import Job, State
from dinhlang.ground.record import clock, fast

SECONDS = 20.0  # after which one run begins no other job, so that the house's own tick is not kept waiting
FIRST_PAUSE = timedelta(minutes=1)
LONGEST_PAUSE = timedelta(hours=6)
TIMES_LONGER = 4
TRIES = 6
DONE_KEPT, FAILED_KEPT = timedelta(days=30), timedelta(days=180)
DIED = "the process ended in the middle, each time"
LINE = "-jobs"

log = logging.getLogger("dinhlang.jobs")
Payload = Mapping[str, Any]
Finish = Callable[[], None]
"""The part of a job that writes: run in one transaction with the job's being done."""


class Later(Exception):
    """This try failed: again after a pause. `why` is for the operator; `note` writes what others should know of it."""

    def __init__(self, why: str, note: Finish | None = None) -> None:
        super().__init__(why)
        self.why, self.note = why, note


class NotNow(Exception):
    """It is not the hour for it: not before `until`, and this was no try."""

    def __init__(self, until: datetime) -> None:
        super().__init__(str(until))
        self.until = until


@dataclass(frozen=True)
class Work:
    """How jobs of a kind are done. `do` gets the payload and the instant, may take its time, writes nothing, and returns the part that
    writes; `gave_up` writes what follows from the last failure; `tries` in all."""

    do: Callable[[Payload, datetime], Finish | None]
    gave_up: Callable[[Payload, datetime], None] | None = None
    tries: int = TRIES


@dataclass(frozen=True)
class Ran:
    """What one run did: jobs done, put off to be tried again, given up."""

    done: int = 0
    again: int = 0
    failed: int = 0


WORKS: dict[str, Work] = {}


def register(kind: str, work: Work) -> None:
    """Say how jobs of `kind` are done (called by the `wiring` of the room whose kind it is)."""
    WORKS[kind] = work


def put(kind: str, key: str, at: datetime, payload: Payload | None = None, *, due: datetime | None = None) -> None:
    """Ask for the job `kind` under `key`, not before `due`, as part of the caller's transaction; asked for already, it is not again."""
    row = Job(kind=kind, key=key, payload=dict(payload or {}), made=at, due=max(due or at, at))
    Job.objects.bulk_create([row], ignore_conflicts=True)


def asked(kind: str, key: str) -> bool:
    """Whether this was asked for, done or not."""
    return Job.objects.filter(kind=kind, key=key).exists()


def pause(tries: int) -> timedelta:
    """How long after the try number `tries` (1 is the first) the next one is made."""
    return min(LONGEST_PAUSE, FIRST_PAUSE * TIMES_LONGER ** min(tries - 1, 8))


def run(now: Callable[[], datetime] = clock.now, *, seconds: float = SECONDS) -> Ran:
    """Do what is due, oldest first, for at most `seconds`. On SQLite, where another worker is at it, nothing."""
    end = time.monotonic() + seconds
    found = {"done": 0, "again": 0, "failed": 0}
    with _line() as mine:
        while mine and time.monotonic() < end:
            try:
                at = now()
                job = _take(at)
                if job is None:
                    break
                what = _one(job, at)
            except DatabaseError as error:  # the job's next try is noted already
                log.error("jobs: %s", type(error).__name__)
                break
            if what:
                found[what] += 1
    return Ran(**found)


@contextmanager
def _line() -> Iterator[bool]:
    """Whether this worker may work. SQLite has one worker: the lock ends with the process, however that ends."""
    name = str(connection.settings_dict["NAME"])
    if connection.vendor != "sqlite" or not os.path.isabs(name):
        yield True
        return
    line = os.open(name + LINE, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        try:
            fcntl.flock(line, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        yield True
    finally:
        os.close(line)


def _due(at: datetime) -> Any:
    return Job.objects.filter(state=State.WAITING, due__lte=at, kind__in=WORKS).order_by("due", "id")


def _take(at: datetime) -> Job | None:
    """The next job, with its try counted and the one after it dated, before anything is done."""
    if not _due(at).exists():
        return None
    with fast.turn(), transaction.atomic():
        waiting = _due(at)
        if connection.features.has_select_for_update_skip_locked:
            waiting = waiting.select_for_update(skip_locked=True)
        job: Job | None = waiting.first()
        if job is not None:
            job.tries, job.began, job.due = job.tries + 1, at, at + pause(job.tries + 1)
            Job.objects.filter(pk=job.pk).update(tries=job.tries, began=job.began, due=job.due)
        return job


@contextmanager
def _held(job: Job) -> Iterator[bool]:
    """Keep the job to this worker; whether it is still as it was taken. On SQLite `_line` keeps them all."""
    if not connection.features.has_select_for_update_skip_locked:
        yield Job.objects.filter(pk=job.pk, state=State.WAITING, tries=job.tries).exists()
        return
    with transaction.atomic():
        mine = Job.objects.filter(pk=job.pk, state=State.WAITING, tries=job.tries).select_for_update(skip_locked=True)
        yield bool(list(mine.values_list("pk", flat=True)))


def _one(job: Job, at: datetime) -> str:
    """Do a job that was taken. Returns what became of it, "" where somebody else has it or it was not the hour."""
    work = WORKS[job.kind]
    with _held(job) as still:
        if not still:
            return ""
        if job.tries > work.tries:
            return _put_off(job, work, at, DIED, None)
        try:
            with _apart():
                finish = work.do(job.payload, at)
            with fast.turn(), transaction.atomic():
                if finish is not None:
                    finish()
                Job.objects.filter(pk=job.pk).update(state=State.DONE, ended=at, why="")
        except NotNow as error:
            Job.objects.filter(pk=job.pk).update(tries=job.tries - 1, due=max(error.until, at))
            return ""
        except Later as error:
            return _put_off(job, work, at, error.why, error.note)
        except Exception as error:
            log.exception("job %s %s", job.kind, job.pk)
            return _put_off(job, work, at, f"{type(error).__name__}: {error}", None)
    return "done"


@contextmanager
def _apart() -> Iterator[None]:
    """On PostgreSQL a failed statement would spoil the transaction that keeps the job; on SQLite no transaction is kept open."""
    if connection.in_atomic_block:
        with transaction.atomic():
            yield
    else:
        yield


def _put_off(job: Job, work: Work, at: datetime, why: str, note: Finish | None) -> str:
    over = job.tries >= work.tries
    with fast.turn(), transaction.atomic():
        if note is not None:
            note()
        if over:
            Job.objects.filter(pk=job.pk).update(state=State.FAILED, ended=at, why=why[:120])
            if work.gave_up is not None:
                work.gave_up(job.payload, at)
        else:
            Job.objects.filter(pk=job.pk).update(why=why[:120])
    return "failed" if over else "again"


def again(pk: int, at: datetime) -> bool:
    """Let a job that was given up begin anew. Whether there is such a job."""
    return bool(Job.objects.filter(pk=pk, state=State.FAILED).update(state=State.WAITING, tries=0, due=at, ended=None))


def forget(at: datetime) -> int:
    """Drop what was done long ago. How many."""
    old = Job.objects.filter(state=State.DONE, ended__lt=at - DONE_KEPT) | Job.objects.filter(
        state=State.FAILED, ended__lt=at - FAILED_KEPT
    )
    return old.delete()[0] if old.exists() else 0


@dataclass(frozen=True)
class Line:
    """A job as the operator sees it."""

    pk: int
    kind: str
    state: str
    tries: int
    due: datetime
    why: str


def listed(*, every: bool = False) -> tuple[Line, ...]:
    """What waits and what was given up, in the order of its time; with `every` also what was done."""
    rows = Job.objects.order_by("state", "due", "id")
    if not every:
        rows = rows.exclude(state=State.DONE)
    return tuple(Line(row.pk, row.kind, row.state, row.tries, row.due, row.why) for row in rows.defer("payload"))
