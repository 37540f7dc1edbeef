"""What an operator must know before and while the site is used: one line for each fault, in plain words, with what to do.

Promises: looks only, changes nothing; every check stands alone, so that one that cannot be done does not hide the next. Refuses: to guess;
what it cannot see from here it says so.
"""

import importlib.util
import os
import shutil
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Q

from dinhlang.core import rules
from dinhlang.core.refusal import Refused
from dinhlang.ground.jobs.models import Job, State
from dinhlang.ground.notices import channels, policy
from dinhlang.ground.notices.models import Delivery, Sent
from dinhlang.ground.people import outside
from dinhlang.ground.people import reads as people
from dinhlang.ground.people.models import Mandate
from dinhlang.ground.record import append, clock, founding, rulebooks, signer
from dinhlang.ground.record.models import Head, Pending
from dinhlang.web import backup

TICKED = timedelta(hours=2)  # the record has an entry an hour; two without one mean that nobody keeps its clock
COPIED = timedelta(days=2)
ROOM = 2 << 30  # octets that must be free
ROOM_SHARE = 0.05
OLDEST_POSTGRESQL = 150000
OVERDUE = timedelta(hours=1)  # a job that waits longer for its turn is stuck
LATELY = timedelta(days=1)  # what gateways did in this time is judged
FAILURES = 3  # so many without one success say that a gateway is broken
AHEAD = timedelta(days=60)  # days off must be known so far
APPOINT = "people.appoint"  # who may confirm this one may help to mend everything else


class Level(Enum):
    """How grave a finding is: fine, worth a look, must not stay."""

    FINE = "ok"
    LOOK = "look"
    STOP = "STOP"


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at: what was seen, and what to do where that is not as it should be."""

    level: Level
    said: str
    what_to_do: str = ""


def _fine(said: str) -> Finding:
    return Finding(Level.FINE, said)


def _private(path: Path) -> bool:
    return not stat.S_IMODE(path.stat().st_mode) & 0o077


def _demonstration(at: datetime) -> Iterator[Finding]:
    if settings.DEMO:
        yield Finding(Level.STOP, "This is a demonstration: anybody signs in without a password.", "Use another data folder for real data.")
    elif importlib.util.find_spec("dinhlang_demo") is not None:
        yield Finding(
            Level.LOOK,
            "The demonstration package is installed here.",
            "Leave dinhlang_demo out of a production installation (SECURITY.md).",
        )
    else:
        yield _fine("No demonstration is installed.")


def _secret(at: datetime) -> Iterator[Finding]:
    path = Path(settings.SECRET_FILE)
    if settings.SECRET_KEY.startswith("demonstration-only"):
        yield Finding(Level.STOP, "The site's secret is the demonstration's.", "Set DINHLANG_SECRET_KEY, or run: dinhlang keys init")
    elif path.is_file() and not _private(path):
        yield Finding(Level.STOP, f"Others on this machine can read {path.name}.", f"chmod 600 {path}")
    else:
        yield _fine("The site's secret is its own.")


def _data(at: datetime) -> Iterator[Finding]:
    folder = Path(settings.DATA_DIR)
    if not os.access(folder, os.W_OK):
        yield Finding(Level.STOP, f"The data folder {folder} cannot be written.", "Give it to the user that runs the site.")
        return
    if not _private(folder):
        yield Finding(Level.STOP, "Others on this machine can look into the data folder.", f"chmod 700 {folder}")
    keys = folder / "keys"
    open_keys = [path for path in keys.rglob("*") if path.is_file() and not _private(path)] if keys.is_dir() else []
    if open_keys:
        yield Finding(Level.STOP, f"Others on this machine can read {len(open_keys)} signing keys.", f"chmod 600 {keys}/*")
    free = shutil.disk_usage(folder)
    if free.free < ROOM or free.free < free.total * ROOM_SHARE:
        yield Finding(Level.STOP, f"{free.free >> 20:,} MiB are free where the data lies.", "Make room: a full disk takes no act.")
    else:
        yield _fine(f"{free.free >> 30:,} GiB are free where the data lies.")


def _hosts(at: datetime) -> Iterator[Finding]:
    if not settings.ALLOWED_HOSTS or "*" in settings.ALLOWED_HOSTS:
        yield Finding(Level.STOP, "No host name is set, or every name is.", "Set DINHLANG_HOSTS to the names of this site.")
    elif not settings.SESSION_COOKIE_SECURE:
        yield Finding(Level.STOP, "Cookies travel in clear.", "Serve the site through TLS, not as a demonstration.")
    else:
        yield _fine(f"It answers to {', '.join(settings.ALLOWED_HOSTS)}.")


def _postgresql() -> tuple[int, str, str]:
    """The server's version number, its fsync and its synchronous_commit."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('server_version_num')::int, current_setting('fsync'), current_setting('synchronous_commit')")
        version, fsync, commit = cursor.fetchone()
    return version, fsync, commit


