"""Each kind of petition: which clock of the rulebook runs, from which day, and every refusal once."""

from datetime import date
from typing import Any

import pytest

from dinhlang.core.refusal import Refused
from dinhlang.ground.bodies import reads as bodies
from dinhlang.ground.record import rulebooks
from dinhlang.works.disclosures.tests.town import leaf, nothing_changes, open_parts, upload
from dinhlang.works.petitions import acts, audit, clocks, kind_reads, policy, reads, steps, tally
from dinhlang.works.petitions.models import Decision, Petition
from tests.markup import mistakes
from tests.petitions.hall import CANARY, GUEST, WARD, WORDS, Desk
from tests.petitions.test_pages import links, masked
from tests.sending import field, send, text

PAPER = {"way": "counter", "called": "Nông Văn A", "contact": "Tổ 1", "by": "officer"}
SLIP = {"called": "Nông Văn A", "contact": "Tổ 1, 0912345678", "identity": "004 0880 12345", "purpose": "Làm nhà"}
NUMBER = "004088012345"
DOOR = f"/don-vi/{WARD}/phan-anh/"

# kind, body, stage, day, finding, rule, last day
CLOCKS = [
    ("complaint", "ward", "received", "2026-06-30", "", "agency-takes-on-first-complaint", "2026-07-10"),
    ("complaint", "ward", "received", "2026-07-01", "", "agency-takes-on-first-complaint", "2026-07-10"),
    ("complaint", "ward", "received", "2026-07-02", "", "agency-takes-on-first-complaint", "2026-07-13"),
    ("complaint-2", "04", "received", "2026-06-30", "", "agency-takes-on-second-complaint", "2026-07-10"),
    ("complaint-2", "04", "received", "2026-08-27", "", "agency-takes-on-second-complaint", "2026-09-10"),
    ("complaint-2", "04", "accepted", "2026-11-02", "", "agency-settles-second-complaint", "2026-12-17"),
    ("complaint-2", "04", "accepted", "2026-11-02", "complex", "agency-settles-complex-second-complaint", "2027-01-04"),
    ("complaint-2", "04", "accepted", "2026-11-02", "remote", "agency-settles-remote-second-complaint", "2027-01-04"),
    ("complaint-2", "04", "accepted", "2026-11-02", "remote-complex", "agency-settles-remote-complex-second-complaint", "2027-01-11"),
    ("info-office", "ward", "received", "2026-11-02", "", "agency-supplies-ready-information-at-office", None),
    ("info-office", "ward", "accepted", "2026-11-02", "simple", "agency-supplies-ready-information-at-office", None),
    ("info-office", "ward", "accepted", "2026-11-02", "complex", "agency-supplies-complex-information-at-office", "2026-11-16"),
    ("info-network", "ward", "received", "2026-11-02", "", "agency-supplies-ready-information-online", "2026-11-05"),
    ("info-network", "ward", "accepted", "2026-11-02", "complex", "agency-says-how-long-information-takes", "2026-11-05"),
    ("info-post", "ward", "accepted", "2026-11-02", "simple", "agency-supplies-ready-information-by-post", "2026-11-09"),
    ("info-post", "ward", "wrong", "2026-11-02", "", "agency-answers-about-supplied-error", "2026-11-17"),
    ("account", "ward", "received", "2026-11-02", "", "agency-says-whether-it-will-account", "2026-11-09"),
    ("account", "ward", "accepted", "2026-11-02", "", "agency-accounts-for-its-decisions", "2026-11-17"),
    ("rules", "ward", "received", "2026-11-02", "", "commune-forwards-feedback-on-procedures", "2026-11-09"),
    ("rules", "04", "received", "2026-11-02", "", "province-forwards-feedback-on-rules", "2026-11-09"),
    ("rules", "ward", "accepted", "2026-11-02", "", "", "2026-11-23"),
    ("reception", "ward", "received", "2026-11-02", "", "agency-tells-citizen-what-becomes-of-matter", "2026-11-16"),
]


