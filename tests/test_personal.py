"""The table of personal data, what a person may do with their own, what stands in the way, and what is gone afterwards, byte for byte."""

import ast
import json
import re
import shutil
from datetime import UTC, datetime, timedelta
from html import unescape
from importlib import import_module
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.apps import apps
from django.conf import LazySettings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import connection, models
from django.test import Client
from django.urls import reverse

from dinhlang.core.actor import Guest, System, Voice
from dinhlang.core.refusal import NotYours, Refused
from dinhlang.ground.files import pieces
from dinhlang.ground.follow.models import Handing
from dinhlang.ground.kit.models import Item, Lease, Verdict
from dinhlang.ground.notices import addresses
from dinhlang.ground.notices import policy as notice_policy
from dinhlang.ground.notices.models import Browser, Notice, Off
from dinhlang.ground.people import console
from dinhlang.ground.people.acts import AFTER_A_LOSS, own
from dinhlang.ground.people.models import Card, Change, Mandate, Named, Outside, Phone, Proposal, Sitting, Told, Waits
from dinhlang.ground.people.personal import Subject
from dinhlang.ground.people.visibility import policy as visibility
from dinhlang.ground.personal import acts, holdings, policy, present
from dinhlang.ground.personal.models import Opening, Request, Restriction
from dinhlang.ground.polls.models import Part, Round
from dinhlang.ground.polls.models import Sitting as HallSitting
from dinhlang.ground.record import batches, clock, erasures, export, rulebooks, verify
from dinhlang.ground.record.act import Done
from dinhlang.ground.record.models import Entry, Pending
from dinhlang.ground.rolls.forms import LOOK_WORDS
from dinhlang.ground.rolls.kinds import TITLES
from dinhlang.ground.rolls.models import Line, Look, Member, Snapshot
from dinhlang.web import backup, held, personal
from dinhlang.works.disclosures import acts as disclosures
from dinhlang.works.disclosures.tests.town import WARD, Town, make_town, nothing_changes
from dinhlang.works.funds.models import Fund, Move, Paid
from dinhlang.works.meetings import askers
from dinhlang.works.meetings.models import Meeting, Question, Spent
from dinhlang.works.petitions import acts as petitions
from dinhlang.works.petitions.acts.sending import on_its_way
from dinhlang.works.petitions.models import PublicText
from dinhlang.works.reception import acts as reception
from dinhlang.works.reception.models import Day
from dinhlang.works.votes.models import Helper, Initiative, Matter, Support
from tests.test_backup import emptied

GROUND = Path(personal.__file__).parents[1] / "ground"
CANARY = "Chimhoangyen4826"
PHONE = "+84900048264"  # of who is erased
TEXT = (models.CharField, models.TextField, models.JSONField, models.BinaryField)
GROUPED = {f"{row.id} account" for row in policy.table().data}  # whose it is: the page is theirs
PERSONS = {"auth.User", "people.Mandate", "rolls.Member"}
OWN = (models.CharField, models.TextField)


@pytest.fixture
def town(monkeypatch: pytest.MonkeyPatch, db: None) -> Town:
    town = make_town(monkeypatch)
    town.go("2026-03-02")
    return town


def fields_to_tell() -> list[str]:
    """Every text field of a model that tells something about persons."""
    found = []
    for model in apps.get_models():
        label = model._meta.label
        names_one = any(field.is_relation and field.related_model._meta.label in PERSONS for field in model._meta.fields)
        table = visibility().models.get(label)
        if label in PERSONS or names_one or (table is not None and table.person):
            kinds = TEXT if table is not None and table.person else OWN
            found += [f"{label}.{field.name}" for field in model._meta.fields if isinstance(field, kinds)]
    return sorted(found)


# --- the table ---


@pytest.mark.parametrize("field", fields_to_tell())
def test_every_field_about_a_person_has_a_row(field: str) -> None:
    model, name = field.rsplit(".", 1)
    rows = (*policy.table().data, *policy.table().plain)
    assert any(row.model == model and name in row.field for row in rows), (
        f"policy/personal.toml says nothing of {field}: write a [[data]] row (what for, what it rests on, how long, what erasing does), "
        "or a [[plain]] row saying why it is no personal data"
    )


