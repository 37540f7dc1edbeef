"""The demonstration ward: real body, real law, invented acts, on a record that says so for ever.

Ward 01273 (Phường Thục Phán, Cao Bằng) with two of its residential groups and its Front; five people; half a year of life in
which everything happens once: in time, late, declared only, confirmed, withdrawn, silent. The site is marked as designated by
an invented decision. Everything goes through the same acts as in a real house, on the day it is dated.
"""

import io
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import transaction
from PIL import Image, ImageDraw
from weasyprint import HTML

from dinhlang.config.cli import serve_forever
from dinhlang.core.actor import Actor, Office, System, Voice
from dinhlang.ground.bodies import acts as bodies_acts
from dinhlang.ground.bodies import reads as bodies
from dinhlang.ground.bodies.acts import NewBody
from dinhlang.ground.duties import acts as duty_acts
from dinhlang.ground.duties import schedule
from dinhlang.ground.people import acts as people_acts
from dinhlang.ground.record import clock, erasures, founding, rulebooks, tick
from dinhlang.ground.record.act import Done
from dinhlang.ground.record.append import Attachment
from dinhlang.ground.record.models import Head
from dinhlang.works.disclosures import acts
from dinhlang.works.disclosures.acts import Aim, Line
from dinhlang_demo.guard import refuse_real_database

WARD, FRONT = "01273", "04-mttq0001"
GROUPS = (("04-t0000001", "Tổ dân phố 1 Sông Hiến"), ("04-t0000002", "Tổ dân phố 4 Đề Thám"))
BORN = date(2025, 7, 1)
CONSOLE = System("console")
CONTRIBUTIONS = "commune-discloses-contributions"
PLAN_LINE = "commune-follows-disclosure-plan"
STANDING = "commune-keeps-procedures-posted"
MEETING = "village-gives-notice-of-meeting"


# account, name shown, office, seat
OFFICIALS = (
    ("demo-officer", "Công chức văn phòng", "commune-officer", WARD),
    ("demo-chair", "Chủ tịch UBND phường", "commune-chair", WARD),
    ("demo-front", "Chủ tịch UBMTTQ phường", "front-chair", FRONT),
    ("demo-head", "Tổ trưởng tổ dân phố 1", "village-head", GROUPS[0][0]),
)
FORMER = (
    ("01267", "Phường Sông Hiến", "phường", date(2012, 10, 25)),
    ("01273", "Phường Hợp Giang", "phường", date(2004, 1, 1)),
    ("01282", "Phường Đề Thám", "phường", date(2012, 10, 25)),
    ("01705", "Xã Hưng Đạo", "xã", date(2004, 1, 1)),
    ("01696", "Xã Hoàng Tung", "xã", date(2004, 1, 1)),
)


class Story:
    """Acts in the order of their days, each with a command id of its own, so that a broken set-up starts over cleanly."""

    def __init__(self) -> None:
        self.count = 0
        self.mandates: dict[str, int] = {}

    def do(self, act: Callable[..., Done], by: Actor, day: str, hour: int = 9, *, body: int | None, **payload: Any) -> Done:
        """Call `act` as `by` at `hour` o'clock of `day` in Việt Nam."""
        self.count += 1
        at = datetime.combine(date.fromisoformat(day), datetime.min.time(), clock.LOCAL) + timedelta(hours=hour, minutes=self.count % 50)
        return act(by=by, at=at.astimezone(UTC), command_id=uuid5(NAMESPACE_URL, f"demonstration {self.count}"), body=body, **payload)

    def office(self, username: str) -> Office:
        """The official called `username`."""
        return Office(self.mandates[username])


def paper(title: str, number: str) -> tuple[Attachment, ...]:
    """A one-page PDF that says what it is: an invented document."""
    text = f"<h1>{title}</h1><p>Số {number}</p><p>Văn bản giả định của bản trình diễn.</p>"
    data = bytes(HTML(string=f'<html lang="vi"><title>{title}</title>{text}').write_pdf())
    return (Attachment(f"{number.replace('/', '-')}.pdf", "application/pdf", data),)


