"""The questions before a form."""

from dinhlang.ground.ui import shapes as s
from dinhlang.ground.ui.samples.common import Pages


def pages() -> Pages:
    """By a short name: the page template and values for it."""
    choices = (
        s.AskOption("Không, việc khác", "Việc hỏng, chậm, chưa rõ hoặc cần tốt hơn.", "#"),
        s.AskOption("Có", "Đó là tố cáo: ở đây không nhận, trang sau chỉ nơi gửi.", "#"),
    )
    page = s.AskPage("Trước khi viết", "Bạn muốn báo một người vi phạm pháp luật phải không?", choices, s.Link("Phường Thục Phán", "#"))
    return {"ask": ("pages/ask.html", page)}
