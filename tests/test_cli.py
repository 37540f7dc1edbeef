"""The command line says what the site says, and refuses with one sentence."""

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.conf import LazySettings
from django.contrib.auth import get_user_model
from django.test import Client

from dinhlang.config import cli, commands
from dinhlang.config.cli import parser
from dinhlang.core.actor import Voice
from dinhlang.core.refusal import Refused
from dinhlang.ground.bodies import reads as bodies
from dinhlang.ground.people.models import Mandate
from dinhlang.ground.record import clock, erasures, export, keys, rulebooks
from dinhlang.ground.record.models import Command, Entry, Part, Pending
from dinhlang.works.disclosures import acts
from dinhlang_demo import ward
from tests import kept

Run = Callable[..., tuple[int, str, str]]
pytestmark = pytest.mark.django_db(transaction=True)
OFFICE = ("--body", "01273", "--office", "commune-officer")
KEYS = {"rule", "occasion", "basis", "read", "due", "due_rolled", "steps", "state", "parts", "owner", "why"}


@pytest.fixture(autouse=True)
def the_ward(own_data_dir: Path, transactional_db: None) -> None:
    kept.begin("ward", ward.load)


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
        expected = 200 if one["audience"] == "public" else 403  # what is not towards the public is shown to those it is for
        assert client_of_this_machine.get(one["why"]).status_code == expected, one["why"]


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


@pytest.fixture
def receipt(tmp_path: Path) -> Callable[..., Path]:
    """A resident's report, and its receipt as a file."""

    def report(title: str = "a") -> Path:
        body = bodies.find("01273", clock.today()).id
        done = acts.report(
            by=Voice(person="r"), at=clock.now(), command_id=uuid4(), body=body, title=title, where="b", item=None, show=False
        )
        file = tmp_path / "receipt.txt"
        file.write_text(done.receipt)
        return file

    return report


def test_receipt_waits_and_is_included_after_a_tick(run: Run, receipt: Callable[..., Path]) -> None:
    file = receipt()
    code, out, _err = run("receipt", str(file))
    assert (code, out.partition(":")[0]) == (3, "not_yet_due")
    later = clock.now() + timedelta(hours=6, minutes=1)
    code, out, _err = run("tick", "--at", later.isoformat())
    assert code == 0
    assert out.startswith("1 sealed")
    code, out, _err = run("receipt", str(file))
    assert (code, out.partition(":")[0]) == (0, "included")
    file.write_text(file.read_text().replace("after ", "after 1"))
    code, _out, err = run("receipt", str(file))
    assert code == 2
    assert "not a valid receipt" in err


def test_receipt_says_lost_and_withheld_by_its_exit_code(run: Run, receipt: Callable[..., Path]) -> None:
    file = receipt()
    Pending.objects.all().delete()
    clock.move_to(clock.now() + timedelta(hours=26, minutes=1))
    assert run("receipt", str(file))[0] == 5
    assert run("tick", "--at", (clock.now() + timedelta(minutes=1)).isoformat())[0] == 0
    assert run("receipt", str(file))[0] == 4


