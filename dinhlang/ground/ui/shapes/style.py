"""The style page: every component with invented values."""

from dataclasses import dataclass

from django.utils.safestring import SafeString

from dinhlang.core.rules import State
from dinhlang.ground.ui.shapes.common import Link
from dinhlang.ground.ui.shapes.why import WhyPage


@dataclass(frozen=True)
class Component:
    """One component as it is drawn: its template, the shape it is drawn from, its markup; `wrap` is the list that holds its rows."""

    template: str
    shape: str
    anchor: str
    html: SafeString
    wrap: str = ""


@dataclass(frozen=True)
class ComponentGroup:
    """Components of one use."""

    anchor: str
    title: str
    components: tuple[Component, ...]


@dataclass(frozen=True)
class SampleLink:
    """A page template with values: its name, and where it can be seen whole ("" outside a demonstration)."""

    template: str
    shape: str
    name: str
    href: str


@dataclass(frozen=True)
class StylePage:
    """Everything once. `look` is "light", "dark" or "" for the reader's own; `looks` lead to the others."""

    states: tuple[State, ...]
    groups: tuple[ComponentGroup, ...]
    pages: tuple[SampleLink, ...]
    why: WhyPage
    map: SafeString
    look: str
    looks: tuple[Link, ...]
