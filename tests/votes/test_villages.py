"""Journeys through the pages: a matter of a whole commune over five villages, and the election of a village head with its own clocks."""

from datetime import timedelta

from django.test import Client

from dinhlang.ground.bodies import acts as bodies_acts
from dinhlang.ground.bodies.acts import NewBody
from dinhlang.works.disclosures.tests.town import BORN, CONSOLE
from dinhlang.works.votes import audit
from dinhlang.works.votes.models import Matter
from tests.sending import field, send, text
from tests.votes.hall import ONE, TWO, WARD, WHOLE, Hall
from tests.votes.test_pages import day_of

FIVE = (ONE, TWO, "04-t0000003", "04-t0000004", "04-t0000005")
HEADS = ("head", "head-two", "head-3", "head-4", "head-5")


def five(hall: Hall) -> None:
    """Three more villages, each with a head and with households of its own number."""
    new = tuple(NewBody(code, f"Tổ {n}", "village", "tổ dân phố", WARD, "04", BORN) for n, code in enumerate(FIVE[2:], 3))
    hall.town.do(bodies_acts.found, CONSOLE, body=None, bodies=new, source="Danh mục giả định")
    for name, code in zip(HEADS[2:], FIVE[2:], strict=True):
        hall.town.seat(name, "village-head", code)
    for n, (name, code) in enumerate(zip(HEADS, FIVE, strict=True)):
        hall.households(10 + 20 * n, code, by=name)


def held(hall: Hall, name: str, page: str, came: int, yes: int) -> None:
    """A village's meeting by forms: called by its head, counted by the head and the commune's officer, closed."""
    head, officer = hall.town.client(name), hall.town.client("officer")
    where = {"day-0": day_of(hall, 5), "hour-0": "19:30", "place-0": "Nhà văn hóa", "chair-0": ""}
    send(head, page + "trieu-tap/", way="meeting", **where)
    hall.town.now += timedelta(days=5, hours=12)
    for who in (head, officer):
        send(who, page + "kiem-dem/1/", **{"took_part": came, "votes-0": yes, "votes-1": came - yes})
    send(head, page + "ket-thuc/")


def test_a_matter_of_the_commune_over_five_villages(hall: Hall) -> None:
    """Four of five villages must agree. Added up, fewer than half of all households said yes: they are not added up."""
    five(hall)
    chair, front, anybody = hall.town.client("chair"), hall.town.client("front"), Client()
    words = {"title": "Mở rộng đường liên tổ", "text": "Mỗi hộ góp 500.000 đ."}
    send(chair, f"/don-vi/{WARD}/quyet-dinh/de-xuat/", rule=WHOLE, **words)
    whole = Matter.objects.get().pk
    top = f"/quyet-dinh/{whole}/"
    send(front, top + "dong-y/")
    send(chair, top + "giao-thon/", way="meeting")
    pages = {code: f"/quyet-dinh/{Matter.objects.get(body=hall.town.ids[code]).pk}/" for code in FIVE}
    for name, code in zip(HEADS, FIVE, strict=True):
        assert "Mở rộng đường liên tổ" in text(hall.town.client(name), f"/don-vi/{code}/quyet-dinh/")
    # 10, 30, 50, 70 and 90 households. Two thirds of them: 7, 20, 34, 47, 60.
    held(hall, "head", pages[ONE], 10, 7)
    held(hall, "head-two", pages[TWO], 30, 20)
    held(hall, "head-3", pages[FIVE[2]], 40, 34)
    held(hall, "head-5", pages[FIVE[4]], 90, 9)
    assert "3 trên 5" in text(anybody, top)
    blank = chair.get(top + "tong-hop/").content.decode()
    stopped = chair.post(top + "tong-hop/", {"command_id": field(blank, "command_id")})
    assert stopped.status_code == 422
    assert "1 " in stopped.content.decode()
    held(hall, "head-4", pages[FIVE[3]], 30, 30)  # 30 of 70 came: not yes, not no
    assert "quá ít hộ tham gia" in text(anybody, pages[FIVE[3]])
    assert "3 trên 5" in text(anybody, top)
    head, officer = hall.town.client("head-4"), hall.town.client("officer")
    send(head, pages[FIVE[3]] + "trieu-tap/?theo=phieu", first=day_of(hall, 3), last=day_of(hall, 6), place="Nhà văn hóa")
    hall.town.now += timedelta(days=7)
    for who in (head, officer):
        send(who, pages[FIVE[3]] + "kiem-dem/1/", **{"took_part": 60, "votes-0": 47, "votes-1": 12, "spoilt": 1})
    send(head, pages[FIVE[3]] + "ket-thuc/")
    send(chair, top + "tong-hop/")
    shown = text(anybody, top)
    assert "4 trên 5" in shown
    assert "đã thông qua" in shown
    for code in FIVE:
        assert pages[code] in shown
    for total in ("117 hộ", "250 hộ", "117 trên"):  # households added up across villages
        assert total not in shown
    send(chair, top + "van-ban/", paper="resolution", number="05/NQ", dated=day_of(hall, 0), effective=day_of(hall, 30))
    assert "05/NQ" in text(anybody, top)
    assert day_of(hall, 30).split("/")[2] in text(anybody, top)
    assert list(audit.differences()) == []


def test_three_of_five_villages_are_too_few(hall: Hall) -> None:
    """Two thirds of five villages are four: three carry nothing, whatever their households."""
    five(hall)
    chair, front = hall.town.client("chair"), hall.town.client("front")
    send(chair, f"/don-vi/{WARD}/quyet-dinh/de-xuat/", rule=WHOLE, title="Mở rộng đường", text="Mỗi hộ góp 500.000 đ.")
    top = f"/quyet-dinh/{Matter.objects.get().pk}/"
    send(front, top + "dong-y/")
    send(chair, top + "giao-thon/", way="meeting")
    for n, (name, code) in enumerate(zip(HEADS, FIVE, strict=True)):
        there = 10 + 20 * n
        held(hall, name, f"/quyet-dinh/{Matter.objects.get(body=hall.town.ids[code]).pk}/", there, there if n > 1 else 0)
    send(chair, top + "tong-hop/")
    assert "không được thông qua" in text(Client(), top)
