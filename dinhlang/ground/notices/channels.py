"""The ways out of the house: e-mail, browsers, and gateways for messages, each set up by the operator.

Promises: what goes out says that there is something and where to look, no more; each sending has an answer's code or a word for what went
wrong. Gateways are reached through the one door outward. Refuses: to take an answer that nobody recognises for a success.
"""

import json
import logging
import re
import smtplib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils import translation
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from dinhlang.core.refusal import Refused
from dinhlang.ground.files import outward
from dinhlang.ground.files.outward import Answer, Away, Sent
from dinhlang.ground.notices import policy, push
from dinhlang.ground.notices.addresses import Addresses

SILENT, STATUS, NONSENSE, REFUSED, GONE = "silent", "status", "nonsense", "refused", "gone"
DOOR = "dinhlang.ground.notices.channels.door"  # the sender of a real house
log = logging.getLogger("dinhlang.notices")


class Failed(Exception):
    """A sending that did not succeed: a word for why, the code that the other side gave ("" for none), and browsers that are gone."""

    def __init__(self, why: str, code: str = "", gone: tuple[str, ...] = ()) -> None:
        super().__init__(why)
        self.why, self.code, self.gone = why, code, gone


@dataclass(frozen=True)
class Proof:
    """A sending that succeeded: the code that the other side gave; browsers that opened, and those that are gone."""

    code: str
    opened: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()


@dataclass(frozen=True)
class Gateway:
    """A gateway for short messages as the operator described it. `fields` may hold {to}, {to84}, {text}, {link}, {id}; `form` says that
    they go as a form instead of JSON; `ok` is the pattern that an answer which means success holds."""

    url: str
    method: str
    fields: Mapping[str, Any]
    headers: Mapping[str, str]
    form: bool
    ok: str


@dataclass(frozen=True)
class Letter:
    """What goes out: the same for every notice, whatever it is about. `id` means nothing outside; with it a gateway tells a repetition."""

    text: str
    link: str
    id: str

    @property
    def whole(self) -> str:
        """The sentence with where to look."""
        return f"{self.text} {self.link}"


Send = Callable[[str, Addresses, Letter, datetime], Proof]


def site() -> str:
    """The address under which this house is found from outside, without a slash at its end."""
    return f"https://{next((one for one in settings.ALLOWED_HOSTS if '*' not in one), '')}"


def letter(subject: str) -> Letter:
    """What is sent outside for the notice `subject`."""
    with translation.override("vi"):
        text = _("%(site)s: you have a new notice. Sign in to read it:") % {"site": settings.SITE_NAME}
    return Letter(text, f"{site()}/thong-bao/", subject)


def gateway(channel: str) -> Gateway | None:
    """The gateway of a channel; None where the operator set none up."""
    said = settings.NOTICE_GATEWAYS.get(channel)
    return Gateway(**said) if said and said["url"] else None


def set_up(channel: str) -> bool:
    """Whether this house has the channel at all."""
    if channel == policy.EMAIL:
        return bool(settings.EMAIL_HOST) or settings.NOTICE_SENDER != DOOR
    if channel == policy.PUSH:
        return bool(settings.PUSH_CONTACT)
    return channel in policy.BY_HAND or gateway(channel) is not None or settings.NOTICE_SENDER != DOOR


def knocks() -> bool:
    """Whether browsers can be asked to let this house knock."""
    return bool(settings.PUSH_CONTACT)


def reaches(channel: str, where: Addresses) -> bool:
    """Whether somebody has an address on the channel."""
    return bool({policy.EMAIL: where.email, policy.PUSH: where.browsers}.get(channel, where.phone))


def send(channel: str, where: Addresses, one: Letter, at: datetime) -> Proof:
    """Send by `channel`. Raises Failed. A demonstration writes to files instead."""
    sender: Send = import_string(settings.NOTICE_SENDER)
    return sender(channel, where, one, at)


def door(channel: str, where: Addresses, one: Letter, at: datetime) -> Proof:
    """`send` of a real house."""
    try:
        if channel == policy.EMAIL:
            return _mail(where.email, one)
        if channel == policy.PUSH:
            return _knock(where.browsers, at)
        found = gateway(channel)
        if found is None or not found.ok:
            raise Failed(REFUSED)
        return _hand_over(found, where.phone, one)
    except Refused as error:
        log.error("notices: %s: %s", channel, error)
        raise Failed(REFUSED) from error
    except Away as error:
        log.info("notices: %s: %s", channel, error)
        raise Failed(SILENT) from error


def _mail(address: str, one: Letter) -> Proof:
    with translation.override("vi"):
        title = _("A notice in %(site)s") % {"site": settings.SITE_NAME}
    headers = {"Message-ID": f"<{one.id}@{urlsplit(one.link).hostname}>", "Auto-Submitted": "auto-generated"}
    try:
        taken = EmailMessage(title, one.whole, settings.DEFAULT_FROM_EMAIL, [address], headers=headers).send()
    except smtplib.SMTPRecipientsRefused as error:
        code = next((str(one[0]) for one in error.recipients.values()), "")
        raise Failed(STATUS, code) from error
    except smtplib.SMTPResponseException as error:
        raise Failed(STATUS, str(error.smtp_code)) from error
    except (smtplib.SMTPException, OSError, ValueError) as error:
        raise Failed(SILENT) from error
    if not taken:
        raise Failed(REFUSED)
    return Proof("250")


def _knock(browsers: tuple[str, ...], at: datetime) -> Proof:
    """Knock at every browser of a person; one that opened is enough."""
    codes, gone, last = {}, [], (GONE, "")
    for address in browsers:
        try:
            codes[address] = push.knock(address, at)
        except push.Unheard as error:
            last = (GONE if error.gone else STATUS, str(error.status))
            gone += [address] if error.gone else []
        except Away:
            last = (SILENT, "")
    if not codes:
        raise Failed(*last, tuple(gone))
    return Proof(next(iter(codes.values())), tuple(codes), tuple(gone))


def _filled(value: Any, words: Mapping[str, str]) -> Any:
    if isinstance(value, str):
        for name, word in words.items():
            value = value.replace(f"{{{name}}}", word)
        return value
    if isinstance(value, Mapping):
        return {key: _filled(inner, words) for key, inner in value.items()}
    if isinstance(value, list):
        return [_filled(inner, words) for inner in value]
    return value


def asking(found: Gateway, phone: str, one: Letter) -> Sent:
    """What the gateway is handed for `phone` (+84…)."""
    words = {"to": phone, "to84": phone.lstrip("+"), "text": one.whole, "link": one.link, "id": one.id}
    fields = _filled(found.fields, words)
    kind = "application/x-www-form-urlencoded" if found.form else "application/json; charset=utf-8"
    body = urlencode(fields) if found.form else json.dumps(fields, ensure_ascii=False)
    return Sent(found.method, (("Content-Type", kind), ("Accept", "*/*"), *found.headers.items()), body.encode())


def _hand_over(found: Gateway, phone: str, one: Letter) -> Proof:
    host = urlsplit(found.url).hostname or ""
    return Proof(judge(found, outward.send(found.url, [host], asking(found, phone, one))))


def judge(found: Gateway, answer: Answer) -> str:
    """The code of an answer that means success. Raises Failed for every other one."""
    if not 200 <= answer.status < 300:
        raise Failed(STATUS, str(answer.status))
    if re.search(found.ok, answer.data.decode("utf-8", "replace")) is None:
        raise Failed(NONSENSE, str(answer.status))
    return str(answer.status)
