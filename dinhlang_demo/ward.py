"""The demonstration ward: real body, real law, invented acts, on a record that says so for ever.

Ward 01273 (Phường Thục Phán, Cao Bằng) with two of its residential groups and its Front; five people; half a year of life in
which everything happens once: in time, late, declared only, confirmed, withdrawn, silent. The site is marked as designated by
an invented decision. Everything goes through the same acts as in a real house, on the day it is dated.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import transaction

from dinhlang.config.cli import ROOT
from dinhlang.core.actor import Voice
from dinhlang.ground.bodies import acts as bodies_acts
from dinhlang.ground.bodies import listing
from dinhlang.ground.bodies import reads as bodies
from dinhlang.ground.bodies.acts import NewBody
from dinhlang.ground.duties import acts as duty_acts
from dinhlang.ground.duties import schedule
from dinhlang.ground.people import acts as people_acts
from dinhlang.ground.record import clock, erasures, founding, rulebooks, tick
from dinhlang.ground.record.act import Done
from dinhlang.ground.record.models import Head
from dinhlang.works.disclosures import acts, reads
from dinhlang.works.disclosures.acts import Aim, Line
from dinhlang_demo import asking, book, gathering, hall, households, receiving, told
from dinhlang_demo.guard import refuse_real_database
from dinhlang_demo.story import CONSOLE, Script, Step, Story, moment, paper, photograph, tell

PROVINCE, WARD, FRONT = "04", "01273", "04-mttq0001"
ONE, TWO = "04-t0000001", "04-t0000002"
BORN = date(2025, 7, 1)
DAY = date(2026, 1, 5)  # of the first acts
CONTRIBUTIONS = "commune-discloses-contributions"
PLAN_LINE = "commune-follows-disclosure-plan"
STANDING = "commune-keeps-procedures-posted"
MEETING = "village-gives-notice-of-meeting"


# account, name shown, office, seat
OFFICIALS = (
    ("demo-officer", "Công chức văn phòng", "commune-officer", WARD),
    ("demo-chair", "Chủ tịch UBND phường", "commune-chair", WARD),
    ("demo-front", "Chủ tịch UBMTTQ phường", "front-chair", FRONT),
    ("demo-head", "Tổ trưởng tổ dân phố 1", "village-head", ONE),
    ("demo-board", "Trưởng Ban công tác Mặt trận tổ dân phố 1", "front-work-board", ONE),
)


def found(story: Story) -> None:
    """The ward, its groups and its Front; facts with their invented documents; accounts and mandates."""
    source, rows = listed()
    story.do(bodies_acts.found, CONSOLE, DAY.isoformat(), 8, body=None, bodies=rows, source=source)
    seat(story, DAY)
    province = bodies.find(PROVINCE, clock.today()).id
    stage = {"name": bodies_acts.PUBLICITY, "value": "3", "document": "Kế hoạch 01/KH-UBND ngày 05/01/2026 (giả định)", "from_day": DAY}
    story.do(bodies_acts.set_fact, CONSOLE, DAY.isoformat(), 11, body=province, **stage)


def listed() -> tuple[str, tuple[NewBody, ...]]:
    """The ward's own list: where its names are from, and the bodies."""
    return listing.read_list((ROOT / "data" / "bodies" / "ward-01273.toml").read_bytes())


def seat(story: Story, day: date) -> None:
    """Facts of the ward from `day` on, and who holds which office there."""
    ward = bodies.find(WARD, clock.today()).id
    decision = f"Quyết định 01/QĐ-UBND ngày {day:%d/%m/%Y} (giả định)"
    for name, since in (("has_portal", BORN), ("designated", day)):
        story.at(bodies_acts.set_fact, CONSOLE, moment(day, 8), body=ward, name=name, value="1", document=decision, from_day=since)
    schedule.ensure(rulebooks.current())
    for username, name, office, code in OFFICIALS:
        appoint(story, day, username, name, office, code, decision)


