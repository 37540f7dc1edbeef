"""Matters as people read them: in words, with the working of each result and what may be done next.

Promises: no number of a round that runs is shown to anybody but those who count, and to them only whether two counts agree; who chairs and
where stands as the entries say it, and is gone when they are erased.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dinhlang.core.refusal import N_, NotHere
from dinhlang.core.rules import Decision, Rulebook
from dinhlang.core.tally.rounds import Outcome, Result, Way, of_villages, ways
from dinhlang.ground.bodies import reads as bodies
from dinhlang.ground.duties import present
from dinhlang.ground.duties import reads as duties
from dinhlang.ground.duties.announced import Announced
from dinhlang.ground.people.reads import office_name
from dinhlang.ground.polls import reads as polls
from dinhlang.ground.polls.reads import RoundSeen, SittingSeen
from dinhlang.ground.record import clock, rulebooks
from dinhlang.ground.record import reads as record
from dinhlang.ground.record.reads import Told
from dinhlang.ground.ui import format
from dinhlang.ground.ui.addresses import reverse
from dinhlang.ground.ui.shapes import (
    ChoiceRow,
    Field,
    FileRow,
    FoundRow,
    HistoryRow,
    Link,
    MatterPage,
    MatterRow,
    MattersPage,
    OpenRow,
    RoundBlock,
    SittingRow,
)
from dinhlang.works.votes import checks, crews, interim, policy
from dinhlang.works.votes.acts import conditions, renewable
from dinhlang.works.votes.models import Initiative, Matter
from dinhlang.works.votes.states import (
    ADOPTED,
    AGREED,
    ANNULLED,
    CALLED,
    COLLECTING,
    DECLINED,
    DROPPED,
    HANDED,
    HELD,
    ISSUED,
    LOST,
    MATTER,
    OVER,
    PROPOSED,
    RECOGNISED,
    REFUSED,
    SENT,
    SHORT,
    TAKEN,
    TURNED,
    WITHDRAWN,
)

STATES: Mapping[str, tuple[str, str]] = {
    PROPOSED: (N_("waits for agreement"), "wait"),
    AGREED: (N_("to be put to the people"), "open"),
    DECLINED: (N_("not agreed to"), "none"),
    WITHDRAWN: (N_("withdrawn"), "none"),
    CALLED: (N_("called"), "open"),
    SHORT: (N_("too few took part"), "wait"),
    LOST: (N_("not adopted"), "none"),
    ADOPTED: (N_("adopted"), "done"),
    ISSUED: (N_("adopted, paper signed"), "done"),
    SENT: (N_("adopted, sent"), "done"),
    RECOGNISED: (N_("recognised"), "done"),
    REFUSED: (N_("not recognised"), "none"),
    ANNULLED: (N_("annulled"), "none"),
}
WAYS: Mapping[Way, str] = {
    Way.MEETING: N_("Meeting, by show of hands"), Way.PAPER: N_("Ballot papers to every household"), Way.ONLINE: N_("Online vote")
}  # fmt: skip
SECRET = N_("Meeting, by secret ballot")
OUTCOMES: Mapping[Outcome, tuple[str, str]] = {
    Outcome.PASSED: (N_("carried"), "done"), Outcome.LOST: (N_("did not carry"), "none"),
    Outcome.COULD_NOT_REACH: (N_("too few took part for the share to be reached"), "wait"),
}  # fmt: skip
AGREE, AGAINST = N_("Agree"), N_("Do not agree")
ERASED = N_("(the text was erased)")


@dataclass(frozen=True)
class Found:
    """A matter with its entries, oldest first, its rule and its rounds; `words` are those of the proposal ({} where they are erased)."""

    row: Matter
    told: tuple[Told, ...]
    rule: Decision
    rounds: tuple[RoundSeen, ...]
    anew: str | None = None

    @property
    def words(self) -> Mapping[str, object]:
        """What the proposal said: of a village's part of a commune's matter, what the commune's proposal said."""
        return next((one.words for one in self.told if one.act == "vote.propose"), {})

    @property
    def title(self) -> str:
        """What the matter is called."""
        return str(self.words.get("title") or _(ERASED))

    @property
    def names(self) -> tuple[str, ...]:
        """Who stands for election, in the order of the proposal."""
        said = self.words.get("choices") or ()
        return tuple(str(one) for one in said) if isinstance(said, Sequence) else ()

    @property
    def choices(self) -> tuple[str, ...]:
        """What one can choose, in the order of the counts."""
        if self.row.carrying == self.row.choices:
            return self.names or tuple(_("Candidate %(n)d") % {"n": n} for n in range(1, self.row.choices + 1))
        return (_(AGREE), _(AGAINST))

    def choices_of(self, one: RoundSeen) -> tuple[str, ...]:
        """What one could choose in a round: online there is a third answer to a plain matter."""
        return (*self.choices, *policy.answered(one.question.choices - self.row.choices, one.rule_day))

    @property
    def running(self) -> RoundSeen | None:
        """The round that runs now."""
        return next((one for one in self.rounds if one.running), None)


