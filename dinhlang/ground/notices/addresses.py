"""Where somebody can be reached outside the house.

Promises: `addresses_of` is the one place that asks accounts and rolls for an e-mail or a telephone number, as they stand that day.
Refuses: an account that is closed, a telephone number that is none of this country, and one whose owner restricted its use.
"""

from dataclasses import dataclass
from datetime import date

from django.contrib.auth.models import User

from dinhlang.core import phone as numbers
from dinhlang.ground.bodies import reads as bodies
from dinhlang.ground.notices.models import Browser
from dinhlang.ground.people.models import Phone
from dinhlang.ground.people.personal import Subject
from dinhlang.ground.personal import holdings
from dinhlang.ground.rolls.models import Line

ACCOUNT, HOUSEHOLD, PERSON, BODY = "a", "h", "p", "b"
WHO = {ACCOUNT: "account", HOUSEHOLD: "household", PERSON: "person", BODY: "body"}  # as the policy names them


@dataclass(frozen=True)
class Addresses:
    """E-mail and telephone ("" for none; the telephone as +84…), and the addresses of browsers."""

    email: str = ""
    phone: str = ""
    browsers: tuple[str, ...] = ()


def account(pk: int) -> str:
    """Whom a notice to the account `pk` is for."""
    return f"{ACCOUNT}:{pk}"


def household(key: str) -> str:
    """Whom a notice to the household `key` is for."""
    return f"{HOUSEHOLD}:{key}"


def person(mark: str) -> str:
    """Whom a notice to a person is for who is known by `mark` alone."""
    return f"{PERSON}:{mark}"


def body(pk: int) -> str:
    """Whom a notice to the people of the body `pk` is for."""
    return f"{BODY}:{pk}"


def _of_account(pk: int) -> tuple[str, str]:
    """E-mail and telephone of an account that is open."""
    row = User.objects.filter(pk=pk, is_active=True).first()
    if row is None:
        return "", ""
    stopped = holdings.restricted_of(Subject("account", str(pk)))
    number = Phone.objects.filter(account=row).values_list("number", flat=True).first() or ""
    return "" if stopped & {"account-mail", "account-names"} else row.email, "" if "account-phone" in stopped else number


def _of_household(key: str, day: date) -> tuple[str, str]:
    row = Line.objects.filter(bodies.on(day), member=key).order_by("-from_day").first()
    if row is None or "household-phone" in holdings.restricted_of(Subject("household", key)):
        return "", ""
    return "", numbers.normal(row.phone) or ""


def addresses_of(to: str, day: date) -> Addresses:
    """Where `to` can be reached on `day`; nowhere for the people of a body together."""
    who, _, key = to.partition(":")
    email = phone = ""
    if who == ACCOUNT:
        email, phone = _of_account(int(key))
    elif who == HOUSEHOLD:
        email, phone = _of_household(key, day)
    return Addresses(email, phone, tuple(Browser.objects.filter(to=to).values_list("address", flat=True)))
