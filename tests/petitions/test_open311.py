"""Open311 GeoReport v2: against its Swagger file, with bad input, twice, with the rules that every door of the house has."""

import json
import logging
from datetime import datetime
from typing import Any
from uuid import uuid4

import pytest
from defusedxml.ElementTree import fromstring
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from dinhlang.ground.bodies import acts as bodies_acts
from dinhlang.ground.bodies import country
from dinhlang.ground.record import append
from dinhlang.ground.ui import door
from dinhlang.works.disclosures.tests.town import BORN, CONSOLE, nothing_changes
from dinhlang.works.petitions import acts, open311, open311_views, policy, public, steps
from dinhlang.works.petitions.models import Petition
from tests.petitions.hall import CANARY, GUEST, ONE, WARD, Desk
from tests.petitions.test_pages import kept_rows
from tests.schemas import breaches, schema

ROOT = "/open311/v2/"
ASKED = {"jurisdiction_id": WARD, "service_code": "reflection-roads", "address_string": "ngõ 2", "description": f"Cầu gãy. {CANARY}"}


@pytest.fixture(autouse=True)
def nothing_kept(desk: Desk) -> None:
    open311_views.forget()


def ask(path: str, client: Client | None = None, **said: str) -> Any:
    return (client or Client()).get(ROOT + path, {"jurisdiction_id": WARD, **said})


def file(form: str = "json", client: Client | None = None, headers: dict[str, str] | None = None, **said: Any) -> Any:
    return (client or Client(enforce_csrf_checks=True)).post(f"{ROOT}requests.{form}", {**ASKED, **said}, headers=headers or {})


def told(answer: Any) -> list[dict[str, Any]]:
    """The mistakes of an answer, which bears their format whatever went wrong."""
    rows = answer.json() if "json" in answer["Content-Type"] else [{one.tag: one.text for one in row} for row in fromstring(answer.content)]
    assert rows
    assert all(set(row) == {"code", "description"} and str(row["code"]) == str(answer.status_code) for row in rows)
    assert "no-store" in answer["Cache-Control"]
    return rows


def held(name: str, value: Any) -> None:
    """An answer fits what the standard defines; what is not told stands as null, as in the standard's own examples."""
    book = schema("open311", "swagger.json")
    said = {key: one for key, one in value.items() if one is not None}
    assert list(breaches(said, book["definitions"][name], {}, book)) == []


def test_services_and_a_request(desk: Desk):
    """Listed, defined, filed, read back, answered: in both formats the same, sealed like every petition."""
    services = ask("services.json").json()
    for one in services:
        held("Service", one)
    assert len(services) == len(policy.offered())  # none of what is about somebody in office
    definition = ask(f"services/{services[0]['service_code']}.json").json()
    held("ServiceDefinition", definition)
    assert [one["key"] for one in definition["attributes"][0]["values"]][:1] == [ONE]
    spelled = {"attribute[village]": ONE, "first_name": "Lan", "last_name": "Nông Thị", "phone": "0912 345 678", "email": "lan@vidu.vn"}
    answer = file(**spelled, device_id="thietbi77", account_id="tk88", api_key="khoa99", media_url="http://127.0.0.1:1/x.jpg")
    assert answer.status_code == 200, answer.content.decode()
    [made] = answer.json()
    held("RequestResponse", made)
    assert "127.0.0.1:1" not in made["service_notice"]
    assert len(made["service_request_id"]) == 17
    row = Petition.objects.get()
    assert (row.way, row.topic, row.place_id, row.body_id) == ("open311", "roads", desk.town.ids[ONE], desk.town.ward)
    sender = leaf_of(row)
    assert sender == {
        "words": ASKED["description"], "spot": "ngõ 2", "name": "Nông Thị Lan", "address": "0912 345 678, lan@vidu.vn",
    }  # fmt: skip
    everything = repr(kept_rows())
    for never in ("thietbi77", "tk88", "khoa99", "x.jpg", CANARY, "0912 345 678"):
        assert never not in everything
    path = f"requests/{made['service_request_id']}"
    [own] = ask(f"{path}.json").json()
    held("Request", own)
    assert (own["status"], own["description"]) == ("open", ASKED["description"])
    assert (own["requested_datetime"], own["expected_datetime"]) == ("2026-11-02T00:00:00+07:00", "2026-11-23T23:59:59+07:00")
    xml = fromstring(ask(f"{path}.xml").content)
    assert (xml.tag, xml[0].tag) == ("service_requests", "request")
    assert {one.tag: one.text for one in xml[0]} == {key: value if value is None else str(value) for key, value in own.items()}
    [token] = ask(f"tokens/{made['service_request_id']}.json").json()
    held("TokenResponse", token)
    desk.town.do(acts.take_on, "officer", petition=row.pk)
    desk.town.do(acts.answer, "officer", petition=row.pk, text="Đã hàn ngày 3/11.")
    [own] = ask(f"{path}.json").json()
    assert own["status"] == "closed"
    assert own["status_notes"].endswith("Đã hàn ngày 3/11.")
    assert ask("requests.json").json() == []
    assert ask("requests.json", service_request_id=f"x,{made['service_request_id']}").json() == [own]


