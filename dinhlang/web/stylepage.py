"""The style page: every component and every page once, with invented values, for those who build on them.

Promises: no query; the look of the reader's own device, or light, or dark. Refuses: whole invented pages outside a demonstration, where
somebody could take them for the house's word.
"""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from dinhlang.core.refusal import N_, NotHere
from dinhlang.core.rules import State
from dinhlang.ground.ui import samples
from dinhlang.ground.ui.addresses import reverse
from dinhlang.ground.ui.markdown import anchor
from dinhlang.ground.ui.shapes import Component, ComponentGroup, Link, SampleLink, StylePage

LOOKS = {"sang": "light", "toi": "dark"}


def style(request: HttpRequest) -> HttpResponse:
    """Every component with sample values."""
    here = reverse("style")
    page = StylePage(
        states=tuple(State),
        groups=tuple(
            ComponentGroup(anchor(title), _(title), tuple(_drawn(sample) for sample in found)) for title, found in samples.groups()
        ),
        pages=tuple(
            SampleLink(template, type(values).__name__, name, reverse("style-sample", args=[name]) if settings.DEMO else "")
            for name, (template, values) in samples.pages().items()
        ),
        look=LOOKS.get(request.GET.get("sac", ""), ""),
        looks=(Link(_("As my device"), here), Link(_("Light"), f"{here}?sac=sang"), Link(_("Dark"), f"{here}?sac=toi")),
        why=samples.why(),
        map=samples.sample_map(),
    )
    return render(request, "ui/style.html", {"page": page})


def _drawn(sample: samples.Sample) -> Component:
    html = render_to_string(sample.template, dict(sample.values))
    return Component(sample.template, sample.shape, anchor(sample.template), html, sample.wrap)


def sample(request: HttpRequest, name: str) -> HttpResponse:
    """One page with invented values, whole."""
    if not settings.DEMO or name not in samples.pages():
        raise NotHere(N_("There is no such sample."))
    template, values = samples.pages()[name]
    return render(request, template, {"page": values})
