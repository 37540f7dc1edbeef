"""Do petitions still stand as the record says? Only whether each is there: their words and steps are sealed. Changes nothing."""

from collections.abc import Iterator

from dinhlang.ground.record.models import ClosedEntry, Entry, Part, Pending
from dinhlang.works.petitions.acts.sending import SUBMIT
from dinhlang.works.petitions.models import Petition


def differences() -> Iterator[str]:
    """One line per petition that was sent and is not in the tables, though nobody returned or erased it, and the other way round."""
    sent = {
        subject: bytes(leaf)
        for each in (ClosedEntry, Entry, Pending)
        for subject, leaf in each.objects.filter(act=SUBMIT).values_list("subject", "hash")
    }
    rows = set(Petition.objects.values_list("subject", flat=True))
    erased = {bytes(leaf) for leaf in Part.objects.filter(name="sender", erased__gt="").values_list("hash", flat=True)}
    for subject in sorted(set(sent) - rows):
        if sent[subject] not in erased:
            yield f"Petition: in the record, not in the tables: subject={subject}"
    for subject in sorted(rows - set(sent)):
        yield f"Petition: in the tables, not in the record: subject={subject}"
