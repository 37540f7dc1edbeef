"""What the house holds about persons is seen by whom policy/visibility.toml says: lists, looks, claims, slips, accounts, notices, requests,
forms that wait for a second person.

Each value is a string that stands nowhere else; every route of the site is asked as every role in both languages, with lists, slips and
forms twice, so that caches are warm the second time, and once more after somebody erased what is about them or took a form back, with
what lies beside the log. Looked for are the string, its other spellings and its digests.
"""

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import product
from pathlib import Path
from typing import cast
from uuid import uuid4

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.urls import reverse

from dinhlang.core import slips as spelling
from dinhlang.core.actor import Voice
from dinhlang.ground.imports.models import Import
from dinhlang.ground.notices import acts as notices
from dinhlang.ground.notices import addresses
from dinhlang.ground.notices.models import Browser, Notice
from dinhlang.ground.people.acts import own
from dinhlang.ground.people.models import Card, Change, Mandate, Outside, Proposal, Sitting, Told
from dinhlang.ground.people.personal import Subject
from dinhlang.ground.people.reads import Asking
from dinhlang.ground.people.visibility import ANY, Role, may_see, policy, roles_of
from dinhlang.ground.personal import acts as personal
from dinhlang.ground.personal.acts.operator import voices
from dinhlang.ground.personal.models import Breach, Request
from dinhlang.ground.record import verify
from dinhlang.ground.record.models import Entry
from dinhlang.ground.rolls import acts as rolls
from dinhlang.ground.rolls.models import Claim, Line, PrintRun
from dinhlang.works.disclosures import acts as disclosures
from dinhlang.works.disclosures.tests.town import ONE, TWO, WARD, Town, make_town
from tests.rolls.test_slips import CODES, choose, handed, print_slips, use
from tests.rolls.world import enter, xlsx
from tests.test_canaries import beside_the_log, filled, named, whole
from tests.test_identity import hidden
from tests.test_offices import GIVEN, browser
from tests.test_personal import send

pytestmark = pytest.mark.usefixtures("drawn_as_in_a_house")
BIRD = "Chimhoangyen58"  # each canary is it and two digits
OFFICIALS = ("officer", "second", "chair", "front", "head", "board", "stranger", "work-board", "op", "prov", "head-two")
HOUSEHOLDS = ("household-1", "household-2")
PUBLIC = "nobody"
GROUPS = (("officer", "second", "chair", "op"), ("front", "head", "board", "work-board"), ("stranger", "prov", "head-two", "household-1"))
GROUPS += (("household-2", PUBLIC, "resident"),)  # who is asked in one test, over the same caches; together everybody
ASKER = "chair"  # of the forms that wait
NOTHING_OF_PERSONS = ("/kieu", "/demo", "/quy-dinh", "/huong-dan", "/i18n", "/static")  # the same for everybody, made from the release


@dataclass(frozen=True)
class Planted:
    """What stands in a field; `body` whose row it is, `whose` the person it is about, `also` how else it is spelt."""

    text: str
    model: str
    field: str
    body: int | None
    whose: str
    state: str = ANY
    also: tuple[str, ...] = ()
    seconds: frozenset[str] = frozenset()  # of a form that waits: who may be the second person, and so reads it too

    @cached_property
    def digests(self) -> tuple[str, ...]:
        """As a digest that anybody can make."""
        raw = self.text.encode()
        return (hashlib.sha256(raw).hexdigest(), hashlib.sha512(raw).hexdigest(), hashlib.md5(raw, usedforsecurity=False).hexdigest())

    def stands_in(self, page: str, digests: str) -> bool:
        """Whether a page tells it, as it is, spelt otherwise, or as a digest; `digests` is what of the page can be one (`long_hex`)."""
        return any(one in page for one in (self.text, *self.also)) or any(one in digests for one in self.digests)


def long_hex(page: str) -> str:
    """All of a page that can hold a digest."""
    return " ".join(re.findall(r"[0-9a-f]{32,}", page))


