"""The site after damage, after a lost stretch of the record, and after a new log: what is shown is true, and nobody acts on old rights."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.apps import apps
from django.conf import LazySettings
from django.contrib.auth import get_user_model
from django.contrib.sessions.models import Session
from django.db import DEFAULT_DB_ALIAS, connection, models, transaction
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from dinhlang.config import commands
from dinhlang.config.cli import parser
from dinhlang.core.refusal import Refused
from dinhlang.ground.bodies.models import Fact
from dinhlang.ground.duties import audit, project
from dinhlang.ground.duties.models import Clock, Fulfilment, Run
from dinhlang.ground.people import acts as people_acts
from dinhlang.ground.people.models import Mandate
from dinhlang.ground.record import acts as record_acts
from dinhlang.ground.record import append, clock, export, keys, recover, rulebooks, signer, vault, verify, views
from dinhlang.ground.record import reads as record
from dinhlang.ground.record.models import Blob, Entry, Part, VaultKey
from dinhlang.ground.ui import cache
from dinhlang.works.disclosures import acts
from dinhlang.works.disclosures.acts import Aim
from dinhlang.works.disclosures.models import Claim, Decision, Disclosure
from dinhlang.works.disclosures.tests.town import CONSOLE, CONTRIBUTIONS, WARD, Town, entry, make_town, photo

LIST = Path(__file__).resolve().parents[1] / "data" / "bodies" / "ward-01273.toml"
pytestmark = pytest.mark.django_db


@pytest.fixture
def town(monkeypatch: pytest.MonkeyPatch, settings: LazySettings, db: None) -> Town:
    settings.DEMO = False  # a house with real accounts, which a demonstration's commands do not touch
    return make_town(monkeypatch)


def backup() -> Callable[[], None]:
    """A copy of the whole database as it is now. Returns what puts it back."""
    copy: dict[type[models.Model], list[models.Model]] = {model: list(model._base_manager.all()) for model in apps.get_models()}

    def restore() -> None:
        with transaction.atomic():  # which row hangs on which is asked at its end
            for model, rows in copy.items():
                model._base_manager.all()._raw_delete(DEFAULT_DB_ALIAS)
                model._base_manager.bulk_create(rows)

    return restore


def test_a_file_put_in_the_place_of_another_is_not_given_out(town: Town) -> None:
    town.go("2026-11-02")
    decision = town.decided("112/QĐ-UBND", "2026-10-30")
    done = town.posted(decision.subject, Aim(CONTRIBUTIONS, acts.slug("112/QĐ-UBND")), attachments=photo())
    leaf, page = bytes.fromhex(done.leaf), reverse("file", args=[done.leaf, 0])
    assert town.client().get(page).content == vault.read_file(leaf, 0)
    key = bytes(VaultKey.objects.get(hash=leaf, name="files").key)
    for box in (AESGCM(key).encrypt(append.blob_nonce(0, False), b"another", None), b"x" * 40):
        Blob.objects.filter(hash=leaf).update(box=box)
        answer = town.client().get(page)
        assert (answer.status_code, "text/html" in answer["Content-Type"]) == (400, True)


def test_no_page_falls_over_a_damaged_box(town: Town) -> None:
    done = town.disclosed()
    row = entry(done)
    assert row is not None
    Part.objects.filter(hash=row.hash).update(box=b"x" * 60)
    here = [reverse("body", args=[WARD]), reverse("record"), reverse("entry", args=[row.index]), reverse("thing", args=[done.subject])]
    for page in (*here, f"/log/open/{done.leaf}.json", reverse("why", args=[WARD, CONTRIBUTIONS, "112-qd-ubnd"])):
        assert town.client().get(page).status_code == 200, page


# --- a new log ---


@pytest.fixture
def followed(town: Town) -> tuple[Town, str, str]:
    """A ward whose log was closed after a loss: the thing that was posted before, and the code of its receipt."""
    posted = town.disclosed()
    town.hung(posted.subject, "2026-11-02")
    town.seen(posted.subject)
    signer.current(town.now)
    restore = backup()
    town.disclosed("2026-11-03", "113/QĐ-UBND", "2026-11-02")
    town.now += timedelta(minutes=1)
    signer.current(town.now)
    restore()
    recover.new_origin(town.now, lambda: 0, {})
    return town, posted.subject, posted.code


def test_what_a_closed_log_said_stays_readable(followed: tuple[Town, str, str]) -> None:
    town, thing, code = followed
    client = town.client()
    page = client.get(reverse("thing", args=[thing])).content.decode()
    assert "Đóng góp nhà văn hoá" in page
    told = record.of_subjects([thing])
    assert [one.act for one in told][:2] == ["disclosure.post", "disclosure.place"]
    assert all(one.closed == "demo.invalid/test" and one.place < 0 for one in told)
    first = reverse("entry", args=[told[0].address])
    assert first in page
    entry_page = client.get(first).content.decode()
    assert "demo.invalid/test" in entry_page
    assert told[0].hash.hex() in first
    assert append.leaf_of(told[0].hash) is not None
    why = client.get(reverse("why", args=[WARD, CONTRIBUTIONS, "112-qd-ubnd"]))
    assert (why.status_code, "Đóng góp nhà văn hoá" in why.content.decode()) == (200, True)
    for name, word in (("receipt", "demo.invalid/test"), ("done", first)):
        assert word in client.get(reverse(name, args=[code])).content.decode()
    kept = client.get(reverse("receipt-opening", args=[code])).json()
    assert kept["text"].encode() == append.leaf_of(told[0].hash)
    for address in ("ab" * 32, "x", "é"):
        assert client.get(reverse("entry", args=[address])).status_code == 404


def test_a_thing_goes_on_in_the_log_that_follows(followed: tuple[Town, str, str]) -> None:
    town, thing, _ = followed
    town.do(acts.correct, disclosure=thing, title="Đã sửa", text="Mới", reason="Ghi nhầm")
    assert [bool(one.closed) for one in record.of_subjects([thing])] == [True, True, True, False]
    record_page = town.client().get(reverse("record")).content.decode()
    assert "Đã sửa" in record_page
    town.do(acts.withdraw, disclosure=thing, reason="posted-by-mistake")
    record_page = town.client().get(reverse("record")).content.decode()
    assert "Đã sửa" not in record_page
    assert "Đóng góp nhà văn hoá</a>" not in record_page
    assert record_page.count("Ghi nhầm") == 0


def test_the_record_is_read_back_into_the_closed_log(followed: tuple[Town, str, str]) -> None:
    town, _, _ = followed
    seen: list[int] = []
    before = None
    while found := record.page(before, 4)[0]:
        seen += [one.place for one in found]
        before = found[-1].place
    assert seen == sorted(seen, reverse=True)
    assert len(seen) == 1 + len({one for one in seen if one < 0})
    older = f"{reverse('record')}?truoc={seen[1]}"
    assert town.client().get(older).status_code == 200
    own = record.page(None, 100, town.ward)[0]
    assert {one.body for one in own} == {town.ward}


def test_the_tables_of_duties_are_those_of_both_logs(followed: tuple[Town, str, str]) -> None:
    town, _, _ = followed
    tables = (Clock, Run, Fulfilment)
    before = [table.objects.count() for table in tables]
    assert all(before)
    report = verify.verify(replay=audit.differences)
    assert report.ok, report.findings
    town.disclosed("2026-11-04", "114/QĐ-UBND", "2026-11-03")
    assert list(audit.differences()) == []
    project.rebuild()
    assert [table.objects.count() for table in tables] == [before[0] + 3, before[1] + 1, before[2] + 2]


def test_a_closed_log_costs_no_question_more(town: Town) -> None:
    def cost() -> dict[str, int]:
        found = {}
        for page in (reverse("body", args=[WARD]), reverse("record"), reverse("thing", args=[posted.subject])):
            cache.forget()
            with CaptureQueriesContext(connection) as queries:
                assert town.client().get(page).status_code == 200
            found[page] = len(queries)
        return found

    posted = town.disclosed()
    signer.current(town.now)
    restore, before = backup(), cost()
    town.decided("113/QĐ-UBND", "2026-11-01")
    town.now += timedelta(minutes=1)
    signer.current(town.now)
    restore()
    recover.new_origin(town.now, lambda: 0, {})
    signer.current(town.now)
    assert cost() == before


def test_tiles_under_addresses_that_were_used_before_are_not_kept_for_ever(followed: tuple[Town, str, str]) -> None:
    answer = views.tile(RequestFactory().get("/"), "0/000.p/1")
    assert (answer.status_code, answer["Cache-Control"]) == (200, "no-cache")


@pytest.mark.django_db(transaction=True)
def test_an_entry_of_a_closed_log_can_be_erased_everywhere(settings: LazySettings, tmp_path: Path, town: Town) -> None:
    settings.PUBLISHED_DIR = tmp_path / "out"
    posted = town.disclosed()
    export.export(tmp_path / "out" / "log")
    restore = backup()
    town.decided("113/QĐ-UBND", "2026-11-01")
    town.now += timedelta(minutes=1)
    signer.current(town.now)
    restore()
    recover.new_origin(town.now, lambda: 0, {})
    town.do(record_acts.erase, "chair", leaf=posted.leaf, part="public", reason="person-request")
    openings = {*tmp_path.rglob(f"{posted.leaf}.json"), *Path(settings.DATA_DIR).rglob(f"{posted.leaf}.json")}
    assert len(openings) == 2
    assert all("person-request" in one.read_text() and "300.000" not in one.read_text() for one in openings)
    assert "300.000" not in town.client().get(reverse("thing", args=[posted.subject])).content.decode()


# --- a stretch of the record filled in again ---


@dataclass(frozen=True)
class Loss:
    """What happened in a ward after its last copy: what stands in an export, and in no database."""

    kept: str  # a thing that was posted before
    gone: str  # one that was posted after
    leaf: str  # of the document's registration after
    out: Path


@pytest.fixture
def loss(town: Town, tmp_path: Path) -> Loss:
    """The officer `second` lost the office, a document was registered and posted, an older disclosure corrected: then yesterday's copy."""
    kept = town.disclosed().subject
    town.hung(kept, "2026-11-02")
    town.client("chair")
    signer.current(town.now)
    restore = backup()
    town.do(
        people_acts.end_mandate, CONSOLE,
        mandate=town.mandates["second"], last_day=clock.local_day(town.now) - timedelta(days=1), decision="7/QĐ",
    )  # fmt: skip
    document = town.decided("200/QĐ-UBND", "2026-11-01")
    gone = town.posted(document.subject, Aim(CONTRIBUTIONS, "200-qd-ubnd"), title="Việc sau").subject
    town.hung(gone, "2026-11-02")
    town.down(kept, "2026-11-02")
    town.do(acts.correct, disclosure=kept, title="Đã sửa", text="Mới", reason="Ghi nhầm")
    town.do(acts.correct, disclosure=gone, title="Việc sau nữa", text="Mới", reason="Ghi nhầm")
    export.export(tmp_path / "log")
    restore()
    return Loss(kept, gone, document.leaf, tmp_path / "log")


