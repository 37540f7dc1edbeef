"""A commune's own regulation on democracy, as a layer over the rulebook: forms, matters and shorter terms are added, nothing is taken away.

Promises: whatever `with_layer` gives is at least as strict as the law, also where the law changed after the regulation was made; outside
the layer's days the book is as it was. Refuses, each mistake with file, rule and key: whatever would remove or loosen, rules that communes
do not bear, and for now rules that the calendar opens, for their days are shared by all bodies.
"""

import hashlib
import json
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Annotated, Any, Literal

from pydantic import Field, ValidationError

from dinhlang.core.refusal import N_
from dinhlang.core.rules import rows
from dinhlang.core.rules.load import key_of, plain
from dinhlang.core.rules.types import (
    Audience,
    DueKind,
    DueRule,
    Duty,
    EventName,
    Kind,
    Mode,
    Part,
    Problem,
    Read,
    Right,
    Rulebook,
    RulebookError,
    StartKind,
    Starts,
    Text,
    Unit,
)

PREFIX = "local-"
BEARER = Kind.COMMUNE
_NO_MORE = "unknown key (a regulation adds forms, matters and shorter terms; it takes nothing away)"
_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Shorter:
    """A shorter term for a rule, in the unit of the law."""

    rule: str
    after: int


@dataclass(frozen=True)
class Form:
    """A form that is added to a rule, or kept up longer; `hold` in unbroken days, None where the law's own stays."""

    rule: str
    channel: str
    hold: int | None = None


@dataclass(frozen=True)
class Matter:
    """A matter that the commune adds to those of the law: what, within how many days of a decision, in which forms."""

    id: str
    text: Text
    after: int
    unit: Unit
    parts: tuple[Form, ...]

    @property
    def rule(self) -> str:
        """The id of the duty it becomes."""
        return PREFIX + self.id


@dataclass(frozen=True)
class Layer:
    """A commune's regulation: whose, its number and date, its days in force, and what it adds."""

    commune: str
    number: str
    dated: date
    in_force_from: date
    in_force_to: date | None
    shorter: tuple[Shorter, ...] = ()
    forms: tuple[Form, ...] = ()
    matters: tuple[Matter, ...] = ()
    file: str = field(default="", compare=False)

    @property
    def basis(self) -> str:
        """How it is cited in the notation of the rulebook."""
        return f"Regulation {self.number.strip()}"

    @property
    def hash(self) -> bytes:
        """SHA-256 of what it says: 32 bytes."""
        return hashlib.sha256(json.dumps(self.as_value(), sort_keys=True, ensure_ascii=False).encode()).digest()

    def as_value(self) -> dict[str, Any]:
        """The layer as plain data: what a leaf of the record holds, and `layer_of` reads."""
        value: dict[str, Any] = {"commune": self.commune, "number": self.number, "dated": self.dated.isoformat()}
        value["from"] = self.in_force_from.isoformat()
        if self.in_force_to is not None:
            value["to"] = self.in_force_to.isoformat()
        value["shorter"] = [{"rule": one.rule, "after": one.after} for one in self.shorter]
        value["form"] = [{"rule": one.rule, **_form(one)} for one in self.forms]
        value["item"] = [
            {
                "id": one.id,
                "text": {"vi": one.text.vi, "en": one.text.en},
                "after": one.after,
                "unit": one.unit.value,
                "parts": [_form(part) for part in one.parts],
            }
            for one in self.matters
        ]
        return value


def _form(form: Form) -> dict[str, Any]:
    return {"channel": form.channel, **({"hold": form.hold} if form.hold is not None else {})}


@dataclass(frozen=True)
class Flaw:
    """What is wrong with a layer: the rule and key, and a message id with the values for its places."""

    rule: str
    key: str
    msg: str
    values: Mapping[str, object] = field(default_factory=dict)


class _ShorterRow(rows.Row):
    rule: rows.Words
    after: rows.Number
    unit: Annotated[Unit, Field(strict=False)] | None = None


