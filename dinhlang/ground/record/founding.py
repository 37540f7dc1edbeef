"""A log begins, and is looked at before the site opens.

Promises: index 0 is `log.opened` with origin and verifier keys (docs/log-format.md, section 13); a database that is older than, or
differs from, what this machine ever signed does not open. Refuses: a second beginning under the same origin.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from dinhlang.core import ledger, rules
from dinhlang.core.refusal import N_, Refused
from dinhlang.ground.record import append, keys, rulebooks, signer, tree, vault
from dinhlang.ground.record.models import Entry, Head, RulebookCopy

NEXT = "next"  # keys of a log that is about to follow this one
CLOSED = "closed"
RESTORED = "restored"  # a file in DATA_DIR: a copy was brought back, and two persons have not confirmed it yet
UNCONFIRMED = N_(
    "A copy of {taken} was brought back, and the site stays shut until two persons confirm it: "
    "dinhlang restored --decision … --first NAME --second NAME"
)
UNFINISHED = "unfinished"  # stands in a closed log's folder until the following one has begun


@dataclass(frozen=True)
class Opened:
    """What the first entry says: the log's name and its verifier keys."""

    origin: str
    vkeys: tuple[str, ...]


def opened_as() -> Opened | None:
    """The first entry of the log in the database; None in an empty one."""
    first = Entry.objects.filter(index=0).values_list("hash", flat=True).first()
    if first is None:
        return None
    part = next((one for one in vault.open_parts([bytes(first)], ["public"]).get(bytes(first), ())), None)
    value = part.value if part is not None and isinstance(part.value, dict) else {}
    return Opened(str(value.get("origin", "")), tuple(value.get("vkeys", ())))


def begin_head(at: datetime, files: Mapping[str, bytes]) -> None:
    """The head of an empty tree, with the rulebook `files` in force. Inside the caller's transaction; RulebookError for `files`."""
    book = rules.load(files)
    RulebookCopy.objects.get_or_create(hash=book.hash, defaults={"files": rulebooks.pack(files), "adopted": at})
    Head.objects.create(pk=1, rules=book.hash)


def begin(at: datetime, origin: str, vkeys: Mapping[str, str], more: Mapping[str, Any]) -> None:
    """Append `log.opened` as index 0. Inside the caller's transaction, with a head of size 0."""
    public = {"origin": origin, "vkeys": [vkeys[role] for role in keys.ROLES], **more}
    append.append(
        append.prepare(
            append.OPENED,
            office=ledger.NONE,
            code=ledger.NONE,
            body=None,
            at=at,
            subject=append.new_subject(),
            parts={"public": public},
            open_parts={"public"},
            because=None,
            sealed=False,
            scopes=(0,),
        )
    )


def follows(name: str, origin: str) -> bool:
    """Whether a log called `name` is `origin` or one that followed it (`…/2`)."""
    return name == origin or re.fullmatch(re.escape(origin) + r"/[1-9][0-9]*", name) is not None


def open_log(origin: str, *, at: datetime, files: Mapping[str, bytes]) -> bool:
    """Begin the log under `origin` with the rulebook `files`: keys where absent, head, first entry. False where it runs already.

    Raises Refused where this machine remembers a log that the database does not hold, or holds another one; RulebookError for `files`.
    """
    up_check()
    if Head.objects.filter(pk=1).exists():
        if not follows(keys.origin(), origin):
            raise Refused(N_("The database holds the log {found}, not {wanted}."), {"found": keys.origin(), "wanted": origin})
        return False
    ledger.check_origin(origin)
    rules.load(files)  # before there are keys
    vkeys = keys.ensure(origin)
    with transaction.atomic():
        begin_head(at, files)
        begin(at, origin, vkeys, {})
    return True