@dataclass
class Crawled:
    """The town, its people and what is planted among them."""

    town: Town
    clients: dict[str, Client]
    planted: tuple[Planted, ...]
    shown: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))  # addresses that answered somebody with a page


@pytest.fixture
def crawled(monkeypatch: pytest.MonkeyPatch, db: None) -> Crawled:
    town = make_town(monkeypatch)
    for name, office, code in (
        ("op", "operator", "04"), ("prov", "province-chair", "04"),
        ("head-two", "village-head", TWO), ("work-board", "front-work-board", ONE),
    ):  # fmt: skip
        town.seat(name, office, code)
    town.go("2026-03-20")
    planted = (*plant_lists(town), *plant_accounts(town), *plant_requests(town), *plant_forms(town))
    print_slips(town, monkeypatch)
    handed(town, "1", "2")
    clients = {name: browser(town, name) for name in OFFICIALS} | {PUBLIC: Client(), "resident": town.client("resident:ann")}
    for n, name in enumerate(HOUSEHOLDS, 1):
        clients[name], status, _ = use(CODES[str(n)])
        assert (status, choose(clients[name])[0]) == (302, 302)
    code = spelling.spell(CODES["3"])
    slip = Planted(code, "rolls.Slip", "digest", town.ids[ONE], "", also=(code.replace(" ", ""), code.replace("-", "")))
    return Crawled(town, clients, (*planted, slip))


def plant_lists(town: Town) -> Iterator[Planted]:
    """A village's households and the ward's staff; a look, a claim, the file they came in."""
    one = town.ids[ONE]
    rows = [
        (n, *(f"{BIRD}{n}{k}" for k in range(4)), f"091234567{n}")
        for n in (1, 2, 3)
    ]  # fmt: skip
    enter(town, xlsx(*rows), name=f"{BIRD}40.xlsx")
    yield Planted(f"{BIRD}40", "imports.Import", "file", one, "", "people")
    for n in (1, 2, 3):
        whose = f"household-{n}"
        for k, column in enumerate(("name", "second", "cluster", "address")):
            yield Planted(f"{BIRD}{n}{k}", "rolls.Line", column, one, whose, "households")
        spellings = (f"091234567{n}", f"0912 345 67{n}", f"0912.345.67{n}")
        yield Planted(f"+8491234567{n}", "rolls.Line", "phone", one, whose, "households", spellings)
    told = {"number": "1", "name": f"{BIRD}41", "post": f"{BIRD}42", "cluster": f"{BIRD}43", "day": "2/3/2026", "why": "joined"}
    answer = town.client("officer").post(reverse("roll-arrive", args=[WARD, "staff"]), {**told, "command_id": str(uuid4())})
    assert answer.status_code == 302, answer.content.decode()
    for name, column in ((f"{BIRD}41", "name"), (f"{BIRD}42", "post"), (f"{BIRD}43", "cluster")):
        yield Planted(name, "rolls.Line", column, town.ward, "", "others")
    town.do(rolls.look, "chair", body=one, roll="households", reason="other", words=f"{BIRD}44")
    yield Planted(f"{BIRD}44", "rolls.Look", "words", one, "chair")
    key = Line.objects.get(name=f"{BIRD}20").member_id
    town.do(rolls.claim, "head", body=one, key=key, name=f"{BIRD}45")
    yield Planted(f"{BIRD}45", "rolls.Claim", "name", one, "head")


