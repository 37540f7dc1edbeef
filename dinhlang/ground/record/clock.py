"""The only place that asks what time it is.

Promises: UTC instants, and the local day of Asia/Ho_Chi_Minh, on which every due day ends at 24:00.
A demonstration may be moved forward (`dinhlang tick --at`): the offset lives in a file that a real site never reads.
"""

import os
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from django.conf import settings

LOCAL = ZoneInfo("Asia/Ho_Chi_Minh")
OFFSET = "demonstration-clock"


def _offset_file() -> Path:
    return Path(settings.DATA_DIR) / OFFSET


def _offset() -> timedelta:
    if not os.path.exists(f"{settings.DATA_DIR}/{OFFSET}"):  # asked many times for each page; a path to read is dearer to make
        return timedelta(0)
    try:
        return timedelta(seconds=int(_offset_file().read_text()))
    except (FileNotFoundError, ValueError):
        return timedelta(0)


def now() -> datetime:
    """The present instant, UTC, whole seconds."""
    instant = datetime.now(UTC).replace(microsecond=0)
    return instant + _offset() if settings.DEMO else instant


def local_day(at: datetime) -> date:
    """The calendar day in Việt Nam at the instant `at`."""
    return at.astimezone(LOCAL).date()


def today() -> date:
    """The calendar day in Việt Nam now."""
    return local_day(now())


def move_to(at: datetime) -> None:
    """Set a demonstration's clock forward so that now is `at`. Raises ValueError outside a demonstration or backwards."""
    if not settings.DEMO:
        raise ValueError("only a demonstration's clock can be moved")
    if at < now():
        raise ValueError("a record's clock never goes back")
    offset = at - datetime.now(UTC)
    _offset_file().parent.mkdir(parents=True, exist_ok=True)
    draft = _offset_file().with_suffix(".new")
    draft.write_text(str(int(offset.total_seconds()) + 1))
    draft.replace(_offset_file())  # in one step: a reader must never find half a number, and so no offset
