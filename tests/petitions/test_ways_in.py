"""Who may send by the form, and where else it can go."""

import pytest

from tests.markup import mistakes
from tests.petitions.hall import WARD, Desk
from tests.sending import send, text

HERE = f"/don-vi/{WARD}"


@pytest.mark.parametrize("name", ["officer", "head"])
def test_whoever_is_signed_in_sends_by_code_as_anybody(desk: Desk, name: str):
    """An officer and a village head report a broken bridge by the public form, and add to it by the code, as anybody does."""
    client = desk.town.client(name)
    given = {"topic": "roads", "place": desk.town.ward, "text": "Cầu gãy lan can."}
    own = send(client, f"{HERE}/phan-anh/gui/viec/", **given)
    send(client, f"{own}tra-loi/", text="Gần chợ.")
    assert "Gần chợ." in text(desk.town.client(), own)
    wanted = {"name": "A", "contact": "Tổ 1", "topic": "roads", "text": "Thủ tục rườm rà"}
    assert send(client, f"{HERE}/phan-anh/gui/quy-dinh/", **wanted).startswith("/phan-anh/cua-toi/")


def test_about_somebody_at_the_province_is_no_dead_end(desk: Desk):
    """Where no body above takes petitions: where else it can go, and the way back."""
    client = desk.town.client()
    page = text(client, "/don-vi/04/phan-anh/gui/nguoi-co-chuc-vu/")
    assert "Trụ sở tiếp công dân ở trung ương" in page
    assert '"/don-vi/04/phan-anh/gui/ve-gi/"' in page
    assert '"/don-vi/04/phan-anh/"' in page
    assert "<textarea" not in page
    assert mistakes(page) == []