def leaf_of(row: Petition) -> dict[str, str]:
    return dict(steps.of(row.pk)[0].words)


def test_discovery_and_languages(desk: Desk):
    found = Client().get(f"{ROOT}discovery.json").json()
    assert datetime.fromisoformat(found["changeset"]).tzinfo is not None
    assert found["endpoints"][0]["changeset"] == found["changeset"]
    assert found["endpoints"][0]["url"].endswith("/open311/v2")
    assert found["endpoints"][0]["formats"] == ["text/xml", "application/json"]
    xml = fromstring(Client().get(f"{ROOT}discovery.xml").content)
    assert [one.text for one in xml.iterfind("endpoints/endpoint/formats/format")] == ["text/xml", "application/json"]
    english = Client().get(f"/en{ROOT}services.json", {"jurisdiction_id": WARD}).json()
    assert english[0]["service_name"] == "Roads, bridges, pavements"


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ({"jurisdiction_id": ""}, 400), ({"jurisdiction_id": "99999"}, 404), ({"jurisdiction_id": ONE}, 404),
        ({"jurisdiction_id": "<x>" * 9}, 404), ({"service_code": ""}, 400), ({"service_code": "graffiti"}, 404),
        ({"service_code": "complaint-land"}, 404), ({"service_code": "<script>"}, 404), ({"description": ""}, 400),
        ({"description": "x" * 4001}, 400), ({"address_string": ""}, 400), ({"address_string": "x" * 500}, 400),
        ({"address_string": "", "lat": "22.6"}, 400), ({"lat": "22.6", "long": "abc"}, 400), ({"lat": "91", "long": "10"}, 400),
        ({"lat": "-22.6", "long": "106.2"}, 400),
        ({"lat": "nan", "long": "inf"}, 400), ({"lat": "22,6", "long": "106,2"}, 400), ({"address_string": "", "address_id": "7"}, 400),
        ({"description": "a\x00b"}, 400), ({"description": "a\x07b"}, 400), ({"attribute[village]": "99999"}, 400),
        ({"first_name": "x" * 100}, 400), ({"phone": "0" * 99}, 400), ({"email": "\ufffe"}, 400),
    ],
)  # fmt: skip
def test_bad_input(desk: Desk, said: dict[str, str], status: int):
    """A sentence in the standard's format, in both, and nothing is changed."""
    for form in ("json", "xml"):
        with nothing_changes():
            answer = file(form, **said)
        assert answer.status_code == status, answer.content.decode()
        told(answer)
        assert "<script>" not in answer.content.decode()


def test_bad_questions(desk: Desk):
    far = {"start_date": "2026-01-01T00:00:00Z", "end_date": "2026-04-02T00:00:00Z"}
    for said in (
        far, {"start_date": "2026-11-02"}, {"start_date": "02/11/2026"}, {"end_date": "2026-13-01T00:00:00Z"},
        {"start_date": "2026-11-02T00:00:00"}, {"start_date": "0001-01-01T00:00:00+07:00"}, {"end_date": "0001-01-02T00:00:00Z"},
        {"end_date": "9999-12-31T23:59:59-12:00"}, {"start_date": "2027-01-01T00:00:00Z"},
        {"status": "late"}, {"service_code": "x"}, {"page": "0"}, {"page": "-1"}, {"page_size": "ab"},
        {"service_request_id": ",".join(["0" * 17] * 30 + [str(n) for n in range(30)])},
    ):  # fmt: skip
        answer = ask("requests.json", **said)
        assert answer.status_code in {400, 404}, said
        told(answer)
    fine = ({}, {"start_date": "2026-10-01T00:00:00Z"}, {"end_date": "2026-10-01T00:00:00 07:00"}, {"status": "open,closed"}, {"page": "9"})
    assert [ask("requests.xml", **said).status_code for said in fine] == [200] * len(fine)
    client = Client()
    for method, path in (("put", "requests.json"), ("delete", "requests/x.json"), ("post", "services.xml"), ("post", "discovery.json")):
        answer = getattr(client, method)(ROOT + path)
        assert answer.status_code == 405
        assert "GET" in answer["Allow"]
        told(answer)
    for kind in ("application/json", "text/xml", "text/plain"):
        with nothing_changes():
            answer = client.post(f"{ROOT}requests.json", json.dumps(ASKED), content_type=kind)
        assert answer.status_code == 400
        told(answer)
    assert told(client.get(f"{ROOT}services.yaml", {"jurisdiction_id": WARD}))[0]["code"] == "404"
    unknown, other = (ask(f"requests/{code}.json") for code in ("0" * 17, desk.town.decided().code + "0"))
    assert (unknown.status_code, other.status_code) == (404, 404)
    assert ask("tokens/abc.json").status_code == 404


