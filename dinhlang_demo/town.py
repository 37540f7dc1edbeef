"""A commune's life, invented by its character: what it does, when, and what it leaves.

Promises: the same numbers drawn give the same life; nothing is done on days on which the commune is quiet, before its officials are
there, or after the story's present. Everything is one of the acts of the house, entered on the day it is dated.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from dinhlang.core.actor import Office, Voice
from dinhlang.core.calendar import Calendar, working_days_after
from dinhlang.core.rules import Form, Layer, Matter, Shorter, Text, Unit
from dinhlang.ground.duties import acts as duty_acts
from dinhlang.ground.record import batches, rulebooks
from dinhlang.works.budgets import acts as budget_acts
from dinhlang.works.disclosures import acts, reads
from dinhlang.works.disclosures.acts import Aim, Line
from dinhlang.works.disclosures.models import Redate
from dinhlang.works.meetings import acts as meetings
from dinhlang.works.outgoing import acts as outgoing_acts
from dinhlang.works.projects import acts as projects_acts
from dinhlang.works.regulations import acts as regulation_acts
from dinhlang_demo import books, desk, words
from dinhlang_demo.characters import CHARACTERS, Character
from dinhlang_demo.sizes import Size
from dinhlang_demo.story import GLIMPSE, Script, Story, copied, moment
from dinhlang_demo.ward import BOARD, MEETING, PLAN_LINE, POINTS, STANDING

INFORMATION = (
    "agency-keeps-list-of-public-information",
    "agency-keeps-reception-information-posted",
    "agency-keeps-information-section-on-website",
)
EXECUTION = "commune-discloses-budget-execution"
OFFICE = "hq"
DAY = timedelta(days=1)
YEAR_END = (12, 31)
ITEMS = 14
YEARS_APART = 5  # numbers of documents that differ from year to year
COUNTRY_FROM = "2026-Q2"  # the first list of a quarter that communes of the whole country draw up here
QUARTERS = ("2025-Q2", "2025-Q3", "2025-Q4", *(f"{year}-Q{n}" for year in (2026, 2027, 2028) for n in (1, 2, 3, 4)))


@dataclass(frozen=True)
class Village:
    """A place where notices hang, and its days; the last one included."""

    code: str
    name: str
    first: date
    last: date


@dataclass(frozen=True)
class Seats:
    """Who holds the offices of a commune, and its villages; heads of villages as (code, number, office)."""

    officer: Office
    chair: Office
    front: Office
    villages: tuple[Village, ...]
    heads: tuple[tuple[str, int, Office], ...] = ()


@dataclass(frozen=True)
class Asides:
    """What happens in few communes only: a resident's report, a regulation of its own, a list of things that go wrong."""

    reported: bool = False
    regulation: bool = False
    corrected: bool = False
    replaced: bool = False
    withdrawn: bool = False
    redated: bool = False
    struck: bool = False
    sighted: bool = False
    books: bool = False


def working(day: date) -> date:
    """The day, or the Monday after it where it is on a weekend."""
    return day + timedelta(days=max(0, 7 - day.weekday())) if day.weekday() > 4 else day


def quarter_end(quarter: str) -> date:
    """The last day of a quarter like 2026-Q1."""
    year, n = int(quarter[:4]), int(quarter[-1])
    return date(year + (n == 4), n * 3 % 12 + 1, 1) - DAY


def quarter_opens(quarter: str, calendar: Calendar) -> date:
    """The first working day after a quarter: nothing of it hangs before then, and New Year's day off may be moved to a Monday."""
    return working_days_after(quarter_end(quarter), 1, calendar).day


def quarter_of(day: date) -> str:
    """The quarter that holds `day`."""
    return f"{day.year}-Q{(day.month + 2) // 3}"


