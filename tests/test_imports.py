"""A list brought in as an office does it: the file, its columns, the report, the entry; left and come back to."""

import io
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import Workbook, load_workbook

from dinhlang.config import cli, importing
from dinhlang.core.refusal import Refused
from dinhlang.ground.bodies import reads as bodies
from dinhlang.ground.bodies.models import Body
from dinhlang.ground.imports import steps
from dinhlang.ground.imports.models import Import, Mapping
from dinhlang.ground.record import clock
from dinhlang.web import plugs
from dinhlang.works.disclosures.tests.town import OTHER, WARD, Town, make_town, nothing_changes

HEADER = ["TT", "Tên thôn, tổ dân phố", "Số hộ", "Nhân khẩu"]
VILLAGES, OUTGOING, BUDGET = "villages", "van-ban-di", "ngan-sach"


@pytest.fixture
def town(monkeypatch: pytest.MonkeyPatch, db: None) -> Town:
    return make_town(monkeypatch)


def xlsx(*rows: list[Any]) -> bytes:
    book = Workbook()
    page: Any = book.active
    for row in rows:
        page.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def file(*rows: list[Any], name: str = "thon.xlsx") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, xlsx(HEADER, *rows))


def command(client: Client, address: str) -> str:
    """The command id of the form at an address."""
    found = re.search(r'name="command_id" value="([^"]+)"', client.get(address).content.decode())
    assert found, address
    return found[1]


def bring(client: Client, upload: SimpleUploadedFile, kind: str = VILLAGES, code: str = WARD, **more: str) -> Any:
    address = reverse("import-new", args=[code, kind])
    data = {"command_id": command(client, address), "file": upload, "day": "5/1/2026", "ask_document": "12/BC-UBND", **more}
    return client.post(address, data)


def choose(client: Client, address: str, **columns: str) -> Any:
    return client.post(
        address, {"command_id": command(client, address), "choose": "1", "name": "1", "households": "2", "population": "3", **columns}
    )


def confirm(client: Client, address: str) -> Any:
    return client.post(address, {"command_id": command(client, address), "confirm": "1"})


def test_it_works(town: Town):
    client = town.client("officer")
    assert reverse("imports", args=[WARD]) in client.get(reverse("desk")).content.decode()
    assert client.get(reverse("imports", args=[WARD])).status_code == 200
    response = bring(client, file([1, "Tổ dân phố 5", 125, 487], [2, "Tổ dân phố 6", 80, 321]))
    address = response["Location"]
    page = client.get(address).content.decode()
    assert "selected" in page  # the columns are filled in by their headers
    assert choose(client, address)["Location"] == address
    assert "<td" not in client.get(address).content.decode()
    done = confirm(client, address)["Location"]
    assert client.get(done).status_code == 200
    assert {place.name for place in bodies.villages(town.ward, date(2026, 1, 5))} >= {"Tổ dân phố 5", "Tổ dân phố 6"}
    row = Import.objects.get()
    assert (row.state, row.table) == ("entered", None)
    assert client.get(address).status_code == 200
    assert Mapping.objects.get(header="so ho").column == "households"


def test_the_same_file_again_says_already_there(town: Town):
    client = town.client("officer")
    rows = ([1, "Tổ dân phố 5", 125, 487],)
    address = bring(client, file(*rows))["Location"]
    choose(client, address)
    confirm(client, address)
    again = bring(client, file(*rows))["Location"]
    assert again != address
    choose(client, again)
    assert "1 dòng" in client.get(again).content.decode()
    assert Body.objects.filter(kind="village").count() == 3


def test_sent_twice_is_once(town: Town):
    client = town.client("officer")
    upload = xlsx(HEADER, [1, "Tổ dân phố 5", 125, 487])
    first = bring(client, SimpleUploadedFile("thon.xlsx", upload))["Location"]
    assert bring(client, SimpleUploadedFile("thon.xlsx", upload))["Location"] == first
    choose(client, first)
    form = {"command_id": command(client, first), "confirm": "1"}
    done = client.post(first, form)["Location"]
    assert client.post(first, form).status_code in {200, 302}
    assert client.get(done).status_code == 200
    assert Body.objects.filter(kind="village").count() == 3


