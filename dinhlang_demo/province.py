"""The demonstration province: the real communes of Cao Bằng, and a year of invented life in each of them.

Promises: everything goes through the acts of a real house, on the day it is dated, in one transaction, so that a set-up that breaks off
leaves nothing; the same seed tells the same story; ward 01273 keeps its own. Refuses: a database in which a record has begun.
"""

import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from heapq import merge
from random import Random
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import transaction

from dinhlang.core.actor import Office
from dinhlang.ground.bodies import acts as bodies_acts
from dinhlang.ground.bodies import country
from dinhlang.ground.bodies import reads as bodies
from dinhlang.ground.bodies.acts import NewBody
from dinhlang.ground.bodies.entering import Former
from dinhlang.ground.bodies.models import Registration
from dinhlang.ground.duties import acts as duty_acts
from dinhlang.ground.duties import schedule
from dinhlang.ground.people import acts as people_acts
from dinhlang.ground.people.models import Mandate
from dinhlang.ground.record import batches, clock, founding, rulebooks, tick
from dinhlang.works.budgets import acts as budget_acts
from dinhlang.works.disclosures import acts as disclosure_acts
from dinhlang.works.disclosures.acts import Aim
from dinhlang.works.outgoing import acts as outgoing_acts
from dinhlang_demo import books, desk, places, told, ward, words
from dinhlang_demo.characters import Character, given
from dinhlang_demo.sizes import PRESENT, Size
from dinhlang_demo.story import CONSOLE, WHEN, Script, Step, Story, moment, tell, void
from dinhlang_demo.town import Asides, Seats, Town, Village

SEED = 2022
OPENED = date(2025, 12, 1)
DECISION = "Quyết định 12/QĐ-UBND ngày 01/12/2025 (giả định)"
STAGES = (("1", date(2025, 12, 1)), ("2", date(2026, 4, 1)), ("3", date(2026, 7, 1)))
COMPARED = ("02/BC-STP", date(2025, 12, 1), "Sở Tư pháp tỉnh Cao Bằng (giả định)")
PEOPLE = (
    ("officer", "commune-officer", "Công chức văn phòng"),
    ("chair", "commune-chair", "Chủ tịch Ủy ban nhân dân"),
    ("front", "front-chair", "Chủ tịch Ủy ban Mặt trận Tổ quốc"),
)
HEAD = ("head", "village-head", "Trưởng xóm, Tổ trưởng")
PROVINCIAL = (
    ("demo-province", "Người phụ trách pháp chế tỉnh", "law-officer"),
    ("demo-operator", "Người vận hành", "operator"),
    ("demo-province-officer", "Công chức theo dõi cấp tỉnh", "province-officer"),
)
EXECUTION_2026 = "commune-discloses-budget-execution-2026"
WARD_QUARTERS = (
    (date(2026, 1, 1), date(2026, 3, 31), date(2026, 4, 2)),
    (date(2026, 4, 1), date(2026, 6, 30), date(2026, 7, 2)),
    (date(2026, 7, 1), date(2026, 9, 30), date(2026, 10, 2)),
)
BOOKS = 8  # communes whose files are taken over, beside the ward's
EVERY = 1000  # steps between two lines of progress
Say = Callable[[str], object]


