"""Uploads of a form through the one door, as attachments an act can take."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.core.files.uploadedfile import UploadedFile

from dinhlang.core import ledger
from dinhlang.core.refusal import N_, Refused
from dinhlang.ground.files.kinds import DOCUMENTS, MEBIBYTE, PHOTOS, SOUNDS, UPLOAD_BYTES, UPLOADS, Kind, Limits, shown_name
from dinhlang.ground.files.sentences import Why
from dinhlang.ground.files.untrusted import Clean, open_untrusted
from dinhlang.ground.record.append import Attachment

PAPERS = DOCUMENTS | PHOTOS
PHOTOGRAPHS = PHOTOS
SIGNED = PHOTOS | {Kind.pdf}  # a page that somebody signed by hand


@dataclass(frozen=True)
class Signed:
    """Signed pages, with what each page's QR codes say by the file's name: untrusted text."""

    files: tuple[Attachment, ...]
    codes: tuple[tuple[str, str], ...]


def receive_signed(uploads: Sequence[UploadedFile]) -> Signed:
    """Pages that somebody signed by hand, in the order of their names, with the codes on them. Raises Refused."""
    _check_many(uploads)
    many = [_let_in(one, SIGNED, codes=True) for one in sorted(uploads, key=_natural)]
    files = tuple(Attachment(name, clean.media_type, clean.public, clean.original) for name, clean in many)
    return Signed(files, tuple((name, code) for name, clean in many for code in clean.codes))


def receive(uploaded: UploadedFile | None, kinds: Collection[Kind] = PAPERS) -> tuple[Attachment, ...]:
    """The upload as zero or one attachment. Raises Refused for anything that is not what it says, too large, or dangerous."""
    return received(uploaded, kinds)[0]


def receive_sound(uploaded: UploadedFile | None, limits: Limits) -> tuple[Attachment, ...]:
    """A voice note as zero or one attachment, as it came. Raises Refused for what is no sound, too large or too long (`limits`)."""
    if uploaded is None:
        return ()
    name, size = ledger.clean_text(uploaded.name or ""), uploaded.size or 0
    if size > limits.upload:
        raise Refused(
            Why.sound_large.value, {"name": shown_name(name), "size": f"{size / MEBIBYTE:.1f}", "limit": limits.upload // MEBIBYTE}
        )
    uploaded.seek(0)
    clean = open_untrusted(name, uploaded.read(), SOUNDS, limits)
    return (Attachment(f"ghi-am.{clean.kind.value}", clean.media_type, clean.public),)


def receive_all(uploads: Sequence[UploadedFile], kinds: Collection[Kind] = PAPERS) -> tuple[tuple[Attachment, ...], str]:
    """`received` for several uploads, in the order of their names ("trang 2" before "trang 10"); the words are those of the first page."""
    _check_many(uploads)
    many = [received(one, kinds) for one in sorted(uploads, key=_natural)]
    return tuple(file for files, _words in many for file in files), many[0][1] if many else ""


def _check_many(uploads: Sequence[UploadedFile]) -> None:
    if len(uploads) > UPLOADS:
        raise Refused(N_("At most {most} files are taken at a time. Put the scans into one PDF."), {"most": UPLOADS})


def _natural(uploaded: UploadedFile) -> list[tuple[int, str]]:
    parts = re.split(r"(\d+)", (uploaded.name or "").casefold())
    return [(int(part), "") if part.isdecimal() else (0, part) for part in parts]


def received(uploaded: UploadedFile | None, kinds: Collection[Kind] = PAPERS) -> tuple[tuple[Attachment, ...], str]:
    """`receive`, with what the first page says ("" where it cannot be read): untrusted text, to be suggested and never believed."""
    if uploaded is None:
        return (), ""
    name, clean = _let_in(uploaded, kinds)
    return (Attachment(name, clean.media_type, clean.public, clean.original),), clean.words


def _let_in(uploaded: UploadedFile, kinds: Collection[Kind], *, codes: bool = False) -> tuple[str, Clean]:
    name = ledger.clean_text(uploaded.name or "")
    if (uploaded.size or 0) > UPLOAD_BYTES:
        raise Refused(
            N_("{name} has {size} MB; at most {most} MB are taken. Scan it in black and white, or split it."),
            {"name": name, "size": (uploaded.size or 0) // MEBIBYTE, "most": UPLOAD_BYTES // MEBIBYTE},
        )
    uploaded.seek(0)
    return name, open_untrusted(name, uploaded.read(), kinds, codes=codes)