def test_every_row_names_fields_and_acts_that_exist() -> None:
    for row in (*policy.table().data, *policy.table().plain):
        if row.model:
            names = {field.name for field in apps.get_model(row.model)._meta.fields}
            assert set(row.field) <= names, row


def test_every_row_that_is_erased_has_a_room_that_does_it() -> None:
    for row in policy.table().data:
        one = holdings.holdings().get(row.id)
        if row.erase == "erase":
            assert one is not None, row.id
            assert one.erase is not None, row.id
        assert row.kept.days is None or one is not None, f"nobody ends {row.id}"


@pytest.mark.parametrize(
    "text",
    [
        '[[data]]\nid="a"\nmodel="auth.User"\nfield=["x"]\nwho="official"\nbasis="consent"\nerase="keep"',
        '[[data]]\nid="a"\nwho="official"\nbasis="consent"\nerase="erase"',
        '[[data]]\nid="a"\nmodel="m"\nfield=["x"]\nwho="nobody"\nbasis="consent"\nerase="erase"',
    ],
)
def test_a_row_that_leaves_something_out_is_refused(text: str) -> None:
    words = '\nwhat={vi="a",en="a"}\npurpose={vi="a",en="a"}\nkept={words={vi="a",en="a"}}\n'
    with pytest.raises(ValueError, match="validation error"):
        policy.read_table(text + words + '[[ask]]\nid="see"\nwords={vi="a",en="a"}\n')


def test_every_promise_of_the_house_is_said_in_both_languages() -> None:
    named = [text for row in policy.table().data for text in (row.basis, row.article)]
    named += [one.basis for one in policy.identity().reason]
    assert {text.removeprefix("house:").strip() for text in named if text.startswith("house:")} == set(present.HOUSE)


def test_every_value_that_is_held_has_a_name_in_words() -> None:
    """The names that the rooms give their values are code; on a page each stands in the reader's language."""
    named: set[str] = set()
    works = [f"../works/{name}/holdings.py" for name in ("votes", "funds", "meetings")]
    for module in ("people/holdings.py", "notices/holdings.py", "personal/here.py", *works):
        tree = ast.parse((GROUND / module).read_text())
        inside = [node for one in tree.body if isinstance(one, ast.FunctionDef) for node in ast.walk(one)]
        keys = [key for node in inside if isinstance(node, ast.Dict) for key in node.keys]
        calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
        keys += [one for node in calls if ast.unparse(node.func).rpartition(".")[2] in {"values", "_held"} for one in node.args]
        named |= {one.value for one in keys if isinstance(one, ast.Constant) and isinstance(one.value, str)}
    assert len(named) > 30
    assert named <= set(held.LABELS)
    ways = (held.AS_WRITTEN, set(held.WORDS), held.DAYS, held.YES_OR_NO, {"said"})
    assert set().union(*ways) == set(held.LABELS)
    assert sum(map(len, ways)) == len(held.LABELS), "a field is shown in one way"


@pytest.mark.parametrize("data", [row for row in policy.table().data if row.model], ids=lambda row: row.id)
def test_no_key_and_no_choice_is_shown_as_it_is_kept(data: policy.Data) -> None:
    """Whatever model a row of the table is about: a field that leads elsewhere, or has a list of codes, has its words."""
    for field in apps.get_model(data.model)._meta.fields:
        if field.name in held.AS_WRITTEN and f"{data.id} {field.name}" not in GROUPED:
            assert not field.is_relation, field
            assert not field.choices, field


