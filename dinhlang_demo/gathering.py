"""The invented yearly conference of a residential group: called with its three reports, asked at, answered, held with its minutes.

Promises: everything is called, asked and entered by the acts of a real house, on the days it is dated.
"""

from datetime import date

from dinhlang.core.actor import Office
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
