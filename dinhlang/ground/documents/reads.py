"""Papers as others see them: what stands of a thing, one with what happened to it, by a digest, the layout a province uses."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice

from django.utils.translation import gettext as _

from dinhlang.core.refusal import N_, NotHere
from dinhlang.ground.documents import checks, policy
from dinhlang.ground.documents.acts import DOCX, INSIDE, OPEN, PDF, SENT, SIGNED
from dinhlang.ground.documents.content import Offer
from dinhlang.ground.documents.models import Layout, Paper, Print
from dinhlang.ground.documents.states import EXPORTED, ISSUED, REPLACED
from dinhlang.ground.people import visibility
from dinhlang.ground.people.visibility import Role
from dinhlang.ground.record import reads as record
from dinhlang.ground.record import vault
from dinhlang.ground.record.reads import Told
from dinhlang.ground.ui import format
from dinhlang.ground.ui.addresses import reverse
from dinhlang.ground.ui.shapes import Link, PaperLine

MODEL = "documents.Paper"
OWNER = "SELECT body_id FROM documents_paper WHERE subject = %s"
EXPORT, ISSUE, BRING, SET, REMOVE = (
    "document.export", "document.issue", "document.bring", "document.set_layout", "document.remove_layout"
)  # fmt: skip
STATES: Mapping[str, tuple[str, str]] = {
    EXPORTED: (N_("exported for signature"), "wait"), ISSUED: (N_("issued"), "done"), REPLACED: (N_("replaced by a newer print"), "none"),
}  # fmt: skip
MANY = 20  # files of one digest
SIGNS = 4  # of a code, that people type
NO_STEPS: Mapping[str, str] = {}
NO_FILE = N_("This file is not kept here any more.")


@dataclass(frozen=True)
class Found:
    """A paper with its files' digests and the entries about it, oldest first (those of the work that issued it too); `around` are those
    about its thing."""

    row: Paper
    prints: tuple[Print, ...]
    told: tuple[Told, ...]
    around: tuple[Told, ...]

    @property
    def went_on(self) -> bool:
        """Whether anything was entered about the thing since the paper was exported: without that nothing it says has changed."""
        return self.row.exported is not None and any(one.at > self.row.exported for one in self.around)

    @property
    def kind(self) -> policy.Kind:
        """The kind of paper it is."""
        return policy.kinds()[self.row.kind]

    @property
    def title(self) -> str:
        """What it is about, as far as that may be read."""
        return next((str(one.words["title"]) for one in self.told if one.words.get("title")), "")

    @property
    def signed(self) -> tuple[Print, ...]:
        """The signed pages that came back."""
        return tuple(one for one in self.prints if one.what == SIGNED)

    @property
    def signers(self) -> tuple[str, ...]:
        """Who signed, as the entry says; () where that is sealed or erased."""
        return next((tuple(map(str, one.words["signers"])) for one in self.told if one.words.get("signers")), ())

    def leaf_of(self, what: str) -> bytes | None:
        """The leaf that holds the files of a sort: a private employer's may still wait for its batch."""
        mine = [(one.act, one.hash) for one in self.told]
        if self.row.seen not in (OPEN, INSIDE):
            mine += record.waiting(self.row.pk)
        if what in (PDF, DOCX):
            return next((leaf for act, leaf in mine if act == EXPORT), None)
        signing = {ISSUE, BRING, *self.kind.issued_by}  # a page is brought only where it was issued without: the last of these holds it
        return next((leaf for act, leaf in reversed(mine) if act in signing), None)


def find(subject: str) -> Found:
    """A paper whole, in three queries. Raises NotHere."""
    row = Paper.objects.filter(pk=subject).first()
    if row is None:
        raise NotHere(checks.NO_PAPER)
    told = record.of_subjects([subject, row.about])
    mine = tuple(one for one in told if one.subject == subject or one.words.get("document") == subject)
    thing = tuple(one for one in told if one.subject == row.about)
    return Found(row, tuple(Print.objects.filter(paper=row).order_by("what", "number")), mine, thing)


def may_see(roles: Collection[Role], seen: str) -> bool:
    """Whether somebody in these roles may know of a paper about a thing that is `seen` by everybody, inside, or inside an employer."""
    return visibility.may_see(roles, MODEL, "number", seen)


def file_of(found: Found, what: str, number: int) -> tuple[bytes, str]:
    """A file of a paper with its media type. Raises NotHere where there is none, Refused where it is not the one that the record names."""
    one = next((one for one in found.prints if (one.what, one.number) == (what, number)), None)
    leaf = None if what == SENT else found.leaf_of(what)
    if one is None or leaf is None:
        raise NotHere(NO_FILE)
    return vault.read_file(leaf, number), one.media_type


def by_digest(sha256: str, seen: Callable[[Paper], bool]) -> tuple[Print, ...]:
    """The files that have this digest, with their papers, oldest first, at most `MANY` of those whose paper is `seen`. One query."""
    found = Print.objects.filter(sha256=sha256).select_related("paper").order_by("pk").iterator(chunk_size=500)
    return tuple(islice((one for one in found if seen(one.paper)), MANY))


