"""Do papers still stand as the record says? Compared as far as its words can be read; changes nothing.

A paper that a work's own act issued is held against that act's entry, which names it. Of a paper about what is inside a body the record
says in the open its kind alone; of one of a private employer nothing: those are held against as much.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from dinhlang.ground.documents import policy
from dinhlang.ground.documents.acts import DOCX, OPEN, PDF, SIGNED
from dinhlang.ground.documents.models import Layout, Paper, Print
from dinhlang.ground.documents.reads import BRING, EXPORT, ISSUE, REMOVE, SET
from dinhlang.ground.documents.states import EXPORTED, ISSUED, REPLACED
from dinhlang.ground.record import reads as record
from dinhlang.ground.record.reads import Told


@dataclass
class _Said:
    """What the record says of a paper, by the column of its row; the digests of its files by what they are."""

    row: dict[str, str] = field(default_factory=dict)
    files: dict[str, set[str]] = field(default_factory=dict)

    def hear(self, one: Told) -> None:
        """Take in an entry about it, oldest first."""
        if one.act == EXPORT:
            said = {"state": EXPORTED, "kind": one.words.get("paper"), "about": one.words.get("about"), "part": one.words.get("part")}
            said["digest"] = one.words.get("words")
            self.files["exported"] = {str(file["sha256"]) for file in one.files} | set(one.words.get("sha256", ()))
        else:
            said = {"state": ISSUED, "number": one.words.get("number"), "dated": one.words.get("dated")}
            self.files.setdefault(SIGNED, set()).update({str(file["sha256"]) for file in one.files} | set(one.words.get("sha256", ())))
        self.row |= {name: str(value) for name, value in said.items() if value is not None}


def differences() -> Iterator[str]:
    """One line per paper or layout that is in the record and not in the tables, the other way round, or said otherwise there."""
    said: dict[str, _Said] = {}
    layouts: dict[str, bool] = {}
    by_works = {act for kind in policy.kinds().values() for act in kind.issued_by}
    for one in record.of_acts((EXPORT, ISSUE, BRING, SET, REMOVE, *by_works)):
        if one.body is None:
            continue
        if one.act in (SET, REMOVE):
            layouts[one.subject] = one.act == SET
            continue
        subject = one.subject if one.act not in by_works else str(one.words.get("document", ""))
        if not subject:
            continue  # from before papers had states
        said.setdefault(subject, _Said()).hear(one)
        if one.act == EXPORT and one.words.get("replaces"):
            said.setdefault(str(one.words["replaces"]), _Said()).row["state"] = REPLACED
    yield from _papers(said)
    standing = {one.subject: one.removed is None for one in Layout.objects.all()}
    for subject in sorted(set(layouts) ^ set(standing)):
        yield f"Layout: in the record or in the tables alone: subject={subject}"
    for subject in sorted(set(layouts) & set(standing)):
        if layouts[subject] != standing[subject]:
            yield f"Layout: the record and the tables differ over whether it stands: subject={subject}"


def _papers(said: Mapping[str, _Said]) -> Iterator[str]:
    rows = {row.subject: row for row in Paper.objects.all()}
    kept: dict[str, dict[str, set[str]]] = {}
    for paper, what, sha256 in Print.objects.filter(what__in=(SIGNED, PDF, DOCX)).values_list("paper", "what", "sha256"):
        kept.setdefault(paper, {}).setdefault(SIGNED if what == SIGNED else "exported", set()).add(sha256)
    for subject, one in sorted(said.items()):
        row = rows.get(subject)
        if row is None:
            yield f"Paper: in the record, not in the tables: subject={subject}"
            continue
        state = one.row.get("state", row.state)
        if row.state != state and not (row.seen != OPEN and row.state == REPLACED):
            yield f"Paper: {state} in the record, {row.state} in the tables: subject={subject}"
            continue
        for name in ("kind", "about", "part", "digest", "number", "dated"):
            value = getattr(row, name)
            here = "" if value is None else str(value)
            if here != one.row.get(name, here):
                yield f"Paper: its {name} is not that of the record: subject={subject}"
        if row.state == EXPORTED and row.number:
            yield f"Paper: it bears a number that the record does not give: subject={subject}"
        for what, known in sorted(one.files.items()):
            if known and kept.get(subject, {}).get(what, set()) != known:
                name = "signed page" if what == SIGNED else "exported file"
                yield f"Paper: the {name} is not that of the record: subject={subject}"
    for subject in sorted(set(rows) - set(said)):
        if rows[subject].seen != "private":
            yield f"Paper: in the tables, not in the record: subject={subject}"
