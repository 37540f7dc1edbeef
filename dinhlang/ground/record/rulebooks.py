"""The rulebook in force: always the adopted copy kept in the database, never the folder as it happens to stand.

A folder takes effect by the recorded act `rulebook.adopt`; a broken one cannot be adopted, and the old one keeps running.
"""

import io
import zipfile
from collections.abc import Callable, Collection, Mapping
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

from dinhlang.core import rules
from dinhlang.core.refusal import N_, Refused
from dinhlang.core.rules import listed, look
from dinhlang.ground.record import append, fast
from dinhlang.ground.record.act import Draft, Who, act
from dinhlang.ground.record.models import Head, RulebookCopy

T = TypeVar("T")
EPOCH = (2023, 7, 1, 0, 0, 0)


def read_folder(folder: Path) -> dict[str, bytes]:
    """Every TOML file below `folder`, by posix path."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*.toml"))}


def pack(files: Mapping[str, bytes]) -> bytes:
    """The files as one zip whose bytes depend on nothing but them."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as bundle:
        for path in sorted(files):
            bundle.writestr(zipfile.ZipInfo(path, EPOCH), files[path])
    return out.getvalue()


def unpack(bundle: bytes) -> dict[str, bytes]:
    """The files of `pack`."""
    with zipfile.ZipFile(io.BytesIO(bundle)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@lru_cache(maxsize=8)
def of_hash(digest: bytes) -> rules.Rulebook:
    """The adopted rulebook with this hash. Raises Refused where none was adopted."""
    row = RulebookCopy.objects.filter(hash=digest).first()
    if row is None:
        raise Refused(N_("No rulebook has been adopted yet. The operator runs: dinhlang up"))
    return _read(bytes(row.files))


@lru_cache(maxsize=8)
def _read(packed: bytes) -> rules.Rulebook:
    """The rulebook in a zip of `pack`; the same bytes are read once."""
    return rules.load(unpack(packed))


def bundle(digest: bytes) -> bytes | None:
    """The files of the adopted rulebook with this hash, exactly as they were adopted, as one zip; None where none was adopted."""
    row = RulebookCopy.objects.filter(hash=digest).only("files").first()
    return None if row is None else bytes(row.files)


@lru_cache(maxsize=4)
def cases_of(digest: bytes) -> tuple[rules.Case, ...]:
    """The cases that came with the adopted rulebook of this hash; none where they cannot be read, for no duty hangs on them."""
    packed = bundle(digest)
    try:
        return () if packed is None else rules.load_cases(unpack(packed))
    except rules.RulebookError:
        return ()


@lru_cache(maxsize=4)
def choices_of(digest: bytes) -> tuple[rules.Choice, ...]:
    """The cases of lists that came with the adopted rulebook of this hash; none where they cannot be read."""
    packed = bundle(digest)
    try:
        return () if packed is None else rules.load_choices(unpack(packed))[0]
    except rules.RulebookError:
        return ()


def current() -> rules.Rulebook:
    """The rulebook in force."""
    rules = fast.rules()
    return of_hash(bytes(append.head().rules) if rules is None else rules)


OLDER = N_(
    "The rulebook in force does not hold the list “{list}”, which this is done by. Ask the operator to adopt the present one: "
    "dinhlang rulebook adopt"
)  # fmt: skip


class Older(Refused):
    """The rulebook in force is older than the house and lacks the list `name`, by which something is done."""

    def __init__(self, name: str) -> None:
        super().__init__(OLDER, {"list": name})


def where_held(ask: Callable[[], T]) -> T | None:
    """What `ask` finds in the lists of the law; None where the rulebook in force is older: for pages, which stay up without it."""
    try:
        return ask()
    except Older:
        return None


def listing(id: str, day: date) -> rules.Listing:
    """A list of the law in its wording of `day`; where none is in force then, the one to come or the last that ended. Raises Older."""
    every = look.every(current())
    found = look.on(every[id], day) if id in every else None
    if not isinstance(found, rules.Listing):
        raise Older(id)
    return found


def listings(lists: str, day: date) -> tuple[rules.Listing, ...]:
    """The lists of the law that list things of one sort (`lists`: "sequel", "initiative" …) in force on `day`, by id.

    Raises Older where the rulebook in force has none in any wording.
    """
    found = tuple(one for one in current().listing_versions if one.lists == lists)
    if not found:
        raise Older(lists)
    return tuple(one for one in found if one.in_force(day))


def wordings(of: str, day: date) -> tuple[rules.Listing, ...]:
    """Every wording of the list with the id `of`, or of the lists of that sort: those in force on `day` first, then the latest first.

    For what was chosen from one and is kept, whatever the list says now. () where the rulebook in force is older.
    """
    found = (one for one in current().listing_versions if of in (one.id, one.lists))
    return tuple(sorted(found, key=lambda one: (one.in_force(day), one.in_force_from), reverse=True))


def kept(of: str, id: str, day: date) -> rules.Entry | None:
    """What was chosen on `day` from a list (see `wordings`) and is kept by its id; None where no wording has it."""
    return next((found for one in wordings(of, day) if (found := one.entry(id)) is not None), None)


def steps(
    of: str, step: str, named: Collection[str], way: str = "", secret: bool = False
) -> tuple[tuple[rules.EventKind, rules.StepOf], ...]:  # fmt: skip
    """The events of the rulebook in force that a `step` of a vote or of a meeting (`of`) on any of the rules `named` is.

    Raises Older where that rulebook says so of no step at all: else a step would be taken, start no clock, and nobody be told.
    """
    book = current()
    if not any(one.of == of for kind in book.event_kinds for one in kind.steps):
        raise Older(f"{of}: {step}")
    return listed.steps(book, of, step, named, way, secret)


@act("rulebook.adopt", rows=False)  # a rulebook that is not held is told by its hash
def adopt(*, who: Who, at: datetime, body: int | None, files: Mapping[str, bytes], changelog: str, source: str) -> Draft:
    """Put a rulebook in force. Who: the province at its console, or the house when it is first opened. Basis: the instruments it cites.

    Raises RulebookError where the files are not a rulebook, Refused without a changelog.
    """
    book = rules.load(files)
    if not changelog.strip():
        raise Refused(N_("Say what changes: period, kinds of body, source."))
    RulebookCopy.objects.get_or_create(hash=book.hash, defaults={"files": pack(files), "adopted": at})
    Head.objects.filter(pk=1).update(rules=book.hash)
    fast.know(fast.RULES, book.hash)  # what follows in this act goes by the new one
    return Draft(append.new_subject(), {"public": {"rulebook": book.hash.hex(), "changelog": changelog, "source": source}})