def load(size: Size, say: Say, seed: int = SEED) -> None:
    """Open the record and tell the whole story of a demonstration of `size`, all or nothing, into an empty database.

    `say` is given a line now and then. The demonstration's clock then stands at the story's present at the earliest.
    """
    begun = time.monotonic()
    present = moment(size.last, 20)
    if clock.now() < present:
        clock.move_to(present)  # before anything else: the calendar's slots are made up to the year after the present
    files = rulebooks.read_folder(settings.RULEBOOK_DIR)
    story, at = Story(timedelta(0)), moment(OPENED, 7.5)
    with transaction.atomic():
        founding.open_log(settings.LOG_ORIGIN, at=at, files=files)
        command = uuid5(NAMESPACE_URL, "demonstration rulebook")
        rulebooks.adopt(by=CONSOLE, at=at, command_id=command, files=files, changelog="Bộ quy tắc đầu tiên", source="")
        found = places.chosen(size, seed)
        found_all(story, found)
        say(f"{sum(map(len, found.official))} bodies of the official lists, {sum(1 for _ in found.invented())} invented ones")
        numbers = dict(Registration.objects.filter(to_day=None).values_list("code", "body"))
        draw(story, found, numbers)
        ward.seat(story, OPENED)
        stage(story, numbers[places.PROVINCE])
        confirm(story)
        given_to = given([one.code for one in found.communes], Random(f"{seed} characters"))
        facts(story, found, numbers, given_to, Random(f"{seed} facts"))
        if size.households:
            households(story, found, numbers, Random(f"{seed} households"))
        schedule.ensure(rulebooks.current())
        seats = seated(story, found, numbers, size)
        say(f"{len(story.mandates)} offices held")
        steps = merge(*scripts(story, found, numbers, seats, given_to, size, seed), key=WHEN)
        done = 0
        for done, when in enumerate(tell(steps), 1):
            if done % EVERY == 0:
                say(f"{clock.local_day(when):%m/%Y}: {done:,} acts, {time.monotonic() - begun:.0f} s")
    told.tell(size.last)
    tick.tick()
    say(f"{story.count:,} acts in {time.monotonic() - begun:.0f} s")


def found_all(story: Story, found: places.Places) -> None:
    """The official lists, an act each, then what is invented below them."""
    for rows in found.official:
        story.at(bodies_acts.found, CONSOLE, moment(OPENED, 8), body=None, bodies=tuple(rows), source=country.SOURCE)
    for rows in found.official:
        code, inside = rows[0].code, [row.code for row in rows if row.kind == "commune"]
        payload = {"data": country.boundaries(code, inside), "from_day": rows[0].alive_from, "source": country.DRAWN_BY, "document": ""}
        story.at(bodies_acts.draw, CONSOLE, moment(OPENED, 8.1), body=bodies.find(code, OPENED).id, **payload)
    invented = list(found.invented())
    for start in range(0, len(invented), bodies_acts.SPELLED_OUT):
        some = tuple(invented[start : start + bodies_acts.SPELLED_OUT])
        story.at(bodies_acts.found, CONSOLE, moment(OPENED, 8.25), body=None, bodies=some, source=places.INVENTED)


def draw(story: Story, found: places.Places, numbers: dict[str, int]) -> None:
    """The maps for reference: of each province that is there and, where they all are, of the country."""
    shown = {"from_day": places.BORN, "source": country.DRAWN_BY, "document": ""}
    if len(found.official) > 1:
        story.at(bodies_acts.draw, CONSOLE, moment(OPENED, 8.3), body=None, data=country.boundaries("country"), **shown)
    for rows in found.official:
        codes = frozenset(row.code for row in rows)
        data = places.land(codes, rows[0].code)
        story.at(bodies_acts.draw, CONSOLE, moment(OPENED, 8.3), body=numbers[rows[0].code], data=data, **shown)


def stage(story: Story, province: int) -> None:
    """The stages of publicity, announced from the start with the day of each."""
    document = "Kế hoạch 01/KH-UBND ngày 01/12/2025 (giả định)"
    for value, day in STAGES:
        payload = {"name": bodies_acts.PUBLICITY, "value": value, "document": document, "from_day": day}
        story.at(bodies_acts.set_fact, CONSOLE, moment(OPENED, 8.5), body=province, **payload)


def confirm(story: Story) -> None:
    """Hold the rules that communes live by against the law of today. The ward's own story confirms two of them later."""
    number, dated, issuer = COMPARED
    for rule in words.COMPARED:
        wording = rulebooks.current().duties[rule].hash.hex()
        about = {"rule": rule, "wording": wording, "number": number, "dated": dated, "issuer": issuer}
        story.at(duty_acts.confirm, CONSOLE, moment(OPENED, 8.6), body=None, **about)


