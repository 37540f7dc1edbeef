"""From validated tables to the frozen rules that everybody reads.

Promises: one function per kind of row, nothing decided here that the tables do not say. Refuses: rows that were not checked.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from fractions import Fraction

from dinhlang.core.rules import rows
from dinhlang.core.rules.types import (
    Choose,
    Decision,
    DueKind,
    DueRule,
    Duty,
    Entry,
    EventKind,
    EventName,
    FactRule,
    Instrument,
    Item,
    Limit,
    Listing,
    Means,
    Mode,
    NotScored,
    OfficeRule,
    Part,
    Read,
    Round,
    StartKind,
    Starts,
    StepOf,
    Text,
    Threshold,
)

_SHARE = re.compile(r"^(>=|>) (\d+)(?:/(\d+)|%)$")


def text(row: rows.TextRow) -> Text:
    """The same words in both languages."""
    return Text(row.vi, row.en)


def maybe(row: rows.TextRow | None) -> Text | None:
    """A text, where there is one."""
    return None if row is None else text(row)


def threshold(words: str) -> Threshold:
    """`>= 2/3` or `> 50%` as an exact share. Raises ValueError for anything else, decimals first of all."""
    found = _SHARE.match(words)
    if found is None or found[3] is not None and int(found[3]) == 0:
        raise ValueError('must be an exact share such as ">= 2/3" or "> 50%", never a decimal')
    share = Fraction(int(found[2]), int(found[3]) if found[3] is not None else 100)
    if not 0 < share <= 1:
        raise ValueError("a share lies between nought and one")
    return Threshold(share, found[1] == ">=")


def condition(*given: tuple[str, str]) -> str:
    """The condition that follows from pairs of `if` and `unless`, sorted, each fact once."""
    words = {yes for yes, _no in given if yes} | {f"!{no}" for _yes, no in given if no}
    return "&".join(sorted(words, key=lambda word: word.removeprefix("!")))


def starts(row: rows.StartsRow) -> Starts:
    """What opens an occasion."""
    if row.event is not None:
        return Starts(StartKind.EVENT, event=row.event, item=row.item, event_kind=row.kind)
    if row.every is not None:
        return Starts(StartKind.PERIOD, every=row.every, of=row.of, opens_after=row.opens == "after")
    return Starts(StartKind.STANDING)


def due(row: rows.DueRow) -> DueRule:
    """How the due day is found."""
    note = maybe(row.note)
    if row.none is not None:
        return DueRule(DueKind.NONE, note=text(row.none))
    if row.unread is not None:
        return DueRule(DueKind.UNREAD, note=text(row.unread))
    if row.date is not None:
        later, on = int(row.date.year == "next"), row.date
        return DueRule(DueKind.DATE, later, None, row.derived, note, month=on.month, on_day=on.day, strictly=on.strictly_before)
    if row.named is not None:
        return DueRule(DueKind.NAMED, derived=row.derived, note=note)
    if row.before is not None:
        return DueRule(DueKind.BEFORE, row.before, row.unit, row.derived, note)
    if row.within is not None:
        return DueRule(DueKind.WITHIN, row.within, row.unit, row.derived, note)
    return DueRule(DueKind.AFTER, row.after or 0, row.unit, row.derived, note)


def duty(
    file: str,
    row: rows.DutyRow,
    items: Mapping[int, rows.ItemRow],
    channels: Mapping[str, rows.ChannelRow],
    facts: Mapping[str, rows.FactRow],
    offices: Mapping[str, rows.OfficeRow],
) -> Duty:
    """One dated wording of a rule, its parts spelt out."""
    aside = None
    if row.not_scored_if is not None:
        named = fact(facts[row.not_scored_if.fact]).not_scored
        aside = None if named is None else replace(named, parts=tuple(row.not_scored_if.parts))
    return Duty(
        id=row.id,
        basis=row.basis,
        right=row.right,
        bearer=tuple(row.bearer),
        answers=row.answers,
        with_=tuple(row.with_),
        audience=row.audience,
        subject=text(row.subject),
        summary=text(row.summary),
        accepts=tuple(row.accepts),
        starts=starts(row.starts),
        due=due(row.due),
        yields_to=tuple(row.yields_to),
        parts=tuple(part for raw in row.parts for part in _parts(raw, row, items, channels, offices)),
        read=Read(row.read),
        wording_as_of=row.wording_as_of.isoformat(),
        amended_unread=tuple(row.amended_unread),
        in_force_from=row.in_force.from_,
        in_force_to=row.in_force.to,
        not_modelled=maybe(row.not_modelled),
        why=maybe(row.why),
        not_scored_if=aside,
        file=file,
    )


def _parts(
    raw: rows.PartRow,
    duty: rows.DutyRow,
    items: Mapping[int, rows.ItemRow],
    channels: Mapping[str, rows.ChannelRow],
    offices: Mapping[str, rows.OfficeRow],
) -> Iterable[Part]:
    channel = channels[raw.channel]
    accepts = tuple(duty.accepts if raw.accepts is None else raw.accepts)
    if raw.mode:
        mode = Mode(raw.mode)
    elif duty.starts.standing and channel.posted:
        mode = Mode.STANDING
    else:
        mode = Mode.NO_DAY if duty.due.none is not None or duty.due.unread is not None else Mode.DEADLINE
    able = {kind.value for office in offices.values() if set(accepts) & set(office.may) for kind in office.kinds if "own" in office.reach}
    names = [(raw.channel, None)] if not raw.each else [(f"{raw.channel}-{number:02d}", number) for number in sorted(items)]
    for name, item in names:
        yield Part(
            channel=name,
            text=text(channel.text) if item is None else text(items[item].short),
            required=raw.required,
            condition=condition((duty.if_, duty.unless), (raw.if_, raw.unless)),
            basis=raw.basis if item is None else items[item].basis,
            hold=raw.hold,
            consult=raw.consult,
            broadcast=raw.broadcast,
            places=raw.places,
            mode=mode,
            item=item,
            accepts=accepts,
            means=tuple(Means(means.id, Text(means.vi, means.en)) for means in raw.means),
            kept_by=frozenset(able) & {kind.value for kind in duty.bearer} if channel.kept else frozenset(),
        )


def decision(file: str, row: rows.DecisionRow) -> Decision:
    """One dated wording of a matter that people decide."""
    return Decision(
        id=row.id,
        basis=row.basis,
        item=row.item,
        right=row.right,
        subject=text(row.subject),
        summary=maybe(row.summary),
        scope=row.scope,
        roll=row.roll,
        base=row.base,
        of=row.of,
        quorum=threshold(row.quorum) if row.quorum else None,
        passes_at=threshold(row.passes_at),
        rounds=tuple(Round(one.way, one.sittings, one.only_after) for one in row.rounds),
        convened_by=row.convened_by,
        agreed_with=row.agreed_with,
        recognised_by=row.recognised_by,
        read=Read(row.read),
        wording_as_of=row.wording_as_of.isoformat(),
        amended_unread=tuple(row.amended_unread),
        in_force_from=row.in_force.from_,
        in_force_to=row.in_force.to,
        not_modelled=maybe(row.not_modelled),
        file=file,
    )


def limit(file: str, row: rows.LimitRow) -> Limit:
    """One dated wording of a number without a clock."""
    return Limit(
        id=row.id,
        basis=row.basis,
        right=row.right,
        bearer=tuple(row.bearer),
        subject=text(row.subject),
        summary=text(row.summary),
        counts=row.counts,
        at_least=row.at_least,
        at_most=row.at_most,
        share=threshold(row.share) if row.share else None,
        where=maybe(row.where),
        read=Read(row.read),
        wording_as_of=row.wording_as_of.isoformat(),
        amended_unread=tuple(row.amended_unread),
        in_force_from=row.in_force.from_,
        in_force_to=row.in_force.to,
        not_modelled=maybe(row.not_modelled),
        file=file,
    )


def listing(file: str, row: rows.ListRow) -> Listing:
    """One dated wording of a list of the law."""
    return Listing(
        id=row.id,
        basis=row.basis,
        right=row.right,
        bearer=tuple(row.bearer),
        subject=text(row.subject),
        summary=text(row.summary),
        lists=row.lists,
        choose=Choose(row.choose),
        at_least=row.at_least,
        of=tuple(row.of),
        after=tuple(row.after),
        share=row.share,
        lasts=row.lasts,
        approves=row.approves,
        online_chosen=row.online_chosen,
        entries=tuple(_entry(one) for one in row.entries),
        why=maybe(row.why),
        read=Read(row.read),
        wording_as_of=row.wording_as_of.isoformat(),
        amended_unread=tuple(row.amended_unread),
        in_force_from=row.in_force.from_,
        in_force_to=row.in_force.to,
        not_modelled=maybe(row.not_modelled),
        file=file,
    )


def _entry(row: rows.EntryRow) -> Entry:
    return Entry(
        row.id, row.basis, text(row.text), row.required, tuple(row.fulfils), row.limit, row.until, row.renews, row.way, row.secret, row.told
    )  # fmt: skip


def event_kind(row: rows.KindRow) -> EventKind:
    """A kind of an event, with the steps that are one."""
    steps = tuple(StepOf(one.of, one.step, tuple(one.rules), one.way, one.secret, one.commune) for one in row.steps)
    return EventKind(row.event, row.id, text(row.text), steps)


def item(row: rows.ItemRow) -> Item:
    """One matter that a commune must disclose."""
    kinds = tuple(EventKind(EventName.DECISION_REGISTERED, one.id, text(one.text)) for one in row.kinds)
    return Item(row.number, text(row.text), text(row.short), row.basis, kinds, tuple(row.sector), maybe(row.no_sector), row.local)


def fact(row: rows.FactRow) -> FactRule:
    """A fact that rules may ask of a body."""
    said = row.not_scored
    return FactRule(row.name, row.type, text(row.text), None if said is None else NotScored(row.name, said.basis, Text(said.vi, said.en)))


def office(row: rows.OfficeRow) -> OfficeRule:
    """An office, what it may do and for whom."""
    return OfficeRule(
        row.id, text(row.text), row.public, tuple(row.may), tuple(row.kinds), tuple(row.reach), text(row.note),
        tuple(row.below), tuple(row.appoints), tuple(row.confirms), row.single, row.card,
    )  # fmt: skip


def instrument(row: rows.InstrumentRow) -> Instrument:
    """A law, decree or circular."""
    return Instrument(
        id=row.id,
        number=row.number,
        title=text(row.title),
        issuer=text(row.issuer),
        issued=row.issued,
        in_force_from=row.in_force.from_,
        in_force_to=row.in_force.to,
        replaces=tuple(row.replaces),
        amended_by=tuple(row.amended_by),
        where_read=row.where_read,
    )
