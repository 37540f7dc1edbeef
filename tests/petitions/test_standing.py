"""How what was told stands is told in groups: no two Mondays, and no public text subtracted, leave fewer than five people."""

import random
from collections import defaultdict
from datetime import date, datetime, time, timedelta
from uuid import uuid4

import pytest

from dinhlang.ground.personal import acts as personal
from dinhlang.ground.record import clock
from dinhlang.works.petitions import acts, audit, drags, outlets, public
from dinhlang.works.petitions.acts import opening
from dinhlang.works.petitions.acts.publishing import drop
from dinhlang.works.petitions.models import Cell, Pass, Petition, PublicText, Standing
from dinhlang.works.petitions.standing import UNTOLD, Change, moves
from tests.petitions.hall import GUEST, WARD, Desk
from tests.petitions.test_pages import DOOR
from tests.sending import text

LEAST = 5
PROVINCE = "/don-vi/04/phan-anh/"
OLD, NEW, LATE = (1, "open"), (1, "answered"), (1, "late")


def monday(desk: Desk, day: str) -> None:
    desk.town.flush()
    desk.town.go(day, 9)
    assert opening.open_due(desk.town.now)


def numbers(desk: Desk) -> dict[tuple[str, str], int]:
    """What is told of the ward on the latest Monday, by who has it (`04`, or the ward) and state."""
    names = {desk.town.ward: "ward", desk.town.ids["04"]: "04"}
    last = Standing.objects.latest("day").day
    return {(names[one.holder_id], one.state): one.count for one in Standing.objects.filter(day=last, commune=desk.town.ward)}


def group(was: tuple[int, str], now: tuple[int, str], senders: str) -> list[Change]:
    return [Change(f"{was}{now}{n}", was, now, one.strip()) for n, one in enumerate(senders)]


@pytest.mark.parametrize(
    ("changes", "shown", "staying", "moved"),
    [
        (group(OLD, NEW, "abcde"), {OLD: 5}, "", [5]),
        (group(OLD, NEW, "abcd"), {OLD: 9}, "vwxyz", []),
        (group(OLD, NEW, "aaaaaa"), {OLD: 6}, "", []),  # one sender
        (group(OLD, NEW, "abcd  "), {OLD: 11}, "vwxyz", []),  # known ones add nobody
        (group(OLD, NEW, "abcde "), {OLD: 11}, "vwxyz", [6]),  # but go along
        (group(OLD, NEW, "abcde"), {OLD: 6}, "z", []),  # one would stay
        (group(OLD, NEW, "abcde"), {OLD: 6}, "", []),  # one who was returned would stay
        (group(OLD, NEW, "abcde") + group(OLD, LATE, "fg"), {OLD: 10}, "xyz", [5]),  # those who cannot go stay too
        (group(OLD, NEW, "abcdef") + group(OLD, LATE, "ghijk"), {OLD: 13}, "yz", [6]),  # the smaller group stays with them
        (group(UNTOLD, NEW, "abcde") + group(UNTOLD, LATE, "f"), {}, "", [5]),
    ],
)
def test_who_moves(changes: list[Change], shown: dict[tuple[int, str], int], staying: str, moved: list[int]):
    assert [len(one) for one in moves(changes, shown, lambda _was: frozenset(staying), LEAST)] == moved


def test_one_answer_is_not_told_by_two_mondays(desk: Desk):
    """Refused, answered, passed on and past its day have each their number; one more answer changes none; all of it can be checked."""
    town = desk.town
    sent = [desk.send(who=str(n)) for n in range(24)]
    for one in sent[:6]:
        desk.do(acts.refuse, one, reason="Không thuộc thẩm quyền.")
    for one in sent[6:12]:
        desk.do(acts.pass_on, one, to=town.ids["04"], reason="Cầu của tỉnh.")
    for one in sent[12:18]:
        desk.do(acts.take_on, one)
        desk.do(acts.answer, one, text="Xong.")
    monday(desk, "2026-11-09")
    told = {("ward", "all"): 24, ("ward", "refused"): 6, ("04", "open"): 6, ("ward", "answered"): 6, ("ward", "open"): 6}
    assert numbers(desk) == told
    desk.do(acts.take_on, sent[18])
    desk.do(acts.answer, sent[18], text="Xong.")
    monday(desk, "2026-11-16")
    assert numbers(desk) == told
    desk.do(acts.return_as_denunciation, sent[12])
    monday(desk, "2026-12-28")  # all that is open is past its day; one of six was answered, and stands where it was told
    late = {("04", "late"): 6, ("ward", "open"): 6}
    assert numbers(desk) == {**{key: n for key, n in told.items() if key != ("04", "open")}, **late}
    page = text(town.client(), DOOR)
    for words in ("Chuyển cơ quan khác</dt><dd>6<", "Không tiếp nhận</dt><dd>6<", "Đang giải quyết</dt><dd>6<"):
        assert words in page
    assert "<dd>0<" not in page
    assert "Nhận từ cơ quan khác" in text(town.client(), PROVINCE)
    assert "đã qua hạn hoặc ngày hẹn</dt><dd>6<" in text(town.client(), PROVINCE)
    assert [row for name, _head, rows in outlets.export_tables() if name == "petition-standing" for row in rows][-1][-1] == "6"
    assert list(audit.differences()) == []
    Standing.objects.filter(day="2026-11-16", state="refused").update(count=1)
    assert [one for one in audit.differences() if "2026-11-16" in one]


