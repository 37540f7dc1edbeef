"""What people and programs send that they should not: a sentence, what was typed is kept, nothing half done, never a 500."""

import html
import io
import zipfile
from datetime import timedelta
from unittest import mock

import openpyxl
import pytest
from django.db import OperationalError, connection
from django.urls import reverse

from dinhlang.ground.files.tests.makers import pdf, photo, png_that_says, with_parts, word, workbook, zipped
from dinhlang.ground.record import append
from dinhlang.works.disclosures import acts
from dinhlang.works.disclosures.models import Disclosure
from dinhlang.works.disclosures.tests.cases import CASES
from dinhlang.works.disclosures.tests.town import WARD, Town, at, leaf, nothing_changes, upload

POST = CASES[1]
REGISTER = CASES[0]


def text_of(response) -> str:
    return html.unescape(response.content.decode())


def sent(town: Town, path: str, fields: dict, who: str = "officer"):
    return town.client(who).post("/en" + path, fields)


def test_it_works(town: Town):
    path = POST.ready(town)
    response = sent(town, path, POST.filled(scan=upload("quyet-dinh.pdf", pdf(), "application/pdf")))
    assert response.status_code == 302, text_of(response)
    thing = Disclosure.objects.get()
    page = town.client().get(reverse("thing", args=[thing.subject]))
    assert "quyet-dinh.pdf" in page.content.decode()


# --- addresses ---


@pytest.mark.parametrize(
    ("name", "args", "words"),
    [
        ("body", ["99999"], "No body had the code 99999 on"),
        ("duties", ["1273"], "Codes have leading zeros, for example 01273."),
        ("why", [WARD, "no-such-rule", "2026"], "There is no rule called no-such-rule."),
        (
            "why",
            [WARD, "commune-keeps-quarterly-register", "2026-Q9"],
            "01273 has no occasion 2026-Q9 of commune-keeps-quarterly-register.",
        ),
        ("rule", ["no-such-rule"], "There is no rule called no-such-rule."),
        ("register", [WARD, "2026-Q9"], "There is no register for 2026-Q9. There are:"),
        ("register-pdf", [WARD, "None"], "There is no register for None. There are:"),
        ("thing", ["0" * 16], "There is no such disclosure."),
        ("entry", [10**20], "The record has no entry 100000000000000000000 yet."),
        ("done", ["0" * 16], "There is no receipt with this code."),
        ("file", ["0" * 64, 0], "This file is not kept here any more."),
    ],
)
def test_an_address_of_nothing_says_what_there_is(town: Town, name: str, args: list, words: str):
    with nothing_changes():
        response = town.client().get("/en" + reverse(name, args=args))
    assert response.status_code == 404
    assert words in text_of(response)


# --- files ---