def everything_about(town: Town) -> dict[str, Subject]:
    """A person of each kind, of whom something is held under every row of the table that a room answers for."""
    mandate = Mandate.objects.select_related("account").get(pk=town.mandates["officer"])
    user, at, day = mandate.account, town.now, clock.today()
    User.objects.filter(pk=user.pk).update(email="lan@example.vn", last_login=at)
    Phone.objects.create(account=user, number=PHONE, at=at)
    Outside.objects.create(account=user, digest="x", name="VNeID", since=at)
    Card.objects.create(account=user, digests=["x"], made_at=at)
    Sitting.objects.create(key="x", account=user, since=at, device="x")
    Change.objects.bulk_create(Change(account=user, what=what, about="Máy", at=at) for what in Told)
    for verified in (True, False):
        EmailAddress.objects.create(user=user, email=f"lan{verified}@example.vn", verified=verified)
    kinds = ("totp", "webauthn", "recovery_codes")
    Authenticator.objects.filter(user=user).delete()
    Authenticator.objects.bulk_create(Authenticator(user=user, type=kind, data={}) for kind in kinds)
    Mandate.objects.create(
        account=user, body_id=town.ward, office="commune-officer", from_day=day, to_day=day, decision="1/QĐ", ended_by=AFTER_A_LOSS
    )  # fmt: skip
    own: dict[str, Any] = {"body_id": town.ward, "mandate": mandate, "at": at}
    for n, state in enumerate(Waits):
        Proposal.objects.create(
            id=uuid4(), act=("people.appoint", "people.renew")[n % 2], digest=b"", until=at, subject=n, state=state, reason="Sai", **own
        )  # fmt: skip
    to = addresses.account(user.pk)
    Notice.objects.bulk_create(
        Notice(subject=str(n), kind=kind, to=to, about=kind, day=day, at=at) for n, kind in enumerate(notice_policy.kinds())
    )  # fmt: skip
    Browser.objects.create(to=to, address="https://fcm.googleapis.com/x", made=at)
    Off.objects.bulk_create(Off(to=to, kind="duties-due", channel=one) for one in ("email", "push", "sms", "zalo", "group", "sheet"))
    for n, (rule, occasion) in enumerate((("an-ended-rule", "0000000000000001"), (next(iter(rulebooks.current().duties)), "2026-Q1"))):
        Handing.objects.create(subject=str(n), rule=rule, occasion=occasion, by=mandate, note="Giúp", **own)
    rolls = zip(TITLES, [*LOOK_WORDS, *LOOK_WORDS], strict=False)
    Look.objects.bulk_create(Look(subject=str(n), roll=roll, reason=why, until=at, **own) for n, (roll, why) in enumerate(rolls))
    Request.objects.bulk_create(
        Request(subject=str(n), body_id=town.ward, kind=one.id, who_kind="account", who_key=str(user.pk), words="Xin", at=at)
        for n, one in enumerate(policy.table().ask)
    )  # fmt: skip
    member = Member.objects.create(key="0" * 15 + "1", body_id=town.ward, roll="households")
    line = {"why": "list", "batch": "x", "position": 0, "salt": b""}
    Line.objects.create(member=member, number="1", name="Nông Thị Lan", cluster="1", phone=PHONE, from_day=day, **line)
    rule = "village-self-management"
    idea = Initiative.objects.create(subject="s", body_id=town.ward, rule=rule, member=member, state="dropped", begun=day)
    Support.objects.create(initiative=idea, member=member, day=day, until=day, ended=day, manner="own")
    matter = Matter.objects.create(
        subject="m", body_id=town.ward, rule=rule, choices=2, carrying=1, seats=1, state="lost", proposed=day
    )  # fmt: skip
    frozen = Snapshot.objects.create(subject="f", body_id=town.ward, roll="households", day=day, count=1, root="", rows=b"", at=at)
    held = Round.objects.create(
        body_id=town.ward, matter=matter.pk, number=1, rule=rule, rule_day=day, way="online", choices=2, carrying=1, seats=1,
        roll=frozen, opens=at, closes=at, called=at,
    )  # fmt: skip
    sitting = HallSitting.objects.create(round=held, number=1, at=at, on_roll=1, salt=b"")
    Part.objects.create(round=held, sitting=sitting, member=member, manner="assisted", at=at)
    Helper.objects.bulk_create(
        Helper(matter=matter, round=1, task=task, place=1, member=member) for task in ("team", "witness", "signer")
    )
    lease = Lease.objects.create(
        subject="k", body_id=town.ward, thing=matter.pk, round=1, sitting=1, mandate=mandate, device="Máy của Lan", register=True, key=b"",
        begins=at, opened=at, until=at,
    )  # fmt: skip
    ticks = json.dumps({"numbers": ["1", "4"]})
    late = Item.objects.create(command=uuid4(), lease=lease, n=1, kind="tick", text=ticks, claimed=at, received=at, state="waiting")
    Item.objects.create(command=uuid4(), lease=lease, n=2, kind="tick", text='{"numbers": ["4"]}', claimed=at, received=at, state="taken")
    Verdict.objects.create(item=late, mandate=mandate, accept=True, reason="Khớp biên bản giấy", at=at)
    fund = Fund.objects.create(subject="q", body_id=town.ward, collects=True, opened=day)
    move = Move.objects.create(fund=fund, number=1, income=True, purpose="collected", amount=300_000, day=day)
    Paid.objects.create(move=move, member=member, amount=300_000, salt=b"")
    asked = {"kind": "commune-dialogue", "seen": "open", "audience": "public", "title": "Đối thoại", "place": "Hội trường", "office": "x"}
    meeting = Meeting.objects.create(subject="h", body_id=town.ward, at=at, called=at, state="called", **asked)
    marks = askers.marks("h", Voice(household=member.pk))
    Question.objects.create(meeting=meeting, number=1, ahead=True, text="Đường?", asked=at, shown=False, asker=marks[0])
    Spent.objects.create(meeting=meeting, asker=marks[0], times=1)
    done: Done = town.do(disclosures.report, Voice(person="ann"), title="Đất", where="Chợ", item=5, show=True)
    batches.flush(town.now + timedelta(hours=7))
    why = next(iter(policy.identity().reasons))
    Opening.objects.create(subject="1", leaf=bytes.fromhex(done.leaf), part="sender", reason=why, words="Vụ 1", until=at, **own)
    keys = {"account": str(user.pk), "household": member.pk, "receipt": done.code}
    given = {"kind": "reflection", "way": "own", "topic": "roads", "place": town.ward, "text": "Cầu gãy", "sender": "x" * 64}
    petition: Done = town.do(petitions.submit, Guest(""), **given)
    seen = {"topic": "roads", "week": day, "opens": day, "text": "Cầu gãy", "answer": "Đã hàn.", "state": "shown"}
    PublicText.objects.create(public_id="p", petition_id=petition.subject, body_id=town.ward, place_id=town.ward, **seen)
    coming = pieces.Upload(on_its_way(petition.subject), petition.code, "photo 0123456789ab", 100_000)
    pieces.add(coming, 0, bytes(pieces.values().least), at)
    hours = {"begins": at + timedelta(days=9), "ends": at + timedelta(days=9, hours=3), "slots": 2, "minutes": 20, "entered": at}
    received = Day.objects.create(subject="d", body_id=town.ward, place="Trụ sở", receives="head", planned=True, state="planned", **hours)
    taken: Done = town.do(reception.sign_up, Guest(""), day=received.pk, slot=0, matter="Cấp nước")
    found = {"petition": Subject("receipt", petition.code), "place": Subject("receipt", taken.code)}
    return {kind: Subject(kind, key) for kind, key in keys.items()} | found


