"""The files of the demonstration's desk: last month's register, a quarter's budget, one decision. `python -m scripts.samples`

Promises: made out of the rows of `dinhlang_demo.desk` alone; laid out as offices do it, with a title over merged cells, a line that
names the unit, numbers and days as a person types them. Each file says that it is invented.
"""

import sys
from collections.abc import Sequence

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet
from weasyprint import HTML

from dinhlang_demo import desk

THIN = Side(style="thin")
GRID = Border(left=THIN, right=THIN, top=THIN, bottom=THIN)


def sheet(book: Workbook, name: str, title: str, unit: str, columns: Sequence[str], widths: Sequence[int]) -> Worksheet:
    """A sheet of `book` with the title over all columns, the unit where there is one, and the header."""
    page: Worksheet = book.create_sheet(name)
    page.append(["ỦY BAN NHÂN DÂN PHƯỜNG THỤC PHÁN"])
    page.append([title])
    page.append([unit])
    last = get_column_letter(len(columns))
    for row in (1, 2, 3):
        page.merge_cells(f"A{row}:{last}{row}")
        page.cell(row, 1).font = Font(bold=row != 3, italic=row == 3)
        page.cell(row, 1).alignment = Alignment(horizontal="center")
    page.append(list(columns))
    for n, width in enumerate(widths, 1):
        page.column_dimensions[get_column_letter(n)].width = width
        page.cell(4, n).font = Font(bold=True)
    return page


def grid(page: Worksheet) -> None:
    """Lines around the cells of the table, long texts broken."""
    for row in page.iter_rows(min_row=4):
        for cell in row:
            cell.border, cell.alignment = GRID, Alignment(wrap_text=True, vertical="top")


def register() -> None:
    """The register of October."""
    book = Workbook()
    book.remove(book.worksheets[0])
    page = sheet(book, "Tháng 10", desk.TITLE, "", desk.COLUMNS, (6, 18, 14, 60, 14, 26))
    for n, (number, dated, abstract, signer, sent) in enumerate(desk.REGISTER, 1):
        page.append([n, number, f"{dated:%d/%m/%Y}", abstract, signer, sent])
    grid(page)
    book.save(desk.FOLDER / desk.SAMPLES[0].name)


def budget() -> None:
    """The third quarter's budget: revenue and spending on a sheet each."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in (("Thu", desk.REVENUE), ("Chi", desk.SPENDING)):
        page = sheet(book, name, desk.BUDGET_TITLE, "Đơn vị tính: triệu đồng", desk.BUDGET_COLUMNS, (6, 52, 16, 18))
        for row in rows:
            page.append(list(row))
        grid(page)
    book.save(desk.FOLDER / desk.SAMPLES[2].name)


def decision() -> None:
    """A decision of one page."""
    title, number, text = desk.DECISION
    said = f"<h1>QUYẾT ĐỊNH</h1><p>Số {number}, ngày 08/10/2026</p><h2>{title}</h2><p>{text}</p>"
    mark = "<p><em>Văn bản giả định của bản trình diễn, không có giá trị pháp lý.</em></p>"
    page = f'<html lang="vi"><title>{title}</title>{said}{mark}'
    (desk.FOLDER / desk.SAMPLES[1].name).write_bytes(bytes(HTML(string=page).write_pdf()))


def main() -> int:
    """Write the three files."""
    desk.FOLDER.mkdir(exist_ok=True)
    register()
    budget()
    decision()
    for one in desk.SAMPLES:
        sys.stdout.write(f"{one.name}: {(desk.FOLDER / one.name).stat().st_size:,} bytes\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