def _database(at: datetime) -> Iterator[Finding]:
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            mode = cursor.execute("PRAGMA journal_mode").fetchone()[0]
            sync = cursor.execute("PRAGMA synchronous").fetchone()[0]
        if (mode, sync) != ("wal", 2):
            yield Finding(
                Level.STOP, f"SQLite runs with {mode}, synchronous {sync}.", "A power cut could lose acts: do not change its settings."
            )
        else:
            yield _fine("SQLite writes ahead and waits for the disk.")
        return
    version, fsync, commit = _postgresql()
    if version < OLDEST_POSTGRESQL:
        yield Finding(Level.STOP, f"PostgreSQL is older than 15 ({version}).", "Bring it up to 15 or newer.")
    if fsync != "on" or commit == "off":
        yield Finding(
            Level.STOP, f"PostgreSQL does not wait for the disk (fsync {fsync}, synchronous_commit {commit}).",
            "Set both to on: an act that was acknowledged must survive a power cut.",
        )  # fmt: skip
    elif version >= OLDEST_POSTGRESQL:
        yield _fine("PostgreSQL waits for the disk.")


def _tables(at: datetime) -> Iterator[Finding]:
    executor = MigrationExecutor(connection)
    missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if missing:
        yield Finding(Level.STOP, f"{len(missing)} changes of the tables are not made yet.", "Run: dinhlang up")
    else:
        yield _fine("The tables are those of this release.")


def _record(at: datetime) -> Iterator[Finding]:
    try:
        founding.up_check()
    except Refused as error:
        yield Finding(Level.STOP, str(error))
        return
    head = Head.objects.filter(pk=1).first()
    if head is None:
        yield Finding(Level.STOP, "No record is open.", "Run: dinhlang up")
        return
    if head.time is None or at - head.time > TICKED:
        yield Finding(
            Level.STOP,
            f"The record's last entry is of {head.time}.",
            "Nobody keeps its clock: run dinhlang serve, or dinhlang tick in a timer.",
        )
    elif head.time > at + append.BACKWARDS:
        yield Finding(
            Level.STOP, f"The record's last entry, {head.time}, lies in the future.", "This machine's clock is slow: set it (NTP)."
        )
    else:
        yield _fine(f"The record has {head.size:,} entries, the last of {head.time:%d/%m/%Y %H:%M} UTC.")
    late = Pending.objects.filter(at__lt=at - append.STALLED).count()
    if late:
        yield Finding(Level.STOP, f"{late} sealed acts wait longer than {append.STALLED}.", "Run: dinhlang tick, and read what it refuses.")
    if (Path(settings.DATA_DIR) / "scrub-due").exists():
        yield Finding(Level.LOOK, "An erasure waits until the database's own log is emptied.", "Run: dinhlang tick")


def _published(at: datetime) -> Iterator[Finding]:
    folder = signer.published_dir()
    if folder is None:
        yield Finding(
            Level.LOOK,
            "The record is exported to nobody, so nobody outside can hold it against later.",
            "Set DINHLANG_PUBLISHED, and let a witness copy it.",
        )
    elif not os.access(folder if folder.exists() else folder.parent, os.W_OK):
        yield Finding(
            Level.STOP, f"The folder {folder} of the exported record cannot be written.", "Give it to the user that runs the site."
        )
    else:
        yield _fine("The record is exported.")