OWNER = "SELECT body_id FROM votes_matter WHERE subject = %s"


def stand(subject: str, day: date) -> duties.Stand:
    """The body before whose people a matter is. Raises NotHere. One query."""
    found = duties.stand_where(OWNER, [subject], day)
    if found is None:
        raise NotHere(N_("There is no such matter."))
    return found


def rule_of(row: Matter, book: Rulebook) -> Decision:
    """The rule of a matter: in the wording of today, or the last it had."""
    return book.at(row.proposed).decisions.get(row.rule) or book.decisions[row.rule]


def find(subject: str, book: Rulebook) -> Found:
    """A matter whole, in six queries. Raises NotHere."""
    newer = Matter.objects.filter(again=OuterRef("pk")).values("pk")[:1]
    row = Matter.objects.select_related("whole").annotate(newer=Subquery(newer)).filter(pk=subject).first()
    if row is None:
        raise NotHere(N_("There is no such matter."))
    told = record.of_subjects([subject] if row.whole is None else [subject, row.whole.pk])
    mine = tuple(one for one in told if one.subject == subject or one.act == "vote.propose")
    return Found(row, mine, rule_of(row, book), polls.rounds([subject]), row.newer)


def state_of(row: Matter) -> tuple[str, str]:
    """The state of a matter in words, with the css class of its chip."""
    text, css = STATES[row.state]
    return _(text), css


def way_word(one: RoundSeen) -> str:
    """The way of a round in words."""
    return _(SECRET) if one.secret else _(WAYS[one.way])


def sort_word(rule: Decision) -> str:
    """Which matter of the law it is."""
    return present.said(rule.subject)


# --- results in words ---


def working(result: Result, rule: Decision) -> tuple[str, ...]:
    """How a result was worked out, in sentences."""
    share = f"{rule.passes_at.share.numerator}/{rule.passes_at.share.denominator}"
    numbers = {
        "share": share, "of": format.count(result.of), "needed": format.count(result.needed), "on_roll": format.count(result.on_roll),
        "came": format.count(result.took_part), "quorum": format.count(result.quorum),
    }  # fmt: skip
    lines = [_("%(came)s of %(on_roll)s households took part.") % numbers]
    if result.quorum:
        lines.append(_("At least %(quorum)s had to take part.") % numbers)
    if rule.base == "all":
        text = _("From %(share)s of all %(of)s households: %(needed)s.") if rule.passes_at.inclusive else _(
            "More than %(share)s of all %(of)s households: %(needed)s."
        )  # fmt: skip
    else:
        text = _("From %(share)s of the %(of)s who took part: %(needed)s.") if rule.passes_at.inclusive else _(
            "More than %(share)s of the %(of)s who took part: %(needed)s."
        )  # fmt: skip
    lines.append(text % numbers)
    if result.outcome is Outcome.COULD_NOT_REACH:
        lines.append(_("Even had all who took part agreed, that could not be reached: this says neither yes nor no."))
    if result.spoilt:
        lines.append(_("%(n)s papers did not count.") % {"n": format.count(result.spoilt)})
    if result.tied:
        lines.append(_("Level for the last place: nobody of them is elected by this round."))
    return tuple(lines)


def _where(found: Found, number: int) -> tuple[Mapping[str, str], ...]:
    """Place and chair of each sitting of a round, as its call said."""
    for one in found.told:
        if one.act == "vote.call" and one.words.get("round") == number:
            said = one.words.get("sittings") or ()
            return tuple(said)
    return ()


def _sitting_state(one: SittingSeen) -> str:
    if one.agreed is not None:
        return _("counted by two, alike")
    if one.differ:
        return _("two counts, not alike: count again")
    if one.counts:
        return _("counted by one; the second is missing")
    return _("not counted yet")