def appoint(story: Story, day: date, username: str, name: str, office: str, code: str, decision: str) -> None:
    """Open an account of the demonstration, with a second factor that nobody needs to type, and give it its office."""
    user, new = get_user_model().objects.get_or_create(username=username, defaults={"first_name": name})
    if new:
        user.set_unusable_password()
        user.save()
        TOTP.activate(user, generate_totp_secret())
    body = bodies.find(code, clock.today()).id
    given = {"account": user.pk, "office": office, "decision": decision, "from_day": day}
    story.at(people_acts.appoint, CONSOLE, moment(day, 10), body=body, **given)
    story.mandates[username] = user.mandates.get(office=office).pk


LINES = (
    Line(2, "Dự toán ngân sách phường năm 2026 đã được Hội đồng nhân dân quyết định", date(2026, 1, 20)),
    Line(1, "Kế hoạch phát triển kinh tế - xã hội năm 2026", date(2026, 1, 30)),
    Line(12, "Mức thu phí, lệ phí do phường trực tiếp thu", date(2026, 2, 10)),
    Line(7, "Danh sách hộ được hỗ trợ sửa nhà ở đợt 1", date(2026, 6, 15)),
    Line(1, "Kết quả thực hiện kế hoạch 6 tháng đầu năm", date(2026, 7, 15)),
    Line(2, "Quyết toán ngân sách phường năm 2025", date(2026, 7, 31)),
    Line(9, "Danh sách công dân đủ điều kiện nhập ngũ năm 2027", date(2026, 11, 16)),
    Line(3, "Kế hoạch sử dụng quỹ đất nông nghiệp công ích năm 2027", date(2026, 12, 15)),
)
# number, dated, registered, title
DECISIONS = (
    ("12/QĐ-UBND", "2026-03-02", "2026-03-03", "Thu, chi Quỹ Đền ơn đáp nghĩa năm 2025"),
    ("47/QĐ-UBND", "2026-05-25", "2026-05-27", "Huy động đóng góp làm đường bê tông tổ dân phố 4"),
    ("88/QĐ-UBND", "2026-08-27", "2026-08-27", "Tài trợ sân chơi thiếu nhi của Công ty Hoàng Anh (giả định)"),
    ("101/QĐ-UBND", "2026-10-05", "2026-10-05", "Quỹ Phòng, chống thiên tai: mức đóng năm 2026"),
    ("95/QĐ-UBND", "2026-09-03", "2026-10-20", "Quỹ Khuyến học phường: danh sách đóng góp"),
    ("112/QĐ-UBND", "2026-10-30", "2026-11-02", "Khoản đóng góp nâng cấp nhà văn hóa tổ dân phố 1"),
    ("118/QĐ-UBND", "2026-11-18", "2026-11-19", "Vận động ủng hộ đồng bào vùng lũ năm 2026"),
)
# number of the decision, day of posting, what it says
POSTS = (
    ("12/QĐ-UBND", "2026-03-04", "Đã thu 86.400.000 đ, đã chi 79.150.000 đ, còn 7.250.000 đ chuyển sang năm 2026."),
    ("47/QĐ-UBND", "2026-06-05", "Mỗi hộ 1.500.000 đ, hộ nghèo được miễn. Đường dài 420 m."),
    ("88/QĐ-UBND", "2026-09-04", "Giá trị tài trợ 120.000.000 đ, lắp đặt xong trước 30/9/2026."),
    ("101/QĐ-UBND", "2026-10-08", "Mức đóng theo hộ và theo lao động, danh sách được miễn kèm theo."),
    ("95/QĐ-UBND", "2026-10-20", "Đã thu 42.300.000 đ từ 311 hộ và 4 đơn vị."),
)
BOARD, POINTS = "board", "village-points"
# thing, form, place, hung from, day on which the Front saw it first, taken down, day on which the Front saw it last
PAPER = (
    ("standing", BOARD, "hq", "2026-01-16", "2026-01-16", "", ""),
    ("line-1", BOARD, "hq", "2026-01-19", "2026-01-19", "", ""),
    ("line-2", BOARD, "hq", "2026-02-05", "2026-02-05", "", ""),
    ("line-3", BOARD, "hq", "2026-02-09", "", "", ""),
    ("line-4", BOARD, "hq", "2026-06-12", "2026-06-12", "", ""),
    ("line-5", BOARD, "hq", "2026-07-14", "2026-07-14", "", ""),
    ("12/QĐ-UBND", BOARD, "hq", "2026-03-05", "2026-03-05", "2026-04-07", "2026-04-07"),
    ("12/QĐ-UBND", POINTS, ONE, "2026-03-05", "2026-03-05", "2026-04-07", "2026-04-07"),
    ("12/QĐ-UBND", POINTS, TWO, "2026-03-05", "2026-03-05", "2026-04-07", "2026-04-07"),
    ("2026-Q1", BOARD, "hq", "2026-04-07", "2026-04-07", "", ""),
    ("2026-Q1", POINTS, ONE, "2026-04-07", "2026-04-07", "", ""),
    ("2026-Q1", POINTS, TWO, "2026-04-07", "2026-04-08", "", ""),
    ("47/QĐ-UBND", BOARD, "hq", "2026-06-05", "2026-06-05", "2026-06-26", ""),
    ("47/QĐ-UBND", POINTS, TWO, "2026-06-08", "2026-06-08", "", ""),
    ("88/QĐ-UBND", BOARD, "hq", "2026-09-04", "", "", ""),
    ("88/QĐ-UBND", POINTS, ONE, "2026-09-04", "", "", ""),
    ("88/QĐ-UBND", POINTS, TWO, "2026-09-04", "", "", ""),
)