def _law(at: datetime) -> Iterator[Finding]:
    try:
        book = rules.load(rulebooks.read_folder(Path(settings.RULEBOOK_DIR)))
        current = rulebooks.current()
    except rules.RulebookError as error:
        yield Finding(Level.STOP, f"The rulebook folder has {len(error.problems)} mistakes.", "Run: dinhlang rulebook check")
        return
    except Refused as error:
        yield Finding(Level.STOP, str(error), "Run: dinhlang up")
        return
    if book.hash != current.hash:
        yield Finding(
            Level.LOOK, "The rulebook of this release is not the one in force.", "Read what changes, then: dinhlang rulebook adopt"
        )
    else:
        yield _fine("The rulebook of this release is in force.")


def _copies(at: datetime) -> Iterator[Finding]:
    if settings.BACKUP_DIR is None or settings.VAULT_BACKUP_DIR is None:
        yield Finding(
            Level.STOP,
            "No copy of the database is made.",
            "Set DINHLANG_BACKUPS and DINHLANG_VAULT_BACKUPS; run dinhlang backup every night.",
        )
        return
    try:
        backup.check_apart(settings.BACKUP_DIR, settings.VAULT_BACKUP_DIR)
    except Refused as error:
        yield Finding(Level.STOP, str(error))
    copies = backup.copies_in(settings.BACKUP_DIR)
    if not copies or at - backup.taken(copies[-1]) > COPIED:
        yield Finding(
            Level.STOP,
            "There is no copy of the last two days.",
            "Run dinhlang backup every night, and try restore once on another machine.",
        )
    else:
        yield _fine(f"The last copy is {copies[-1].name}.")
    kept = (*backup.vaults(settings.VAULT_BACKUP_DIR), *copies)
    old = [path for path in kept if backup.taken(path) <= at - timedelta(days=backup.VAULT_DAYS)]
    if old:
        yield Finding(
            Level.STOP,
            f"{len(old)} copies, or copies of the vault's keys, are older than {backup.VAULT_DAYS} days: erased text lives on in them.",
            "Delete them, on every disk: dinhlang backup does it here.",
        )
    if settings.BACKUP_DIR.exists() and settings.BACKUP_DIR.stat().st_dev == Path(settings.DATA_DIR).stat().st_dev:
        yield Finding(
            Level.LOOK, "The copies lie on the disk of the data itself.", "A disk that dies takes both: copy them to another machine."
        )


def _offices(at: datetime) -> Iterator[Finding]:
    day = clock.local_day(at)
    running = Mandate.objects.filter(Q(to_day=None) | Q(to_day__gte=day), from_day__lte=day).select_related("account")
    bare = sorted({row.account.get_username() for row in running if row.account.is_active and not people.held(row.account_id, day)})
    if bare:
        yield Finding(
            Level.LOOK,
            f"{len(bare)} accounts in office have no second factor yet: {', '.join(bare[:5])}.",
            "They cannot act. Give them their paper again.",
        )
    try:
        rule = rulebooks.current().offices
    except Refused:
        return
    confirming = {row.account_id for row in running if (one := rule.get(row.office)) is not None and APPOINT in one.confirms}
    if len(confirming) < 2:
        yield Finding(
            Level.STOP, "Fewer than two persons can confirm what takes two.", "Give two persons such an office: dinhlang people add"
        )
    else:
        yield _fine(f"{len(confirming)} persons can confirm what takes two.")


def lives(at: datetime) -> bool:
    """Whether the house can be used at all: the database answers, the record's clock is kept, the disk has room. Cheap, for a monitor.

    Raises DatabaseError or OSError where even that cannot be asked.
    """
    head = Head.objects.filter(pk=1).first()
    free = shutil.disk_usage(settings.DATA_DIR)
    return head is not None and head.time is not None and at - head.time <= TICKED and free.free >= ROOM


