"""When a matter may be proposed, agreed to, called, sent, recognised, annulled. No number of the law stands here."""

from collections.abc import Sequence
from datetime import date

from dinhlang.core.calendar import add_months
from dinhlang.core.ledger import clean_text
from dinhlang.core.refusal import N_, NotYours, Refused
from dinhlang.core.rules import Decision, Limit, Read, Rulebook
from dinhlang.ground.bodies.reads import Place
from dinhlang.ground.record.act import Who
from dinhlang.works.votes import policy
from dinhlang.works.votes.models import Initiative, Matter
from dinhlang.works.votes.states import INITIATIVE, MATTER

TITLE, TEXT, CHOICE, REASON = "title", "text", "choice", "reason"
NO_MATTER = N_("There is no such matter.")
WRONG_OFFICE = N_("This is done by another office: the rule names who proposes, who agrees, who calls the meeting and who recognises.")


def check_rule(book: Rulebook, rule: str, body: Place, day: date) -> Decision:
    """The rule is one of those in force on `day` that people of such a body decide under."""
    found = book.decisions.get(rule)
    if found is None or rule not in policy.sorts(day) or found.scope != body.kind:
        raise Refused(N_("The law has no such matter for {name} to decide. Choose one of the list."), {"name": body.name})
    return found


def check_convener(who: Who, rule: Decision, body: int) -> None:
    """The office acting is the one that the rule lets convene, held at the body itself."""
    if who.office != rule.convened_by or who.seat != body:
        raise NotYours(WRONG_OFFICE, basis=rule.basis)


def check_agrees(who: Who, rule: Decision) -> None:
    """The office acting is the one with which the rule wants it agreed."""
    if who.office != rule.agreed_with:
        raise NotYours(WRONG_OFFICE, basis=rule.basis)


def check_recogniser(who: Who, rule: Decision, at: Place, village: Place) -> None:
    """The office acting is the one that recognises such decisions, at the commune of the village or at that commune's Front."""
    near = at.id == village.parent or (at.parent is not None and at.parent == village.parent)
    if not rule.recognised_by or who.office != rule.recognised_by or who.seat != at.id or not near:
        raise NotYours(WRONG_OFFICE, basis=rule.basis)


def check_text(name: str, text: str, most: int) -> str:
    """A text of the right length, in the form in which it enters. `most` in characters."""
    said = clean_text(text).strip()
    lacking = {
        TITLE: N_("Say in one line what is to be decided, in at most {n} characters."),
        TEXT: N_("Say what people are asked to agree to, in at most {n} characters."),
        CHOICE: N_("A name is at most {n} characters long."),
        REASON: N_("Say why, in at most {n} characters: people will read it."),
    }
    if not said or len(said) > most:
        raise Refused(lacking[name], {"n": most})
    return said


def check_choices(choices: Sequence[str], sort: policy.Sort) -> None:
    """An election has candidates and places to fill; a plain matter has neither."""
    if not sort.elects:
        if choices:
            raise Refused(N_("To this people say yes or no; candidates are only named where somebody is elected."))
        return
    if not choices:
        raise Refused(N_("Name who stands, one on each line."))
    if len({one.casefold() for one in choices}) < len(choices):
        raise Refused(
            N_("One name stands there twice. Add what tells the two apart, such as the year of birth's last digits or a nickname.")
        )


def check_step(row: Matter, verb: str) -> str:
    """The state after `verb`. Raises Refused with what the matter is now."""
    return MATTER.step(row.state, verb)


def check_dated(dated: date, row: Matter, today: date) -> None:
    """The paper bears a day between the decision and today."""
    if dated > today:
        raise Refused(N_("The paper is dated {dated}, which is still to come. Check the date."), {"dated": dated})
    if row.decided is not None and dated < row.decided:
        raise Refused(
            N_("The paper is dated {dated}, before people decided on {day}. Check the date."), {"dated": dated, "day": row.decided}
        )


def check_annuls(who: Who, row: Matter, commune: int | None) -> None:
    """The office acting belongs to the commune in which the decision was made. Law 10/2022/QH15 Art. 22(2)."""
    if who.seat is None or who.seat != commune:
        raise NotYours(WRONG_OFFICE)


