"""What is sealed is seen by nobody: every page, file and header, as every person, is searched for strings that must not be there.

The words of a report whose sender did not want them shown, account names, appointing decisions' sealed parts, photographs of
confirmations, and everything a village keeps for itself. Addresses come from the resolver, so a new page is crawled too.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Any, cast
from uuid import uuid4

import pytest
from django.contrib.auth import get_user_model
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import translation

from dinhlang.core.actor import Actor, Guest, Office, System, Voice
from dinhlang.ground.bodies import reads as bodies
from dinhlang.ground.people import acts as people_acts
from dinhlang.ground.people.models import Mandate
from dinhlang.ground.people.personal import Subject
from dinhlang.ground.people.reads import Asking
from dinhlang.ground.people.visibility import ANY, Role, may_see, roles_of
from dinhlang.ground.personal import acts as personal
from dinhlang.ground.record import batches, clock, export
from dinhlang.ground.record.act import Done
from dinhlang.ground.record.append import Attachment
from dinhlang.ground.record.models import Entry
from dinhlang.ground.ui import samples
from dinhlang.web import handbook
from dinhlang.works.disclosures import acts
from dinhlang.works.disclosures.models import Disclosure, Redate
from dinhlang_demo import desk, ward
from tests import kept

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("drawn_as_in_a_house")]
CANARY = "Chimhoangyen7391"
JPEG = "(a photograph)"  # its first bytes are no text
PUBLIC = frozenset({Role.PUBLIC})
PERSONS = ("", "demo-officer", "demo-chair", "demo-front", "demo-resident-1", "demo-resident-2")


@pytest.fixture(autouse=True)
def the_ward(transactional_db: None) -> None:
    kept.begin("ward", ward.load)


def client(persona: str) -> Client:
    found = Client(REMOTE_ADDR="127.0.0.1", SERVER_NAME="127.0.0.1")
    if persona:
        assert found.post("/demo/", {"persona": persona}).status_code == 302
    return found


def routes(resolver: URLResolver, prefix: str = "") -> Iterator[tuple[str, str]]:
    """Every named route below the resolver as (template, name)."""
    for one in resolver.url_patterns:
        part = str(one.pattern)
        if isinstance(one, URLResolver):
            yield from routes(one, prefix + part)
        elif isinstance(one, URLPattern):
            yield prefix + part, one.name or ""


def named(leaves: list[str]) -> dict[str, list[str]]:
    """What `<str:name>` is below each beginning of a route: it means something else everywhere."""
    return {
        "log/open/": [f"{leaf}.json" for leaf in leaves],
        "sitemap/": ["trang", "quy-dinh", "don-vi-0", "viec-0"],
        "kieu/": list(samples.pages())[:3],
        "huong-dan/hinh/": ["cu-dan-1.png"],
        "huong-dan/": list(handbook.names()),
        "don-vi/<str:code>/nhap/": ["villages", "roll-households", "roll-staff"],
        "demo/tep/": [desk.SAMPLES[0].name],
    }


def filled(values: dict[str, list[str]], names: dict[str, list[str]]) -> list[str]:
    """Every route in both languages, filled in with what exists; those that need something else are left out."""
    found: list[str] = []
    for language in ("vi", "en"):
        with translation.override(language):
            templates = [template for template, _name in routes(get_resolver())]
        for template in templates:
            if language == "en" and not template.startswith("en/"):
                continue  # in no language, and asked already
            bare = template.removeprefix("en/")
            here = next((many for begins, many in names.items() if bare.startswith(begins)), [])
            given = {**values, "str:name": here}
            keys = [key for key in given if f"<{key}>" in template]
            for chosen in product(*(given[key] for key in keys)):
                path = "/" + template
                for key, value in zip(keys, chosen, strict=True):
                    path = path.replace(f"<{key}>", value)
                found.append(path)
    return [path for path in dict.fromkeys(found) if "<" not in path and "^" not in path and "dang-xuat" not in path]


def addresses() -> list[str]:
    """Every route filled in with things that exist, in both languages."""
    things = list(Disclosure.objects.values_list("subject", flat=True))
    leaves = [bytes(leaf).hex() for leaf in Entry.objects.order_by("index").values_list("hash", flat=True)]
    values: dict[str, list[str]] = {
        "str:code": ["01273", "04-t0000001"],
        "str:subject": [*things[:4], *Redate.objects.values_list("subject", flat=True)],
        "str:rule": ["commune-discloses-contributions"],
        "str:occasion": ["112-qd-ubnd"],
        "str:quarter": ["2026-Q3"],
        "str:slug": ["112-qd-ubnd"],
        "str:leaf": leaves[-12:],
        "int:n": ["0"],
        "int:index": [str(n) for n in range(Entry.objects.count())],
        "path:rest": ["0/000.p/3", "entries/000.p/3"],
    }
    found = [path for path in filled(values, named(leaves)) if "bien-nhan" not in path and "xong" not in path]
    assert len(found) > 600
    assert len([path for path in found if path.startswith("/en/")]) > 200
    return found


def whole(response: HttpResponse) -> str:
    """Body and headers as text."""
    data = b"".join(cast(Any, response).streaming_content) if response.streaming else response.content
    picture = JPEG if data.startswith(b"\xff\xd8\xff") else ""
    return data.decode("utf-8", "ignore") + str(dict(response.headers)) + picture


@dataclass(frozen=True)
class Planted:
    """A string that stands in one place of the database, and where the policy speaks of that place. `code` opens its receipt."""

    canary: str
    model: str
    field: str
    state: str
    code: str = ""


def of(persona: str) -> dict[str, Any]:
    """The arguments by which `persona` acts now."""
    by: Actor = Voice(person=persona)
    if "resident" not in persona:
        by = Office(Mandate.objects.get(account__username=persona).pk)
    return {"by": by, "at": clock.now(), "command_id": uuid4(), "body": bodies.find("01273", clock.today()).id}


def plant() -> tuple[Planted, ...]:
    """Words, files and names in every state in which an act can leave them."""
    found: list[Planted] = []

    def put(canary: str, state: str, do: Callable[..., Done], persona: str, model: str = "record.Part", **payload: Any) -> None:
        found.append(Planted(canary, model, "box", state, do(**of(persona), **payload).code))

    resident, officer = "demo-resident-1", "demo-officer"
    hidden, shown, waits = (f"{CANARY}{n}" for n in range(3))
    put(hidden, "sealed", acts.report, resident, title=hidden, where=f"{hidden} chỗ thấy", item=5, show=False)
    put(shown, "open", acts.report, resident, title=shown, where="Bảng tin", item=5, show=True)
    batches.flush(clock.now())
    put(waits, "waiting", acts.report, resident, title=waits, where="Bảng tin", item=5, show=True)
    title, copy, original = (f"{CANARY}{n}" for n in range(3, 6))
    file = Attachment("van-ban.pdf", "application/pdf", f"%PDF {copy}".encode(), f"%PDF {original}".encode())
    put(title, "open", acts.post, officer, title=title, text="Danh sách kèm theo.", attachments=(file,))
    found += [Planted(copy, "record.Blob", "box", "copy"), Planted(original, "record.Blob", "box", "original")]
    account = f"{CANARY}6".lower()
    user = get_user_model().objects.create_user(username=account)
    console = {**of(officer), "by": System("console")}
    people_acts.appoint(**console, account=user.pk, office="commune-officer", decision="QĐ 09/2026", from_day=clock.today())
    found.append(Planted(account, "people.Mandate", "account", ANY))  # sealed in the record; the body's own people know who is in office
    return tuple(found)


def test_what_is_seen_is_what_the_policy_allows(tmp_path: Path) -> None:
    """Each string seen anywhere, by anybody, must be allowed by a row written by hand; what is allowed to all must be seen by all.

    Accounts and photographs are on no page for everybody.
    """
    planted = plant()
    ward, seen = bodies.find("01273", clock.today()).id, set[str]()

    def look(who: Client, address: str, roles: frozenset[Role], *, whose: str = "") -> None:
        response = who.get(address)
        assert response.status_code < 500, address
        text = whole(response)
        if who in (first, nobody) and not whose:
            assert "demo-officer" not in text or address.startswith(("/demo", "/en/demo")), address
            assert JPEG not in text, address
        for one in planted:
            if one.canary in text:
                mine = {Role.HOLDER} if whose and one.code == whose else set()
                assert may_see(roles | mine, one.model, one.field, one.state), f"{one} is seen at {address} as {sorted(roles)}"
                if roles == PUBLIC and not mine:
                    seen.add(one.canary)

    everywhere, first, nobody = addresses(), client(""), client("")
    for persona in PERSONS:
        who = client(persona) if persona else first
        asked = cast(Asking, who.get("/kiem-chung/").wsgi_request)
        roles = roles_of(asked.actor, asked.holder, ward)
        for address in everywhere:
            look(who, address, roles)
    for address in around(everywhere):
        look(nobody, address, PUBLIC)  # caches are warm by now, filled by everybody
    for code in filter(None, (one.code for one in planted)):
        for address in (f"/xong/{code}/", f"/bien-nhan/{code}/", f"/bien-nhan/{code}/chung-nhan/", f"/bien-nhan/{code}/noi-dung/"):
            look(nobody, address, PUBLIC, whose=code)
            assert CANARY not in whole(nobody.get(address)) or "noi-dung" in address or "xong" in address, "a receipt shows no words"
    beside = beside_the_log(tmp_path)
    for one in planted:
        assert one.canary not in beside or may_see(PUBLIC, one.model, one.field, one.state), f"{one} is seen beside the log"
    open_to_all = {one.canary for one in planted if may_see(PUBLIC, one.model, one.field, one.state)}
    assert seen == open_to_all

    told = next(one for one in planted if one.model == "record.Part" and one.state == "open" and one.canary.endswith("1"))
    subject = Subject("receipt", told.code)
    personal.erase_person(by=Guest(""), at=clock.now(), command_id=uuid4(), subject=subject)
    where = (*around(everywhere), f"/bien-nhan/{told.code}/noi-dung/", f"/xong/{told.code}/")
    assert not [address for address in where if told.canary in whole(nobody.get(address))], "erased, and told all the same"
    assert told.canary not in beside_the_log(tmp_path)


def around(found: list[str]) -> list[str]:
    """Of these, one of each kind that tells of the ward or its record, in both languages."""
    return [path for path in found if "/nhat-ky/" not in path or path.endswith(("/nhat-ky/", "0/", "5/"))]


def beside_the_log(folder: Path) -> str:
    """All that an export of the log holds: tiles, entries, openings."""
    export.export(folder / "published")
    return "".join(one.read_bytes().decode("utf-8", "ignore") for one in (folder / "published").rglob("*") if one.is_file())


def test_what_a_village_keeps_for_itself_is_not_on_the_public_page() -> None:
    public, resident = client(""), client("demo-resident-1")
    why = "/don-vi/04-t0000001/vi-sao/village-gives-notice-of-meeting/village-meeting-2026-11-28/"
    assert public.get(why).status_code == 403
    assert resident.get(why).status_code == 200