def _provider(at: datetime) -> Iterator[Finding]:
    slot = outside.slot()
    if slot is None:
        return
    outside.forget()
    if slot.secret_file.is_file() and not _private(slot.secret_file):
        yield Finding(Level.STOP, f"Others on this machine can read {slot.secret_file.name}.", f"chmod 600 {slot.secret_file}")
    try:
        outside.secret(slot)
    except Refused:
        yield Finding(Level.STOP, f"The secret for {slot.name} cannot be read or is empty.", "See DINHLANG_OIDC_SECRET_FILE.")
    try:
        there = outside.provider(slot)
        keys = outside.signing_keys(slot, there)
    except Refused as error:
        yield Finding(
            Level.STOP, f"The document or the keys of {slot.name} could not be had: {error}",
            "Look at DINHLANG_OIDC_ISSUER, at DINHLANG_OIDC_HOSTS and at the warning in the log. Nobody signs in by it until then.",
        )  # fmt: skip
        return
    if not there.codes:
        yield Finding(Level.STOP, f"{slot.name} does not offer the code flow.", "Ask the provider for response_type code.")
    if not keys:
        yield Finding(Level.STOP, f"{slot.name} publishes no key of a kind that is accepted here.", "Ask the provider to sign with RS256.")
    if not there.pkce:
        yield Finding(
            Level.LOOK,
            f"{slot.name} does not say that it knows PKCE with S256.",
            "A code that is stolen on its way may be of use to a thief.",
        )
    elif there.codes and keys:
        yield _fine(f"{slot.name} answers, with the code flow, PKCE and {len(keys)} keys.")


def _jobs(at: datetime) -> Iterator[Finding]:
    stuck = Job.objects.filter(state=State.WAITING, due__lt=at - OVERDUE).count()
    if stuck:
        yield Finding(
            Level.STOP,
            f"{stuck} jobs wait longer than {OVERDUE} for their turn.",
            "Nobody does them: run dinhlang serve, or dinhlang tick in a timer; dinhlang jobs lists them.",
        )
    given_up = Job.objects.filter(state=State.FAILED, ended__gte=at - 7 * LATELY).count()
    if given_up:
        yield Finding(Level.LOOK, f"{given_up} jobs of the last week were given up.", "dinhlang jobs says why, dinhlang jobs --again N")
    if not stuck and not given_up:
        yield _fine(f"{Job.objects.filter(state=State.WAITING).count()} jobs wait, none is stuck.")


def _gateways(at: datetime) -> Iterator[Finding]:
    named = [one for one in (policy.EMAIL, policy.PUSH, policy.ZALO, policy.SMS) if channels.set_up(one)]
    if not named:
        yield Finding(
            Level.LOOK,
            "Notices reach nobody outside the house: no e-mail, push or gateway is set up.",
            "Set DINHLANG_EMAIL_HOST, DINHLANG_PUSH_CONTACT or a gateway (docs/operating.md).",
        )
    for channel in named:
        found = channels.gateway(channel)
        if found is not None and (not found.url.startswith("https://") or not found.ok):
            yield Finding(
                Level.STOP,
                f"The gateway for {channel} is not https, or nobody said how a good answer looks.",
                f"Set DINHLANG_{channel.upper()}_URL and DINHLANG_{channel.upper()}_OK.",
            )
        lately = Delivery.objects.filter(channel=channel, at__gte=at - LATELY)
        bad = lately.filter(state__in=(Sent.TRYING, Sent.FAILED))
        if bad.count() >= FAILURES and not lately.filter(state=Sent.SENT).exists():
            last = bad.order_by("-at").values_list("why", "code").first()
            yield Finding(
                Level.STOP,
                f"Nothing got through by {channel} since yesterday: {bad.count()} notices, last {' '.join(filter(None, last or ()))}.",
                "Ask whoever runs the gateway; look at its settings (docs/operating.md).",
            )


CHECKS: tuple[Callable[[datetime], Iterator[Finding]], ...] = (
    _demonstration, _secret, _data, _hosts, _database, _tables, _record, _published, _law, _copies, _offices, _jobs, _gateways,
    _provider,
)  # fmt: skip


def examine(at: datetime) -> tuple[Finding, ...]:
    """Everything that was looked at, in the order of CHECKS; a check that fails is a finding of its own."""
    found: list[Finding] = []
    for check in CHECKS:
        try:
            found.extend(check(at))
        except Exception as error:
            found.append(Finding(Level.STOP, f"{check.__name__.strip('_')} could not be looked at: {type(error).__name__}: {error}"))
    return tuple(found)
