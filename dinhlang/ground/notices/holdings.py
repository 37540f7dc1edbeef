"""What this room holds about persons, for `ground/personal`: notices, browsers that may be knocked at, what somebody switched off.

Promises: with a notice goes what became of it on each channel. No acts of their own: they stand in the transaction of
`people.erase_person` and `people.expire`, which say so in the record. Refuses: notices to the people of a body together, who are nobody.
"""

from collections.abc import Callable
from datetime import datetime

from django.db.models import Model

from dinhlang.ground.notices import acts, addresses
from dinhlang.ground.notices.models import Browser, Notice, Off
from dinhlang.ground.people.holdings import accounts_left, subjects
from dinhlang.ground.people.personal import Holding, Subject, Values

WHOM = {"account": addresses.ACCOUNT, "household": addresses.HOUSEHOLD, "person": addresses.PERSON}


def _to(subject: Subject) -> str:
    """Whom the rows of a person are for; "" for one that no notice can be for."""
    return f"{WHOM[subject.kind]}:{subject.key}" if subject.kind in WHOM else ""


def _held(model: type[Model], *fields: str) -> Callable[[Subject], tuple[Values, ...]]:
    def of(subject: Subject) -> tuple[Values, ...]:
        rows = model._default_manager.filter(to=_to(subject)) if _to(subject) else ()
        return tuple(rows.order_by("pk").values(*fields)) if rows else ()

    return of


def _erase(model: type[Notice | Off | Browser]) -> Callable[[Subject, datetime], int]:
    def erase(subject: Subject, at: datetime) -> int:
        return acts.forget_all(model, _to(subject)) if _to(subject) else 0

    return erase


def _over(model: type[Model]) -> Callable[[datetime, int], tuple[Subject, ...]]:
    """Accounts whose last office ended so long ago and that still have rows in `model`."""

    def over(at: datetime, days: int) -> tuple[Subject, ...]:
        left = {addresses.account(one): one for one in accounts_left(days, at)}
        return subjects(sorted({left[to] for to in model._default_manager.filter(to__in=left).values_list("to", flat=True)}))

    return over


HOLDINGS = (
    Holding("notices", _held(Notice, "kind", "about", "at", "seen", "times"), _erase(Notice)),
    Holding("notice-browsers", _held(Browser, "address", "made", "knocked"), _erase(Browser), over=_over(Browser)),
    Holding("notice-off", _held(Off, "kind", "channel"), _erase(Off), over=_over(Off)),
)
