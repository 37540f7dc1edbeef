"""The table and the reasons in the reader's words."""

from django.utils.translation import gettext as _

from dinhlang.core.refusal import N_
from dinhlang.ground.personal import policy
from dinhlang.ground.ui import format

PART = {"public": N_("the words"), "sender": N_("who sent it"), "place": N_("the place"), "files": N_("files")}


def said(words: policy.Words) -> str:
    """A sentence of the table in the reader's language."""
    return words.en if format.language() == "en" else words.vi


def basis_words(text: str) -> str:
    """What a row rests on: an article as it is cited, consent, or that it is a promise of the house."""
    if text == "consent":
        return _("the person's consent")
    if text.startswith("house:"):
        return _("a promise of this house; no article that orders it was read (%(what)s)") % {"what": text.removeprefix("house:").strip()}
    return format.cited(text)


def reason_words(code: str) -> str:
    """Why an identity may be opened, with what that rests on; the code itself where the list has it no more."""
    known = policy.identity().reasons.get(code)
    if known is None:
        return code
    return f"{known.en if format.language() == 'en' else known.vi} ({basis_words(known.basis)})."
