"""Every component of `templates/ui` with values for it, grouped by use.

Promises: a template of `ui/parts` or `ui/forms` stands here, or is drawn by a page of `pages()`, or is named in `INTERNAL` with its
reason; a test holds it. A new component brings its line here, or its page.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from dinhlang.core.refusal import N_
from dinhlang.ground.ui.samples.body_page import QUARTER, body
from dinhlang.ground.ui.samples.common import TODAY
from dinhlang.ground.ui.samples.desk_page import form
from dinhlang.ground.ui.samples.duties import COVERAGE, DUTIES, OPEN, PARTS, RECENT
from dinhlang.ground.ui.samples.record_page import POINT, record
from dinhlang.ground.ui.samples.rules_page import DIFFERENCES, RULE_ROWS, rule, rules
from dinhlang.ground.ui.samples.thing_page import thing
from dinhlang.ground.ui.samples.why_page import why

INTERNAL = {
    "ui/base.html": "the frame of every page",
    "ui/bare.html": "the frame of pages that may count on nothing: 400, 403_csrf, 429, 500, 503",
    "ui/style.html": "this page",
}


@dataclass(frozen=True)
class Sample:
    """A component's template, the shape that it draws, and values by the names it knows them by; `wrap` is the list around its rows."""

    template: str
    shape: str
    values: Mapping[str, object]
    wrap: str = ""


def groups() -> tuple[tuple[str, tuple[Sample, ...]], ...]:
    """Each group's title (a message id) and its components."""
    page, one = body(), rule()
    refusal = form(bound=True)
    return (
        (
            N_("Ways in"),
            (
                Sample("ui/parts/doors.html", "tuple[Door]", {"doors": page.doors}),
                Sample("ui/parts/stack_links.html", "tuple[Link]", {"links": page.villages}),
            ),
        ),
        (
            N_("Rows"),
            (
                Sample("ui/parts/duty.html", "DutyRow", {"row": DUTIES[0], "today": TODAY}, "rows wide full"),
                Sample(
                    "ui/parts/duties.html",
                    "tuple[DutyRow]",
                    {"rows": DUTIES, "today": TODAY, "first": ":3", "first_from": "3:", "full": " full"},
                ),
                Sample("ui/parts/act.html", "ActRow", {"row": RECENT[0]}, "rows"),
                Sample("ui/parts/open.html", "OpenRow", {"row": OPEN[0], "today": TODAY}, "rows"),
                Sample("ui/parts/report.html", "ReportRow", {"row": page.reported[0]}, "rows"),
                Sample("ui/parts/rule_row.html", "RuleRow", {"row": RULE_ROWS[0]}, "rows"),
                Sample("ui/parts/entry_row.html", "EntryRow", {"row": record().entries[0]}, "log sheet"),
            ),
        ),
        (
            N_("Tables and facts"),
            (
                Sample("ui/parts/parts_table.html", "tuple[PartRow]", {"parts": PARTS, "today": TODAY, "due": thing().due}),
                Sample("ui/parts/facts.html", "tuple[Field]", {"facts": one.facts}),
                Sample("ui/parts/cases.html", "tuple[ExampleRow]", {"rows": one.examples}),
                Sample("ui/parts/differences.html", "tuple[Difference]", {"rows": DIFFERENCES}),
                Sample("ui/parts/rule_counts.html", "RuleListPage", {"page": rules()}),
                Sample("ui/parts/checkpoint.html", "Checkpoint", {"point": POINT}),
            ),
        ),
        (
            N_("Figures"),
            (
                Sample("ui/parts/strip.html", "RegisterStrip", {"strip": QUARTER, "coverage": COVERAGE}),
                Sample("ui/parts/life.html", "tuple[DayCount]", {"days": page.life, "today": TODAY}),
            ),
        ),
        (
            N_("Notes and empty places"),
            (
                Sample("ui/parts/refusal.html", "Refusal", {"refusal": refusal.refusal}),
                Sample("ui/parts/empty.html", "title, text", {"title": page.open_now[0].title, "text": COVERAGE}),
                Sample("ui/parts/marks.html", "tuple[Mark]", {"marks": why().marks}),
                Sample("ui/parts/changes_more.html", "shown, all", {"shown": 2, "all": 9}),
                Sample("ui/parts/board.html", "BoardFoot", {"board": thing().board}),
            ),
        ),
        (N_("Form fields"), (Sample("ui/forms/form.html", "forms.Form", {"form": form().form}),)),
    )
