"""Paper: what the sheets say, that they fetch nothing, and that a workbook takes no typed text for a formula."""

import hashlib
import io
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pikepdf
import pytest
from django.utils import translation
from openpyxl import load_workbook
from weasyprint import HTML

from dinhlang.core.rules import State
from dinhlang.ground.ui import paper, samples
from dinhlang.ground.ui.shapes import Link, PartRow, RunRow
from dinhlang.works.disclosures import sheets

URL = "https://dinhlang.invalid/cong-khai/0123456789abcdef/"
CANARY = b"canary-7a1c"
A4 = (595, 842)


def size_of(data: bytes) -> tuple[int, int]:
    with pikepdf.open(io.BytesIO(data)) as pdf:
        box = [float(str(edge)) for edge in pdf.pages[0].mediabox]
    return round(box[2] - box[0]), round(box[3] - box[1])


def inside(data: bytes) -> bytes:
    """Every stream of a PDF, unpacked."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        return b"".join(one.read_bytes() for one in pdf.objects if isinstance(one, pikepdf.Stream))


@pytest.fixture
def web() -> Iterator[tuple[str, list[str]]]:
    """A server of this machine that notes who asks and answers with the canary."""
    asked: list[str] = []

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(200)
            self.send_header("Content-Type", "text/css")
            self.end_headers()
            self.wfile.write(b"body::after{content:'" + CANARY + b"'}")

        def log_message(self, format: str, *args: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", asked
    server.shutdown()
    thread.join()
    server.server_close()


def test_it_works() -> None:
    page = samples.thing()
    data = sheets.board(page, URL)
    assert data.startswith(b"%PDF")
    assert size_of(data) == A4
    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert len(pdf.pages) == 1
        assert str(pdf.docinfo["/Title"]) == page.title


def test_the_board_sheet_says_all_of_it() -> None:
    page = samples.thing()
    html = sheets.board_html(page, URL)
    words = "\n".join((page.title, *page.lines))
    for text in (page.title, *page.lines, page.number, page.answers, page.body.text, URL, hashlib.sha256(words.encode()).hexdigest()):
        assert text in html
    assert html.count("<svg") == 1  # the way back to the live page


def test_paper_stays_up_as_long_as_the_rule_holds() -> None:
    up = RunRow(date(2026, 6, 5), None, place="trụ sở")
    board = PartRow("board", "Niêm yết tại trụ sở", State.RUNNING, hold=30, runs=(up,))
    points = PartRow("village-points", "Nhà văn hóa", State.MISSING, hold=30, places="1/2", runs=(replace(up, place="Tổ 4"),))
    site = PartRow("website", "Trang điện tử", State.DONE_ON_TIME)
    rows = sheets.hanging((site, board, points))
    assert [(row.where, row.since, row.until, row.days) for row in rows] == [
        ("Niêm yết tại trụ sở", date(2026, 6, 5), date(2026, 7, 5), 30),
        ("Nhà văn hóa, Tổ 4", date(2026, 6, 5), date(2026, 7, 5), 30),
        ("Nhà văn hóa", None, None, 30),
    ]


def test_what_came_down_is_to_be_put_up_again() -> None:
    gone = PartRow("board", "Niêm yết tại trụ sở", State.BROKEN, hold=30, runs=(RunRow(date(2026, 6, 5), date(2026, 6, 20)),))
    assert [(row.since, row.until) for row in sheets.hanging((gone,))] == [(None, None)]


def test_a_long_text_is_printed_smaller_not_cut() -> None:
    lines = tuple(f"Hộ thứ {n}: diện tích, đơn giá và số tiền được ghi đủ." for n in range(1, 41))
    data = sheets.board(replace(samples.thing(), lines=lines, parts=()), URL)
    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert len(pdf.pages) <= 2
    assert lines[-1] in sheets.board_html(replace(samples.thing(), lines=lines), URL)


def test_typed_text_is_text() -> None:
    html = sheets.board_html(replace(samples.thing(), title="<img src='file:///etc/passwd'>", lines=("<link rel=attachment href=x>",)), URL)
    assert "<img" not in html
    assert "<link" not in html


def test_the_register_is_landscape_and_numbers_its_pages() -> None:
    page = samples.register()
    assert size_of(sheets.register_pdf(page, URL)) == A4[::-1]
    html = sheets.register_html(page, URL)
    assert html.count('<td class="num">') == 2 * len(page.rows)
    assert "data-page=" in html
    assert "counter(page)" in sheets.STYLE.read_text()
    assert all(row.text in html for row in page.rows)


def test_each_language_its_own_words() -> None:
    with translation.override("en"):
        english = sheets.register_html(samples.register(), URL)
    with translation.override("vi"):
        vietnamese = sheets.register_html(samples.register(), URL)
    assert '<html lang="en">' in english
    assert "Matter to be disclosed" in english
    assert '<html lang="vi">' in vietnamese
    assert "Matter to be disclosed" not in vietnamese


def evil(base: str, file: str) -> str:
    """A page that asks for the canary in every way a page can."""
    return f"""<html><head><link rel="attachment" href="{file}"><link rel="attachment" href="{base}/attachment">
