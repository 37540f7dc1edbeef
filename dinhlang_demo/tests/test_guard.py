"""The demonstration stays on its machine and away from real databases, and a real site does not know it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from dinhlang.config import commands
from dinhlang.config.cli import parser
from dinhlang.core.refusal import Refused
from dinhlang.ground.people.tests.town import make_town, official
from dinhlang.ground.record import keys
from dinhlang.ground.record.models import Checkpoint, Command, Entry
from dinhlang_demo import serve, ward
from dinhlang_demo.guard import loopback_only, refuse_real_database

ROOT = Path(__file__).resolve().parents[2]
guard = loopback_only(lambda request: HttpResponse("in"))


def ask(**meta: str) -> HttpRequest:
    return RequestFactory().get("/", **{"REMOTE_ADDR": "127.0.0.1", "HTTP_HOST": "127.0.0.1:8000", **meta})  # type: ignore[arg-type]


def test_it_works() -> None:
    assert guard(ask()).status_code == 200


@pytest.mark.parametrize(
    "meta", [{"HTTP_HOST": "localhost"}, {"HTTP_HOST": "LOCALHOST:8000"}, {"REMOTE_ADDR": "127.3.2.1"}, {"REMOTE_ADDR": "::1"}]
)
def test_this_machine_may(meta: dict[str, str]) -> None:
    assert guard(ask(**meta)).status_code == 200


@pytest.mark.parametrize(
    "meta",
    [
        {"HTTP_FORWARDED": "for=10.0.0.1"},
        {"HTTP_X_FORWARDED_FOR": "127.0.0.1"},
        {"HTTP_X_FORWARDED_HOST": "localhost"},
        {"HTTP_X_FORWARDED_PROTO": "https"},
        {"HTTP_X_FORWARDED_ANYTHING": ""},
        {"HTTP_X_REAL_IP": "127.0.0.1"},
        {"HTTP_VIA": "1.1 proxy"},
        {"HTTP_HOST": "demo.example"},
        {"HTTP_HOST": "127.0.0.1.demo.example"},
        {"HTTP_HOST": "localhost.example:8000"},
        {"HTTP_HOST": "0.0.0.0:8000"},
        {"HTTP_HOST": "bad host"},
        {"HTTP_HOST": ""},
        {"REMOTE_ADDR": "10.0.0.1"},
        {"REMOTE_ADDR": "::ffff:10.0.0.1"},
        {"REMOTE_ADDR": ""},
        {"REMOTE_ADDR": "localhost"},
    ],
)
def test_everybody_else_gets_a_sentence(meta: dict[str, str]) -> None:
    response = guard(ask(**meta))
    assert response.status_code == 403
    assert isinstance(response, HttpResponse)
    assert "trình diễn" in response.content.decode()
    assert "demonstration" in response.content.decode()


@pytest.mark.django_db
def test_it_stands_before_every_page(client: Client) -> None:
    for path in ("/", "/demo/", "/dang-nhap/", "/no-such-page/"):
        assert client.get(path, headers={"x-forwarded-for": "127.0.0.1"}).status_code == 403


@pytest.mark.django_db
def test_a_demonstrations_database_is_served(monkeypatch: pytest.MonkeyPatch) -> None:
    refuse_real_database()
    make_town(monkeypatch)
    official("demo-officer")
    refuse_real_database()


@pytest.mark.django_db
def test_a_real_log_is_not_served(monkeypatch: pytest.MonkeyPatch) -> None:
    make_town(monkeypatch)
    official("demo-officer")
    command = Command.objects.get()
    Command.objects.update(receipt=command.receipt.replace("demo.invalid/test", "caobang.gov.example/dinhlang"))
    with pytest.raises(Refused):
        refuse_real_database()


@pytest.mark.django_db
def test_a_real_checkpoint_is_not_served() -> None:
    Checkpoint.objects.create(size=1, root=bytes(32), note="caobang.gov.example/dinhlang\n1\n", at="2026-11-23T00:00:00Z")
    with pytest.raises(Refused):
        refuse_real_database()


@pytest.mark.django_db
def test_a_real_key_is_not_used() -> None:
    keys.init("caobang.gov.example/dinhlang")
    with pytest.raises(Refused):
        refuse_real_database()


@pytest.mark.django_db
def test_a_real_account_is_not_served() -> None:
    get_user_model().objects.create_user(username="lan")
    with pytest.raises(Refused):
        refuse_real_database()


@pytest.mark.django_db
def test_an_account_made_by_trying_how_offices_are_given_keeps_nobody_out(monkeypatch: pytest.MonkeyPatch) -> None:
    make_town(monkeypatch)
    official("demo-officer")
    get_user_model().objects.create_user(username="lan.nt")
    refuse_real_database()


@pytest.mark.django_db
@pytest.mark.parametrize("words", ["tick", "tick --at 2030-01-01T00:00:00+07:00", "up", "people end 1 --decision x", "bodies list"])
def test_no_command_touches_a_real_database(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], words: str) -> None:
    make_town(monkeypatch)
    official("demo-officer")
    command = Command.objects.get()
    Command.objects.update(receipt=command.receipt.replace("demo.invalid/test", "caobang.gov.example/dinhlang"))
    before = Entry.objects.count()
    assert commands.run(parser().parse_args(words.split())) == 1
    assert "belongs to a real log" in capsys.readouterr().err
    assert Entry.objects.count() == before
    assert not (Path(settings.DATA_DIR) / "demonstration-clock").exists()


@pytest.mark.django_db
def test_a_real_database_is_not_even_brought_up_to_date(monkeypatch: pytest.MonkeyPatch) -> None:
    keys.init("caobang.gov.example/dinhlang")

    def never(*_: object, **__: object) -> None:
        raise AssertionError("nothing of a real database is changed")

    monkeypatch.setattr(ward, "call_command", never)
    with pytest.raises(Refused, match="belongs to a real log"):
        serve.main(never, size="ward", port=0)


def start(tmp_path: Path, code: str, **more: str) -> subprocess.CompletedProcess[str]:
    """Python code in a process of its own, with a demonstration's settings."""
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "DINHLANG_DATA": str(tmp_path), "DINHLANG_DEMO": "1", **more}
    environment["DJANGO_SETTINGS_MODULE"] = "dinhlang.config.settings"
    command = [sys.executable, "-c", code]
    return subprocess.run(command, env=environment, cwd=tmp_path, capture_output=True, text=True, check=False, timeout=60)