def test_every_value_of_every_row_stands_in_words(town: Town) -> None:
    people = everything_about(town)
    met = set[str]()
    code = re.compile(r"[a-z]+([-._][a-z]+)+|[a-z]+_[a-z]+")  # how the house calls things: commune-officer, people.appoint
    for subject in people.values():
        for name, one in holdings.holdings().items():
            found = one.of(subject)
            met |= {name} if found else set()
            for row, said in zip(found, held.rows(found), strict=True):
                values = {str(value) for key, value in row.items() if key not in held.AS_WRITTEN | {"said"} and value not in (None, "")}
                assert len(said) == len({one.name for one in said}), "each name stands once"
                for field in said:
                    assert field.name not in held.LABELS
                    assert field.value not in values, (name, field)
                    assert not code.fullmatch(field.value), (name, field)
                    assert "{" not in field.value
                assert row.get("body") is None or any(field.value == "Phường Thục Phán" for field in said), (name, said)
    assert met == set(holdings.holdings())
    assert len(holdings.holdings()["kit-item"].of(people["household"])) == 1, "a list without its number is not about it"


def test_the_page_of_somebody_of_whom_everything_is_held(town: Town, django_assert_max_num_queries: Any) -> None:
    everything_about(town)
    client = town.client("officer")
    with django_assert_max_num_queries(70):
        html = client.get(reverse("my-data")).content.decode()
    shown = {unescape(one) for one in re.findall(r"<dd>(?:<a[^>]*>)?([^<]*)", html)}
    for words in ("Phường Thục Phán", "khóa truy cập", "Không", "Có", "0900 048 264", "sau khi nhật ký bị mất một đoạn", "quý I/2026"):
        assert words in shown, words
    assert not {"True", "False", "None", "totp", "commune-officer", "waiting", str(town.ward)} & shown
    assert reverse("why", args=[WARD, next(iter(rulebooks.current().duties)), "2026-Q1"]) in html