def photograph(words: str) -> tuple[Attachment, ...]:
    """A picture of a board with words on it."""
    picture = Image.new("RGB", (640, 420), "#d8cbb0")
    draw = ImageDraw.Draw(picture)
    draw.rectangle((60, 40, 580, 380), fill="#fbf8f2", outline="#8f1d1d", width=6)
    draw.text((90, 80), words, fill="#1d1916")
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=80)
    return (Attachment("anh.jpg", "image/jpeg", out.getvalue()),)


def found(story: Story) -> None:
    """The ward, its groups and its Front; facts with their invented documents; accounts and mandates."""
    rows = [NewBody("04", "Tỉnh Cao Bằng", "province", "tỉnh", "", "04", BORN)]
    rows.append(NewBody(WARD, "Phường Thục Phán", "commune", "phường", "04", "04", BORN, FORMER))
    rows += [NewBody(code, name, "village", "tổ dân phố", WARD, "04", BORN) for code, name in GROUPS]
    rows.append(NewBody(FRONT, "Uỷ ban MTTQ Việt Nam phường Thục Phán", "front", "Mặt trận", WARD, "04", BORN))
    story.do(bodies_acts.found, CONSOLE, "2026-01-05", 8, body=None, bodies=tuple(rows), source="Danh mục hành chính, tổ dân phố giả định")
    ward = bodies.find(WARD, clock.today()).id
    decision = "Quyết định 01/QĐ-UBND ngày 05/01/2026 (giả định)"
    for name, since in (("has_portal", BORN), ("designated", date(2026, 1, 5))):
        story.do(bodies_acts.set_fact, CONSOLE, "2026-01-05", 8, body=ward, name=name, value="1", document=decision, from_day=since)
    schedule.ensure(rulebooks.current())
    for username, name, office, seat in OFFICIALS:
        user, new = get_user_model().objects.get_or_create(username=username, defaults={"first_name": name})
        if new:
            user.set_unusable_password()
            user.save()
            TOTP.activate(user, generate_totp_secret())
        body = bodies.find(seat, clock.today()).id
        story.do(
            people_acts.appoint, CONSOLE, "2026-01-05", 10, body=body, account=user.pk, office=office, decision=decision, from_day=date(2026, 1, 5)
        )
        story.mandates[username] = user.mandates.get(office=office).pk