def facts(story: Story, found: places.Places, numbers: dict[str, int], given_to: dict[str, Character], rng: Random) -> None:
    """What is true of each commune, by an invented document."""
    for one in found.communes:
        character = given_to[one.code]
        true = [("has_portal", places.BORN)] if character.portal else []
        true += [("designated", OPENED)] if character.designated and character.portal else []
        true += [("special_area", places.BORN)] if character.special else []
        true += [("has_loudspeakers", places.BORN)] if rng.random() < words.LOUDSPEAKERS else []
        for name, since in true:
            payload = {"name": name, "value": "1", "document": DECISION, "from_day": since}
            story.at(bodies_acts.set_fact, CONSOLE, moment(OPENED, 8.75), body=numbers[one.code], **payload)


def households(story: Story, found: places.Places, numbers: dict[str, int], rng: Random) -> None:
    """How many households each invented village has."""
    for one in found.communes:
        for village in (row for row in one.villages if row.alive_from <= OPENED):
            payload = {"name": "households", "value": str(rng.randint(*words.HOUSEHOLDS)), "document": DECISION, "from_day": OPENED}
            story.at(bodies_acts.set_fact, CONSOLE, moment(OPENED, 8.8), body=numbers[village.code], **payload)


def seated(story: Story, found: places.Places, numbers: dict[str, int], size: Size) -> dict[str, Seats]:
    """Officials of every commune, and of the province. Returns who sits where, by the commune's code."""
    for username, name, office in PROVINCIAL:
        ward.appoint(story, OPENED, username, name, office, places.PROVINCE, DECISION)
    wanted: list[tuple[str, str, str, str]] = []
    for one in found.communes:
        for word, office, name in PEOPLE:
            wanted.append((f"demo-{one.code}-{word}", office, name, one.front.code if word == "front" else one.code))
        if size.meetings[1]:
            word, office, name = HEAD
            wanted.append((f"demo-{one.code}-{word}", office, name, one.villages[0].code))
    users = get_user_model()
    users.objects.bulk_create(users(username=account, first_name=name, password="!") for account, _office, name, _code in wanted)
    keys = dict(users.objects.values_list("username", "pk"))
    for account, office, _name, code in wanted:
        payload = {"account": keys[account], "office": office, "decision": DECISION, "from_day": OPENED}
        story.at(people_acts.appoint, CONSOLE, moment(OPENED, 10), body=numbers[code], **payload)
    held = dict(Mandate.objects.values_list("account__username", "pk"))
    story.mandates.update(held)
    found_seats = {}
    for one in found.communes:
        officer, chair, front = (Office(held[f"demo-{one.code}-{word}"]) for word, _office, _name in PEOPLE)
        villages = tuple(village for row in one.villages for village in lives(row, one.ends))
        head = held.get(f"demo-{one.code}-head")
        heads = ((one.villages[0].code, numbers[one.villages[0].code], Office(head)),) if head is not None else ()
        found_seats[one.code] = Seats(officer, chair, front, villages, heads)
    return found_seats


def lives(row: NewBody, ends: tuple[str, str] | None) -> Iterator[Village]:
    """A village, after those that it was before; to its last day, if it is the one that `ends`."""
    for old in row.former:
        if isinstance(old, Former):
            yield Village(old.code, old.name, old.first, row.alive_from - timedelta(days=1))
    last = places.ENDED - timedelta(days=1) if ends is not None and row.code == ends[0] else date.max
    yield Village(row.code, row.name, row.alive_from, last)


