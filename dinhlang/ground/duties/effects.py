"""What an act does to duties, as values that stand in the leaf's part `duties`: ids and days, no free text but that of a regulation.

Promises: the tables of this room can be rebuilt from these values alone (`project.py`). An effect names its target by rule,
part and occasion; which slot or clock that is, the projection finds.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from dinhlang.core.rules import ClockSpec, How


@dataclass(frozen=True)
class Target:
    """One part of one rule on one occasion, of the body the act is about."""

    rule: str
    part: str
    occasion: str


def _value(kind: str, effect: object) -> dict[str, Any]:
    flat: dict[str, Any] = {"do": kind}
    for key, value in asdict(effect).items():  # type: ignore[call-overload]
        if isinstance(value, dict):
            flat.update(value)
        elif value is not None:
            flat[key] = value.isoformat() if isinstance(value, date) else value
    return flat


@dataclass(frozen=True)
class Start:
    """A clock begins. Days as ISO text when written; `hold` in days, `places` how many must post.

    `bearer` is the code of another body whose clock it is: a paper that one body sends starts the days within which another answers.
    """

    target: Target
    start: date
    due: date | None
    rolled: date | None
    mode: str
    hold: int | None
    places: int
    required: bool
    bearer: str | None = None

    def as_value(self) -> dict[str, Any]:
        return _value("start", self)

    @classmethod
    def of(cls, spec: ClockSpec, bearer: str | None = None) -> "Start":
        """The effect of a clock that the engine worked out, of the body acted upon or of the one that bears the code `bearer`."""
        target = Target(spec.rule, spec.part, spec.occasion)
        return cls(target, spec.start_day, spec.due.day, spec.due.rolled, spec.mode.value, spec.hold, spec.places, spec.required, bearer)


@dataclass(frozen=True)
class Fulfil:
    """The part was done on `day`, with this class of evidence; `nothing` says that nothing arose in the period."""

    target: Target
    day: date
    how: How
    nothing: bool = False

    def as_value(self) -> dict[str, Any]:
        return _value("done", self)


@dataclass(frozen=True)
class PutUp:
    """A posting begins at `place` on `day`; `run` (16 signs) names it from now on."""

    target: Target
    run: str
    place: str
    day: date
    how: How

    def as_value(self) -> dict[str, Any]:
        return _value("put-up", self)


@dataclass(frozen=True)
class TakeDown:
    """The posting `run` ended: `day` is the first day on which it no longer stood."""

    run: str
    day: date

    def as_value(self) -> dict[str, Any]:
        return _value("take-down", self)


@dataclass(frozen=True)
class Seen:
    """Somebody other than the body saw the posting `run` on its first or its last day; from the first sight on it counts.

    `needed` is at how many places the part must stand, as was known at that instant: villages that are entered later, though they lay
    there before, do not undo what was done. None where the entry does not say (the last day; entries of before this was kept).
    """

    run: str
    which: str  # first | last
    by: str  # an office, or "residents"
    needed: int | None = None

    def as_value(self) -> dict[str, Any]:
        return _value("seen", self)


@dataclass(frozen=True)
class VoidDone:
    """What `subject` did or hung up for this target ceases to count on `day`; the due day stays the old one."""

    target: Target
    subject: str
    day: date

    def as_value(self) -> dict[str, Any]:
        return _value("void-done", self)


@dataclass(frozen=True)
class VoidClock:
    """The clock ceases on `day`, because what started it was said otherwise. `bearer` is the code of another body whose clock it is."""

    target: Target
    day: date
    bearer: str | None = None

    def as_value(self) -> dict[str, Any]:
        return _value("void-clock", self)


@dataclass(frozen=True)
class Move:
    """The clock's document bears another date than was registered: start and due day change, the record keeps both."""

    target: Target
    start: date
    due: date | None
    rolled: date | None
    hold: int | None = None  # where another wording, that wants it up for another time, covers the other date

    def as_value(self) -> dict[str, Any]:
        return _value("move", self)


@dataclass(frozen=True)
class Release:
    """The clock's postings need hang no longer, because another text took the place of theirs; what was done stays done."""

    target: Target

    def as_value(self) -> dict[str, Any]:
        return _value("release", self)


@dataclass(frozen=True)
class Confirm:
    """From `day` on a wording of `rule` (its hash in hex) counts as held against the law of today."""

    rule: str
    wording: str
    day: date

    def as_value(self) -> dict[str, Any]:
        return _value("confirm", self)


@dataclass(frozen=True)
class Unconfirm:
    """From `day` on it counts as such no longer."""

    rule: str
    wording: str
    day: date

    def as_value(self) -> dict[str, Any]:
        return _value("unconfirm", self)


@dataclass(frozen=True)
class Regulate:
    """The body's own regulation, whole (`core.rules.Layer.as_value`), counts from `day` on, to its own last day or the next one's first.

    The one effect that carries words: a regulation is law of its place, and what is due is worked out from it.
    """

    day: date
    layer: Mapping[str, Any]

    def as_value(self) -> dict[str, Any]:
        return {"do": "regulate", "day": self.day.isoformat(), "layer": dict(self.layer)}


Effect = Regulate | Confirm | Unconfirm | Move | Start | Fulfil | PutUp | TakeDown | Seen | VoidDone | VoidClock | Release
