"""What is built in a commune, as people read it: by village, with what it costs and how much of that was paid out. Two queries."""

from collections import Counter
from collections.abc import Collection, Mapping

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dinhlang.ground.bodies import reads as bodies
from dinhlang.ground.duties import reads as duties
from dinhlang.ground.duties.about import Disclosed
from dinhlang.ground.record.reads import Told
from dinhlang.ground.ui import format
from dinhlang.ground.ui.addresses import reverse
from dinhlang.ground.ui.shapes import About, Field, Link, ProjectRow, ProjectsPage, StatusCount
from dinhlang.works.projects import policy
from dinhlang.works.projects.acts import Line, line_of
from dinhlang.works.projects.models import Project

BASIS = "Law 10/2022/QH15 Art. 11(3)"
ITEM = 3  # of Art. 11
IMPORT = "projects.import"
KIND = "cong-trinh"  # the kind of import


def status(row: Project) -> policy.Status:
    """The state of a project; that which says nothing where its id is of another release."""
    known = policy.lists().statuses
    return known.get(row.status, known[policy.UNKNOWN])


def years(row: Project) -> str:
    """From when to when."""
    if row.first_year is not None and row.last_year is not None and row.first_year != row.last_year:
        return f"{row.first_year}–{row.last_year}"
    found = row.first_year if row.first_year is not None else row.last_year
    return str(found) if found is not None else ""


def _row(row: Project, villages: dict[int, bodies.Place]) -> ProjectRow:
    village = villages.get(row.village_id or 0)
    state = status(row)
    facts = (
        (_("Where"), row.where or (village.name if village is not None else "")),
        (_("Years"), years(row)),
        (_("Owner"), row.owner),
        (_("Contractor"), row.contractor),
        (_("Total cost"), format.amount(row.total) if row.total is not None else ""),
        (_("Plan of %(year)s") % {"year": row.year}, format.amount(row.plan) if row.plan is not None else ""),
        (_("Paid out in %(year)s") % {"year": row.year}, format.amount(row.paid) if row.paid is not None else ""),
    )
    asked = row.plan if row.plan is not None else row.total
    share = min(row.paid * 100 // asked, 100) if row.paid is not None and asked else None
    return ProjectRow(row.name, state.said, state.css, tuple(Field(name, value) for name, value in facts if value), share)


def page(stand: duties.Stand, acts: Collection[str] = frozenset(), village: str = "") -> ProjectsPage:
    """The list of a commune, or of one of its villages (`village`: its code)."""
    code = stand.place.code
    places = bodies.villages(stand.place.id, stand.day)
    known = {one.id: one for one in places}
    chosen = next((one for one in places if one.code == village), None)
    everything = list(Project.objects.filter(body=stand.place.id).order_by("-year", "name"))
    rows = [row for row in everything if chosen is None or row.village_id == chosen.id]
    here = reverse("projects", args=[code])
    counts = Counter(row.village_id for row in everything)
    states = Counter(status(row).id for row in rows)
    year = max((row.year for row in rows), default=stand.day.year)
    mine = [row for row in rows if row.year == year]
    plan = sum(row.plan for row in mine if row.plan is not None)
    paid = sum(row.paid for row in mine if row.paid is not None)
    name = chosen.name if chosen is not None else stand.place.name
    return ProjectsPage(
        title=_("What is built in %(name)s") % {"name": name},
        body=Link(stand.place.name, reverse("body", args=[code])),
        year=year,
        rows=tuple(_row(row, known) for row in rows),
        states=tuple(StatusCount(one.said, one.css, states[one.id]) for one in policy.lists().statuses.values() if states[one.id]),
        plan=plan,
        paid=paid,
        sentence=_sentence(plan, paid, year),
        villages=tuple(
            (Link(f"{one.name} ({format.count(counts[one.id])})", f"{here}?thon={one.code}"), one is chosen)
            for one in places
            if counts[one.id]
        ),
        everywhere=Link(_("The whole commune"), here) if chosen is not None else None,
        actions=start_links(code, acts),
        data=Link(_("Open data of these projects (OC4IDS, JSON)"), reverse("projects-oc4ids", args=[code])) if everything else None,
        updated=max((row.entered for row in everything), default=None),
        today=stand.day,
        basis=format.cited(BASIS),
    )


def about(stand: duties.Stand, one: Disclosed) -> tuple[About, ...]:
    """The page of projects with what was planned and paid out, for a disclosure under their item. One query there, else none."""
    if one.item != ITEM:
        return ()
    rows = list(Project.objects.filter(body=stand.place.id).values_list("year", "plan", "paid"))
    if not rows:
        return ()
    year = max(year for year, _plan, _paid in rows)
    mine = [(plan or 0, paid or 0) for one_of, plan, paid in rows if one_of == year]
    title = _("What is built in %(name)s") % {"name": stand.place.name}
    text = _sentence(sum(plan for plan, _paid in mine), sum(paid for _plan, paid in mine), year)
    return (About(Link(title, reverse("projects", args=[stand.place.code])), f"{text}." if text else ""),)


def _sentence(plan: int, paid: int, year: int) -> str:
    if not plan:
        return ""
    values = {"year": year, "plan": format.amount(plan), "paid": format.amount(paid), "part": format.percent(paid, plan)}
    return _("Plan of %(year)s: %(plan)s; paid out so far %(paid)s, %(part)s") % values


def start_links(code: str, acts: Collection[str]) -> tuple[Link, ...]:
    """How a list comes in, for those who may bring it."""
    return (Link(_("Bring the list"), reverse("import-new", args=[code, KIND])),) if IMPORT in acts else ()


def told_apart(body: int, lines: Mapping[str, Line]) -> tuple[list[Line], list[Line], int]:
    """Of the rows of a list, by the names of their projects: the new ones, those that say otherwise now, how many are known."""
    known = {row.slug: line_of(row) for row in Project.objects.filter(body=body)}
    new = [line for name, line in lines.items() if name not in known]
    changed = [line for name, line in lines.items() if name in known and known[name] != line]
    return new, changed, len(lines) - len(new) - len(changed)


def sentence(one: Told) -> str:
    """What an entry of this work says; "" where it is another work's."""
    if one.act != IMPORT:
        return ""
    if not one.words:
        return _("Took over a list of projects")
    n = int(one.words["new"]) + int(one.words["changed"])
    text = ngettext("Brought %(n)s project of its list up to date", "Brought %(n)s projects of its list up to date", n)
    return text % {"n": format.count(n)}
