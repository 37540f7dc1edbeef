"""What the invented households of a residential group decide: adopted by papers after a meeting that too few attended, rejected, to come,
proposed by households themselves.

Promises: everything is called, counted by two and closed by the acts of a real house, on the days it is dated.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from dinhlang.core.actor import Office
from dinhlang.ground.polls.checks import Planned
from dinhlang.ground.record import batches
from dinhlang.ground.record.act import Done
from dinhlang.ground.rolls import acts as rolls
from dinhlang.ground.rolls import policy
from dinhlang.works.votes import acts
from dinhlang_demo.story import Script, moment, paper

PLACE = "Nhà văn hóa tổ dân phố 1"


@dataclass(frozen=True)
class Asked:
    """A matter of the demonstration: its short name, its rule, its words, the days on which it is proposed and agreed on."""

    name: str
    rule: str
    title: str
    text: str
    day: date
    agreed: bool = True


MATTERS = (
    Asked(
        "lamps", "village-contribution", "Lắp đèn chiếu sáng ngõ 3 và ngõ 5",
        "Mỗi hộ góp 250.000 đ; hộ nghèo không phải góp.\nLắp 14 đèn, tổng 5.600.000 đ, làm xong trước Tết.", date(2026, 11, 9),
    ),
    Asked(
        "loudspeaker", "village-self-management", "Phát loa tổ dân phố lúc 5 giờ sáng",
        "Loa phát lúc 5 giờ thay cho 6 giờ 30 như hiện nay.", date(2026, 11, 10),
    ),
    Asked(
        "funds", "village-community-funds", "Thu, chi quỹ tổ dân phố năm 2027",
        "Mỗi hộ 120.000 đ một năm; chi cho vệ sinh ngõ, hiếu hỉ, trung thu.", date(2026, 11, 19),
    ),
    Asked(
        "garden", "village-self-management", "Trồng hoa trước nhà văn hóa",
        "Mỗi hộ một buổi công; cây giống do Đoàn thanh niên tặng.", date(2026, 11, 20), agreed=False,
    ),
)  # fmt: skip


def plan(script: Script, village: int, head: Office, board: Office) -> None:
    """Note for their days what is proposed, called, counted and closed in the group."""
    things = script.things

    def note(day: date, hour: float, what: Callable[..., Done], by: Office, **payload: Any) -> None:
        script.plan(day, hour, what, by=by, body=village, **payload)

    def call(name: str, day: date, opens: datetime, closes: datetime, *, way: str = "meeting", secret: bool = False) -> None:
        roll = f"roll-{name}-{way}"
        given = {"roll": policy.HOUSEHOLDS, "day": day, "purpose": "Biểu quyết (giả định)"}
        script.plan(day, 18, rolls.freeze, by=head, body=village, name=roll, **given)
        planned = (Planned(PLACE, opens, "", "Tổ trưởng tổ dân phố 1"),)
        note(day, 18.2, acts.call, head, matter=lambda: things[name], way=way, secret=secret, roll=lambda: things[roll], planned=planned,
             opens=opens, closes=closes)  # fmt: skip

    def counted(name: str, day: date, hour: float, took_part: int, votes: Sequence[int], spoilt: int = 0) -> None:
        for by in (head, board):
            note(day, hour, acts.count, by, matter=lambda: things[name], sitting=1, took_part=took_part, votes=tuple(votes), spoilt=spoilt)
        note(day, hour + 0.5, acts.close, head, matter=lambda: things[name])

    for one in MATTERS:
        script.plan(one.day, 16, acts.propose, by=head, body=village, name=one.name, rule=one.rule, title=one.title, text=one.text)
        if one.agreed:
            note(one.day, 17, acts.agree, board, matter=lambda name=one.name: things[name])
    meeting = moment(date(2026, 11, 12), 19.5)
    call("lamps", date(2026, 11, 9), meeting, meeting)
    counted("lamps", date(2026, 11, 12), 21, 13, (13, 0))
    call("lamps", date(2026, 11, 13), moment(date(2026, 11, 16), 0), moment(date(2026, 11, 18), 23.9), way="paper")
    counted("lamps", date(2026, 11, 19), 9, 22, (19, 2), 1)
    note(date(2026, 11, 20), 8, acts.issue, head, matter=lambda: things["lamps"], paper="resolution", number="01/NQ-TDP1",
         dated=date(2026, 11, 19), attachments=paper("Nghị quyết của tổ dân phố 1", "01/NQ-TDP1"))  # fmt: skip
    early = moment(date(2026, 11, 14), 19.5)
    call("loudspeaker", date(2026, 11, 10), early, early, secret=True)
    counted("loudspeaker", date(2026, 11, 14), 21, 20, (7, 12), 1)
    script.plan(date(2026, 11, 16), 10, acts.start, by=head, body=village, name="yard", rule="village-self-management", number="7",
                title="Sửa sân nhà văn hóa làm sân bóng chuyền", text="Mỗi hộ góp một buổi công; cột và lưới do chi đoàn lo.")  # fmt: skip
    note(date(2026, 11, 17), 10, acts.support, head, initiative=lambda: things["yard"], number="12")
    script.plan(date(2026, 11, 17), 9, acts.start, by=board, body=village, name="bins", rule="village-self-management", number="3",
                title="Đặt thùng rác chung ở đầu ngõ 4", text="Thùng do hợp tác xã môi trường cấp; các hộ thay phiên rửa.")  # fmt: skip
    for hour, number in enumerate(("9", "15", "18", "20"), 10):
        note(date(2026, 11, 18), hour, acts.support, board, initiative=lambda: things["bins"], number=number)
    for day in (17, 18):
        script.also(date(2026, 11, day), 20, batches.flush)
    note(date(2026, 11, 19), 10, acts.hand_in, board, initiative=lambda: things["bins"])
    coming = moment(date(2026, 11, 28), 19.5)
    call("funds", date(2026, 11, 20), coming, coming)