def test_what_is_not_told_apart_has_words(desk: Desk):
    """Five sent, one answered: nothing but how many there are is told, no zero, and why."""
    sent = [desk.send(who=str(n)) for n in range(5)]
    desk.do(acts.take_on, sent[0])
    desk.do(acts.answer, sent[0], text="Xong.")
    monday(desk, "2026-11-09")
    page = text(desk.town.client(), DOOR)
    assert "Chưa nêu riêng</dt><dd>5<" in page
    assert "Đang giải quyết" not in page[page.index("numbers") :]
    assert "ít nhất 5 người gửi" in page


def test_when_the_browsers_are_forgotten_people_stay_apart(desk: Desk):
    """After 120 days no hash is left, those who were different are, one sender's at one body stay together and are tied to nothing else."""
    sent = [desk.send(who=str(n)) for n in range(12)] + [desk.send(who="0")]
    there = desk.send(to="04", place="04", who="0")
    new = "2027-03-15"
    monday(desk, "2026-11-09")
    monday(desk, "2026-12-28")
    before = numbers(desk)
    assert before["ward", "late"] == 13
    desk.go(new)
    late = desk.send(who="0")
    assert personal.expire_all(desk.town.now) == 13
    assert personal.expire_all(desk.town.now + timedelta(hours=1)) == 0
    marks = [desk.row(one).sender for one in sent]
    assert len(set(marks)) == 12
    assert marks[0] == marks[-1]
    assert all(one.startswith("~") for one in [*marks, desk.row(there).sender])
    assert len({marks[0], desk.row(there).sender, desk.row(late).sender}) == 3
    (line,) = drags.cells(desk.town.ward, (), (), date(2027, 3, 15))
    assert line.late == 13
    monday(desk, "2027-03-22")
    assert numbers(desk) == before


def test_a_text_is_not_subtracted_from_a_number(desk: Desk):
    """Of a told number of five one text becomes public: without topic, village, week; of a number that is told later it is left out."""
    town = desk.town
    sent = [desk.send(who=str(n), topic="water") for n in range(5)]
    early = [desk.send(who=f"b{n}") for n in range(5)]
    for one in (sent[0], early[0]):
        desk.do(acts.publish_text, one, GUEST, text="Nước ngõ 4 chảy yếu.")
    monday(desk, "2026-11-09")
    assert {one.topic for one in Cell.objects.all()} == {"water", "roads"}
    monday(desk, "2026-11-16")
    rows = public.published([town.ward])
    assert [(one.coarse, one.topic, one.place_id) for one in rows] == [(True, "", town.ward)] * 2
    assert {one.week for one in rows} == {PublicText.objects.first().opens}
    assert len(public.published([town.ward], topic="water")) == 0
    assert len(public.published([town.ward], place=town.ward)) == 0
    page = text(town.client(), f"{DOOR}cong-khai/")
    assert "Nước ngõ 4 chảy yếu." in page
    assert "tuần 2/11" not in page
    assert [row[3:5] for name, _head, rows in outlets.export_tables() if name == "petition-texts" for row in rows] == [("", "")] * 2
    program = town.client().get(f"/open311/v2/requests.json?jurisdiction_id={WARD}").json()
    assert {one["service_code"] for one in program} == {"reflection-other"}
    assert "Không nêu lĩnh vực" in text(town.client(), desk.own(sent[0]))