def test_which_clock(desk: Desk):
    """Kind, body, stage, day and finding give the rule and the last day; where the law has no number the house promises."""
    book = rulebooks.current()
    for kind, body, stage, day, finding, rule, last in CLOCKS:
        on = date.fromisoformat(day)
        place = bodies.place(desk.town.ids["04"] if body == "04" else desk.town.ward, on)
        found = clocks.until(policy.kind(kind), stage, place, on, book, finding)
        assert found == (rule, date.fromisoformat(last) if last else None), (kind, stage, day, finding)


def test_the_older_wording_warns_where_it_ends_earlier(desk: Desk):
    """Seven working days over a holiday end after ten days: the desk is warned of it; not on the last day of the old wording."""
    book, rule = rulebooks.current(), "agency-takes-on-second-complaint"
    assert clocks.earlier(rule, date(2026, 8, 27), date(2026, 9, 10), book) == date(2026, 9, 7)
    assert clocks.earlier(rule, date(2026, 7, 2), date(2026, 7, 13), book) is None
    assert clocks.earlier(rule, date(2026, 6, 30), date(2026, 7, 10), book) is None
    row = Petition(kind="complaint-2", state="sent", rule=rule, since=date(2026, 8, 27), due=date(2026, 9, 10))
    assert "7/9/2026" in kind_reads.desk_notes(row, date(2026, 8, 27), book)[0]


def refused(desk: Desk, act: Any, done: Any, by: Any = "officer", **payload: Any) -> str:
    with pytest.raises(Refused) as stopped, nothing_changes():
        desk.do(act, done, by, **payload)
    return str(stopped.value)


def test_information_from_the_slip_to_the_file(desk: Desk):
    """Completed, found complex, told how long, extended once, supplied with a file, said to be wrong, answered."""
    done = desk.send(kind="info-network", **SLIP)
    assert leaf(done)["sender"] | {"words": ""} == {
        "words": "", "name": "Nông Văn A", "address": "Tổ 1, 0912345678", "identity": NUMBER, "purpose": "Làm nhà",
    }  # fmt: skip
    assert open_parts(done) == set()
    assert NUMBER not in repr(Petition.objects.values())
    desk.do(acts.complete, done, text="Tên văn bản là gì?")
    refused(desk, acts.complete, done, text="Nữa")
    assert (desk.row(done).due, desk.row(done).paused) == (date(2026, 11, 5), date(2026, 11, 2))
    desk.go("2026-11-09")
    desk.do(acts.reply, done, GUEST, text="Bản đồ quy hoạch khu 3.")
    assert (desk.row(done).due, desk.row(done).paused) == (date(2026, 11, 12), None)
    desk.go("2026-11-11")
    for finding in ("", "remote"):
        refused(desk, acts.take_on, done, finding=finding)
    desk.do(acts.take_on, done, finding="complex")
    assert desk.row(done).due == date(2026, 11, 12)  # three working days from the day on which it was complete
    refused(desk, acts.extend, done, reason="Còn hỏi sở")
    given: dict[str, Any] = {"until": date(2026, 11, 27), "text": "Tải trên trang này.", "price": 0}
    for wrong in ({"until": date(2026, 11, 10)}, {"until": date(2026, 12, 2)}, {"price": -1}, {"text": " "}):
        refused(desk, acts.terms, done, **{**given, **wrong})
    desk.do(acts.terms, done, **given)
    assert (desk.row(done).rule, desk.row(done).due) == ("agency-supplies-complex-information-sent", date(2026, 12, 1))
    refused(desk, acts.extend, done, reason=" ")
    desk.go("2026-11-30")
    desk.do(acts.extend, done, reason="Còn hỏi sở")
    assert desk.row(done).due == date(2026, 12, 16)  # fifteen days, not working days, from the last day of the first term
    refused(desk, acts.extend, done, reason="Còn hỏi nữa")
    desk.do(acts.terms, done, **{**given, "until": date(2026, 12, 10)})
    assert desk.row(done).rule == "agency-supplies-complex-information-sent-extended"
    desk.do(acts.answer, done, text="Gửi kèm.", attachments=[])
    desk.do(acts.reopen, done, GUEST, text="Bản đồ này là của khu 2.")
    assert desk.row(done).rule == "agency-answers-about-supplied-error"
    for act, payload in ((acts.complete, {"text": "x"}), (acts.terms, given)):
        refused(desk, act, done, **payload)
    due = desk.row(done).due
    desk.do(acts.take_on, done)
    assert (desk.row(done).due, desk.row(done).finding) == (due, "complex")
    desk.do(acts.answer, done, text="Đúng, gửi lại.")
    assert list(audit.differences()) == []