<link rel="stylesheet" href="{base}/sheet"><link rel="stylesheet" href="{file}">
<style>@import "{base}/import";@import url({file});@font-face{{font-family:x;src:url({base}/font)}}
body{{font-family:x;background:url({base}/background)}}li{{list-style-image:url({base}/list)}}p::after{{content:url({base}/content)}}</style></head>
<body><p>chữ</p><ul><li>x</ul><img src="{base}/img"><img src="{file}"><object data="{base}/object"></object><embed src="{file}">
<a rel="attachment" href="{file}">x</a><a rel="attachment" href="{base}/a">x</a>
<svg width="9" height="9"><image href="{base}/svg" width="9" height="9"/><use href="{base}/use#x"/></svg></body></html>"""


@pytest.fixture
def secret(tmp_path: Path) -> str:
    path = tmp_path / "secret.css"
    path.write_bytes(CANARY)
    return path.as_uri()


def test_nothing_outside_is_fetched(web: tuple[str, list[str]], secret: str) -> None:
    base, asked = web
    data = paper.printed(evil(base, secret), sheets.STYLE)
    assert asked == []
    assert CANARY not in inside(data)
    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert len(pdf.attachments) == 0


def test_the_canary_would_have_been_seen(web: tuple[str, list[str]], secret: str) -> None:
    base, asked = web
    data = bytes(HTML(string=evil(base, secret)).write_pdf())
    assert {"/sheet", "/import", "/attachment", "/img"} <= set(asked)
    assert CANARY in inside(data)


@pytest.mark.parametrize(
    "url", ["file:///etc/passwd", "http://127.0.0.1:1/", "https://example.org/", "data:text/css,x", "ftp://127.0.0.1/"]
)
def test_every_kind_of_address_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="fetches nothing"):
        paper.NothingOutside()(url)


# --- the workbook ---


def test_the_workbook_opens_and_holds_every_item() -> None:
    page = samples.register()
    sheet = load_workbook(io.BytesIO(sheets.register_xlsx(page))).active
    assert sheet is not None
    assert sheet.title == page.quarter
    rows = [row for row in sheet.iter_rows(min_row=6, values_only=True) if isinstance(row[0], int)]
    assert [row[0] for row in rows] == [row.item for row in page.rows]
    assert [row[1] for row in rows] == [row.text for row in page.rows]
    assert sheet.page_setup.orientation == "landscape"


@pytest.mark.parametrize("title", ['=HYPERLINK("http://x","y")', "+1", "-1+1", "@SUM(A1)", "\t=1", "=cmd|' /C calc'!A0"])
def test_no_title_becomes_a_formula(title: str) -> None:
    page = samples.register()
    first = replace(page.rows[0], links=(Link(title, "/"),))
    data = sheets.register_xlsx(replace(page, rows=(first, *page.rows[1:]), body=Link(title, "/")))
    sheet = load_workbook(io.BytesIO(data)).active
    assert sheet is not None
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert [cell.coordinate for cell in cells if cell.data_type == "f"] == []
    assert [cell.coordinate for cell in cells if isinstance(cell.value, str) and cell.value[:1] in set("=+-@\t\r")] == []
