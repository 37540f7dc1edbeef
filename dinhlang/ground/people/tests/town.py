"""A ward, its Front, a village and a rulebook of offices for the tests of this room, made by acts on the console."""

import base64
import hmac
import time
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from django.urls import reverse

from dinhlang.core.ledger import new_body
from dinhlang.core.rules import Duty, OfficeRule, Text
from dinhlang.ground.bodies.models import Body, Registration
from dinhlang.ground.people import console
from dinhlang.ground.people.authorise import authorise
from dinhlang.ground.people.console import Secrets
from dinhlang.ground.record import act, clock, keys, rulebooks
from dinhlang.ground.record.models import Head

FRONT, VILLAGE = new_body("04", b"front"), new_body("04", b"villa")  # bodies without an official code
SINCE = date(2025, 7, 1)
AT = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
PASSWORD = "mot-hai-ba-bon-nam-sau"


def office(
    name: str, kinds: tuple[str, ...], may: tuple[str, ...] = (), reach: tuple[str, ...] = ("own",), public: bool = True, **more: Any
) -> OfficeRule:
    text = Text(f"chức vụ {name}", f"office {name}")
    return OfficeRule(id=name, text=text, public=public, may=may, kinds=kinds, reach=reach, note=Text("", ""), **more)


STAFF = ("people.appoint", "people.end_mandate", "people.renew")
PAIRS = ("people.propose", "people.confirm", "people.decline", "people.withdraw", "people.enrol", "people.card", *STAFF)
OFFICES = {
    one.id: one
    for one in (
        office("console", (), STAFF, ("all",), public=False),
        office("province-chair", ("province",), PAIRS, below=PAIRS, confirms=STAFF, appoints=("commune-chair",), single=True),
        office("province-officer", ("province",), PAIRS, below=PAIRS, confirms=STAFF, public=False),
        office(
            "commune-chair", ("commune",), ("disclosure.post", *PAIRS), below=PAIRS, confirms=STAFF, single=True,
            appoints=("commune-officer", "village-head"),
        ),
        office("commune-officer", ("commune",), public=False),
        office("front-chair", ("front",), PAIRS, ("parent", "siblings"), confirms=STAFF),
        office("village-head", ("village",), single=True, card=True),
        office("guest", (), ("people.start",), (), public=False),
    )
}  # fmt: skip


@dataclass(frozen=True)
class Book:
    """As much of a rulebook as this room asks for."""

    offices: dict[str, OfficeRule]
    duties: dict[str, Duty]


@dataclass(frozen=True)
class Town:
    province: int
    ward: int
    front: int
    village: int
    other: int


def make_town(monkeypatch: pytest.MonkeyPatch) -> Town:
    """Four bodies, an open record with keys, and acts wired to this room alone."""
    monkeypatch.setattr(rulebooks, "current", lambda: Book(OFFICES, {}))
    monkeypatch.setattr(act._Wires, "authorise", authorise)
    monkeypatch.setattr(act._Wires, "project", lambda *args: None)
    monkeypatch.setattr(clock, "now", lambda: AT)
    keys.init("demo.invalid/test")
    Head.objects.create(pk=1, rules=bytes(32))

    def body(kind: str, code: str, name: str, parent: int | None) -> int:
        row = Body.objects.create(kind=kind, parent_id=parent, alive_from=SINCE, province_code="04")
        Registration.objects.create(body=row, code=code, name=name, kind_word=kind, from_day=SINCE)
        return row.pk

    province = body("province", "04", "tỉnh Cao Bằng", None)
    ward = body("commune", "01273", "phường Thục Phán", province)
    return Town(
        province=province,
        ward=ward,
        front=body("front", FRONT, "UBMTTQ phường Thục Phán", ward),
        village=body("village", VILLAGE, "tổ dân phố 1", ward),
        other=body("commune", "01279", "phường Nùng Trí Cao", province),
    )


def official(username: str = "lan", code: str = "01273", office: str = "commune-officer", **more: date) -> Secrets:
    first, last = more.get("from_day", SINCE), more.get("to_day")
    return console.add_official(username, PASSWORD, code, office, "12/QĐ-UBND, 1/7/2025", first, at=AT, to_day=last)


def code_of(uri: str, step: int = 0) -> str:
    """What an app on a phone shows now (RFC 6238), by other means than the library under test."""
    secret = base64.b32decode(parse_qs(urlsplit(uri).query)["secret"][0])
    digest = hmac.digest(secret, (int(time.time()) // 30 + step).to_bytes(8, "big"), "sha1")
    start = digest[-1] & 15
    return f"{(int.from_bytes(digest[start : start + 4], 'big') & 0x7FFFFFFF) % 1_000_000:06}"


def sign_in(client: Client, secrets: Secrets) -> None:
    """Both steps, as a browser does them; where the app's code changed between reading and typing it, the new one is typed."""
    client.post(reverse("account_login"), {"login": secrets.username, "password": secrets.password})
    for _half_minute in range(2):
        response = client.post(reverse("mfa_authenticate"), {"code": code_of(secrets.uri)})
        if response.status_code == 302:
            break
    assert response.status_code == 302, response.content.decode()
