"""The exact cache (architecture, "Caching is exact"): it serves what a fresh page would say, to the byte, whatever happened."""

import gzip
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from dinhlang.core.refusal import Refused
from dinhlang.ground.bodies import acts as bodies_acts
from dinhlang.ground.bodies.acts import NewBody
from dinhlang.ground.record import acts as record_acts
from dinhlang.ground.record import clock
from dinhlang.ground.record.models import Entry, Part
from dinhlang.ground.ui import cache
from dinhlang.works.disclosures import acts
from dinhlang.works.disclosures.acts import Aim
from dinhlang.works.disclosures.models import Decision, Disclosure
from dinhlang.works.disclosures.tests.town import ANN, BEN, CONSOLE, CONTRIBUTIONS, ONE, REGISTER, WARD, Town, make_town

QUARTER = "2026-Q4"
ROUNDS = 2
CANARY = "Chimhoangyen8264"


@pytest.fixture
def town(monkeypatch: pytest.MonkeyPatch, db: None) -> Town:
    town = make_town(monkeypatch)
    town.disclosed("2026-10-01", "1/QĐ-UBND", "2026-09-30")
    return town


def pages() -> list[str]:
    """Every page that may be kept, some of them in English too."""
    found = [reverse("home"), reverse("rules"), reverse("regulation", args=[WARD]), reverse("rule", args=[CONTRIBUTIONS])]
    for code in (WARD, ONE):
        found += [reverse("body", args=[code]), reverse("duties", args=[code])]
    found += [reverse("why", args=[WARD, REGISTER, QUARTER]), reverse("register", args=[WARD, QUARTER])]
    found += [reverse("why", args=[WARD, CONTRIBUTIONS, slug]) for slug in Decision.objects.order_by("slug").values_list("slug", flat=True)]
    found += [reverse("thing", args=[subject]) for subject in Disclosure.objects.order_by("subject").values_list("subject", flat=True)]
    found += [reverse("rules-of-kind", args=["commune"]), reverse("rule-changes"), reverse("rule-coverage")]
    found += [reverse("feed"), reverse("body-feed", args=[WARD]), reverse("body-feed", args=[ONE])]
    return [*found, *(f"/en{path}" for path in (*found[:5], *found[-3:]))]


def bodies(client: Client, paths: Iterable[str] | None = None) -> dict[str, bytes]:
    return {path: client.get(path).content for path in (pages() if paths is None else paths)}


def fresh(client: Client, paths: Iterable[str] | None = None) -> dict[str, bytes]:
    """The pages as if nothing had been kept; what is kept stays."""
    kept = dict(cache._kept)
    cache.forget()
    found = bodies(client, paths)
    cache.forget()
    cache._kept.update(kept)
    return found


def noted(patch: pytest.MonkeyPatch, rulebook: str = "") -> list[str]:
    """The addresses of the pages that are made from now on, under another rulebook where one is named."""
    made, whole = list[str](), cache.exact

    def seen(request: Any, key: tuple[str, ...], make: Callable[[], HttpResponse]) -> HttpResponse:
        def note() -> HttpResponse:
            made.append(request.path)
            return make()

        return whole(request, (rulebook, *key[1:]) if rulebook else key, note)

    patch.setattr(cache, "exact", seen)
    return made


# --- whatever happens ---


def _thing(town: Town, chance: Random) -> str:
    found = Disclosure.objects.filter(state="posted", kind="notice").order_by("subject").values_list("subject", flat=True)
    return chance.choice(list(found)) if found else town.posted().subject


def _registered(town: Town, chance: Random) -> None:
    dated = clock.local_day(town.now) - timedelta(days=chance.randrange(20))
    town.decided(f"{chance.randrange(100, 1000)}/QĐ-UBND", dated.isoformat())


def _posted(town: Town, chance: Random) -> None:
    row = Decision.objects.order_by("subject")[chance.randrange(Decision.objects.count())]
    aims = (Aim(CONTRIBUTIONS, row.slug),) if chance.random() < 0.7 else ()
    town.posted(row.subject if aims else "", *aims, title=f"Công khai {chance.randrange(1000)}", item=chance.choice((None, 5, 8)))


def _corrected(town: Town, chance: Random) -> None:
    town.do(acts.correct, disclosure=_thing(town, chance), title=f"Sửa {chance.randrange(1000)}", text="Mới", reason="Ghi nhầm")


def _replaced(town: Town, chance: Random) -> None:
    day = clock.local_day(town.now)
    town.do(acts.replace, disclosure=_thing(town, chance), title="Thay", text="Mới", changed=day)


def _withdrawn(town: Town, chance: Random) -> None:
    town.do(acts.withdraw, disclosure=_thing(town, chance), reason="posted-by-mistake")


def _hung(town: Town, chance: Random) -> None:
    thing = _thing(town, chance)
    town.hung(thing, clock.local_day(town.now).isoformat())
    if chance.random() < 0.6:
        town.seen(thing, chance.choice(("front", ANN, BEN)))