def year(story: Story) -> None:
    """What the ward did, and did not do."""
    officer, front = story.office("demo-officer"), story.office("demo-front")
    ward = bodies.find(WARD, clock.today()).id
    first, second = (code for code, _name in GROUPS)

    def act(what: Callable[..., Done], day: str, **payload: Any) -> Done:
        return story.do(what, officer, day, body=ward, **payload)

    def post(day: str, title: str, text: str, *aims: Aim, item: int | None = None, decision: str = "", number: str = "") -> str:
        files = paper(title, number) if number else ()
        return act(acts.post, day, title=title, text=text, item=item, decision=decision, aims=aims, attachments=files).subject

    def up(day: str, thing: str, part: str, where: str, since: str = "") -> None:
        act(acts.place, day, disclosure=thing, part=part, place=where, from_day=date.fromisoformat(since or day))

    def down(day: str, thing: str, part: str, where: str) -> None:
        act(acts.take_down, day, disclosure=thing, part=part, place=where, to_day=date.fromisoformat(day))

    def seen(day: str, thing: str, part: str, where: str, which: str) -> None:
        picture = photograph(f"{where} {day}")
        story.do(acts.countersign, front, day, 15, body=ward, disclosure=thing, part=part, place=where, which=which, attachments=picture)

    lines = (
        Line(2, "Dự toán ngân sách phường năm 2026 đã được Hội đồng nhân dân quyết định", date(2026, 1, 20)),
        Line(1, "Kế hoạch phát triển kinh tế - xã hội năm 2026", date(2026, 1, 30)),
        Line(12, "Mức thu phí, lệ phí do phường trực tiếp thu", date(2026, 2, 10)),
        Line(7, "Danh sách hộ được hỗ trợ sửa nhà ở đợt 1", date(2026, 6, 15)),
        Line(1, "Kết quả thực hiện kế hoạch 6 tháng đầu năm", date(2026, 7, 15)),
        Line(2, "Quyết toán ngân sách phường năm 2025", date(2026, 7, 31)),
        Line(9, "Danh sách công dân đủ điều kiện nhập ngũ năm 2027", date(2026, 11, 16)),
        Line(3, "Kế hoạch sử dụng quỹ đất nông nghiệp công ích năm 2027", date(2026, 12, 15)),
    )
    act(acts.adopt_plan, "2026-01-12", year=2026, number="05/KH-UBND", dated=date(2026, 1, 9), lines=lines, attachments=paper("Kế hoạch công khai", "05/KH-UBND"))
    thing = post("2026-01-16", "Thủ tục hành chính do phường giải quyết", "Danh mục và nơi nộp hồ sơ.\nCập nhật khi có thay đổi.", Aim(STANDING, "standing"), item=13)
    up("2026-01-16", thing, "board", "hq")
    seen("2026-01-16", thing, "board", "hq", "first")
    for n, day in ((1, "2026-01-19"), (2, "2026-02-05"), (3, "2026-02-09"), (4, "2026-06-12"), (5, "2026-07-14")):
        line = lines[n - 1]
        thing = post(day, line.text, "Toàn văn trong tệp kèm theo.", Aim(PLAN_LINE, f"05-kh-ubnd-{n}"), item=line.item)
        up(day, thing, "board", "hq")
        if n != 3:
            seen(day, thing, "board", "hq", "first")

    def decision(day: str, number: str, dated: str, title: str, item: int = 5) -> tuple[str, str]:
        made = act(acts.register, day, item=item, number=number, dated=date.fromisoformat(dated), title=title, attachments=paper(title, number))
        return made.subject, duty_acts.slug(number)

    title = "Thu, chi Quỹ Đền ơn đáp nghĩa năm 2025"
    source, slug = decision("2026-03-03", "12/QĐ-UBND", "2026-03-02", title)
    thing = post("2026-03-04", title, "Đã thu 86.400.000 đ, đã chi 79.150.000 đ, còn 7.250.000 đ chuyển sang năm 2026.", Aim(CONTRIBUTIONS, slug), item=5, decision=source, number="12/QĐ-UBND")
    for where, part in (("hq", "board"), (first, "village-points"), (second, "village-points")):
        up("2026-03-05", thing, part, where)
        seen("2026-03-05", thing, part, where, "first")
    for where, part in (("hq", "board"), (first, "village-points"), (second, "village-points")):
        down("2026-04-07", thing, part, where)
        seen("2026-04-07", thing, part, where, "last")
    act(acts.nothing_arose, "2026-04-03", quarter="2026-Q1", items=(4, 6, 8, 10, 11))
    thing = act(acts.issue_register, "2026-04-06", quarter="2026-Q1").subject
    for where, part in (("hq", "board"), (first, "village-points"), (second, "village-points")):
        up("2026-04-07", thing, part, where)
        seen("2026-04-07", thing, part, where, "first")

    title = "Huy động đóng góp làm đường bê tông tổ dân phố 4"
    source, slug = decision("2026-05-27", "47/QĐ-UBND", "2026-05-25", title)
    thing = post("2026-06-05", title, "Mỗi hộ 1.500.000 đ, hộ nghèo được miễn. Đường dài 420 m.", Aim(CONTRIBUTIONS, slug), item=5, decision=source, number="47/QĐ-UBND")
    up("2026-06-05", thing, "board", "hq")
    seen("2026-06-05", thing, "board", "hq", "first")
    up("2026-06-08", thing, "village-points", second)
    seen("2026-06-08", thing, "village-points", second, "first")
    down("2026-06-26", thing, "board", "hq")

    title = "Tài trợ sân chơi thiếu nhi của Công ty Hoàng Anh (giả định)"
    source, slug = decision("2026-08-27", "88/QĐ-UBND", "2026-08-27", title)
    thing = post("2026-09-04", title, "Giá trị tài trợ 120.000.000 đ, lắp đặt xong trước 30/9/2026.", Aim(CONTRIBUTIONS, slug), item=5, decision=source)
    up("2026-09-04", thing, "board", "hq")
    for where in (first, second):
        up("2026-09-04", thing, "village-points", where)

    title = "Quỹ Phòng, chống thiên tai: mức đóng năm 2026"
    source, slug = decision("2026-10-05", "101/QĐ-UBND", "2026-10-05", title)
    thing = post("2026-10-08", title, "Mức đóng theo hộ và theo lao động, danh sách được miễn kèm theo.", Aim(CONTRIBUTIONS, slug), item=5, decision=source)
    act(acts.correct, "2026-10-09", disclosure=thing, title=title, text="Mức đóng theo lao động; danh sách được miễn kèm theo.", reason="Ghi thừa “theo hộ”")
    act(acts.withdraw, "2026-10-12", disclosure=thing, reason="posted-by-mistake")

    source, slug = decision("2026-10-20", "95/QĐ-UBND", "2026-09-03", "Quỹ Khuyến học phường: danh sách đóng góp")
    post("2026-10-20", "Quỹ Khuyến học phường: danh sách đóng góp", "Đã thu 42.300.000 đ từ 311 hộ và 4 đơn vị.", Aim(CONTRIBUTIONS, slug), item=5, decision=source)
    decision("2026-11-02", "112/QĐ-UBND", "2026-10-30", "Khoản đóng góp nâng cấp nhà văn hoá tổ dân phố 1")
    act(acts.nothing_arose, "2026-11-05", quarter="2026-Q3", items=(4, 6, 8, 10))
    head = story.office("demo-head")
    group = bodies.find(first, clock.today()).id
    story.do(
        duty_acts.event, head, "2026-11-18", body=group, kind="village-meeting", day=date(2026, 11, 28), place="Nhà văn hoá tổ 1, 19 giờ 30", title="Bàn mức đóng góp nâng cấp nhà văn hoá"
    )
    notice = story.do(
        acts.post, head, "2026-11-19", body=group, title="Họp tổ dân phố tối thứ Bảy 28/11/2026", text="Bàn mức đóng góp nâng cấp nhà văn hoá. Mời mỗi hộ một người.", aims=(Aim(MEETING, "village-meeting-2026-11-28"),)
    )
    story.do(acts.place, head, "2026-11-20", body=group, disclosure=notice.subject, part="village-points", place=first, from_day=date(2026, 11, 20))
    decision("2026-11-19", "118/QĐ-UBND", "2026-11-18", "Vận động ủng hộ đồng bào vùng lũ năm 2026")
    story.do(
        acts.report, Voice(person="demo-resident-1"), "2026-11-20", body=ward, title="Quyết định thu tiền gửi xe ở chợ", where="Tờ giấy dán ở cổng chợ", item=12, show=True
    )