def test_the_table_is_a_page_for_everybody(town: Town) -> None:
    page = town.client("").get(reverse("personal"))
    html = page.content.decode()
    assert page.status_code == 200
    for row in policy.table().data:
        assert row.purpose.vi in html.replace("&#x27;", "'"), row.id
    assert "91/2025/QH15" in html


# --- one's own page ---


def fields(html: str) -> dict[str, str]:
    return dict(re.findall(r'name="((?:export|erase|restrict)-command_id)"[^>]*value="([^"]+)"', html))


def send(client: Client, address: str, what: str, **more: str) -> tuple[int, str]:
    page = client.get(address).content.decode()
    answer = client.post(address, {**fields(page), "do": what, **more})
    return answer.status_code, answer.get("Location", "") or answer.content.decode()


def test_an_official_takes_everything_along(town: Town) -> None:
    client = town.client("officer")
    address = reverse("my-data")
    page = client.get(address).content.decode()
    answer = client.post(address, {**fields(page), "do": "export"})
    told = json.loads(answer.content)
    assert answer["Content-Disposition"].startswith("attachment")
    rows = {row["id"]: row for row in told["rows"]}
    assert (
        rows["account-names"]["values"][0]["username"]
        == User.objects.get(pk=Mandate.objects.get(pk=town.mandates["officer"]).account_id).username
    )
    assert rows["mandates"]["values"][0]["office"] == "commune-officer"
    assert told["receipt"].count("\n") > 3
    assert Pending.objects.filter(act="people.export").count() == 1, "a sealed entry, with a receipt"


def test_acts_that_name_somebody_are_read_alone_however_many_there_are(town: Town, django_assert_num_queries: Any) -> None:
    account = Mandate.objects.select_related("account").get(pk=town.mandates["officer"]).account
    mine = Subject("account", str(account.pk))
    row = holdings.holdings()["account-acts"]
    with django_assert_num_queries(3):
        before = row.of(mine)
    assert [one["act"] for one in before] == ["people.appoint"]
    for n in range(30):
        console.add_official(f"nguoi.{n}", "x" * 20, WARD, "commune-officer", "12/QĐ-UBND", clock.today(), at=town.now)
    with django_assert_num_queries(3) as asked:
        assert row.of(mine) == before
    read = asked.captured_queries[1]["sql"]
    with connection.cursor() as cursor:
        cursor.execute(read)
        assert len(cursor.fetchall()) == 1, "the entries of others are not even read"


def test_a_house_that_was_there_before_finds_who_its_entries_name(town: Town) -> None:
    """What the migration fills in is what the acts have written since."""
    written = set(Named.objects.values_list("account", "subject"))
    assert len(written) > 5
    Named.objects.all().delete()
    for _again in range(2):
        import_module("dinhlang.ground.people.migrations.0006_named").fill(apps, connection.schema_editor())
        assert set(Named.objects.values_list("account", "subject")) == written


def test_whoever_is_erased_is_named_by_no_entry(town: Town) -> None:
    user, _client = official("lan")
    Named.objects.create(account=user, subject="0" * 16)
    assert send(_client, reverse("my-data"), "erase", **{"erase-sure": "on"})[0] == 302
    assert not Named.objects.filter(account=user).exists()


