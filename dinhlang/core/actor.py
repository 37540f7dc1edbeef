"""Who acts. Ids only, frozen; who these ids are, and what they may, is `ground/people`'s knowledge."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Office:
    """A person acting in an office: `mandate` is the id of the mandate held, read again inside each act.

    `fresh` says that the person showed the second factor a short time ago; it makes no difference to who acts.
    """

    mandate: int
    fresh: bool = field(default=False, compare=False)


@dataclass(frozen=True)
class Voice:
    """A resident. Exactly one of `household` and `person` is set: a household's session votes, a person speaks."""

    household: str | None = None
    person: str | None = None


@dataclass(frozen=True)
class Guest:
    """Somebody unknown, told apart by a random token of their own."""

    token: str


@dataclass(frozen=True)
class Clerk:
    """An office that types in what somebody else said or wrote on paper."""

    office: Office
    for_: Voice


@dataclass(frozen=True)
class Pair:
    """Two persons: `first` asked for an act, `second` looked at the frozen form `proposal` and confirmed it."""

    first: Office
    second: Office
    command: str


@dataclass(frozen=True)
class System:
    """The house itself, at a scheduled job or at the operator's console."""

    job: str


Actor = Office | Voice | Guest | Clerk | Pair | System
