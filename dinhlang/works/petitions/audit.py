"""Do petitions still stand as the record says? Whether each is there, the numbers told, and public texts. Changes nothing."""

from collections.abc import Iterator
from datetime import date

from dinhlang.ground.record import reads as record
from dinhlang.ground.record.models import ClosedEntry, Entry, Part, Pending
from dinhlang.works.petitions import steps
from dinhlang.works.petitions.acts import rating, standing
from dinhlang.works.petitions.acts.opening import OPEN_WEEK, root_of
from dinhlang.works.petitions.acts.publishing import PUBLISH
from dinhlang.works.petitions.acts.sending import SUBMIT
from dinhlang.works.petitions.models import Cell, Content, Petition, PublicText, Standing
from dinhlang.works.petitions.states import SHOWN, WAITING


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
    for one in record.of_acts((OPEN_WEEK,)):
        week = date.fromisoformat(str(one.words["week"])) if one.words.get("week") else None
        if week is not None and root_of(Cell.objects.filter(day=week)) != one.words.get("root"):
            yield f"Petition: numbers told on {week} say other than the record"
        stood = Standing.objects.filter(day=week) if week is not None else Standing.objects.none()
        if (standing.root_of(stood) if stood else None) != one.words.get("standing"):
            yield f"Petition: how petitions stood, told on {week}, says other than the record"
        told = Content.objects.filter(day=week) if week is not None else Content.objects.none()
        if (rating.root_of(told) if told else None) != one.words.get("content"):
            yield f"Petition: how content senders were, told on {week}, says other than the record"
    for row in PublicText.objects.filter(state__in=(WAITING, SHOWN)).order_by("pk").iterator():
        chosen = [step.words.get("words", "") for step in steps.of(row.petition_id) if step.act == PUBLISH and not step.erased]
        if row.text not in chosen:
            yield f"PublicText: says other than what its sender chose: public_id={row.pk}"