def recovered(loss: Loss, capsys: pytest.CaptureFixture[str]) -> str:
    assert commands.run(parser().parse_args(["recover", "--from", str(loss.out)])) == 1
    said = capsys.readouterr()
    assert said.err == ""
    return said.out


def test_a_refill_says_what_it_could_not_bring_back(town: Town, loss: Loss, capsys: pytest.CaptureFixture[str]) -> None:
    said = recovered(loss, capsys)
    index = Entry.objects.get(hash=bytes.fromhex(loss.leaf)).index
    for act, entries in (
        ("people.end_mandate", str(index - 1)), ("decision.register", str(index)), ("disclosure.post", str(index + 1)),
        ("disclosure.place", str(index + 2)), ("disclosure.correct", str(index + 5)),
    ):  # fmt: skip
        assert f"{act}: the rows of these entries were not brought back, nor what they meant for duties; do it again: {entries}\n" in said
    assert "disclosure.take_down" not in said
    report = verify.verify(replay=commands.differences)
    assert [(one.index, one.about) for one in report.findings] == [(index + n, "rows") for n in (-1, 0, 1, 2, 5)]
    assert Run.objects.get(subject=loss.kept, place="hq").to_day is not None
    assert "Đã sửa" in town.client().get(reverse("thing", args=[loss.kept])).content.decode()


