"""What an entry of this work says, in sentences."""

from collections.abc import Callable, Collection, Sequence
from datetime import date

from django.utils.translation import gettext as _

from dinhlang.core.rules import Rulebook
from dinhlang.ground.duties import present
from dinhlang.ground.duties import reads as duties
from dinhlang.ground.people.reads import office_name
from dinhlang.ground.record import clock
from dinhlang.ground.record.reads import Told
from dinhlang.ground.ui import format
from dinhlang.ground.ui.addresses import reverse
from dinhlang.ground.ui.shapes import Field, Link
from dinhlang.works.disclosures import policy


def sentence(one: Told, near: present.Near = present.NOWHERE) -> str:
    """What an entry of this work says, in one sentence without names of persons."""
    place = present.place_word(str(one.words.get("place", "")), near.places)
    by = present.seen_by(str(one.words.get("by", "")), near.book)
    match one.act:
        case "decision.register":
            return _("Registered document %(number)s") % {"number": one.words.get("number", "")}
        case "decision.redate" if one.words.get("waits"):
            return _("Asked that document %(number)s be dated %(dated)s and no longer %(was)s; a second office must confirm it") % _redated(
                one
            )
        case "decision.redate":
            return _("Document %(number)s is dated %(dated)s and no longer %(was)s") % _redated(one)
        case "decision.confirm_redate":
            return _("A second office confirmed: document %(number)s is dated %(dated)s and no longer %(was)s") % _redated(one)
        case "decision.strike":
            text = (
                _("Asked that document %(number)s be struck: %(reason)s; a second office must confirm it")
                if one.words.get("waits")
                else _("Struck document %(number)s: %(reason)s")
            )
            return text % {"number": one.words.get("decision", ""), "reason": policy.reason_text(str(one.words.get("reason", "")))}
        case "ending.confirm":
            text = (
                _("A second office confirmed: document %(number)s is struck: %(reason)s")
                if one.words.get("decision")
                else _("A second office confirmed that nothing is owed any more: %(reason)s")
            )
            return text % {"number": one.words.get("decision", ""), "reason": policy.reason_text(str(one.words.get("reason", "")))}
        case "plan.adopt":
            return _("Adopted the disclosure plan for %(year)s") % {"year": one.words.get("year", "")}
        case "disclosure.post":
            return _("Disclosed on the site")
        case "disclosure.place":
            return _("Posted on paper %(place)s") % {"place": place}
        case "disclosure.offer_ticks":
            return _("Made links for %(n)d villages, by which they say that it hangs there") % {"n": len(one.words.get("villages", ()))}
        case "disclosure.close_ticks":
            return _("Closed links of villages")
        case "disclosure.tick" if one.words:
            return _ticked(one) % {"place": place}
        case "disclosure.official":
            return _("Entered where the official portal shows it")
        case "disclosure.look" if one.words:
            return _LOOKED[str(one.words.get("found", ""))]()
        case "disclosure.take_down":
            return _("Took the paper down %(place)s") % {"place": place}
        case "disclosure.countersign" if one.words:  # that of a single resident stays sealed
            day = str(one.words.get("from", ""))
            values = {"by": by, "place": place, "day": format.short_day(date.fromisoformat(day)) if day else "…"}
            if one.words.get("which") == "first":
                return _("%(by)s saw the posting up %(place)s, since %(day)s") % values
            return _("%(by)s saw the posting of %(day)s to its last day %(place)s") % values
        case "disclosure.correct":
            return _("Corrected the wording")
        case "disclosure.replace":
            return _("Replaced the contents")
        case "disclosure.withdraw":
            text = (
                _("Withdrew it: %(reason)s; that nothing is owed any more a second office must confirm")
                if one.words.get("waits")
                else _("Withdrew it: %(reason)s")
            )
            return text % {"reason": policy.reason_text(str(one.words.get("reason", "")))}
        case "register.nothing_arose":
            return _("Signed that nothing arose in %(period)s under %(n)d items") % {
                "period": present.period_word(str(one.words.get("quarter", ""))),
                "n": len(one.words.get("items", ())),
            }
        case "register.issue":
            return _("Drew up the list of what was disclosed in %(period)s") % {
                "period": present.period_word(str(one.words.get("quarter", "")))
            }
    return ""


