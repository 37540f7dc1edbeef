"""The table and the reasons in the reader's words."""

from django.utils.translation import gettext as _

from dinhlang.core.refusal import N_
from dinhlang.ground.personal import policy
from dinhlang.ground.ui import format

HOUSE = (
    N_("a kit is opened for one meeting and one phone (docs/adr/0027)"),
    N_("what comes late is decided by two persons (docs/adr/0027)"),
    N_("a draft, shown to the office that brought it (docs/adr/0016)"),
    N_("a line is ended by the village head and never changed (docs/adr/0020); restricted until then"),
    N_("a notice is told in its act's transaction and says nothing outside (docs/adr/0023)"),
    N_("an office acts only when its holder is recognised by two factors (SECURITY.md)"),
    N_("docs/log-format.md, section 9"),
    N_("docs/log-format.md, section 11"),
    N_("so that one asker does not fill the list of questions (policy/meetings.toml)"),
    N_("each change of an account is shown to its owner (docs/adr/0021)"),
    N_("every acknowledged act has a receipt (docs/log-format.md, section 9)"),
    N_("needed for as long as an office runs"),
    N_("the cells go by themselves (docs/adr/0016)"),
    N_("no number is told in public behind which fewer than five people stand (docs/adr/0030)"),
    N_("an office prepares for those who come (docs/adr/0032)"),
    N_("what takes two persons is looked at by two (docs/adr/0018)"),
)
"""Every promise of the house that policy/personal.toml and policy/identity.toml name, to be said in the reader's language."""
PART = {"public": N_("the words"), "sender": N_("who sent it"), "place": N_("the place"), "files": N_("files")}


def said(words: policy.Words) -> str:
    """A sentence of the table in the reader's language."""
    return words.en if format.language() == "en" else words.vi


def basis_words(text: str) -> str:
    """What a row rests on: an article as it is cited, consent, or that it is a promise of the house."""
    if text == "consent":
        return _("the person's consent")
    if text.startswith("house:"):
        return _("a promise of this house; no article that orders it was read (%(what)s)") % {
            "what": _(text.removeprefix("house:").strip())
        }
    return format.cited(text)


def reason_words(code: str) -> str:
    """Why an identity may be opened, with what that rests on; the code itself where the list has it no more."""
    known = policy.identity().reasons.get(code)
    if known is None:
        return code
    return f"{known.en if format.language() == 'en' else known.vi} ({basis_words(known.basis)})."