def test_wrong_rows_are_named_and_nothing_enters(town: Town):
    client = town.client("officer")
    address = bring(client, file([1, "Tổ dân phố 5", "nhiều", 487], [2, None, 80, 321], ["Tổng cộng", None, 81, 808]))["Location"]
    choose(client, address)
    page = client.get(address).content.decode()
    assert "nhiều" in page
    assert "Số hộ" in page
    kind = Import.objects.get().kind
    assert f'href="{reverse("import-new", args=[WARD, kind])}"' in page, "where the corrected file goes"
    with nothing_changes():
        assert client.post(address, {"command_id": command(client, address), "confirm": "1"}).status_code == 422
    for kind, magic in (("csv", b"\xef\xbb\xbf"), ("xlsx", b"PK")):
        report = client.get(reverse("import-report", args=[Import.objects.get().public]) + f"?loai={kind}")
        assert report.content.startswith(magic)
    assert client.get(f"{address}?cot=1").status_code == 200
    client.post(address, {"abandon": "1"})
    assert Import.objects.get().state == "abandoned"
    assert client.get(address).status_code == 200


@pytest.mark.parametrize(
    ("name", "data"), [("a.xlsx", b"nothing"), ("a.xlsx", b""), ("a.xlsm", b"PK\x03\x04"), ("a.pdf", b"%PDF-1.4"), ("a.csv", b"\x00\x01")]
)
def test_what_is_no_table_is_refused_and_what_was_typed_stays(town: Town, name: str, data: bytes):
    client = town.client("officer")
    with nothing_changes():
        response = bring(client, SimpleUploadedFile(name, data))
    assert response.status_code == 422
    assert "12/BC-UBND" in response.content.decode()


def test_a_column_that_is_needed_is_asked_for(town: Town):
    client = town.client("officer")
    address = bring(client, file([1, "Tổ dân phố 5", 125, 487]))["Location"]
    assert choose(client, address, name="").status_code == 422
    assert choose(client, address, name="2").status_code == 422  # the same column twice
    assert choose(client, address, name="99").status_code == 422


def test_what_was_chosen_is_remembered(town: Town):
    client = town.client("officer")
    rows = [["a", "b"], ["Tổ dân phố 5", 125]]
    first = bring(client, SimpleUploadedFile("a.xlsx", xlsx(*rows)))["Location"]
    client.post(first, {"command_id": command(client, first), "choose": "1", "name": "0", "households": "1"})
    client.post(first, {"abandon": "1"})
    again = bring(client, SimpleUploadedFile("a.xlsx", xlsx(*rows, ["Tổ dân phố 6", 1])))["Location"]
    assert '<option value="0" selected>' in client.get(again).content.decode()


