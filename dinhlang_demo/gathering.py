"""Invented meetings: the yearly conference of a residential group, the ward's dialogue with the people, its reception of voters.

Promises: everything is called, asked and entered by the acts of a real house, on the days it is dated.
"""

from datetime import date, datetime
from typing import Any

from dinhlang.core.actor import Office, Voice
from dinhlang.ground.record import batches
from dinhlang.ground.rolls import acts as rolls
from dinhlang.ground.rolls import policy
from dinhlang.works.meetings import acts
from dinhlang_demo.story import Script, moment, paper

CALLED, HELD = date(2026, 11, 10), date(2026, 11, 18)
ASKED = date(2026, 11, 16)
PLACE = "Nhà văn hóa tổ dân phố 1"
POINTS = ("head-reports", "front-reports", "board-reports")


def plan(script: Script, village: int, head: Office) -> None:
    """Note for their days what is called, asked, answered and entered in the group."""
    things = script.things
    given = {"roll": policy.HOUSEHOLDS, "day": CALLED, "purpose": "Hội nghị định kỳ (giả định)"}
    script.plan(CALLED, 19, rolls.freeze, by=head, body=village, name="roll-conference", **given)
    script.plan(
        CALLED, 19.2, acts.call, by=head, body=village, name="conference", kind="village-conference", begins=moment(HELD, 19.5),
        place=PLACE,
        roll=lambda: things["roll-conference"], points=POINTS, more=("Chuẩn bị Tết Đinh Mùi 2027",),
    )  # fmt: skip
    for hour, text, answer, owner in (
        (20, "Đèn ngõ 3 bao giờ lắp xong?", "Trước Tết; đã chọn thợ.", "Tổ trưởng"),
        (20.2, "Nước cống ngõ 5 tràn khi mưa, ai sửa?", "", ""),
    ):
        script.plan(ASKED, hour, acts.question, by=head, body=village, meeting=lambda: things["conference"], text=text)
        if answer:
            script.plan(
                HELD, 20, acts.answer, by=head, body=village, meeting=lambda: things["conference"], number=1,
                text=answer, owner=owner,
            )  # fmt: skip
    script.plan(
        HELD, 21.5, acts.hold, by=head, body=village, meeting=lambda: things["conference"], came=19,
        attachments=paper("Biên bản hội nghị tổ dân phố 1", "02/BB-TDP1"),
    )  # fmt: skip


HALL = "Hội trường UBND phường"
DIALOGUE = ("committee-work", "rights-and-duties")


def plan_ward(script: Script, ward: int, group: int, chair: Office, officer: Office, head: Office) -> None:
    """Note what the ward calls, is asked, concludes; what became of it; and the dialogue to come, before which a resident asks."""
    things = script.things

    def note(day: date, hour: float, what: Any, by: Any, name: str, **payload: Any) -> None:
        script.plan(day, hour, what, by=by, body=ward, meeting=lambda: things[name], **payload)

    def call(day: date, name: str, kind: str, begins: datetime, **more: Any) -> None:
        script.plan(day, 9, acts.call, by=chair, body=ward, name=name, kind=kind, begins=begins, place=HALL, **more)

    minutes = paper("Biên bản hội nghị đối thoại với Nhân dân", "41/BB-UBND")
    met = date(2026, 10, 22)
    call(date(2026, 10, 12), "dialogue", "commune-dialogue", moment(met, 8), points=DIALOGUE, more=("Thu gom rác ở các tổ",))
    asked = "Rác ở ngõ 5 ba ngày mới thu một lần, bao giờ thu hằng ngày?"
    note(date(2026, 10, 15), 20, acts.ask, Voice(person="demo-resident-2"), "dialogue", text=asked)
    script.also(date(2026, 10, 15), 23.5, batches.flush)  # what a resident sends enters the record hours later
    note(date(2026, 10, 20), 9, acts.question, officer, "dialogue", text="Gửi bằng giấy: vỉa hè trước chợ bị lấn, ai xử lý?")
    for n, text, owner in (
        (1, "Từ 01/12 thu hằng ngày ở ngõ có trên 30 hộ.", "Công chức môi trường"),
        (2, "Đội trật tự kiểm tra hằng tuần, có sổ theo dõi.", "Công chức địa chính"),
    ):
        note(met, 11 + n / 10, acts.answer, chair, "dialogue", number=n, text=text, owner=owner)
    note(met, 12, acts.hold_dialogue, chair, "dialogue", came=126, attested=("with-the-front",), attachments=minutes)
    for hour, text, who, office, due in (
        (13, "Thu gom rác hằng ngày ở ngõ 5", ward, "commune-officer", date(2026, 12, 1)),
        (13.2, "Dọn mương ngõ 3 cùng các hộ", group, "village-head", date(2026, 11, 15)),
        (13.4, "Kẻ lại vạch vỉa hè trước chợ", ward, "commune-officer", None),
    ):
        note(met, hour, acts.conclude, chair, "dialogue", text=text, owner=who, office=office, due=due)
    note(met, 14, acts.rate, chair, "dialogue", counts={"good": 71, "fair": 22, "poor": 5})
    for day, by, body, n, state, said in (
        (date(2026, 11, 14), head, group, 2, "done", "Ngày 14/11 có 23 hộ cùng dọn, xong 120 m."),
        (date(2026, 11, 16), officer, ward, 1, "doing", "Đã ký phụ lục với đơn vị thu gom, chạy thử từ 25/11."),
    ):
        script.plan(day, 17, acts.report, by=by, body=body, meeting=lambda: things["dialogue"], number=n, state=state, said=said)
    heard, agenda = date(2026, 11, 11), ("Báo cáo kết quả kỳ họp", "Cử tri kiến nghị")
    call(date(2026, 11, 2), "voters", "voters-reception", moment(heard, 14), more=agenda)
    note(heard, 17, acts.hold, chair, "voters", came=84, attachments=paper("Biên bản tiếp xúc cử tri", "44/BB-UBND"))
    wish = {"text": "Sửa cầu dân sinh ngõ 2", "owner": ward, "office": "commune-officer", "due": date(2026, 12, 20), "place": group}
    note(heard, 17.2, acts.conclude, chair, "voters", **wish)
    call(
        date(2026, 11, 17), "next", "commune-dialogue", moment(date(2026, 12, 4), 8), points=DIALOGUE, more=("Kế hoạch thu, chi năm 2027",),
        title="Đối thoại với Nhân dân lần thứ hai năm 2026",
    )  # fmt: skip
    note(date(2026, 11, 19), 19, acts.ask, Voice(person="demo-resident-1"), "next", text="Tiền vệ sinh năm 2027 có tăng không?")
    script.also(date(2026, 11, 19), 23.5, batches.flush)