def sittings(found: Found, one: RoundSeen, acts: Collection[str], now: datetime) -> tuple[SittingRow, ...]:
    """The sittings of a round; for those who count, what is still to be done in each."""
    where, rows = _where(found, one.number), []
    counting = one.running and one.way is not Way.ONLINE and "vote.count" in acts
    carried = one.running and one.way is Way.MEETING and "vote.kit_open" in acts
    for n, sitting in enumerate(one.sittings):
        said = where[n] if n < len(where) else {}
        links = []
        if counting and now >= sitting.at:
            if "vote.tick" in acts:
                links.append(Link(_("Who takes part"), reverse("vote-tick", args=[found.row.pk, sitting.number])))
            links.append(Link(_("Enter the count"), reverse("vote-count", args=[found.row.pk, sitting.number])))
        if carried:
            links.append(Link(_("Offline kit"), reverse("vote-kit-open", args=[found.row.pk, sitting.number])))
        rows.append(
            SittingRow(
                sitting.number, sitting.cluster or _("The whole village"), str(said.get("place", "")), sitting.at,
                str(said.get("chair", "")), sitting.on_roll, _sitting_state(sitting) if counting else "", tuple(links),
            )
        )  # fmt: skip
    return tuple(rows)


def _manners(found: Found, number: int) -> tuple[str, ...]:
    """How the answers of an online round came about, as its closing said it: rounded, or not at all."""
    said = next((one.words.get("manners") for one in found.told if one.act == "vote.close" and one.words.get("round") == number), None)
    if not said:
        return ()
    return (_("About %(alone)s households answered alone, about %(assisted)s with somebody's help.") % {
        "alone": format.count(int(said.get("alone", 0))), "assisted": format.count(int(said.get("assisted", 0)))
    },)  # fmt: skip


def _block(found: Found, one: RoundSeen, acts: Collection[str], now: datetime) -> RoundBlock:
    result = one.result
    if one.outcome is not None:
        text, css = OUTCOMES[one.outcome]
    elif one.cancelled is not None:
        text, css = N_("called off"), "none"
    else:
        text, css = STATES[CALLED]
    facts = [Field(_("Begins"), format.instant(one.opens))]
    if one.way is Way.ONLINE:
        facts.append(Field(_("Answers are taken until"), format.instant(one.closes)))
    if one.way is Way.PAPER:
        facts.append(Field(_("Papers are collected until"), format.instant(one.closes)))
    facts.append(Field(_("Households on the list of %(day)s") % {"day": format.short_day(one.roll_day)}, format.count(one.on_roll)))
    facts += crews.facts(found.row, one, found.told, acts)
    block = RoundBlock(
        title=_("Round %(n)d: %(way)s") % {"n": one.number, "way": way_word(one)}, state=_(text), css=css, facts=tuple(facts),
        sittings=sittings(found, one, acts, now),
    )  # fmt: skip
    if result is None:
        return block
    choices = tuple(ChoiceRow(name, result.votes[n], n in result.chosen) for n, name in enumerate(found.choices_of(one)))
    return replace(
        block, choices=choices, took_part=result.took_part, on_roll=result.on_roll, of=result.of, needed=result.needed,
        spoilt=result.spoilt, working=(*working(result, polls.rule_of(one)), *_manners(found, one.number), *_objections(one)),
    )  # fmt: skip


# --- what happened, in sentences ---


def sentence(one: Told, near: present.Near = present.NOWHERE) -> str:
    """What an entry of this work says; "" where it is another work's."""
    if one.act not in SENTENCES:
        return ""
    text = _(SENTENCES[one.act])
    words = one.words
    if one.act == "vote.propose" and words:
        return _("Proposed that the people decide: “%(title)s”") % {"title": words.get("title", "")}
    if one.act == "initiative.propose" and words:
        return _("A household proposed that the people decide: “%(title)s”") % {"title": words.get("title", "")}
    if one.act in ("initiative.hand_in", "initiative.approve") and words:
        numbers = {name: format.count(int(words[name])) for name in ("supports", "households")}
        return _("%(text)s (%(supports)s of %(households)s households support it)") % {"text": text, **numbers}
    if one.act == "vote.call" and words:
        way = Way(str(words["way"]))
        said = _(SECRET) if words.get("secret") else _(WAYS[way])
        when = format.instant(datetime.fromisoformat(str(words["opens"])))
        return _("Called round %(n)s: %(way)s, %(when)s") % {"n": words["round"], "way": said, "when": when}
    if one.act in ("vote.close", "vote.sum") and words:
        return f"{text}: {_(OUTCOMES[Outcome(str(words['outcome']))][0])}"
    if one.act == "vote.follow_up" and words:
        return _followed(one)
    if one.act in ("vote.issue", "vote.recognise", "vote.refuse", "vote.annul") and words:
        dated = format.short_day(date.fromisoformat(str(words["dated"])))
        return f"{text}: {_('No %(number)s of %(day)s') % {'number': words['number'], 'day': dated}}"
    return text