def test_markup_ends_nothing(desk: Desk):
    text = "</description><status>closed</status>&lt;<!-- ]]> \"'"
    [made] = file(description=text).json()
    answer = ask(f"requests/{made['service_request_id']}.xml")
    assert fromstring(answer.content)[0].findtext("description") == text
    assert open311.written("xml", "errors", [{"code": 1, "description": "a\x07\ud800b<&"}]).count(b"<") == 9


def test_a_point(desk: Desk):
    """Where nobody drew a map it is taken as words; else it must lie in the body's land, and is kept to eleven metres."""
    assert file(lat="22.66571234", long="106.2578").status_code == 200
    assert leaf_of(Petition.objects.get())["spot"] == "ngõ 2 (22.66570, 106.25780)"
    town = desk.town
    rows = [row for row in country.chosen("04")["04"] if row.code not in (WARD, "01279")]
    town.do(bodies_acts.found, CONSOLE, body=None, bodies=tuple(rows), source=country.SOURCE)
    given = {"data": country.boundaries("04"), "from_day": BORN, "source": country.DRAWN_BY, "document": ""}
    town.do(bodies_acts.draw, CONSOLE, body=town.ids["04"], **given)
    assert file(lat="22.665712340000001", long="106.257800000000003", address_string="").status_code == 200
    step = steps.of(Petition.objects.order_by("-sent")[0].pk)[0]
    assert (step.point, "spot" in step.words) == ("22.66570, 106.25780", False)
    for lat, long in (("22.8", "106.0"), ("16.0", "110.0"), ("48.85", "2.35")):
        with nothing_changes():
            answer = file(lat=lat, long=long)
        assert answer.status_code == 400
        told(answer)
    assert "Phường Thục Phán" in told(file(lat="22.8", long="106.0"))[0]["description"]


def test_a_denunciation_is_kept_nowhere(desk: Desk, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch):
    """Answered from memory in the standard's format, whichever field says it; not in the log either where the house breaks over it."""
    client = Client(enforce_csrf_checks=True)
    said = f"Tôi tố cáo ông Bình. {CANARY}Z"
    for form, field in (("json", "description"), ("xml", "address_string"), ("json", "media_url"), ("xml", "jurisdiction_id")):
        with nothing_changes():
            answer = file(form, client, **{field: said})
        assert answer.status_code == 400
        assert "25/2018/QH14" in told(answer)[0]["description"]
        assert CANARY not in answer.content.decode()
    assert not answer.cookies

    def broken(*_texts: str) -> bool:
        raise RuntimeError("broken")

    client.raise_request_exception = False
    monkeypatch.setattr(door, "denounces", broken)
    with caplog.at_level(logging.DEBUG):
        assert file("json", client, description=said).status_code == 500
    assert f"{CANARY}Z" not in caplog.text + repr(kept_rows())


