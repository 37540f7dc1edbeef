"""Do papers still stand as the record says? Compared as far as its words can be read; changes nothing.

A paper that a work's own act issued is held against that act's entry, which names it.
"""

from collections.abc import Iterator

from dinhlang.ground.documents.acts import SIGNED
from dinhlang.ground.documents.models import Layout, Paper, Print
from dinhlang.ground.documents.reads import BRING, EXPORT, ISSUE, REMOVE, SET
from dinhlang.ground.documents.states import EXPORTED, ISSUED, REPLACED
from dinhlang.ground.record import reads as record

BY_WORKS = ("vote.issue", "vote.recognise", "vote.refuse")


def differences() -> Iterator[str]:
    """One line per paper or layout that is in the record and not in the tables, the other way round, or said otherwise there."""
    states: dict[str, str] = {}
    numbers: dict[str, str] = {}
    words: dict[str, str] = {}
    signed: dict[str, set[str]] = {}
    layouts: dict[str, bool] = {}
    for one in record.of_acts((EXPORT, ISSUE, BRING, SET, REMOVE, *BY_WORKS)):
        if one.body is None:
            continue
        if one.act in (SET, REMOVE):
            layouts[one.subject] = one.act == SET
            continue
        subject = one.subject if one.act in (EXPORT, ISSUE, BRING) else str(one.words.get("document", ""))
        if not subject:
            continue  # from before papers had states
        if one.act == EXPORT:
            states[subject] = EXPORTED
            if one.words.get("words"):
                words[subject] = str(one.words["words"])
            if one.words.get("replaces"):
                states[str(one.words["replaces"])] = REPLACED
            continue
        states[subject] = ISSUED
        if one.words.get("number"):
            numbers[subject] = str(one.words["number"])
        signed.setdefault(subject, set()).update(str(file["sha256"]) for file in one.files)
    rows = {row.subject: row for row in Paper.objects.all()}
    kept: dict[str, set[str]] = {}
    for paper, sha256 in Print.objects.filter(what=SIGNED).values_list("paper", "sha256"):
        kept.setdefault(paper, set()).add(sha256)
    for subject, state in sorted(states.items()):
        row = rows.get(subject)
        if row is None:
            yield f"Paper: in the record, not in the tables: subject={subject}"
        elif row.state != state and not (row.seen != "open" and row.state == REPLACED):
            yield f"Paper: {state} in the record, {row.state} in the tables: subject={subject}"
        elif row.number != numbers.get(subject, row.number) or row.digest != words.get(subject, row.digest):
            yield f"Paper: number or digest is not that of the record: subject={subject}"
        elif signed.get(subject) and kept.get(subject, set()) != signed[subject]:
            yield f"Paper: the signed page is not that of the record: subject={subject}"
    for subject in sorted(set(rows) - set(states)):
        if rows[subject].seen != "private":
            yield f"Paper: in the tables, not in the record: subject={subject}"
    standing = {one.subject: one.removed is None for one in Layout.objects.all()}
    for subject in sorted(set(layouts) ^ set(standing)):
        yield f"Layout: in the record or in the tables alone: subject={subject}"
    for subject in sorted(set(layouts) & set(standing)):
        if layouts[subject] != standing[subject]:
            yield f"Layout: the record and the tables differ over whether it stands: subject={subject}"