def plant_accounts(town: Town) -> Iterator[Planted]:
    """What an account holds beside its name: telephone, changes, sessions, card, outside identity, browsers, notices."""
    account = Mandate.objects.get(pk=town.mandates["officer"]).account
    own.set_phone(account=account.pk, text="0398 765 432", at=town.now)
    yield Planted("+84398765432", "people.Phone", "number", None, "officer", also=("0398 765 432", "0398765432", "0398.765.432"))
    Change.objects.create(account=account, what=Told.NAMED, about=f"{BIRD}50", at=town.now)
    yield Planted(f"{BIRD}50", "people.Change", "about", None, "officer")
    Sitting.objects.create(key=f"{BIRD}51", account=account, since=town.now, device=f"{BIRD}52")
    yield Planted(f"{BIRD}51", "people.Sitting", "key", None, "officer")
    yield Planted(f"{BIRD}52", "people.Sitting", "device", None, "officer")
    Card.objects.create(account=account, digests=[f"{BIRD}53"] * 10, made_at=town.now)
    yield Planted(f"{BIRD}53", "people.Card", "digests", None, "officer")
    Outside.objects.create(account=account, digest=f"{BIRD}54", name=f"{BIRD}55", since=town.now)
    yield Planted(f"{BIRD}54", "people.Outside", "digest", None, "officer")
    yield Planted(f"{BIRD}55", "people.Outside", "name", None, "officer")
    to = addresses.account(account.pk)
    Browser.objects.create(to=to, address=f"https://fcm.googleapis.com/{BIRD}56", made=town.now)
    yield Planted(f"{BIRD}56", "notices.Browser", "address", None, "officer")
    notices.tell("duties-due", to, f"{BIRD}57", town.now, values={"body": town.ward, "late": 1, "soon": 1})
    yield Planted(f"{BIRD}57", "notices.Notice", "about", None, "officer")


def plant_requests(town: Town) -> Iterator[Planted]:
    """A request of an official about the own data, and a breach."""
    account, province = Mandate.objects.get(pk=town.mandates["officer"]).account_id, town.ids["04"]
    subject = Subject("account", str(account))
    town.do(personal.request, voices(subject)[0], body=province, kind="correct", words=f"{BIRD}60", subject=subject)
    yield Planted(f"{BIRD}60", "personal.Request", "words", province, "officer")
    town.do(personal.breach, "op", body=province, found=town.now, words=f"{BIRD}61")
    yield Planted(f"{BIRD}61", "personal.Breach", "words", province, "op")


def plant_forms(town: Town) -> Iterator[Planted]:
    """Four forms of the chair that wait: an office for somebody new, an end, new factors, an identity to be opened."""
    report = town.do(disclosures.report, Voice(person="ann"), title="Cầu sập", where="Tổ 1", item=5, show=False)
    town.flush()
    client, paper, given = browser(town, ASKER), "20/QĐ-UBND", frozenset({"front", "op", "prov"})

    def ask(name: str, key: object, n: int, seconds: frozenset[str], code: str = WARD, **said: str) -> Planted:
        args = key if isinstance(key, list) else [key]
        address = reverse(name, args=args)
        sent = client.post(address, {**hidden(client.get(address).content.decode()), **said})
        assert sent.status_code == 302, sent.content.decode()
        return Planted(f"{BIRD}{n}", "people.Proposal", "payload", town.ids[code], ASKER, seconds=seconds)

    said = {**GIVEN, "username": f"{BIRD}70".lower(), "full_name": f"{BIRD}71", "decision": f"{BIRD}72"}
    form = ask("office-appoint", [WARD, "commune-officer"], 71, given, **said)
    yield from (form, replace(form, text=f"{BIRD}70".lower()), replace(form, text=f"{BIRD}72"))
    yield ask("office-end", town.mandates["second"], 73, given, last_day="1/4/2026", decision=f"{paper} {BIRD}73")
    yield ask("office-renew", town.mandates["head"], 74, given, ONE, decision=f"{paper} {BIRD}74")
    opened = {"part": "public", "reason": "public-interest", "words": f"{BIRD}75"}
    yield ask("identity-ask", report.leaf, 75, frozenset({"front"}), **opened)


