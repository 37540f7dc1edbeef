"""Invented days of reception of the ward: one held, one put off, some to come; who came stands in its register.

Promises: all are entered and held by the acts of a real house, on the days they are dated; nobody in the register is anybody.
"""

from datetime import date, datetime, time
from typing import Any

from dinhlang.core.actor import Guest, Office
from dinhlang.ground.record import batches, clock
from dinhlang.works.reception import acts
from dinhlang_demo.story import Script

PLACE = "Phòng tiếp công dân, tầng 1, trụ sở Ủy ban nhân dân phường"
HELD, OFF = date(2026, 11, 12), date(2026, 11, 19)
DAYS = (HELD, OFF, date(2026, 12, 3), date(2026, 12, 10), date(2026, 12, 17))
CAME = (
    (
        "Đại diện sáu hộ ngõ 4 (giả định)",
        "proposal",
        6,
        "Nước yếu vào buổi tối, đề nghị kiểm tra đường ống",
        "Đơn có 6 chữ ký, 2 trang, bản chính",
    ),
    ("Người dân giả định", "complaint", 1, "Không đồng ý với mức bồi thường cây trồng ghi trong thông báo", ""),
)
LATER = 6.2  # hours after which what is sealed enters the record


def on(day: date, hour: int) -> datetime:
    """An hour of a day in Việt Nam."""
    return datetime.combine(day, time(hour), clock.LOCAL)


def plan(script: Script, ward: int, officer: Office, chair: Office) -> None:
    """Note for their days what is announced, signed up for, held, promised and put off."""
    things = script.things
    for n, day in enumerate(DAYS):
        given: dict[str, Any] = {"place": PLACE, "receives": "head", "slots": 6, "minutes": 20, "begins": on(day, 8), "ends": on(day, 11)}
        announced = date(2026, 11, 3) if n < 2 else date(2026, 11, 20)
        about = "Tiến độ cấp nước, thoát nước các tổ dân phố" if day == HELD else ""
        script.plan(announced, 8 + n / 10, acts.schedule, by=officer, body=ward, name=f"day {n}", about=about, **given)
    script.plan(
        date(2026, 11, 9), 20, acts.sign_up, by=Guest(""), body=ward, day=lambda: things["day 0"], slot=0, matter="Nước sạch ngõ 4",
        people=2, shared=6,
    )  # fmt: skip
    script.also(date(2026, 11, 9), 20 + LATER, batches.flush)
    for n, (called, kind, people, matter, papers) in enumerate(CAME):
        script.plan(
            HELD, 8.5 + n / 2, acts.enter, by=officer, body=ward, name=f"came {n}", day=lambda: things["day 0"], called=called, kind=kind,
            address="Tổ dân phố 4 (giả định)", people=people, ours=True, matter=matter, more={"papers": papers},
        )  # fmt: skip
    script.plan(HELD, 11.5, acts.hold, by=officer, body=ward, day=lambda: things["day 0"], received="head", people=7, groups=1)
    script.plan(
        HELD, 13, acts.promise, by=chair, body=ward, visit=lambda: things["came 0"], office="commune-officer", due=date(2026, 12, 1),
        text="Kiểm tra đường ống nước ngõ 4, trả lời bằng văn bản",
    )  # fmt: skip
    script.also(HELD, 13 + LATER, batches.flush)
    script.plan(
        date(2026, 11, 17), 15, acts.move, by=officer, body=ward, day=lambda: things["day 1"], begins=on(date(2026, 11, 26), 8),
        ends=on(date(2026, 11, 26), 11), reason="Chủ tịch phường họp ở tỉnh",
    )  # fmt: skip