class _FormRow(rows.Row):
    rule: rows.Words
    channel: rows.Id
    hold: rows.Number | None = None


class _PartRow(rows.Row):
    channel: rows.Id
    hold: rows.Number | None = None


class _ItemRow(rows.Row):
    id: rows.Id
    text: rows.TextRow
    after: rows.Number
    unit: Literal["working-day", "calendar-day", "month"]
    parts: Annotated[list[_PartRow], Field(min_length=1)]


class _LayerRow(rows.Row):
    commune: Annotated[str, Field(pattern=r"^[0-9]{5}$")]
    number: Annotated[str, Field(pattern=r"^[^\s;]+$")]  # it is cited
    dated: date
    in_force: rows.InForceRow
    shorter: list[_ShorterRow] = []
    form: list[_FormRow] = []
    item: list[_ItemRow] = []


def load_layer(file: str, data: bytes, book: Rulebook) -> Layer:
    """Read the regulation in `file`. Raises `RulebookError` with every problem: no TOML, unknown keys, whatever loosens the law."""
    try:
        table = tomllib.loads(data.decode("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise RulebookError((Problem(file, "", "", f"not readable as TOML: {error}"),)) from error
    return _read(file, table, book)


def layer_of(value: Mapping[str, Any], book: Rulebook | None = None, file: str = "") -> Layer:
    """The layer that `Layer.as_value` gave. Held against `book` where one is given. Raises `RulebookError`."""
    days = {key: date.fromisoformat(value[key]) for key in ("dated", "from", "to") if key in value}
    table = {key: one for key, one in value.items() if key not in ("from", "to")}
    table |= {"dated": days["dated"], "in_force": {key: days[key] for key in ("from", "to") if key in days}}
    return _read(file, table, book)


def _read(file: str, table: Mapping[str, Any], book: Rulebook | None) -> Layer:
    try:
        row = _LayerRow.model_validate(table)
    except ValidationError as error:
        raise RulebookError(_sorted(_shape(file, table, error))) from error
    layer = Layer(
        commune=row.commune,
        number=row.number,
        dated=row.dated,
        in_force_from=row.in_force.from_,
        in_force_to=row.in_force.to,
        shorter=tuple(Shorter(one.rule, one.after) for one in row.shorter),
        forms=tuple(Form(one.rule, one.channel, one.hold) for one in row.form),
        matters=tuple(
            Matter(
                one.id,
                Text(one.text.vi, one.text.en),
                one.after,
                Unit(one.unit),
                tuple(Form(PREFIX + one.id, part.channel, part.hold) for part in one.parts),
            )
            for one in row.item
        ),
        file=file,
    )
    if book is not None:
        found = [*flaws(layer, book), *_units(row, book)]
        if found:
            raise RulebookError(_sorted(Problem(file, one.rule, one.key, one.msg.format(**one.values)) for one in found))
    return layer


def _sorted(found: Iterable[Problem]) -> tuple[Problem, ...]:
    return tuple(sorted(set(found), key=lambda one: (one.file, one.rule, one.key, one.message)))


def _shape(file: str, table: Mapping[str, Any], error: ValidationError) -> Iterator[Problem]:
    """The problems of a table that has not the shape of a layer, each with the rule of its row."""
    for found in error.errors(include_url=False):
        place, rule = list(found["loc"]), ""
        if len(place) > 1 and place[0] in ("shorter", "form", "item") and isinstance(place[1], int):
            row = table[str(place[0])][place[1]]
            name = row.get("rule") or row.get("id") if isinstance(row, Mapping) else None
            rule, place = str(name or f"{place[0]} {place[1] + 1}"), place[2:]
        message = _NO_MORE if found["type"] == "extra_forbidden" else plain(found["msg"], found["type"], key_of(place))
        yield Problem(file, rule, key_of(place), message)


def _units(row: _LayerRow, book: Rulebook) -> Iterator[Flaw]:
    for one in row.shorter:
        if one.unit is not None and any(duty.due.unit is not one.unit for duty in book.wordings.get(one.rule, ())):
            yield Flaw(one.rule, "unit", N_("The law counts this term in another unit; a shorter one is counted in the same."))


def flaws(layer: Layer, book: Rulebook) -> tuple[Flaw, ...]:
    """Everything in `layer` that the law in `book` does not leave to a commune, in order."""
    return tuple(_flaws(layer, book))


def _flaws(layer: Layer, book: Rulebook) -> Iterator[Flaw]:
    if layer.in_force_from < layer.dated:
        yield Flaw("", "in_force.from", N_("A regulation is not in force before the day it bears."))
    if layer.in_force_to is not None and layer.in_force_to < layer.in_force_from:
        yield Flaw("", "in_force.to", N_("It ends before it begins."))
    names = [one.rule for one in layer.shorter]
    for term in layer.shorter:
        if names.count(term.rule) > 1:
            yield Flaw(term.rule, "rule", N_("This rule stands twice."))
        yield from _shorter(term, layer, book)
    pairs = [(one.rule, one.channel) for one in layer.forms]
    for form in layer.forms:
        if pairs.count((form.rule, form.channel)) > 1:
            yield Flaw(form.rule, "channel", N_("This form stands twice."))
        wrong = _not_to_be_changed(form.rule, layer, book)
        yield from wrong
        for duty in () if wrong else _meant(form.rule, layer, book):
            yield from _longer(form, duty, book)
    for matter in layer.matters:
        yield from _matter(matter, layer, book)


def _meant(rule: str, layer: Layer, book: Rulebook) -> list[Duty]:
    """The wordings of a rule in force on any of the layer's days."""
    last = layer.in_force_to or date.max
    return [
        duty for duty in book.wordings.get(rule, ()) if duty.in_force_from <= last and layer.in_force_from <= (duty.in_force_to or date.max)
    ]


def _not_to_be_changed(rule: str, layer: Layer, book: Rulebook) -> tuple[Flaw, ...]:
    if rule not in book.wordings:
        return (Flaw(rule, "rule", N_("There is no such rule in the rulebook.")),)
    found = _meant(rule, layer, book)
    if not found:
        return (Flaw(rule, "rule", N_("This rule is not in force on any day of the regulation.")),)
    if any(BEARER not in duty.bearer for duty in found):
        return (Flaw(rule, "rule", N_("Communes do not bear this rule, so their regulation cannot change it.")),)
    if any(duty.starts.kind is not StartKind.EVENT for duty in found):
        return (
            Flaw(
                rule,
                "rule",
                N_("The calendar opens this rule, the same for all bodies. For now only rules that an event opens may be changed."),
            ),
        )
    return ()


def _shorter(one: Shorter, layer: Layer, book: Rulebook) -> Iterator[Flaw]:
    wrong = _not_to_be_changed(one.rule, layer, book)
    yield from wrong
    for duty in () if wrong else _meant(one.rule, layer, book):
        if duty.due.kind is not DueKind.AFTER:
            yield Flaw(one.rule, "after", N_("The law counts no days for this rule that could be fewer."))
        elif one.after >= duty.due.n:
            yield Flaw(one.rule, "after", N_("The law gives {n}; a regulation may only give fewer."), {"n": duty.due.n})


def _longer(form: Form, duty: Duty, book: Rulebook) -> Iterator[Flaw]:
    part = duty.part(form.channel)
    if part is None:
        yield from _channel(form, book)
    elif part.mode is Mode.CELL:
        yield Flaw(form.rule, "channel", N_("This is no form that could be added."))
    elif form.hold is not None and form.channel not in book.posted:
        yield Flaw(form.rule, "hold", N_("Only what is posted can be kept up for days."))
    elif form.hold is not None and form.hold < (part.hold or 0):
        yield Flaw(form.rule, "hold", N_("The law wants {n} days; a regulation may only want more."), {"n": part.hold or 0})
    elif part.required and (form.hold is None or form.hold == part.hold):
        yield Flaw(form.rule, "hold", N_("The law has this form already; name more days than it does, or leave it out."))


def _channel(form: Form, book: Rulebook) -> Iterator[Flaw]:
    cells = {part.channel.rpartition("-")[0] for duty in book.versions for part in duty.parts if part.mode is Mode.CELL}
    if form.channel not in book.channels:
        yield Flaw(form.rule, "channel", N_("There is no such form."))
    elif form.channel in cells:
        yield Flaw(form.rule, "channel", N_("This is no form that could be added."))
    elif form.hold is not None and form.channel not in book.posted:
        yield Flaw(form.rule, "hold", N_("Only what is posted can be kept up for days."))


def _matter(matter: Matter, layer: Layer, book: Rulebook) -> Iterator[Flaw]:
    if [one.id for one in layer.matters].count(matter.id) > 1:
        yield Flaw(matter.id, "id", N_("This matter stands twice."))
    if matter.rule in book.wordings:
        yield Flaw(matter.id, "id", N_("A rule of the law has this name."))
    if _model(book) is None or not any(item.local for item in book.items.values()):
        yield Flaw(matter.id, "id", N_("The law in this rulebook leaves no room for matters of a commune's own."))
    names = [part.channel for part in matter.parts]
    for part in matter.parts:
        if names.count(part.channel) > 1:
            yield Flaw(matter.id, "parts", N_("This form stands twice."))
        for flaw in _channel(part, book):
            yield replace(flaw, rule=matter.id, key="parts")
    if all(_like(book, part.channel).condition for part in matter.parts if part.channel in book.channels):
        yield Flaw(matter.id, "parts", N_("At least one form must be there whatever the commune has, such as the board at the office."))


# --- over the book ---


def with_layer(book: Rulebook, layer: Layer, day: date, until: date | None = None) -> Rulebook:
    """The book with what `layer` adds from `day` on (or from its own first day, where that is later) to its last day (or `until`).

    Rules it does not name are the same objects; of those it names the wordings are split at its days, so that what began before goes by
    the law as before. The law goes before wherever it is stricter by now. The book keeps its hash: the layer has one of its own.
    """
    first = max(layer.in_force_from, day)
    last = min(until or date.max, layer.in_force_to or date.max)
    if last < first:
        return book
    named = {one.rule for one in layer.shorter} | {one.rule for one in layer.forms}
    versions: list[Duty] = []
    for duty in book.versions:
        versions += _split(duty, first, last, layer, book) if duty.id in named else (duty,)
    versions += [
        _duty_of(matter, first, last, layer, book) for matter in layer.matters if matter.rule not in book.wordings or _ours(book, matter)
    ]
    versions.sort(key=lambda duty: (duty.id, duty.in_force_from))
    return replace(book, versions=tuple(versions), duties={duty.id: duty for duty in versions})


def _ours(book: Rulebook, matter: Matter) -> bool:
    """Whether the rule of this name is one that an earlier layer added."""
    return all(duty.file.startswith("local/") or not duty.file for duty in book.wordings[matter.rule])


def _split(duty: Duty, first: date, last: date, layer: Layer, book: Rulebook) -> tuple[Duty, ...]:
    end = duty.in_force_to or date.max
    begins, ends = max(duty.in_force_from, first), min(end, last)
    changed = _stricter(duty, layer, book) if begins <= ends else duty
    if changed == duty:
        return (duty,)
    law = duty.hash
    found = [replace(changed, in_force_from=begins, in_force_to=None if ends == date.max else ends, of_law=law)]
    if duty.in_force_from < begins:
        found.insert(0, replace(duty, in_force_to=begins - _ONE_DAY, of_law=law))
    if ends < end:
        found.append(replace(duty, in_force_from=ends + _ONE_DAY, of_law=law))
    return tuple(found)


def _stricter(duty: Duty, layer: Layer, book: Rulebook) -> Duty:
    """The wording with what the layer adds to it; the same where it adds nothing that is stricter."""
    if BEARER not in duty.bearer or duty.starts.kind is not StartKind.EVENT:
        return duty
    said = layer.basis
    found = duty
    for one in layer.shorter:
        if one.rule == duty.id and duty.due.kind is DueKind.AFTER and one.after < duty.due.n:
            found = replace(found, due=replace(found.due, n=one.after))
    for form in layer.forms:
        if form.rule == duty.id and form.channel in book.channels:
            found = replace(found, parts=_with_form(found.parts, form, said, book, duty))
    return found if found == duty else replace(found, basis=f"{duty.basis}; {said}")


def _with_form(parts: tuple[Part, ...], form: Form, said: str, book: Rulebook, duty: Duty) -> tuple[Part, ...]:
    part = next((one for one in parts if one.channel == form.channel), None)
    if part is None:
        like = _like(book, form.channel)
        mode = Mode.NO_DAY if duty.due.kind in (DueKind.NONE, DueKind.UNREAD) else Mode.DEADLINE
        return (*parts, replace(like, hold=form.hold, basis=said, mode=mode, accepts=like.accepts or duty.accepts))
    hold = max(filter(None, (part.hold, form.hold)), default=None)
    if part.mode is Mode.CELL or (part.required and hold == part.hold):
        return parts
    basis = f"{part.basis or duty.basis}; {said}"
    return tuple(replace(one, required=True, hold=hold, basis=basis) if one is part else one for one in parts)


def _model(book: Rulebook) -> Duty | None:
    """A rule of the law after which an added matter is made: opened by a decision of a commune, towards the public."""
    found = book.by_event.get(EventName.DECISION_REGISTERED, ())
    return next((duty for duty in found if BEARER in duty.bearer and not duty.id.startswith(PREFIX)), None)


def _like(book: Rulebook, channel: str) -> Part:
    """A form as the law has it elsewhere for matters that a commune discloses; a bare one where it has it nowhere."""
    events = (duty for duties in book.by_event.values() for duty in duties if BEARER in duty.bearer and not duty.id.startswith(PREFIX))
    known = next((part for duty in events for part in duty.parts if part.channel == channel and part.mode is not Mode.CELL), None)
    if known is not None:
        return replace(known, required=True, hold=None, basis="", consult=None, broadcast=None, item=None)
    model = _model(book)
    accepts = model.accepts if model is not None else ()
    able = {kind for office in book.offices.values() if set(accepts) & set(office.may) and "own" in office.reach for kind in office.kinds}
    return Part(
        channel, book.channels[channel], accepts=accepts, kept_by=frozenset(able & {BEARER.value}) if channel in book.kept else frozenset()
    )


def _duty_of(matter: Matter, first: date, last: date, layer: Layer, book: Rulebook) -> Duty:
    model, item = _model(book), next(item for item in book.items.values() if item.local)
    if model is None:
        raise RulebookError((Problem(layer.file, matter.id, "id", "the rulebook has no rule after which a matter could be made"),))
    said = layer.basis
    parts = tuple(
        replace(_like(book, part.channel), hold=part.hold, basis=said, mode=Mode.DEADLINE)
        for part in matter.parts
        if part.channel in book.channels
    )
    return Duty(
        id=matter.rule,
        basis=f"{item.basis}; {said}",
        right=Right.KNOW,
        bearer=(BEARER,),
        answers=model.answers,
        with_=(),
        audience=Audience.PUBLIC,
        subject=matter.text,
        summary=matter.text,
        accepts=model.accepts,
        starts=Starts(StartKind.EVENT, event=EventName.DECISION_REGISTERED, item=item.number, event_kind=matter.id),
        due=DueRule(DueKind.AFTER, matter.after, matter.unit),
        yields_to=(),
        parts=parts,
        read=Read.TEXT,
        wording_as_of=layer.dated.isoformat(),
        amended_unread=(),
        in_force_from=first,
        in_force_to=None if last == date.max else last,
        not_modelled=None,
        why=None,
        not_scored_if=None,
        file=layer.file,
    )
