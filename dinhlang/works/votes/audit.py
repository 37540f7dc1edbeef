"""Do matters and their rounds still stand as the record says? Compared as far as its words can be read; changes nothing."""

from collections.abc import Iterator
from typing import Any

from dinhlang.core.tally.rounds import Outcome
from dinhlang.ground.kit import audit as kits
from dinhlang.ground.polls import audit as polls
from dinhlang.ground.polls.models import Objection
from dinhlang.ground.record import reads as record
from dinhlang.works.votes.acts import VERBS
from dinhlang.works.votes.models import Helper, Initiative, Matter
from dinhlang.works.votes.states import AGREED, MATTER, PROPOSED

PROPOSE, CLOSE, SUM = "vote.propose", "vote.close", "vote.sum"
STEPS = {
    "vote.agree": "agree", "vote.decline": "decline", "vote.withdraw": "withdraw", "vote.call": "call", "vote.order": "call",
    "vote.call_off": "call-off", "vote.issue": "issue", "vote.send": "send", "vote.recognise": "recognise", "vote.refuse": "refuse",
    "vote.annul": "annul",
}  # fmt: skip
NAMED = {"vote.team": ("team", "people"), "vote.witness": ("witness", "witnesses"), "vote.signers": ("signer", "signers")}
HANDED_IN, NUMBERS = ("initiative.hand_in", "initiative.approve"), ("supports", "households", "needed")


def differences() -> Iterator[str]:
    """One line per matter or round that is in the record and not in the tables, the other way round, or said otherwise there."""
    states: dict[str, str | None] = {}  # None: words that are erased leave it open
    closings = {}
    for one in record.of_acts((PROPOSE, CLOSE, SUM, *STEPS)):
        if one.body is None:
            continue
        before = states.get(one.subject, AGREED)  # a village's part of a matter of the whole commune begins agreed
        if one.act == PROPOSE:
            states[one.subject] = PROPOSED
            continue
        verb = STEPS.get(one.act) or (VERBS[Outcome(one.words["outcome"])] if one.words else None)
        if one.act == CLOSE and one.words:
            closings[one.subject, int(one.words["round"])] = one.words
        if before == PROPOSED and verb not in ("agree", "decline", "withdraw"):
            before = AGREED  # the rule asked nobody to agree
        states[one.subject] = None if before is None or verb is None else MATTER.step(before, verb)
    rows = dict(Matter.objects.values_list("subject", "state"))
    for subject, state in sorted(states.items()):
        if subject not in rows:
            yield f"Matter: in the record, not in the tables: subject={subject}"
        elif state == PROPOSED and rows[subject] == AGREED:
            continue
        elif state is not None and rows[subject] != state:
            yield f"Matter: {state} in the record, {rows[subject]} in the tables: subject={subject}"
    for subject in sorted(set(rows) - set(states)):
        if rows[subject] != AGREED:
            yield f"Matter: in the tables, not in the record: subject={subject}"
    yield from polls.differences(closings, Matter.objects.values("subject"))
    yield from _objections()
    yield from _kits()
    yield from _helpers()
    yield from _initiatives()


def _objections() -> Iterator[str]:
    """Households that said "this was not us", where the tables hold fewer than the record. Newer ones enter the record hours later."""
    said, kept = sum(1 for _one in record.of_acts(("vote.not_us",))), Objection.objects.count()
    if kept < said:
        yield f"Objection: {said} in the record, {kept} in the tables"


def _kits() -> Iterator[str]:
    """The same of offline kits and what they sent."""
    opened: dict[str, Any] = {}
    revoked: set[str] = set()
    sent: dict[str, Any] = {}
    settled: dict[str, str] = {}
    for one in record.of_acts(("vote.kit_open", "vote.kit_revoke", "vote.kit_send", "vote.kit_decide")):
        match one.act if one.words else "":
            case "vote.kit_open":
                opened[one.words["lease"]] = one.words
            case "vote.kit_revoke":
                revoked.add(one.words["lease"])
            case "vote.kit_send":
                sent[one.words["item"]] = one.words
            case "vote.kit_decide":
                if one.words["item"] in sent:  # something else may have been entered while it waited
                    sent[one.words["item"]] = {**sent[one.words["item"]], "cause": one.words.get("cause", sent[one.words["item"]]["cause"])}
                if one.words["settled"]:
                    settled[one.words["item"]] = str(one.words["settled"])
    yield from kits.differences(opened, revoked, sent, settled)


def _helpers() -> Iterator[str]:
    """Who has a task in a round: as many as the last entry says, and by the names that it tells everybody."""
    last: dict[tuple[str, int, str], Any] = {}
    for one in record.of_acts(tuple(NAMED)):
        task, _count = NAMED[one.act]
        if one.words:
            last[one.subject, int(one.words["round"]), task] = one.words
        else:  # erased: nothing can be held against it
            last = {key: words for key, words in last.items() if (key[0], key[2]) != (one.subject, task)}
            last.setdefault((one.subject, 0, task), None)
    rows: dict[tuple[str, int, str], list[Helper]] = {}
    for row in Helper.objects.order_by("matter", "round", "task", "place"):
        rows.setdefault((row.matter_id, row.round, row.task), []).append(row)
    silent = {(subject, task) for (subject, _round, task), words in last.items() if words is None}
    count = dict(NAMED.values())
    for key in sorted({*last, *rows}):
        subject, number, task = key
        words, kept = last.get(key), rows.get(key, [])
        if (subject, task) in silent:
            continue
        place = f"subject={subject} round={number} task={task}"
        if words is None:
            yield f"Helper: in the tables, not in the record: {place}"
        elif len(kept) != words[count[task]]:
            yield f"Helper: {words[count[task]]} in the record, {len(kept)} in the tables: {place}"
        elif "team" in words and [{"name": row.name, "for": row.stands_for} for row in kept] != words["team"]:
            yield f"Helper: other names in the record: {place}"


def _initiatives() -> Iterator[str]:
    """Initiatives that entered the record and are not in the tables, or were handed in with other numbers than their row says."""
    rows = {one.pk: one for one in Initiative.objects.all()}
    for one in record.of_acts(("initiative.propose", *HANDED_IN)):
        row = rows.get(one.subject)
        if row is None:
            yield f"Initiative: in the record, not in the tables: subject={one.subject}"
        elif one.act in HANDED_IN and one.words and any(one.words[name] != getattr(row, name) for name in NUMBERS):
            yield f"Initiative: handed in with other numbers than the record says: subject={one.subject}"