def test_nobody_acts_on_a_right_from_before_the_loss(town: Town, loss: Loss, capsys: pytest.CaptureFixture[str]) -> None:
    assert Session.objects.exists()
    assert f"{len(town.mandates)} mandates were ended" in recovered(loss, capsys)
    assert not Session.objects.exists()
    for name in town.mandates:
        with pytest.raises(Refused, match="does not run"):
            town.do(acts.correct, name, disclosure=loss.kept, title="x", text="x", reason="x")
    words = ["people", "also", "officer", "--body", WARD, "--office", "commune-officer", "--decision", "8/QĐ"]
    assert commands.run(parser().parse_args(words)) == 0
    town.mandates["officer"] = get_user_model().objects.get(username="officer").mandates.latest("pk").pk
    assert town.do(acts.correct, disclosure=loss.kept, title="x", text="x", reason="x")


def test_what_did_not_come_back_is_in_nobodys_way(town: Town, loss: Loss, capsys: pytest.CaptureFixture[str]) -> None:
    recovered(loss, capsys)
    Mandate.objects.update(to_day=None, ended_by="")
    assert not Clock.objects.filter(occasion="200-qd-ubnd").exists()
    client = town.client()
    told = {one.hash.hex(): one for one in record.of_acts(["disclosure.post", "decision.register"])}
    page = client.get(reverse("entry", args=[told[loss.leaf].address]))
    assert (page.status_code, "200/QĐ-UBND" in page.content.decode()) == (200, True)
    post = next(one for one in told.values() if one.subject == loss.gone)
    assert reverse("thing", args=[loss.gone]) not in client.get(reverse("entry", args=[post.address])).content.decode()
    assert client.get(reverse("body", args=[WARD])).status_code == 200
    decision = town.decided("200/QĐ-UBND", "2026-11-01")
    town.posted(decision.subject, Aim(CONTRIBUTIONS, "200-qd-ubnd"))
    assert list(audit.differences()) == []
    assert project.rebuild() > 0


