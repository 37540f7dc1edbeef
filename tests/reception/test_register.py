"""The register: who came, what is added, the papers, the tables to take away, and what was promised."""

import csv
import io
from dataclasses import replace
from datetime import date

from allauth.account.internal.flows import login
from django.contrib.auth import get_user_model
from django.urls import reverse
from openpyxl import load_workbook

from dinhlang.ground.bodies import reads as bodies
from dinhlang.ground.follow import assigned
from dinhlang.ground.follow.models import Assigned
from dinhlang.ground.people import reads as people
from dinhlang.ground.record import rulebooks
from dinhlang.ground.record.models import Entry
from dinhlang.works.disclosures.tests.town import nothing_changes, refused
from dinhlang.works.reception import acts, audit, sheets
from dinhlang.works.reception.models import Visit
from tests.markup import mistakes
from tests.reception.hall import CANARY, PAGE, Hall
from tests.sending import field, send, text


def test_it_works(hall: Hall) -> None:
    """A line by form 03/TCD, a slip for its papers, what came of it with the national code, and both in the tables."""
    day = hall.plan("2026-03-04")
    hall.town.go("2026-03-04", 8)
    officer = hall.town.client("officer")
    page, form = f"/tiep-cong-dan/ngay/{day.subject}/ghi-so/", {"kind": "complaint", "name": f"Hà {CANARY}", "address": "Ngõ 4"}
    form |= {"matter": "=1+1", "people": "1", "papers": "Đơn viết tay, 2 trang", "command_id": field(text(officer, page), "command_id")}
    answer = officer.post(page, form)
    assert answer.status_code == 302, answer.content.decode()
    line = answer["Location"]
    second = hall.came(day, called="Lê Văn Sáu")
    page = text(officer, line)
    assert mistakes(page) == []
    assert f"/don-vi/{PAGE.split('/')[2]}/phan-anh/nhap-thay/" in page
    slip = text(officer, f"{line}bien-nhan/")
    assert mistakes(slip) == []
    assert "Đơn viết tay, 2 trang" in slip
    send(officer, f"{line}ghi-them/", result="Đã hướng dẫn làm đơn", national="KN-0001")
    book = text(officer, f"{PAGE}so/")
    assert mistakes(book) == []
    assert [one for one in ("KN-0001", "Đã hướng dẫn làm đơn", CANARY, "Lê Văn Sáu") if one not in book] == []
    rows = list(csv.reader(io.StringIO(officer.get(f"{PAGE}so/2026/so.csv").content.decode("utf-8-sig"))))
    assert [(row[0], row[4], row[13]) for row in rows[1:]] == [("1", "'=1+1", "KN-0001"), ("2", "Nước yếu cả tuần", "")]
    sheet = load_workbook(io.BytesIO(officer.get(f"{PAGE}so/2026/so.xlsx").content)).active
    assert sheet is not None
    assert (sheet["E2"].value, sheet["E2"].data_type, sheet["N2"].value) == ("=1+1", "s", "KN-0001")
    assert [sheets.plain(one) for one in ("-2", "@a", "\t=x", "a=b")] == ["'-2", "'@a", "'\t=x", "a=b"]
    session = officer.session
    del session[people.DEMO_FACTORS]
    session[login._AUTHENTICATION_METHODS_USER_SESSION_KEY] = str(get_user_model().objects.get(username="officer").pk)
    session[login.AUTHENTICATION_METHODS_SESSION_KEY] = [{"method": "mfa", "at": 0, "type": "totp"}]
    session[people.SHOWN] = int(hall.town.now.timestamp()) - 24 * 3600
    session.save()
    for name in ("so.csv", "so.xlsx"):  # a whole year of names is taken away only right after the second factor
        answer = officer.get(f"{PAGE}so/2026/{name}")
        assert (answer.status_code, answer["Location"]) == (302, f"{reverse('people_step_up')}?next={PAGE}so/2026/{name}")
        assert officer.post(f"{PAGE}so/2026/{name}").status_code == 405
    for name in ("", "front", "head"):
        for address in (
            line,
            f"{PAGE}so/",
            f"{PAGE}so/2026/so.csv",
            f"{PAGE}so/2026/so.xlsx",
            f"/tiep-cong-dan/so/{second.subject}/bien-nhan/",
        ):
            answer = hall.town.client(name).get(address)
            assert answer.status_code in (403, 404)
            assert CANARY not in answer.content.decode()
    hall.town.flush()
    assert not Entry.objects.filter(act="reception.enter", sealed=False).exists()
    assert list(audit.differences()) == []


def test_a_promise_is_somebodys_work(hall: Hall) -> None:
    """On the desk, and on the page of the next day of reception, until it is ended."""
    came = hall.came(hall.plan("2026-03-04"))
    given = {"visit": came.subject, "office": "commune-officer", "due": date(2026, 3, 20)}
    hall.town.do(acts.promise, "chair", text="Kiểm tra đường ống ngõ 4", **given)
    officer = hall.town.client("officer")
    desk, later = text(officer, "/viec-can-lam/"), hall.plan("2026-03-18")
    assert "Kiểm tra đường ống ngõ 4" in desk
    assert "Kiểm tra đường ống ngõ 4" in text(officer, f"/tiep-cong-dan/ngay/{later.subject}/")
    assert "Kiểm tra đường ống" not in text(hall.town.client("front"), "/viec-can-lam/")
    send(officer, f"/tiep-cong-dan/so/{came.subject}/hua/1/", state="done", said="Đã thay van ngày 10/3")
    assert "Kiểm tra đường ống ngõ 4" not in text(officer, "/viec-can-lam/")
    assert Assigned.objects.get().state == "done"
    assert list(audit.differences()) == []
    with refused("Name the day"):
        hall.town.do(acts.promise, "chair", text="Xem lại", **given | {"due": None})
    with refused("{name} has no such office"):
        hall.town.do(acts.promise, "chair", text="Xem lại", **given | {"office": "village-head"})


def test_a_promise_goes_to_those_who_may_report_of_it(hall: Hall) -> None:
    """Also at the province, whose offices report of receptions and of no meeting."""
    book = rulebooks.current()
    province = replace(bodies.place(hall.town.ward, date(2026, 3, 2)), kind="province")
    able = set(assigned.offices_of(province, book, "reception.report")) - set(assigned.offices_of(province, book))
    assert {"province-chair", "province-officer"} <= able


def test_refusals(hall: Hall) -> None:
    """A denunciation in whatever box, a day that has not come, an empty note, a line of nobody."""
    day = hall.plan("2026-03-04")
    with refused("This day has not come yet"):
        hall.town.do(acts.enter, "officer", day=day.subject, kind="report", called="a", address="b", matter="c")
    hall.came(day)
    for given in ({"matter": "Tố cáo cán bộ"}, {"more": {"asks": "đơn tố cáo kèm theo"}}):
        with nothing_changes(), refused("This calls itself a denunciation"):
            hall.came(day, **given)
    with refused("Choose one of the kinds"):
        hall.came(day, kind="denunciation")
    with refused("This is not taken in like that"):
        hall.came(day, more={"remark2": "x"})
    visit = Visit.objects.get()
    with refused("Fill in at least one"):
        hall.town.do(acts.note, "officer", visit=visit.pk, more={"result": " "})
    with refused("Your register has no such line"):
        hall.town.do(acts.note, "officer", visit="0" * 16, more={"result": "x"})