@pytest.mark.parametrize("wrong", [{"called": ""}, {"identity": "12"}, {"identity": "chín số"}, {"purpose": " "}, {"way": "phone"},
                                   {"purpose": "Để tố cáo ông Bình"}])  # fmt: skip
def test_a_slip_that_is_not_whole(desk: Desk, wrong: dict[str, str]):
    with pytest.raises(Refused), nothing_changes():
        desk.send(kind="info-post", **{**SLIP, **wrong})


def test_other_kinds_keep_no_identity_number(desk: Desk):
    done = desk.send(identity=NUMBER, purpose="x", first="y")
    assert set(leaf(done)["sender"]) == {"words"}


def test_refusals_are_on_the_laws_grounds(desk: Desk):
    """Only a ground of the list; another body that answers for it is named; information also after it was taken on; no reopening then."""
    done = desk.send(kind="info-office", **SLIP)
    for ground in ("", "x", "not-touched"):
        refused(desk, acts.refuse, done, reason="Không có", ground=ground)
    refused(desk, acts.refuse, done, reason="Ở sở", ground="elsewhere")
    desk.do(acts.take_on, done, finding="simple")
    refused(desk, acts.extend, done, reason="Bận")
    desk.do(acts.refuse, done, reason="Bản vẽ do Sở giữ", ground="elsewhere", elsewhere="Sở Xây dựng, 5 Hoàng Đình Giong")
    last = steps.of(done.subject)[-1].words
    assert (last["ground"], last["elsewhere"]) == ("Law 104/2016/QH13 Art. 28(1)(c), 26(3)", "Sở Xây dựng, 5 Hoàng Đình Giong")
    refused(desk, acts.reopen, done, GUEST, text="Không đúng")
    asked = desk.send(kind="account", **PAPER)
    desk.do(acts.take_on, asked)
    refused(desk, acts.refuse, asked, reason="Bí mật", ground="secret")
    desk.do(acts.extend, asked, reason="Phải hỏi nhiều nơi")
    assert (desk.row(asked).rule, desk.row(asked).due) == ("agency-accounts-for-its-decisions-extended", date(2026, 12, 2))
    other = desk.send(kind="account", **PAPER)
    desk.do(acts.refuse, other, reason="Không liên quan", ground="not-touched")
    late = desk.send(kind="account", **PAPER)
    desk.do(acts.take_on, late)
    desk.go("2026-11-18")
    refused(desk, acts.extend, late, reason="Muộn")
    bridge = desk.send()
    desk.do(acts.take_on, bridge)
    for act, payload in ((acts.terms, {"until": date(2026, 11, 20), "text": "x"}), (acts.extend, {"reason": "x"}),
                         (acts.decide, {"outcome": "right", "number": "1", "day": date(2026, 11, 18), "text": "x"}),
                         (acts.refuse, {"reason": "x"})):  # fmt: skip
        refused(desk, act, bridge, **payload)


def test_late_stays_late(desk: Desk):
    """After its day neither more time nor a question to complete it takes the lateness away."""
    matter = desk.send(kind="reception", way="counter", by="officer")
    asked = desk.send(kind="info-network", **SLIP)
    desk.go("2026-12-11")
    refused(desk, acts.more_time, matter, until=date(2026, 12, 29), reason="Phải xác minh")
    refused(desk, acts.complete, asked, text="Tên văn bản là gì?")
    for done, name in ((matter, "keo-dai"), (asked, "bo-sung")):
        work = f"/phan-anh/viec/{done.subject}/"
        assert f"{work}{name}/" not in text(desk.town.client("officer"), work)