def every_address(town: Town) -> list[str]:
    """Every route filled in with everything of its kind that exists here."""
    leaves = [bytes(one).hex() for one in Entry.objects.order_by("-index").values_list("hash", flat=True)[:3]]
    subjects = [*Request.objects.values_list("subject", flat=True), *Breach.objects.values_list("subject", flat=True)]
    values: dict[str, list[str]] = {
        "str:code": [WARD, ONE],
        "str:roll": ["households", "staff"],
        "str:key": [Line.objects.get(name=name).member_id for name in (f"{BIRD}10", f"{BIRD}41")],
        "str:claim": list(Claim.objects.values_list("subject", flat=True)),
        "str:run": list(PrintRun.objects.values_list("subject", flat=True)),
        "str:public": list(Import.objects.values_list("public", flat=True)),
        "uuid:command": [str(one) for one in Proposal.objects.values_list("pk", flat=True)],
        "int:mandate": [str(town.mandates[name]) for name in ("officer", "head")],
        "str:office": ["commune-officer", "village-head"],
        "str:subject": subjects[:1],
        "str:leaf": leaves,
        "int:n": ["0"],
        "int:index": [str(one) for one in range(Entry.objects.count())][-3:],
    }
    kept = [one for one in filled(values, named(leaves)) if not one.removeprefix("/en").startswith(NOTHING_OF_PERSONS)]
    told = [*subjects, *Notice.objects.values_list("subject", flat=True)[:3]]
    of_them = filled({**values, "str:subject": told}, {})
    kept = list(dict.fromkeys((*kept, *(one for one in of_them if one.removeprefix("/en").startswith(("/van-hanh/", "/thong-bao/"))))))
    for needed in ("danh-sach-nguoi/households/", "giay-vao-cua/", "/tai-khoan/", "/du-lieu-ca-nhan/cua-toi/", "/thong-bao/", "/van-hanh/"):
        assert any(needed in one for one in kept), needed
        assert any(one.startswith("/en/") and needed in one for one in kept), needed
    return kept


def seen(found: Crawled, names: Iterable[str], paths: Iterable[str], planted: tuple[Planted, ...]) -> dict[str, set[str]]:
    """Ask for every path as each of `names`; who saw what. Whoever sees more than the policy allows is a failure."""
    told: dict[str, set[str]] = defaultdict(set)
    wrong: list[str] = []
    for name, path in product(names, paths):
        response = found.clients[name].get(path)
        assert response.status_code < 500, (name, path)
        if response.status_code == 200:
            found.shown[name].add(path)
        page = whole(response)
        assert 'method="post"' not in page or response.get("Referrer-Policy") != "no-referrer", f"a browser's form is refused at {path}"
        digests = long_hex(page)
        for one in planted:
            if one.stands_in(page, digests):
                told[one.text].add(name)
                asked = cast(Asking, response.wsgi_request)
                roles = roles_of(asked.actor, asked.holder, one.body, mine=name == one.whose or name in one.seconds)
                if not may_see(roles, one.model, one.field, one.state):
                    wrong.append(f"{one.model}.{one.field} ({one.text}) at {path} as {name}: {sorted(roles)}")
    assert not wrong, "\n".join(wrong)
    return told


@pytest.mark.parametrize("names", GROUPS)
def test_what_is_about_persons_is_seen_as_the_policy_says(crawled: Crawled, names: tuple[str, ...]) -> None:
    assert {one for group in GROUPS for one in group} == {*OFFICIALS, *HOUSEHOLDS, PUBLIC, "resident"}
    paths = every_address(crawled.town)
    of_lists = [one for one in paths if any(word in one for word in ("danh-sach-nguoi", "giay-vao-cua", "hai-nguoi"))]
    cold = {name: seen(crawled, [name], (one for one in paths if not one.startswith("/en/")), crawled.planted) for name in names}
    for name in names:  # in English whatever was a page, and for the public what was refused too
        in_english = [one for one in paths if one.startswith("/en/") and (name == PUBLIC or one[3:] in crawled.shown[name])]
        assert len(in_english) > 40
        for text, who in seen(crawled, [name], in_english, crawled.planted).items():
            cold[name][text] |= who
    for name in names:
        seen(crawled, [name], of_lists, crawled.planted)  # caches are warm, filled by the others too
        for one in crawled.planted:
            if one.whose == name and Role.HOLDER in policy().roles(one.model, one.field, one.state):
                assert cold[name][one.text], f"{name} does not see {one.model}.{one.field} about {name}"
            if name in one.seconds:
                assert cold[name][one.text], f"{name} may confirm the form and does not see it ({one.text})"
            if name == "head" and one.model in {"rolls.Line", "rolls.Claim", "rolls.Look"} and one.body == crawled.town.ids[ONE]:
                assert cold[name][one.text], f"who keeps the list does not see {one.model}.{one.field}"
        if name == PUBLIC:
            assert not any(cold[name].values()), "nothing about persons is public"


