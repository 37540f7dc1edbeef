"""The tools of the workshop do what the other tests rely on."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import polib
import psycopg
import pytest

from scripts import docs, messages
from scripts.postgres import running_postgres
from scripts.test import read_report
from tests.network import NetworkRefused

ROOT = Path(__file__).resolve().parents[1]


@pytest.mark.parametrize("host", ["192.0.2.1", "2001:db8::1", "example.org"])
def test_the_network_is_closed(host: str) -> None:
    with pytest.raises(NetworkRefused, match=host):
        socket.create_connection((host, 80), timeout=1)


def test_this_machine_stays_open() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname(), timeout=5) as client:
        assert client.getpeername()[0] == "127.0.0.1"


def test_a_postgres_starts_answers_and_leaves_nothing() -> None:
    with running_postgres() as url:
        home = Path(url.partition("host=")[2])
        with psycopg.connect(url) as connection:
            row = connection.execute("SELECT current_database(), current_setting('server_encoding')").fetchone()
        assert row == ("dinhlang", "UTF8")
        assert home.exists()
    assert not home.exists()


def test_a_command_gets_a_postgres_and_keeps_its_exit_code() -> None:
    ask = "import os, sys; sys.exit(7 if os.environ['DATABASE_URL'].startswith('postgresql://') else 1)"
    done = subprocess.run([sys.executable, ROOT / "scripts" / "postgres.py", "--", sys.executable, "-c", ask], check=False)
    assert done.returncode == 7


def test_no_postgres_is_said_and_is_a_failure(tmp_path: Path) -> None:
    (tmp_path / "initdb").touch()
    code = "import scripts.postgres as p; p.OLDEST = 10**6; raise SystemExit(p.main())"
    done = subprocess.run(
        [sys.executable, "-c", code, "--", "true"], cwd=ROOT, env={"PATH": os.defpath}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert "system-packages test" in done.stderr


def test_the_sum_never_counts_a_skip_as_passed(tmp_path: Path) -> None:
    report = tmp_path / "report.xml"
    report.write_text(
        '<testsuites><testsuite><testcase classname="a" name="good"/>'
        '<testcase classname="a" name="not_here"><skipped message="runs on PostgreSQL only"/></testcase>'
        '<testcase classname="a" name="bad"><failure/></testcase></testsuite></testsuites>'
    )
    outcome = read_report("sqlite", 1, report)
    assert dict(outcome.verdicts) == {"passed": 1, "skipped": 1, "failed": 1}
    assert outcome.skipped == ("a::not_here: runs on PostgreSQL only",)
    assert not outcome.good


def test_a_way_that_left_no_report_is_no_success(tmp_path: Path) -> None:
    assert not read_report("browser", 0, tmp_path / "none.xml").good


def test_messages_are_found_in_python() -> None:
    source = 'raise Refused(N_("no {day}")); gettext("a" "b"); ngettext("x", "y", 3); t.pgettext("month", "May"); gettext(computed)'
    assert sorted(messages.in_python(source)) == [
        messages.Message("May", "month"),
        messages.Message("ab"),
        messages.Message("no {day}"),
        messages.Message("x", "", "y"),
    ]


def test_messages_are_found_in_templates() -> None:
    source = (
        '{% load i18n %}{% translate "Here (now) it\'s" %}{{ _("in a variable") }}'
        "{% blocktranslate count n=rows with who=name trimmed %}\n"
        "  One {{ n }} duty\n{% plural %}{{ n }} duties of {{ who }}{% endblocktranslate %}"
    )
    assert {message.msgid for message in messages.in_template(source)} == {"Here (now) it's", "in a variable", "One %(n)s duty"}


def test_a_catalogue_keeps_its_translations_and_takes_missing_ones(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = tmp_path / "dinhlang" / "said.py"
    source.parent.mkdir()
    source.write_text('N_("kept"); N_("new {n}")')
    monkeypatch.setattr(messages, "ROOT", tmp_path)
    monkeypatch.setattr(messages, "CATALOGUES", tmp_path / "dinhlang" / "locale")
    path = messages.catalogue("vi")
    path.parent.mkdir(parents=True)
    path.write_text('msgid "kept"\nmsgstr "giữ"\n\nmsgid "gone"\nmsgstr "bỏ"\n', encoding="utf-8")

    assert any("new {n}" in problem for problem in messages.problems("vi"))
    other = tmp_path / "other.po"
    other.write_text('msgid "kept"\nmsgstr "khác"\n\nmsgid "new {n}"\nmsgstr "mới {m}"\n', encoding="utf-8")
    messages.main(["merge", str(other)])

    assert {entry.msgid: entry.msgstr for entry in polib.pofile(str(path))} == {"kept": "giữ", "new {n}": "mới {m}"}
    assert messages.problems("vi") == ["placeholders differ: 'new {n}' -> 'mới {m}'"]


def test_every_sentence_is_translated() -> None:
    problems = messages.problems("vi")
    assert not problems, f"{len(problems)} problems, first: " + "; ".join(problems[:10])


@pytest.mark.parametrize("page", sorted(docs.PAGES))
def test_generated_pages_are_up_to_date(page: str) -> None:
    assert docs.current(page) == docs.PAGES[page](), "run: make docs"


def test_no_generated_page_is_left_behind() -> None:
    assert docs.strays() == [], "run: make docs"
