"""The act of a body that reads that a petition is about somebody in office there: it goes up, and out of everybody's sight there.

Promises: from then on it is as if it had been sent to the body above in the first place, on the page of its sender too. Refuses: where the
body above takes no petitions, what the law lets nobody pass on, what everybody reads already.
"""

from datetime import date, datetime

from django.db.models import Max

from dinhlang.core.refusal import N_, Refused
from dinhlang.ground.bodies import reads as bodies
from dinhlang.ground.record import clock
from dinhlang.ground.record.act import Draft, Who, act
from dinhlang.works.petitions import checks, clocks, policy
from dinhlang.works.petitions.acts.joining import let_go
from dinhlang.works.petitions.acts.publishing import LIVE
from dinhlang.works.petitions.acts.sending import begin, sealed
from dinhlang.works.petitions.models import Pass, Petition
from dinhlang.works.petitions.states import OPEN, PETITION


def may_go_up(found: Petition, day: date) -> bool:
    """Whether an office may say so of the petition, for the button. At most two queries."""
    if found.named_id is not None or found.state not in OPEN or not policy.kind(found.kind).passes:
        return False
    return checks.has_superior(bodies.place(found.body_id, day), day)


@act("petition.name_office")
def name_office(*, who: Who, at: datetime, body: int | None, petition: str) -> Draft:
    """Say that a petition is about somebody in office at the body that has it: the one above handles it from now on, with a new clock, and
    nobody at this one finds it in a list or a number again. Who: an office of the body that has it.

    No reason is asked for: it would say who. Basis: docs/adr/0030, 0039.
    """
    found, day = checks.row(petition, body), clock.local_day(at)
    checks.check_reader(who, found)
    found.state = PETITION.step(found.state, "name-office")
    if found.named_id is not None:
        raise Refused(N_("It says already in which body a person is named, and that body never reads it."))
    if not policy.kind(found.kind).passes:
        raise Refused(N_("What bears its sender's name by law is decided where the law says; it does not go up like this."))
    if found.texts.filter(state__in=LIVE).exists():
        raise Refused(N_("Its sender chose a text of it for everybody to read. Pass it on to the body above, with the reason."))
    here = bodies.place(found.body_id, day)
    above = checks.superior(here, day)
    let_go(found, at)
    found.passes.filter(body=here.id).delete()  # in the numbers of this body it is none of those that came
    last = found.passes.aggregate(last=Max("number"))["last"] or 0
    Pass.objects.update_or_create(petition=found, body_id=above.id, defaults={"number": last + 1, "day": day})
    found.named_id = found.place_id = here.id
    found.body_id, found.finding = above.id, ""
    begin(found, clocks.RECEIVED, day)
    found.save()
    return sealed(petition, {}, above.name)
