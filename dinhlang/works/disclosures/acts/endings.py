"""A second office confirms that duties end whose day had passed."""

from datetime import datetime

from dinhlang.ground.duties import reads as duties
from dinhlang.ground.record.act import Draft, Who, act
from dinhlang.works.disclosures.acts.common import day_of, end_clocks, place_of, queue, second_office
from dinhlang.works.disclosures.acts.contents import ending_with, kept_by
from dinhlang.works.disclosures.acts.documents import begun_by, check_nothing_stands, strike_out
from dinhlang.works.disclosures.models import Decision, Disclosure, Ending


@act("ending.confirm")
def confirm_end(*, who: Who, at: datetime, body: int | None, ending: str, digest: str) -> Draft:
    """Confirm, as a second office, that duties end whose day had passed: of a struck document, a withdrawn disclosure or plan.

    Who: officer or chair, another than the one who asked. `digest` (hex) is what was shown.
    """
    today = day_of(at)
    waits = Ending.objects.select_for_update().filter(pk=ending, body=body, confirmed=False)
    asked = second_office(waits.first(), who, digest)
    queue(body)
    public = {"reason": asked.reason, "confirmed": True, "by": who.shown_as}
    row = Decision.objects.select_for_update().filter(pk=asked.about).first()
    if row is not None:
        clocks = begun_by(row, today)
        check_nothing_stands(asked.body_id, clocks, row)
        effects, public = strike_out(row, clocks, today), {"decision": row.number, **public}
    else:
        gone = Disclosure.objects.get(pk=asked.about)
        clocks = ending_with(gone, kept_by(gone, duties.frame(place_of(body, today).code, today)))
        check_nothing_stands(asked.body_id, clocks)
        effects = end_clocks(clocks, today)
    asked.confirmed = True
    asked.save()
    return Draft(asked.about, {"public": public}, effects)