def set_up() -> None:
    """Migrate, open the record under its own name, and tell the story, once."""
    call_command("migrate", interactive=False, verbosity=0)
    refuse_real_database()
    founding.up_check()
    erasures.replay_erasures()
    if Head.objects.filter(pk=1).exists():
        return
    story = Story()
    begun = datetime(2026, 1, 5, 7, 30, tzinfo=clock.LOCAL).astimezone(UTC)
    files = rulebooks.read_folder(settings.RULEBOOK_DIR)
    with transaction.atomic():
        founding.open_log(settings.LOG_ORIGIN, at=begun, files=files)
        command = uuid5(NAMESPACE_URL, "demonstration rulebook")
        rulebooks.adopt(by=CONSOLE, at=begun, command_id=command, files=files, changelog="Bộ quy tắc đầu tiên", source="")
        found(story)
        year(story)
    last = datetime(2026, 11, 20, 20, 0, tzinfo=clock.LOCAL)
    if clock.now() < last:
        clock.move_to(last)
    tick.tick()


def main(ticker: Callable[[], None]) -> int:
    """Set up and serve on this machine alone."""
    set_up()
    sys.stdout.write("http://127.0.0.1:8000  (Ctrl-C ends it; everything on it is a demonstration)\n")
    sys.stdout.flush()
    return serve_forever("127.0.0.1", 8000, 1, ticker)
