"""The square on a summons: whoever keeps the list opens it and ticks the household; nobody else is told a thing."""

import io

import pikepdf
import pytest
from django.test import Client

from dinhlang.ground.polls import reads as rounds
from dinhlang.ground.polls.models import Part
from dinhlang.ground.record.models import Entry
from dinhlang.ground.rolls import sheets
from dinhlang.works.disclosures.tests.town import nothing_changes
from dinhlang.works.votes import summons
from tests.sending import field, send, text
from tests.votes.hall import ONE, TWO, Hall
from tests.votes.test_pages import household


def targets(hall: Hall, matter: str, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """Where the square of each list number leads, as it is drawn on the sheets."""
    drawn: list[sheets.Square] = []
    plain = sheets._slip

    def draw(one: sheets.Square, left: float, bottom: float) -> str:
        drawn.append(one)
        return plain(one, left, bottom)

    monkeypatch.setattr(sheets, "_slip", draw)
    given = hall.town.client("head").get(f"/quyet-dinh/{matter}/giay-moi/")
    assert (given.status_code, given["Content-Type"], given["Cache-Control"]) == (200, "application/pdf", "private, no-store")
    with pikepdf.open(io.BytesIO(given.content)) as pdf:
        assert len(pdf.pages) == -(-len(drawn) // (sheets.ACROSS * sheets.DOWN))
    assert all(not one.code for one in drawn)
    return {one.number: one.target.partition("testserver")[2] for one in drawn}


def test_it_works(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    """Printed from the page of the matter; opened before, during, twice, after: each household once, beside whom the list has."""
    hall.households(10)
    matter = hall.agreed()
    head, page = hall.town.client("head"), f"/quyet-dinh/{matter}/"
    hall.call(matter)
    begins, hall.town.now = hall.town.now, rounds.rounds([matter])[0].called
    assert page + "giay-moi/" in text(head, page)
    square = targets(hall, matter, monkeypatch)
    assert sorted(square, key=int) == [str(n) for n in range(1, 11)]
    assert len(set(square.values())) == 10
    early = text(head, square["3"])
    assert "Hộ 3" in early
    assert "<button" not in early.partition("<main")[2]
    hall.town.now = begins
    for number in ("3", "7"):
        assert send(head, square[number]) == square[number]
        assert "đã được ghi có mặt" in text(head, square[number])
    running = rounds.rounds([matter])[0]
    seats = {seat.number: seat.key for seat in rounds.seats_of(running, running.sittings[0])}
    assert rounds.took_part(running.id) == {seats["3"], seats["7"]}
    again = head.post(square["7"], {"command_id": field(text(head, square["8"]), "command_id")})
    assert again.status_code == 302
    assert Part.objects.count() == 2
    assert "<script" not in text(head, square["8"]).partition("<main")[2]
    mine = household(seats["3"]).get(square["3"])
    assert (mine.status_code, mine["Location"]) == (302, "/ho-cua-toi/")
    assert "vote.tick" not in Entry.objects.values_list("act", flat=True), "a line for each household would count them for everybody"
    hall.count(matter, 1, 2, 2, 0)
    hall.close(matter)
    shown = text(head, square["8"])
    assert "<button" not in shown.partition("<main")[2]


def test_a_list_that_was_opened_before_takes_nobody_off(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    """The list lies open on one screen while squares are opened on another; only whom it showed ticked can be taken off by it."""
    hall.households(10)
    matter = hall.agreed()
    hall.call(matter)
    head, form = hall.town.client("head"), f"/quyet-dinh/{matter}/diem-danh/1/"
    running = rounds.rounds([matter])[0]
    key = {seat.number: seat.key for seat in rounds.seats_of(running, running.sittings[0])}
    send(head, form, keys=[key["1"], key["2"]])
    lies_open = text(head, form)
    for number in ("3", "7"):
        send(head, targets(hall, matter, monkeypatch)[number])
    given = {"command_id": field(lies_open, "command_id"), "shown": field(lies_open, "shown"), "keys": [key["2"], key["9"]]}
    assert head.post(form, given).status_code == 302
    assert rounds.took_part(running.id) == {key[number] for number in ("2", "3", "7", "9")}


def test_nothing_is_told_to_a_stranger(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    """A mark that is nobody's and one that is somebody's get one answer: to anybody, another household, other offices,
    a neighbour village's head; the mark is of one round and no access code."""
    hall.households(3)
    hall.households(1, TWO, by="head-two")
    matter, other = hall.agreed(), hall.agreed()
    hall.call(matter)
    hall.call(other)
    square = targets(hall, matter, monkeypatch)
    mark = square["1"].rstrip("/").rpartition("/")[2]
    one, two = (rounds.rounds([each])[0] for each in (matter, other))
    seats = {seat.number: seat.key for seat in rounds.seats_of(one, one.sittings[0])}
    assert mark == summons.mark(one, seats["1"])
    assert mark not in {summons.mark(two, key) for key in seats.values()}
    assert summons.seat_of(two, mark) is None
    wrong = (
        f"/quyet-dinh/{matter}/giay-moi/{mark[:-1]}/",
        f"/quyet-dinh/{other}/giay-moi/{mark}/",
        f"/quyet-dinh/{'0' * 16}/giay-moi/{mark}/",
    )
    clients = [Client(), household(seats["2"]), *(hall.town.client(name) for name in ("stranger", "work-board", "head-two", "officer"))]
    for client in clients:
        told = set()
        for address in (square["1"], *wrong):
            with nothing_changes():
                answer = client.get(address)
                assert client.post(address, {"command_id": "x"}).status_code == 404
            assert answer.status_code == 404
            told.add(answer.content.decode().partition("<main")[2].partition("</main>")[0])
        assert len(told) == 1
    for client in clients[:-1]:
        assert client.get(f"/quyet-dinh/{matter}/giay-moi/").status_code == 403
    for address in wrong:
        assert hall.town.client("head").get(address).status_code == 404
    assert Client().get(f"/vao/?ma={mark}").status_code == 200  # the form, and no code of a slip
    assert Client().post("/vao/", {"ma": mark, "command_id": field(text(Client(), "/vao/"), "command_id")}).status_code == 422
    assert ONE


def test_only_before_a_meeting(hall: Hall) -> None:
    hall.households(3)
    matter = hall.agreed()
    assert hall.town.client("head").get(f"/quyet-dinh/{matter}/giay-moi/").status_code == 404
