"""The lines of a fund book from a file: whole or not at all, the same file twice changes nothing, what they come to is said before."""

from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from dinhlang.ground.record import reads as record
from dinhlang.works.disclosures.tests.town import refused
from dinhlang.works.funds import acts, audit, reads
from dinhlang.works.funds.models import Move
from tests.funds.book import balance, close, opened, receive, spend
from tests.funds.book import reverse as reverse_line
from tests.sending import field, text
from tests.votes.hall import ONE, Hall

HEADER = "Ngày;Nội dung;Thu;Chi;Người nhận;Mục"
GOOD = (
    "01/03/2026;Phường hỗ trợ;3.000.000;;;Cấp trên hỗ trợ",
    "02/03/2026;14 bộ đèn;;1.200.000;Cửa hàng Tân Tiến;Làm mới, sửa chữa công trình",
)  # fmt: skip


def csv(*rows: str) -> SimpleUploadedFile:
    return SimpleUploadedFile("so-quy.csv", "\n".join((HEADER, *rows)).encode())


def report(client: Client, upload: SimpleUploadedFile, **asked: str) -> tuple[str, str]:
    """A file brought and checked, with columns as they were found: where it stands, what is said of it."""
    new = reverse("import-new", args=[ONE, reads.IMPORT])
    sent = client.post(new, {"command_id": field(text(client, new), "command_id"), "file": upload, **asked})
    assert sent.status_code == 302, sent.content.decode()
    address = sent["Location"]
    columns = {name: str(n) for n, name in enumerate(("day", "what", "income", "spending", "payee", "purpose"))}
    chosen = client.post(address, {"command_id": field(text(client, address), "command_id"), "choose": "1", **columns})
    assert chosen.status_code == 302, chosen.content.decode()
    return address, text(client, address)


def confirm(client: Client, address: str) -> None:
    assert client.post(address, {"command_id": str(uuid4()), "confirm": "1"}).status_code == 302


def test_it_works(hall: Hall) -> None:
    """Told what it comes to, entered by one act, each line with its own words; again, and after it was closed, nothing changes."""
    fund, head = opened(hall), hall.town.client("head")
    receive(hall, fund, 500_000, what="Trường tiểu học ủng hộ", purpose="given")
    assert reverse("import-new", args=[ONE, reads.IMPORT]) in text(head, f"/don-vi/{ONE}/quy/")
    address, said = report(head, csv(*GOOD, GOOD[1]))
    for words in ("3.000.000\xa0đ", "2.400.000\xa0đ", "1.100.000\xa0đ", "Quỹ đèn ngõ"):
        assert words in said
    assert Move.objects.count() == 1, "nothing enters before it is confirmed"
    confirm(head, address)
    assert (Move.objects.count(), balance(fund)) == (4, 1_100_000)
    (told,) = (one for one in record.of_subjects([fund]) if one.act == "fund.import")
    assert [one["line"] for one in told.words["lines"]] == [2, 3, 4]
    page = text(Client(), f"/quy/{fund}/")
    assert page.count("Cửa hàng Tân Tiến") == 2
    assert "Phường hỗ trợ" in page
    assert list(audit.differences()) == []
    reverse_line(hall, fund, 4)
    close(hall, fund)
    again, said = report(head, csv(*GOOD, GOOD[1]))
    assert "sổ “Quỹ đèn ngõ”" not in said, "nothing is new, not even what was reversed or is closed"
    confirm(head, again)
    assert "Đã có sẵn: 3 dòng" in text(head, again)
    assert Move.objects.count() == 5
    Move.objects.filter(number=3).update(amount=1)
    assert len(list(audit.differences())) == 1


def test_bad_rows_are_told_by_their_number(hall: Hall) -> None:
    fund, head = opened(hall, collects=False, number="", dated=None), hall.town.client("head")
    bad = (
        "02/03/2026;Cả hai;1.000;1.000;A;", "02/03/2026;Không bên nào;;;;", "03/03/2099;Chưa tới;5.000;;;",
        "02/03/2026;Mục lạ;5.000;;;Không rõ", "02/03/2026;Không người nhận;;5.000;;", "02/03/2026;Âm;-5.000;;;",
        "02/03/2026;Hộ đóng;5.000;;;Hộ gia đình đóng góp",
    )  # fmt: skip
    _address, said = report(head, csv(GOOD[0], *bad))
    for n in range(3, 10):
        assert f"<td>{n}</td>" in said or f">{n}<" in said, n
    for words in ("một khoản thu hoặc một khoản chi", "chưa đến", "Cấp trên hỗ trợ; ", "Ghi cửa hàng", "lớn hơn 0", "Sổ này mở khi chưa"):
        assert words in said, words
    assert Move.objects.count() == 0
    hall.town.do(acts.open_book, "head", body=hall.village, title="Quỹ thứ hai", collects=False)
    assert "“Quỹ đèn ngõ”; “Quỹ thứ hai”" in report(head, csv(*GOOD))[1]
    address, _said = report(head, csv(*GOOD), ask_book="quỹ đèn ngõ")
    confirm(head, address)
    assert Move.objects.filter(fund=fund).count() == 2


def test_another_office_brings_nothing(hall: Hall) -> None:
    fund = opened(hall)
    spend(hall, fund)
    for name in ("work-board", "chair", ""):
        assert hall.town.client(name).get(reverse("import-new", args=[ONE, reads.IMPORT])).status_code in (403, 404)
    with refused("Every row of this file is entered already"):
        hall.town.do(acts.import_lines, "head", body=hall.village, fund=fund, lines=())
