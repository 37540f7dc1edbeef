"""What an operator must know before and while the site is used: one line for each fault, in plain words, with what to do.

Promises: looks only, changes nothing; every check stands alone, so that one that cannot be done does not hide the next. Refuses: to guess;
what it cannot see from here it says so.
"""

import importlib.util
import os
import shutil
import stat
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import Enum
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Q
from django.utils.translation import gettext

from dinhlang.core import rules
from dinhlang.core.refusal import N_, Refused
from dinhlang.ground.jobs.models import Job, State
from dinhlang.ground.notices import channels, policy
from dinhlang.ground.notices.models import Delivery, Sent
from dinhlang.ground.people import outside, passkeys
from dinhlang.ground.people import reads as people
from dinhlang.ground.people.models import Mandate
from dinhlang.ground.record import append, clock, founding, rulebooks, signer
from dinhlang.ground.record.models import Head, Pending
from dinhlang.ground.ui.refusals import sentence
from dinhlang.web import backup

HOUR = timedelta(hours=1)
TICKED = timedelta(hours=2)  # the record has an entry an hour; two without one mean that nobody keeps its clock
COPIED = timedelta(days=2)
ROOM = 2 << 30  # octets that must be free
ROOM_SHARE = 0.05
OLDEST_POSTGRESQL = 150000
OVERDUE = HOUR  # a job that waits longer for its turn is stuck

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
    """One thing that was looked at: what was seen, and what to do where that is not as it should be; sentences of the catalogue with what
    is filled in. The command line says them in English, the operator's page in the language of the page."""

    level: Level
    msg: str
    advice: str = ""
    values: Mapping[str, object] = field(default_factory=dict)

    @property
    def said(self) -> str:
        """What was seen, in English."""
        return self.msg.format(**self.values)

    @property
    def what_to_do(self) -> str:
        """What to do, in English."""
        return self.advice.format(**self.values)

    def in_words(self) -> tuple[str, str]:
        """Both in the active language."""
        said = {name: sentence(value) if isinstance(value, Refused) else value for name, value in self.values.items()}
        return gettext(self.msg).format(**said), gettext(self.advice).format(**said) if self.advice else ""


def _finding(level: Level, msg: str, advice: str = "", **values: object) -> Finding:
    return Finding(level, msg, advice, values)


def _fine(msg: str, **values: object) -> Finding:
    return Finding(Level.FINE, msg, "", values)


def _private(path: Path) -> bool:
    return not stat.S_IMODE(path.stat().st_mode) & 0o077


def _told(at: datetime) -> str:
    return f"{at:%d/%m/%Y %H:%M} UTC"


def _demonstration(at: datetime) -> Iterator[Finding]:
    if settings.DEMO:
        yield _finding(
            Level.STOP, N_("This is a demonstration: anybody signs in without a password."), N_("Use another data folder for real data.")
        )
    elif importlib.util.find_spec("dinhlang_demo") is not None:
        yield _finding(
            Level.LOOK,
            N_("The demonstration package is installed here."),
            N_("Leave dinhlang_demo out of a production installation (SECURITY.md)."),
        )
    else:
        yield _fine(N_("No demonstration is installed."))


def _secret(at: datetime) -> Iterator[Finding]:
    path = Path(settings.SECRET_FILE)
    if settings.SECRET_KEY.startswith("demonstration-only"):
        yield _finding(
            Level.STOP, N_("The site's secret is the demonstration's."), N_("Set DINHLANG_SECRET_KEY, or run: dinhlang keys init")
        )
    elif path.is_file() and not _private(path):
        yield _finding(Level.STOP, N_("Others on this machine can read {name}."), N_("chmod 600 {path}"), name=path.name, path=path)
    else:
        yield _fine(N_("The site's secret is its own."))


def _data(at: datetime) -> Iterator[Finding]:
    folder = Path(settings.DATA_DIR)
    if not os.access(folder, os.W_OK):
        yield _finding(
            Level.STOP, N_("The data folder {folder} cannot be written."), N_("Give it to the user that runs the site."), folder=folder
        )
        return
    if not _private(folder):
        yield _finding(Level.STOP, N_("Others on this machine can look into the data folder."), N_("chmod 700 {path}"), path=folder)
    keys = folder / "keys"
    open_keys = [path for path in keys.rglob("*") if path.is_file() and not _private(path)] if keys.is_dir() else []
    if open_keys:
        yield _finding(
            Level.STOP, N_("Others on this machine can read {n} signing keys."), N_("chmod 600 {path}"), n=len(open_keys), path=keys / "*"
        )
    free = shutil.disk_usage(folder)
    if free.free < ROOM or free.free < free.total * ROOM_SHARE:
        yield _finding(
            Level.STOP, N_("{n} MiB are free where the data lies."), N_("Make room: a full disk takes no act."), n=free.free >> 20
        )
    else:
        yield _fine(N_("{n} GiB are free where the data lies."), n=free.free >> 30)


