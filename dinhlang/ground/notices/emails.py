"""The e-mail address of an official's account: proved by a link that is sent to it, told when it is left. Jobs.

Promises: what goes out names no person, office or matter; the link alone does nothing, whoever opens it signs in first; an address that
nobody proved is forgotten after the days of the policy. Refuses: to be a way to sign in, or to begin an account anew.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from dinhlang.core.refusal import N_, Refused
from dinhlang.ground.jobs.queue import Finish, Later, Payload, Work
from dinhlang.ground.notices import acts, channels, policy
from dinhlang.ground.notices.addresses import Addresses
from dinhlang.ground.notices.channels import Failed, Letter
from dinhlang.ground.people import keyed
from dinhlang.ground.people.acts import own
from dinhlang.ground.people.personal import Subject
from dinhlang.ground.personal import holdings

SALT = "dinhlang/email"
DEAD = N_("This link does not hold any more: the address was confirmed, replaced or removed, or the link is too old.")


def token(row: int) -> str:
    """What stands in the link for the address in `row`."""
    return signing.dumps(row, salt=SALT)


def row_of(text: str) -> int:
    """The row of a link. Raises Refused where it was not made here, or is over."""
    try:
        row = signing.loads(text, salt=SALT, max_age=timedelta(days=policy.values().email_waits_days))
    except signing.BadSignature as error:
        raise Refused(DEAD) from error
    return int(row)


def waits(account: int, row: int) -> str:
    """The address in `row` that waits to be confirmed by the account. Raises Refused: also where it is another account's."""
    found = EmailAddress.objects.filter(pk=row, user=account, verified=False).values_list("email", flat=True).first()
    if found is None:
        raise Refused(DEAD)
    return found


def _send(row: EmailAddress, text: str, path: str, at: datetime) -> None:
    """Raises Later where it could not be sent."""
    mark = keyed.digest("email", f"{row.pk}:{path}")[:16]
    try:
        channels.send(policy.EMAIL, Addresses(email=row.email), Letter(text, f"{channels.site()}{path}", mark), at)
    except Failed as error:
        raise Later(f"email: {error.why} {error.code}".strip()) from error


def _prove(payload: Payload, at: datetime) -> Finish | None:
    row = EmailAddress.objects.filter(pk=payload["row"], verified=False).first()
    if row is not None:
        with translation.override("vi"):
            text = _("%(site)s: confirm that notices may come to this address:") % {"site": settings.SITE_NAME}
        _send(row, text, reverse("notice-email-prove", args=[token(row.pk)]), at)
    return None


def _left(payload: Payload, at: datetime) -> Finish | None:
    row = EmailAddress.objects.filter(pk=payload["row"], verified=True, primary=False).first()
    if row is None:
        return None
    if not holdings.restricted_of(Subject("account", str(row.user_id))) & {"account-mail", "account-names"}:
        with translation.override("vi"):
            text = _("%(site)s: notices do not come to this address any more. If that was not you, sign in and look:")
        _send(row, text % {"site": settings.SITE_NAME}, reverse("people_account"), at)
    return lambda: own.forget_email(row=row.pk, at=at)


def _over(payload: Payload, at: datetime) -> Finish | None:
    row = EmailAddress.objects.filter(pk=payload["row"], verified=False).first()
    return None if row is None else lambda: own.forget_email(row=row.pk, at=at)


def _not_proved(payload: Payload, at: datetime) -> None:
    own.forget_email(row=payload["row"], at=at, failed=True)


def _not_told(payload: Payload, at: datetime) -> None:
    own.forget_email(row=payload["row"], at=at)


WORKS: Mapping[str, Work] = {
    acts.PROVE: Work(_prove, _not_proved, policy.values().tries),
    acts.LEFT: Work(_left, _not_told, policy.values().tries),
    acts.OVER: Work(_over),
}
