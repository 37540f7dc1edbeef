"""The record, an entry, a receipt, and what can be checked."""

from dinhlang.ground.ui import shapes as s
from dinhlang.ground.ui.samples.common import BODY, ROOT, Pages, at, qr

POINT = s.Checkpoint(
    "demo.dinhlang.example/log/1",
    10_482,
    ROOT,
    at(23, 9, 15),
    "#",
    f"demo.dinhlang.example/log/1\n10482\n{ROOT}\n\n— demo.dinhlang.example/log/1 Zm9v…\n",
)
LEAF = (
    "dinhlang/entry/v1\nact disclosure.post\nbody 01273\noffice commune-chair\ntime 2026-11-23T09:14:05+07:00\nsubject 4k7m2q9xw3h8t6vr\n"
    f"because -\nrules {ROOT}\ncommit {ROOT}\n"
)


def record() -> s.RecordPage:
    """A stretch with entries and a sealed batch."""
    return s.RecordPage(
        (
            s.EntryRow(
                10481,
                at(23, 9, 14),
                "Phường Thục Phán công khai “Kế hoạch sửa kênh mương Nà Cạn năm 2027” trên trang thông tin.",
                "Phường Thục Phán",
                "entry",
                "#",
                "disclosure.post",
            ),
            s.EntryRow(10480, None, "", "", "sealed", "#"),
            s.EntryRow(10479, None, "", "", "sealed", "#"),
            s.EntryRow(10478, at(23, 9, 0), "Nhịp giờ của nhật ký.", "", "entry", "#", "log.tick"),
        ),
        "#older",
        "",
        POINT,
        10_482,
    )


def entry() -> s.EntryPage:
    """An entry with one part open, one sealed, one erased."""
    return s.EntryPage(
        10481,
        at(23, 9, 14),
        "Phường Thục Phán công khai “Kế hoạch sửa kênh mương Nà Cạn năm 2027”.",
        "entry",
        BODY,
        s.Link("Kế hoạch sửa kênh mương", "#"),
        LEAF,
        ROOT,
        (
            s.OpeningPart("public", ROOT, "shown", '{"title": "Kế hoạch sửa kênh mương Nà Cạn năm 2027"}', ROOT),
            s.OpeningPart("files", ROOT, "sealed", reason="Bản gốc có chữ ký được giữ trong két khoá."),
            s.OpeningPart("place", ROOT, "erased", reason="Đã xoá theo Luật 91/2025/QH15."),
        ),
        tuple(ROOT for _ in range(14)),
        POINT,
        (s.Link("Nội dung mở (JSON)", "#"), s.Link("Chứng cứ nằm trong nhật ký", "#")),
    )


COMMAND = "python3 check_receipt.py chung-nhan.txt --log https://example.vn/log/ --key …"


def receipt() -> s.ReceiptPage:
    """A receipt that is not yet due."""
    return s.ReceiptPage(
        ROOT,
        at(23, 9, 14),
        at(24, 9, 14),
        10_482,
        ROOT,
        "not-yet-due",
        "Đã nhận; sẽ có trong nhật ký chậm nhất lúc 09:14 ngày 24/11/2026.",
        "#",
        "#",
        note=POINT.note,
        qr=qr("https://example.vn/chung-nhan/abc"),
        command=f"{COMMAND} --opening noi-dung.json",
    )


def proof() -> s.AboutProof:
    """No witness yet."""
    return s.AboutProof(POINT, 0, (s.Link("check_receipt.py", "#"),), (s.Link("Toàn bộ nhật ký", "#"),), COMMAND)


def pages() -> Pages:
    """By a short name: the page template and values for it."""
    return {
        "record": ("pages/record.html", record()),
        "entry": ("pages/entry.html", entry()),
        "receipt": ("pages/receipt.html", receipt()),
        "proof": ("pages/proof.html", proof()),
    }