def _hosts(at: datetime) -> Iterator[Finding]:
    if not settings.ALLOWED_HOSTS or "*" in settings.ALLOWED_HOSTS:
        yield _finding(Level.STOP, N_("No host name is set, or every name is."), N_("Set DINHLANG_HOSTS to the names of this site."))
    elif not settings.SESSION_COOKIE_SECURE:
        yield _finding(Level.STOP, N_("Cookies travel in clear."), N_("Serve the site through TLS, not as a demonstration."))
    else:
        yield _fine(N_("It answers to {hosts}."), hosts=", ".join(settings.ALLOWED_HOSTS))


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
            yield _finding(
                Level.STOP,
                N_("SQLite runs with {mode}, synchronous {sync}."),
                N_("A power cut could lose acts: do not change its settings."),
                mode=mode,
                sync=sync,
            )
        else:
            yield _fine(N_("SQLite writes ahead and waits for the disk."))
        return
    version, fsync, commit = _postgresql()
    if version < OLDEST_POSTGRESQL:
        yield _finding(Level.STOP, N_("PostgreSQL is older than 15 ({version})."), N_("Bring it up to 15 or newer."), version=version)
    if fsync != "on" or commit == "off":
        yield _finding(Level.STOP, N_("PostgreSQL does not wait for the disk (fsync {fsync}, synchronous_commit {commit})."),
            N_("Set both to on: an act that was acknowledged must survive a power cut."), fsync=fsync, commit=commit,
        )  # fmt: skip
    elif version >= OLDEST_POSTGRESQL:
        yield _fine(N_("PostgreSQL waits for the disk."))


def _tables(at: datetime) -> Iterator[Finding]:
    executor = MigrationExecutor(connection)
    missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if missing:
        yield _finding(Level.STOP, N_("{n} changes of the tables are not made yet."), N_("Run: dinhlang up"), n=len(missing))
    else:
        yield _fine(N_("The tables are those of this release."))


def _record(at: datetime) -> Iterator[Finding]:
    try:
        founding.up_check()
    except Refused as error:
        yield Finding(Level.STOP, error.msg, "", error.values)
        return
    head = Head.objects.filter(pk=1).first()
    if head is None:
        yield _finding(Level.STOP, N_("No record is open."), N_("Run: dinhlang up"))
        return
    if head.time is None or at - head.time > TICKED:
        yield _finding(
            Level.STOP,
            N_("The record's last entry is of {time}."),
            N_("Nobody keeps its clock: run dinhlang serve, or dinhlang tick in a timer."),
            time=_told(head.time) if head.time is not None else "-",
        )
    elif head.time > at + append.BACKWARDS:
        yield _finding(
            Level.STOP,
            N_("The record's last entry, {time}, lies in the future."),
            N_("This machine's clock is slow: set it (NTP)."),
            time=_told(head.time),
        )
    else:
        yield _fine(N_("The record has {n} entries, the last of {time}."), n=head.size, time=_told(head.time))
    late = Pending.objects.filter(at__lt=at - append.STALLED).count()
    if late:
        yield _finding(
            Level.STOP,
            N_("{n} sealed acts wait longer than {hours} hours."),
            N_("Run: dinhlang tick, and read what it refuses."),
            n=late,
            hours=append.STALLED // HOUR,
        )
    if (Path(settings.DATA_DIR) / "scrub-due").exists():
        yield _finding(Level.LOOK, N_("An erasure waits until the database's own log is emptied."), N_("Run: dinhlang tick"))


def _published(at: datetime) -> Iterator[Finding]:
    folder = signer.published_dir()
    if folder is None:
        yield _finding(
            Level.LOOK,
            N_("The record is exported to nobody, so nobody outside can hold it against later."),
            N_("Set DINHLANG_PUBLISHED, and let a witness copy it."),
        )
    elif not os.access(folder if folder.exists() else folder.parent, os.W_OK):
        yield _finding(
            Level.STOP,
            N_("The folder {folder} of the exported record cannot be written."),
            N_("Give it to the user that runs the site."),
            folder=folder,
        )
    else:
        yield _fine(N_("The record is exported."))