def test_what_an_office_rests_on_is_not_erased_but_restricted(town: Town) -> None:
    client = town.client("officer")
    status, where = send(client, reverse("my-data"), "erase", **{"erase-sure": "on"})
    assert (status, "/xong/" in where) == (302, True)
    account = Mandate.objects.get(pk=town.mandates["officer"]).account_id
    assert User.objects.get(pk=account).is_active
    held = {one.data.id: one for one in holdings.of(Subject("account", str(account)), clock.today())}
    assert held["account-names"].stays == "Decree 30/2020/NĐ-CP Art. 31(3)"
    assert held["account-names"].restricted
    html = client.get(reverse("my-data")).content.decode()
    assert "30/2020" in html
    assert address_of_mine(client), "the account's page leads here"
    name = User.objects.get(pk=account).get_full_name() or User.objects.get(pk=account).username
    offices = reverse("offices", args=[WARD])
    assert name not in town.client("second").get(offices).content.decode(), "colleagues read the name no more"


def address_of_mine(client: Client) -> bool:
    page = client.get(reverse("people_account"))
    return f'href="{reverse("my-data")}"' in page.content.decode()


def test_a_restriction_can_be_lifted(town: Town) -> None:
    client = town.client("officer")
    assert send(client, reverse("my-data"), "restrict")[0] == 302
    assert Restriction.objects.filter(lifted=None).exists()
    assert send(client, reverse("my-data"), "lift")[0] == 302
    assert not Restriction.objects.filter(lifted=None).exists()


def test_a_restricted_telephone_is_sent_nothing(town: Town) -> None:
    account = Mandate.objects.get(pk=town.mandates["officer"]).account
    own.set_phone(account=account.pk, text="0900 048 264", at=town.now)
    User.objects.filter(pk=account.pk).update(email="officer@example.vn")
    whom = addresses.account(account.pk)
    found = addresses.addresses_of(whom, clock.today())
    assert (found.phone, found.email) == (PHONE, "officer@example.vn")
    assert send(town.client("officer"), reverse("my-data"), "restrict")[0] == 302
    assert addresses.addresses_of(whom, clock.today()) == addresses.Addresses()


def test_erasing_asks_first_and_is_for_who_is_known(town: Town) -> None:
    client = town.client("officer")
    with nothing_changes():
        status, html = send(client, reverse("my-data"), "erase")
        assert (status, "errorlist" in html) == (422, True)
        assert town.client("").get(reverse("my-data")).status_code == 403
        assert town.client("").get(reverse("receipt-data", args=["0" * 16])).status_code == 404


def test_nobody_touches_somebody_elses(town: Town) -> None:
    account = str(Mandate.objects.get(pk=town.mandates["officer"]).account_id)
    for by in (Voice(person="ann"), Guest("g"), Voice(person="account:999")):
        for act in (acts.export, acts.erase_person, acts.restrict):
            with nothing_changes(), pytest.raises(NotYours):
                act(by=by, at=town.now, command_id=uuid4(), subject=Subject("account", account))
    with nothing_changes(), pytest.raises(Refused):
        acts.expire(by=System("retention"), at=town.now, command_id=uuid4(), subject=Subject("account", account), data="account-secrets")


def test_a_resident_erases_by_the_receipt(town: Town) -> None:
    done: Done = town.do(disclosures.report, Voice(person="ann"), title=CANARY, where=f"{CANARY} chợ", item=5, show=True)
    batches.flush(town.now + timedelta(hours=7))
    address = reverse("receipt-data", args=[done.code])
    client = town.client("")
    assert CANARY in client.get(address).content.decode()
    assert CANARY in client.get(f"/log/open/{done.leaf}.json").content.decode()
    assert send(client, address, "erase", **{"erase-sure": "on"})[0] == 302
    assert CANARY not in client.get(f"/log/open/{done.leaf}.json").content.decode()
    html = client.get(address).content.decode()
    assert CANARY not in html
    with nothing_changes():
        page = client.post(address, {"do": "erase", "erase-sure": "on", "erase-command_id": str(uuid4())})
        assert page.status_code == 422
    assert verify.verify().ok


def test_what_an_office_did_is_not_taken_back_by_its_receipt(town: Town) -> None:
    done = town.posted(title="Thông báo")
    assert holdings.of(Subject("receipt", done.code), clock.today()) == ()
    with nothing_changes(), pytest.raises(Refused, match="Nothing about you"):
        acts.erase_person(by=Guest("g"), at=town.now, command_id=uuid4(), subject=Subject("receipt", done.code))


# --- gone, byte for byte ---


def bytes_of(folder: Path) -> bytes:
    return b"".join(one.read_bytes() for one in folder.rglob("*") if one.is_file())


