"""The command line says what the site says, and refuses with one sentence."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.conf import LazySettings
from django.test import Client

from dinhlang.config import commands
from dinhlang.config.cli import parser
from dinhlang.core.actor import Voice
from dinhlang.ground.bodies import reads as bodies
from dinhlang.ground.record import clock, erasures, export, keys, rulebooks
from dinhlang.ground.record.models import Command, Entry, Part
from dinhlang.works.disclosures import acts
from dinhlang_demo import ward

Run = Callable[..., tuple[int, str, str]]
pytestmark = pytest.mark.django_db(transaction=True)
KEYS = {"rule", "occasion", "basis", "read", "due", "due_rolled", "steps", "state", "parts", "owner", "why"}


@pytest.fixture(autouse=True)
def the_ward(own_data_dir: Path, transactional_db: None) -> None:
    ward.load()


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """A command with its exit code, what it said and what it complained of."""

    def call(*words: str) -> tuple[int, str, str]:
        code = commands.run(parser().parse_args(words))
        said = capsys.readouterr()
        return code, said.out, said.err

    return call


def test_it_works(run: Run) -> None:
    code, out, _err = run("duties", "01273", "--on", "2026-11-23", "--json")
    found = json.loads(out)
    assert code == 0
    assert len(found) >= 20
    assert all(set(one) >= KEYS for one in found)
    assert len({(one["rule"], one["occasion"]) for one in found}) == len(found)
    by_name = {(one["rule"], one["occasion"]): one for one in found}
    late = by_name["commune-discloses-contributions", "112-qd-ubnd"]
    assert (late["due"], late["state"], late["read"], late["owner"]) == ("2026-11-06", "missing", "text", "commune-chair")
    assert [step["reason"] for step in late["steps"]][:3] == ["start", "weekend", "weekend"]
    open_one = by_name["commune-discloses-contributions", "118-qd-ubnd"]
    assert open_one["due"] == "2026-11-26"  # 24/11 is a day off
    assert {"channel", "required", "state", "from", "to"} <= set(late["parts"][0])
    assert late["why"].endswith("/commune-discloses-contributions/112-qd-ubnd/")


def test_every_why_path_is_a_page(run: Run, client_of_this_machine: Client) -> None:
    _code, out, _err = run("duties", "01273", "--json")
    for one in json.loads(out):
        assert client_of_this_machine.get(one["why"]).status_code == 200, one["why"]


@pytest.fixture
def client_of_this_machine() -> Client:
    return Client(REMOTE_ADDR="127.0.0.1", SERVER_NAME="127.0.0.1")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("duties", "99999"), "No body had the code 99999"),
        (("duties", "1273"), "leading zeros"),
        (("duties", "01273", "--on", "2001-01-01"), "No body had the code 01273 on 2001-01-01"),
        (("why", "01273", "no-such-rule", "2026"), "There is no rule called no-such-rule"),
        (("why", "01273", "commune-discloses-contributions", "x"), "Its occasions: 101-qd-ubnd"),
        (("rulebook", "check", "/no/such/folder"), "There is no folder"),
        (("receipt", "/no/such/file"), "No such file"),
        (("recover",), "--from DIR"),
        (("verify", "--against", "/no/such/file"), "No such file"),
        (("erase", "00" * 32, "public", "--reason", "whim"), ""),
    ],
)
def test_it_refuses_with_a_sentence(run: Run, words: tuple[str, ...], sentence: str) -> None:
    code, _out, err = run(*words)
    assert code == 1
    assert sentence in err
    assert err.strip()
    assert "Traceback" not in err


def test_a_broken_rulebook_is_named_and_the_old_one_keeps_running(run: Run, tmp_path: Path, settings: LazySettings) -> None:
    before = rulebooks.current().hash
    broken = tmp_path / "rulebook"
    for path, data in rulebooks.read_folder(settings.RULEBOOK_DIR).items():
        (broken / path).parent.mkdir(parents=True, exist_ok=True)
        (broken / path).write_bytes(data)
    article = broken / "law-10-2022-qh15" / "art_11.toml"
    article.write_text(article.read_text().replace('unit = "working-day"', 'unit = "moon"'))
    for words in (("rulebook", "check", str(broken)), ("rulebook", "adopt", str(broken), "--changelog", "x")):
        code, _out, err = run(*words)
        assert code == 1
        assert "art_11.toml: commune-discloses-contributions: due" in err
        assert "keeps running" in err
    assert rulebooks.current().hash == before
    assert run("duties", "01273")[0] == 0


def test_why_shows_the_days(run: Run) -> None:
    _code, out, _err = run("why", "01273", "commune-discloses-contributions", "88-qd-ubnd")
    assert "2026-08-31         holiday" in out
    assert "due      2026-09-08" in out


def test_a_year_before_its_official_notice_is_said_wherever_the_day_is(run: Run, client_of_this_machine: Client) -> None:
    words = "the days off of 2027 are as expected, before the official notice; 2027-03-31 was judged by them"
    register = ("01273", "commune-keeps-quarterly-register", "2026-Q4")
    assert f"warning: {words}\n" in run("why", *register)[1]
    assert f"      warning: {words}; the day may be wrong\n" in run("duties", "01273", "--on", "2027-01-04")[1]
    found = json.loads(run("duties", "01273", "--on", "2027-01-04", "--json")[1])
    assert next(one["warnings"] for one in found if (one["rule"], one["occasion"]) == register[1:]) == [words]
    page = client_of_this_machine.get(f"/en/don-vi/01273/vi-sao/{register[1]}/{register[2]}/")
    assert "The days off of 2027 are as expected, before the official notice" in page.content.decode()
    page = client_of_this_machine.get(f"/don-vi/01273/vi-sao/{register[1]}/{register[2]}/")
    assert "Lịch nghỉ năm 2027 là theo dự tính, chưa có thông báo chính thức" in page.content.decode()


def test_verify_and_rebuild_agree(run: Run) -> None:
    assert run("verify")[0] == 0
    assert run("rebuild", "--check")[:2] == (0, "0 differences\n")
    assert run("rebuild")[0] == 0
    assert run("verify")[0] == 0


def test_receipt_waits_and_is_included_after_a_tick(run: Run, tmp_path: Path) -> None:
    body = bodies.find("01273", clock.today()).id
    done = acts.report(by=Voice(person="r"), at=clock.now(), command_id=uuid4(), body=body, title="a", where="b", item=None, show=False)
    file = tmp_path / "receipt.txt"
    file.write_text(done.receipt)
    code, out, _err = run("receipt", str(file))
    assert code == 0
    assert "not" in out
    later = clock.now() + timedelta(hours=6, minutes=1)
    code, out, _err = run("tick", "--at", later.isoformat())
    assert code == 0
    assert out.startswith("1 sealed")
    assert "included" in run("receipt", str(file))[1]


def test_a_clock_never_goes_back(run: Run) -> None:
    code, _out, err = run("tick", "--at", datetime(2020, 1, 1, tzinfo=clock.LOCAL).isoformat())
    assert code in {0, 1}
    assert clock.now().year >= 2026
    assert "Traceback" not in err


def test_export_can_be_verified_against(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "log"
    assert run("record", "export", str(out))[0] == 0
    assert export.exported(out) is not None
    code, text, _err = run("verify", "--against", str(out / "checkpoint"))
    assert code == 0, text


def test_keys_show_the_two_verifier_keys(run: Run) -> None:
    _code, out, _err = run("keys", "show")
    assert all(vkey in out for vkey in keys.vkeys().values())


def test_an_official_gets_secrets_once(run: Run) -> None:
    words = ("people", "add", "demo-new", "--body", "01273", "--office", "commune-officer", "--decision", "QĐ 1 ngày 1/1/2026")
    code, out, _err = run(*words)
    assert code == 0
    assert "otpauth://" in out
    assert not Command.objects.filter(receipt__contains=out.split()[5]).exists()
    code, _out, err = run(*words)
    assert code == 1
    assert "taken" in err


def test_what_waits_can_be_erased_and_what_is_no_hash_is_refused(run: Run) -> None:
    body = bodies.find("01273", clock.today()).id
    done = acts.report(by=Voice(person="r"), at=clock.now(), command_id=uuid4(), body=body, title="a", where="b", item=None, show=True)
    code, _out, err = run("erase", done.leaf.upper(), "public", "--reason", "person-request")
    assert (code, err) == (0, "")
    assert "erased before" in run("erase", done.leaf, "public", "--reason", "person-request")[2]
    for leaf in ("z" * 64, "00" * 32, "12"):
        code, _out, err = run("erase", leaf, "public", "--reason", "person-request")
        assert (code, err) == (1, "The record has no such leaf.\n")


def test_serve_erases_again_before_it_opens(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    leaf = bytes(Entry.objects.get(act="rulebook.adopt").hash)
    erasures.note(erasures.Line(leaf, "public", "court-order"))
    opened: list[str] = []

    def opens(*_: object) -> int:
        opened.append(Part.objects.get(hash=leaf).erased)
        return 0

    monkeypatch.setattr(commands, "call_command", lambda *given, **more: None)
    monkeypatch.setattr(commands, "serve_forever", opens)
    assert run("serve")[0] == 0
    assert opened == ["court-order"]
