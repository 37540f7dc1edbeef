"""Do meetings still stand as the record says? Compared as far as its words can be read; changes nothing."""

from collections.abc import Iterator
from typing import Any

from dinhlang.ground.follow.assigned import OPEN
from dinhlang.ground.follow.models import Assigned
from dinhlang.ground.polls import audit as polls
from dinhlang.ground.record import reads as record
from dinhlang.works.meetings.models import Meeting, Motion
from dinhlang.works.meetings.states import ASKED, CALLED, HELD, OFF, PAPERS, SHORT

CALL, HOLD, DIALOGUE, CALL_OFF = "meeting.call", "meeting.hold", "dialogue.hold", "meeting.call_off"
CONCLUDE, REPORT = "meeting.conclude", "meeting.report"
AFTER = {CALL: {CALLED}, HOLD: {HELD, SHORT}, DIALOGUE: {HELD, SHORT}, CALL_OFF: {OFF}, "meeting.papers": {PAPERS}, "vote.hold": {ASKED}}


def differences() -> Iterator[str]:
    """One line per meeting that is in the record and not in the tables, the other way round, or said otherwise there.

    A private employer's meeting enters the record hours later, and is held against it from then on.
    """
    states: dict[str, set[str]] = {}
    closings: dict[tuple[str, int], dict[str, Any]] = {}
    for one in record.of_acts(tuple(AFTER)):
        for each in one.words.get("rounds", ()):
            closings[each["matter"], each["round"]] = each
        if one.body is not None:
            states[one.subject] = {str(one.words["outcome"])} if one.words.get("outcome") else AFTER[one.act]
    rows = {subject: (state, seen) for subject, state, seen in Meeting.objects.values_list("subject", "state", "seen")}
    for subject, after in sorted(states.items()):
        if subject not in rows:
            yield f"Meeting: in the record, not in the tables: subject={subject}"
        elif rows[subject][0] not in after and rows[subject][1] != "private":
            yield f"Meeting: {' or '.join(sorted(after))} in the record, {rows[subject][0]} in the tables: subject={subject}"
    for subject in sorted(set(rows) - set(states)):
        if rows[subject][1] != "private":
            yield f"Meeting: in the tables, not in the record: subject={subject}"
    yield from _work()
    yield from polls.differences(closings, Motion.objects.exclude(matter="").values("matter"))


def _work() -> Iterator[str]:
    """Work that came of meetings: given in the record and not in the tables, or left there in another state than was last reported."""
    states: dict[tuple[str, int], str] = {}
    for one in record.of_acts((CONCLUDE, REPORT)):
        if "work" in one.words:
            states[one.subject, int(one.words["work"])] = str(one.words.get("outcome", OPEN))
    rows = {(source, number): state for source, number, state in Assigned.objects.values_list("source", "number", "state")}
    for (source, number), state in sorted(states.items()):
        if (source, number) not in rows:
            yield f"Work: in the record, not in the tables: meeting={source} number={number}"
        elif rows[source, number] != state:
            yield f"Work: {state} in the record, {rows[source, number]} in the tables: meeting={source} number={number}"
