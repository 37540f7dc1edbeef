"""An offline kit of a meeting as its holder carries it, and as those who count see it online.

Promises: the kit has list numbers and representatives, no telephone, no year of birth, no address; its thresholds are worked out here, in
words. Refuses: the list of households to anybody but the office that called the meeting.
"""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext as _

from dinhlang.core.refusal import N_
from dinhlang.core.rules import Threshold
from dinhlang.core.tally.rounds import MORE_THAN_LISTED, NOT_WHOLE, TOO_MANY_VOTES, needed
from dinhlang.ground.kit import reads as kits
from dinhlang.ground.kit.models import State
from dinhlang.ground.kit.reads import ItemSeen, LeaseSeen
from dinhlang.ground.kit.sent import Kind
from dinhlang.ground.polls import reads as polls
from dinhlang.ground.polls.acts import UNTICKED
from dinhlang.ground.polls.reads import RoundSeen, SittingSeen
from dinhlang.ground.ui import format
from dinhlang.ground.ui.addresses import reverse
from dinhlang.ground.ui.shapes import Field, KitItemRow, KitPage, Link
from dinhlang.works.votes import reads
from dinhlang.works.votes.reads import Found

WORDS = {
    "not_whole": NOT_WHOLE, "more": MORE_THAN_LISTED, "too_many": TOO_MANY_VOTES, "unticked": UNTICKED,
    "enough": N_("{n} households agree, {least} are needed: that is enough."),
    "short": N_("{n} households agree, {least} are needed: that is not enough."),
}  # fmt: skip


def _least(one: RoundSeen) -> int:
    """From how many on it passes, where this sitting's count alone says so; else 0."""
    rule = polls.rule_of(one)
    alone = len(one.sittings) == 1 and one.question.carrying == 1 and rule.base == "all"
    return needed(rule.passes_at, one.on_roll) if alone else 0


def passes(one: RoundSeen) -> tuple[str, ...]:
    """From how many households on the round carries, in sentences with the numbers worked out."""
    rule, lines = polls.rule_of(one), []
    if rule.quorum is not None:
        lines.append(
            _("At least %(n)s of %(of)s households must be there.")
            % {"n": format.count(needed(rule.quorum, one.on_roll)), "of": format.count(one.on_roll)}
        )
    if rule.base == "all":
        least = needed(rule.passes_at, one.on_roll)
        lines.append(_("Passes at %(n)s of %(of)s households.") % {"n": format.count(least), "of": format.count(one.on_roll)})
        lines.append(
            _("If fewer than %(n)s take part, it can neither pass nor fail: ballot papers may follow.") % {"n": format.count(least)}
        )
    else:
        lines.append(_share(rule.passes_at))
    if len(one.sittings) > 1:
        lines.append(_("Of all %(n)d sittings together, not of this one alone.") % {"n": len(one.sittings)})
    return tuple(lines)


def _share(at: Threshold) -> str:
    share = f"{at.share.numerator}/{at.share.denominator}"
    text = (
        _("Passes from %(share)s of those who are there.") if at.inclusive else _("Passes with more than %(share)s of those who are there.")
    )
    return text % {"share": share}


def sitting_of(found: Found, lease: LeaseSeen) -> tuple[RoundSeen, SittingSeen]:
    """The round and the sitting of a lease."""
    one = next(one for one in found.rounds if one.number == lease.round)
    return one, next(sitting for sitting in one.sittings if sitting.number == lease.sitting)


def package(found: Found, lease: LeaseSeen, village: str, home: str, now: datetime) -> Mapping[str, Any]:
    """All that a phone needs to count this sitting without network, as JSON."""
    one, sitting = sitting_of(found, lease)
    seats = polls.seats_of(one, sitting) if lease.register else ()
    return {
        "lease": lease.subject,
        "home": home,
        "key": lease.key.hex(),
        "device": lease.device,
        "until": lease.until.isoformat(),
        "now": now.isoformat(),
        "village": village,
        "title": found.title,
        "lines": [line for line in str(found.words.get("text", "")).split("\n") if line.strip()],
        "sitting": sitting.cluster or _("The whole village"),
        "way": reads.way_word(one),
        "at": format.instant(sitting.at),
        "begins": sitting.at.isoformat(),
        "secret": one.secret,
        "choices": list(found.choices_of(one)),
        "seats": one.question.seats,
        "on_roll": sitting.on_roll,
        "passes": list(passes(one)),
        "register": lease.register,
        "households": [[seat.number, seat.name] for seat in seats],
        "least": _least(one),
        "words": {name: gettext(text) for name, text in WORDS.items()},
        "n": max((item.n for item in lease.items), default=0),
    }