def _ticked(one: Told) -> str:
    if one.words.get("from") and one.words.get("read"):
        return _("A village's link says: posted %(place)s, and read out")
    return _("A village's link says: posted %(place)s") if one.words.get("from") else _("A village's link says: read out %(place)s")


_LOOKED: dict[str, Callable[[], str]] = {
    "stands": lambda: _("The system saw it on the official portal"),
    "changed": lambda: _("The system saw it on the official portal, with other contents than before"),
    "unlike": lambda: _("The system looked at the official portal and did not recognise it there"),
    "gone": lambda: _("The system looked at the official portal: nothing stands at that address"),
}


def _redated(one: Told) -> dict[str, str]:
    days = {name: format.short_day(date.fromisoformat(str(one.words[name]))) for name in ("was", "dated") if one.words.get(name)}
    return {"number": str(one.words.get("decision", "")), "was": "…", "dated": "…", **days}


def redates(told: Collection[Told], book: Rulebook) -> tuple[str, ...]:
    """Which dates a document had, one sentence for each time one took effect; nothing where the words were erased."""
    found = []
    for one in told:
        if one.act == "decision.redate" and one.words and not one.words.get("waits"):
            found.append(
                _("Registered as of %(was)s, changed to %(dated)s on %(day)s.")
                % {**_redated(one), "day": format.short_day(clock.local_day(one.at))}
            )
        elif one.act == "decision.confirm_redate" and one.words:
            by = str(one.words.get("by", ""))
            values = {**_redated(one), "day": format.short_day(clock.local_day(one.at)), "by": office_name(by, book)}
            found.append(
                _("Was %(was)s, now %(dated)s, confirmed by %(by)s on %(day)s.") % values
                if by in book.offices
                else _("Was %(was)s, now %(dated)s, confirmed by a second office on %(day)s.") % values
            )
    return tuple(found)


def source_links(at: duties.Frame, one: duties.Obligation, told: Collection[Told], acts: Collection[str]) -> tuple[Link, ...]:
    """What may be said afterwards about what started a duty, `told` being the entries about it: a document, a meeting to come."""
    begun = {entry.act for entry in told}
    clock = one.clock
    if clock is None or clock.since is not None:  # what another body registered stays as that one said it
        return ()
    known = (
        ("decision.register", "decision.redate", "decision-redate", [at.place.code, one.occasion], _("Change its date")),
        ("decision.register", "decision.strike", "decision-strike", [clock.source], _("Strike it: it is none to be disclosed")),
        ("duties.event", "duties.event_cancelled", "duties-event-cancelled", [at.place.code, one.occasion], _("Call the meeting off")),
    )
    return tuple(Link(label, reverse(name, args=args)) for first, act, name, args, label in known if first in begun and act in acts)


def official_of(told: Sequence[Told]) -> tuple[Field, ...]:
    """What is known of the official posting elsewhere, out of the entries about a disclosure: where, and what was found last."""
    named = next((one for one in reversed(told) if one.act == "disclosure.official" and one.words), None)
    if named is None:
        return ()
    url = str(named.words.get("official", ""))
    looks = [one for one in told if one.act == "disclosure.look" and one.place > named.place and one.words]
    rows = [Field(_("Official posting"), url.removeprefix("https://"), url)]
    if not looks:
        return (*rows, Field(_("Seen there"), _("not looked at yet; the system looks by itself")))
    last = looks[-1]
    day = format.short_day(clock.local_day(last.at))
    return (*rows, Field(_("Seen there"), found_word(str(last.words.get("found", ""))) % {"day": day}))


def found_word(result: str) -> str:
    """What a look found, with a place for the day."""
    return {
        "stands": _("it stands there, seen since %(day)s"),
        "changed": _("it stands there with other contents since %(day)s"),
        "unlike": _("something stands there that was not recognised as this, looked at on %(day)s"),
        "gone": _("nothing stands there, looked at on %(day)s"),
    }.get(result, "%(day)s")
