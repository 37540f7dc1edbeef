"""Who sees what: the hand-written `policy/visibility.toml`, and the three questions asked of it.

Promises: what no row allows is not seen; a role is read from the office held now, never from a name. Refuses: a policy that
names an unknown role or state, or that says two things about one field.
"""

import tomllib
from collections.abc import Callable, Collection, Mapping
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any, TypeAlias

from django.conf import settings
from django.db.models import Q, QuerySet
from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError

from dinhlang.core.actor import Actor, Office, System, Voice
from dinhlang.core.rules import Audience
from dinhlang.ground.bodies import reads as bodies
from dinhlang.ground.bodies.models import Body
from dinhlang.ground.people.reads import Holder
from dinhlang.ground.record import rulebooks
from dinhlang.ground.record.models import ClosedEntry, Entry, Part, Pending

ANY = "any"
INSIDE = "inside"
Condition: TypeAlias = dict[str, str | bool | int | list[str]]


class Role(StrEnum):
    """As whom somebody asks. Everybody is `public`; the others add to it."""

    PUBLIC = "public"
    RESIDENT = "resident"
    OFFICIAL = "official"
    OWN_BODY = "own-body"
    CHAIR = "chair"
    FRONT = "front"
    SUPERIOR = "superior"
    KEEPER = "keeper"
    COMMUNE = "commune"
    NEIGHBOUR = "neighbour"
    HOLDER = "holder"
    OPERATOR = "operator"


class PolicyError(ValueError):
    """The policy file says something it may not; the message names the place."""


def _many(value: object) -> object:
    return [value] if isinstance(value, str) else value


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class State(_Strict):
    """A state of a row: what it means, and the rows in it as alternatives of Django look-ups (one must hold, all of its terms)."""

    means: str
    where: tuple[Condition, ...]


class Table(_Strict):
    """A table: what it holds, the column that names its body ("" for none), its states (none: one state, `any`).

    `person`: it says something about persons, so that each of its text fields has a row in policy/personal.toml.
    """

    holds: str
    body: str = ""
    person: bool = False
    states: dict[str, State] = {}


class Row(_Strict):
    """These fields of a table are seen by these roles (an empty list: by nobody) while a row is in this state."""

    model: str
    field: Annotated[tuple[str, ...], BeforeValidator(_many)]
    role: tuple[Role, ...]
    state: str = ANY
    note: str = ""


class Offices(_Strict):
    """Offices of the rulebook that are more than an official of their body."""

    chair: tuple[str, ...]
    front: tuple[str, ...]
    superior: tuple[str, ...] = ()
    keeper: tuple[str, ...] = ()
    commune: tuple[str, ...] = ()
    operator: tuple[str, ...]


class _File(_Strict):
    audiences: dict[str, tuple[str, ...]]
    offices: Offices
    models: dict[str, Table]
    rows: tuple[Row, ...]


class Policy:
    """The policy, ready to be asked."""

    def __init__(self, file: _File) -> None:
        self.audiences: Mapping[str, str] = {one: state for state, many in file.audiences.items() for one in many}
        self.offices = file.offices
        self.models: Mapping[str, Table] = file.models
        terms = [term for table in file.models.values() for state in table.states.values() for term in state.where]
        named = {value for term in terms for value in term.values() if isinstance(value, str) and value.startswith("$")}
        if unknown := named - set(LISTS):
            raise PolicyError(f"a condition names a list that is not kept: {', '.join(sorted(unknown))}")
        self.rows: dict[tuple[str, str, str], frozenset[Role]] = {}
        for row in file.rows:
            table = self.models.get(row.model)
            if table is None:
                raise PolicyError(f"a row names the table {row.model}, which is not described")
            if row.state != ANY and row.state not in table.states:
                raise PolicyError(f"{row.model} has no state {row.state}")
            for name in row.field:
                if (row.model, name, row.state) in self.rows:
                    raise PolicyError(f"two rows about {row.model}.{name} in the state {row.state}")
                self.rows[row.model, name, row.state] = frozenset(row.role)

    def roles(self, model: str, field: str, state: str = ANY) -> frozenset[Role]:
        """Who sees `field` of a row of `model` in `state`: nobody where no row speaks of it."""
        return self.rows.get((model, field, state), frozenset()) | self.rows.get((model, field, ANY), frozenset())

    def covers(self, model: str, field: str) -> bool:
        """Whether somebody decided about the field, in each state of its table."""
        table = self.models.get(model)
        if table is None:
            return False
        by_state = [(model, field, state) in self.rows for state in table.states]
        return (model, field, ANY) in self.rows or (bool(by_state) and all(by_state))

    def opens(self, roles: Collection[Role], model: str, state: str) -> bool:
        """Whether these roles see anything at all of a row in this state."""
        asked = frozenset(roles)
        return any(asked & seen for (name, _, when), seen in self.rows.items() if name == model and when in {state, ANY})


def load_policy(path: Path) -> Policy:
    """Read the policy. Raises PolicyError with file, place and reason where it is not one."""
    try:
        return Policy(_File.model_validate(tomllib.loads(path.read_text(encoding="utf-8"))))
    except (tomllib.TOMLDecodeError, ValidationError, PolicyError) as error:
        raise PolicyError(f"{path.name}: {error}") from error


@lru_cache(maxsize=1)
def policy() -> Policy:
    """The policy in force: the file of this release."""
    return load_policy(settings.POLICY_DIR / "visibility.toml")


