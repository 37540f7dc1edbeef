"""When a day of reception may be entered, moved, held, signed up for: each check raises what to change. No number of law stands here."""

from datetime import datetime, timedelta
from urllib.parse import urlsplit, urlunsplit

from dinhlang.core.ledger import clean_text
from dinhlang.core.refusal import N_, NotHere, NotYours, Refused
from dinhlang.core.rules import Limit, Rulebook
from dinhlang.ground.bodies.reads import Place
from dinhlang.ground.duties import lapses
from dinhlang.ground.files.outward import PORT
from dinhlang.ground.record import clock
from dinhlang.ground.record.act import Who
from dinhlang.works.reception import policy
from dinhlang.works.reception.models import Day
from dinhlang.works.reception.states import PLANNED, SIGNED

HEAD, DEPUTY, STAFF = "head", "deputy", "staff"
WHO = (HEAD, DEPUTY, STAFF)
HOLDS = "reception.hold"  # the right that an office needs to receive
NO_DAY = N_("There is no such day of reception.")
NO_BOOKING = N_("Nobody signed up with this code, or it is not yours. Look at the paper again, sign by sign.")
NO_VISIT = N_("Your register has no such line.")
NO_ADDRESS = N_(
    "The address of the online reception begins with https:// and has the name of the system, without password or port, in at most {n} "
    "characters. Copy it from the system of the Government Inspectorate, or leave the box empty."
)
NOT_YOURS = N_("This page is for the offices of this body. Sign in with the office that does it, or go back to the body's page.")
LACKING = {
    "place": N_("Say where people are received, in at most {n} characters."),
    "reason": N_("Say why, in at most {n} characters: everybody reads it. Name nobody."),
    "matter": N_("Say what it is about, in at most {n} characters."),
    "name": N_("Write the name of who came, in at most {n} characters."),
    "address": N_("Write the address of who came, in at most {n} characters."),
}


def check_text(name: str, text: str, most: int) -> str:
    """A text of the right length, in the form in which it is kept. `most` in characters."""
    said = clean_text(text).strip()
    if not said or len(said) > most:
        raise Refused(LACKING[name], {"n": most})
    return said


def optional(text: str, most: int) -> str:
    """A text that may be empty, in the form in which it is kept. `most` in characters."""
    said = clean_text(text).strip()
    if len(said) > most:
        raise Refused(N_("At most {n} characters, please; what is longer goes by letter."), {"n": most})
    return said


def check_online(address: str, most: int) -> str:
    """The address of a system of the State on which a day is held by video, as it is shown; "" where it is not. `most` in characters."""
    typed = clean_text(address).strip()
    if not typed:
        return ""
    try:
        parts = urlsplit(typed)
        host, port = (parts.hostname or "").encode("idna").decode().lower(), parts.port
    except (ValueError, UnicodeError):
        raise Refused(NO_ADDRESS, {"n": most}) from None
    named = "." in host and not host.replace(".", "").isdigit() and ":" not in host
    plain = typed.isascii() and typed.isprintable() and not set(typed) & set(" \\<>\"'`") and "@" not in parts.netloc
    shown = urlunsplit(("https", host, parts.path, parts.query, ""))
    if parts.scheme.lower() != "https" or not named or not plain or port not in (None, PORT) or len(shown) > most:
        raise Refused(NO_ADDRESS, {"n": most})
    return shown


def check_receiver(place: Place) -> None:
    """Only bodies that receive citizens here have days. Raises NotHere."""
    if place.kind not in policy.heads():
        raise NotHere(N_("{name} has no days of reception here; ask its commune."), {"name": place.name})


def check_seat(who: Who, body: int | None) -> None:
    """Days, register and promises of a body are entered by its own offices. Raises NotYours."""
    if who.seat != body:
        raise NotYours(NOT_YOURS)


def check_who(receives: str) -> str:
    """One of those who receive."""
    if receives not in WHO:
        raise Refused(N_("Choose who receives."))
    return receives


def check_hours(begins: datetime, ends: datetime, at: datetime, *, planned: bool) -> None:
    """A day of the timetable is still to come; one without may lie some days back. It begins and ends on the same day."""
    if ends <= begins or clock.local_day(begins) != clock.local_day(ends):
        raise Refused(N_("The last hour lies before the first. Check both hours."))
    known = policy.values()
    if begins > at + timedelta(days=known.ahead):
        raise Refused(N_("A day is entered at most {n} days ahead."), {"n": known.ahead})
    if planned and begins <= at:
        raise Refused(N_("That day is over or has begun. A day of the timetable is entered before it comes."))
    back = lapses.back(HOLDS)
    if begins < at - timedelta(days=back):
        raise Refused(N_("A day without timetable is entered within {n} days after it."), {"n": back})


