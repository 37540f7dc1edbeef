"""Invented values for every page, in plain sight: for the style page, the tests of the templates and nothing else.

Promises: each figure here is made up and says so by standing in this folder. Refuses: to be a fixture of the product; the
demonstration is loaded by acts.

One module for each page, as in `shapes`; each has `pages()`: its page templates with values for them, by a short name. A new page
brings its own module and is named in `MODULES`; a new component stands in `components`, or is drawn by a page.
"""

from dinhlang.ground.ui.samples import (
    ask_page,
    body_page,
    budget_page,
    desk_page,
    documents_page,
    figures_page,
    funds_page,
    handbook_page,
    home_page,
    imports_page,
    kits_page,
    meetings_page,
    outgoing_page,
    people_page,
    personal_page,
    projects_page,
    province_page,
    record_page,
    register_page,
    regulation_page,
    rules_page,
    six_page,
    thing_page,
    votes_page,
    why_page,
)
from dinhlang.ground.ui.samples.body_page import body
from dinhlang.ground.ui.samples.common import Pages, site
from dinhlang.ground.ui.samples.components import Sample, groups
from dinhlang.ground.ui.samples.desk_page import form
from dinhlang.ground.ui.samples.map import sample_map
from dinhlang.ground.ui.samples.register_page import register
from dinhlang.ground.ui.samples.thing_page import thing
from dinhlang.ground.ui.samples.why_page import STEPS, why

__all__ = ["MODULES", "STEPS", "Pages", "Sample", "body", "form", "groups", "pages", "register", "sample_map", "site", "thing", "why"]

MODULES = (
    ask_page,
    body_page,
    thing_page,
    six_page,
    why_page,
    register_page,
    desk_page,
    documents_page,
    record_page,
    rules_page,
    regulation_page,
    home_page,
    outgoing_page,
    handbook_page,
    province_page,
    imports_page,
    kits_page,
    budget_page,
    projects_page,
    figures_page,
    funds_page,
    people_page,
    personal_page,
    votes_page,
    meetings_page,
)


def pages() -> Pages:
    """Every page template with values for it, by a short name."""
    return {name: page for module in MODULES for name, page in module.pages().items()}
