"""The doctor finds each fault that is planted, says what to do, and changes nothing."""

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from allauth.mfa.models import Authenticator
from django.conf import LazySettings
from django.db import connection
from django.utils import translation

from dinhlang.config import commands
from dinhlang.config.cli import parser
from dinhlang.ground.jobs import queue
from dinhlang.ground.notices import acts as notices
from dinhlang.ground.notices import addresses, channels
from dinhlang.ground.notices.models import Notice, Sent
from dinhlang.ground.people.models import Card, Mandate
from dinhlang.ground.people.tests.authenticator import b64
from dinhlang.ground.record import founding, keys
from dinhlang.ground.record.models import Head, Pending
from dinhlang.web import backup, health
from dinhlang.web.health import Finding, Level
from dinhlang.works.disclosures.tests.town import Town, make_town, nothing_changes

ASKED = health._postgresql

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def town(monkeypatch: pytest.MonkeyPatch, own_data_dir: Path, settings: LazySettings, tmp_path_factory: pytest.TempPathFactory) -> Town:
    """A site as it should be, but for what a test cannot have: its own secret, TLS, no demonstration, a server that waits for the disk."""
    town = make_town(monkeypatch)
    town.go("2026-03-02")
    town.decided(number="9/QĐ-UBND", dated="2026-02-27")
    own_data_dir.chmod(0o700)
    settings.DEMO = False
    settings.ALLOWED_HOSTS = ["dinhlang.example"]
    settings.SESSION_COOKIE_SECURE = True
    settings.SECRET_KEY = "x" * 64
    settings.NOTICE_SENDER = channels.DOOR
    settings.SECRET_FILE = own_data_dir / "secret"
    settings.BACKUP_DIR, settings.VAULT_BACKUP_DIR = tmp_path_factory.mktemp("copies"), tmp_path_factory.mktemp("keys")
    backup.make(settings.BACKUP_DIR, settings.VAULT_BACKUP_DIR, town.now)
    monkeypatch.setattr(health.importlib.util, "find_spec", lambda name: None)
    if connection.vendor == "postgresql":
        monkeypatch.setattr(health, "_postgresql", lambda: (*ASKED()[:1], "on", "on"))
    monkeypatch.setattr(health.rules, "load", lambda files: health.rulebooks.current())
    return town


def stops(town: Town) -> list[str]:
    with nothing_changes():
        return [one.said for one in health.examine(town.now) if one.level is Level.STOP]


def test_a_site_as_it_should_be_has_nothing_to_stop_it(town: Town) -> None:
    assert stops(town) == []


def _of(name: str, value: object) -> Callable[[Town, LazySettings], None]:
    def plant(town: Town, settings: LazySettings) -> None:
        setattr(settings, name, value)

    return plant


def _open_folder(town: Town, settings: LazySettings) -> None:
    Path(settings.DATA_DIR).chmod(0o755)


def _open_key(town: Town, settings: LazySettings) -> None:
    next(path for path in keys.key_dir().rglob("*") if path.is_file()).chmod(0o644)


def _open_secret(town: Town, settings: LazySettings) -> None:
    Path(settings.SECRET_FILE).write_text("x")
    Path(settings.SECRET_FILE).chmod(0o644)


def _full(town: Town, settings: LazySettings) -> None:
    town.patch.setattr(health.shutil, "disk_usage", lambda path: SimpleNamespace(total=100 << 30, used=99 << 30, free=1 << 30))


def _no_clock(town: Town, settings: LazySettings) -> None:
    Head.objects.update(time=town.now - timedelta(hours=3))


def _slow_clock(town: Town, settings: LazySettings) -> None:
    Head.objects.update(time=town.now + timedelta(hours=1))


def _stuck(town: Town, settings: LazySettings) -> None:
    Pending.objects.create(hash=b"h" * 32, leaf=b"", act="x.y", subject="s", at=town.now - timedelta(days=1))


def _old_copy(town: Town, settings: LazySettings) -> None:
    town.go("2026-03-06")
    Head.objects.update(time=town.now)


def _old_keys(town: Town, settings: LazySettings) -> None:
    (settings.VAULT_BACKUP_DIR / "vault-20260101T000000Z.gz").touch()


def _together(town: Town, settings: LazySettings) -> None:
    settings.VAULT_BACKUP_DIR = settings.BACKUP_DIR


def _alone(town: Town, settings: LazySettings) -> None:
    Mandate.objects.filter(office__in=("commune-chair", "front-chair")).delete()


def _restored(town: Town, settings: LazySettings) -> None:
    founding.brought_back("2026-03-01T00:00:00+00:00")


def _older(town: Town, settings: LazySettings) -> None:
    Head.objects.update(size=1)


def _stuck_jobs(town: Town, settings: LazySettings) -> None:
    queue.put("x.y", "z", town.now - timedelta(hours=2))


def _broken_gateway(town: Town, settings: LazySettings) -> None:
    settings.EMAIL_HOST = "mail.example"
    for n in range(3):
        notices.tell("duties-due", addresses.account(n), "due:1", town.now, values={"body": 1, "late": 1, "soon": 0})
        notices.note(Notice.objects.latest("id"), "email", Sent.TRYING, town.now, "554", "status")


def _open_gateway(town: Town, settings: LazySettings) -> None:
    said = {"url": "http://sms.example/send", "method": "POST", "fields": {}, "headers": {}, "form": False, "ok": "OK"}
    settings.NOTICE_GATEWAYS = {"sms": said}