class Town(Script):
    """The script of a commune."""

    def __init__(
        self, story: Story, code: str, body: int, seats: Seats, character: Character, size: Size, first: date, rng: Random, asides: Asides
    ) -> None:
        super().__init__(story, seats.officer, body)
        self.code, self.seats, self.first_character, self.size, self.rng, self.asides = code, seats, character, size, rng, asides
        self.first, self.last = max(first, character.begins), size.last
        self.disclosed: dict[str, set[int]] = {}  # items by quarter
        self.sightings = 2
        self.registered: list[tuple[str, date, str]] = []
        self.names = [f"{one.name[0].lower()}{one.name[1:]}" for one in seats.villages if one.last == date.max and one.first <= first]

    # --- chance ---

    def now(self, day: date) -> Character:
        """The character on `day`: another one after a visit."""
        one = self.first_character
        return CHARACTERS[one.after] if one.visited is not None and day >= one.visited else one

    def chance(self, share: float) -> bool:
        """Whether something of probability `share` happens."""
        return self.rng.random() < share

    def hour(self, clock_hour: int) -> float:
        """Some minute of an hour."""
        return clock_hour + self.rng.randrange(60) / 60

    def free(self, day: date) -> date | None:
        """The first working day from `day` on when somebody is at work; None where there is none before the story's present."""
        day = working(max(day, self.first))
        for first, last in self.first_character.quiet:
            if first <= day <= last:
                day = working(min(last, self.last) + DAY)
        return day if day <= self.last else None

    # --- the year ---

    def invent(self) -> "Town":
        """Note the whole life."""
        self._standing()
        for year in range(self.first.year + (self.first.month == 12), self.last.year + 1):
            self._plan(year)
            self._documents(year)
        self._regulate()
        self._residents()
        self._meetings()
        for quarter in QUARTERS:
            self._list(quarter)
        if self.asides.books:
            self._books()
        self._dialogues()
        return self

    def _dialogues(self) -> None:
        """The dialogue of each year with the people: called with notice, held before the year is over, by those who keep to their days."""
        for year in range(self.first.year, self.last.year + 1):
            told = self.free(date(year, 9, 15) + timedelta(days=self.rng.randint(0, 45)))
            if told is None or told.year != year or not self.chance(self.now(told).timely):
                continue
            held, name = told + timedelta(days=self.rng.randint(9, 14)), f"dialogue {year}"
            self.plan(
                told, self.hour(8), meetings.call, by=self.seats.chair, name=name, kind="commune-dialogue", begins=moment(held, 8),
                place="Hội trường Ủy ban nhân dân", points=("committee-work", "rights-and-duties"),
            )  # fmt: skip
            if held > self.last:
                continue
            self.plan(
                held, self.hour(13), meetings.hold_dialogue, by=self.seats.chair, meeting=self._of(name), came=self.rng.randint(40, 220),
                attested=("with-the-front",), attachments=GLIMPSE,
            )  # fmt: skip

    def _books(self) -> None:
        """The register of each quarter, the budget adopted and carried out, the list of projects: taken over from the office's files."""
        scale = self.rng.randint(*books.SCALE)
        for n, quarter in enumerate(one for one in QUARTERS if one >= "2026" and quarter_end(one) < self.last):
            last = quarter_end(quarter)
            day = self.free(last + timedelta(days=self.rng.randint(2, 12)))
            if day is None:
                return
            lines = books.register(self.registered, date(last.year, last.month - 2, 1), last, n * 40, self.rng)
            self.plan(day, self.hour(11), outgoing_acts.import_rows, rows=lines)
            if quarter.endswith("Q1"):
                self._budget(day, "adopted", quarter[:4], scale)
                self.plan(day, self.hour(11), projects_acts.import_rows, rows=books.works(last.year, self.rng))
            self._budget(day, "execution", quarter, scale)

    def _budget(self, day: date, stage: str, period: str, scale: int) -> None:
        rows = books.budget(scale, carried_out=stage == "execution")
        self.plan(day, self.hour(11), budget_acts.enter, stage=stage, period=period, unit=desk.MILLION, rows=rows)

    def _standing(self) -> None:
        day = self.free(self.first + timedelta(days=self.rng.randint(2, 25)))
        if day is None or not self.chance(self.now(day).timely + 0.1):
            return
        self.plan(
            day, self.hour(9), acts.post, name="standing", title="Thủ tục hành chính giải quyết tại đây", item=13,
            aims=(Aim(STANDING, "standing"),), text="Danh mục, nơi nộp hồ sơ và thời hạn trả kết quả.\nCập nhật khi có thay đổi.",
        )  # fmt: skip
        self._disclose(day, 13)
        self._hang("standing", BOARD, OFFICE, day, stays=True)
        later = self.free(day + timedelta(days=self.rng.randint(1, 20)))
        if later is not None and self.chance(self.now(later).timely):
            portal = INFORMATION if self.first_character.portal else INFORMATION[:2]
            self.plan(
                later, self.hour(9), acts.post, name="information", title="Lịch tiếp công dân, danh mục thông tin phải công khai",
                aims=tuple(Aim(rule, "standing") for rule in portal), text="Thứ Năm hằng tuần, từ 8 giờ; ai tiếp, ở phòng nào.",
            )  # fmt: skip
            self._hang("information", BOARD, OFFICE, later, stays=True)
            if self.chance(0.1 + self.now(later).late / 2) and (off := self.free(later + timedelta(days=90))) is not None:
                self.plan(off, 16, acts.withdraw, disclosure=self._of("information"), reason="personal-data")

    def _of(self, name: str) -> Callable[[], str]:
        return lambda: self.things[name]

    def _disclose(self, day: date, item: int) -> None:
        self.disclosed.setdefault(quarter_of(day), set()).add(item)

    def _plan(self, year: int) -> None:
        signed = self.free(date(year, 1, 4) + timedelta(days=self.rng.randint(0, 12)))
        one = self.now(date(year, 1, 15))
        if signed is None or signed.year != year or not self.chance(one.timely + one.late):
            return
        entered = self.free(signed + timedelta(days=self.rng.randint(0, 2) if self.chance(one.timely) else self.rng.randint(20, 45)))
        if entered is None or entered.year != year:
            return
        number = f"{YEARS_APART + year % YEARS_APART}/KH-UBND"
        said = {"y": year, "before": year - 1, "after": year + 1}
        chosen = sorted(self.rng.sample(words.LINES, 3 if self.size.country else 7), key=lambda row: row[1:3])
        lines = tuple(Line(item, text.format(**said), max(working(date(year, month, day)), signed)) for item, month, day, text in chosen)
        self.plan(
            entered, self.hour(8), acts.adopt_plan, name=f"plan {year}", year=year, number=number, dated=signed, lines=lines,
            attachments=copied("Kế hoạch công khai", number),
        )  # fmt: skip
        for n, line in enumerate(lines, 1):
            self._line(f"line {year} {n}", Aim(PLAN_LINE, f"{duty_acts.slug(number)}-{n}"), line, entered)

    def _line(self, name: str, aim: Aim, line: Line, entered: date) -> None:
        one = self.now(line.due)
        draw = self.rng.random()
        if draw < one.timely:
            wanted = max(line.due - timedelta(days=self.rng.randint(2, 8)), entered)
        elif draw < one.timely + one.late:
            wanted = max(line.due + timedelta(days=self.rng.randint(3, 30)), entered)
        else:
            return
        day = self.free(wanted)
        if day is None:
            return
        self.plan(
            day, self.hour(9), acts.post, name=name, title=line.text, text="Toàn văn trong tệp kèm theo.", item=line.item, aims=(aim,)
        )
        self._disclose(day, line.item)
        if self.chance(one.paper):
            self._hang(name, BOARD, OFFICE, day)

    def _documents(self, year: int) -> None:
        first = max(self.first + timedelta(days=5), date(year, 1, 1))
        last = min(self.last - timedelta(days=1), date(year, *YEAR_END))
        span = (last - first).days
        if span < 1:
            return
        number = max(1, round(self.rng.randint(*self.size.papers) * span / 365))
        for n, offset in enumerate(sorted(self.rng.sample(range(span + 1), min(number, span)))):
            self._document(f"{YEARS_APART * (4 + 3 * n) + year % YEARS_APART}/QĐ-UBND", f"{year}.{n}", first + timedelta(days=offset), n)

    def _document(self, number: str, name: str, dated: date, n: int) -> None:
        document = self.rng.choice(words.DOCUMENTS)
        village = self.rng.choice(self.names) if self.names else "trung tâm"
        a, b, c = words.money(self.rng)
        said = {"v": village, "y": dated.year, "a": a, "b": b, "c": c, "n": self.rng.randint(2, 38)}
        title, text = document.title.format(**said), document.text.format(**said)
        dated = working(dated)
        one = self.now(dated)
        wish, wait = self.rng.random(), self.rng.randint(0, 1) if self.chance(0.85) else self.rng.randint(12, 40)
        known = self.free(dated + timedelta(days=wait))
        if known is None or dated > self.last:
            return
        attached = copied("Quyết định của Ủy ban nhân dân", number) if self.chance(0.3) else ()
        self.plan(
            known, self.hour(8), acts.register, name=f"decision {name}", item=document.item, number=number, dated=dated, title=title,
            attachments=attached,
        )  # fmt: skip
        self.registered.append((number, dated, title))
        if self.asides.struck and n == 1:
            self.plan(known, 16, acts.strike, decision=self._of(f"decision {name}"), reason="registered-by-mistake")
            return
        if wish < one.timely:
            day = self.free(known + timedelta(days=self.rng.choice((0, 0, 0, 1, 1, 2))))
        elif wish < one.timely + one.late:
            day = self.free(known + timedelta(days=self.rng.randint(9, 28)))
        else:
            day = None
        if self.asides.redated and n == 0:
            self._redate(name, dated, known)
        if day is None:
            return
        self.plan(
            day, self.hour(9), acts.post, name=name, title=title, text=text, item=document.item, decision=self._of(f"decision {name}"),
            aims=(Aim(document.rule, duty_acts.slug(number)),), attachments=attached,
        )  # fmt: skip
        self._disclose(day, document.item)
        if self.chance(one.paper) and not (self.asides.withdrawn and n == 3):
            self._hang(name, BOARD, OFFICE, day)
            if document.item in words.POINTS_ITEMS:
                self._hang_everywhere(name, day, one)
        self._mend(name, n, day, document.item, title, text)

    def _mend(self, name: str, n: int, day: date, item: int, title: str, text: str) -> None:
        """Corrections, new contents and withdrawals, in the communes where they happen."""
        soon = self.free(day + timedelta(days=3))
        if soon is None:
            return
        own = self._of(name)
        if self.asides.corrected and n == 0:
            self.plan(soon, self.hour(13), acts.correct, disclosure=own, title=title, text=f"{text} Đã soát lại.", reason="Sai một con số")
        if self.asides.replaced and n == 2:
            later = self.free(day + timedelta(days=21))
            if later is not None:
                self._disclose(later, item)
                self.plan(
                    later, self.hour(13), acts.replace, name=f"{name} anew", disclosure=own, title=title, changed=later,
                    text=f"{text} Điều chỉnh theo thực tế.",
                )  # fmt: skip
        if self.asides.withdrawn and n == 3:
            self.plan(soon, self.hour(13), acts.withdraw, disclosure=own, reason="posted-by-mistake")

    def _redate(self, name: str, dated: date, known: date) -> None:
        """The officer says that a document bears a later date, after its day; the chair confirms it, or has not yet."""
        asked = self.free(known + timedelta(days=40))
        if asked is None:
            return
        other = working(dated + timedelta(days=6))
        self.plan(asked, self.hour(14), acts.redate, decision=self._of(f"decision {name}"), dated=other, reason="Ghi nhầm ngày ký")
        answered = self.free(asked + timedelta(days=2))
        if answered is not None and self.chance(0.5):
            self.plan(
                answered,
                self.hour(14),
                acts.confirm_redate,
                by=self.seats.chair,
                redate=lambda: self._asked(name).subject,
                digest=lambda: bytes(self._asked(name).digest).hex(),
            )

    def _asked(self, name: str) -> Redate:
        return Redate.objects.get(decision=self.things[f"decision {name}"], confirmed=False)

    # --- paper ---

    def _hang(self, name: str, part: str, place: str, day: date, *, stays: bool = False, seen: bool | None = None) -> None:
        """Paper goes up; the Front may see it, and its end after the days that the law wants, or it comes down too soon."""
        one = self.now(day)
        own = self._of(name)
        self.plan(day, self.hour(10), acts.place, disclosure=own, part=part, place=place, from_day=day)
        run = self._run(name, part, place)
        if self.asides.sighted and part == BOARD and self.sightings:
            self.sightings -= 1
            for n in (1, 2):
                voice = Voice(person=f"resident {n} of {self.code}")
                self.plan(day, 14, acts.countersign, by=voice, disclosure=own, run=run, which="first", attachments=GLIMPSE)
            self.also(day, 17, batches.flush)
            return
        looks = self.free(day + timedelta(days=self.rng.choice((0, 0, 1))))
        if looks is None or not (self.chance(one.seen) if seen is None else seen):
            return
        self._see(looks, own, run, "first")
        early = self.chance((1 - one.ended) / 2)
        down = self.free(day + timedelta(days=self.rng.randint(12, 26) if early else self.rng.randint(33, 45)))
        if stays or down is None or down <= looks or self.chance(0.4):
            return
        self.plan(down, self.hour(11), acts.take_down, disclosure=own, part=part, place=place, to_day=down)
        if self.chance(one.ended):
            self._see(down, own, run, "last")

    def _run(self, name: str, part: str, place: str) -> Callable[[], str]:
        return lambda: reads.run_of(self.things[name], part, place)

    def _see(self, day: date, own: Callable[[], str], run: Callable[[], str], which: str) -> None:
        self.plan(
            day,
            self.hour(15),
            acts.countersign,
            by=self.seats.front,
            disclosure=own,
            run=run,
            which=which,
            attachments=GLIMPSE,
        )

    def _hang_everywhere(self, name: str, day: date, one: Character) -> None:
        whole, seen = self.chance(one.timely + one.late / 2), self.chance(one.seen)
        for village in self.there(day):
            if whole or self.chance(0.5):
                self._hang(name, POINTS, village.code, day, seen=seen)

    def there(self, day: date) -> list[Village]:
        """The villages there are on `day`."""
        return [one for one in self.seats.villages if one.first <= day <= one.last]

    # --- lists, meetings, residents, the own regulation ---

    def _list(self, quarter: str) -> None:
        over = quarter_end(quarter)
        if over > self.last or (self.size.country and quarter < COUNTRY_FROM):
            return
        first = max(over + DAY, self.first)
        one = self.now(first)
        draw = self.rng.random()
        wait = self.rng.randint(2, 35) if draw < one.lists else self.rng.randint(95, 120)
        day = self.free(max(first + timedelta(days=wait), quarter_opens(quarter, rulebooks.current().calendar)))
        if draw >= one.lists + one.lists_late or day is None:
            return
        left = [item for item in range(1, ITEMS + 1) if item not in self.disclosed.get(quarter, set())]
        signed = left if self.chance(one.signs) else left[: self.rng.randint(0, len(left))]
        if signed:
            self.plan(day, self.hour(8), acts.nothing_arose, quarter=quarter, items=tuple(signed))
        name = f"list {quarter}"
        self.plan(day, self.hour(9), acts.issue_register, name=name, quarter=quarter)
        if self.chance(one.paper):
            self._hang(name, BOARD, OFFICE, day, stays=True)
            seen = self.chance(one.seen)
            for village in self.there(day):
                self._hang(name, POINTS, village.code, day, stays=True, seen=seen)
        if quarter < "2026" and self.chance(one.timely):
            self.plan(
                day, self.hour(9), acts.post, name=f"execution {quarter}", title=f"Thực hiện ngân sách {quarter}",
                text="Thu, chi theo từng mục; so với dự toán.", item=2, aims=(Aim(EXECUTION, quarter),),
            )  # fmt: skip
            self._disclose(day, 2)
            if self.chance(one.paper):
                self._hang(f"execution {quarter}", BOARD, OFFICE, day)

    def _meetings(self) -> None:
        for code, body, head in self.seats.heads:
            for n in range(self.rng.randint(*self.size.meetings)):
                told = self.free(self.first + timedelta(days=self.rng.randint(30, max(31, (self.last - self.first).days))))
                if told is None:
                    continue
                name, meets = f"meeting {code} {n}", told + timedelta(days=self.rng.randint(8, 14))
                self.plan(
                    told, self.hour(8), duty_acts.event, by=head, body=body, name=f"event {name}", kind="village-meeting", day=meets,
                    place="Nhà văn hóa, 19 giờ 30", title="Bàn việc chung của xóm, tổ",
                )  # fmt: skip
                draw = self.rng.random()
                posted = self.free(told + timedelta(days=1)) if draw < 0.7 else self.free(meets - timedelta(days=1)) if draw < 0.9 else None
                if posted is None or posted > meets:
                    continue
                self.plan(
                    posted, self.hour(9), acts.post, by=head, body=body, name=name, title="Họp xóm, tổ dân phố",
                    text=f"Họp ngày {meets:%d/%m/%Y}. Mời mỗi hộ một người.", aims=(Aim(MEETING, f"village-meeting-{meets.isoformat()}"),),
                )  # fmt: skip
                self.plan(
                    posted,
                    self.hour(10),
                    acts.place,
                    by=head,
                    body=body,
                    disclosure=self._of(name),
                    part=POINTS,
                    place=code,
                    from_day=posted,
                )
                if draw < 0.6:
                    run = self._run(name, POINTS, code)
                    self.plan(
                        posted, self.hour(15), acts.countersign, by=self.seats.front, body=body, disclosure=self._of(name), run=run,
                        which="first", attachments=GLIMPSE,
                    )  # fmt: skip

    def _residents(self) -> None:
        """A resident reports a paper that was not registered; two confirm a posting. What they send enters together in the afternoon."""
        day = self.free(self.first + timedelta(days=self.rng.randint(60, 300)))
        if day is None:
            return
        if self.asides.reported:
            self.plan(
                day, self.hour(9), acts.report, by=Voice(person=f"resident 1 of {self.code}"), item=12, show=self.chance(0.5),
                title="Quyết định thu tiền trông giữ xe ở chợ", where="Tờ giấy dán ở cổng chợ",
            )  # fmt: skip
            self.also(day, 17, batches.flush)

    def _regulate(self) -> None:
        day = self.free(self.first + timedelta(days=60))
        if not self.asides.regulation or day is None:
            return
        form = Form("commune-discloses-contributions", "board", 45)
        matter = Matter(
            "market-stalls", Text("Danh sách hộ được bố trí điểm bán hàng ở chợ", "Stalls let at the market"), 5, Unit.WORKING_DAY,
            (Form("local-market-stalls", "website"), Form("local-market-stalls", "board", 30)),
        )  # fmt: skip
        layer = Layer(self.code, "01/QC-UBND", day, day + DAY, None, (Shorter("commune-discloses-contributions", 3),), (form,), (matter,))
        self.plan(
            day,
            self.hour(8),
            regulation_acts.adopt,
            by=self.seats.chair,
            layer=layer,
            attachments=copied("Quy chế thực hiện dân chủ", "01/QC-UBND"),
        )
