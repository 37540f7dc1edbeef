"""Who has a task in a vote, as data: the team or counting board of a round, two households that witness the count, two that sign.

Promises: as many as the rulebook asks for, nobody twice, nobody who stands for election, households of the round's own list alone. Refuses
to tell the public more than the law orders: the team that carries ballot papers round by name, everybody else by number.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from dinhlang.core.ledger import clean_text
from dinhlang.core.refusal import N_, Refused
from dinhlang.core.rules import Event, EventName, How, starts
from dinhlang.core.tally.rounds import Way
from dinhlang.ground.bodies import reads as bodies
from dinhlang.ground.duties.acts import occasion_of
from dinhlang.ground.duties.effects import Fulfil, Start, Target
from dinhlang.ground.duties.models import Clock
from dinhlang.ground.polls import acts as polls
from dinhlang.ground.polls import reads as rounds
from dinhlang.ground.record import clock, rulebooks
from dinhlang.ground.record import reads as record
from dinhlang.ground.record.act import Draft, Who, act
from dinhlang.ground.rolls import reads as rolls
from dinhlang.works.votes import checks, policy
from dinhlang.works.votes.acts.matters import NAME, _book, _matter, _rule
from dinhlang.works.votes.models import Helper, Matter
from dinhlang.works.votes.states import HELD

TEAM, WITNESS, SIGNER = "team", "witness", "signer"
STANDS_FOR = 80  # characters
PLAN, PLAN_KIND = "village-sends-ballot-plan", "village-ballot-plan"
APART = "Decree 59/2023/NĐ-CP Art. 6(1)(b)"


@dataclass(frozen=True)
class Person:
    """Somebody of a team: the name, and whom they stand for (the village, the Front's work board, an organisation, a household)."""

    name: str
    stands_for: str


def _candidates(row: Matter) -> tuple[str, ...]:
    said = next((one.words for one in record.of_subjects([row.subject]) if one.act == "vote.propose"), {})
    return tuple(str(one) for one in said.get("choices") or ())


def _crew(task: str, way: str, secret: bool, day: date) -> policy.Crew:
    found = policy.crew(task, way, secret, day)
    if found is None:
        raise Refused(N_("Such a round has neither team nor counting board: hands are counted in front of everybody."))
    return found


def _keep(row: Matter, number: int, task: str, rows: Sequence[Helper]) -> None:
    """Put those named in the place of those who were."""
    Helper.objects.filter(matter=row, round=number, task=task).delete()
    Helper.objects.bulk_create(rows)


@act("vote.team")
def team(*, who: Who, at: datetime, body: int | None, matter: str, people: Sequence[Person], plan: date | None = None) -> Draft:
    """Name the team of a round, or its counting board; the first leads it. Again: the whole is named anew. Who: whoever convened.

    `plan` is the day of the plan for ballot papers, which goes to the commune and its Front within the days of the law. Basis: Law
    10/2022/QH15 Art. 19(2), Decree 59/2023/NĐ-CP Art. 3(5)(c), 4(2), 4(3), 5(2)(b).
    """
    row, book, today = _matter(matter, body), _book(at), clock.local_day(at)
    checks.check_convener(who, _rule(row, at), row.body_id)
    held = polls.locked(row.subject, row.body_id)
    one = _crew(TEAM, held.way, held.secret, today)
    said = [Person(" ".join(clean_text(p.name).split()), " ".join(clean_text(p.stands_for).split())) for p in people]
    if any(not 0 < len(p.name) <= NAME or not 0 < len(p.stands_for) <= STANDS_FOR for p in said):
        raise Refused(N_("Give for each the name and whom they stand for, on a line of its own."))
    checks.check_crew(book.limits.get(one.limit), len(said))
    checks.check_apart([p.name for p in said], _candidates(row), APART)
    _keep(row, held.number, TEAM, [
        Helper(matter=row, round=held.number, task=TEAM, place=n, name=p.name, stands_for=p.stands_for) for n, p in enumerate(said, 1)
    ])  # fmt: skip
    public: dict[str, object] = {"round": held.number, "people": len(said)}
    if one.public:
        public["team"] = [{"name": p.name, "for": p.stands_for} for p in said]
    if plan is not None:
        public["plan"] = plan.isoformat()
    return Draft(row.subject, {"public": public}, _planned(row, held.way, plan, today))


def _planned(row: Matter, way: str, plan: date | None, today: date) -> tuple[Start, ...]:
    """The clock of sending the plan for ballot papers, once. Decree 59/2023/NĐ-CP Art. 4(2)."""
    if plan is None:
        return ()
    if way != Way.PAPER.value:
        raise Refused(N_("A plan of its own is made for ballot papers."), basis="Decree 59/2023/NĐ-CP Art. 4(2)")
    if plan > today:
        raise Refused(N_("The paper is dated {dated}, which is still to come. Check the date."), {"dated": plan})
    if Clock.objects.filter(body=row.body_id, source=row.subject, rule=PLAN, voided=None).exists():
        return ()
    place, book = bodies.place(row.body_id, today), rulebooks.current()
    event = Event(EventName.PAPER_ISSUED, occasion_of(place.id, PLAN_KIND, plan), plan, kind=PLAN_KIND)
    return tuple(Start.of(spec) for spec in starts(book, event, bodies.facts(place, today, book)))


@act("vote.send_plan", rows=False)
def send_plan(*, who: Who, at: datetime, body: int | None, matter: str) -> Draft:
    """Say that the plan for ballot papers was sent to the chair of the commune and of its Front. Who: whoever convened.

    Basis: Decree 59/2023/NĐ-CP Art. 4(2).
    """
    row, today = _matter(matter, body), clock.local_day(at)
    checks.check_convener(who, _rule(row, at), row.body_id)
    owed = Clock.objects.filter(body=row.body_id, source=row.subject, rule=PLAN, voided=None).order_by("id")
    if not owed:
        raise Refused(N_("Name the team and the day of the plan first."))
    if any(one.words.get("sent") for one in record.of_subjects([row.subject]) if one.act == "vote.send_plan"):
        raise Refused(N_("The plan was sent already."))
    effects = tuple(Fulfil(Target(one.rule, one.part, one.occasion), today, How.STAMPED) for one in owed)
    return Draft(row.subject, {"public": {"sent": today.isoformat()}}, effects)


def _households(row: Matter, one: rounds.RoundSeen, numbers: Sequence[str], at: datetime, task: str) -> list[str]:
    """The keys of households named by their list numbers, checked. Raises Refused."""
    limit = _book(at).limits.get(_crew(task, one.way.value, one.secret, clock.local_day(at)).limit)
    said = [number.strip() for number in numbers if number.strip()]
    seats = {seat.number: seat for seat in rolls.frozen(one.roll).seats}
    if lost := next((number for number in said if number not in seats), ""):
        raise Refused(N_("The household {number} is not on the list of this round."), {"number": lost[:12]})
    checks.check_apart(said, (), "")
    checks.check_crew(limit, len(said))
    came = rounds.took_part(one.id)
    if came and one.way is Way.MEETING and (away := next((number for number in said if seats[number].key not in came), "")):
        raise Refused(N_("The household {number} did not take part in the meeting."), {"number": away})
    if task == WITNESS:
        helping = list(Helper.objects.filter(matter=row, round=one.number, task=TEAM).values_list("name", flat=True))
        names = [seats[number].name for number in said]
        checks.check_apart(names, _candidates(row), APART)
        checks.check_apart([*names, *helping], (), "")
    return [seats[number].key for number in said]


@act("vote.witness")
def witness(*, who: Who, at: datetime, body: int | None, matter: str, numbers: Sequence[str]) -> Draft:
    """Name, by their list numbers, the households that witness the count. Who: whoever convened, while the round runs.

    The entry says how many, and not who. Basis: Decree 59/2023/NĐ-CP Art. 3(5)(c), 4(6)(a).
    """
    row = _matter(matter, body)
    checks.check_convener(who, _rule(row, at), row.body_id)
    held = polls.locked(row.subject, row.body_id)
    seen = next(one for one in rounds.rounds([row.subject]) if one.id == held.pk)
    keys = _households(row, seen, numbers, at, WITNESS)
    _keep(row, held.number, WITNESS, [
        Helper(matter=row, round=held.number, task=WITNESS, place=n, member_id=key) for n, key in enumerate(keys, 1)
    ])  # fmt: skip
    return Draft(row.subject, {"public": {"round": held.number, "witnesses": len(keys)}})


@act("vote.signers")
def signers(*, who: Who, at: datetime, body: int | None, matter: str, numbers: Sequence[str]) -> Draft:
    """Name, by their list numbers, the households that sign what was adopted, beside the head and the head of the Front's work board.

    Who: whoever convened. The entry says how many, and not who. Basis: Law 10/2022/QH15 Art. 20(2)(g).
    """
    row = _matter(matter, body)
    checks.check_convener(who, _rule(row, at), row.body_id)
    closed = [one for one in rounds.rounds([row.subject]) if one.closed is not None]
    if row.state not in HELD or not closed:
        raise Refused(N_("Nothing was adopted yet that could be signed."))
    keys = _households(row, closed[-1], numbers, at, SIGNER)
    _keep(row, closed[-1].number, SIGNER, [
        Helper(matter=row, round=closed[-1].number, task=SIGNER, place=n, member_id=key) for n, key in enumerate(keys, 1)
    ])  # fmt: skip
    return Draft(row.subject, {"public": {"round": closed[-1].number, "signers": len(keys)}})
