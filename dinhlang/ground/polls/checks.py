"""When rounds may be called, filled in, closed: each check raises what to change. No number of the law stands here."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from dinhlang.core.refusal import N_, NotHere, Refused
from dinhlang.core.rules import Decision, Limit
from dinhlang.core.tally.rounds import Way
from dinhlang.ground.polls.models import Round, Sitting
from dinhlang.ground.record import clock

BY_CLUSTER = "by-cluster-allowed"


@dataclass(frozen=True)
class Planned:
    """A sitting as it is called: of which cluster ("" for everybody), who chairs it, where and when."""

    place: str
    at: datetime
    cluster: str = ""
    chair: str = ""


def check_sittings(rule: Decision, way: Way, planned: Sequence[Planned], clusters: Mapping[str, int]) -> None:
    """The sittings share the roll out: one for everybody, or one for each cluster of the list (`clusters`: households by name)."""
    if not planned or any(not one.place.strip() for one in planned):
        raise Refused(N_("Say where the meeting is held, so that people can come."))
    named = [one.cluster for one in planned]
    if named == [""]:
        return
    if not any(one.way == way and one.sittings == BY_CLUSTER for one in rule.rounds):
        raise Refused(N_("This is decided by everybody together, not cluster by cluster."), basis=rule.basis)
    if len(set(named)) < len(named):
        raise Refused(
            N_("A cluster meets once in a round; here {name} is named twice."), {"name": next(n for n in named if named.count(n) > 1)}
        )
    if clusters.get("", 0):
        raise Refused(
            N_("{n} households of the list belong to no cluster. Enter their cluster in the list, or hold one meeting for all."),
            {"n": clusters[""]},
        )
    left = sorted(set(clusters) - set(named))
    if left or set(named) - set(clusters):
        raise Refused(
            N_("The clusters of this village are: {names}. Each of them meets, and no other."), {"names": ", ".join(sorted(clusters))}
        )


def check_clusters(limit: Limit | None, households: int, scattered: bool) -> None:
    """A village sits by cluster where it is large enough, or its houses lie scattered. Law 10/2022/QH15 Art. 18(3)."""
    least = limit.at_least if limit is not None else None
    if least is not None and households < least and not scattered:
        raise Refused(
            N_("This village has {n} households. Meetings by cluster are for {least} or more, or where houses lie scattered: say so then."),
            {"n": households, "least": least},
            limit.basis if limit is not None else "",
        )


def check_open(one: Round | None) -> Round:
    """The round is there and neither closed nor called off."""
    if one is None:
        raise NotHere(N_("There is no such round."))
    if one.cancelled is not None:
        raise Refused(N_("This round was called off."))
    if one.closed is not None:
        raise Refused(N_("This round is closed; what was counted stands."))
    return one


def check_begun(sitting: Sitting, at: datetime) -> None:
    """A sitting is counted once it has begun."""
    if at < sitting.at:
        raise Refused(N_("This begins on {day}; nothing can be counted before."), {"day": clock.local_day(sitting.at)})


def check_time(one: Round, at: datetime) -> None:
    """An online round takes answers from its beginning to its end, by the clock of the house."""
    if at < one.opens:
        raise Refused(N_("This has not begun yet."))
    if at >= one.closes:
        raise Refused(N_("The time for this is over. What was answered before stands."))


def check_over(one: Round, at: datetime) -> None:
    """A round is closed after the time that was told to the households, and not while some of them may still answer."""
    if at < one.closes:
        raise Refused(N_("The households were told that they have time until then. It can be closed afterwards."))


def check_members(keys: Collection[str], allowed: Collection[str]) -> None:
    """All of them are on the frozen roll, in this sitting."""
    if set(keys) - set(allowed):
        raise Refused(N_("Somebody here is not on the list of this sitting as it was frozen. Open the list again."))