def year(story: Story) -> None:
    """What the ward did, and did not do, in the order of the days."""
    for _when in tell(steps(story)):
        pass


def steps(story: Story) -> list[Step]:
    """What the ward will do, in the order of the days. Its officials must hold their offices by now."""
    officer, front, head = (story.office(name) for name in ("demo-officer", "demo-front", "demo-head"))
    ward, group = bodies.find(WARD, clock.today()).id, bodies.find(ONE, clock.today()).id
    script = Script(story, officer, ward)
    things = script.things

    def plan(day: str, what: Callable[..., Done], /, *, hour: float = 9, **payload: Any) -> None:
        script.plan(date.fromisoformat(day), hour, what, **payload)

    for rule in (CONTRIBUTIONS, MEETING):
        plan(
            "2026-01-09",
            duty_acts.confirm,
            by=CONSOLE,
            body=None,
            rule=rule,
            wording=rulebooks.current().duties[rule].hash.hex(),
            number="07/BC-STP",
            dated=date(2026, 1, 8),
            issuer="Sở Tư pháp tỉnh Cao Bằng (giả định)",
        )
    plan(
        "2026-01-12",
        acts.adopt_plan,
        year=2026,
        number="05/KH-UBND",
        dated=date(2026, 1, 9),
        lines=LINES,
        attachments=paper("Kế hoạch công khai", "05/KH-UBND"),
    )
    plan(
        "2026-01-16",
        acts.post,
        name="standing",
        title="Thủ tục hành chính do phường giải quyết",
        item=13,
        aims=(Aim(STANDING, "standing"),),
        text="Danh mục, nơi nộp hồ sơ và thời hạn trả kết quả.\nCập nhật khi có thay đổi.",
    )
    for n, day in ((1, "2026-01-19"), (2, "2026-02-05"), (3, "2026-02-09"), (4, "2026-06-12"), (5, "2026-07-14")):
        line = LINES[n - 1]
        plan(
            day,
            acts.post,
            name=f"line-{n}",
            title=line.text,
            text="Toàn văn trong tệp kèm theo.",
            item=line.item,
            aims=(Aim(PLAN_LINE, f"05-kh-ubnd-{n}"),),
        )
    titles = {number: title for number, _dated, _day, title in DECISIONS}
    for number, dated, day, title in DECISIONS:
        plan(
            day,
            acts.register,
            hour=8,
            name=f"decision {number}",
            item=5,
            number=number,
            dated=date.fromisoformat(dated),
            title=title,
            attachments=paper(title, number),
        )
    for number, day, text in POSTS:
        plan(
            day,
            acts.post,
            name=number,
            title=titles[number],
            text=text,
            item=5,
            decision=lambda number=number: things[f"decision {number}"],
            aims=(Aim(CONTRIBUTIONS, duty_acts.slug(number)),),
            attachments=paper(titles[number], number),
        )
    for quarter, day, items in (("2026-Q1", "2026-04-03", (4, 6, 8, 10, 11)), ("2026-Q3", "2026-11-05", (4, 6, 8, 10))):
        plan(day, acts.nothing_arose, quarter=quarter, items=items)
    plan("2026-04-06", acts.issue_register, name="2026-Q1", quarter="2026-Q1")
    for thing, part, place, since, first, until, last in PAPER:
        at: dict[str, Any] = {"disclosure": lambda thing=thing: things[thing]}
        plan(since, acts.place, hour=10, part=part, place=place, from_day=date.fromisoformat(since), **at)
        for day, which in ((first, "first"), (last, "last")):
            if day:
                plan(
                    day,
                    acts.countersign,
                    by=front,
                    hour=15,
                    run=lambda thing=thing, part=part, place=place: reads.run_of(things[thing], part, place),
                    which=which,
                    attachments=photograph(f"{thing} {place} {day}"),
                    **at,
                )
        if until:
            plan(until, acts.take_down, hour=11, part=part, place=place, to_day=date.fromisoformat(until), **at)
    withdrawn: dict[str, Any] = {"disclosure": lambda: things["101/QĐ-UBND"]}
    plan(
        "2026-10-09",
        acts.correct,
        title=titles["101/QĐ-UBND"],
        text="Mức đóng theo lao động; danh sách được miễn kèm theo.",
        reason="Ghi thừa “theo hộ”",
        **withdrawn,
    )
    plan("2026-10-12", acts.withdraw, reason="posted-by-mistake", **withdrawn)

    meeting = "village-meeting-2026-11-28"
    plan(
        "2026-11-18",
        duty_acts.event,
        by=head,
        body=group,
        hour=16,
        kind="village-meeting",
        day=date(2026, 11, 28),
        place="Nhà văn hóa tổ 1, 19 giờ 30",
        title="Bàn mức đóng góp nâng cấp nhà văn hóa",
    )
    plan(
        "2026-11-19",
        acts.post,
        by=head,
        body=group,
        name="meeting",
        title="Họp tổ dân phố tối thứ Bảy 28/11/2026",
        text="Bàn mức đóng góp nâng cấp nhà văn hóa. Mời mỗi hộ một người.",
        aims=(Aim(MEETING, meeting),),
    )
    plan(
        "2026-11-20",
        acts.place,
        by=head,
        body=group,
        disclosure=lambda: things["meeting"],
        part=POINTS,
        place=ONE,
        from_day=date(2026, 11, 20),
    )
    plan(
        "2026-11-20",
        acts.report,
        by=Voice(person="demo-resident-1"),
        hour=11,
        title="Quyết định thu tiền gửi xe ở chợ",
        where="Tờ giấy dán ở cổng chợ",
        item=12,
        show=True,
    )
    households.plan(script, group, officer, story.office("demo-chair"), head, front)
    hall.plan(script, group, head, story.office("demo-board"))
    book.plan(script, group, head, story.office("demo-board"))
    gathering.plan(script, group, head)
    gathering.plan_ward(script, ward, group, story.office("demo-chair"), officer, head)
    province = bodies.place(ward, clock.today()).parent
    above = None
    if province is not None and "demo-province-officer" in story.mandates:
        above = (province, story.office("demo-province-officer"))
    asking.plan(script, ward, group, officer, story.office("demo-chair"), above)
    receiving.plan(script, ward, officer, story.office("demo-chair"))
    return script.steps()


def set_up() -> None:
    """Load the ward's story, once, where `prepare` finds none."""
    if prepare():
        load()


def prepare() -> bool:
    """Refuse a database that is not a demonstration's before anything in it is changed; migrate. Whether it is empty."""
    settings.DATA_DIR.mkdir(parents=True, exist_ok=True)  # SQLite makes the file it looks into, but no folder
    refuse_real_database()
    call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)
    founding.up_check()
    if Head.objects.filter(pk=1).exists():
        erasures.replay_erasures()
        return False
    return True


def load() -> None:
    """Open the record and tell the whole story, all or nothing, into an empty database."""
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
    told.tell(last.date())
    tick.tick()