def _law(at: datetime) -> Iterator[Finding]:
    try:
        book = rules.load(rulebooks.read_folder(Path(settings.RULEBOOK_DIR)))
        current = rulebooks.current()
    except rules.RulebookError as error:
        yield _finding(Level.STOP, N_("The rulebook folder has {n} mistakes."), N_("Run: dinhlang rulebook check"), n=len(error.problems))
        return
    except Refused as error:
        yield Finding(Level.STOP, error.msg, N_("Run: dinhlang up"), error.values)
        return
    if book.hash != current.hash:
        yield _finding(
            Level.LOOK, N_("The rulebook of this release is not the one in force."), N_("Read what changes, then: dinhlang rulebook adopt")
        )
    else:
        yield _fine(N_("The rulebook of this release is in force."))


def _copies(at: datetime) -> Iterator[Finding]:
    if settings.BACKUP_DIR is None or settings.VAULT_BACKUP_DIR is None:
        yield _finding(
            Level.STOP,
            N_("No copy of the database is made."),
            N_("Set DINHLANG_BACKUPS and DINHLANG_VAULT_BACKUPS; run dinhlang backup every night."),
        )
        return
    try:
        backup.check_apart(settings.BACKUP_DIR, settings.VAULT_BACKUP_DIR)
    except Refused as error:
        yield Finding(Level.STOP, error.msg, "", error.values)
    copies = backup.copies_in(settings.BACKUP_DIR)
    if not copies or at - backup.taken(copies[-1]) > COPIED:
        yield _finding(
            Level.STOP,
            N_("There is no copy of the last two days."),
            N_("Run dinhlang backup every night, and try restore once on another machine."),
        )
    else:
        yield _fine(N_("The last copy is {name}."), name=copies[-1].name)
    kept = (*backup.vaults(settings.VAULT_BACKUP_DIR), *copies)
    old = [path for path in kept if backup.taken(path) <= at - timedelta(days=backup.VAULT_DAYS)]
    if old:
        yield _finding(
            Level.STOP,
            N_("{n} copies, or copies of the vault's keys, are older than {days} days: erased text lives on in them."),
            N_("Delete them, on every disk: dinhlang backup does it here."),
            n=len(old),
            days=backup.VAULT_DAYS,
        )
    if settings.BACKUP_DIR.exists() and settings.BACKUP_DIR.stat().st_dev == Path(settings.DATA_DIR).stat().st_dev:
        yield _finding(
            Level.LOOK,
            N_("The copies lie on the disk of the data itself."),
            N_("A disk that dies takes both: copy them to another machine."),
        )


def _offices(at: datetime) -> Iterator[Finding]:
    day = clock.local_day(at)
    running = Mandate.objects.filter(Q(to_day=None) | Q(to_day__gte=day), from_day__lte=day).select_related("account")
    bare = sorted({row.account.get_username() for row in running if row.account.is_active and not people.held(row.account_id, day)})
    if bare:
        yield _finding(
            Level.LOOK,
            N_("{n} accounts in office have no second factor yet: {names}."),
            N_("They cannot act. Give them their paper again."),
            n=len(bare),
            names=", ".join(bare[:5]),
        )
    try:
        rule = rulebooks.current().offices
    except Refused:
        return
    confirming = {row.account_id for row in running if (one := rule.get(row.office)) is not None and APPOINT in one.confirms}
    if len(confirming) < 2:
        yield _finding(
            Level.STOP, N_("Fewer than two persons can confirm what takes two."), N_("Give two persons such an office: dinhlang people add")
        )
    else:
        yield _fine(N_("{n} persons can confirm what takes two."), n=len(confirming))