def may_see(roles: Collection[Role], model: str, field: str, state: str = ANY) -> bool:
    """Whether any of `roles` may see `field` of a row of `model` ("record.Part") in `state`. What nobody decided is not seen."""
    return bool(frozenset(roles) & policy().roles(model, field, state))


def audience_state(audience: str) -> str:
    """The state of a duty's rows for the audience its rule names; inside its body where the policy does not speak of it."""
    return policy().audiences.get(audience, INSIDE)


def audiences(roles: Collection[Role]) -> frozenset[Audience]:
    """The audiences whose duties these roles are shown: what is owed to them, when, and whether it was done."""
    return frozenset(one for one in Audience if may_see(roles, "duties.Clock", "rule", audience_state(one)))


def roles_of(actor: Actor, holder: Holder | None, body: int | None, *, mine: bool = False, home: int | None = None) -> frozenset[Role]:
    """As whom `actor` looks at something of `body`; `mine` where it is the actor's own act, or its code was shown; `home` is the village on
    whose list the household stands that asks.

    A chair's and the Front's reach is their seat and the villages below it; a Front entered as a body of its own reaches the
    commune it stands in; a superior's is what lies below its seat, and never the seat itself.
    """
    roles = {Role.PUBLIC}
    if mine:
        roles.add(Role.HOLDER)
    match actor:
        case System():
            roles.add(Role.OPERATOR)
        case Voice(household=household):
            roles.add(Role.RESIDENT)
            if household is not None and body is not None and body == home:
                roles.add(Role.NEIGHBOUR)
        case Office() if holder is not None and holder.mandate == actor.mandate:
            roles.add(Role.OFFICIAL)
            roles |= _office_roles(holder, body)
        case _:
            pass
    return frozenset(roles)


def _office_roles(holder: Holder, body: int | None) -> set[Role]:
    known = policy().offices
    roles: set[Role] = set()
    if holder.office in known.operator:
        roles.add(Role.OPERATOR)
    if body is None:
        return roles
    if body == holder.body:
        roles.add(Role.OWN_BODY)
    if holder.office in known.chair and (body == holder.body or holder.body in bodies.ancestors(body)):
        roles.add(Role.CHAIR)
    if holder.office in known.front and (_front_seats(holder.body) & set(bodies.ancestors(body))):
        roles.add(Role.FRONT)
    if holder.office in known.superior and body != holder.body and holder.body in bodies.ancestors(body):
        roles.add(Role.SUPERIOR)
    if holder.office in known.keeper and body == holder.body:
        roles.add(Role.KEEPER)
    if holder.office in known.commune and body != holder.body and holder.body in bodies.ancestors(body):
        roles.add(Role.COMMUNE)
    return roles


def _front_seats(body: int) -> set[int]:
    parent = Body.objects.filter(pk=body, kind="front").values_list("parent_id", flat=True).first()
    return {body} | ({parent} if parent is not None else set())


def _of_audience(state: str) -> list[str]:
    return [duty.id for duty in rulebooks.current().duties.values() if audience_state(duty.audience) == state]


def _files(*, open: bool) -> "QuerySet[Part, Any]":
    return Part.objects.filter(name="files", open=open, erased="").values("hash")


# Lists that the policy's conditions name; each is asked for only when a condition uses it.
LISTS: Mapping[str, Callable[[], object]] = {
    "$open-rules": lambda: _of_audience("open"),
    "$near-rules": lambda: _of_audience("near"),
    "$inside-rules": lambda: _of_audience(INSIDE),
    "$waiting-leaves": lambda: Pending.objects.values("hash"),
    "$waiting-subjects": lambda: Pending.objects.values("subject"),
    "$entered-leaves": lambda: Entry.objects.values("hash"),
    "$entered-subjects": lambda: Entry.objects.values("subject"),
    "$closed-leaves": lambda: ClosedEntry.objects.values("hash"),
    "$closed-subjects": lambda: ClosedEntry.objects.values("subject"),
    "$open-files": lambda: _files(open=True).exclude(hash__in=Pending.objects.values("hash")),
    "$sealed-files": lambda: _files(open=False),
}


def _terms(term: Condition) -> Q:
    return Q(**{key: LISTS[value]() if isinstance(value, str) and value.startswith("$") else value for key, value in term.items()})


def _rows_in(state: State) -> Q:
    found = Q(pk__in=[])
    for term in state.where:
        found |= _terms(term)
    return found


def visible_to(actor: Actor, holder: Holder | None, model: str) -> Q:
    """The rows of `model` of which the asker may see at least one field, for `.filter()`; `may_see` then answers for each field.

    Things that belong to a holder alone are not found this way: they are looked up by their code.
    """
    known, table = policy(), policy().models.get(model)
    if table is None:
        return Q(pk__in=[])
    anywhere = roles_of(actor, holder, None)
    states = {name: _rows_in(state) for name, state in table.states.items()} or {ANY: Q()}
    seen = Q(pk__in=[])
    for name, rows in states.items():
        if known.opens(anywhere, model, name):
            seen |= rows
        elif holder is not None and table.body:
            seats = _front_seats(holder.body)
            near = Body.objects.filter(Q(pk__in=seats) | Q(parent__in=seats)).values_list("pk", flat=True)
            reached = [body for body in near if known.opens(roles_of(actor, holder, body), model, name)]
            if reached:
                seen |= rows & Q(**{f"{table.body}__in": reached})
    return seen
