"""What the house does by itself, every minute or so.

Promises: sealed leaves enter when their time has come; the log has an entry in every hour, by which promises can be judged; the tree is
signed and, where it is published, exported. Each step stands alone: one that cannot be done does not keep the next from being done.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import NAMESPACE_URL, uuid5

from dinhlang.core.actor import System
from dinhlang.core.refusal import Refused
from dinhlang.ground.record import acts, append, batches, clock, erasures, export, signer

EVERY = timedelta(hours=1)
log = logging.getLogger("dinhlang.record")


@dataclass(frozen=True)
class TickReport:
    """What one tick did: leaves that entered from the waiting room, whether an hourly entry was needed, the size that is signed
    (None where signing was refused), files exported, and refusals in words."""

    at: datetime
    entered: int
    ticked: bool
    signed: int | None
    exported: int
    refused: tuple[Refused, ...]


def _hourly(at: datetime) -> bool:
    """Append the hourly entry where nothing entered for an hour."""
    head = append.head()
    if head.time is not None and at - head.time < EVERY:
        return False
    # Two ticks at the same moment are one command: the second gets the first one's answer.
    command = uuid5(NAMESPACE_URL, f"{append.log_subject()} {head.size} {head.time}")
    acts.tick(by=System("tick"), at=at, command_id=command)
    return True


def _export() -> int:
    folder = signer.published_dir()
    if folder is None:
        return 0
    done = export.export(folder)
    return done.tiles + done.openings


def tick(at: datetime | None = None) -> TickReport:
    """Do what is due now. `at`: a demonstration's clock is moved forward to that instant first (ValueError on a real site)."""
    if at is not None and at > clock.now():
        clock.move_to(at)
    at = at or clock.now()
    refused: list[Refused] = []

    def step(do: Callable[[], int]) -> int | None:
        try:
            return do()
        except Refused as error:
            log.error("tick: %s", error)
            refused.append(error)
            return None

    entered = step(lambda: batches.flush(at) if batches.due(at) else 0)
    ticked = step(lambda: _hourly(at))
    signed = step(lambda: signer.current(at).size)
    exported = step(_export)
    erasures.scrub_if_due()
    return TickReport(at, entered or 0, bool(ticked), signed, exported or 0, tuple(refused))