def _followed(one: Told) -> str:
    """What the commune decided after a vote, with its paper and last day."""
    words = one.words
    known = policy.sequel(str(words["about"]), clock.local_day(one.at))
    numbers = {"number": words["number"], "day": format.short_day(date.fromisoformat(str(words["dated"])))}
    text = f"{known.said if known else _(SENTENCES['vote.follow_up'])}: {_('No %(number)s of %(day)s') % numbers}"
    if "until" in words:
        text += " · " + _("until %(day)s at most") % {"day": format.short_day(date.fromisoformat(str(words["until"])))}
    return text


SENTENCES: Mapping[str, str] = {
    "initiative.propose": N_("A household proposed that the people decide"),
    "initiative.support": N_("A household supported an initiative"),
    "initiative.take_back": N_("A household took its support back"),
    "initiative.drop": N_("The household that proposed it gave it up"),
    "initiative.hand_in": N_("Handed in: it must be put to the people"),
    "initiative.approve": N_("The Front's work board approved: it must be put to the people"),
    "initiative.turn_down": N_("Not put to the people"),
    "vote.propose": N_("Proposed that the people decide"),
    "vote.agree": N_("Agreed that it be put to the people"),
    "vote.decline": N_("Did not agree that it be put to the people"),
    "vote.withdraw": N_("Withdrew the matter"),
    "vote.call": N_("Called a round"),
    "vote.call_off": N_("Called the round off"),
    "vote.cast": N_("A household answered"),
    "vote.tick": N_("Filled in the list of who takes part"),
    "vote.count": N_("Entered a count of a sitting"),
    "vote.close": N_("Closed the round"),
    "vote.kit_open": N_("Opened an offline kit for a sitting"),
    "vote.kit_revoke": N_("Revoked an offline kit"),
    "vote.kit_send": N_("Sent something from an offline kit"),
    "vote.kit_decide": N_("Said whether something an offline kit sent counts"),
    "vote.not_us": N_("A household said that it took no part"),
    "vote.team": N_("Named the team of the round"),
    "vote.send_plan": N_("Sent the plan for ballot papers to the commune committee and the commune Front"),
    "vote.witness": N_("Named the households that witness the count"),
    "vote.signers": N_("Named the households that sign"),
    "vote.follow_up": N_("The commune decided what follows"),
    "vote.issue": N_("Entered the signed decision"),
    "vote.send": N_("Sent the decision to the commune committee and the commune Front"),
    "vote.recognise": N_("Recognised the decision"),
    "vote.refuse": N_("Did not recognise the decision"),
    "vote.annul": N_("Annulled the decision"),
    "vote.order": N_("Put the matter to all villages"),
    "vote.sum": N_("Summed up what the villages decided"),
}


WORKING = frozenset({"vote.tick", "vote.count", "vote.kit_send", "vote.kit_decide"})  # steps of a count, which no history shows
PROPOSALS = ("vote.propose", "initiative.propose")


def titles(told: Sequence[Told]) -> dict[str, str]:
    """What the matters of these entries are called, as far as their words may be read."""
    return {one.subject: str(one.words["title"]) for one in told if one.act in PROPOSALS and one.words.get("title")}


def _history(found: Found) -> tuple[HistoryRow, ...]:
    rows = []
    for one in found.told:
        if one.act in WORKING or (one.subject != found.row.pk and one.act != "vote.propose"):
            continue
        note = str(one.words.get("reason", ""))
        if one.act == "vote.annul" and one.words:
            note = f"{policy.said_of(policy.GROUNDS, str(one.words['ground']), clock.local_day(one.at))}. {note}"
        rows.append(HistoryRow(one.at, sentence(one), reverse("entry", args=[one.address]), note))
    return tuple(rows)


# --- pages ---


@dataclass(frozen=True)
class Rights:
    """What the person looking may do: at the body of the matter, at the commune it lies in, at that commune's Front."""

    own: Collection[str] = ()
    commune: Collection[str] = ()
    front: Collection[str] = ()
    office: str = ""