def scripts(
    story: Story,
    found: places.Places,
    numbers: dict[str, int],
    seats: dict[str, Seats],
    given_to: dict[str, Character],
    size: Size,
    seed: int,
) -> Iterator[list[Step]]:
    """What every commune will do, each in the order of its days; the ward's own story among them."""
    yield ward.steps(story)
    yield books_of_ward(story, numbers[ward.WARD])
    yield from (ending(story, one.ends, numbers) for one in found.communes if one.ends is not None and size.last >= places.ENDED)
    if size.last > PRESENT:  # what a resident sent on the ward's last day enters that evening, and the years go on
        evening = moment(PRESENT, 20)
        yield [(evening, lambda: void(batches.flush(evening)))]
    extra = asides([one.code for one in found.communes if given_to[one.code].timely > 0.5])
    for one in found.communes:
        rng = Random(f"{seed} life {one.code}")
        town = Town(
            story, one.code, numbers[one.code], seats[one.code], given_to[one.code], size, OPENED + timedelta(days=1), rng,
            extra.get(one.code, Asides()),
        )  # fmt: skip
        yield town.invent().steps()


def ending(story: Story, ends: tuple[str, str], numbers: dict[str, int]) -> list[Step]:
    """A village goes to another while a meeting of it is announced: the notice is for the other to give, and its head is head no longer."""
    code, into = ends
    head = f"demo-{code}-head"
    ward.appoint(story, OPENED, head, HEAD[2], "village-head", code, DECISION)
    script = Script(story, story.office(head), numbers[code])
    about = {"place": "Nhà văn hóa (giả định)", "title": "Bàn việc góp công sửa đường nội đồng (giả định)"}
    meeting: dict[str, Any] = {"kind": "village-meeting", **about}
    script.plan(places.ENDED - timedelta(days=7), 9, duty_acts.event, day=places.ENDED + timedelta(days=19), **meeting)
    decision: dict[str, Any] = {"document": "Nghị quyết 15/NQ-HĐND ngày 25/09/2026 (giả định)", "day": places.ENDED}
    script.plan(places.ENDED - timedelta(days=2), 15, bodies_acts.succeed, by=CONSOLE, into=(into,), **decision)
    return script.steps()


def books_of_ward(story: Story, body: int) -> list[Step]:
    """The ward's own files, as far as somebody took them over before the Monday on which a visitor tries the next ones."""
    script, rng = Script(story, story.office("demo-officer"), body), Random("the ward's books")
    decisions = [(number, date.fromisoformat(dated), title) for number, dated, _registered, title in ward.DECISIONS]
    for n, (first, last, day) in enumerate(WARD_QUARTERS):
        script.plan(day, 11, outgoing_acts.import_rows, rows=books.register(decisions, first, last, n * 40, rng))
    script.plan(
        date(2026, 1, 22),
        11,
        budget_acts.enter,
        stage="adopted",
        period="2026",
        unit=desk.MILLION,
        number="21/NQ-HĐND",
        rows=books.budget(carried_out=False),
    )
    script.plan(
        date(2026, 7, 10),
        11,
        budget_acts.enter,
        stage="execution",
        period="2026-Q2",
        unit=desk.MILLION,
        rows=books.budget(carried_out=True),
    )
    script.plan(
        date(2026, 7, 13),
        9,
        disclosure_acts.post,
        title="Thực hiện ngân sách phường 6 tháng đầu năm 2026",
        text="Thu, chi theo từng lĩnh vực, so với dự toán; số liệu từng dòng ở bảng dưới đây.",
        item=2,
        aims=(Aim(EXECUTION_2026, "2026-Q2"),),
    )
    return script.steps()


def asides(codes: list[str]) -> dict[str, Asides]:
    """What happens in few communes, dealt out over `codes` in turn."""
    dealt = (
        Asides(reported=True),
        Asides(regulation=True),
        Asides(corrected=True, replaced=True),
        Asides(withdrawn=True),
        Asides(redated=True),
        Asides(struck=True, sighted=True),
        Asides(regulation=True, sighted=True),
        Asides(reported=True, redated=True),
        Asides(corrected=True, withdrawn=True),
    )
    return {code: replace(one, books=n < BOOKS) for n, (code, one) in enumerate(zip(codes, dealt * 3, strict=False))}
