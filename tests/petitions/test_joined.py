"""Petitions about the same: one answer for all, each sender for himself, and nothing of one to another."""

from datetime import date

import pytest

from dinhlang.core.refusal import Refused
from dinhlang.works.disclosures.tests.town import OTHER, nothing_changes
from dinhlang.works.petitions import acts, joint, policy, steps
from dinhlang.works.petitions.acts import opening
from dinhlang.works.petitions.models import Cell, Joined, Petition
from dinhlang.works.petitions.similar import grams, likeness
from tests.markup import mistakes
from tests.petitions.hall import GUEST, TWO, Desk
from tests.sending import send, text

HIDDEN = "Rieng4417"
SAID = ("Cầu ngõ 2 gãy lan can, trẻ em qua lại nguy hiểm.", "Lan can cầu ngõ 2 bị gãy từ tuần trước.", f"Lan can cầu ngõ 2 gãy. {HIDDEN}")


def test_how_alike_two_texts_are():
    one, two, three = (grams(text) for text in (*SAID[:2], "Vỉa hè trước chợ bị lấn chiếm."))
    assert likeness(one, one) == 100
    assert likeness(one, two) == likeness(two, one) > 25
    assert likeness(one, three) < 10
    assert likeness(one, grams("")) == likeness(grams(" ?"), grams("?")) == 0


def test_one_answer_answers_all(desk: Desk):
    """Three about one bridge and one about another matter: the three are suggested and joined in the browser, taken on and answered once;
    each sender reads the answer under the own code, that there are others, and not one word or number of theirs."""
    first, second, third = (desk.send(text=said, who=str(n)) for n, said in enumerate(SAID))
    other = desk.send(text="Ổ gà lớn trước nhà văn hóa.", who="x")
    elsewhere = desk.send(text=SAID[0], who="y", place=TWO)
    client, work = desk.town.client("officer"), f"/phan-anh/viec/{first.subject}/"
    page = text(client, work)
    assert mistakes(page) == []
    near = page.partition("alike")[2]
    assert second.subject in near
    assert third.subject in near
    assert other.subject not in near
    form = text(client, f"{work}gop/")
    assert elsewhere.subject not in form
    assert HIDDEN in form
    send(client, f"{work}gop/", others=[second.subject, third.subject])
    listed = text(client, "/phan-anh/viec/")
    assert "cùng 2 phản ánh khác" in listed
    assert second.subject not in listed
    with pytest.raises(Refused), nothing_changes():
        desk.do(acts.answer, second, text="Riêng tôi.")
    assert f"{work}tra-loi/" not in text(client, f"/phan-anh/viec/{second.subject}/")
    send(client, f"{work}thu-ly/")
    send(client, f"{work}tra-loi/", text="Ngày 5/11 đã hàn lại lan can.")
    assert {desk.row(one).state for one in (first, second, third)} == {"answered"}
    assert desk.row(other).state == "sent"
    for one in (first, second, third):
        own = text(desk.town.client(), desk.own(one))
        assert mistakes(own) == []
        assert "Ngày 5/11 đã hàn lại lan can." in own
        assert "cùng với các phản ánh khác" in own
        assert "ít nhất" not in own  # fewer than five
        for another in (first, second, third):
            if another is not one:
                assert another.subject[:6] not in own
        assert (HIDDEN in own) is (one is third)
    desk.do(acts.reopen, second, GUEST, text=f"Vẫn lung lay. {HIDDEN}")
    assert {desk.row(one).state for one in (first, third)} == {"answered"}
    assert HIDDEN not in text(desk.town.client(), desk.own(first))
    desk.do(acts.take_on, second)
    desk.do(acts.answer, second, text="Đã siết lại, chỉ một chỗ.")
    assert "chỉ một chỗ" not in text(desk.town.client(), desk.own(first))
    assert "Ngày 5/11 đã hàn lại" in text(desk.town.client(), desk.own(second))


def test_what_was_reopened_is_not_hidden_behind_another(desk: Desk):
    """The body above goes on seeing it, whatever it is joined to."""
    again, other = desk.send(who="a"), desk.send(who="b")
    desk.do(acts.take_on, again)
    desk.do(acts.answer, again, text="Xong.")
    desk.do(acts.reopen, again, GUEST, text="Chưa.")
    work = f"/phan-anh/viec/{again.subject}/"
    assert work in text(desk.town.client("province"), "/viec-can-lam/")
    desk.do(acts.join, other, others=(again.subject,))
    assert work in text(desk.town.client("province"), "/viec-can-lam/")
    assert work not in text(desk.town.client("officer"), "/phan-anh/viec/")


def test_the_answer_of_all_outlives_one_that_is_returned(desk: Desk):
    """The leading petition turns out to denounce somebody after the answer: its words go, the answer of the others stays, also once its
    sender was told. What it said for everybody beside its own public text is not told to the others."""
    lead, other = desk.send(text=f"Ông Bình nhận tiền. {HIDDEN}"), desk.send(who="b")
    desk.do(acts.publish_text, lead, GUEST, text="Cầu gãy")
    desk.do(acts.join, lead, others=(other.subject,))
    desk.do(acts.take_on, lead)
    desk.do(acts.answer, lead, text="Đã hàn lại lan can.", public="Cho mọi người 8823")
    assert "8823" in text(desk.town.client(), desk.own(lead))
    assert "8823" not in text(desk.town.client(), desk.own(other))
    desk.do(acts.return_as_denunciation, lead)
    own = desk.own(lead)
    for _then in ("returned", "told"):
        page = text(desk.town.client(), desk.own(other))
        assert "Đã hàn lại lan can." in page
        assert HIDDEN not in page
        assert f"/phan-anh/viec/{lead.subject}/" not in text(desk.town.client("officer"), "/phan-anh/viec/?so=" + lead.subject[:6])
        if desk.row(lead).state == "returned":
            desk.do(acts.told, lead, GUEST)
    assert desk.town.client().get(own).status_code == 404


