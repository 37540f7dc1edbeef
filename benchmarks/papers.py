"""What the minutes of a meeting cost as PDF and as Word document: `python -m benchmarks.papers QUESTIONS` (see `benchmarks.places`).

Promises: the words of a long conference (20 points of the agenda, `questions` questions with answers, 10 motions, each planted here)
through the house's layout and the press, as a web process asks it, the best of five that each say something else (nothing remembered); the
first one starts the press. The floor is the printer alone, in this process, on the same words as one plain paragraph. No assertion on time.
"""

import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict, replace
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


def _times(make: Callable[[int], bytes]) -> list[float]:
    """Seconds of each of six."""
    found = []
    for n in range(6):
        begun = perf_counter()
        make(n)
        found.append(perf_counter() - begun)
    return found


def rows(questions: int) -> Iterator[Row]:
    """The rows of the table, in seconds."""
    content = planted(questions)
    words = " ".join(
        line for part in content.parts for line in (part.title, *part.lines, *(f"{one.name} {one.value}" for one in part.rows))
    )
    style = Path(looks.STYLE)
    floor = min(_times(lambda n: paper.printed(f"<html><body><p>{n} {escape(words)}</p></body></html>", style)))
    for name, make in (("PDF", looks.pdf), ("Word document", word.docx)):
        times = _times(lambda n, make=make: make(content, replace(STAMP, state=f"{STAMP.state} {n}")))  # type: ignore[misc]
        yield Row(f"minutes of a meeting as {name}", questions, min(times[1:]), "s", floor, min(times[1:]) / floor)
        yield Row(f"minutes of a meeting as {name}, the first", questions, times[0], "s", floor, times[0] / floor)
        again = _times(lambda n, make=make: make(content, STAMP))  # type: ignore[misc]
        yield Row(f"minutes of a meeting as {name}, remembered", questions, min(again[1:]), "s", floor, min(again[1:]) / floor)


def main() -> None:
    """The command line."""
    for row in rows(int(sys.argv[1])):
        print(json.dumps(asdict(row)), flush=True)


if __name__ == "__main__":
    main()