def _passkeys(at: datetime) -> Iterator[Finding]:
    found = passkeys.host_names(settings.ALLOWED_HOSTS)
    if not settings.ALLOWED_HOSTS or not found.made:
        return
    if not found.lost:
        yield _fine(N_("Passkeys: {n}, all made under a name of this site."), n=found.made)
        return
    yield _finding(
        Level.LOOK,
        N_(
            "Passkeys that stop working: {n}, of {accounts} accounts. They were made under {hosts}; this site answers to {names}. "
            "Accounts of these with neither app nor card: {bare}."
        ),
        N_(
            "A passkey works under the host name it was made under and no other. Best put the old name back beside the new one "
            "(DINHLANG_HOSTS) until everybody has added an app under it. Otherwise they sign in by app, card or recovery code and add a "
            "passkey anew; who has none of these begins again on paper: dinhlang people renew"
        ),
        n=found.lost,
        accounts=found.accounts,
        hosts=", ".join(found.hosts[:5]),
        names=", ".join(settings.ALLOWED_HOSTS),
        bare=found.bare,
    )


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
        yield _finding(
            Level.STOP,
            N_("Others on this machine can read {name}."),
            N_("chmod 600 {path}"),
            name=slot.secret_file.name,
            path=slot.secret_file,
        )
    try:
        outside.secret(slot)
    except Refused:
        yield _finding(
            Level.STOP, N_("The secret for {name} cannot be read or is empty."), N_("See DINHLANG_OIDC_SECRET_FILE."), name=slot.name
        )
    try:
        there = outside.provider(slot)
        keys = outside.signing_keys(slot, there)
    except Refused as error:
        yield _finding(Level.STOP, N_("The document or the keys of {name} could not be had: {error}"),
            N_("Look at DINHLANG_OIDC_ISSUER, at DINHLANG_OIDC_HOSTS and at the warning in the log. Nobody signs in by it until then."),
            name=slot.name, error=error,
        )  # fmt: skip
        return
    if not there.codes:
        yield _finding(
            Level.STOP, N_("{name} does not offer the code flow."), N_("Ask the provider for response_type code."), name=slot.name
        )
    if not keys:
        yield _finding(
            Level.STOP,
            N_("{name} publishes no key of a kind that is accepted here."),
            N_("Ask the provider to sign with RS256."),
            name=slot.name,
        )
    if not there.pkce:
        yield _finding(
            Level.LOOK,
            N_("{name} does not say that it knows PKCE with S256."),
            N_("A code that is stolen on its way may be of use to a thief."),
            name=slot.name,
        )
    elif there.codes and keys:
        yield _fine(N_("{name} answers, with the code flow, PKCE and {n} keys."), name=slot.name, n=len(keys))


def _jobs(at: datetime) -> Iterator[Finding]:
    stuck = Job.objects.filter(state=State.WAITING, due__lt=at - OVERDUE).count()
    if stuck:
        yield _finding(
            Level.STOP,
            N_("{n} jobs wait longer than an hour for their turn."),
            N_("Nobody does them: run dinhlang serve, or dinhlang tick in a timer; dinhlang jobs lists them."),
            n=stuck,
        )
    given_up = Job.objects.filter(state=State.FAILED, ended__gte=at - 7 * LATELY).count()
    if given_up:
        yield _finding(
            Level.LOOK, N_("{n} jobs of the last week were given up."), N_("dinhlang jobs says why, dinhlang jobs --again N"), n=given_up
        )
    if not stuck and not given_up:
        yield _fine(N_("{n} jobs wait, none is stuck."), n=Job.objects.filter(state=State.WAITING).count())


def _gateways(at: datetime) -> Iterator[Finding]:
    named = [one for one in (policy.EMAIL, policy.PUSH, policy.ZALO, policy.SMS) if channels.set_up(one)]
    if not named:
        yield _finding(
            Level.LOOK,
            N_("Notices reach nobody outside the house: no e-mail, push or gateway is set up."),
            N_("Set DINHLANG_EMAIL_HOST, DINHLANG_PUSH_CONTACT or a gateway (docs/operating.md)."),
        )
    for channel in named:
        found = channels.gateway(channel)
        if found is not None and (not found.url.startswith("https://") or not found.ok):
            yield _finding(
                Level.STOP,
                N_("The gateway for {channel} is not https, or nobody said how a good answer looks."),
                N_("Set DINHLANG_{setting}_URL and DINHLANG_{setting}_OK."),
                channel=channel,
                setting=channel.upper(),
            )
        lately = Delivery.objects.filter(channel=channel, at__gte=at - LATELY)
        bad = lately.filter(state__in=(Sent.TRYING, Sent.FAILED))
        if bad.count() >= FAILURES and not lately.filter(state=Sent.SENT).exists():
            last = bad.order_by("-at").values_list("why", "code").first()
            yield _finding(
                Level.STOP,
                N_("Nothing got through by {channel} since yesterday: {n} notices, last {last}."),
                N_("Ask whoever runs the gateway; look at its settings (docs/operating.md)."),
                channel=channel,
                n=bad.count(),
                last=" ".join(filter(None, last or ())),
            )


CHECKS: tuple[Callable[[datetime], Iterator[Finding]], ...] = (
    _demonstration, _secret, _data, _hosts, _database, _tables, _record, _published, _law, _copies, _offices, _passkeys, _jobs, _gateways,
    _provider,
)  # fmt: skip


def examine(at: datetime) -> tuple[Finding, ...]:
    """Everything that was looked at, in the order of CHECKS; a check that fails is a finding of its own."""
    found: list[Finding] = []
    for check in CHECKS:
        try:
            found.extend(check(at))
        except Exception as error:
            name = check.__name__.strip("_")
            found.append(
                _finding(Level.STOP, N_("{check} could not be looked at: {error}"), check=name, error=f"{type(error).__name__}: {error}")
            )
    return tuple(found)