def test_forty_people_with_one_text_are_forty_senders(desk: Desk):
    """Joined, they are still told as forty, and each reads that there are at least forty."""
    done = [desk.send(who=str(n)) for n in range(40)]
    desk.do(acts.join, done[0], others=tuple(one.subject for one in done[1:]))
    assert "ít nhất 40 người gửi" in text(desk.town.client(), desk.own(done[7]))
    desk.go("2026-11-09")
    opening.open_due(desk.town.now)
    assert Cell.objects.get().count == 40


def test_parted_again(desk: Desk):
    """As it stood, with the nearest day of all; a petition returned or passed on takes along, or lets go, the others."""
    first = desk.send()
    desk.go("2026-11-04")
    second, third = desk.send(who="b"), desk.send(who="c")
    desk.do(acts.join, second, others=(first.subject,))
    assert desk.row(second).due == desk.row(first).due
    desk.do(acts.join, third, others=(second.subject,))
    assert {row.lead_id for row in Joined.objects.filter(until=None)} == {third.subject}
    desk.do(acts.take_on, third)
    desk.do(acts.part, first)
    with pytest.raises(Refused), nothing_changes():
        desk.do(acts.part, first)
    desk.do(acts.pass_on, third, to=desk.town.ids["04"], reason="Cầu của tỉnh")
    assert [desk.row(one).body_id for one in (first, second, third)] == [desk.town.ward, desk.town.ids["04"], desk.town.ids["04"]]
    assert [one.act for one in joint.shared(list(Joined.objects.filter(petition=first.subject)))] == ["petition.take_on"]
    desk.do(acts.return_as_denunciation, third, "province")
    assert not Joined.objects.filter(until=None).exists()
    desk.do(acts.take_on, second, "province")
    desk.do(acts.told, third, GUEST)
    assert [one.state for one in Petition.objects.order_by("sent")] == ["taken", "taken", "told"]  # the row stays for the two that it led
    assert desk.town.client().get(desk.own(third)).status_code == 404


def test_when_joining_is_refused(desk: Desk):
    done, other, elsewhere = desk.send(), desk.send(who="b"), desk.send(who="c", to=OTHER, place=OTHER)
    paper = desk.send(kind="complaint", way="counter", called="Nông Văn A", contact="Tổ 1", by="officer")
    named = desk.about()
    desk.do(acts.take_on, other)
    for lead, others, by in (
        (done, (), "officer"), (done, (done.subject,), "officer"), (done, (other.subject,), "officer"), (done, (paper.subject,), "officer"),
        (done, (elsewhere.subject,), "officer"), (done, (named.subject,), "officer"), (done, ("x",), "officer"),
        (done, tuple(f"{n:016}" for n in range(51)), "officer"), (other, (done.subject,), "front"), (other, (done.subject,), "stranger"),
    ):  # fmt: skip
        with pytest.raises(Refused), nothing_changes():
            desk.do(acts.join, lead, by, others=others)
    desk.do(acts.pause, other, until=date(2026, 11, 20), reason="Chờ")
    with pytest.raises(Refused), nothing_changes():
        desk.do(acts.join, other, others=(done.subject,))
    desk.do(acts.resume, other)
    desk.do(acts.join, other, others=(done.subject,))
    assert desk.row(done).state == "taken"
    late = desk.send(who="d")
    desk.do(acts.take_on, late)
    for lead, others in ((done, (late.subject,)), (late, (done.subject,))):
        with pytest.raises(Refused), nothing_changes():
            desk.do(acts.join, lead, others=others)
    client = desk.town.client("officer")
    assert client.post(f"/phan-anh/viec/{other.subject}/gop/", {"others": "x"}).status_code == 422
    with pytest.raises(Refused), nothing_changes():
        desk.do(acts.part, done, "stranger")


def test_a_clock_keeps_the_promise_of_its_day(desk: Desk, monkeypatch: pytest.MonkeyPatch):
    """Values of the house changed while a petition was open and after its answer: what was promised stays, the next stage has the new."""
    done, before = desk.send(), policy.values()
    due = desk.row(done).due

    def now(**values: int) -> None:
        monkeypatch.setattr(policy, "values", lambda: before.model_copy(update=values))

    now(house_days=5)
    assert desk.row(done).due == due
    assert "đã hẹn ngày 2/11/2026" in text(desk.town.client(), desk.own(done))
    now()
    desk.do(acts.take_on, done)
    desk.do(acts.answer, done, text="Đã sửa.")
    now(reopen_days=5, silence_days=2, reopenings=0, house_days=5)
    desk.go("2026-11-20")
    assert "khép lại" not in text(desk.town.client(), desk.own(done))
    desk.do(acts.reopen, done, GUEST, text="Chưa sửa.")
    assert str(desk.row(done).due) == "2026-11-30"  # five working days from 20 November; the 24th is a day off
    desk.do(acts.refuse, done, reason="Đã sửa rồi")
    with pytest.raises(Refused), nothing_changes():
        desk.do(acts.reopen, done, GUEST, text="Chưa.")
    assert len(steps.of(done.subject)) == 5