def _actions(found: Found, rights: Rights, now: datetime) -> tuple[Link, ...]:
    """The next steps for this office, as the state and the rule allow."""
    row, rule, verbs = found.row, found.rule, set(MATTER.verbs(found.row.state))
    convener = rights.office == rule.convened_by

    def link(text: str, name: str) -> Link:
        return Link(text, reverse(name, args=[row.pk]))

    links = []
    asked = found.running is not None and found.running.way is Way.ONLINE and found.running.opens <= now < found.running.closes
    if asked and "cast" in verbs and "vote.cast" in rights.own:
        links.append(link(_("Answer for your household"), "vote-cast"))
    if "agree" in verbs and "vote.agree" in rights.own and rights.office == rule.agreed_with:
        links += [link(_("Agree"), "vote-agree"), link(_("Do not agree"), "vote-decline")]
    if convener and row.whole is None and rule.scope == "commune" and "vote.order" in rights.own:
        if row.state == AGREED:
            links.append(link(_("Put it to all villages"), "vote-order"))
        elif row.state == CALLED:
            links.append(link(_("Sum up the villages"), "vote-sum"))
    elif convener and "call" in verbs and "vote.call" in rights.own:
        links.append(link(_("Call a meeting or send ballot papers"), "vote-call"))
    running = found.running
    if convener and running is not None and "vote.close" in rights.own:
        if now >= running.closes:
            links.append(link(_("Close the round"), "vote-close"))
        if not any(one.counts for one in running.sittings):
            links.append(link(_("Call it off"), "vote-call-off"))
    if convener and "vote.team" in rights.own:
        links += crews.links(row, running, found.told)
    closed = next((one for one in reversed(found.rounds) if one.closed is not None), None)
    if closed is not None and "vote.not_us" in rights.own:
        links.append(Link(_("A household says: this was not us"), reverse("vote-not-us", args=[row.pk, closed.number])))
    if convener and row.whole is None and "issue" in verbs and "vote.issue" in rights.own:
        links.append(link(_("Enter the signed decision"), "vote-issue"))
    if convener and "send" in verbs and "vote.send" in rights.own:
        links.append(link(_("Send it to the committee and the Front"), "vote-send"))
    theirs = rights.front if rule.recognised_by == "front-chair" else rights.commune
    if "recognise" in verbs and rights.office == rule.recognised_by and "vote.recognise" in theirs:
        links += [link(_("Recognise it"), "vote-recognise"), link(_("Do not recognise it"), "vote-refuse")]
    if "annul" in verbs and "vote.annul" in (*rights.commune, *(rights.own if rule.scope == "commune" else ())):
        links.append(link(_("Annul it"), "vote-annul"))
    if "vote.follow_up" in rights.commune:
        follow = rulebooks.where_held(lambda: policy.sequels(row.rule, row.state, clock.local_day(now))) or {}
        links += [Link(one.said, reverse("vote-follow-up", args=[row.pk, one.id])) for one in follow.values()]
    if convener and row.whole is None and "vote.propose" in rights.own and renewable(row, found.told) and found.anew is None:
        links.append(link(_("Decide it once more, from the beginning"), "vote-again"))
    if convener and "withdraw" in verbs and "vote.withdraw" in rights.own:
        links.append(link(_("Withdraw it"), "vote-withdraw"))
    return tuple(links)


def _papers(found: Found, rights: Rights) -> tuple[Link, ...]:
    """What is printed beside the papers that have states: a summons for each household."""
    running = found.running
    if running is None or running.way is not Way.MEETING or "vote.tick" not in rights.own or rights.office != found.rule.convened_by:
        return ()
    return (Link(_("Summons for each household, with a square for the list"), reverse("vote-summons", args=[found.row.pk])),)


def paper_word(row: Matter) -> str:
    """What a community's decision is called, by the list of the day of its paper."""
    return policy.said_of(policy.NAMES, row.paper, row.dated or row.proposed) if row.paper else _("Decision of the community")