def test_a_large_file_is_left_to_the_house(town: Town, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(steps, "AT_ONCE", 1)
    client = town.client("officer")
    address = bring(client, file([1, "Tổ dân phố 5", 125, 487], [2, "Tổ dân phố 6", 80, 321]))["Location"]
    choose(client, address)
    page = client.get(address).content.decode()
    assert "<progress" in page
    assert "http-equiv" not in page  # nobody is torn from a page that he reads; who wants it asks for it, and can stop it
    assert 'http-equiv="refresh" content="3"' in client.get(f"{address}?xem=1").content.decode()
    assert steps.work(plugs.imports(), town.now) == 1
    page = client.get(address).content.decode()
    assert "<progress" not in page
    assert "http-equiv" not in page
    assert confirm(client, address)["Location"] == address
    assert "<progress" in client.get(address).content.decode()
    assert steps.work(plugs.imports(), town.now) == 1
    assert Import.objects.get().state == "entered"
    assert steps.work(plugs.imports(), town.now) == 0


def test_what_does_not_come_to_an_end_is_given_up_with_a_sentence(town: Town, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(steps, "AT_ONCE", 0)
    client = town.client("officer")
    address = bring(client, file([1, "Tổ dân phố 5", 125, 487]))["Location"]
    choose(client, address)

    def broken(*_: Any, **__: Any) -> None:
        raise RuntimeError

    with monkeypatch.context() as dying:
        dying.setattr(steps, "check", broken)
        for _ in range(steps.TRIES):
            with pytest.raises(RuntimeError):
                steps.work(plugs.imports(), town.now)
        steps.work(plugs.imports(), town.now)
    assert Import.objects.get().state == "refused"
    assert client.get(address).status_code == 200


def test_a_draft_is_for_the_offices_of_its_body(town: Town):
    address = bring(town.client("officer"), file([1, "Tổ dân phố 5", 125, 487]))["Location"]
    for name in ("", "stranger", "head", "resident:ann"):
        client = town.client(name)
        for path in (address, reverse("imports", args=[WARD]), reverse("import-template", args=[WARD, VILLAGES]), f"{address}bao-cao/"):
            assert client.get(path).status_code == 403, (name, path)
    assert town.client("stranger").get(reverse("imports", args=[OTHER])).status_code == 200
    assert town.client("officer").get("/nhap/khong-co/").status_code == 404
    assert town.client("officer").get(reverse("import-new", args=[WARD, "none"])).status_code == 404


def test_what_changed_meanwhile_is_shown_again(town: Town):
    client = town.client("officer")
    address = bring(client, file([1, "Tổ dân phố 5", 125, 487]))["Location"]
    choose(client, address)
    other = bring(client, file([1, "Tổ dân phố 5", 126, 487]))["Location"]
    choose(client, other)
    confirm(client, other)
    response = confirm(client, address)
    assert response.status_code == 422
    row = Import.objects.get(public=address.split("/")[-2])
    assert (row.state, steps.restore(row.report).changed) == ("checked", 1)


def test_the_template_has_a_header_an_example_and_notes(town: Town):
    data = town.client("officer").get(reverse("import-template", args=[WARD, VILLAGES])).content
    book = load_workbook(io.BytesIO(data))
    assert [cell.value for cell in book.worksheets[0][1]][:2] == ["Xã, phường", "Thôn, tổ dân phố"]
    assert len(book.worksheets) == 2


def test_an_answer_that_does_not_fit_is_refused(town: Town):
    kind = plugs.imports()[VILLAGES]
    with pytest.raises(Refused):
        steps.answers(kind.asks, {"document": ""})
    assert bring(town.client("officer"), file([1, "A", 1, 1]), ask_document="").status_code == 422


def command_line(path: Path, *words: str) -> int:
    return importing.run(cli.parser().parse_args(["import", VILLAGES, str(path), "--body", WARD, "--set", "document=1/BC", *words]))


def test_a_list_whose_rows_carry_their_days_asks_for_none(town: Town, tmp_path: Path):
    """The register of outgoing documents and the budget hold from no day: the list itself says so, and every page follows."""
    without = {name for name, kind in plugs.imports().items() if not kind.day}
    assert without == {OUTGOING, BUDGET, "petitions", "so-quy-thon"}
    client = town.client("officer")
    for name in (VILLAGES, OUTGOING, BUDGET):
        page = client.get(reverse("import-new", args=[WARD, name])).content.decode()
        assert ('name="day"' in page) == (name not in without)
    upload = SimpleUploadedFile("so.xlsx", xlsx(["Số ký hiệu", "Ngày ban hành", "Trích yếu"], ["1/TB-UBND", "5/1/2026", "Về việc họp"]))
    address = reverse("import-new", args=[WARD, OUTGOING])
    answer = client.post(address, {"command_id": command(client, address), "file": upload})
    assert answer.status_code == 302
    assert Import.objects.get().day == clock.today()
    assert "Có hiệu lực từ ngày" not in client.get(answer["Location"]).content.decode()
    path = tmp_path / "so.xlsx"
    path.write_bytes(b"x")
    with pytest.raises(Refused, match="--on"):
        importing.run(cli.parser().parse_args(["import", OUTGOING, str(path), "--body", WARD, "--on", "2026-01-05"]))


def test_the_command_line_does_the_same(town: Town, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    path = tmp_path / "thon.xlsx"
    path.write_bytes(xlsx(HEADER, [1, "Tổ dân phố 5", 125, 487]))
    assert command_line(path, "--dry-run") == 0
    assert Body.objects.filter(kind="village").count() == 2
    assert command_line(path) == 0
    assert Body.objects.filter(kind="village").count() == 3
    assert "1 new, 0 changed, 0 known" in capsys.readouterr().out
    assert command_line(path) == 0
    assert "1 known already" in capsys.readouterr().out
    path.write_bytes(xlsx(HEADER, [1, "Tổ dân phố 6", "nhiều", 487]))
    assert command_line(path) == 1
    assert "row 2" in capsys.readouterr().out
    with pytest.raises(Refused, match="asks"):
        command_line(path, "--set", "year=2026")
    with pytest.raises(Refused, match="no column"):
        command_line(path, "--column", "name=Z")
