"""When a meeting may be called, asked at, held: each check raises what to change. No number of the law stands here."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Sum

from dinhlang.core.ledger import clean_text
from dinhlang.core.refusal import N_, NotYours, Refused
from dinhlang.core.rules import Decision, Limit, Rulebook
from dinhlang.ground.bodies.reads import Place
from dinhlang.ground.record.act import Who
from dinhlang.works.meetings import policy
from dinhlang.works.meetings.models import Meeting

NO_MEETING = N_("There is no such meeting.")
WRONG_OFFICE = N_("This meeting is called and held by another office of the body. Sign in with that office.")
ERASED = N_("This question was erased by whoever sent it. There is nothing left to answer.")
NO_ROLL = N_("The list of those who are called was not frozen for this. Call the meeting again.")
LACKING = {
    "title": N_("Say in one line what the meeting is, in at most {n} characters."),
    "place": N_("Say where the meeting is held, in at most {n} characters, so that people can come."),
    "item": N_("A point of the agenda is at most {n} characters long."),
    "motion": N_("What is voted on is said in at most {n} characters."),
    "question": N_("Write the question, in at most {n} characters."),
    "answer": N_("Write the answer, in at most {n} characters."),
    "owner": N_("Say who answers for it from now on, in at most {n} characters."),
    "reason": N_("Say why, in at most {n} characters: those who were called will read it."),
    "aside": N_("Say in at most {n} characters why it is not answered here, and where it belongs."),
    "request": N_("Say what the dialogue is to be about, in at most {n} characters."),
}


@dataclass(frozen=True)
class Counted:
    """What was counted on a motion in the room: hands for it, hands against it. Whoever did neither abstained."""

    text: str
    agree: int
    against: int


def check_sort(kind: str, place: Place, who: Who, day: date) -> policy.Sort:
    """The kind of meeting is one of this kind of body, and the office acting calls it there."""
    found = policy.sorts().get(kind)
    if found is None or place.kind not in found.bearers:
        raise Refused(N_("{name} holds no such meeting. Choose one of the list."), {"name": place.name})
    if who.office not in found.callers or who.seat != place.id:
        raise NotYours(WRONG_OFFICE, basis=found.basis(day))
    return found


def check_owner(who: Who, row: Meeting) -> None:
    """The office acting calls such meetings at the body itself."""
    if who.office not in policy.sorts()[row.kind].callers or who.seat != row.body_id:
        raise NotYours(WRONG_OFFICE)


def check_text(name: str, text: str, most: int) -> str:
    """A text of the right length, in the form in which it is kept. `most` in characters."""
    said = clean_text(text).strip()
    if not said or len(said) > most:
        raise Refused(LACKING[name], {"n": most})
    return said


def check_agenda(sort: policy.Sort, chosen: Collection[str], day: date) -> None:
    """All points that the law of `day` asks for are on the agenda. Raises Refused with the first that is missing and its article."""
    found = sort.held(chosen, day)
    if found.unknown:
        raise Refused(N_("The agenda has a point that this meeting does not know. Open the form again."))
    for one in found.missing:
        point = sort.points(day)[one.id].text.said
        raise Refused(N_("The agenda lacks: “{point}”. The law wants it at this meeting."), {"point": point}, one.basis)
    if found.few:
        raise Refused(N_("Choose at least {n} of the points that the law names."), {"n": sort.least(day)}, sort.basis(day))


def check_attested(sort: policy.Sort, attested: Collection[str], day: date) -> None:
    """Whoever enters the result says of the meeting what the law of `day` asks for. Raises Refused with what is missing and its article."""
    for one in sort.attest(day):
        if one.id not in attested:
            raise Refused(
                N_("“{point}”: the law wants it for this. Where it was so, tick it; where not, call this off and call it again."),
                {"point": one.text.said},
                one.basis,
            )


def check_asks(row: Meeting, sort: policy.Sort, now: datetime, mine: Collection[str]) -> None:
    """Residents may ask before such a meeting, in the open, until it begins; only so many as can be read, of each (by the marks `mine`)
    only so many that others have room."""
    if row.seen != "open" or not sort.asks:
        raise Refused(N_("Questions for this meeting are put in it, or at the office that called it."))
    if now >= row.at:
        raise Refused(N_("It has begun: ask in the meeting, or at the office that called it."))
    waiting, each = row.questions.filter(shown=False, aside="").exclude(text=""), policy.values().waiting_each
    erased = row.spent.filter(asker__in=mine).aggregate(n=Sum("times"))["n"] or 0
    if waiting.filter(asker__in=mine).count() + erased >= each:
        raise Refused(
            N_(
                "{n} questions of yours for this meeting wait or were erased: more are not taken of one asker. Ask again once one is "
                "answered, or ask in the meeting."
            ),
            {"n": each},
        )
    if waiting.count() >= policy.values().waiting:
        raise Refused(N_("So many questions wait to be read that no more are taken here. Ask at the office that called the meeting."))


def check_rated(counts: Mapping[str, int], came: int | None) -> None:
    """The slips of a rating can be true: known answers, none below zero, no more than came."""
    if set(counts) - {one.id for one in policy.values().ratings}:
        raise Refused(N_("Choose one of the answers."))
    if any(n < 0 for n in counts.values()):
        raise Refused(N_("A count is a whole number, zero or more."))
    total = sum(counts.values())
    if came is not None and total > came:
        raise Refused(N_("{sum} slips were counted, and {came} came. Count again."), {"sum": total, "came": came})
    if not total:
        raise Refused(N_("No slip was counted: there is nothing to enter."))


def check_begins(at: datetime, now: datetime) -> None:
    """A meeting is called before it begins."""
    if at <= now:
        raise Refused(N_("A meeting is called before it begins. Check the day and the hour."))


def check_delegates(limit: Limit | None, staff: int | None, scattered: bool) -> None:
    """Delegates meet where there are many, or where people work far apart or cannot leave their posts.

    Raises Refused with the article. `staff` is how many are on the list of all, None where nobody keeps one. Law 10/2022/QH15 Art. 51(2).
    """
    least = limit.at_least if limit is not None else None
    if limit is None or (least is not None and not scattered and (staff is None or staff < least)):
        raise Refused(
            N_(
                "Delegates may meet from {least} people on; {n} are on the list. Where people work far apart or cannot leave their posts, "
                "say so."
            ),
            {"least": least or "–", "n": "–" if staff is None else staff},
            limit.basis if limit is not None else "",
        )  # fmt: skip


def check_rule(book: Rulebook, sort: policy.Sort, bearer: str, delegates: bool) -> Decision | None:
    """The decision that gives quorum and threshold; None where the law names none. Raises Refused where it is not in force."""
    name = (sort.delegate_rules if delegates else sort.rules).get(bearer)
    if name is None:
        return None
    found = book.decisions.get(name)
    if found is None:
        raise Refused(N_("The rule of this meeting is not in force. Ask the operator which rulebook is in use."))
    return found


def check_came(came: int, on_roll: int | None) -> None:
    """How many came can be true."""
    if came < 0:
        raise Refused(N_("A count is a whole number, zero or more."))
    if on_roll is not None and came > on_roll:
        raise Refused(N_("{came} came, and only {on_roll} were called. Count again."), {"came": came, "on_roll": on_roll})


def check_counts(counted: Sequence[Counted], came: int) -> None:
    """The hands on each motion can be true: none below zero, no more than came."""
    for one in counted:
        if one.agree < 0 or one.against < 0:
            raise Refused(N_("A count is a whole number, zero or more."))
        if one.agree + one.against > came:
            raise Refused(
                N_("On “{motion}” {sum} were counted, and {came} came. Count again."),
                {"motion": one.text, "sum": one.agree + one.against, "came": came},
            )


def check_received(received: date, body: Place, today: date) -> None:
    """What was received came while the body was there, and not in days to come."""
    if received > today:
        raise Refused(N_("It was received on {day}, which is still to come. Check the date."), {"day": received})
    if received < body.alive_from:
        raise Refused(
            N_("It was received on {day}, before {name} was there (since {since}). Check the date."),
            {"day": received, "name": body.name, "since": body.alive_from},
        )


def check_begun(row: Meeting, at: datetime, day: date) -> None:
    """What came of a meeting is entered once it has begun."""
    if at < row.at:
        raise Refused(N_("This begins on {day}; nothing can be counted before."), {"day": day})