def database_bytes() -> bytes:
    path = Path(str(connection.settings_dict["NAME"]))
    return b"".join(one.read_bytes() for one in path.parent.glob(path.name + "*") if not one.name.endswith("-shm"))


def official(name: str) -> tuple[User, Client]:
    """An account that holds no office yet, signed in with both factors."""
    user = get_user_model().objects.create_user(f"{CANARY.lower()}.{name}", first_name=f"{CANARY} {name}", password="x" * 20)
    TOTP.activate(user, generate_totp_secret())
    at = clock.now()
    Phone.objects.create(account=user, number=PHONE, at=at)
    Outside.objects.create(account=user, digest=f"{CANARY} outside", name="VNeID", since=at)
    Card.objects.create(account=user, digests=[f"{CANARY} card"], made_at=at)
    Change.objects.create(account=user, what=Told.NAMED, about=f"{CANARY} key", at=at)
    Sitting.objects.create(key=f"{CANARY} session", account=user, since=at, device=f"{CANARY} device")
    to = addresses.account(user.pk)
    Browser.objects.create(to=to, address=f"https://fcm.googleapis.com/{CANARY}", made=at)
    Notice.objects.create(subject="0" * 15 + "1", kind="mandate-begins", to=to, about=CANARY, day=clock.today(), at=at)
    Off.objects.create(to=to, kind="mandate-begins", channel="push")
    client = Client(REMOTE_ADDR="127.0.0.1", SERVER_NAME="127.0.0.1")
    client.force_login(user, backend="dinhlang.ground.people.sessions.Accounts")
    session = client.session
    session["demonstration-factors"] = True
    session.save()
    return user, client


@pytest.mark.on_sqlite
@pytest.mark.django_db(transaction=True)
def test_an_erased_person_is_gone_everywhere(
    monkeypatch: pytest.MonkeyPatch, transactional_db: None, tmp_path: Path, settings: LazySettings, caplog: pytest.LogCaptureFixture
) -> None:
    town = make_town(monkeypatch)
    town.go("2026-03-02")
    settings.PUBLISHED_DIR = tmp_path / "published"
    copies, keys = tmp_path / "copies", tmp_path / "vault-copies"
    user, client = official("lan")
    report: Done = town.do(disclosures.report, Voice(person="ann"), title=f"{CANARY}a", where=f"{CANARY}b", item=5, show=True)
    batches.flush(town.now + timedelta(hours=7))
    export.export(settings.PUBLISHED_DIR / "log")
    old = backup.make(copies, keys, town.now)
    small, shown = CANARY.lower().encode(), CANARY.encode()
    assert small in database_bytes()
    assert PHONE.encode() in database_bytes()
    assert shown in database_bytes(), "the account's name stands in the clear"
    assert shown in bytes_of(settings.PUBLISHED_DIR)
    assert shown in bytes_of(copies)
    sessions = Session.objects.count()

    assert send(client, reverse("my-data"), "erase", **{"erase-sure": "on"})[0] == 302
    assert send(town.client(""), reverse("receipt-data", args=[report.code]), "erase", **{"erase-sure": "on"})[0] == 302

    for where, raw in {"database, write-ahead log": database_bytes(), "published": bytes_of(settings.PUBLISHED_DIR)}.items():
        assert small not in raw.lower(), where
        assert PHONE.encode() not in raw, where
    assert small not in caplog.text.lower().encode()
    assert not any(CANARY.lower() in str(one.get_decoded()).lower() for one in Session.objects.all())
    assert Session.objects.count() < sessions
    assert cache.get(CANARY) is None
    assert not User.objects.filter(username__icontains=CANARY).exists()
    assert client.get(reverse("my-data")).status_code == 403
    for address in (
        "/nhat-ky/",
        f"/don-vi/{WARD}/",
        f"/log/open/{report.leaf}.json",
        "/tin.atom",
        f"/xong/{report.code}/",
    ):
        assert CANARY not in town.client("").get(address).content.decode(), address
    searched = town.client("").get("/", {"q": CANARY}).content.decode()
    assert f"{CANARY}a" not in searched
    assert verify.verify().ok

    # a copy of before, carried off
    aside, key_aside = tmp_path / "aside", tmp_path / "keys-aside"
    shutil.copytree(old.folder, aside)
    shutil.copyfile(old.vault, key_aside)

    # the copies on the fifteenth day
    assert backup.forget_copies(copies, town.now + timedelta(days=13)) == 0
    assert backup.forget(keys, town.now + timedelta(days=13)) == 0
    assert backup.forget_copies(copies, town.now + timedelta(days=14)) == 1
    assert backup.forget(keys, town.now + timedelta(days=14)) == 1
    assert small not in bytes_of(copies).lower()
    assert PHONE.encode() not in bytes_of(copies)
    assert bytes_of(keys) == b""

    # and the one that was carried off, brought back
    emptied()
    told, again = backup.bring_back(aside, key_aside)
    assert again >= 2, "the account and the words of the report are erased again"
    assert not User.objects.filter(username__icontains=CANARY).exists()
    assert not Phone.objects.filter(number=PHONE).exists()
    assert shown not in database_bytes()
    assert PHONE.encode() not in database_bytes()
    assert verify.verify().ok


