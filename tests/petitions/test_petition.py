"""A petition from its code to its answer: what each step does, and every refusal."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from dinhlang.core import ledger
from dinhlang.core.codes import checked, unchecked
from dinhlang.core.refusal import NotHere, NotYours, Refused
from dinhlang.ground.bodies import reads as bodies
from dinhlang.ground.people import keyed
from dinhlang.ground.people.models import Mandate
from dinhlang.ground.record import rulebooks
from dinhlang.ground.record.models import Entry, Part
from dinhlang.works.disclosures.tests.town import OTHER, leaf, nothing_changes, open_parts, photo
from dinhlang.works.petitions import acts, audit, desks, policy, reads, steps, views
from dinhlang.works.petitions.models import Petition
from tests.petitions.hall import CANARY, GUEST, ONE, TWO, WARD, WORDS, Desk
from tests.sending import field, send, text


def test_it_works(desk: Desk):
    """Sent, taken on, asked, answered, confirmed: each step sealed, each clock a promise of fifteen working days."""
    done = desk.send()
    row = desk.row(done)
    assert (row.state, row.rule, row.due, row.body_id) == ("sent", "", date(2026, 11, 23), desk.town.ward)
    assert leaf(done)["sender"] == {"words": WORDS}
    assert open_parts(done) == set()
    desk.do(acts.add_photo, done, GUEST, attachments=photo())
    desk.do(acts.take_on, done)
    desk.do(acts.ask, done, text="Cách cầu treo bao xa?")
    desk.do(acts.reply, done, GUEST, text="Khoảng 200 m.")
    desk.do(acts.answer, done, text="Ngày 3/11 đội thợ đã hàn lại lan can.")
    assert (desk.row(done).state, desk.row(done).due) == ("answered", None)
    desk.do(acts.confirm, done, GUEST)
    assert desk.row(done).state == "confirmed"
    desk.town.flush()
    assert {one.act for one in steps.of(done.subject)} == {
        f"petition.{name}" for name in ("submit", "add_photo", "take_on", "ask", "reply", "answer", "confirm")
    }
    assert not Entry.objects.filter(act__startswith="petition.", sealed=False).exists()
    assert not Part.objects.filter(hash__in=Entry.objects.filter(act__startswith="petition.").values("hash"), open=True).exists()
    assert list(audit.differences()) == []


def test_the_check_sign_finds_every_slip():
    """Each single wrong sign and each swap of neighbours, by trying all of them on a few codes."""
    for number in (0, 1, 7**20, 2**80 - 1):
        code = ledger.new_subject(number.to_bytes(10))
        whole = checked(code, ledger.ALPHABET)
        assert unchecked(f" {whole[:4].upper()}-{whole[4:]} ", 16, ledger.ALPHABET) == code
        wrong = {whole[:n] + sign + whole[n + 1 :] for n in range(17) for sign in ledger.ALPHABET}
        wrong |= {whole[:n] + whole[n + 1] + whole[n] + whole[n + 2 :] for n in range(16)}
        assert {unchecked(one, 16, ledger.ALPHABET) for one in wrong - {whole}} == {None}


@pytest.mark.parametrize(
    "wrong",
    [
        {"text": " "}, {"text": "x" * 4001}, {"topic": "x"}, {"kind": "x"}, {"way": "counter"}, {"kind": "complaint"}, {"place": OTHER},
        {"text": "Tôi TỐ  CÁO ông Bình nhận tiền"}, {"text": "Đơn tố cáo: cán bộ địa chính"}, {"named": OTHER}, {"named": WARD},
    ],
)  # fmt: skip
def test_what_is_not_taken_in(desk: Desk, wrong: dict[str, str]):
    given = {name: desk.town.ids[text] if name == "named" else text for name, text in wrong.items()}
    with pytest.raises(Refused), nothing_changes():
        desk.send(**given)


def test_a_body_where_nobody_reads_takes_none(desk: Desk):
    Mandate.objects.filter(office__in=("commune-officer", "commune-chair"), body=desk.town.ids[OTHER]).delete()
    for to in (OTHER, ONE):
        with pytest.raises(Refused), nothing_changes():
            desk.send(to=to, place=to)


def test_a_browser_that_floods(desk: Desk):
    for _n in range(policy.values().a_day):
        desk.send()
    with pytest.raises(Refused), nothing_changes():
        desk.send()
    desk.send(who="b")
    desk.go("2026-11-03")
    desk.send()


def test_many_browsers_that_flood(desk: Desk):
    """Without a name a body takes so many in an hour, and says what to do; a browser that brings no mark back is none."""
    known = policy.values().model_copy(update={"form_an_hour": 2})
    desk.town.patch.setattr(policy, "values", lambda: known)
    client, address = desk.town.client(), f"/don-vi/{WARD}/phan-anh/gui/viec/"
    send(client, address, topic="roads", place=desk.town.ids[ONE], text=WORDS)
    blank = text(client, address)
    del client.cookies[views.MARK]
    given = {"topic": "roads", "place": desk.town.ids[ONE], "text": WORDS}
    assert client.post(address, {"command_id": field(blank, "command_id"), **given}).status_code == 302
    assert sorted(bool(one.sender) for one in Petition.objects.all()) == [False, True]
    with nothing_changes():
        answer = client.post(address, {"command_id": field(text(client, address), "command_id"), **given})
    assert answer.status_code == 422
    assert CANARY in answer.content.decode()
    desk.send(kind="info-office", called="Lý Thị Mai", contact="Tổ 2", identity="001098012345", purpose="Biết")
    with pytest.raises(Refused, match="within an hour"):
        desk.send(who="c")
    desk.town.now += timedelta(hours=1)
    desk.send(who="d")


def test_somebody_in_office_is_handled_above(desk: Desk):
    """The province has it; the ward reads nothing, nor do its officers who hold an office above too; it never goes down there."""
    done = desk.about()
    assert desk.row(done).body_id == desk.town.ids["04"]
    for by in ("officer", "chair", "head", "front", "stranger"):
        with pytest.raises(Refused), nothing_changes():
            desk.do(acts.take_on, done, by)
    desk.do(acts.take_on, done, "province")
    for to in (WARD, ONE, TWO, "04"):
        with pytest.raises(Refused), nothing_changes():
            desk.do(acts.pass_on, done, "province", to=desk.town.ids[to], reason="Việc của phường")
    account = Mandate.objects.get(pk=desk.town.mandates["province"]).account_id
    Mandate.objects.filter(pk=desk.town.mandates["head"]).update(account=account)
    with pytest.raises(NotYours), nothing_changes():
        desk.do(acts.answer, done, "province", text="Xong.")


def test_nobody_above_takes_it(desk: Desk):
    with pytest.raises(Refused), nothing_changes():
        desk.send(to="04", place="04", named=desk.town.ids["04"])


def test_no_circles(desk: Desk):
    """Passed on with a reason, to a body that never had it; who passed it on reads it no more."""
    done = desk.send()
    for wrong in ({"to": desk.town.ids[OTHER], "reason": " "}, {"to": desk.town.ids[ONE], "reason": "Tổ lo"}, {"to": 0, "reason": "x"}):
        with pytest.raises(Refused), nothing_changes():
            desk.do(acts.pass_on, done, **wrong)
    passed = desk.do(acts.pass_on, done, to=desk.town.ids[OTHER], reason="Cầu thuộc phường bạn")
    told = desk.town.client("officer").get(f"/xong/{passed.code}/").content.decode()
    assert bodies.place(desk.town.ids[OTHER], desk.town.now.date()).name in told
    assert "bạn gửi" not in told  # it speaks to the office, of what it did
    with pytest.raises(NotHere), nothing_changes():
        desk.town.do(acts.take_on, "officer", petition=done.subject)
    for back in (WARD, OTHER):
        with pytest.raises(Refused), nothing_changes():
            desk.do(acts.pass_on, done, "stranger", to=desk.town.ids[back], reason="Trả lại")
    desk.do(acts.pass_on, done, "stranger", to=desk.town.ids["04"], reason="Cầu thuộc tỉnh")
    assert desk.row(done).body_id == desk.town.ids["04"]


def test_where_matters_of_a_topic_went_before_stands_first(desk: Desk):
    """By topic, from this body; what names somebody is not counted."""
    for n in range(2):
        desk.do(acts.pass_on, desk.send(who=str(n)), to=desk.town.ids[OTHER], reason="Cầu thuộc phường bạn")
    assert desks.went(desk.town.ids[WARD], "roads") == {desk.town.ids[OTHER]: 2}
    assert desks.went(desk.town.ids[OTHER], "roads") == desks.went(desk.town.ids[WARD], "land") == {}
    done = desk.send(who="c")
    page = text(desk.town.client("officer"), f"/phan-anh/viec/{done.subject}/chuyen/")
    other, above = page.index("(đã chuyển 2 việc loại này)"), page.index("Tỉnh Cao Bằng</option>")
    assert other < above


def test_passed_on_so_often_it_goes_up(desk: Desk, monkeypatch: pytest.MonkeyPatch):
    """After so many times it goes to the body above and no further sideways, so that new days are not had without end."""
    done, before = desk.send(), policy.values()
    monkeypatch.setattr(policy, "values", lambda: before.model_copy(update={"passes": 0}))
    with pytest.raises(Refused, match="passed on 0 times"), nothing_changes():
        desk.do(acts.pass_on, done, to=desk.town.ids[OTHER], reason="Cầu thuộc phường bạn")
    desk.do(acts.pass_on, done, to=desk.town.ids["04"], reason="Tỉnh xác định nơi trả lời")


def test_clocks_of_the_law_and_of_the_house(desk: Desk):
    """A complaint: 7 working days, then 30 days, 45 where found complex; spoken at the reception: 10 working days. No pause of these."""
    paper = {"way": "counter", "called": "Nông Văn A", "contact": "Tổ 1", "by": "officer"}
    done = desk.send(kind="complaint", **paper)
    assert (desk.row(done).rule, desk.row(done).due) == ("agency-takes-on-first-complaint", date(2026, 11, 11))
    plain, found = done, desk.send(kind="complaint", **paper)
    desk.do(acts.take_on, plain)
    desk.do(acts.take_on, found, finding="complex")
    assert (desk.row(plain).rule, desk.row(plain).due) == ("agency-settles-first-complaint", date(2026, 12, 2))
    assert (desk.row(found).rule, desk.row(found).due) == ("agency-settles-complex-first-complaint", date(2026, 12, 17))
    with pytest.raises(Refused) as stopped, nothing_changes():
        desk.do(acts.pause, plain, until=date(2026, 11, 20), reason="Chờ giấy")
    assert "Art. 28" in stopped.value.basis
    with pytest.raises(Refused) as stopped, nothing_changes():
        desk.do(acts.pass_on, plain, to=desk.town.ids["04"], reason="Việc của tỉnh")
    for lacking in ({"called": ""}, {"contact": " "}):
        with pytest.raises(Refused), nothing_changes():
            desk.send(kind="complaint", **{**paper, **lacking})
    spoken = desk.send(kind="reception", **paper)
    assert (desk.row(spoken).rule, desk.row(spoken).due) == ("agency-tells-citizen-what-becomes-of-matter", date(2026, 11, 16))
    for other in ("head", "front"):
        with pytest.raises(Refused), nothing_changes():
            desk.send(kind="reception", **{**paper, "by": other})


def test_reopened_after_its_rule_changed_it_has_the_new_clock(desk: Desk, monkeypatch: pytest.MonkeyPatch):
    """The clock of a stage is that of the rulebook in force when it begins; what runs, runs on as it was told."""
    paper = {"kind": "reception", "way": "counter", "by": "officer", "called": "Nông Văn A", "contact": "Tổ 1"}
    done, open_still = desk.send(**paper), desk.send(**paper)
    desk.do(acts.take_on, done)
    desk.do(acts.answer, done, text="Đã xử lý.")
    book, rule = rulebooks.current(), "agency-tells-citizen-what-becomes-of-matter"
    shorter = replace(book.duties[rule], due=replace(book.duties[rule].due, n=3))
    versions = tuple(shorter if one.id == rule else one for one in book.versions)
    newer = replace(book, versions=versions, duties={**book.duties, rule: shorter})
    monkeypatch.setattr(rulebooks, "current", lambda: newer)
    desk.go("2026-11-10")
    desk.do(acts.reopen, done, GUEST, text="Chưa xong.")
    assert (desk.row(done).rule, desk.row(done).due) == (rule, date(2026, 11, 13))
    assert desk.row(open_still).due == date(2026, 11, 16)


def test_a_pause_gives_back_the_days_that_were_left_and_ends_by_itself(desk: Desk):
    """To the day that was said, or before by a step; at most thirty days at a time, and twice. Whatever is late afterwards is late."""
    done, left = desk.send(), desk.send(who="b")
    for one in (done, left):
        desk.do(acts.take_on, one)
    desk.go("2026-11-09")
    flood = {"reason": "Nước lũ, chưa vào được"}
    for wrong in ("2026-11-09", "2026-12-10"):
        with pytest.raises(Refused), nothing_changes():
            desk.do(acts.pause, done, until=date.fromisoformat(wrong), **flood)
    for one in (done, left):
        desk.do(acts.pause, one, until=date(2026, 11, 30), **flood)
    assert desk.row(left).due == date(2026, 12, 14)  # ten working days were left
    with pytest.raises(Refused), nothing_changes():
        desk.do(acts.pause, done, until=date(2026, 11, 30), reason="Nữa")
    desk.go("2026-11-23")
    desk.do(acts.resume, done)
    assert desk.row(done).due == date(2026, 12, 8)  # 24 November is a day off
    with pytest.raises(Refused), nothing_changes():
        desk.do(acts.resume, done)
    page = text(desk.town.client("officer"), f"/phan-anh/viec/{left.subject}/")
    assert "tạm dừng đến 30/11/2026" in page
    desk.go("2026-12-01")
    desk.do(acts.pause, left, until=date(2026, 12, 4), **flood)
    desk.go("2026-12-07")
    with pytest.raises(Refused, match="stood still"), nothing_changes():
        desk.do(acts.pause, left, until=date(2026, 12, 9), **flood)
    desk.go("2026-12-18")
    assert desks.counts(desk.town.ward, (), date(2026, 12, 18))["tre"] == 2
    assert desks.late_below([desk.town.ward], date(2026, 12, 18)) == ((desk.town.ward, "roads", 2),)


def test_reopened_twice_within_its_days(desk: Desk):
    """A refusal or an answer is reopened with a new clock, twice; the body above sees it. Silence closes it, and can still be broken."""
    done = desk.send()
    desk.do(acts.refuse, done, reason="Không thuộc phường")
    desk.do(acts.reopen, done, GUEST, text="Cầu nằm trong phường, xem bản đồ.")
    assert (desk.row(done).state, desk.row(done).reopened) == ("sent", 1)
    assert [row.pk for row in desks.reopened(desks.below(desk.town.ids["04"]))] == [done.subject]
    desk.do(acts.take_on, done)
    desk.do(acts.answer, done, text="Sẽ sửa trong tháng 11.")
    desk.go("2026-12-20")
    assert reads.closed(desk.row(done), date(2026, 12, 20))
    desk.do(acts.reopen, done, GUEST, text="Vẫn gãy.")
    desk.do(acts.take_on, done)
    desk.do(acts.answer, done, text="Đã sửa ngày 21/12.")
    with pytest.raises(Refused), nothing_changes():
        desk.do(acts.reopen, done, GUEST, text="Lại gãy.")
    late = desk.send()
    desk.do(acts.refuse, late, reason="Trùng")
    desk.go("2027-04-20")
    with pytest.raises(Refused), nothing_changes():
        desk.do(acts.reopen, late, GUEST, text="Chưa xong.")


def test_somebody_elses_code(desk: Desk):
    """The code of another petition, of another act, of a later step: all refused alike."""
    done, other, act = desk.send(), desk.send(who="b"), desk.town.decided()
    step = desk.do(acts.add_photo, done, GUEST, attachments=photo())
    for code in (other.code, act.code, step.code, "0" * 16, ""):
        with pytest.raises(NotHere) as stopped, nothing_changes():
            desk.town.do(acts.reply, GUEST, petition=done.subject, code=code, text="Tôi đây")
        assert str(stopped.value) == str(reads.checks.NO_PETITION)


def test_returned_as_a_denunciation(desk: Desk):
    """Every word and photograph of it goes at once, in the tables and behind the keys; its sender is told once, and nothing is left."""
    done = desk.send()
    desk.do(acts.add_photo, done, GUEST, attachments=photo())
    desk.town.flush()
    desk.do(acts.return_as_denunciation, done)
    assert steps.of(done.subject)[0].words == {}
    row = desk.row(done)
    assert (row.state, row.sender, row.topic, row.passes.count()) == ("returned", "", "", 0)
    with pytest.raises(Refused), nothing_changes():
        desk.do(acts.reply, done, GUEST, text="Xin lỗi")
    desk.do(acts.told, done, GUEST)
    assert not Petition.objects.exists()
    assert list(audit.differences()) == []
    with pytest.raises(NotHere):
        reads.mine(checked(done.code, ledger.ALPHABET))


def test_an_act_that_may_not_be_seen_by_another_office(desk: Desk):
    done = desk.send()
    for act, payload in (
        (acts.take_on, {}),
        (acts.answer, {"text": "x"}),
        (acts.return_as_denunciation, {}),
        (acts.refuse, {"reason": "x"}),
    ):
        for by in ("front", "head", "board"):
            with pytest.raises(Refused), nothing_changes():
                desk.do(act, done, by, **payload)


def test_a_number_of_photographs(desk: Desk, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(policy, "values", lambda: policy._file().values.model_copy(update={"photos": 1, "replies": 0}))
    done = desk.send(sender=keyed.digest("petition-sender", "x"))
    desk.do(acts.add_photo, done, GUEST, attachments=photo())
    for act, payload in ((acts.add_photo, {"attachments": photo()}), (acts.reply, {"text": "Nữa"}), (acts.add_photo, {"attachments": ()})):
        with pytest.raises(Refused), nothing_changes():
            desk.do(act, done, GUEST, **payload)
    assert CANARY not in str(desk.row(done).__dict__)
