"""The acts that make the text of one petition public, or no longer public.

Promises: only its sender makes a text public, with the code; only Mondays bring words into what everybody reads; a removal takes effect at
once. Refuses: to make public what names somebody in office, a complaint, what was returned or refused as a denunciation.
"""

from datetime import datetime

from dinhlang.ground.people.personal import Subject
from dinhlang.ground.record import append
from dinhlang.works.petitions.acts.sending import by_code
from dinhlang.works.petitions.models import Petition
from dinhlang.works.petitions.states import SEEN


def drop(found: Petition) -> int:
    """Delete every public text of a petition, the marks of what was taken down too; its pages are made anew at once. Returns how many.

    Inside an act: the versions of the bodies' pages count up now and not when a sealed entry enters with its batch, or caches would keep
    the words for hours.
    """
    rows = list(found.texts.all())
    seen = {row.body_id for row in rows if row.state in SEEN}
    if seen:
        append.lock_head()
        append.bump({0} | seen)
    found.texts.all().delete()
    return len(rows)


def forget_texts(subject: Subject, at: datetime) -> int:
    """Take the public text of a petition away, by the code of its receipt. Returns how many rows. Inside an act of `ground/personal`."""
    found = by_code(subject.key) if subject.kind == "receipt" else None
    return drop(found) if found is not None else 0
