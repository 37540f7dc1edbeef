"""The desk of an office, and forms."""

from dataclasses import dataclass
from datetime import date

from django.forms import BaseForm

from dinhlang.ground.ui.shapes.common import Field, Link, Refusal
from dinhlang.ground.ui.shapes.duties import ActRow, DutyRow
from dinhlang.ground.ui.shapes.home import FoundRow


@dataclass(frozen=True)
class DeskPage:
    """What I must do, nearest due day first. `late`, `week` and `later` never share a row."""

    office: str
    body: Link
    late: tuple[DutyRow, ...]
    week: tuple[DutyRow, ...]
    later: tuple[DutyRow, ...]
    standing: tuple[DutyRow, ...]
    start: tuple[Link, ...]
    today: date
    waiting: tuple[ActRow, ...] = ()
    confirm: tuple[Link, ...] = ()
    cards: tuple[FoundRow, ...] = ()
    asked: tuple[Link, ...] = ()
    mine: tuple[DutyRow, ...] = ()
    below: tuple[FoundRow, ...] = ()
    notices: Link | None = None


@dataclass(frozen=True)
class FormPage:
    """A form at its own address. `why` says why we ask and by which rule; `refusal` what stopped the last try."""

    title: str
    lead: str
    form: BaseForm
    submit: str
    back: Link
    why: tuple[str, ...] = ()
    basis: str = ""
    refusal: "Refusal | None" = None
    action_href: str = ""
    upload: bool = False
    facts: tuple[Field, ...] = ()
    effect: str = ""
    note: str = ""  # what was entered with this form already, where it stays open for the rest


@dataclass(frozen=True)
class KeptForm:
    """A form that the province keeps, since or until `day`; what may be done with it here."""

    name: str
    day: date
    actions: tuple[Link, ...] = ()


@dataclass(frozen=True)
class FillPage(FormPage):
    """Forms to fill in: those that are kept, those that were removed (`gone`), and one that is filled in and given back: `how`."""

    kept: tuple[KeptForm, ...] = ()
    gone: tuple[KeptForm, ...] = ()
    keep: Link | None = None
    how: str = ""


@dataclass(frozen=True)
class SignInPage:
    """Sign-in for officials. `demo` are the demonstration's people, each a form of one button; (value, who, what for)."""

    form: BaseForm | None
    back: Link
    demo: tuple[tuple[str, str, str], ...] = ()
    demo_action: str = ""
    action_href: str = ""
    refusal: Refusal | None = None


@dataclass(frozen=True)
class DonePage:
    """After an act: what happened, what counts now, the receipt, the one next step."""

    title: str
    sentences: tuple[str, ...]
    thing: Link | None
    next: Link | None
    entry_href: str = ""
    receipt: Link | None = None
    opening: Link | None = None
    papers: tuple[Link, ...] = ()
    code: str = ""
    code_text: str = ""
