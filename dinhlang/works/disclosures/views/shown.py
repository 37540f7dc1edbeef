"""Pages that show: a disclosure on paper, the quarterly register on screen and on paper. (The page of a disclosure shows other works too:
`web/flows.py`.)"""

from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from dinhlang.ground.duties import reads as duties
from dinhlang.ground.people import may, publicity
from dinhlang.ground.record import clock
from dinhlang.ground.ui import cache, format
from dinhlang.ground.ui.addresses import absolute, reverse
from dinhlang.ground.ui.qr import foot
from dinhlang.ground.ui.shapes import RegisterPage
from dinhlang.works.disclosures import reads, sheets
from dinhlang.works.disclosures.views.common import download


def thing_print(request: HttpRequest, subject: str) -> HttpResponse:
    """The A4 sheet for the notice board, as PDF."""
    stand = reads.stand(subject, clock.today())
    page = reads.thing_of(reads.find(subject), stand, allowed=may.judged(request, stand.place.id, stand.staged))
    data = sheets.board(page, absolute(request, reverse("thing", args=[subject])))
    return download(data, "application/pdf", f"niem-yet-{subject}.pdf")


def register(request: HttpRequest, code: str, quarter: str) -> HttpResponse:
    """The quarterly register as a grid."""
    stand = duties.find(code, clock.today())

    def make() -> HttpResponse:
        may.check_stage(request, stand.place.id, stand.staged)
        note = publicity.note(stand.staged, shown=True)
        page = replace(reads.register_of(stand, quarter, acts=may.acts(request, stand.place, stand.book)), stage=note)
        address = absolute(request, reverse("register", args=[code, quarter]))
        board = foot(address, sheets.register_words(page), format.short_day(page.today))
        return render(request, "pages/register.html", {"page": replace(page, board=board)})

    return cache.exact(request, cache.key_of(request, stand.rules, stand.version, stand.day), make)


def register_pdf(request: HttpRequest, code: str, quarter: str) -> HttpResponse:
    """The register as a printable PDF."""
    page = _register(request, code, quarter)
    data = sheets.register_pdf(page, absolute(request, reverse("register", args=[code, quarter])))
    return download(data, "application/pdf", f"danh-sach-cong-khai-{code}-{quarter}.pdf")


def register_xlsx(request: HttpRequest, code: str, quarter: str) -> HttpResponse:
    """The register as a workbook."""
    return download(sheets.register_xlsx(_register(request, code, quarter)), sheets.XLSX, f"danh-sach-cong-khai-{code}-{quarter}.xlsx")


def _register(request: HttpRequest, code: str, quarter: str) -> RegisterPage:
    """The register for a file to take away, as far as the stage shows it to this reader."""
    stand = duties.find(code, clock.today())
    may.check_stage(request, stand.place.id, stand.staged)
    return reads.register_of(stand, quarter)