def up_check() -> None:
    """Raise Refused where the site must not open: the tree is smaller than, or inconsistent with, a trace of an earlier signature."""
    finish_swap()
    if _restored().exists():
        raise Refused(UNCONFIRMED, {"taken": _restored().read_text("ascii").strip()})
    _check_traces()


def _check_traces() -> None:
    row = Head.objects.filter(pk=1).first()
    if row is None:
        published = signer.published_dir()
        for path in filter(None, (append.state_file(), published / "checkpoint" if published else None)):
            if path.exists():
                raise Refused(
                    N_(
                        "The database is empty, but {where} remembers a log, so nothing begins anew. Restore a copy of the database. "
                        "Where there is none, fill it from an export: dinhlang recover --from DIR. "
                        "Where there is none of these either: dinhlang recover --new-origin"
                    ),
                    {"where": path},
                )
        return
    opened = opened_as()
    if opened is None or opened.origin != keys.origin() or set(opened.vkeys) != set(keys.vkeys().values()):
        raise Refused(N_("The keys of this machine are not those of the log in the database. See docs/keys.md."))
    signer.check_not_behind(row.size)
    if not signer.extends(row.size, row.size, ledger.Edge.from_bytes(bytes(row.edge)).root(), tree.nodes(row.size)):
        raise Refused(N_("The tree's edge and its tiles disagree: the database is damaged. The operator runs: dinhlang verify"))


def _restored() -> Path:
    return Path(settings.DATA_DIR) / RESTORED


def brought_back(taken: str) -> None:
    """Keep the site shut until two persons confirm that the copy of the instant `taken` stands."""
    _restored().write_text(f"{taken}\n", "ascii")
    signer.sync_folder(_restored().parent)


def open_restored(at: datetime, decision: str, persons: tuple[str, str]) -> None:
    """Two persons confirmed the copy that was brought back: the record says so (`log.restored`), and the site may open.

    The names stand in a sealed part. Raises Refused where nothing waits, or where a trace of a newer log is left.
    """
    if not _restored().exists():
        raise Refused(N_("No copy waits for a confirmation."))
    _check_traces()
    public = {"taken": _restored().read_text("ascii").strip(), "decision": decision}
    with transaction.atomic():
        append.append(
            append.prepare(
                "log.restored",
                office=ledger.NONE,
                code=ledger.NONE,
                body=None,
                at=at,
                subject=append.new_subject(),
                parts={"public": public, "sender": {"persons": list(persons)}},
                open_parts={"public"},
                because=None,
                sealed=False,
                scopes=(0,),
            )
        )
    _restored().unlink()


def closed_dir() -> Path:
    """Where closed logs lie, numbered from 1."""
    return Path(settings.DATA_DIR) / CLOSED


def finish_swap() -> None:
    """Put the keys of a following log in place once its first entry is in the database. Safe to repeat after a crash."""
    coming = keys.key_dir() / NEXT
    if not coming.is_dir():
        return
    opened = opened_as()
    left = [role for role in keys.ROLES if (coming / role).exists()]
    if opened is None or any(ledger.parse_skey((coming / role).read_text().strip()).vkey.text not in opened.vkeys for role in left):
        return
    number = sum(1 for path in closed_dir().glob("[0-9]*") if path.is_dir())
    old = closed_dir() / str(number)
    published = signer.published_dir()
    for path, to in (
        (append.state_file(), old / "sign-state"),
        *(((published, published.with_name(f"log-closed-{number}")),) if published else ()),
    ):
        note = path / "checkpoint" if path.is_dir() else path
        if note.is_file() and note.read_text("utf-8").split("\n", 1)[0] != opened.origin:
            path.rename(to)
    (old / "keys").mkdir(exist_ok=True, mode=0o700)
    for role in left:
        if (keys.key_dir() / role).exists():
            (keys.key_dir() / role).rename(old / "keys" / role)
        (coming / role).rename(keys.key_dir() / role)
    coming.rmdir()
    (old / UNFINISHED).unlink(missing_ok=True)