def test_an_empty_database_comes_back_as_history_and_the_house_is_set_up_anew(
    town: Town, loss: Loss, settings: LazySettings, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for model in apps.get_models():
        model._base_manager.all()._raw_delete(DEFAULT_DB_ALIAS)
    rulebooks.of_hash.cache_clear()
    monkeypatch.setattr(commands, "call_command", lambda *given, **more: None)
    settings.LOG_ORIGIN = keys.origin()
    assert "Adopt it again" in recovered(loss, capsys)
    for words in (
        ["rulebook", "adopt", "--changelog", "After the loss."], ["up"], ["bodies", "enter", str(LIST)],
        ["people", "add", "officer", "--body", WARD, "--office", "commune-officer", "--decision", "8/QĐ"],
    ):  # fmt: skip
        assert commands.run(parser().parse_args(words)) == 0, capsys.readouterr().err
    assert not verify.verify(replay=commands.differences).ok
    assert town.client().get(reverse("body", args=[WARD])).status_code == 200
    assert town.client().get(reverse("record")).status_code == 200
    assert list(audit.differences()) == []


@pytest.mark.parametrize(
    "harm",
    [
        lambda loss: Disclosure.objects.filter(pk=loss.kept).update(state="withdrawn"),
        lambda loss: Claim.objects.all().delete() and Disclosure.objects.filter(pk=loss.kept).delete(),
        lambda loss: Claim.objects.all().delete() and Disclosure.objects.filter(pk=loss.kept).update(subject="0" * 16),
        lambda loss: Decision.objects.update(dated="2026-10-29"),
        lambda loss: Disclosure.objects.update(decision=None) and Decision.objects.update(subject="0" * 16),
        lambda loss: Mandate.objects.filter(office="commune-chair").update(to_day="2026-11-01", ended_by="9/QĐ"),
        lambda loss: Mandate.objects.filter(office="commune-chair").update(office="commune-officer"),
        lambda loss: Mandate.objects.filter(office="front-chair").delete(),
        lambda loss: Fact.objects.filter(name="designated").delete(),
        lambda loss: Fact.objects.filter(name="designated").update(subject="0" * 16),
    ],
)  # fmt: skip
def test_a_row_that_says_other_than_the_record_is_found(town: Town, loss: Loss, harm: Callable[[Loss], object]) -> None:
    assert list(commands.differences()) == []
    harm(loss)
    assert list(commands.differences())


def test_an_end_that_is_missing_in_the_tables_is_found(town: Town) -> None:
    last = clock.local_day(town.now) - timedelta(days=1)
    town.do(people_acts.end_mandate, CONSOLE, mandate=town.mandates["second"], last_day=last, decision="7/QĐ")
    assert list(commands.differences()) == []
    Mandate.objects.update(to_day=None, ended_by="")
    assert [one.split(":")[1] for one in commands.differences()] == [" ended in the record, not in the tables"]
