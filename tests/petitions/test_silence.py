"""That somebody sent a petition or signed up for a reception is not to be seen: with the clock standing still, whatever anybody may read
says the same before and after.

Addresses come from the resolver, so a new page is asked too; kept pages and pages drawn anew, in both languages, headers and all.
"""

import io
import re
import zipfile

from django.test import Client

from dinhlang.ground.record import clock
from dinhlang.ground.record.models import Entry
from dinhlang.ground.ui import cache
from dinhlang.web import handbook
from tests.petitions.hall import ONE, WARD, Desk
from tests.reception.hall import Hall
from tests.test_canaries import filled

MASKS = (
    re.compile(rb'name="csrfmiddlewaretoken" value="[^"]+"'),
    re.compile(rb"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"),  # the command of a form
)
OF_THE_READER = frozenset({"Set-Cookie", "Expires", "Content-Length"})  # its own cookies, when it asked; how well a workbook was packed


def everywhere(desk: Desk) -> list[str]:
    """Every address that can be filled in with what exists."""
    thing = desk.town.disclosed().subject
    desk.town.flush()
    count = Entry.objects.count()
    leaf = bytes(Entry.objects.latest("index").hash).hex()
    values = {
        "str:code": [WARD, ONE, "04"],
        "str:subject": [thing],
        "str:rule": ["commune-discloses-contributions"],
        "str:occasion": ["112-qd-ubnd"],
        "str:quarter": ["2026-Q4"],
        "str:slug": ["112-qd-ubnd"],
        "str:leaf": [leaf],
        "int:n": ["0"],
        "int:index": [str(count - 1)],
        "path:rest": ["0/000.p/3", "entries/000.p/3"],
    }
    names = {
        "log/open/": [f"{leaf}.json"],
        "sitemap/": ["trang", "quy-dinh", "don-vi-0", "viec-0"],
        "huong-dan/hinh/": [],
        "huong-dan/": list(handbook.names())[:1],
        "kieu/": [],
    }
    found = filled(values, names)
    return [one for one in found if not re.match(r"/(en/)?(quy-dinh|huong-dan)/", one)]  # the law and the handbook know no petition


def read(client: Client, address: str) -> tuple[int, bytes, dict[str, str]]:
    """What one reader gets of an address."""
    response = client.get(address)
    body = b"".join(response.streaming_content) if response.streaming else response.content
    if body.startswith(b"PK"):  # a workbook: what it says, not when it was packed
        with zipfile.ZipFile(io.BytesIO(body)) as packed:
            body = b"".join(packed.read(name) for name in packed.namelist() if name != "docProps/core.xml")
    for mask in MASKS:
        body = mask.sub(b"", body)
    return response.status_code, body, {name: value for name, value in response.headers.items() if name not in OF_THE_READER}


def test_a_petition_changes_nothing_that_anybody_may_read(desk: Desk):
    hall = Hall(desk.town)
    day = hall.plan("2026-11-25")
    town, places = desk.town, everywhere(desk)
    town.patch.setattr(clock, "now", lambda: town.now)
    reader = Client(REMOTE_ADDR="127.0.0.1", SERVER_NAME="127.0.0.1")
    places = [one for one in places if reader.get(one).status_code == 200]  # what whoever reads first signs or makes is there now
    assert len(places) > 150
    assert f"/don-vi/{WARD}/tiep-cong-dan/dang-ky/cho/" in places
    now, before = town.now, {one: read(reader, one) for one in places}
    desk.send()
    desk.about()
    hall.sign(day)
    town.now = now
    for state in ("kept", "drawn anew"):
        changed = [one for one in places if read(reader, one) != before[one]]
        assert not changed, f"{state}: {changed[:10]}"
        cache.forget()
