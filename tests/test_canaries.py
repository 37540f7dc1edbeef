"""What is sealed is seen by nobody: every page, file and header, as every person, is searched for strings that must not be there.

The words of a report whose sender did not want them shown, account names, appointing decisions' sealed parts, photographs of
confirmations, and everything a village keeps for itself. Addresses come from the resolver, so a new page is crawled too.
"""

from collections.abc import Iterator
from uuid import uuid4

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from dinhlang.core.actor import Voice
from dinhlang.ground.bodies import reads as bodies
from dinhlang.ground.record import batches, clock
from dinhlang.ground.record.models import Command, Entry
from dinhlang.works.disclosures import acts
from dinhlang.works.disclosures.models import Disclosure, Redate
from dinhlang_demo import ward

pytestmark = pytest.mark.django_db(transaction=True)
CANARY = "Chimhoangyen7391"
PERSONS = ("", "demo-officer", "demo-chair", "demo-front", "demo-resident-1", "demo-resident-2")


@pytest.fixture(autouse=True)
def the_ward(transactional_db: None) -> None:
    ward.load()


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


def addresses() -> list[str]:
    """Every route filled in with things that exist, in both languages."""
    things = list(Disclosure.objects.values_list("subject", flat=True))
    leaves = [bytes(leaf).hex() for leaf in Entry.objects.values_list("hash", flat=True)]
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
        "str:name": [f"{leaf}.json" for leaf in leaves],
    }
    found: list[str] = []
    for template, _name in routes(get_resolver()):
        paths = ["/" + template]
        for key, choices in values.items():
            paths = [path.replace(f"<{key}>", choice) for path in paths for choice in (choices if f"<{key}>" in path else [""])]
        found += [path for path in paths if "<" not in path and "bien-nhan" not in path and "xong" not in path and "dang-xuat" not in path]
    assert len(found) > 200
    return found + [f"/en{path}" for path in found if not path.startswith("/log/")][:60]


def whole(response: HttpResponse) -> str:
    """Body and headers as text."""
    return response.content.decode("utf-8", "ignore") + str(dict(response.headers))


def test_a_sealed_report_is_seen_by_nobody_but_its_sender() -> None:
    body = bodies.find("01273", clock.today()).id
    done = acts.report(
        by=Voice(person="demo-resident-1"),
        at=clock.now(),
        command_id=uuid4(),
        body=body,
        title=f"{CANARY} tên việc",
        where=f"{CANARY} chỗ thấy",
        item=5,
        show=False,
    )
    batches.flush(clock.now())
    for persona in PERSONS:
        who = client(persona)
        for address in addresses():
            response = who.get(address)
            assert response.status_code < 500, address
            assert CANARY not in whole(response), f"{persona or 'public'} sees it at {address}"
    code = Command.objects.get(code=done.code).code
    holder = Client(REMOTE_ADDR="127.0.0.1", SERVER_NAME="127.0.0.1")
    assert CANARY in whole(holder.get(f"/bien-nhan/{code}/noi-dung/"))
    assert CANARY not in whole(holder.get(f"/bien-nhan/{code}/")) + whole(holder.get(f"/bien-nhan/{code}/chung-nhan/"))


def test_accounts_and_photographs_are_not_public() -> None:
    public = client("")
    for address in addresses():
        text = whole(public.get(address))
        assert "demo-officer" not in text or address.startswith(("/demo", "/en/demo")), address
        assert "\\xff\\xd8\\xff" not in text


def test_what_a_village_keeps_for_itself_is_not_on_the_public_page() -> None:
    public, resident = client(""), client("demo-resident-1")
    why = "/don-vi/04-t0000001/vi-sao/village-gives-notice-of-meeting/village-meeting-2026-11-28/"
    assert public.get(why).status_code == 403
    assert resident.get(why).status_code == 200