def _facts(found: Found, book: Rulebook) -> tuple[Field, ...]:
    row, rule = found.row, found.rule
    facts = [Field(_("Who convenes"), office_name(rule.convened_by, book))]
    if rule.agreed_with:
        facts.append(Field(_("Agreed with"), office_name(rule.agreed_with, book)))
    facts.append(
        Field(_("Recognised by"), office_name(rule.recognised_by, book)) if rule.recognised_by else
        Field(_("Recognition"), _("none: it binds from the vote") if rule.scope == "village" else _("none: the commune fixes the day"))
    )  # fmt: skip
    if row.paper:
        value = _("%(name)s No %(number)s of %(day)s") % {
            "name": paper_word(row), "number": row.number, "day": format.short_day(row.dated) if row.dated else ""
        }  # fmt: skip
        facts.append(Field(_("Decision"), value))
    for label, other in ((_("Decided once more after"), row.again_id), (_("Decided once more"), found.anew)):
        if other:
            facts.append(Field(label, _("that matter"), reverse("matter", args=[other])))
    facts += _lasting(found, book)
    for name, day in ((_("Sent"), row.sent), (_("Answered"), row.answered), (_("Binds from"), row.effective)):
        if day is not None and not (name == _("Binds from") and row.state in OVER):
            facts.append(Field(name, format.long_day(day)))
    return tuple(facts)


def _lasting(found: Found, book: Rulebook) -> list[Field]:
    """Until when an interim head was named; for longer than a rule that was only read second-hand gives is said beside it, not judged."""
    lines = []
    for one in interim.lasting(found.told):
        lines.append(Field(_("Interim head"), _("until %(day)s at the latest") % {"day": format.long_day(one.until)}))
        if months := checks.over_long(one.sequel, one.dated, one.until, book):
            text = _("the rule gives %(n)s months; it was read second-hand, so this is said and not judged") % {"n": months}
            lines.append(Field(one.sequel.said, text))
    return lines


def _objections(one: RoundSeen) -> tuple[str, ...]:
    """How many households say that they took no part, and whether the result hangs on them."""
    if not one.objections:
        return ()
    said = ngettext(
        "%(n)d household listed here says that it took no part.", "%(n)d households listed here say that they took no part.", one.objections
    )  # fmt: skip
    lines = [said % {"n": one.objections}]
    if polls.in_doubt(one):
        lines.append(_("Without them the share would not have been reached: the commune and the Front look into it."))
    return tuple(lines)


def _next(found: Found) -> str:
    """What may come next, said under the title, where the rule decides it."""
    if found.row.state == SHORT:
        open_ways = ways(found.rule, polls.history(found.rounds), conditions(found.row.body_id))
        names = " · ".join(_(WAYS[one]) for one in open_ways)
        return _("Too few households took part. What may follow: %(ways)s") % {"ways": names} if names else ""
    if renewable(found.row, found.told) and found.anew is None:
        return _("It may be decided once more, from the beginning: no vote of before counts.")
    if found.row.state == LOST:
        return _("Enough households took part, and they did not agree. No further round follows; the matter may be proposed anew.")
    return ""


def _files(told: Sequence[Told]) -> tuple[FileRow, ...]:
    return tuple(
        FileRow(
            str(file["name"]), reverse("file", args=[one.hash.hex(), n]), int(file["size"]), str(file["sha256"]),
            str(file["type"]).rpartition("/")[2].upper()[:12],
        )
        for one in told
        for n, file in enumerate(one.files)
    )  # fmt: skip


def _row(one: Matter, title: str, rule: Decision, meta: str = "") -> MatterRow:
    text, css = state_of(one)
    return MatterRow(title or _(ERASED), reverse("matter", args=[one.pk]), sort_word(rule), text, css, meta)


def _below(found: Found, book: Rulebook, day: date) -> tuple[tuple[MatterRow, ...], tuple[str, ...]]:
    """The villages of a matter of the whole commune, with the tally in words. Two queries."""
    rows = list(Matter.objects.filter(whole=found.row.pk))
    if not rows:
        return (), ()
    places = bodies.places([one.body_id for one in rows], day)
    rows.sort(key=lambda one: places[one.body_id].code)
    shown = tuple(_row(one, places[one.body_id].name, rule_of(one, book)) for one in rows)
    tally = of_villages(found.rule, [Outcome.LOST if one.state in OVER else Outcome.PASSED if one.decided else None for one in rows])
    numbers = {"agreed": tally.agreed, "villages": tally.villages, "needed": tally.needed, "open": tally.open, "against": tally.against}
    lines = [_("%(agreed)d of %(villages)d villages agreed, %(against)d did not, %(open)d have not decided yet.") % numbers]
    lines.append(_("At least %(needed)d villages must agree. Households are not summed across villages.") % numbers)
    return shown, tuple(lines)


