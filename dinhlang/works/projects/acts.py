"""Taking over the list of public-investment projects."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime

from dinhlang.core import ledger
from dinhlang.core.refusal import N_, Refused
from dinhlang.ground.bodies import reads as bodies
from dinhlang.ground.record import clock
from dinhlang.ground.record.act import Draft, Who, act
from dinhlang.ground.record.append import new_subject
from dinhlang.works.projects import checks, policy
from dinhlang.works.projects.models import Past, Project

AT_ONCE = 500  # rows in one statement


@dataclass(frozen=True)
class Line:
    """A project as a list has it. Amounts in đồng; `village` is the id of the village it lies in, `where` the list's own words."""

    name: str
    year: int
    status: str = policy.UNKNOWN
    village: int | None = None
    where: str = ""
    owner: str = ""
    contractor: str = ""
    first_year: int | None = None
    last_year: int | None = None
    total: int | None = None
    plan: int | None = None
    paid: int | None = None


def line_of(row: Project) -> Line:
    """What a row says, as a list would."""
    return Line(
        row.name, row.year, row.status, row.village_id, row.where, row.owner, row.contractor, row.first_year, row.last_year, row.total,
        row.plan, row.paid,
    )  # fmt: skip


def leaf(line: Line) -> bytes:
    """The hash by which an import commits to a row; amounts as text."""
    said = [value if value is None or isinstance(value, str) else str(value) for value in asdict(line).values()]
    return ledger.leaf_hash(ledger.canonical(said))


@act("projects.import")
def import_rows(*, who: Who, at: datetime, body: int | None, rows: Sequence[Line]) -> Draft:
    """Take over a list of projects. Who: officer or chair. Basis: Art. 11(3): projects and their progress are disclosed.

    A project of the same name is known; where the list says otherwise now it is changed. What a list leaves out stays as it was.
    """
    today = clock.local_day(at)
    one = bodies.place(body or 0, today)
    checks.check_body(one)
    if not rows:
        raise Refused(N_("There is no row to take over."))
    batch = new_subject()
    new, changed, gone = _sorted_out(one, rows, today, batch)
    if not new and not changed:
        raise Refused(N_("Every row of this is here already; nothing was changed."))
    Past.objects.bulk_create(gone, batch_size=AT_ONCE)
    Project.objects.bulk_create(new, batch_size=AT_ONCE)
    fields = [*(name for name in asdict(rows[0]) if name != "village"), "village", "entered", "batch", "place"]
    Project.objects.bulk_update(changed, fields, batch_size=AT_ONCE)
    written = sorted((*new, *changed), key=lambda row: row.place)
    root = ledger.root_of(leaf(line_of(row)) for row in written).hex()
    return Draft(batch, {"public": {"rows": len(rows), "new": len(new), "changed": len(changed), "root": root}})


def _sorted_out(body: bodies.Place, rows: Sequence[Line], today: date, batch: str) -> tuple[list[Project], list[Project], list[Past]]:
    """New projects, those of which the list says otherwise now, and the hashes of what they said."""
    known = {row.slug: row for row in Project.objects.select_for_update().filter(body=body.id)}
    villages = {village.id for village in bodies.villages(body.id, today)}
    new, changed, gone = list[Project](), dict[str, Project](), list[Past]()
    for place, line in enumerate(rows):
        name = checks.check_name(line.name)
        checks.check_amounts(line.name, policy.lists().most_amount, line.total, line.plan, line.paid)
        checks.check_years(line.name, line.first_year, line.last_year)
        if line.village is not None and line.village not in villages:
            raise Refused(N_("“{name}” lies in a village that is not of this commune."), {"name": line.name})
        row = known.get(name)
        if row is not None and line_of(row) == line:
            continue
        if row is None:
            row = Project(subject=new_subject(), body_id=body.id, slug=name)
            new.append(row)
            known[name] = row
        elif not row._state.adding:
            if row.subject not in changed:
                gone.append(Past(project=row, batch=row.batch, place=row.place, digest=leaf(line_of(row))))
            changed[row.subject] = row
        for field, value in asdict(line).items():
            setattr(row, "village_id" if field == "village" else field, value)
        row.entered, row.batch, row.place = today, batch, place
    return new, list(changed.values()), gone