def test_a_form_taken_back_is_told_to_nobody(crawled: Crawled) -> None:
    """Before: to who asked and who may confirm alone. After: to nobody, in no language, and no table holds it."""
    forms = tuple(one for one in crawled.planted if one.model == "people.Proposal")
    waiting = list(Proposal.objects.filter(act__in=("people.appoint", "people.end_mandate", "people.renew", "people.open_identity")))
    pairs = [reverse("pair", args=[one.pk]) for one in waiting]
    paths = both([*pairs, *map(reverse, ("desk", "notices", "my-data", "record", "personal")), reverse("offices", args=[WARD])])
    names = [one for one in crawled.clients if one not in ("second", "board", "work-board", "head-two", "household-2")]  # as others here
    told = seen(crawled, names, paths, forms)
    assert {one.text: told[one.text] for one in forms} == {one.text: {ASKER, *one.seconds} for one in forms}
    for address in pairs:
        sent = {"command_id": str(uuid4()), "do": "withdraw"}
        assert crawled.clients[ASKER].post(address, sent).status_code == 302
    assert not any(seen(crawled, names, paths, forms).values())
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608
            held = repr(cursor.fetchall())
            assert not [one.text for one in forms if one.text in held], table


def both(paths: Iterable[str]) -> list[str]:
    """The same pages in both languages."""
    return [address for path in paths for address in (path, f"/en{path}")]


def test_what_lies_beside_the_log_tells_nothing_of_persons(crawled: Crawled, tmp_path: Path) -> None:
    """Every opening, over the web and as an export holds it, tiles and entries with it; once more after somebody erased and took back."""
    crawled.town.flush()
    for again in (False, True):
        leaves = [bytes(one).hex() for one in Entry.objects.values_list("hash", flat=True)]
        assert len(leaves) > 30
        assert not any(seen(crawled, [PUBLIC], (f"/log/open/{leaf}.json" for leaf in leaves), crawled.planted).values())
        held = beside_the_log(tmp_path)
        assert "people.propose" in held
        digests = long_hex(held)
        assert not [one for one in crawled.planted if one.stands_in(held, digests)]
        if not again:
            assert send(crawled.clients["officer"], reverse("my-data"), "erase", **{"erase-sure": "on"})[0] == 302
            address = reverse("pair", args=[Proposal.objects.filter(act="people.appoint").get().pk])
            assert crawled.clients[ASKER].post(address, {"command_id": str(uuid4()), "do": "withdraw"}).status_code == 302
            crawled.town.flush()


def test_what_was_erased_is_told_to_nobody(crawled: Crawled) -> None:
    gone = tuple(one for one in crawled.planted if one.model in {"people.Phone", "people.Outside", "notices.Browser", "notices.Notice"})
    paths = [reverse(name) for name in ("my-data", "people_account", "notices", "notice-ways", "desk", "personal", "my-request")]
    paths = both([*paths, reverse("offices", args=[WARD])])
    names = ("officer", "second", "op", PUBLIC)
    assert {who for one in seen(crawled, names, paths, gone).values() for who in one} == {"officer"}
    status, _ = send(crawled.clients["officer"], reverse("my-data"), "erase", **{"erase-sure": "on"})
    assert status == 302
    assert not any(seen(crawled, names, paths, gone).values())
    assert User.objects.get(username="officer").is_active, "the office goes on"
    assert verify.verify().ok
