"""When a regulation may be adopted: each check raises the sentence that says what to change. No number of the law stands here."""

from collections.abc import Collection
from datetime import date, timedelta

from dinhlang.core.refusal import N_, Refused
from dinhlang.core.rules import Layer, Rulebook, flaws
from dinhlang.ground.bodies.reads import Place
from dinhlang.ground.duties.layers import Laid

BASIS = "Law 10/2022/QH15 Art. 11"


def check_commune(body: Place, layer: Layer) -> None:
    """Regulations are those of communes, and this one is of this commune."""
    if body.kind != "commune":
        raise Refused(N_("Only a commune has a regulation on democracy of its own here."), basis=BASIS)
    if layer.commune != body.code:
        raise Refused(N_("This regulation is of another commune."))


def check_dated(layer: Layer, today: date, body: Place) -> None:
    """It bears a day that has come, on which the commune existed."""
    if layer.dated > today:
        raise Refused(
            N_("The document is dated {dated}, which is still to come. Check the date; it is registered on the day it exists."),
            {"dated": layer.dated},
        )
    if layer.dated < body.alive_from:
        raise Refused(
            N_("{name} has existed since {since}; a document of {dated} belongs to the body before it."),
            {"name": body.name, "since": body.alive_from, "dated": layer.dated},
        )


def check_stricter(layer: Layer, book: Rulebook) -> None:
    """It takes nothing away from the law in `book`."""
    found = flaws(layer, book)
    if found:
        raise Refused(found[0].msg, found[0].values, BASIS)


def first_day(layer: Layer, today: date) -> date:
    """The first day on which it counts: its own, or tomorrow, for no clock that runs is changed. Refused where it is over by then."""
    first = max(layer.in_force_from, today + timedelta(days=1))
    if layer.in_force_to is not None and layer.in_force_to < first:
        raise Refused(N_("It counts from {first} on at the earliest, and by then it is over."), {"first": first})
    return first


def check_new(layer: Layer, known: Collection[Laid]) -> None:
    """It is not one that was adopted already."""
    if layer.hash in {one.digest for one in known}:
        raise Refused(N_("This regulation was adopted already."))