def test_no_server_starts_over_a_real_database(tmp_path: Path) -> None:
    assert start(tmp_path, "import dinhlang.config.wsgi").returncode == 0
    keys.init("caobang.gov.example/dinhlang", tmp_path / "keys")
    done = start(tmp_path, "import dinhlang.config.wsgi")
    assert done.returncode != 0
    assert "caobang.gov.example/dinhlang" in done.stderr


def test_an_invented_log_never_bears_a_real_name(tmp_path: Path) -> None:
    code = "from django.conf import settings; print(settings.LOG_ORIGIN)"
    assert start(tmp_path, code, DINHLANG_ORIGIN="caobang.gov.example/dinhlang").stdout == "demo.invalid/dinhlang\n"


ELSEWHERE = """
import sys
import django
django.setup()
from django.conf import settings
from django.urls import Resolver404, get_resolver, resolve
import importlib
importlib.import_module(settings.ROOT_URLCONF)
for path in ("/demo/", "/en/demo/"):
    try:
        resolve(path)
    except Resolver404:
        continue
    sys.exit(f"{path} is there")
named = [one for one in (*settings.INSTALLED_APPS, *settings.MIDDLEWARE) if "demo" in one]
sys.exit(str(named or [one for one in sys.modules if one.startswith("dinhlang_demo")]) if named or "dinhlang_demo" in sys.modules else 0)
"""


def test_a_real_site_does_not_know_it(tmp_path: Path) -> None:
    """Production settings in a process of their own: no address, no app, no middleware, not even an import."""
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT),
        "DJANGO_SETTINGS_MODULE": "dinhlang.config.settings",
        "DINHLANG_DATA": str(tmp_path),
        "DINHLANG_SECRET_KEY": "k" * 60,
        "DINHLANG_HOSTS": "site.example",
        "DINHLANG_ORIGIN": "site.example/log",
    }
    done = subprocess.run(
        [sys.executable, "-c", ELSEWHERE], env=environment, cwd=tmp_path, capture_output=True, text=True, check=False, timeout=60
    )
    assert done.returncode == 0, done.stderr[-2000:]
