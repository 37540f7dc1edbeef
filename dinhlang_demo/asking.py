"""Invented petitions of the ward: one in each state it can be in.

Promises: all are sent and handled by the acts of a real house, on the days they are dated; their codes are nobody's.
"""

from datetime import date
from typing import Any

from dinhlang.core.actor import Guest, Office
from dinhlang.ground.people import keyed
from dinhlang.ground.record import batches
from dinhlang.ground.record.models import Command
from dinhlang.works.petitions import acts
from dinhlang.works.petitions.acts import opening
from dinhlang_demo.story import GLIMPSE, Script

GUEST = Guest("")
LATER = 6.2  # hours after which what is sealed enters the record
# name, day sent, topic, whether in the group, words
SENT = (
    ("lamp", date(2026, 10, 5), "light-power", True, "Đèn đường ngõ 3 tắt từ đầu tháng, tối trẻ em đi học về không thấy lối."),
    ("drain", date(2026, 10, 12), "water", True, "Cống ngõ 5 tắc, mưa là ngập vào nhà ba hộ cuối ngõ."),
    ("dog", date(2026, 10, 19), "order", True, "Chó thả rông ở sân nhà văn hóa buổi sáng, đề nghị nhắc các hộ."),
    ("market", date(2026, 10, 20), "roads", False, "Vỉa hè trước chợ bị lấn, người đi bộ phải xuống lòng đường."),
    ("bridge", date(2026, 11, 9), "roads", True, "Cầu dân sinh ngõ 2 gãy lan can phía thượng lưu."),
    ("bin", date(2026, 11, 16), "waste", False, "Điểm tập kết rác đầu chợ bốc mùi, xe thu gom đến muộn."),
    ("paper", date(2026, 11, 18), "procedures", False, "Bảng giá phí chứng thực dán ở bộ phận một cửa đã cũ, khó đọc."),
    ("rail", date(2026, 11, 10), "roads", True, "Lan can cầu dân sinh ngõ 2 bị gãy, trẻ em đi học qua đó."),
    ("canal", date(2026, 11, 3), "water", False, "Kênh tiêu dọc tỉnh lộ bị đất lấp, nước tràn vào vườn sau chợ."),
    ("name", date(2026, 11, 12), "other", False, "Nội dung giả định đã được trả lại."),
)


# what senders chose to be read by everybody, and what the body says of it to everybody
CHOSEN = (
    ("lamp", date(2026, 10, 5), "Đèn đường ngõ 3 tắt từ đầu tháng."),
    ("dog", date(2026, 10, 19), "Chó thả rông ở sân nhà văn hóa buổi sáng."),
    ("bridge", date(2026, 11, 9), "Cầu dân sinh ngõ 2 gãy lan can phía thượng lưu, trẻ em đi học qua đó."),
)
FIXED = {"lamp": "Đã thay bóng và cầu chì ở ngõ 3 ngày 13/10.", "dog": "Đã nhắc các hộ nuôi chó; loa phát lại hằng tuần."}


DRY = date(2026, 10, 20)  # of the week in which a lane had no water: enough people said so for a number
LANE = ("Ngõ 4 mất nước từ sáng.", "Nhà tôi ở ngõ 4 không có nước hai ngày.", "Nước ngõ 4 chảy rất yếu.", "Bao giờ ngõ 4 có nước lại?",
        "Ngõ 4 mất nước, nhà có trẻ nhỏ.", "Đề nghị báo trước khi cắt nước ngõ 4.")  # fmt: skip

HOLES = date(2026, 11, 3)  # of the week in which a road of the province had holes: the ward passes them on
ROAD = ("Ổ gà trước chợ trên tỉnh lộ.", "Tỉnh lộ đoạn chợ nhiều ổ gà, xe máy ngã.", "Mặt tỉnh lộ trước chợ vỡ thành hố.",
        "Đề nghị vá tỉnh lộ đoạn qua chợ.", "Hố sâu giữa tỉnh lộ, tối không thấy.", "Xe tải tránh ổ gà lấn sang lề trước chợ.")  # fmt: skip


def code_of(subject: str) -> str:
    """The code of the receipt of a petition that was sent."""
    return Command.objects.filter(subject=subject).order_by("at").values_list("code", flat=True)[0]