def test_more_time_is_told_once(desk: Desk):
    done = desk.send(kind="reception", **PAPER)
    for until in (date(2026, 11, 2), date(2027, 3, 1)):
        refused(desk, acts.more_time, done, until=until, reason="Phải xác minh")
    desk.do(acts.more_time, done, until=date(2026, 11, 30), reason="Phải xác minh thêm")
    assert (desk.row(done).rule, desk.row(done).due) == ("", date(2026, 11, 30))
    assert steps.of(done.subject)[-1].words == {"reason": "Phải xác minh thêm", "until": "2026-11-30"}
    refused(desk, acts.more_time, done, until=date(2026, 12, 7), reason="Nữa")
    refused(desk, acts.more_time, desk.send(), until=date(2026, 11, 30), reason="Bận")
    desk.do(acts.take_on, done)


def test_complaints_end_with_a_decision(desk: Desk):
    """Outcome, number and day are kept for the yearly report; then a second complaint above, never at the body that decided first."""
    done = desk.send(kind="complaint", **PAPER)
    desk.do(acts.take_on, done)
    desk.go("2026-12-04")
    row, places = desk.row(done), {desk.town.ward: bodies.place(desk.town.ward, date(2026, 12, 4))}
    assert "1/1/2027" in kind_reads.advice(row, places, date(2026, 12, 4))  # thirty days after 2 December, its last day
    assert "Điều 31" in refused_basis(desk, acts.answer, done, text="Đã xem xét.")
    given: dict[str, Any] = {"outcome": "partly", "number": "15/QĐ-UBND", "day": date(2026, 12, 4), "text": "Sửa mục 2, giữ mục 1."}
    for wrong in ({"outcome": "half"}, {"number": " "}, {"day": date(2026, 12, 5)}, {"day": date(2026, 11, 1)}, {"text": ""}):
        refused(desk, acts.decide, done, **{**given, **wrong})
    desk.do(acts.decide, done, **given)
    one = Decision.objects.get()
    assert (one.outcome, one.number, one.day, one.due) == ("partly", "15/QĐ-UBND", date(2026, 12, 4), date(2026, 12, 2))
    assert tally.decided(desk.town.ward, (), date(2026, 1, 1), date(2026, 12, 31)) == ({"right": 0, "partly": 1, "wrong": 0}, 1)
    assert tally.decided(desk.town.ward, (), date(2026, 1, 1), date(2026, 12, 3))[1] == 0
    assert kind_reads.desk_notes(desk.row(done), date(2026, 12, 4), rulebooks.current())[0].count("9/12/2026") == 1
    again = {**PAPER, "by": "province", "to": "04", "place": WARD, "first": "15/QĐ-UBND ngày 4/12/2026"}
    for wrong in ({"to": WARD, "by": "officer"}, {"first": " "}, {"place": "04"}):
        with pytest.raises(Refused), nothing_changes():
            desk.send(kind="complaint-2", **{**again, **wrong})
    second = desk.send(kind="complaint-2", **again)
    desk.do(acts.take_on, second, "province", finding="complex")
    desk.do(acts.decide, second, "province", **{**given, "outcome": "wrong"})
    desk.do(acts.return_as_denunciation, done)
    assert [one.petition_id for one in Decision.objects.all()] == [second.subject]


def refused_basis(desk: Desk, act: Any, done: Any, **payload: Any) -> str:
    with pytest.raises(Refused) as stopped, nothing_changes():
        desk.do(act, done, **payload)
    return stopped.value.basis.replace("Art.", "Điều")


