"""Who has a task in a vote: the team that the law tells everybody of; to those who hold the vote the others, and who is missing."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from dinhlang.core.tally.rounds import Way
from dinhlang.ground.polls.reads import RoundSeen
from dinhlang.ground.record import rulebooks
from dinhlang.ground.record.reads import Told
from dinhlang.ground.rolls import reads as rolls
from dinhlang.ground.ui.addresses import reverse
from dinhlang.ground.ui.shapes import Field, Link
from dinhlang.works.votes import policy
from dinhlang.works.votes.acts.teams import SIGNER, TEAM, WITNESS
from dinhlang.works.votes.models import Helper, Matter
from dinhlang.works.votes.states import HELD

HOLDING = frozenset({"vote.call", "vote.count", "vote.recognise"})  # whoever may do one of these holds, counts or receives the vote


@dataclass(frozen=True)
class Named:
    """Who has a task in a count: the team or counting board by name and whom they stand for, the first leads it; the households that
    witness it, by list number."""

    team: tuple[tuple[str, str], ...]
    witnesses: tuple[str, ...]


def told(entries: Sequence[Told], number: int) -> tuple[tuple[str, str], ...]:
    """The team of a round that the law tells everybody of, as the entry says it; () where it is not told, or erased."""
    said = next((one.words for one in reversed(entries) if one.act == "vote.team" and one.words.get("round") == number), {})
    return tuple((str(person["name"]), str(person["for"])) for person in said.get("team") or ())


def named(row: Matter, one: RoundSeen) -> Named:
    """Who has a task in the count of a round, for those who hold it. At most two queries."""
    rows = list(Helper.objects.filter(matter=row, round=one.number, task__in=(TEAM, WITNESS)).order_by("task", "place"))
    numbers = {seat.key: seat.number for seat in rolls.frozen(one.roll).seats} if any(helper.member_id for helper in rows) else {}
    team = tuple((helper.name, helper.stands_for) for helper in rows if helper.task == TEAM)
    return Named(team, tuple(numbers.get(helper.member_id or "", "") for helper in rows if helper.task == WITNESS))


def facts(row: Matter, one: RoundSeen, told: Sequence[Told], acts: Collection[str]) -> list[Field]:
    """Lines of a round. Two queries for those who hold the vote, none for everybody else."""
    found = []
    said = next((entry.words for entry in reversed(told) if entry.act == "vote.team" and entry.words.get("round") == one.number), {})
    public = said.get("team")
    if public:
        found.append(Field(_("Who carries the papers round"), "; ".join(f"{person['name']} ({person['for']})" for person in public)))
    if not HOLDING & set(acts):
        return found
    rows = list(Helper.objects.filter(matter=row, round=one.number).order_by("task", "place"))
    numbers = {seat.key: seat.number for seat in rolls.frozen(one.roll).seats} if any(helper.member_id for helper in rows) else {}
    names = {task: [h.name or numbers.get(h.member_id or "", "") for h in rows if h.task == task] for task in (TEAM, WITNESS, SIGNER)}
    owed = counted(one) and one.running
    if names[TEAM] and not public:
        found.append(Field(_("Team, or counting board"), "; ".join(names[TEAM])))
    elif owed and not names[TEAM]:
        found.append(Field(_("Team, or counting board"), _("not named yet")))
    if names[WITNESS]:
        found.append(Field(_("Households that witness the count, by list number"), ", ".join(names[WITNESS])))
    elif owed and one.way is not Way.ONLINE:
        found.append(Field(_("Households that witness the count, by list number"), _("not named yet")))
    if names[SIGNER]:
        found.append(Field(_("Households that sign, by list number"), ", ".join(names[SIGNER])))
    return found


def counted(one: RoundSeen) -> bool:
    """Whether somebody counts such a round, by the law of the day it was called; nobody where the rulebook in force is older."""
    return rulebooks.where_held(lambda: policy.crew(TEAM, one.way.value, one.secret, one.rule_day)) is not None


def links(row: Matter, running: RoundSeen | None, told: Sequence[Told]) -> list[Link]:
    """What whoever convened may still say about who has a task."""
    found = []
    if running is not None and counted(running):
        found.append(Link(_("Name the team, or the counting board"), reverse("vote-team", args=[row.pk])))
        if running.way is not Way.ONLINE:
            found.append(Link(_("Name who witnesses the count"), reverse("vote-witness", args=[row.pk])))
    planned = any(one.act == "vote.team" and one.words.get("plan") for one in told)
    if planned and not any(one.act == "vote.send_plan" for one in told):
        found.append(Link(_("The plan was sent"), reverse("vote-send-plan", args=[row.pk])))
    if row.state in HELD and row.whole_id is None:
        found.append(Link(_("Name the households that sign"), reverse("vote-signers", args=[row.pk])))
    return found
