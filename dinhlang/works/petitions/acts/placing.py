"""What a petition has beside words and photographs: a point on the map, and voice notes with what whoever handles it heard in them.

Promises: sealed like every step, and gone with the rest where it is returned as a denunciation. Refuses a point outside the land that the
body answers for, and an answer to a petition whose voice notes nobody has typed: what counts is what can be read.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from dinhlang.core.refusal import N_, Refused
from dinhlang.ground.record import clock
from dinhlang.ground.record.act import Draft, Who, act
from dinhlang.ground.record.append import Attachment
from dinhlang.ground.ui import door
from dinhlang.works.petitions import checks, points, policy, steps
from dinhlang.works.petitions.acts.sending import mine, sealed
from dinhlang.works.petitions.models import Petition
from dinhlang.works.petitions.states import PETITION

PLACE, VOICE, SUMMARY = "petition.place_point", "petition.add_voice", "petition.summarise"
HEARD = 2000  # characters of what was heard


@act(PLACE)
def place_point(*, who: Who, at: datetime, body: int | None, petition: str, code: str, point: str) -> Draft:
    """Say where it is by a point (`point`: latitude and longitude in degrees); the latest counts. Who: whoever has the code."""
    found, day = mine(code, petition, body), clock.local_day(at)
    PETITION.step(found.state, "add")
    if steps.count(petition, PLACE) >= policy.values().points:
        raise Refused(N_("You have shown the place {n} times. Write the rest in words."), {"n": policy.values().points})
    where = points.read(point)
    points.check(points.land(found, day), where, day)
    draft = sealed(petition, {})
    return replace(draft, parts={**draft.parts, "place": {"point": where.text}})


def check_voice(found: Petition) -> None:
    """Whether a petition takes one more voice note. Raises Refused."""
    PETITION.step(found.state, "add")
    if steps.count(found.pk, VOICE) >= policy.values().voices:
        raise Refused(N_("A petition takes {n} voice notes. Say the rest at the office, please."), {"n": policy.values().voices})


@act(VOICE)
def add_voice(*, who: Who, at: datetime, body: int | None, petition: str, code: str, attachments: Sequence[Attachment]) -> Draft:
    """Add a voice note to one's petition, kept as it came; whoever has it types what it says. Who: whoever has the code."""
    check_voice(mine(code, petition, body))
    if len(attachments) != 1:
        raise Refused(N_("Record a voice note, or choose one."))
    return sealed(petition, {}, files=attachments)


@act(SUMMARY)
def summarise(*, who: Who, at: datetime, body: int | None, petition: str, text: str) -> Draft:
    """Type what a voice note says: this is what counts, and its sender reads it. Who: an office of the body that has it."""
    found = checks.row(petition, body)
    checks.check_reader(who, found)
    PETITION.step(found.state, "summarise")
    if not steps.unheard(petition):
        raise Refused(N_("What the voice notes say is typed already. Ask the sender where something is unclear."))
    said = checks.check_text("heard", text, HEARD)
    if door.denounces(said):
        raise Refused(N_("What you typed calls itself a denunciation. Nothing of it was kept: choose “It denounces somebody: return it”."))
    return sealed(petition, {"words": said})