def _fact(town: Town, chance: Random) -> None:
    name, value = chance.choice(("designated", "has_portal", "has_loudspeakers")), chance.choice(("1", ""))
    body, day = chance.choice((town.ward, town.ids[ONE])), clock.local_day(town.now)
    town.do(bodies_acts.set_fact, CONSOLE, body=body, name=name, value=value, document="9/QĐ-UBND", from_day=day)


def _village(town: Town, chance: Random) -> None:
    row = NewBody(f"04-t{chance.randrange(10**6):07}", "Tổ mới", "village", "tổ dân phố", WARD, "04", date(2026, 1, 1))
    town.do(bodies_acts.found, CONSOLE, body=None, bodies=(row,), source="Danh mục bổ sung")


def _reported(town: Town, chance: Random) -> None:
    title = f"Chưa công khai {chance.randrange(1000)}"
    town.do(acts.report, ANN, title=title, where="Loa", item=5, show=chance.random() < 0.5)


def _erased(town: Town, chance: Random) -> None:
    leaves = Entry.objects.filter(body=town.ward, sealed=False).values("hash")
    open_parts = Part.objects.filter(hash__in=leaves, name__in=("public", "files"), erased="").order_by("id")
    part = open_parts[chance.randrange(open_parts.count())]
    reason, leaf = "published-in-error", bytes(part.hash).hex()
    town.do(record_acts.erase, "chair", leaf=leaf, part=part.name, reason=reason)


def _nothing_arose(town: Town, chance: Random) -> None:
    town.do(acts.nothing_arose, "officer", quarter="2026-Q3", items=(chance.randrange(1, 15),))


def _batch(town: Town, _chance: Random) -> None:
    town.flush()


def _days(town: Town, chance: Random) -> None:
    town.flush()  # a house whose leaves wait for more than half a day takes no act at all
    town.now += timedelta(days=chance.randrange(1, 12), hours=chance.randrange(24))


HAPPENINGS: tuple[Callable[[Town, Random], None], ...] = (
    _registered, _posted, _posted, _corrected, _replaced, _withdrawn, _hung, _fact, _village, _reported,
    _erased, _nothing_arose, _batch, _days, _days,
)  # fmt: skip


@pytest.mark.parametrize("seed", range(3))
def test_what_is_kept_is_what_a_fresh_page_says(town: Town, seed: int, monkeypatch: pytest.MonkeyPatch):
    """A page that was made anew when it was asked for is a fresh one; what is looked at are all others, which were kept from before."""
    chance, client, made = Random(seed), town.client(), noted(monkeypatch)
    happened: set[str] = set()
    looked_at = 0
    bodies(client)
    for happening in chance.sample(HAPPENINGS * ROUNDS, k=len(HAPPENINGS) * ROUNDS):
        try:
            happening(town, chance)
        except Refused:
            continue
        happened.add(happening.__name__)
        made.clear()
        served = bodies(client)
        old = [path for path in served if path not in made]
        looked_at += len(old)
        assert [path for path, page in fresh(client, old).items() if served[path] != page] == [], f"{happening.__name__} left an old page"
    assert len(happened) > 6
    assert looked_at > 20 * len(happened)


def test_every_happening_can_happen(town: Town):
    """A walk that only met refusals would prove nothing."""
    chance = Random(7)
    town.go("2026-11-02")
    for happening in dict.fromkeys(HAPPENINGS):
        for _ in range(20):
            try:
                happening(town, chance)
                break
            except Refused:
                continue
        else:
            pytest.fail(f"{happening.__name__} is refused whatever it does")


def test_sealed_acts_change_nothing_before_their_batch(town: Town):
    client = town.client()
    thing = Disclosure.objects.get().subject
    town.hung(thing, "2026-10-02")
    before = bodies(client)
    town.do(acts.report, ANN, title=CANARY, where="Loa", item=5, show=True)
    town.seen(thing, ANN)
    town.seen(thing, BEN)
    assert bodies(client) == before
    assert fresh(client) == before
    town.flush()
    after = bodies(client)
    assert CANARY.encode() in after[reverse("body", args=[WARD])]
    assert after[reverse("thing", args=[thing])] != before[reverse("thing", args=[thing])]


def test_a_new_rulebook_makes_every_page_anew(town: Town, monkeypatch: pytest.MonkeyPatch):
    client = town.client()
    bodies(client)
    made = noted(monkeypatch, "another rulebook")
    bodies(client)
    assert sorted(made) == sorted(pages())


# --- who is served what ---


def test_somebody_signed_in_is_never_served_from_it(town: Town):
    bodies(town.client())
    kept = dict(cache._kept)
    for who in ("officer", "front", "resident:ann"):
        client = town.client(who)
        for path in pages():
            response = client.get(path)
            assert response["Cache-Control"] == "private, no-store", path
            assert "ETag" not in response
    assert dict(cache._kept) == kept
    officer = town.client("officer").get(reverse("body", args=[WARD])).content
    assert officer != town.client().get(reverse("body", args=[WARD])).content