@pytest.mark.on_sqlite
@pytest.mark.django_db(transaction=True)
def test_a_copy_of_before_brings_nobody_back(monkeypatch: pytest.MonkeyPatch, transactional_db: None, tmp_path: Path) -> None:
    town = make_town(monkeypatch)
    town.go("2026-03-02")
    user, client = official("mai")
    before = User.objects.get(pk=user.pk)
    assert send(client, reverse("my-data"), "erase", **{"erase-sure": "on"})[0] == 302
    assert [(one.kind, one.key) for one in erasures.persons()][:1] == [("account", str(user.pk))]
    assert not list(erasures.lines()), "rows of a person are no leaves"
    before.save()  # what an older copy holds
    assert User.objects.get(pk=user.pk).username.startswith(CANARY.lower())
    assert acts.replay(town.now) >= 1
    assert not User.objects.filter(username__icontains=CANARY).exists()
    assert acts.replay(town.now) == 0, "once is enough"
    User.objects.filter(pk=user.pk).update(username="another", date_joined=datetime(2027, 1, 1, tzinfo=UTC))
    assert acts.replay(town.now) == 0, "a later account of the same number is somebody else"
    assert User.objects.get(pk=user.pk).username == "another"


# --- kept time ---


def test_what_is_past_its_kept_time_is_erased_each_by_an_act(town: Town) -> None:
    mandate = Mandate.objects.get(pk=town.mandates["second"])
    Mandate.objects.filter(pk=mandate.pk).update(to_day=clock.today())
    account = mandate.account
    account.set_password("y" * 20)
    account.save()
    own.set_phone(account=account.pk, text="0900 048 264", at=town.now)
    town.go("2026-04-01")  # the thirtieth day
    assert acts.expire_all(town.now) == 0
    town.go("2026-04-02")
    assert acts.expire_all(town.now) == 4
    account.refresh_from_db()
    assert not account.has_usable_password()
    assert not account.authenticator_set.exists()
    assert not Phone.objects.filter(account=account).exists(), "and the telephone"
    assert not Change.objects.filter(account=account).exists(), "and what was said of changes"
    assert account.username, "who held which office stays"
    assert Pending.objects.filter(act="people.expire").count() + Entry.objects.filter(act="people.expire").count() == 4
    assert acts.expire_all(town.now) == 0


def test_an_officer_who_got_another_office_keeps_the_factors(town: Town) -> None:
    mandate = Mandate.objects.get(pk=town.mandates["second"])
    Mandate.objects.filter(pk=mandate.pk).update(to_day=clock.today())
    Mandate.objects.create(account=mandate.account, body=mandate.body, office=mandate.office, from_day=clock.today(), decision="9/QĐ")
    town.go("2026-06-01")
    assert acts.expire_all(town.now) == 0


def test_the_words_of_a_request_go_after_their_time(town: Town) -> None:
    Request.objects.create(
        subject="0" * 16, body_id=town.ward, kind="see", words=CANARY, at=town.now, answered=town.now, carried=town.now, answer="x"
    )  # fmt: skip
    town.go("2028-03-02")
    assert acts.expire_all(town.now) >= 1
    assert Request.objects.get().words == ""