FAULTS: dict[str, tuple[Callable[[Town, LazySettings], None], str]] = {
    "demonstration": (_of("DEMO", True), "demonstration"),
    "the demonstration's secret": (_of("SECRET_KEY", "demonstration-only-" + "0" * 40), "secret"),
    "a secret that others read": (_open_secret, "can read secret"),
    "a folder that others look into": (_open_folder, "look into the data folder"),
    "a key that others read": (_open_key, "signing keys"),
    "a full disk": (_full, "MiB are free"),
    "every host": (_of("ALLOWED_HOSTS", ["*"]), "host name"),
    "no host": (_of("ALLOWED_HOSTS", []), "host name"),
    "cookies in clear": (_of("SESSION_COOKIE_SECURE", False), "in clear"),
    "nobody keeps the clock": (_no_clock, "last entry"),
    "a slow clock": (_slow_clock, "in the future"),
    "stuck sealed acts": (_stuck, "sealed acts wait"),
    "an export that cannot be written": (_of("PUBLISHED_DIR", Path("/proc/none")), "cannot be written"),
    "no copies": (_of("BACKUP_DIR", None), "No copy"),
    "old copies": (_old_copy, "last two days"),
    "old keys": (_old_keys, "erased text lives on"),
    "keys beside copies": (_together, "two folders apart"),
    "nobody to confirm": (_alone, "Fewer than two persons"),
    "a copy nobody confirmed": (_restored, "stays shut"),
    "jobs that nobody does": (_stuck_jobs, "jobs wait longer"),
    "a gateway that lets nothing through": (_broken_gateway, "Nothing got through by email since yesterday: 3 notices, last status 554"),
    "a gateway in clear": (_open_gateway, "is not https"),
    "a database that was put back": (_older, ""),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_each_planted_fault_is_found(town: Town, settings: LazySettings, fault: str) -> None:
    plant, words = FAULTS[fault]
    plant(town, settings)
    found = stops(town)
    assert any(words in one for one in found), found


def test_passkeys_of_another_host_name_are_counted(town: Town, settings: LazySettings) -> None:
    """Two made under the name of today, two of one account under an older name; that account has a card, another one nothing else."""
    first, second = (Mandate.objects.get(pk=town.mandates[one]).account for one in ("officer", "second"))
    made = ((first, "dinhlang.example"), (second, "dinhlang.example:8443"), (first, "cu.example"), (first, "cu.example"))
    for account, host in made:
        said = {"type": "webauthn.create", "challenge": "x", "origin": f"https://{host}", "crossOrigin": False}
        credential = {"response": {"clientDataJSON": b64(json.dumps(said).encode())}}
        Authenticator.objects.create(user=account, type="webauthn", data={"name": "x", "credential": credential})
    Authenticator.objects.filter(type="totp").delete()

    def told() -> Finding:
        with nothing_changes():
            return next(one for one in health.examine(town.now) if "Passkeys" in one.said)

    found = told()
    assert found.level is Level.LOOK
    assert "stop working: 2, of 1 accounts" in found.said
    assert "cu.example" in found.said
    assert found.said.endswith("app nor card: 0."), "there is one under the new name"
    assert "DINHLANG_HOSTS" in found.what_to_do
    with translation.override("vi"):
        assert "cu.example" in found.in_words()[0]
        assert found.in_words()[0] != found.said
    settings.ALLOWED_HOSTS = ["moi.example"]
    assert "stop working: 4, of 2 accounts" in told().said
    assert told().said.endswith("app nor card: 2.")
    Card.objects.create(account=first, digests=[], made_at=town.now)
    assert told().said.endswith("app nor card: 1.")
    Authenticator.objects.filter(user=second).update(data={"credential": "[]"})
    assert "under ?, cu.example, dinhlang.example" in told().said, "what cannot be read is said, and hides nothing"
    settings.ALLOWED_HOSTS = ["dinhlang.example", "cu.example", "?"]
    assert told().level is Level.FINE


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="runs on PostgreSQL only")
def test_a_server_that_does_not_wait_for_the_disk_is_found(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    """The server asked is the tests' own, which is started without fsync so that they are quick."""
    monkeypatch.setattr(health, "_postgresql", ASKED)
    assert any("does not wait for the disk" in one for one in stops(town))


def test_no_finding_of_a_fault_is_without_help(town: Town, settings: LazySettings) -> None:
    """What to do stands beside it, or is in the sentence of the refusal itself."""
    for plant, _words in FAULTS.values():
        plant(town, settings)
    for one in health.examine(town.now):
        assert one.level is Level.FINE or one.what_to_do or "dinhlang" in one.said or "could not" in one.said, one


def test_a_check_that_breaks_hides_nothing(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(at: object) -> object:
        raise RuntimeError("boom")

    monkeypatch.setattr(health, "CHECKS", (broken, *health.CHECKS))
    found = health.examine(town.now)
    assert "boom" in found[0].said
    assert len(found) > len(health.CHECKS) - 3


def test_the_command_says_it_and_its_exit_code_too(town: Town, settings: LazySettings, capsys: pytest.CaptureFixture[str]) -> None:
    assert commands.run(parser().parse_args(["doctor"])) == 0
    assert "Nothing stands in the way" in capsys.readouterr().out
    settings.ALLOWED_HOSTS = []
    assert commands.run(parser().parse_args(["doctor"])) == 1
    assert "DINHLANG_HOSTS" in capsys.readouterr().out