def check_slots(slots: int, minutes: int, begins: datetime, ends: datetime) -> None:
    """The places that can be signed up for fit between the hours."""
    if slots < 0 or minutes < 0 or (slots and not minutes):
        raise Refused(N_("Say how many places there are and how many minutes each takes."))
    if slots > policy.values().slots:
        raise Refused(N_("At most {n} places can be signed up for on one day."), {"n": policy.values().slots})
    if begins + slots * timedelta(minutes=minutes) > ends:
        raise Refused(N_("So many places do not fit between these hours. Leave time for those who come without signing up."))


def row(subject: str, body: int | None) -> Day:
    """A day of the body acted upon, locked. Raises NotHere."""
    found = Day.objects.select_for_update().filter(pk=subject, body=body).first()
    if found is None:
        raise NotHere(NO_DAY)
    return found


def check_begun(found: Day, at: datetime) -> None:
    """What came of a day is said once it has begun."""
    if at < found.begins:
        raise Refused(N_("This day has not come yet. If it cannot be held, put it off with the reason and a new day."))


def check_ahead(found: Day, at: datetime) -> None:
    """Only a day to come is put off: afterwards everybody must read that it was not held."""
    if at >= found.begins:
        raise Refused(N_("This day has begun and cannot be put off any more. Say what came of it, and enter the new day by itself."))


def check_free(body: int, receives: str, begins: datetime, ends: datetime, but: str = "") -> None:
    """The same office does not receive twice at once; `but` is the day that is moved."""
    if Day.objects.filter(body=body, begins__lt=ends, ends__gt=begins, receives=receives, state=PLANNED).exclude(pk=but).exists():
        raise Refused(N_("The same office receives at these hours already. Open that day, or choose other hours."))


def check_counts(people: int, groups: int, lines: int) -> None:
    """Numbers that can be: groups among the people, and not fewer people than the register has lines for the day: one came for each."""
    if people < 0 or groups < 0 or groups > people:
        raise Refused(N_("There cannot be more groups than people."))
    if people < lines:
        raise Refused(N_("The register has {n} lines of that day, each of somebody who came: fewer people cannot have come."), {"n": lines})


def check_open(found: Day, at: datetime) -> None:
    """Places can be signed up for until the office prepares the day."""
    if at + timedelta(hours=policy.values().hours) > found.begins:
        raise Refused(
            N_("It is too late to sign up for that day: it closes {n} hours before. You may still come without signing up."),
            {"n": policy.values().hours},
        )


def slot_at(day: Day, slot: int) -> datetime:
    """When a place of a day begins."""
    return day.begins + slot * timedelta(minutes=day.minutes)


def check_slot(found: Day, slot: int) -> None:
    """A place that nobody took. Only whoever sends the form learns which ones are taken: the form itself shows all to everybody."""
    taken = set(found.bookings.filter(state=SIGNED).values_list("slot", flat=True))
    if 0 <= slot < found.slots and slot not in taken:
        return
    free = sorted((one for one in range(found.slots) if one not in taken), key=lambda one: abs(one - slot))[: policy.values().near]
    if not free:
        raise Refused(N_("All places of that day are taken. Choose another day, or come without signing up."))
    hours = ", ".join(f"{slot_at(found, one).astimezone(clock.LOCAL):%H:%M}" for one in sorted(free))
    raise Refused(N_("Somebody else took this place. Still free on that day: {hours}. Choose one of these."), {"hours": hours})


def limit_of(shared: int, book: Rulebook) -> Limit | None:
    """The limit for the representatives of `shared` people with one matter; None where the law names none."""
    for one in policy.groups():
        if one.first <= shared and (one.last is None or shared <= one.last):
            return book.limits.get(one.limit)
    return None


def check_people(people: int, shared: int, book: Rulebook) -> None:
    """How many come for a matter of `shared` people: as many representatives as the law lets them choose."""
    if people <= 0 or shared < people:
        raise Refused(N_("Say how many come, and how many people share the matter: at least those who come."))
    limit = limit_of(shared, book)
    if limit is not None and limit.at_most is not None and people > limit.at_most:
        raise Refused(
            N_("{shared} people with one matter send at most {n} representatives, chosen in a paper that all have signed."),
            {"shared": shared, "n": limit.at_most},
            basis=limit.basis,
        )