def status(lease: LeaseSeen, now: datetime) -> Mapping[str, Any]:
    """What the house has of a kit, by command id, and whether it is still alive."""
    return {
        "now": now.isoformat(),
        "revoked": lease.revoked is not None,
        "items": {str(item.command): answer(item) for item in lease.items},
    }  # fmt: skip


def answer(item: ItemSeen) -> Mapping[str, str]:
    """What became of an item, for the phone."""
    word, css = kits.STATES[item.state]
    return {"state": item.state.value, "word": _(word), "css": css, "said": item.why}


def state_of(lease: LeaseSeen, now: datetime) -> tuple[str, str]:
    """The state of a kit in words, with the css class of its chip."""
    if lease.waiting:
        return _("something waits for two persons"), "late"
    if lease.revoked is not None:
        return _("revoked"), "none"
    if lease.closed is not None:
        return _("the sitting is closed, all was sent"), "done"
    return (_("out, until %(until)s") % {"until": format.instant(lease.until)}, "open") if now <= lease.until else (_("over"), "none")


def lines(item: ItemSeen, choices: Collection[str]) -> tuple[str, ...]:
    """What an item says, for those who decide whether it counts."""
    said = item.sent
    match said.kind:
        case Kind.TICK:
            return (_("%(n)d households take part: numbers %(numbers)s.") % {"n": len(said.numbers), "numbers": ", ".join(said.numbers)},)
        case Kind.COUNT:
            named = " · ".join(f"{name}: {format.count(n)}" for name, n in zip(choices, said.votes, strict=False))
            spoilt = _("papers that do not count: %(n)d") % {"n": said.spoilt}
            return (f"{_('There: %(n)s') % {'n': format.count(said.took_part)}} · {named} · {spoilt}",)
        case Kind.CLOSE:
            return ()


def page(found: Found, lease: LeaseSeen, holder: str, account: int | None, acts: Collection[str], now: datetime) -> KitPage:
    """A kit online. `holder` is who opened it in words, `account` who looks."""
    one, sitting = sitting_of(found, lease)
    text, css = state_of(lease, now)
    args = [found.row.pk, lease.subject]
    lines_of = found.choices_of(one)
    mine, deciding = account == lease.account, "vote.kit_decide" in acts
    rows = tuple(
        KitItemRow(
            _(kits.KINDS[item.sent.kind]), item.received, item.claimed, _(kits.STATES[item.state][0]), kits.STATES[item.state][1], item.why,
            lines(item, lines_of) if item.state is not State.TAKEN or mine else (),
            (Link(_("Decide whether it counts"), reverse("vote-kit-decide", args=[*args, str(item.command)])),)
            if deciding and item.state is State.WAITING else (),
        )
        for item in lease.items
    )  # fmt: skip
    links = []
    if mine:
        links.append(Link(_("Send a saved file"), reverse("vote-kit-file", args=args)))
    if "vote.kit_revoke" in acts and lease.revoked is None and lease.closed is None:
        links.append(Link(_("Revoke it: phone lost, or counted otherwise"), reverse("vote-kit-revoke", args=args)))
    return KitPage(
        title=_("Offline kit: %(where)s") % {"where": sitting.cluster or _("The whole village")},
        back=Link(found.title, reverse("matter", args=[found.row.pk])),
        state=text,
        css=css,
        facts=(
            Field(_("Phone"), lease.device),
            Field(_("Opened by"), holder),
            Field(_("Meeting"), format.instant(sitting.at)),
            Field(_("What it sends simply counts until"), format.instant(lease.until)),
            *((Field(_("The sitting ended, the phone says"), format.instant(lease.claimed)),) if lease.claimed else ()),
        ),
        items=rows,
        open_href=f"{reverse('kit')}#{reverse('vote-kit', args=args)}" if mine and lease.alive else "",
        actions=tuple(links),
    )


def of_sitting(found: Found, number: int, now: datetime) -> tuple[Field, ...]:
    """The kits that were opened for a sitting of the running round."""
    running = found.running
    rows = [one for one in kits.leases(found.row.pk, now) if running and (one.round, one.sitting) == (running.number, number)]
    return tuple(Field(one.device, state_of(one, now)[0], reverse("vote-kit", args=[found.row.pk, one.subject])) for one in rows)


def waiting(found: Found, number: int, now: datetime) -> tuple[Link, ...]:
    """Where something that a kit sent for a round waits for two persons."""
    return tuple(
        Link(_("Something from an offline kit waits: %(device)s") % {"device": one.device},
             reverse("vote-kit", args=[found.row.pk, one.subject]))
        for one in kits.leases(found.row.pk, now)
        if one.round == number and one.waiting
    )  # fmt: skip
