"""Forms of the quarterly register."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from dinhlang.core.rules import State
from dinhlang.ground.record import clock
from dinhlang.ground.ui.addresses import reverse
from dinhlang.ground.ui.shapes import Field, Link
from dinhlang.ground.ui.submit import act_form
from dinhlang.works.disclosures import acts, forms, reads
from dinhlang.works.disclosures.views.common import of_body, page_of, run_act, sent


def register_nothing(request: HttpRequest, code: str, quarter: str) -> HttpResponse:
    """Form of `register.nothing_arose`."""
    at = of_body(request, code, "register.nothing_arose")
    grid = reads.register(code, quarter, clock.today())
    silent = [(row.item, f"{row.item}. {row.text}") for row in grid.rows if row.state in {State.SILENT, State.NOT_YET_DUE}]
    form = forms.NothingArose(sent(request)[0], silent=silent, initial={"items": [request.GET.get("muc")]})

    def do(data: dict[str, Any]) -> str:
        return run_act(request, acts.nothing_arose, at.place, data["command_id"], quarter=quarter, items=tuple(data["items"]))

    page = page_of(
        _("Sign where nothing arose"),
        _("An item left empty is shown as without an entry. A signed line says that there was nothing to disclose."),
        _("Sign"),
        Link(grid.title, reverse("register", args=[code, quarter])),
        why=(_("The register is ordered by law; the line “nothing arose” is this system's form."),),
        basis="Law 10/2022/QH15 Art. 13(2)",
    )
    return act_form(request, form, page, do)


def register_issue(request: HttpRequest, code: str, quarter: str) -> HttpResponse:
    """Form of `register.issue`."""
    at = of_body(request, code, "register.issue")
    grid = reads.register(code, quarter, clock.today())
    form = forms.Sign(sent(request)[0])

    def do(data: dict[str, Any]) -> str:
        return run_act(request, acts.issue_register, at.place, data["command_id"], quarter=quarter)

    page = page_of(
        _("Draw up and sign the list"),
        grid.coverage,
        _("Sign the list"),
        Link(grid.title, reverse("register", args=[code, quarter])),
        facts=(
            Field(_("Disclosed"), str(grid.disclosed)),
            Field(_("Nothing arose"), str(grid.nothing)),
            Field(_("Without an entry"), str(grid.silent)),
        ),
        basis="Law 10/2022/QH15 Art. 13(2)",
    )
    return act_form(request, form, page, do)
