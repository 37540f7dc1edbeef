"""What a round comes to, and which round may follow which.

A round asks one question of everybody on a roll in one way. Its sittings (the clusters of a village) each have a sheet; sheets of one round
are added, rounds never are. Promises: a share of all is of the frozen roll, whoever came; each result shows its working. Refuses: sheets
that do not add up, a way that the law does not give the matter, papers after a sufficient meeting said no.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum

from dinhlang.core.refusal import N_, Refused
from dinhlang.core.rules.types import Decision, Threshold


class Way(StrEnum):
    """How a round is taken. A show of hands and a secret ballot are both ways of a meeting."""

    MEETING = "meeting"
    PAPER = "paper"
    ONLINE = "online"


class Outcome(StrEnum):
    """What a round came to. `COULD_NOT_REACH`: so few took part that the share was out of reach even had all of them agreed."""

    PASSED = "passed"
    LOST = "lost"
    COULD_NOT_REACH = "could_not_reach"


@dataclass(frozen=True)
class Question:
    """What is asked: so many choices, of which the first `carrying` can win `seats` places.

    A plain matter has the choices agree, disagree (other), of which the first carries; in an election each candidate carries. A household
    has as many votes as there are seats.
    """

    choices: int
    carrying: int = 1
    seats: int = 1


@dataclass(frozen=True)
class Sheet:
    """The count of one sitting, in households: how many belong to it, how many took part (came, or gave their paper back), votes by choice,
    papers that say nothing or too much."""

    on_roll: int
    took_part: int
    votes: tuple[int, ...]
    spoilt: int = 0


@dataclass(frozen=True)
class Result:
    """A round's outcome with its working, in households.

    The share is `share` of `of`; `needed` is the least number that reaches it, `quorum` the least number that had to take part (0 where the
    rule names none). `chosen` are the choices that carried, the most votes first; `tied` those among which the last seats are undecided.
    """

    outcome: Outcome
    on_roll: int
    took_part: int
    of: int
    needed: int
    quorum: int
    votes: tuple[int, ...]
    spoilt: int
    chosen: tuple[int, ...] = ()
    tied: tuple[int, ...] = ()


def needed(threshold: Threshold, of: int) -> int:
    """The least number out of `of` that reaches `threshold`; of nobody nothing can be reached, so 1."""
    exact = threshold.share * of
    whole = exact.numerator // exact.denominator
    least = whole if threshold.inclusive and whole == exact else whole + 1
    return max(least, 1)


ADDED_UP = N_("The votes and the papers that do not count add up to {sum}; {took_part} papers came back. Count again.")
TOO_MANY_VOTES = N_(
    "{sum} hands and papers were counted; {took_part} households took part. Count again, or mend the number of those present."
)


NOT_WHOLE = N_("A count is a whole number, zero or more.")
MORE_THAN_LISTED = N_("{took_part} took part, and only {on_roll} households are on the list of this sitting.")


def check_question(question: Question) -> None:
    """Whether so many places can be filled from so many choices. Raises Refused."""
    if not 1 <= question.seats <= question.carrying <= question.choices:
        raise Refused(
            N_("{seats} places cannot be filled from {choices} names."), {"seats": question.seats, "choices": question.carrying}
        )  # fmt: skip


def check_sheet(sheet: Sheet, question: Question, way: Way) -> None:
    """Whether the numbers of a sheet can be true. Raises Refused with the two numbers that contradict one another."""
    numbers = (sheet.on_roll, sheet.took_part, sheet.spoilt, *sheet.votes)
    if any(number < 0 for number in numbers):
        raise Refused(NOT_WHOLE)
    if len(sheet.votes) != question.choices:
        raise Refused(
            N_("There are {choices} choices; {counted} were counted."), {"choices": question.choices, "counted": len(sheet.votes)}
        )
    if sheet.took_part > sheet.on_roll:
        raise Refused(MORE_THAN_LISTED, {"took_part": sheet.took_part, "on_roll": sheet.on_roll})
    if sheet.spoilt > sheet.took_part or max(sheet.votes, default=0) > sheet.took_part - sheet.spoilt:
        raise Refused(TOO_MANY_VOTES, {"sum": sheet.spoilt + max(sheet.votes, default=0), "took_part": sheet.took_part})
    total = sum(sheet.votes) + sheet.spoilt
    if question.seats == 1 and way is not Way.MEETING and total != sheet.took_part:
        raise Refused(ADDED_UP, {"sum": total, "took_part": sheet.took_part})
    if sum(sheet.votes) > question.seats * (sheet.took_part - sheet.spoilt):
        raise Refused(TOO_MANY_VOTES, {"sum": total, "took_part": sheet.took_part})


def _winners(votes: Sequence[int], question: Question, least: int) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The choices that carried, and those that are level for the last seats."""
    reached = sorted((n for n in range(question.carrying) if votes[n] >= least), key=lambda n: (-votes[n], n))
    if len(reached) <= question.seats:
        return tuple(reached), ()
    border = votes[reached[question.seats - 1]]
    if votes[reached[question.seats]] < border:
        return tuple(reached[: question.seats]), ()
    return tuple(n for n in reached if votes[n] > border), tuple(n for n in reached if votes[n] == border)