def test_a_session_a_message_or_a_query_is_nobody_elses(town: Town):
    path = reverse("body", args=[WARD])
    for client, address in (
        (town.client(), f"{path}?x=1"),
        (Client(headers={"Cookie": "sessionid=abc"}), path),
        (Client(headers={"Cookie": "messages=x"}), path),
    ):
        cache.forget()
        assert client.get(address)["Cache-Control"] == "private, no-store"
        assert not cache._kept


def test_kept_pages_hold_nothing_of_anybody(town: Town):
    client = Client(enforce_csrf_checks=True)
    for path in pages():
        for _ in range(2):
            response = client.get(path)
            assert not response.cookies, path
            text = response.content.decode()
            for sign in ("csrfmiddlewaretoken", "nonce=", 'class="messages"', '<form method="post"', 'method="post"'):
                assert sign not in text, f"{sign} in {path}"
    assert not client.cookies
    assert len(cache._kept) == len(pages())


def test_the_tag_answers_without_a_body_until_something_changes(town: Town):
    client, path = town.client(), reverse("body", args=[WARD])
    first = client.get(path)
    assert first["Cache-Control"] == "public, max-age=0, must-revalidate"
    again = client.get(path, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    town.posted(title=CANARY)
    changed = client.get(path, headers={"If-None-Match": first["ETag"]})
    assert changed.status_code == 200
    assert changed["ETag"] != first["ETag"]
    town.now += timedelta(days=1)
    assert client.get(path, headers={"If-None-Match": changed["ETag"]}).status_code == 200


def test_head_says_what_get_would(town: Town):
    client, path = town.client(), reverse("body", args=[WARD])
    for _ in range(2):
        head, got = client.head(path), client.get(path)
        assert (head.status_code, head.content) == (200, b"")
        assert (head["ETag"], head["Content-Type"]) == (got["ETag"], got["Content-Type"])
        cache.forget()


def test_compressed_and_plain_are_the_same_page(town: Town):
    client, path = town.client(), reverse("body", args=[WARD])
    plain, small = client.get(path), client.get(path, headers={"Accept-Encoding": "gzip"})
    assert small["Content-Encoding"] == "gzip"
    assert gzip.decompress(small.content) == plain.content
    assert small["ETag"] == plain["ETag"]
    assert "Accept-Encoding" in small["Vary"]


def test_what_is_refused_is_not_kept(town: Town):
    client = town.client()
    for path in (
        reverse("body", args=["99999"]),
        reverse("why", args=[WARD, CONTRIBUTIONS, "none"]),
        reverse("register", args=[WARD, "1999-Q1"]),
    ):
        assert client.get(path).status_code == 404
    assert not cache._kept


def test_old_pages_do_not_pile_up(town: Town, monkeypatch: pytest.MonkeyPatch):
    client, path = town.client(), reverse("body", args=[WARD])
    for _ in range(3):
        town.posted()
        client.get(path)
    assert list(cache._kept) == [path]
    monkeypatch.setattr(cache, "ROOM", 5)
    bodies(client)
    assert len(cache._kept) == 5


# --- an erasure with the cache on ---


@pytest.mark.django_db(transaction=True)
def test_an_erased_title_is_left_nowhere(monkeypatch: pytest.MonkeyPatch):
    town = make_town(monkeypatch)
    town.go("2026-11-02")
    decided = town.do(acts.register, item=5, number="112/QĐ-UBND", dated=date(2026, 10, 30), title=f"Đóng góp {CANARY}")
    posted = town.posted(decided.subject, Aim(CONTRIBUTIONS, "112-qd-ubnd"), title=f"Công khai {CANARY}", text=f"Của {CANARY}")
    client = town.client()
    record = [reverse("record"), *(reverse("entry", args=[index]) for index in Entry.objects.values_list("index", flat=True))]
    opening = [f"/log/opening/{bytes(leaf).hex()}.json" for leaf in Entry.objects.values_list("hash", flat=True)]
    bodies(client)
    assert sum(CANARY.encode() in body for body in bodies(client).values()) >= 6
    for done in (decided, posted):
        town.do(record_acts.erase, "chair", leaf=done.leaf, part="public", reason="published-in-error")
    for found in (bodies(client), fresh(client)):
        assert [path for path, body in found.items() if CANARY.encode() in body] == []
    for path in (*record, *opening):
        assert CANARY.encode() not in b"".join(client.get(path)), path
    assert all(CANARY.encode() not in kept.plain for _key, kept in cache._kept.values())
    town.flush()
    assert [path for path, body in bodies(client).items() if CANARY.encode() in body] == []
    if connection.vendor == "sqlite":
        path = Path(str(connection.settings_dict["NAME"]))
        files = [one for one in path.parent.glob(f"{path.name}*") if not one.name.endswith("-shm")]
        assert files
        assert [one.name for one in files if CANARY.encode() in one.read_bytes()] == []
