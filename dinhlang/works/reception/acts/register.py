"""The register of those who were received, and what was promised to them as somebody's work.

Promises: every entry is sealed, its parts too; a line is never changed, what came of it is added. Refuses: a denunciation, of which
nothing is kept, and a promise without a day.
"""

from collections.abc import Mapping
from datetime import date, datetime

from django.db.models import Max

from dinhlang.core.refusal import N_, NotHere, Refused
from dinhlang.ground.bodies import reads as bodies
from dinhlang.ground.follow import acts as follow
from dinhlang.ground.record import clock, rulebooks
from dinhlang.ground.record.act import Draft, Who, act
from dinhlang.ground.record.append import new_subject
from dinhlang.ground.ui import door
from dinhlang.works.reception import checks, policy
from dinhlang.works.reception.acts.booking import DENOUNCES, sealed
from dinhlang.works.reception.models import Day, Visit
from dinhlang.works.reception.states import DAY

ENTER, NOTE, REPORT = "reception.enter", "reception.note", "reception.report"
NAME, ADDRESS, PAPER, MATTER, LINE, PAPERS = 120, 200, 120, 2000, 500, 1000  # characters
DESK = "desk"  # who may know of work that was promised at a reception: the offices of the body
MAY = {"paper": PAPER, "asks": LINE, "settled": LINE, "guided": LINE, "competent": LINE, "papers": PAPERS}
LATER = {"result": LINE, "guided": LINE, "competent": LINE, "settled": LINE, "remark": LINE, "national": PAPER}
MOST = 100_000  # people


def _texts(given: Mapping[str, str], most: Mapping[str, int]) -> dict[str, str]:
    if not set(given) <= set(most):
        raise Refused(N_("This is not taken in like that. Open the form again."))
    said = {name: checks.optional(text, most[name]) for name, text in given.items()}
    if door.denounces(*said.values()):
        raise Refused(DENOUNCES)
    return said


@act(ENTER)
def enter(
    *,
    who: Who,
    at: datetime,
    body: int | None,
    day: str,
    kind: str,
    called: str,
    address: str,
    matter: str,
    people: int = 1,
    ours: bool = False,
    more: Mapping[str, str] | None = None,
) -> Draft:
    """Enter somebody who was received into the register. Who: an office of the body. `people` share the matter; `ours`: we are competent.

    `more` are columns that may be empty: paper, asks, settled, guided, competent, papers.
    Basis: Law 42/2013/QH13 Art. 25(1), 25(2); Decree 154/2026/NĐ-CP Art. 12, 27(1), form 03/TCD.
    """
    found = checks.row(day, body)
    checks.check_seat(who, body)
    checks.check_begun(found, at)
    DAY.step(found.state, "enter")
    sort = policy.kind(kind)
    if not 0 < people <= MOST:
        raise Refused(N_("Say how many people share the matter: one or more."))
    words = {
        "name": checks.check_text("name", called, NAME),
        "address": checks.check_text("address", address, ADDRESS),
        "matter": checks.check_text("matter", matter, MATTER),
        **_texts(more or {}, MAY),
    }
    if door.denounces(words["name"], words["address"], words["matter"]):
        raise Refused(DENOUNCES)
    Day.objects.select_for_update().filter(body=found.body_id).order_by("pk").first()  # two at once do not get the same number
    year = clock.local_day(found.begins).year
    last = Visit.objects.filter(body=found.body_id, year=year).aggregate(last=Max("number"))["last"] or 0
    row = Visit.objects.create(
        subject=new_subject(), day=found, body_id=found.body_id, year=year, number=last + 1, kind=sort.id, people=people, ours=ours
    )
    return sealed(row.subject, words)


def _visit(subject: str, body: int | None) -> Visit:
    found = Visit.objects.filter(pk=subject, body=body).first()
    if found is None:
        raise NotHere(checks.NO_VISIT)
    return found


@act(NOTE)
def note(*, who: Who, at: datetime, body: int | None, visit: str, more: Mapping[str, str]) -> Draft:
    """Add to a line of the register: what came of it, where it went, the code it has in the national database. Who: an office of the body.

    Basis: Decree 154/2026/NĐ-CP Art. 27(1), form 03/TCD, columns 8 and 10 to 13.
    """
    found = _visit(visit, body)
    checks.check_seat(who, body)
    words = _texts(more, LATER)
    if not any(words.values()):
        raise Refused(N_("Fill in at least one of the boxes."))
    return sealed(found.subject, words)


@act("reception.promise")
def promise(*, who: Who, at: datetime, body: int | None, visit: str, text: str, office: str, due: date | None) -> Draft:
    """Make what was promised at a reception the work of an office of the body, with its day. Who: an office of the body.

    Basis: Law 42/2013/QH13 Art. 18(4); Decree 154/2026/NĐ-CP Art. 25(3): the citizen is told when the answer comes and whom to ask.
    """
    found, today = _visit(visit, body), clock.local_day(at)
    checks.check_seat(who, body)
    if due is None:
        raise Refused(N_("Name the day by which it is done: the person was promised one."))
    if door.denounces(text):
        raise Refused(DENOUNCES)
    here = bodies.place(found.body_id, today)
    given = follow.give(
        source=found.subject, giver=here.id, owner=here, office=office, seen=DESK, text=text, day=today, due=due, book=rulebooks.current(),
        right=REPORT,
    )  # fmt: skip
    return sealed(found.subject, {"work": str(given.number), "text": given.text, "office": office, "due": due.isoformat()})


@act(REPORT)
def report(*, who: Who, at: datetime, body: int | None, visit: str, number: int, state: str, said: str) -> Draft:
    """Say what became of something promised: being done, done, or not done and why. Who: an office of the body."""
    found = _visit(visit, body)
    checks.check_seat(who, body)
    work = follow.report(source=found.subject, number=number, body=found.body_id, state=state, said=said, at=at)
    return sealed(found.subject, {"work": str(work.number), "outcome": work.state, "text": work.said})