def page(found: Found, at: duties.Stand, rights: Rights, now: datetime) -> MatterPage:
    """The page of a matter. Two queries more for a matter of the whole commune."""
    text, css = state_of(found.row)
    villages, tally = _below(found, at.book, at.day) if found.rule.scope == "commune" else ((), ())
    return MatterPage(
        subject=found.row.pk,
        title=found.title,
        body=Link(_("What people decide in %(name)s") % {"name": at.place.name}, reverse("matters", args=[at.place.code])),
        sort=sort_word(found.rule),
        state=text,
        css=css,
        lines=tuple(line for line in str(found.words.get("text", "")).split("\n") if line.strip()),
        names=found.names,
        rounds=tuple(_block(found, one, rights.own, now) for one in found.rounds),
        history=_history(found),
        today=at.day,
        facts=_facts(found, at.book),
        files=_files(found.told),
        villages=villages,
        tally=tally,
        actions=_actions(found, rights, now),
        papers=_papers(found, rights),
        note=_next(found),
        basis=format.cited(found.rule.basis),
    )


IDEAS: Mapping[str, tuple[str, str]] = {
    COLLECTING: (N_("collects supports"), "open"),
    HANDED: (N_("handed in, to be put to the people"), "open"),
    TAKEN: (N_("put to the people"), "done"),
    TURNED: (N_("not put to the people"), "none"),
    DROPPED: (N_("given up"), "none"),
}
IDEA_STEPS = {"initiative.drop": DROPPED, "initiative.hand_in": HANDED, "initiative.approve": HANDED, "initiative.turn_down": TURNED}


def idea_state(row: Initiative, told: Sequence[Told]) -> str:
    """The state of an initiative as the record has it: what a household did takes effect when its entry enters."""
    if row.matter_id is not None:
        return TAKEN
    return next((IDEA_STEPS[one.act] for one in reversed(told) if one.subject == row.pk and one.act in IDEA_STEPS), COLLECTING)


def _ideas(at: duties.Stand) -> tuple[MatterRow, ...]:
    """Initiatives of a village that entered the record and are neither put to the people nor over. Two queries at the most."""
    if at.place.kind != "village":
        return ()
    rows = list(Initiative.objects.filter(body=at.place.id, matter=None).order_by("-begun", "-subject")[:100])
    told = record.of_subjects([row.pk for row in rows])
    entered, named = {one.subject for one in told if one.act == "initiative.propose"}, titles(told)
    found = []
    for row in rows:
        state = idea_state(row, told)
        if row.pk in entered and state in (COLLECTING, HANDED):
            text, css = IDEAS[state]
            rule = at.book.at(row.begun).decisions.get(row.rule) or at.book.decisions[row.rule]
            meta = _("proposed on %(day)s") % {"day": format.short_day(row.begun)}
            found.append(
                MatterRow(named.get(row.pk) or _(ERASED), reverse("initiative", args=[row.pk]), sort_word(rule), _(text), css, meta)
            )
    return tuple(found)


def _may_propose(at: duties.Stand, office: str) -> bool:
    """Whether the law has a matter that this office may put to the people of the body; no where the rulebook in force is older."""
    return bool(rulebooks.where_held(lambda: policy.offered(at.own_book.at(at.day), at.place.kind, office, at.day)))


def listing(at: duties.Stand, acts: Collection[str], office: str) -> MattersPage:
    """What the people of a body decide; of a commune also where its villages stand. Five queries at the most."""
    rows = list(Matter.objects.filter(body=at.place.id).select_related("whole").order_by("-proposed", "-subject")[:200])
    named = titles(record.of_subjects([one.whole.pk if one.whole else one.pk for one in rows])) if rows else {}
    shown = [
        (one, _row(one, named.get(one.whole.pk if one.whole else one.pk, ""), rule_of(one, at.book),
                   _("proposed on %(day)s") % {"day": format.short_day(one.proposed)}))
        for one in rows
    ]  # fmt: skip
    actions: tuple[Link, ...] = ()
    if "vote.propose" in acts and _may_propose(at, office):
        actions = (Link(_("Put a matter to the people"), reverse("vote-propose", args=[at.place.code])),)
    brought = rulebooks.where_held(lambda: policy.callings(at.day))
    if brought and "initiative.propose" in acts and at.place.kind == "village":
        actions += (Link(_("Propose something as a household"), reverse("initiative-propose", args=[at.place.code])),)
    settled = HELD | OVER
    villages: tuple[Link, ...] = ()
    if at.place.kind == "commune":
        counts: dict[int, int] = {}
        for body in Matter.objects.filter(body__parent=at.place.id, body__kind="village").values_list("body", flat=True):
            counts[body] = counts.get(body, 0) + 1
        villages = tuple(
            Link(ngettext("%(name)s: %(n)d matter", "%(name)s: %(n)d matters", counts[one.id]) % {"name": one.name, "n": counts[one.id]},
                 reverse("matters", args=[one.code]))
            for one in bodies.villages(at.place.id, at.day)
            if one.id in counts
        )  # fmt: skip
    return MattersPage(
        title=_("What people decide in %(name)s") % {"name": at.place.name},
        body=Link(at.place.name, reverse("body", args=[at.place.code])),
        open=tuple(row for one, row in shown if one.state not in settled),
        settled=tuple(row for one, row in shown if one.state in settled),
        today=at.day,
        actions=actions,
        villages=villages,
        ideas=_ideas(at),
        basis=format.cited("Law 10/2022/QH15 Art. 15, 16, 17, 21"),
    )