@pytest.mark.parametrize(
    ("words", "code"), [(["receipt"], 64), (["receipt", "a", "b"], 64), (["why"], 2), (["moon"], 2), (["receipt", "-h"], 0)]
)
def test_wrong_use(words: list[str], code: int, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        cli.main(words)
    assert left.value.code == code
    assert "usage: dinhlang" in "".join(capsys.readouterr())


@pytest.mark.parametrize(("demo", "at"), [(True, -1), (False, -1), (False, 1)])
def test_a_clock_never_goes_back_and_a_real_one_is_not_moved(run: Run, settings: LazySettings, demo: bool, at: int) -> None:
    before, size = clock.now(), Entry.objects.count()
    settings.DEMO = demo
    code, out, err = run("tick", "--at", (clock.now() + at * timedelta(minutes=30)).isoformat())
    assert (code, out) == (1, "")
    assert "clock" in err
    settings.DEMO = True
    assert clock.now() - before < timedelta(minutes=5)
    assert Entry.objects.count() == size


def test_the_tick_survives_whatever_a_tick_meets(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    ticks = iter([OSError(28, "No space left on device"), ZeroDivisionError("a mistake of ours"), KeyboardInterrupt()])

    def ticker() -> None:
        raise next(ticks)

    monkeypatch.setattr(cli, "TICK_SECONDS", 0)
    monkeypatch.setattr(cli.log, "handlers", [caplog.handler])
    with pytest.raises(KeyboardInterrupt):
        cli._tick_loop(ticker)
    assert next(ticks, None) is None
    assert {str(one.exc_info and one.exc_info[1]) for one in caplog.records} == {"[Errno 28] No space left on device", "a mistake of ours"}


def test_export_can_be_verified_against(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "log"
    assert run("record", "export", str(out))[0] == 0
    assert export.exported(out) is not None
    code, text, _err = run("verify", "--against", str(out / "checkpoint"))
    assert code == 0, text


def test_keys_show_the_two_verifier_keys(run: Run) -> None:
    _code, out, _err = run("keys", "show")
    assert all(vkey in out for vkey in keys.vkeys().values())


def test_a_lost_key_is_replaced_by_closing_the_log(run: Run) -> None:
    before = keys.vkeys()
    code, _out, err = run("keys", "replace", "--because", "lost")
    assert code == 1
    assert "Nothing is lost" in err
    (keys.key_dir() / "receipt").unlink()
    code, _out, err = run("up")
    assert code == 1
    assert "docs/keys.md" in err
    code, out, _err = run("keys", "replace", "--because", "lost")
    assert code == 0
    assert keys.origin() == "demo.invalid/dinhlang/2"
    assert all(vkey in out for vkey in keys.vkeys().values())
    assert not any(vkey in out for vkey in before.values())
    code, out, _err = run("verify", "--quick")
    assert code == 0, out


def test_an_official_gets_secrets_once(run: Run) -> None:
    words = ("people", "add", "demo-new", *OFFICE, "--decision", "QĐ 1 ngày 1/1/2026")
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


def test_a_second_office_and_a_lost_phone(run: Run) -> None:
    decision = ("--decision", "QĐ 1 ngày 1/1/2026")
    secrets = [line.split(None, 1)[1] for line in run("people", "add", "demo-new", *OFFICE, *decision)[1].splitlines() if "  " in line]
    code, out, _err = run("people", "also", "Demo-New", "--body", "04-t0000002", "--office", "village-head", *decision)
    assert code == 0
    mandate = Mandate.objects.get(office="village-head", account__username="demo-new")
    assert f"mandate {mandate.pk})" in out
    assert run("people", "also", "demo-new", "--body", "04-t0000002", "--office", "village-head", *decision)[0] == 1
    assert run("people", "end", str(mandate.pk), *decision)[0] == 0

    code, out, _err = run("people", "renew", "demo-new", *decision)
    assert code == 0
    renewed = [line.split(None, 1)[1] for line in out.splitlines() if "  " in line]
    assert "otpauth://" in out
    assert not set(secrets[1:]) & set(renewed[1:])
    account = get_user_model().objects.get(username="demo-new")
    assert account.check_password(renewed[1])
    for action in ("also", "renew"):
        code, _out, err = run("people", action, "nobody", *(OFFICE if action == "also" else ()), *decision)
        assert code == 1
        assert "no open account" in err


def test_a_port_that_is_taken_is_said_before_anybody_is_served() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(Refused, match=f"Port {port} of 127.0.0.1 cannot be used"):
            cli.check_port("127.0.0.1", port)
    cli.check_port("127.0.0.1", port)


def test_whoever_is_told_to_end_ends_the_server_too(tmp_path: Path) -> None:
    mark = tmp_path / "child"
    child = f"import os, time; open({str(mark)!r}, 'w').write(str(os.getpid())); time.sleep(60)"
    code = f"import sys; from dinhlang.config import cli; sys.exit(cli.run_child([sys.executable, '-c', {child!r}]))"
    with subprocess.Popen([sys.executable, "-c", code], cwd=cli.ROOT) as house:
        for _ in range(200):
            if mark.exists() and mark.read_text():
                break
            time.sleep(0.05)
        house.terminate()
        assert house.wait(20) == 0
    with pytest.raises(ProcessLookupError):
        os.kill(int(mark.read_text()), 0)


def test_rules_are_listed_by_kind_and_right(run: Run) -> None:
    code, out, _err = run("rulebook", "list")
    assert code == 0
    assert {line.split()[0] for line in out.splitlines()} >= {"duty", "decision"}
    names = {line.split()[1] for line in out.splitlines()}
    assert {"commune-discloses-contributions", "village-contribution"} <= names
    _code, some, _err = run("rulebook", "list", "--kind", "village", "--right", "decide")
    assert "village-contribution" in some
    assert set(some.splitlines()) < set(out.splitlines())
    assert run("rulebook", "list", "--on", "1990-01-01")[1] == ""
    for words in (("--kind", "borough"), ("--right", "sleep")):
        code, _out, err = run("rulebook", "list", *words)
        assert code == 1
        assert words[1] in err
        assert "Those there are" in err


def test_a_rule_is_shown_with_its_wording_and_cases(run: Run) -> None:
    code, out, _err = run("rulebook", "show", "commune-discloses-contributions")
    assert code == 0
    for said in ("Law 10/2022/QH15 Art. 11(5)", "within 5 working days", "read as of 2022-11-10", "not confirmed", "case", "art_11.toml"):
        assert said in out, said
    assert "2/3 or more of all households" in run("rulebook", "show", "village-contribution", "--on", "2024-01-01")[1]
    code, _out, err = run("rulebook", "show", "commune-disclose-contribution")
    assert code == 1
    assert "Names near it: commune-discloses-contributions" in err
    assert "There is no rule called zzz." in run("rulebook", "show", "zzz")[2]


def test_a_body_is_renamed_and_ended_at_the_console(run: Run) -> None:
    day = clock.today().isoformat()
    code, said, _err = run("bodies", "rename", "01273", "Phường Cao Bằng", "--word", "phường", "--document", "9/NQ-HĐND", "--from", day)
    assert (code, "is called Phường Cao Bằng" in said) == (0, True)
    villages = [one.code for one in bodies.villages(bodies.find("01273", clock.today()).id, clock.today())]
    code, said, _err = run("bodies", "succeed", villages[0], villages[1], "--document", "10/NQ-HĐND", "--from", day)
    assert (code, "The offices held there end with it" in said) == (0, True)
    assert villages[0] not in [one.code for one in bodies.villages(bodies.find("01273", clock.today()).id, clock.today())]
    code, _said, err = run("bodies", "succeed", villages[1], "99999", "--document", "10/NQ-HĐND", "--from", day)
    assert (code, "no other living body of the same kind" in err) == (1, True)
    code, _said, err = run("bodies", "succeed", "01279", "--document", " ", "--from", day)
    assert code == 1
    assert err