def check_number(number: str, most: int) -> str:
    """The number of a paper."""
    said = clean_text(number).strip()
    if not said or len(said) > most:
        raise Refused(N_("Give the number of the paper, in at most {n} characters."), {"n": most})
    return said


def check_crew(limit: Limit | None, count: int) -> None:
    """As many persons or households as the law asks for."""
    least, most = (None, None) if limit is None else (limit.at_least, limit.at_most)
    if least is not None and count < least or most is not None and count > most:
        raise Refused(
            N_("The law asks for {least}; {n} are named.") if most is None else N_("The law asks for {least} to {most}; {n} are named."),
            {"least": least, "most": most, "n": count},
            limit.basis if limit is not None else "",
        )


def check_apart(names: Sequence[str], candidates: Sequence[str], what: str) -> None:
    """Nobody is named twice, and nobody who stands for election."""
    plain = [" ".join(one.casefold().split()) for one in names]
    if twice := next((name for name, key in zip(names, plain, strict=True) if plain.count(key) > 1), ""):
        raise Refused(N_("{name} is named twice."), {"name": twice})
    standing = {" ".join(one.casefold().split()) for one in candidates}
    if both := next((name for name, key in zip(names, plain, strict=True) if key in standing), ""):
        raise Refused(N_("{name} stands for election, and so neither counts nor witnesses the count."), {"name": both}, what)


def check_until(one: policy.Sequel, dated: date, until: date | None, book: Rulebook) -> None:
    """What has a last day names one that lies after the paper's day, and within the months that the law gives where its text was read."""
    if not one.until:
        if until is not None:
            raise Refused(N_("This has no last day."))
        return
    if until is None or until < dated:
        raise Refused(N_("Say until which day at most; that day lies after the date of the paper."), basis=one.basis)
    limit = book.limits.get(one.lasts)
    if limit is None or limit.at_most is None or limit.read is not Read.TEXT:
        return
    if until > add_months(dated, limit.at_most):
        raise Refused(N_("That is longer than the {n} months that the law gives."), {"n": limit.at_most}, limit.basis)


def over_long(one: policy.Sequel, dated: date, until: date, book: Rulebook) -> int | None:
    """The months that a rule read second-hand gives, where what was decided goes beyond them: said, and not judged. None otherwise."""
    limit = book.limits.get(one.lasts)
    return limit.at_most if limit is not None and limit.at_most is not None and until > add_months(dated, limit.at_most) else None


# --- initiatives ---

NO_INITIATIVE = N_("There is no such initiative.")
NOT_INITIATED = N_("Households do not propose this by themselves. Choose one of the list.")
HEAD_COLLECTS = N_(
    "For the village's convention the head collects supports, at a meeting or on paper; here only once the households chose to vote online."
)
TOO_FEW = N_(
    "When today began, {supports} of {households} households supported it; at least {needed} must. What was given today counts from "
    "tomorrow; supports whose time has run out do not count."
)
ENOUGH_NO_MORE = N_("So many supports were taken back that they are not enough any more. How many there are is told tomorrow.")


def check_calling(rule: str, book: Rulebook, day: date) -> policy.Calling:
    """Households may propose matters of `rule` by themselves on `day`, and the rulebook in force says how many must support it."""
    found = policy.callings(day).get(rule)
    if found is None or rule not in book.decisions or share_of(found, book) is None:
        raise Refused(NOT_INITIATED, basis="Law 10/2022/QH15 Art. 16(3)")
    return found


def share_of(one: policy.Calling, book: Rulebook) -> Limit | None:
    """The limit of the rulebook that says how many households must support it."""
    found = book.limits.get(one.share)
    return found if found is not None and found.share is not None else None


def check_initiative(row: Initiative, verb: str) -> str:
    """The state after `verb`. Raises Refused with what the initiative is now."""
    return INITIATIVE.step(row.state, verb)


def check_takes(who: Who, one: policy.Calling) -> None:
    """The office acting enters supports of such an initiative that were given on paper."""
    if who.office not in one.takes:
        raise NotYours(N_("Supports of this are taken by another office, so that nobody signs before whom it is about."), basis=one.basis)


def check_enough(supports: int, households: int, needed: int, basis: str) -> None:
    """Enough households support it on this day."""
    if supports < needed:
        raise Refused(TOO_FEW, {"supports": supports, "households": households, "needed": needed}, basis)
