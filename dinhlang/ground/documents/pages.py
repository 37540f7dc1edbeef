"""Signed pages as they come back: the QR code that each bears says whose paper it is.

Promises: a page that bears another paper's code is not filed here; a page whose code can be read needs no code typed. Refuses nothing where
no code can be read: then the four signs that are typed decide, as on a page that was crumpled.
"""

import re
from collections.abc import Sequence

from django.core.files.uploadedfile import UploadedFile

from dinhlang.core.ledger.leaf import BASE32
from dinhlang.core.refusal import N_, Refused
from dinhlang.ground.documents import policy
from dinhlang.ground.documents.models import Paper
from dinhlang.ground.documents.states import EXPORTED, ISSUED
from dinhlang.ground.files.receive import Signed, receive_signed
from dinhlang.ground.record.append import Attachment

CODE = re.compile(rf"https?://[^/?#]+/(?:[a-z]{{2}}/)?giay/({BASE32}{{16}})/?(?:[?#].*)?")
ANOTHER = N_("“{name}” bears the QR code of another paper: {code}, “{kind}”. Open the page that this code leads to and bring it there.")
UNKNOWN = N_("“{name}” bears the QR code of a paper that is not this one: {code}. Look which paper you photographed.")


def borne(signed: Signed) -> tuple[tuple[str, str], ...]:
    """The papers whose codes stand on pages: the file's name, the paper's subject. Other codes on a page are none of ours."""
    found = ((name, CODE.fullmatch(text)) for name, text in signed.codes)
    return tuple((name, match.group(1)) for name, match in found if match is not None)


def check_borne(signed: Signed, paper: str) -> bool:
    """Whether the code of this `paper` was read on its pages. Raises Refused where a page bears another one's."""
    found = borne(signed)
    for name, subject in found:
        if subject == paper:
            continue
        other = Paper.objects.filter(pk=subject, seen="open").first()
        code = "-".join(subject[n : n + 4] for n in range(0, 16, 4)).upper()
        if other is None:
            raise Refused(UNKNOWN, {"name": name, "code": code})
        raise Refused(ANOTHER, {"name": name, "code": code, "kind": policy.kinds()[other.kind].said})
    return bool(found)


def of_step(uploads: Sequence[UploadedFile], about: str, kind: str) -> tuple[Attachment, ...]:
    """Signed pages of the paper that a step of a thing issues: of its exported print, if it has one. Raises Refused."""
    signed = receive_signed(uploads)
    row = Paper.objects.filter(about=about, kind=kind, part="", state__in=(EXPORTED, ISSUED)).first()
    check_borne(signed, "" if row is None else row.pk)
    return signed.files