def test_sent_again_is_one_petition(desk: Desk):
    """The same within some minutes from the same telephone; by its key at any time; a key with other words is refused. Two strangers behind
    one address who give neither are two, and neither is given the other's code."""
    first, again = file(phone="0912"), file(phone="0912")
    assert first.json() == again.json()
    assert Petition.objects.count() == 1
    file(phone="0913")
    strangers = [file(first_name="Lan").json()[0]["service_request_id"] for _n in range(2)]
    assert strangers[0] != strangers[1]
    assert Petition.objects.count() == 4
    key = {"Idempotency-Key": str(uuid4())}
    mine = [file(headers=key, device_id=str(n)).json() for n in range(2)]
    assert mine[0] == mine[1]
    assert Petition.objects.count() == 5
    for headers, said in ((key, {"description": "Khác"}), ({"Idempotency-Key": "1"}, {})):
        with nothing_changes():
            answer = file(headers=headers, **said)
        assert answer.status_code == 400
        told(answer)
    now = [0.0]
    retries = open311.Retries(now=lambda: now[0])
    one = retries.command("a", "b")
    assert retries.command("a", "b") == one != retries.command("ab", "")
    now[0] = open311.SECONDS + 1
    assert retries.command("a", "b") != one


def test_floods(desk: Desk, monkeypatch: pytest.MonkeyPatch):
    """One who says who they are sends as many as a browser; all programs together as many as a body takes on a day."""
    values = policy.values().model_copy(update={"a_day": 2, "open311_a_day": 4})
    monkeypatch.setattr(policy, "values", lambda: values)
    answers = [file(phone="0912", device_id=str(n)).status_code for n in range(3)]
    assert answers == [200, 200, 429]
    answers = [file(device_id=str(n)) for n in range(3)]
    assert [one.status_code for one in answers] == [200, 200, 429]
    assert answers[-1]["Retry-After"]
    told(answers[-1])
    desk.go("2026-11-03")
    assert file().status_code == 200


def test_no_cookie_is_read(desk: Desk):
    """Somebody signed in files like a guest: no other site can borrow an office through this door, which asks for no token."""
    officer = desk.town.client("officer", csrf=True)
    assert file(client=officer).status_code == 200
    assert Petition.objects.get().way == "open311"
    with CaptureQueriesContext(connection) as asked:
        assert ask("requests.json").status_code == 200
    assert len(asked) <= 8, [one["sql"] for one in asked]


def test_the_list_is_what_the_public_reads(desk: Desk, monkeypatch: pytest.MonkeyPatch):
    monday = desk.town.now.date()
    texts = (("roads", "open", "Cầu <b>gãy</b>"), ("water", "answered", "Mương"), ("roads", "late", "X"))
    rows = tuple(
        public.PublicPetition(f"{n:016}", monday, desk.town.ward, desk.town.ids[ONE], "Tổ 1", topic, state, said, "", "", None, "", "")
        for n, (topic, state, said) in enumerate(texts)
    )
    monkeypatch.setattr(public, "published", lambda bodies, first, last, limit: tuple(rows)[:limit] if bodies == [desk.town.ward] else ())
    monkeypatch.setattr(public, "one", lambda id: next((one for one in rows if one.public_id == id), None))
    desk.send(GUEST)
    assert ask("requests.json").json() == ask("requests.json").json()
    got = ask("requests.json").json()
    for one in got:
        held("Request", one)
    assert [(one["service_code"], one["status"]) for one in got] == [
        ("reflection-roads", "open"), ("reflection-water", "closed"), ("reflection-roads", "open"),
    ]  # fmt: skip
    assert len(ask("requests.json", service_code="reflection-water,reflection-land").json()) == 1
    assert [one["description"] for one in ask("requests.json", status="open", page="2", page_size="1").json()] == ["X"]
    assert ask(f"requests/{rows[0].public_id}.json").json() == got[:1]
    assert fromstring(ask("requests.xml").content)[0].findtext("description") == "Cầu <b>gãy</b>"
    assert CANARY not in ask("requests.xml").content.decode()
    rows = rows[1:]  # one is taken back: its body's pages change in the same stroke
    assert len(ask("requests.json").json()) == 3
    append.bump({desk.town.ward})
    assert len(ask("requests.json").json()) == 2


def test_what_is_kept_is_bounded(monkeypatch: pytest.MonkeyPatch):
    """Without a page a list is the first thousand, as the standard has it: so lists are kept by what they weigh."""
    assert open311.page("", "") == (0, 1000)
    assert open311.page("2", "") == (50, 100)
    monkeypatch.setattr(open311_views, "KEPT_BYTES", 3)
    assert [open311_views._once((n,), (n,), lambda: b"ab") for n in range(3)] == [b"ab"] * 3
    assert list(open311_views._kept) == [(2,)]
    assert open311_views._once((3,), (3,), lambda: b"abcd") == b"abcd"
    assert not open311_views._kept
