"""Who a request comes from, and the offices an account holds, as frozen rows.

Promises: an office counts only while its mandate runs, its account is active and its account has a second factor, read anew
each time. Refuses: to take a password alone, or a second factor shown by somebody else in the same browser.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from allauth.account.authentication import get_authentication_records
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import connection
from django.http import HttpRequest
from django.utils.translation import get_language

from dinhlang.core.actor import Actor
from dinhlang.core.refusal import Refused
from dinhlang.core.rules import Rulebook
from dinhlang.ground.people import cards, keyed
from dinhlang.ground.people.factors import APP, CARD, PASSKEY, RECOVERY
from dinhlang.ground.people.safeguards import safeguards
from dinhlang.ground.record import rulebooks

SECOND_FACTORS = frozenset({APP, PASSKEY, RECOVERY, CARD})
CHOSEN = "mandate"  # session: the mandate its official acts under
VOICE = "voice"  # session: a resident of the demonstration
DEMO_FACTORS = "demonstration-factors"  # session: stands for both factors, in a demonstration alone
SHOWN = "factor"  # session: second at which its owner showed a second factor last
DEVICE = "thiet-bi"  # cookie: a random mark of this browser, kept over sign-outs
SEEN = "seen"  # session: second of the last request that renewed the idle limit

DEVICE_MARK = re.compile(r"[A-Za-z0-9_-]{22}")


@dataclass(frozen=True)
class Browser:
    """Where somebody sits: keyed digests of the session and of the device, "" where the device has no mark."""

    session: str
    device: str


@dataclass(frozen=True)
class Holder:
    """The office a signed-in official acts in now. `name` is the account's name as shown."""

    name: str
    mandate: int
    office: str
    body: int

    @property
    def office_name(self) -> str:
        """The office's name in the active language, by the rulebook in force when it is shown."""
        return office_name(self.office)


class Asking(HttpRequest):
    """A request after `middleware.actor_of_request`: who asks, and in which office if in any."""

    actor: Actor
    holder: Holder | None


def office_name(office: str, book: Rulebook | None = None) -> str:
    """The office's name in the active language; its id where the rulebook (the one in force where none is given) does not know it."""
    try:
        rule = (book or rulebooks.current()).offices.get(office)
    except Refused:
        rule = None
    if rule is None:
        return office
    return rule.text.en if get_language() == "en" else rule.text.vi


# Written out: every petition that comes asks.
STAFFED = """
SELECT DISTINCT m.body_id FROM people_mandate m JOIN auth_user u ON u.id = m.account_id
WHERE m.body_id IN ({bodies}) AND m.office IN ({offices}) AND m.from_day <= %s AND (m.to_day IS NULL OR m.to_day >= %s) AND u.is_active
"""


def staffed(bodies: Sequence[int], offices: Sequence[str], day: date) -> frozenset[int]:
    """Those of the bodies where somebody whose account is open holds one of the offices on `day`. One query."""
    if not bodies or not offices:
        return frozenset()
    asked = STAFFED.format(bodies=", ".join(["%s"] * len(bodies)), offices=", ".join(["%s"] * len(offices)))
    with connection.cursor() as cursor:
        cursor.execute(asked, [*bodies, *offices, day, day])
        return frozenset(body for (body,) in cursor.fetchall())


# Written out: every request of an official asks.
HELD = """
SELECT m.id, m.office, m.body_id, u.username, u.first_name, u.last_name,
  EXISTS (SELECT 1 FROM mfa_authenticator a WHERE a.user_id = u.id AND a.type IN ('totp', 'webauthn')) AS strong
FROM people_mandate m JOIN auth_user u ON u.id = m.account_id JOIN bodies_body b ON b.id = m.body_id
WHERE m.account_id = %s AND u.is_active AND m.from_day <= %s AND (m.to_day IS NULL OR m.to_day >= %s)
  AND (b.alive_to IS NULL OR b.alive_to >= %s)
  AND (EXISTS (SELECT 1 FROM mfa_authenticator a WHERE a.user_id = u.id AND a.type IN ('totp', 'webauthn'))
    OR EXISTS (SELECT 1 FROM people_card c WHERE c.account_id = u.id))
ORDER BY m.from_day, m.id
"""


def held(account: int, day: date) -> tuple[Holder, ...]:
    """The offices that `account` holds on `day`, oldest first; none for an account that is closed or has no second factor, and those alone
    that may use a paper card for one that has nothing else."""
    with connection.cursor() as cursor:
        cursor.execute(HELD, [account, day, day, day])
        rows = cursor.fetchall()
    return tuple(
        Holder(f"{first} {last}".strip() or name, mandate, office, body)
        for mandate, office, body, name, first, last, strong in rows
        if strong or cards.allowed(office)
    )


def held_here(request: HttpRequest, account: AbstractBaseUser, day: date) -> tuple[Holder, ...]:
    """Of these, the offices that the factors shown in this session open."""
    offices = held(account.pk, day)
    if settings.DEMO and request.session.get(DEMO_FACTORS) is True:
        return offices
    if _shown(request, account) - {CARD}:
        return offices
    return tuple(one for one in offices if cards.allowed(one.office))


def choose(offices: tuple[Holder, ...], mandate: object) -> Holder | None:
    """The office with the id `mandate`; without a choice the only one. None where several are held and none was chosen."""
    if len(offices) == 1:
        return offices[0]
    return next((one for one in offices if one.mandate == mandate), None)


def shown_lately(request: HttpRequest, now: datetime) -> bool:
    """Whether the second factor was shown in this session within the minutes of `policy/safeguards.toml`; always in a demonstration's own
    sign-in."""
    if settings.DEMO and request.session.get(DEMO_FACTORS) is True:
        return True
    shown = request.session.get(SHOWN)
    return isinstance(shown, int) and abs(now.timestamp() - shown) <= safeguards().values.fresh_minutes * 60


def browser(request: HttpRequest) -> Browser:
    """Where this request comes from, as keyed digests; the mark of the device is "" before its owner signed in on it once."""
    device = request.COOKIES.get(DEVICE, "")
    return Browser(_keyed("session", request.session.session_key or ""), _keyed("device", device) if DEVICE_MARK.fullmatch(device) else "")


def _keyed(what: str, text: str) -> str:
    return keyed.digest(what, text) if text else ""


def two_factors(request: HttpRequest, account: AbstractBaseUser) -> bool:
    """Whether this session saw a second factor of `account`; in a demonstration its own sign-in counts as both."""
    if settings.DEMO and request.session.get(DEMO_FACTORS) is True:
        return True
    return bool(_shown(request, account))


def _shown(request: HttpRequest, account: AbstractBaseUser) -> frozenset[str]:
    """The kinds of second factor of `account` that this session saw."""
    records = get_authentication_records(request, account)
    return frozenset(str(one.get("type")) for one in records if one.get("method") == "mfa") & SECOND_FACTORS


def showed_passkey(request: HttpRequest, account: AbstractBaseUser) -> bool:
    """Whether this session saw a passkey of `account`, which is both factors."""
    return PASSKEY in _shown(request, account)