def plan(script: Script, ward: int, group: int, officer: Office, chair: Office, above: tuple[int, Office] | None = None) -> None:
    """Note for their days what is sent, asked, answered, reopened, joined and settled; with the province and its officer (`above`), where
    the demonstration has them, also what is passed on there and what is about somebody in office at the ward."""
    things = script.things

    def step(name: str, day: date, hour: float, act: Any, by: Any, body: int = ward, /, **payload: Any) -> None:
        code: dict[str, Any] = {"code": lambda: code_of(things[name])} if by is GUEST else {}
        script.plan(day, hour, act, by=by, body=body, petition=lambda: things[name], **code, **payload)
        script.also(day, hour + LATER, batches.flush)

    for n, (name, day, topic, near, text) in enumerate(SENT):
        given = {"kind": "reflection", "way": "own", "topic": topic, "place": group if near else ward, "text": text}
        sender = keyed.digest("petition-sender", f"demo {n}")
        script.plan(day, 20, acts.submit, by=GUEST, body=ward, name=name, sender=sender, **given)
        script.also(day, 20 + LATER, batches.flush)
    for n, text in enumerate(LANE):
        given = {"kind": "reflection", "way": "own", "topic": "water", "place": group, "text": text}
        sender = keyed.digest("petition-sender", f"demo lane {n}")
        script.plan(DRY, 8 + n / 10, acts.submit, by=GUEST, body=ward, name=f"lane {n}", sender=sender, **given)
        step(f"lane {n}", date(2026, 10, 21), 9 + n / 10, acts.take_on, officer)
        step(f"lane {n}", date(2026, 10, 22), 15 + n / 10, acts.answer, officer, text="Trạm bơm sửa xong 14 giờ ngày 22/10, đã có nước.")
    script.also(DRY, 14, batches.flush)
    for monday in (date(2026, 10, 26), date(2026, 11, 2), date(2026, 11, 9), date(2026, 11, 16)):
        script.also(monday, 6.4, batches.flush)  # what other rooms left waiting over the weekend
        script.also(monday, 6.5, opening.open_due)
    for name, day, text in CHOSEN:
        step(name, day, 21, acts.publish_text, GUEST, text=text)
    step("lamp", date(2026, 10, 7), 9, acts.take_on, officer)
    step("lamp", date(2026, 10, 14), 9, acts.answer, chair, text="Ngày 13/10 đã thay 4 bóng và cầu chì ở ngõ 3.", public=FIXED["lamp"])
    step("lamp", date(2026, 10, 15), 19, acts.confirm, GUEST)
    step("drain", date(2026, 10, 14), 10, acts.take_on, officer)
    step("drain", date(2026, 10, 22), 9, acts.answer, officer, text="Đã thông cống ngày 21/10.")
    step("drain", date(2026, 11, 11), 20, acts.reopen, GUEST, text="Mưa ngày 10/11 lại ngập như cũ, cống chỉ thông nửa đầu ngõ.")
    step("dog", date(2026, 10, 21), 9, acts.take_on, officer)
    reminded = "Tổ trưởng đã nhắc 6 hộ ngày 26/10; loa phát lại hằng tuần."
    step("dog", date(2026, 10, 28), 9, acts.answer, officer, text=reminded, public=FIXED["dog"])
    step(
        "market",
        date(2026, 10, 22),
        9,
        acts.refuse,
        officer,
        reason="Trùng với việc đã kết luận tại buổi đối thoại ngày 22/10, theo dõi ở đó.",
    )
    step("bridge", date(2026, 11, 9), 20.5, acts.add_photo, GUEST, attachments=GLIMPSE)
    step("bridge", date(2026, 11, 11), 9, acts.take_on, officer)
    step("bridge", date(2026, 11, 12), 9, acts.ask, officer, text="Lan can gãy đoạn nào, dài khoảng mấy mét?")
    step("bridge", date(2026, 11, 11), 9.5, acts.join, officer, others=lambda: (things["rail"],))
    step("lamp", date(2026, 10, 15), 19.2, acts.rate, GUEST, mark="done")
    if above is not None:
        province, there = above
        for n, text in enumerate(ROAD):
            given = {"kind": "reflection", "way": "own", "topic": "roads", "place": ward, "text": text}
            sender = keyed.digest("petition-sender", f"demo road {n}")
            script.plan(HOLES, 7 + n / 10, acts.submit, by=GUEST, body=ward, name=f"road {n}", sender=sender, **given)
            step(f"road {n}", HOLES, 9 + n / 10, acts.pass_on, officer, to=province, reason="Tỉnh lộ do tỉnh quản lý.")
        script.also(HOLES, 14, batches.flush)
        step("canal", date(2026, 11, 5), 9, acts.pass_on, officer, to=province, reason="Kênh dọc tỉnh lộ do tỉnh quản lý.")
        step("canal", date(2026, 11, 9), 9, acts.take_on, there, province)
        named = {"kind": "reflection", "way": "own", "topic": "fees", "place": ward, "named": ward}
        script.plan(
            date(2026, 11, 13), 19, acts.submit, by=GUEST, body=province, name="manner",
            sender=keyed.digest("petition-sender", "demo named"),
            text="Cán bộ ở bộ phận một cửa (giả định) hẹn lại ba lần, mỗi lần đòi thêm một loại giấy.", **named,
        )  # fmt: skip
        script.also(date(2026, 11, 13), 19 + LATER, batches.flush)
        step("manner", date(2026, 11, 16), 9, acts.take_on, there, province)
    step("bin", date(2026, 11, 17), 9, acts.take_on, officer)
    step("bin", date(2026, 11, 18), 9, acts.pause, officer, until=date(2026, 12, 11), reason="Chờ đơn vị thu gom đổi lịch xe.")
    step("name", date(2026, 11, 13), 9, acts.return_as_denunciation, officer)
    typed = {
        "kind": "complaint",
        "way": "counter",
        "topic": "land",
        "place": ward,
        "called": "Người khiếu nại giả định",
        "contact": "Tổ dân phố 2",
    }
    said = "Khiếu nại Quyết định 97/QĐ-UBND (giả định) về xử phạt xây dựng không phép: nhà sửa trên nền cũ."
    before = "Khiếu nại Quyết định 61/QĐ-UBND (giả định) về thu hồi 12 m² đất lối đi: diện tích đo chưa đúng."
    for name, day, text in (("earlier", date(2026, 9, 8), before), ("complaint", date(2026, 11, 17), said)):
        sender = keyed.digest("petition-sender", f"demo counter {name}")
        script.plan(day, 14, acts.submit, by=officer, body=ward, name=name, text=text, sender=sender, **typed)
        script.also(day, 14 + LATER, batches.flush)
    step("earlier", date(2026, 9, 14), 9, acts.take_on, officer)
    decided = {"outcome": "partly", "number": "74/QĐ-UBND", "day": date(2026, 10, 9)}
    step("earlier", date(2026, 10, 9), 16, acts.decide, chair, text="Đo lại còn 9,6 m²; sửa Điều 1, giữ các điều khác.", **decided)