def result(rule: Decision, question: Question, way: Way, sheets: Sequence[Sheet]) -> Result:
    """What the sheets of a round come to under `rule`. Raises Refused where a sheet does not add up or there is none.

    Law 10/2022/QH15 Art. 21(1) counts a community's decision on all households; Art. 19(1)(b) asks whether enough of them came.
    """
    if not sheets:
        raise Refused(N_("Nothing was counted yet."))
    for sheet in sheets:
        check_sheet(sheet, question, way)
    on_roll, took_part = sum(one.on_roll for one in sheets), sum(one.took_part for one in sheets)
    votes = tuple(sum(one.votes[n] for one in sheets) for n in range(question.choices))
    of = on_roll if rule.base == "all" else took_part
    least = needed(rule.passes_at, of)
    quorum = needed(rule.quorum, on_roll) if rule.quorum is not None else 0
    working = (on_roll, took_part, of, least, quorum, votes, sum(one.spoilt for one in sheets))
    if took_part < quorum or took_part < least:
        return Result(Outcome.COULD_NOT_REACH, *working)
    chosen, tied = _winners(votes, question, least)
    return Result(Outcome.PASSED if chosen else Outcome.LOST, *working, chosen, tied)


NOT_SO = N_("The law does not let this matter be decided in this way.")
SETTLED = N_("This was adopted already. What was adopted is changed by a new decision.")
SAID_NO = N_(
    "Enough households came, and they did not agree: no further round, and no ballot papers, may follow. The matter may be proposed anew."
)
NOT_FIRST = N_("Ballot papers may go out only after a meeting that too few households attended.")
NOT_CHOSEN = N_("An online vote may be held only after more than half of all households chose that way.")
AFTER_A_MEETING, CHOSEN = "could_not_reach", "households_chose_online"
_LACKING = {AFTER_A_MEETING: NOT_FIRST, CHOSEN: NOT_CHOSEN}


def check_way(rule: Decision, way: Way, before: Sequence[tuple[Way, Outcome]], met: Collection[str] = ()) -> None:
    """Whether a round may be taken in this way after the rounds `before`. Raises Refused with the rule's article.

    `met` names conditions of the rulebook that hold besides (such as that the households chose to vote online).
    """
    outcomes = {outcome for _way, outcome in before}
    if Outcome.PASSED in outcomes:
        raise Refused(SETTLED, basis=rule.basis)
    if Outcome.LOST in outcomes:
        raise Refused(SAID_NO, basis=rule.basis)
    held = {*met, *({AFTER_A_MEETING} if (Way.MEETING, Outcome.COULD_NOT_REACH) in before else ())}
    lacking = [one.only_after for one in rule.rounds if one.way == way and one.only_after not in ("", *held)]
    if any(one.way == way and one.only_after not in lacking for one in rule.rounds):
        return
    raise Refused(_LACKING.get(lacking[0], NOT_SO) if lacking else NOT_SO, basis=rule.basis)


def ways(rule: Decision, before: Sequence[tuple[Way, Outcome]], met: Collection[str] = ()) -> tuple[Way, ...]:
    """The ways in which the next round may be taken, in the order of the rule; none where the matter is settled."""
    found = []
    for way in dict.fromkeys(Way(one.way) for one in rule.rounds):
        try:
            check_way(rule, way, before, met)
        except Refused:
            continue
        found.append(way)
    return tuple(found)


@dataclass(frozen=True)
class OfVillages:
    """A matter of the whole commune: how many villages there are, how many agreed, did not, are to come; how many must agree."""

    outcome: Outcome | None
    villages: int
    agreed: int
    against: int
    open: int
    needed: int


def of_villages(rule: Decision, outcomes: Sequence[Outcome | None]) -> OfVillages:
    """The tally of the villages of a commune, one outcome each (None: not decided yet). Households are never summed across villages.

    Law 10/2022/QH15 Art. 21(1), second paragraph. The outcome is None while villages are to come, even where it cannot change any more.
    """
    agreed = sum(one is Outcome.PASSED for one in outcomes)
    waiting = sum(one is None for one in outcomes)
    least = needed(rule.passes_at, len(outcomes))
    outcome = None if waiting else Outcome.PASSED if agreed >= least else Outcome.LOST
    return OfVillages(outcome, len(outcomes), agreed, len(outcomes) - agreed - waiting, waiting, least)
