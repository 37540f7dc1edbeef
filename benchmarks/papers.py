"""What the minutes of a meeting cost as PDF and as Word document: `python -m benchmarks.papers QUESTIONS` (see `benchmarks.places`).

Promises: the words of a long conference (20 points of the agenda, `questions` questions with answers, 10 motions, each planted here)
through the house's layout, the best of five; the floor is the same printer on the same words as one plain paragraph. No assertion on time.
"""

import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict
from html import escape
from pathlib import Path
from time import perf_counter

from benchmarks import site as _site  # noqa: F401  (sets Django up: import it before anything of the product)
from benchmarks.ledger import Row
from dinhlang.ground.documents import looks, word
from dinhlang.ground.documents.content import Content, Part, Sign, Stamp
from dinhlang.ground.documents.content import Row as Cell
from dinhlang.ground.ui import paper

STAMP = Stamp(
    "Bản xuất để ký ngày 1/3/2026", "ABCD-EFGH-JKMN-PQRS", "https://dinhlang.example/giay/abcdefghjkmnpqrs/", "1/3/2026", False, True
)
SENTENCE = "Đề nghị lãnh đạo cho biết bao giờ thanh toán tiền làm thêm giờ của quý trước và ai chịu trách nhiệm theo dõi."


def planted(questions: int) -> Content:
    """The minutes of a conference."""
    asked = tuple(
        line for n in range(1, questions + 1) for line in (f"Hỏi: {n}. {SENTENCE}", f"Trả lời: {SENTENCE} (Kế toán chịu trách nhiệm)")
    )
    motions = tuple(row for n in range(1, 11) for row in (Cell(f"Tán thành: nội dung {n}", str(100 - n)), Cell("Không tán thành", str(n))))
    parts = (
        Part("Thời gian, địa điểm, thành phần", (), tuple(Cell(f"Mục {n}", "Hội trường") for n in range(6))),
        Part("Nội dung họp", tuple(f"{n}. {SENTENCE}" for n in range(1, 21))), Part("Hỏi và trả lời", asked),
        Part("Biểu quyết", (), motions),
    )  # fmt: skip
    return Content(
        "minutes", "state", "PHƯỜNG THỤC PHÁN", "PHÒNG KINH TẾ", "Phường Thục Phán", "Biên bản", "Hội nghị cán bộ, công chức", (), parts,
        (Sign("Thư ký"), Sign("Chủ trì")), ("Lưu",), "Law 10/2022/QH15 Art. 51",
    )  # fmt: skip


def _best(make: Callable[[], bytes]) -> float:
    """Seconds of the fastest of five."""
    found = []
    for _n in range(5):
        begun = perf_counter()
        make()
        found.append(perf_counter() - begun)
    return min(found)


def rows(questions: int) -> Iterator[Row]:
    """The rows of the table, in seconds."""
    content = planted(questions)
    words = " ".join(
        line for part in content.parts for line in (part.title, *part.lines, *(f"{one.name} {one.value}" for one in part.rows))
    )
    style = Path(looks.STYLE)
    floor = _best(lambda: paper.printed(f"<html><body><p>{escape(words)}</p></body></html>", style))
    pdf = _best(lambda: looks.pdf(content, STAMP))
    yield Row("minutes of a meeting as PDF", questions, pdf, "s", floor, pdf / floor)
    docx = _best(lambda: word.docx(content, STAMP))
    yield Row("minutes of a meeting as Word document", questions, docx, "s", floor, docx / floor)


def main() -> None:
    """The command line."""
    for row in rows(int(sys.argv[1])):
        print(json.dumps(asdict(row)), flush=True)


if __name__ == "__main__":
    main()
