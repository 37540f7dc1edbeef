"""How content senders are: one mark for each answer, told on Mondays of ten senders or more, rounded."""

import pytest

from dinhlang.core.refusal import NotHere, Refused
from dinhlang.ground.record.act import Done
from dinhlang.works.disclosures.tests.town import WARD, nothing_changes
from dinhlang.works.petitions import acts, audit
from dinhlang.works.petitions.acts import opening, rating
from dinhlang.works.petitions.models import Content, Mark
from tests.petitions.hall import GUEST, Desk
from tests.petitions.test_pages import DOOR
from tests.sending import send, text


def answered(desk: Desk, who: str, **more: str) -> Done:
    done = desk.send(who=who, **more)
    desk.do(acts.take_on, done)
    desk.do(acts.answer, done, text="Xong.")
    return done


def test_it_works(desk: Desk):
    """Nine say nothing in public; with the tenth it is told on Monday, rounded, and no office reads a single mark."""
    done = [answered(desk, str(n)) for n in range(10)]
    own = desk.own(done[0])
    with pytest.raises(Refused), nothing_changes():
        desk.do(acts.rate, done[0], GUEST, mark="x")
    assert send(desk.town.client(), f"{own}hai-long/", mark="not") == own
    assert "hai-long" not in text(desk.town.client(), own)
    for one in done[1:9]:
        desk.do(acts.rate, one, GUEST, mark="done")
    desk.go(
        "2026-11-09",
    )
    assert opening.open_due(desk.town.now)
    assert not Content.objects.exists()
    desk.do(acts.rate, done[9], GUEST, mark="clear")
    page = text(desk.town.client("officer"), f"/phan-anh/viec/{done[0].subject}/")
    assert "Không giải quyết được" not in page
    before = text(desk.town.client(), DOOR)
    assert "Hài lòng với câu trả lời" not in before
    desk.go("2026-11-16")
    assert opening.open_due(desk.town.now)
    row = Content.objects.get()
    assert (row.body_id, row.count, row.tenths) == (desk.town.ward, 10, 9)
    assert not Mark.objects.filter(told=None).exists()
    assert "khoảng 9 trên 10" in text(desk.town.client(), DOOR)
    assert list(audit.differences()) == []
    Content.objects.update(tenths=8)
    assert [one for one in audit.differences() if "2026-11-16" in one]
    assert desk.town.client().get(f"/don-vi/{WARD}/").status_code == 200


def test_once_for_each_answer(desk: Desk):
    """Not before there is one, not twice; anew after a second answer; not with somebody else's code."""
    done, other = desk.send(), answered(desk, "b")
    with pytest.raises(Refused), nothing_changes():
        desk.do(acts.rate, done, GUEST, mark="done")
    desk.do(acts.rate, other, GUEST, mark="not")
    with pytest.raises(Refused), nothing_changes():
        desk.do(acts.rate, other, GUEST, mark="done")
    with pytest.raises(NotHere), nothing_changes():
        desk.town.do(acts.rate, GUEST, petition=other.subject, code=done.code, mark="done")
    desk.do(acts.reopen, other, GUEST, text="Chưa.")
    desk.do(acts.take_on, other)
    desk.do(acts.answer, other, text="Nay xong.")
    desk.do(acts.confirm, other, GUEST)
    desk.do(acts.rate, other, GUEST, mark="done")
    assert Mark.objects.count() == 2


def test_what_an_office_typed_in_is_not_asked(desk: Desk):
    """Ten typed in at the counter, whose codes the officer saw: no mark is taken, nobody is told to be content."""
    typed = {"by": "officer", "way": "counter", "called": "Bà Tư", "contact": "Tổ 1"}
    done = [answered(desk, str(n), **typed) for n in range(10)]
    assert "hai-long" not in text(desk.town.client(), desk.own(done[0]))
    for one in done:
        with pytest.raises(Refused), nothing_changes():
            desk.do(acts.rate, one, GUEST, mark="done")
    Mark.objects.bulk_create(  # given before this was refused
        Mark(petition_id=one.subject, answer=0, body_id=desk.town.ward, mark="done", day="2026-11-03") for one in done
    )
    desk.go("2026-11-09")
    assert opening.open_due(desk.town.now)
    assert not Content.objects.exists()


def test_one_browser_is_one_sender(desk: Desk):
    for _n in range(10):
        desk.do(acts.rate, answered(desk, "a"), GUEST, mark="done")
    desk.go("2026-11-09")
    opening.open_due(desk.town.now)
    assert not Content.objects.exists()
    assert [rating.tenths(*pair) for pair in ((0, 10), (10, 10), (5, 12), (1, 40))] == [1, 9, 4, 1]
