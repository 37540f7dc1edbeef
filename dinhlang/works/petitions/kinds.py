"""What the law asks of single kinds of petitions: the form of a request, the closed list of grounds, one extension, how a complaint ended.

Promises: which kind asks what stands in `policy/petitions.toml`, which clock runs in the rulebook; a ground is of the law's list. Refuses:
an identity number where no law asks for one, a second complaint at a body that does not decide it, more time a second time or too late.
"""

from collections.abc import Mapping, Sequence
from datetime import date

from dinhlang.core import ledger
from dinhlang.core.refusal import N_, Refused
from dinhlang.core.rules import Rulebook
from dinhlang.ground.bodies import reads as bodies
from dinhlang.ground.bodies.reads import Place
from dinhlang.ground.record import rulebooks
from dinhlang.ground.record.append import Attachment
from dinhlang.works.petitions import clocks, policy
from dinhlang.works.petitions.models import Petition
from dinhlang.works.petitions.states import SENT, TAKEN

PURPOSE, FIRST, ELSEWHERE, NUMBER = 1000, 200, 200, 40  # characters
DIGITS = (6, 20)  # signs of an identity card or passport, the shortest and the longest that is taken
DECIDED = "Law 02/2011/QH13 Art. 31, 40"
RIGHT, PARTLY, WRONG = "right", "partly", "wrong"
OUTCOMES: Mapping[str, str] = {RIGHT: N_("right"), PARTLY: N_("partly right"), WRONG: N_("wrong")}
FILING = {"first": "complaint-filing-time", "days": "complaint-second-filing-time", "remote": "complaint-second-filing-time-remote"}
ANSWERS = "matter.answer"  # the act of the rulebook that supplying information is


def check_needs(sort: policy.Kind, here: Place, where: Place, given: Mapping[str, str]) -> dict[str, str]:
    """What the law's form of this kind asks beside the text, as it is sealed; what it does not ask for is not taken. Raises Refused."""
    if sort.bodies and here.kind not in sort.bodies:
        raise Refused(N_("{name} does not decide second complaints: they go to the body above the one that decided first."),
                      {"name": here.name}, basis=sort.basis)  # fmt: skip
    found: dict[str, str] = {name: ledger.clean_text(given[name]).strip() for name in sort.needs}
    if "identity" in found:
        found["identity"] = "".join(sign for sign in found["identity"] if sign.isalnum()).upper()
        if not DIGITS[0] <= len(found["identity"]) <= DIGITS[1] or not found["identity"].isascii():
            raise Refused(N_("Enter the number of the identity card or passport: the law's form wants it. It is sealed."), basis=sort.basis)
    if "purpose" in found and not 0 < len(found["purpose"]) <= PURPOSE:
        raise Refused(N_("Say for what you need the information, in at most {n} characters."), {"n": PURPOSE}, basis=sort.basis)
    if "first" in found:
        if not 0 < len(found["first"]) <= FIRST:
            raise Refused(N_("Say which first decision it is about: number and day, or that none came in time."), basis=sort.basis)
        if where.id == here.id:
            raise Refused(N_("Choose the body that decided, or had to decide, the first time."), basis=sort.basis)
    return found


def is_wrong(found: Petition) -> bool:
    """Whether the sender says of what was supplied that it is wrong: the law has a clock of its own for that."""
    return bool(found.reopened and policy.kind(found.kind).wrong)


def incomplete(found: Petition) -> bool:
    """Whether the sender was asked to complete it, and has not yet."""
    return found.state == SENT and found.paused is not None


def refusing(found: Petition) -> str:
    """The step that refusing is now: before it was taken on, or after, where the law lets a kind be refused then too."""
    return "decline" if found.state == TAKEN and policy.kind(found.kind).late else "refuse"


def check_ground(found: Petition, ground: str, elsewhere: str) -> dict[str, str]:
    """The ground of a refusal as it is told. Raises Refused where it is not of the list, or the body that answers for it is not named."""
    listed = policy.grounds(found.kind)
    if not listed:
        return {}
    one = listed.get(ground)
    if one is None:
        raise Refused(N_("This kind is refused on the grounds of the law only: choose one of them."))
    said = ledger.clean_text(elsewhere).strip()
    if one.elsewhere and not 0 < len(said) <= ELSEWHERE:
        raise Refused(N_("Say which body answers for it, and where: the law wants the sender to be shown there."), basis=one.basis)
    return {"ground": one.basis, "elsewhere": said if one.elsewhere else ""}


def ground_words(kind: str, basis: str) -> str:
    """The ground of a refusal in words; "" where the list has it no more."""
    return next((one.text.said for one in policy.grounds(kind).values() if one.basis == basis), "")


def files(found: Petition, attachments: Sequence[Attachment]) -> list[Attachment]:
    """The files of an answer, without what was taken out of them. Raises Refused where the kind takes none."""
    if attachments and not policy.kind(found.kind).files:
        raise Refused(N_("With this answer no file is sent."))
    return [Attachment(one.name, one.media_type, one.public) for one in attachments]


def supplying(found: Petition, day: date, book: Rulebook) -> tuple[str, date | None]:
    """The rule and last day of supplying what was asked for, once the sender was told how long it takes."""
    place, sort = bodies.place(found.body_id, day), policy.kind(found.kind)
    for name, event in sort.events(clocks.ACCEPTED, found.finding):
        rule = clocks.ruled(name, event, place, found.since, book, ANSWERS)
        if rule is not None:
            return rule
    return found.rule, found.due


def was_extended(found: Petition, day: date, book: Rulebook) -> bool:
    """Whether the clock that runs is the one of more time."""
    more = policy.kind(found.kind).more(found.finding)
    rule = None if more is None else clocks.ruled(more.name, more.kind, bodies.place(found.body_id, day), day, book)
    return rule is not None and rule[0] == found.rule


def extended(found: Petition, day: date, book: Rulebook) -> tuple[str, date | None] | None:
    """The rule and last day after the one extension that the law gives; None where it gives none, or it was used.

    Of information that is sent complex, only once the sender knows how long it takes: before that another clock runs.
    """
    more = policy.kind(found.kind).more(found.finding)
    if more is None or found.state != TAKEN or is_wrong(found) or found.due is None or was_extended(found, day, book):
        return None
    start = found.since
    if more.since == "due":
        rule, last = supplying(found, day, book)
        if rule != found.rule or last is None:
            return None
        start = last
    return clocks.ruled(more.name, more.kind, bodies.place(found.body_id, day), start, book)


def days(rule: str, day: date) -> int:
    """How many days a rule gives, by the rulebook in force, in its own kind of days; 0 where it gives none."""
    one = rulebooks.current().at(day).duties.get(rule)
    return one.due.n if one is not None else 0


def filing(day: date) -> dict[str, int]:
    """How long people may complain, in days, by the rulebook in force: `first`, `days` for a second time, `remote` in remote places.

    0 where it says nothing.
    """
    limits = rulebooks.current().at(day).limits
    found = {name: limits.get(id) for name, id in FILING.items()}
    return {name: one.at_most or 0 if one is not None else 0 for name, one in found.items()}