class House:
    """Petitions at two communes and their province, entered straight into the tables, that stand otherwise every week."""

    def __init__(self, desk: Desk, seed: int) -> None:
        self.desk, self.chance, self.n = desk, random.Random(seed), 0
        self.communes = [desk.town.ward, desk.town.ids["01279"]]
        self.people = self.chance.choice([7, 12, 40])

    def send(self, many: int, day: date) -> None:
        at, rows = datetime.combine(day, time(8), clock.LOCAL), []
        for _ in range(many):
            self.n += 1
            body = self.chance.choice(self.communes)
            one = Petition(
                subject=f"p{self.n:015}", kind="reflection", topic=self.chance.choice(["roads", "water"]), way="own", place_id=body,
                body_id=body, sender=str(self.chance.randrange(self.people)), sent=at, state="sent", since=day, due=day + timedelta(20),
            )  # fmt: skip
            rows.append(one)
        Petition.objects.bulk_create(rows)
        Pass.objects.bulk_create(Pass(petition=one, number=1, body_id=one.body_id, day=day) for one in rows)

    def change(self, day: date) -> None:
        """Answers, refusals, passing on, reopening, returns, texts chosen and taken back: by chance, in lots."""
        chance, texts = self.chance, []
        rows = list(Petition.objects.exclude(state__in=("returned", "told")).order_by("pk"))
        chosen = set(PublicText.objects.values_list("petition", flat=True))
        for one in rows:
            if chance.random() < 0.5:
                continue
            what = chance.choice(["answered", "answered", "refused", "sent", "pass", "text", "text", "back", "returned", "taken"])
            if what == "pass":
                one.body_id = self.desk.town.ids["04"]
            elif what == "text" and one.pk not in chosen:
                given = {"body_id": one.place_id, "place_id": one.place_id, "topic": one.topic, "week": public.monday_of(day)}
                texts.append(PublicText(public_id=one.pk, petition=one, text="x", state="waiting", opens=day + timedelta(6), **given))
            elif what in ("back", "returned") and chance.random() < 0.2:
                drop(one)
                one.state = one.state if what == "back" else "returned"
            elif what in ("answered", "refused", "sent", "taken"):
                one.state = what
        Petition.objects.bulk_update(rows, ["state", "body"])
        PublicText.objects.bulk_create(texts)


@pytest.mark.parametrize("seed", range(2))
def test_no_difference_of_fewer_than_five_is_left(desk: Desk, seed: int):
    """From every number, and every change of one from a Monday to the next, whoever left out all that public texts tell is left with
    none or with five different people; so from every sum and every two Mondays."""
    house, day = House(desk, seed), date(2026, 11, 9)
    known, known_state, before, shown = set[str](), set[str](), dict[str, tuple[int, str]](), dict[tuple[int, int, str], int]()
    for _week in range(6):
        house.send(house.chance.choice([5, 12, 25]), day - timedelta(5))
        at = opening.hour_of(day)
        opening.open_week(by=opening.JOB, at=at, command_id=uuid4(), body=None, monday=day)
        for one in PublicText.objects.filter(state__in=("shown", "down")):
            known |= set() if one.coarse else {one.petition_id}
            known_state |= {one.petition_id} if one.stands else set()
            assert not one.coarse or (one.topic, one.place_id, one.week) == ("", one.body_id, one.opens)
        rows = {one.pk: one for one in Petition.objects.exclude(cell=None).select_related("cell")}
        cells, stands, moved = (defaultdict[object, set[str]](set) for _ in range(3))
        told, arrived = dict[str, tuple[int, str]](), defaultdict[tuple[int, int, str], int](int)
        for id, one in rows.items():
            if id not in known:
                cells[one.cell_id].add(one.sender)
            told[id] = (one.told_body_id or 0, one.told_state)
            now, was = (one.cell.commune_id, *told[id]), (one.cell.commune_id, *before.get(id, UNTOLD))
            stands[now] |= set() if id in known_state else {one.sender}
            if now != was:
                moved[was, now] |= {one.sender}
                arrived[now] += 1
                arrived[was] -= 1
        assert all(len(cells[one]) >= LEAST for one in Cell.objects.values_list("pk", flat=True))
        assert all(len(many) >= LEAST for many in moved.values())
        numbers = {
            (one.commune_id, one.holder_id, one.state): one.count for one in Standing.objects.filter(day=day).exclude(state="all")
        }  # fmt: skip
        assert all(len(stands[one]) >= LEAST for one in numbers)
        for key in {one for one in (*numbers, *shown, *arrived) if one[1:] != UNTOLD}:
            assert numbers.get(key, 0) == shown.get(key, 0) + arrived[key]
        before, shown, day = told, numbers, day + timedelta(7)
        house.change(day - timedelta(6))
    assert Cell.objects.count() > 2
    assert all((known, known_state, shown))