def bomb() -> bytes:
    """A workbook of a few hundred kilobytes that unpacks to a gigabyte."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as target, zipfile.ZipFile(io.BytesIO(workbook())) as source:
        for name in source.namelist():
            target.writestr(name, source.read(name))
        with target.open("xl/worksheets/sheet9.xml", "w") as sheet:
            for _ in range(256):
                sheet.write(bytes(1 << 20))
    return out.getvalue()


def hidden(book: openpyxl.Workbook) -> None:
    book.create_sheet("An").sheet_state = "hidden"


FILES = {
    "another-kind": ("quyet-dinh.pdf", lambda: photo("PNG"), "calls itself PDF, but what is inside is PNG"),
    "no-kind-at-all": ("quyet-dinh.pdf", lambda: b"MZ\x90\x00" * 100, "calls itself PDF, but what is inside is not"),
    "program": ("quyet-dinh.exe", lambda: b"MZ\x90\x00" * 100, "is not a kind of file taken here"),
    "zip-bomb": ("du-toan.xlsx", bomb, "unpacks to more than"),
    "picture-bomb": ("anh.png", lambda: png_that_says(60_000, 60_000), "points large; a picture here may have at most"),
    "macros": ("du-toan.xlsx", lambda: with_parts(workbook(), xl__vbaProject_dot_bin=b"\xd0\xcf\x11\xe0"), "carries macros"),
    "macro-kind": ("du-toan.xlsm", workbook, "is in a format that is old or can carry programs"),
    "hidden-sheet": ("du-toan.xlsx", lambda: workbook(hidden), "hidden"),
    "empty": ("quyet-dinh.pdf", lambda: b"", "The submitted file is empty"),
    "cut-off": ("quyet-dinh.pdf", lambda: pdf()[:300], "damaged"),
    "another-inside": ("quyet-dinh.docx", lambda: with_parts(word(), word__embeddings__a_dot_zip=zipped({"a": b"a"})), "quyet-dinh.docx"),
    "50-megabytes": ("ban-do.pdf", lambda: b"%PDF-1.7\n" + bytes(50_000_000), "MB; at most 20 MB are taken"),
}


@pytest.mark.parametrize("kind", FILES)
def test_a_file_that_is_not_what_it_should_be(town: Town, kind: str):
    name, make, words = FILES[kind]
    path = POST.ready(town)
    file = upload(name, b"x")
    file.file, file.size = io.BytesIO(make()), len(make())
    with nothing_changes():
        response = sent(town, path, POST.filled(scan=file, text="Nhiều chữ đã gõ"))
    page = text_of(response)
    assert response.status_code == 422
    assert words in page
    assert "Nhiều chữ đã gõ" in page


def test_a_file_with_a_nasty_name(town: Town):
    path = POST.ready(town)
    for name in ("\u202efdp.exe.pdf", "../../etc/passwd.pdf", "a\r\nb.pdf", "<script>.pdf", "x" * 300 + ".pdf"):
        response = sent(town, path, POST.filled(aims=[], scan=upload(name, pdf(), "application/pdf")))
        assert response.status_code in {302, 422}, name
        assert "<script>" not in response.content.decode()


# --- text ---


def test_text_is_kept_as_the_record_keeps_it(town: Town):
    path = POST.ready(town)
    response = sent(town, path, POST.filled(title="  Đóng góp nha\u0300 va\u0306n hoa\u0301\u200b ", text="Một\r\nhai\tba"))
    assert response.status_code == 302
    words = leaf_of(town)
    assert (words["title"], words["text"]) == ("Đóng góp nhà văn hoá", "Một\nhai ba")


def leaf_of(town: Town) -> dict:
    page = reverse("thing", args=[Disclosure.objects.get().subject])
    assert town.client().get(page).status_code == 200
    return leaf(mock.Mock(leaf=bytes(append.Entry.objects.latest("index").hash).hex()))["public"]


@pytest.mark.parametrize("sign", ["\x00", "\x07", "\x1b[2J", "\x7f", "\ufffe", "\U0010ffff"])
def test_control_characters_are_refused_where_they_stand(town: Town, sign: str):
    path = POST.ready(town)
    for field in ("title", "text", "aims", "item", "command_id"):
        with nothing_changes():
            response = sent(town, path, POST.filled(**{field: f"a{sign}b"}))
        assert response.status_code == 422, (field, sign)


SCRIPT = "<script>alert(1)</script><img src=x onerror=alert(2)>{{ 7|add:7 }}{% now %}<b>đậm</b>&amp;"


def test_a_script_comes_out_as_the_letters_it_was(town: Town):
    path = POST.ready(town)
    assert sent(town, path, POST.filled(title=SCRIPT, text=SCRIPT)).status_code == 302
    thing = Disclosure.objects.get().subject
    town.do(acts.correct, disclosure=thing, title=SCRIPT, text=SCRIPT + "!", reason=SCRIPT)
    town.do(acts.register, item=5, number="9/x", dated=at("2026-11-02").date(), title=SCRIPT)
    last = append.Entry.objects.latest("index").index
    paths = [
        "/",
        reverse("body", args=[WARD]),
        reverse("duties", args=[WARD]),
        reverse("record"),
        reverse("entry", args=[last - 1]),
        reverse("thing", args=[thing]),
    ]
    paths += [reverse("register", args=[WARD, "2026-Q4"]), reverse("disclosure-correct", args=[thing])]
    seen = 0
    for path in [*paths, *("/en" + path for path in paths)]:
        page = town.client("officer").get(path).content.decode()
        assert "<script>alert" not in page, path
        assert "<img src=x" not in page, path
        assert "<b>đậm" not in page, path
        seen += "&lt;script&gt;alert(1)" in page
    assert seen >= 4
    for path in (reverse("thing-print", args=[thing]), reverse("register-xlsx", args=[WARD, "2026-Q4"])):
        assert town.client().get(path).status_code == 200


def test_a_script_that_is_refused_comes_back_as_letters(town: Town):
    path = POST.ready(town)
    page = sent(town, path, POST.filled(title=SCRIPT, text='"><script>alert(3)</script>', aims=["x y"])).content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page


@pytest.mark.parametrize(
    "number", [str(2**53), str(-(2**53)), str(2**63), str(10**400), "1e9", "0x10", "NaN", "٣٣", "-1", "5.0", "None", "true"]
)
def test_numbers_that_are_none(town: Town, number: str):
    plan, nothing = CASES[2], CASES[5]
    for case, field in ((POST, "item"), (REGISTER, "item"), (plan, "year"), (nothing, "items"), (plan, "lines")):
        path = case.ready(town) if case is not POST else reverse("disclosure-post", args=[WARD])
        value = f"{number}; x; 10/01/2027" if field == "lines" else number
        with nothing_changes():
            response = sent(town, path, case.filled(**{field: value, **({"aims": []} if case is POST else {})}), case.who)
        assert response.status_code == 422, (case, number)


@pytest.mark.parametrize(
    "day", ["", "x", "31/02/2026", "2026-13-01", "00/00/0000", "1/1/1", "31/12/9999", "01/01/0001", "2" * 500, "23/11/2026; DROP TABLE"]
)
def test_days_that_are_none(town: Town, day: str):
    for case, field in ((REGISTER, "dated"), (CASES[2], "dated"), (CASES[4], "day")):
        path = case.ready(town)
        with nothing_changes():
            response = sent(town, path, case.filled(**{field: day}), case.who)
        assert response.status_code == 422, (case, day)
        assert day in text_of(response)


def test_unknown_values_of_choices(town: Town):
    path = POST.ready(town)
    for aims in (["x"], ["no-such-rule 2026"], ["x" * 201], [" "], ["commune-adopts-disclosure-plan 2026"], ["a b", "a b"]):
        with nothing_changes():
            assert sent(town, path, POST.filled(aims=aims)).status_code == 422
    assert sent(town, path, POST.filled(aims=POST.fields()["aims"] * 3)).status_code == 302


def test_a_form_of_a_million_fields_or_letters(town: Town):
    path = POST.ready(town)
    with nothing_changes():
        assert town.client("officer").post(path, {f"f{n}": "x" for n in range(1500)}).status_code in {400, 413}
        assert town.client("officer").post(path, POST.filled(text="x" * 3_000_000)).status_code in {400, 413}
        assert sent(town, path, POST.filled(text="x" * 8001)).status_code == 422
        assert sent(town, path, POST.filled(title="\N{GRINNING FACE}" * 201)).status_code == 422


# --- rules of time ---


def test_a_clock_set_back(town: Town):
    path = POST.ready(town)
    town.posted()
    town.now -= timedelta(minutes=5)
    with nothing_changes():
        response = sent(town, path, POST.filled(text="Nhiều chữ đã gõ"))
    page = text_of(response)
    assert response.status_code == 422
    assert "The server's clock stands before the last entry of the record." in page
    assert "Nhiều chữ đã gõ" in page


def test_the_record_stands_still(town: Town):
    path = POST.ready(town)
    CASES[3].ready(town)
    path = "/en" + reverse("decision-report", args=[WARD])
    assert town.client("resident:ann").post(path, CASES[3].filled()).status_code == 302
    town.now += timedelta(hours=13)
    with nothing_changes():
        response = town.client("resident:ben").post(path, CASES[3].filled(where="Nhiều chữ đã gõ"))
    assert response.status_code == 422
    assert "Please hand this in on paper at the commune office." in text_of(response)
    assert "Nhiều chữ đã gõ" in text_of(response)


# --- a full disk ---


@pytest.mark.on_sqlite
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("later", [timedelta(0), timedelta(minutes=10)], ids=["at once", "when the session is to be renewed"])
def test_a_full_disk_keeps_what_was_typed(town: Town, later: timedelta):
    path = "/en" + POST.ready(town)
    client = town.client("officer")
    assert client.get(path).status_code == 200
    town.now += later
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        cursor.execute("VACUUM")
        cursor.execute("PRAGMA page_count")
        pages = cursor.fetchone()[0]
        cursor.execute(f"PRAGMA max_page_count={pages}")
    big = {"title": "Đã gõ rất lâu", "text": "Nhiều chữ đã gõ. " * 400}
    try:
        with nothing_changes():
            response = client.post(path, POST.filled(**big, scan=upload("quyet-dinh.pdf", pdf(3, "x" * 20_000), "application/pdf")))
            page = text_of(response)
        assert response.status_code == 503
        assert "the disk may be full" in page
        assert "Đã gõ rất lâu" in page
        assert "Nhiều chữ đã gõ." in page
    finally:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA max_page_count=1073741823")
    assert client.post(path, POST.filled(**big)).status_code == 302


@pytest.mark.parametrize("case", [POST, REGISTER, CASES[3]], ids=str)
def test_a_database_that_fails_at_the_last_step(town: Town, case, monkeypatch: pytest.MonkeyPatch):
    path = "/en" + case.ready(town)

    def fail(*_: object) -> None:
        raise OperationalError("database or disk is full")

    monkeypatch.setattr(append, "append", fail)
    with nothing_changes():
        response = town.client(case.who).post(path, case.filled())
    assert response.status_code == 503
    for typed in case.kept[-1:]:
        assert typed in text_of(response)