def of_thing(about: Iterable[str]) -> tuple[Paper, ...]:
    """The papers of things that stand, oldest first. One query."""
    return tuple(Paper.objects.filter(about__in=list(about)).exclude(state=REPLACED).order_by("exported", "issued", "subject"))


def state_of(row: Paper) -> tuple[str, str]:
    """The state of a paper in words, with the css class of its chip."""
    text, css = STATES[row.state]
    return _(text), css


def named(beginning: str) -> str:
    """The kind of an open paper whose code begins so, in words; "" where none does. One query."""
    if len(beginning) < SIGNS:
        return ""
    found = Paper.objects.filter(pk__startswith=beginning, seen="open").first()
    return "" if found is None else policy.kinds()[found.kind].said


def numbered(row: Paper) -> str:
    """Number and day of an issued paper."""
    day = format.short_day(row.dated) if row.dated is not None else ""
    return _("No %(number)s of %(day)s") % {"number": row.number, "day": day}


def lines(
    offers: Sequence[Offer], acts: Mapping[int, Collection[str]], rows: Sequence[Paper], steps: Mapping[str, str] = NO_STEPS
) -> tuple[PaperLine, ...]:
    """The papers of a thing, for its page: what stands of each, what can be printed of it, what this office may do (`acts`, by the body
    that issues). `rows` are those that stand; `steps` says by kind where a paper is issued whose issuing is a step of the thing."""
    standing = {(row.kind, row.part): row for row in rows}
    found = [_line(offer, acts.get(offer.body, ()), standing.pop((offer.kind, offer.part), None), steps) for offer in offers]
    found += [_standing(row) for row in standing.values()]
    return tuple(one for one in found if one is not None)


def _standing(row: Paper) -> PaperLine:
    text, css = state_of(row)
    meta = numbered(row) if row.state == ISSUED else ""
    return PaperLine(policy.kinds()[row.kind].said, text, css, reverse("paper", args=[row.pk]), meta)


def _line(offer: Offer, acts: Collection[str], row: Paper | None, steps: Mapping[str, str]) -> PaperLine | None:
    mine = EXPORT in acts
    if row is None and not (offer.for_all or mine or offer.for_acts & set(acts)):
        return None
    named = [offer.about, offer.kind, offer.part or "-"]
    draft = (
        Link(_("Draft (PDF)"), reverse("paper-draft", args=[*named, PDF])),
        Link(_("Draft (Word)"), reverse("paper-draft", args=[*named, DOCX])),
    )
    name = policy.kinds()[offer.kind].said
    export = Link(_("Export for signature"), reverse("paper-export", args=named))
    if row is None:
        return PaperLine(name, _("draft"), "open", "", "", draft, export if mine and offer.ready else None)
    line = _standing(row)
    if row.state == ISSUED:
        return line
    differs = mine and offer.ready and offer.content.digest != row.digest
    note = _("What it says has changed since it was exported: export it anew before it is signed.") if differs else ""
    issue = Link(_("Enter it as signed"), steps.get(row.kind) or reverse("paper-issue", args=[row.pk]))
    return PaperLine(name, line.state, line.css, line.href, note, (), (export if differs else issue) if mine else None)


# --- layouts of a province ---


def layouts_of(province_code: str) -> dict[str, Layout]:
    """The layouts that a province put in the place of ours, by name. One query."""
    return {one.layout: one for one in Layout.objects.filter(body__province_code=province_code, body__kind="province", removed=None)}


def template(province_code: str, layout: str) -> bytes | None:
    """The Word template that a province uses for a layout; None where it uses ours. Two queries."""
    row = layouts_of(province_code).get(layout)
    last = None if row is None else next((one for one in reversed(record.of_subjects([row.pk])) if one.act == SET), None)
    return None if last is None else vault.read_file(last.hash, 0)


SENTENCES: Mapping[str, str] = {
    EXPORT: N_("Exported for signature: %(paper)s"),
    ISSUE: N_("Issued: %(paper)s"),
    BRING: N_("Brought the signed page back: %(paper)s"),
}


def sentence(one: Told) -> str:
    """What an entry about a paper says; "" for another room's. Of a paper inside a body no more than its kind."""
    if one.act in (SET, REMOVE):
        layout = policy.layouts().get(str(one.words.get("layout", "")))
        text = _("Put a layout for papers in place: %(layout)s") if one.act == SET else _("Went back to the house's layout: %(layout)s")
        return text % {"layout": layout.said if layout is not None else "…"}
    if one.act not in SENTENCES:
        return ""
    kind = policy.kinds().get(str(one.words.get("paper", "")))
    text = _(SENTENCES[one.act]) % {"paper": kind.said if kind is not None else "…"}
    if one.words.get("number") and one.words.get("dated"):
        day = format.short_day(date.fromisoformat(str(one.words["dated"])))
        text += f", {_('No %(number)s of %(day)s') % {'number': one.words['number'], 'day': day}}"
    return text