def test_the_pages_of_a_request_for_information(desk: Desk):
    """What is public comes first; the slip keeps what was typed; the desk has the number, the sender's page its end; a file comes back."""
    client, officer = desk.town.client(), desk.town.client("officer")
    assert {f"{DOOR}thong-tin/", f"{DOOR}gui/quyet-dinh/", f"{DOOR}gui/quy-dinh/"} <= set(links(text(client, f"{DOOR}gui/ve-gi/")))
    look = text(client, f"{DOOR}thong-tin/")
    assert links(look).index(f"/don-vi/{WARD}/") < links(look).index(f"{DOOR}thong-tin/yeu-cau/")
    said = {"manner": "network", "topic": "land", "text": WORDS, "purpose": "Làm nhà", "name": "Nông Văn A", "contact": "Tổ 1",
            "identity": NUMBER}  # fmt: skip
    address = f"{DOOR}thong-tin/yeu-cau/"
    blank = client.get(address).content.decode()
    assert mistakes(blank) == []
    with nothing_changes():
        answer = client.post(address, {**said, "command_id": field(blank, "command_id"), "identity": "1"})
    assert answer.status_code == 422
    assert CANARY in answer.content.decode()
    own = send(client, address, **said)
    page = text(client, own)
    assert "•••345" in page
    assert NUMBER not in page
    assert "5/11/2026" in page
    work = f"/phan-anh/viec/{Petition.objects.get().pk}/"
    seen = text(officer, work)
    assert NUMBER in seen
    assert f"{work}bo-sung/" in links(seen)
    send(officer, f"{work}thu-ly/", finding="complex")
    send(officer, f"{work}thoi-han/", until="20/11/2026", text="Tải tại đây", price=12000)
    assert "20/11/2026" in text(client, own)
    assert "12.000" in text(client, own)
    assert {f"{work}gia-han/", f"{work}khong-thu-ly/"} <= set(links(text(officer, work)))
    form = officer.get(f"{work}tra-loi/").content.decode()
    assert mistakes(form) == []
    given = {"command_id": field(form, "command_id"), "text": "Gửi kèm.", "paper": upload()}
    assert officer.post(f"{work}tra-loi/", given).status_code == 302
    assert f"{own}anh/0/" in links(text(client, own))
    assert client.get(f"{own}anh/0/").status_code == 200
    assert mistakes(text(officer, work)) == []
    assert mistakes(officer.get(f"{work}khong-thu-ly/").content.decode()) == []


def test_papers_to_sign_are_kept_nowhere(desk: Desk):
    """A second complaint and a request to account: conditions and days first, then a paper; a denunciation from memory; typed in above."""
    client, town = desk.town.client(), desk.town
    for where, more in (("khieu-nai-lan-hai/", {"first": "15/QĐ-UBND", "asks": "Hủy"}), ("giai-trinh/", {})):
        page = text(client, DOOR + where)
        assert mistakes(page) == []
        assert ("Trong 30 ngày" if more else "trong 15 ngày") in page
        said = {"name": "Nông Văn A", "contact": "Tổ 1", "against": "Quyết định 12", "text": WORDS, **more}
        with nothing_changes():
            paper = client.post(DOOR + where, said)
            none = client.post(DOOR + where, {**said, "name": ""})
            denounced = client.post(DOOR + where, {**said, "text": f"Tôi tố cáo ông Bình {CANARY}"})
        assert (paper.status_code, none.status_code) == (200, 422)
        assert mistakes(paper.content.decode()) == []
        assert CANARY in paper.content.decode()
        assert CANARY not in denounced.content.decode()
    own = send(client, f"{DOOR}gui/quy-dinh/", topic="procedures", text=WORDS, name="Nông Văn A", contact="0912")
    assert "9/11/2026" in text(client, own)
    province, address = town.client("province"), "/don-vi/04/phan-anh/nhap-thay/khieu-nai-lan-hai/"
    assert address in links(text(province, "/don-vi/04/phan-anh/"))
    own = send(province, address, place=town.ward, first="15/QĐ-UBND", topic="land", text=WORDS, name="Nông Văn A", contact="Tổ 1")
    assert "11/11/2026" in text(client, own)
    assert town.client("officer").get(f"{DOOR}nhap-thay/khieu-nai-lan-hai/").status_code == 404
    work = f"/phan-anh/viec/{Petition.objects.get(kind='complaint-2').pk}/"
    send(province, f"{work}thu-ly/", finding="")
    send(province, f"{work}quyet-dinh/", outcome="right", number="20/QĐ-UBND", day="02/11/2026", text="Hủy quyết định.")
    assert "20/QĐ-UBND" in text(client, own)
    typed = send(town.client("officer"), f"{DOOR}nhap-thay/", how="reception:counter", topic="land", place=town.ward, text=WORDS)
    spoken = f"/phan-anh/viec/{reads.mine(typed.rstrip('/').rpartition('/')[2])[0].pk}/"
    send(town.client("officer"), f"{spoken}keo-dai/", until="30/11/2026", reason="Phải xác minh")
    assert masked(client.get(typed).content).decode().count("30/11/2026") >= 1
