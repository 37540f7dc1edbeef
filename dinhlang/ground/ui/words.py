"""The one table of words for states, with icon and class, and the phrases that put a due day into words.

Promises: a state never appears without a word and an icon; its colour is a class of its own, apart from the colour of
identity. Refuses: to compute a state; that is `core.rules.state`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from django.utils.translation import gettext, ngettext

from dinhlang.core.refusal import N_
from dinhlang.core.rules import State
from dinhlang.ground.ui import format


@dataclass(frozen=True)
class Word:
    """How a state is said: `msg` is a message id, `icon` a name of `ICONS`, `css` a class of hall.css, `gloss` what it
    means in one sentence for the legend and the style page."""

    msg: str
    icon: str
    css: str
    gloss: str


WORDS: Mapping[State, Word] = MappingProxyType(
    {
        State.NOT_YET_DUE: Word(N_("not due yet"), "clock", "wait", N_("The day has not come yet.")),
        State.DONE_ON_TIME: Word(N_("on time"), "check", "done", N_("Done on or before the due day.")),
        State.DONE_LATE: Word(N_("done after the due day"), "check", "late", N_("Done, but after the due day.")),
        State.MISSING: Word(N_("not done yet"), "ring", "open", N_("The due day has passed and nothing is recorded.")),
        State.RUNNING: Word(N_("on show"), "half", "done", N_("On show now; the days are being counted.")),
        State.HELD: Word(N_("shown long enough"), "check", "done", N_("It stayed on show without a break for all the days required.")),
        State.BROKEN: Word(N_("interrupted"), "gap", "late", N_("It came down before the days were complete.")),
        State.DECLARED_ONLY: Word(
            N_("declared, not confirmed"),
            "pen",
            "wait dash",
            N_("The body says so; nobody else has confirmed it, so it does not count yet."),
        ),
        State.NOTHING_AROSE: Word(N_("nothing arose"), "dash", "none", N_("An office has signed that there was nothing to disclose.")),
        State.DISCLOSED: Word(N_("disclosed"), "check", "done", N_("Something was disclosed under this item.")),
        State.SILENT: Word(N_("nothing recorded yet"), "ring", "open dash", N_("Neither disclosed nor signed as nothing arose.")),
        State.EXEMPT: Word(N_("exempt"), "dash", "none", N_("A superior has recorded why this duty does not apply.")),
        State.NO_DAY: Word(N_("no day in the law"), "clock", "wait", N_("The law orders it but names no day; it is never late.")),
        State.NOT_SCORED: Word(N_("shown, not scored"), "dash", "wait dash", N_("Shown for information; it does not enter any score.")),
    }
)

# Paths in a 16 × 16 box, stroked with the current colour: they print, scale and need no font.
ICONS: Mapping[str, str] = MappingProxyType(
    {
        "check": "M3 8.5l3.5 3.5L13 4.5",
        "ring": "M8 2.5a5.5 5.5 0 1 0 .01 0z",
        "clock": "M8 2a6 6 0 1 0 .01 0zM8 4.5V8l2.5 1.5",
        "half": "M8 2a6 6 0 1 0 .01 0zM8 5v6M10.5 6v4M5.5 6v4",
        "gap": "M2 8h3.5M10.5 8H14M7 4l2 8",
        "pen": "M3 13l1-3.5L11 2.5 13.5 5l-7 7z",
        "dash": "M3.5 8h9",
        "lock": "M4 7.5h8V13H4zM5.5 7.5V5a2.5 2.5 0 0 1 5 0v2.5",
        "seal": "M8 2a4 4 0 1 0 .01 0zM5.5 9.5V14L8 12.5l2.5 1.5V9.5",
        "file": "M4 2h5l3 3v9H4zM9 2v3h3",
        "print": "M4.5 6V2.5h7V6M4.5 11H2.5V6h11v5h-2M4.5 9.5h7v4h-7z",
        "alert": "M8 2.5l6 11H2zM8 6.5v3.5M8 11.8v.2",
    }
)


def word(state: State) -> str:
    """The word for `state` in the active language."""
    return gettext(WORDS[state].msg)


def due_phrase(due: date, today: date) -> str:
    """How long until `due` seen from `today`, in the active language: "due today", "3 days left", or "due 31/12/2026"."""
    left = (due - today).days
    if left == 0:
        return gettext("due today")
    if 0 < left <= 10:
        return ngettext("%(n)d day left", "%(n)d days left", left) % {"n": left}
    return gettext("due %(day)s") % {"day": format.short_day(due)}


def chip_text(state: State, due: date | None = None, today: date | None = None) -> str:
    """The word on a chip: the state's word, except that a day still to come is said as the time that is left."""
    if state is State.NOT_YET_DUE and due is not None and today is not None and due >= today:
        return due_phrase(due, today)
    return word(state)