def open_now(at: duties.Frame, announced: Sequence[Announced]) -> tuple[OpenRow, ...]:
    """Rounds that were called and whose time is not over, of what was announced. No query."""
    found = []
    for source, one in {one.source: one for one in announced}.items():
        call = next((told for told in reversed(one.told) if told.act in ("vote.call", "vote.call_off")), None)
        if call is None or call.act != "vote.call" or not call.words:
            continue
        opens, closes = (datetime.fromisoformat(str(call.words[name])) for name in ("opens", "closes"))
        if clock.local_day(closes) < at.day:
            continue
        rule = at.book.decisions.get(str(call.words["rule"]))
        title = next((str(told.words["title"]) for told in one.told if told.words.get("title")), "")
        way = _(SECRET) if call.words.get("secret") else _(WAYS[Way(str(call.words["way"]))])
        text = f"{one.body.name}: {way}, {format.instant(opens)}"
        title = title or (sort_word(rule) if rule is not None else _(ERASED))
        found.append(OpenRow(title, text, clock.local_day(closes), reverse("matter", args=[source])))
    return tuple(found)


WAITING: Mapping[str, tuple[str, str]] = {
    PROPOSED: ("vote.agree", N_("waits for your agreement")),
    AGREED: ("vote.call", N_("agreed on: a round can be called")),
    SHORT: ("vote.call", N_("too few took part: another round can be called")),
    CALLED: ("vote.close", N_("a round is under way")),
    ADOPTED: ("vote.issue", N_("adopted: the signed decision is to be entered")),
}


def _handed(at: duties.Frame, acts: Collection[str]) -> tuple[FoundRow, ...]:
    """Initiatives that were handed in and wait for whoever puts such a matter to the people. Two queries at the most, none for others."""
    if not {TURN_DOWN, APPROVE} & set(acts):
        return ()
    rows = list(Initiative.objects.filter(body=at.place.id, state=HANDED).order_by("handed", "subject"))
    callings = ((row, policy.calling(row.rule, row.handed or at.day)) for row in rows)
    mine = [row for row, one in callings if one is not None and (TURN_DOWN if one.fewer else APPROVE) in acts]
    named = titles(record.of_subjects([row.pk for row in mine]))
    said = _("an initiative was handed in: it is to be put to the people")
    return tuple(FoundRow(named.get(row.pk) or _(ERASED), said, reverse("initiative", args=[row.pk])) for row in mine)


TURN_DOWN, APPROVE = "initiative.turn_down", "initiative.approve"  # the village head does the one, the Front's work board the other


def waiting(at: duties.Frame, acts: Collection[str]) -> tuple[FoundRow, ...]:
    """What of the matters of a body waits for somebody who may do `acts`, oldest first. Four queries at the most."""
    ideas = _handed(at, acts)
    rows = list(Matter.objects.select_related("whole").filter(body=at.place.id, state__in=list(WAITING)).order_by("proposed", "subject"))
    mine = [row for row in rows if WAITING[row.state][0] in acts]
    if not mine:
        return ideas
    named = titles(record.of_subjects([one.whole.pk if one.whole else one.pk for one in mine]))
    return ideas + tuple(
        FoundRow(
            named.get(row.whole.pk if row.whole else row.pk, "") or _(ERASED), _(WAITING[row.state][1]), reverse("matter", args=[row.pk])
        )
        for row in mine
    )
