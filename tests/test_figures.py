"""Boards of figures: the numbers of every page against the states of every obligation, who is shown them, and what may be compared."""

import csv
import io
from collections import Counter
from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from dinhlang.core.rules import STANDING_OCCASION, Audience
from dinhlang.ground.bodies import acts as bodies_acts
from dinhlang.ground.bodies import reads as bodies
from dinhlang.ground.bodies.acts import NewBody
from dinhlang.ground.duties import acts as duty_acts
from dinhlang.ground.duties import confirmed
from dinhlang.ground.duties import reads as duties
from dinhlang.ground.duties.coverage import Covered
from dinhlang.ground.record import clock, rulebooks
from dinhlang.web import plugs
from dinhlang.web.figures import pages, reads, yearly
from dinhlang.web.figures.policy import policy
from dinhlang.web.figures.reads import ALWAYS, Asked, Figure, Period, Sources, Tally, Unit
from dinhlang.works.disclosures import acts
from dinhlang.works.disclosures.tests.town import BORN, CONSOLE, FRONT, ONE, OTHER, TWO, WARD, Town, make_town
from dinhlang.works.outgoing import acts as outgoing_acts
from dinhlang.works.outgoing import reads as outgoing
from dinhlang.works.outgoing.lines import Line


def everyone(_unit: int) -> frozenset[Audience]:
    """Every duty, whomever it informs."""
    return frozenset(Audience)


@pytest.fixture
def town(monkeypatch: pytest.MonkeyPatch, db: None) -> Town:
    """A ward in which everything happened once, and a neighbour that did nothing."""
    town = make_town(monkeypatch)
    town.ids["04"] = bodies.find("04", BORN).id
    town.disclosed("2026-09-02", "1/QĐ-UBND", "2026-09-01")
    late = town.disclosed("2026-10-20", "2/QĐ-UBND", "2026-09-21")
    town.hung(late.subject, "2026-10-20")
    town.seen(late.subject)
    town.decided("3/QĐ-UBND", "2026-10-20")
    town.decided("4/QĐ-UBND", "2026-10-19", item=8)
    town.do(acts.nothing_arose, quarter="2026-Q3", items=(1, 2, 3))
    town.go("2026-11-10")
    town.do(
        duty_acts.event,
        "head",
        body=town.ids[ONE],
        title="Họp bình xét hộ nghèo",
        day=date(2026, 11, 23),
        kind="village-meeting",
        place="Nhà văn hoá",
    )
    town.go("2026-11-20")
    town.flush()
    reads.forget()
    return town


def asked(town: Town, code: str = "04", period: Period = ALWAYS, *, alone: bool = False) -> Asked:
    today = clock.local_day(town.now)
    return Asked(bodies.find(code, today), today, period, alone, frozenset({"04"}))


def oracle(code: str, day: date, period: Period = ALWAYS) -> Counter[tuple[str, Audience, Figure]]:
    """What the obligations of one body are counted as, from `core.rules.state` alone."""
    law = confirmed.law(day)
    found: Counter[tuple[str, Audience, Figure]] = Counter()
    for one in duties.obligations(duties.frame(code, day), every=True):
        last = one.rolled or one.due or one.opens
        standing = one.occasion == STANDING_OCCASION
        if standing or period.first <= last <= period.last:
            found[one.duty.right, one.duty.audience, reads.figure_of(one.state, law.scored(one.duty))] += 1
    return found


def counted_of(counted: reads.Counted, code: str) -> Counter[tuple[str, Audience, Figure]]:
    n = next(n for n, unit in enumerate(counted.units) if unit.place.code == code)
    found: Counter[tuple[str, Audience, Figure]] = Counter()
    for (unit, _kind, right, audience, figure), many in counted.cells.items():
        if unit == n:
            found[right, audience, figure] += many
    return found


@pytest.mark.parametrize("period", [ALWAYS, reads.period_of("2026"), reads.period_of("2026-Q3"), reads.period_of("2026-Q4")])
def test_every_number_is_that_of_the_states(town: Town, period: Period):
    book, today = rulebooks.current(), clock.local_day(town.now)
    board = reads.board(asked(town, WARD, period), book)
    for code in (WARD, ONE, TWO, FRONT):
        assert counted_of(board, code) == oracle(code, today, period), code
    province = reads.board(asked(town, "04", period), book)
    own = sum((oracle(code, today, period) for code in (WARD, ONE, TWO, FRONT)), Counter[Any]())
    assert counted_of(province, WARD) == own
    assert counted_of(province, OTHER) == oracle(OTHER, today, period)
    assert counted_of(province, "04") == oracle("04", today, period)
    assert (
        sum(province.cells.values())
        == sum((oracle(code, today, period) for code in ("04", WARD, ONE, TWO, FRONT, OTHER)), Counter[Any]()).total()
    )
    assert sum(own.values()) > 10


def test_a_confirmed_wording_enters_the_score(town: Town):
    book = rulebooks.current()
    before = reads.total(reads.board(asked(town, WARD), book).tallies(everyone))
    duty = book.duties["commune-discloses-contributions"]
    payload = {"rule": duty.id, "number": "7/KL-STP", "dated": date(2026, 11, 1), "issuer": "Sở Tư pháp", "wording": duty.hash.hex()}
    town.do(duty_acts.confirm, CONSOLE, body=None, **payload)
    reads.forget()
    after = reads.total(reads.board(asked(town, WARD), book).tallies(everyone))
    assert before.of(Figure.UNCONFIRMED) - after.of(Figure.UNCONFIRMED) == 3
    assert (after.of(Figure.LATE), after.of(Figure.MISSING)) > (before.of(Figure.LATE), before.of(Figure.MISSING))
    assert after.all == before.all


def test_what_stands_beside_a_score_is_counted(town: Town, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(plugs, "coverage", lambda ids, first, last: {town.ward: (Covered("văn bản đi", 3, 7),)})
    board = reads.board(asked(town, "04"), rulebooks.current())
    by_code = {unit.place.code: sources for unit, sources in zip(board.units, board.sources, strict=True)}
    assert by_code[WARD].registered == 4
    assert by_code[OTHER].registered == 0
    assert by_code[WARD].covered == (Covered("văn bản đi", 3, 7),)
    frame = duties.frame(WARD, clock.local_day(town.now))
    cells = [part.state for one in duties.obligations(frame) for part in one.parts if part.part.item is not None]
    assert by_code[WARD].filled == sum(word in reads.FILLED for word in cells) > 0
    assert by_code[WARD].cells == sum(word in reads.CLOSED for word in cells)


def test_a_board_shows_how_much_of_the_outgoing_register_was_disclosed(town: Town):
    papers = ((1, date(2026, 9, 1)), (3, date(2026, 10, 20)), (5, date(2026, 10, 21)))
    lines = [Line(f"{n}/QĐ-UBND", day, f"Mức đóng góp {n}") for n, day in papers]
    town.do(outgoing_acts.import_rows, rows=lines)
    reads.forget()
    found = plugs.coverage([town.ward, town.ids["04"]], date.min, date.max)
    said = outgoing.counts([town.ward], date.min, date.max)[town.ward]
    assert {body: [(one.done, one.all) for one in many] for body, many in found.items()} == {town.ward: [(said.disclosed, said.all)]}
    assert (said.disclosed, said.all) == (1, 3)
    assert plugs.coverage([town.ward], date(2026, 10, 1), date(2026, 10, 31))[town.ward][0].all == 2
    page = town.client().get(reverse("figures", args=["04"])).content.decode()
    assert "văn bản đi đã công khai" in page
    assert "1/3" in page
    english = town.client().get("/en" + reverse("figures", args=["04"])).content.decode()
    assert "outgoing documents disclosed" in english
    assert "Văn bản đi phải công khai" not in english


def test_like_is_compared_with_like():
    def unit(n: int, word: str = "xã", *, special: bool = False) -> Unit:
        place = bodies.Place(n, "commune", f"{n:05}", f"Xã {n}", word, None, BORN, None, "04")
        return Unit(place, ((n, "commune"),), special)

    def tally(good: int, bad: int) -> Tally:
        return Tally({Figure.ON_TIME: good, Figure.MISSING: bad})

    enough = policy().sample.judged
    units = [*(unit(n) for n in range(5)), *(unit(n, special=True) for n in range(5, 9)), unit(9, "phường")]
    tallies = [tally(5, 5), tally(5, 5), tally(10, 0), tally(2, 8), tally(enough - 1, 0), *[tally(10, 0)] * 4, tally(0, 10)]
    found = reads.medians(units, tallies)
    assert found == {("xã", False): Fraction(1, 2), ("xã", True): Fraction(1)}  # ties; the small one and the lone ward have no say
    assert tallies[4].small
    rows = [pages._Row(one, other, Sources(0, 0, 0)) for one, other in zip(units, tallies, strict=True)]
    order = [row.unit.place.id for row in pages._ordered(rows, pages.SHARE)]
    assert order[-1] == 4
    assert [row.unit.place.id for row in pages._ordered(rows, "")] == [one.place.id for one in units]


def test_a_sample_below_the_threshold_has_no_median():
    assert reads.medians([], []) == {}
    assert Tally({}).share is None
    assert Tally({Figure.WAITING: 9}).small


def test_special_areas_stand_apart_on_the_page(town: Town):
    more = {"name": "special_area", "value": "1", "document": "8/QĐ-UBND", "from_day": date(2026, 1, 1)}
    town.do(bodies_acts.set_fact, CONSOLE, body=town.ids[OTHER], **more)
    page = town.client().get(reverse("figures", args=["04"])).context["page"]
    assert {table.id: [row.name.text for row in table.rows] for table in page.tables} == {
        "bodies": ["Phường Thục Phán"],
        "apart": ["Phường Nùng Trí Cao"],
        "beside": ["Tỉnh Cao Bằng"],
    }
    ordered = town.client().get(reverse("figures", args=["04"]) + "?xep=share").context["page"]
    assert [table.id for table in ordered.tables] == ["bodies", "apart", "beside"]


def test_periods_are_years_and_quarters():
    assert reads.period_of("2026-Q1") == Period("2026-Q1", date(2026, 1, 1), date(2026, 3, 31))
    assert reads.period_of("2026-Q4") == Period("2026-Q4", date(2026, 10, 1), date(2026, 12, 31))
    for wrong in ("2026-Q5", "2026-", "26", "abcd", "0000", "9999", "2026-Q", "２０２６", "2026-q1"):
        assert reads.period_of(wrong) is None, wrong


def test_every_number_opens_its_list_and_every_line_its_why(town: Town):
    client = town.client("officer")
    page = client.get(reverse("figures", args=[WARD])).context["page"]
    rows = [row for table in page.tables for row in table.rows]
    numbers = [one for row in rows for one in (*row.numbers, *row.others, row.rest) if one.n]
    assert any(row.rest.n for row in rows)
    numbers += [one for row in page.rights for one in (*row.numbers, *row.others) if one.n]
    assert len(numbers) > 10
    for one in numbers:
        found = client.get(one.href).context["page"]
        assert len(found.lines) == min(one.n, policy().page.rows), one.href
        if one.n <= policy().page.rows:
            assert client.get(found.lines[0].why_href).status_code == 200


def test_a_number_of_the_province_opens_the_bodies_it_is_made_of(town: Town):
    client = town.client()
    page = client.get(reverse("figures", args=["04"])).context["page"]
    rest = [row.rest for table in page.tables for row in table.rows if row.rest.n]
    assert rest
    for one in rest:
        assert len(client.get(one.href).context["page"].lines or ()) == min(one.n, policy().page.rows), one
    for one in (*page.whole.numbers, *page.whole.others):
        if one.n:
            found = client.get(one.href).context["page"]
            assert sum(body.n for body in found.bodies) == one.n
            for body in found.bodies:
                below = client.get(body.href).context["page"]
                assert len(below.lines) == min(body.n, policy().page.rows), body


@pytest.mark.parametrize(
    "query", ["?quyen=x", "?loai=x", "?ky=x", "?hinh=x", "?xep=x", "?ky=2026-Q9"],
)  # fmt: skip
def test_unknown_filters_are_refused_with_a_sentence(town: Town, query: str):
    assert town.client().get(reverse("figures", args=["04"]) + query).status_code == 404
    assert town.client().get(reverse("figures-list", args=[WARD]) + "?state=x").status_code == 404
    assert town.client().get(reverse("figures-list", args=[WARD]) + "?trang=-1").status_code == 400
    assert town.client().get(reverse("figures", args=["99999"])).status_code == 404


def test_enterprises_are_only_numbers_in_public(town: Town):
    rows = [NewBody(f"04-e{n:07}", f"Công ty Bí Mật {n}", "employer", "doanh nghiệp", WARD, "04", BORN) for n in range(3)]
    town.do(bodies_acts.found, CONSOLE, body=None, bodies=tuple(rows), source="Danh mục giả định")
    reads.forget()
    for address in (reverse("figures", args=[WARD]), reverse("figures-list", args=[WARD]), reverse("figures", args=["04"])):
        text = town.client().get(address).content.decode()
        assert "Bí Mật" not in text, address
    for row in rows:
        assert town.client().get(reverse("figures", args=[row.code])).status_code == 403
    page = town.client().get(reverse("figures", args=[WARD]) + "?hinh=late").context["page"]
    assert [(one.name, one.value) for one in page.pooled] == [("chưa nhập ngành và quy mô", "3")]


@pytest.mark.parametrize(
    ("rows", "shown", "others"),
    [
        ((), (), 0),
        ((("Dệt may", "", 1),), (), 1),
        ((("Dệt may", "", 3),), (("Dệt may", "", 3),), 0),
        ((("Chè", "nhỏ", 3), ("Chè", "vừa", 4)), (("Chè", "nhỏ", 3), ("Chè", "vừa", 4)), 0),
        ((("Chè", "nhỏ", 6), ("Chè", "vừa", 1)), (("Chè", "", 7),), 0),
        ((("Chè", "", 9), ("Gỗ", "", 4), ("Mỏ", "", 1)), (("Chè", "", 9),), 5),  # the one mine is hidden among five
        ((("Chè", "", 9), ("Gỗ", "", 2), ("Mỏ", "", 2)), (("Chè", "", 9),), 4),
        ((("Chè", "", 3), ("Mỏ", "", 1)), (), 4),
    ],
)
def test_no_single_factory_is_told_apart(rows: tuple[tuple[str, str, int], ...], shown: tuple[tuple[str, str, int], ...], others: int):
    """No number below three, nor one that is left when those that are shown are taken off the whole."""
    told = reads.told_apart(rows, 3)
    assert (told.rows, told.others) == (shown, others)
    assert sum(n for _sector, _size, n in told.rows) + others == sum(n for _sector, _size, n in rows)


def test_a_commune_tells_its_enterprises_as_numbers_and_a_province_does_not(town: Town):
    """Of a province less what its communes tell would be what they do not tell."""
    rows = [NewBody(f"04-e{n:07}", f"Công ty Bí Mật {n}", "employer", "doanh nghiệp", WARD, "04", BORN) for n in range(2)]
    town.do(bodies_acts.found, CONSOLE, body=None, bodies=tuple(rows), source="Danh mục giả định")
    reads.forget()
    for code, told in ((WARD, [("Các ngành khác, gộp chung", "dưới 3")]), ("04", [])):
        page = town.client().get(reverse("figures", args=[code]) + "?hinh=late").context["page"]
        assert [(one.name, one.value) for one in page.pooled] == told


def stage(town: Town, value: str) -> None:
    more = {"name": bodies_acts.PUBLICITY, "value": value, "document": "9/QĐ-UBND", "from_day": clock.local_day(town.now)}
    town.do(bodies_acts.set_fact, CONSOLE, body=town.ids["04"], **more)


@pytest.mark.parametrize(
    ("value", "ward", "province"),
    [
        ("1", {"officer"}, set()),
        ("2", {"officer", "front"}, set()),
        ("3", {"", "officer", "front", "stranger"}, {"", "officer", "front", "stranger"}),
    ],
)
def test_boards_follow_the_stage(town: Town, value: str, ward: set[str], province: set[str]):
    stage(town, value)
    for who in ("", "officer", "front", "stranger"):
        client = town.client(who)
        for address in ("figures", "figures-list", "figures-xlsx", "figures-csv", "yearly-tables", "yearly-xlsx", "yearly-csv"):
            assert client.get(reverse(address, args=[WARD])).status_code == (200 if who in ward else 403), (who, address)
            assert client.get(reverse(address, args=["04"])).status_code == (200 if who in province else 403), (who, address)


def test_at_the_first_stage_a_commune_sees_itself_alone(town: Town):
    stage(town, "1")
    page = town.client("officer").get(reverse("figures", args=[WARD])).context["page"]
    assert page.tables == ()
    stage(town, "2")
    page = town.client("officer").get(reverse("figures", args=[WARD])).context["page"]
    assert [row.name.text for row in page.tables[0].rows][0] == "Phường Thục Phán"
    assert len(page.tables[0].rows) == 4


def test_the_country_tells_the_provinces_that_are_public(town: Town):
    client, address = town.client(), reverse("figures", args=["vn"]) + "?hinh=missing"
    open_row = client.get(address).context["page"].whole
    assert sum(one.n for one in (*open_row.numbers, *open_row.others)) > 0
    stage(town, "2")
    closed = client.get(address).context["page"].whole
    assert sum(one.n for one in (*closed.numbers, *closed.others)) == 0


def test_the_workbook_says_what_the_page_says(town: Town):
    client = town.client()
    page = client.get(reverse("figures", args=["04"])).context["page"]
    book = load_workbook(io.BytesIO(client.get(reverse("figures-xlsx", args=["04"])).content))
    cells = [list(row) for row in book.active.iter_rows(values_only=True)]
    top = next(n for n, row in enumerate(cells) if row[0] == "Đơn vị")
    rows = {row[0]: dict(zip(cells[top], row, strict=True)) for row in cells[top + 1 :]}
    for row in (*page.tables[0].rows, page.whole):
        for one in (*row.numbers, *row.others):
            assert rows[row.name.text][one.word] == one.n, (row.name.text, one.word)
    text = client.get(reverse("figures-csv", args=["04"])).content.decode("utf-8-sig")
    assert [line[0] for line in csv.reader(io.StringIO(text))][1:] == list(rows)


def test_names_are_no_formulas_in_a_sheet(town: Town):
    rows = (NewBody("04-t0000009", "=1+1", "village", "tổ dân phố", WARD, "04", BORN),)
    town.do(bodies_acts.found, CONSOLE, body=None, bodies=rows, source="Danh mục giả định")
    reads.forget()
    book = load_workbook(io.BytesIO(town.client("officer").get(reverse("figures-xlsx", args=[WARD])).content))
    assert "'=1+1" in {cell.value for row in book.active.iter_rows() for cell in row}
    assert all(cell.data_type != "f" for row in book.active.iter_rows() for cell in row)


def test_b2_counts_each_matter_as_its_obligations_say(town: Town):
    book, today = rulebooks.current(), clock.local_day(town.now)
    year = reads.period_of("2026")
    assert year is not None
    found = yearly.items(bodies.find(WARD, today), today, year, book)
    rules = yearly.item_of(book)
    due, done, in_time = Counter[int](), Counter[int](), Counter[int]()
    forms: Counter[tuple[int, str]] = Counter()
    for one in duties.obligations(duties.frame(WARD, today), every=True):
        item, last = rules.get(one.duty.id), one.rolled or one.due or one.opens
        if item is not None and year.first <= last <= year.last:
            due[item] += 1
            done[item] += one.state in yearly.DONE
            in_time[item] += one.state in yearly.DONE and one.state != "done_late"
            for part in one.parts:
                forms[item, part.part.channel] += part.how is not None and part.how != "declared"
    assert [one.number for one in found] == sorted(book.items)
    assert {one.number: (one.due, one.done, one.on_time) for one in found} == {n: (due[n], done[n], in_time[n]) for n in book.items}
    for one in found:
        assert one.forms == tuple(forms[one.number, channel] for channel in yearly.channels_of(book)), one.number
    assert sum(one.due for one in found) >= 4
    assert found[0].nothing == 1
    province = yearly.items(bodies.find("04", today), today, year, book)
    other = yearly.items(bodies.find(OTHER, today), today, year, book)
    for all_of, one, two in zip(province, found, other, strict=True):
        assert (all_of.due, all_of.done, all_of.silent) == (one.due + two.due, one.done + two.done, one.silent + two.silent)


def test_the_yearly_tables_come_as_a_workbook_and_are_honest(town: Town):
    client = town.client()
    shown = client.get(reverse("yearly-tables", args=[WARD]))
    assert shown.content.decode().count("chưa có phân hệ") == 2  # once for B1, once for B3
    book = load_workbook(io.BytesIO(client.get(reverse("yearly-xlsx", args=[WARD])).content))
    assert book.sheetnames == ["B1", "B2", "B3"]
    table = next(one for one in shown.context["page"].tables if one.id == "B2")
    cells = [tuple("" if value is None else value for value in row) for row in book["B2"].iter_rows(values_only=True)]
    top = cells.index(tuple(table.heads))
    assert cells[top + 1 : top + 1 + len(table.rows)] == [tuple(row) for row in table.rows]
    assert len(table.rows) == len(rulebooks.current().items) + 1
    assert client.get(reverse("yearly-tables", args=[WARD]) + "?nam=x").status_code == 404
    assert client.get(reverse("yearly-tables", args=[ONE])).status_code == 404


def test_an_empty_table_of_the_year_names_its_rows_and_on_a_phone_its_columns(town: Town):
    page = town.client().get(reverse("yearly-tables", args=[WARD])).content.decode()
    for one in town.client().get(reverse("yearly-tables", args=[WARD])).context["page"].tables:
        if one.id != "B2":
            assert f"Các cột ghi tay: {', '.join(one.heads[1:])}." in page
            assert all(f'<th role="rowheader" scope="row">{row[0]}</th>' in page for row in one.rows)


@pytest.mark.parametrize(("name", "code"), [("figures", "04"), ("figures", WARD), ("figures-list", WARD), ("figures", "vn")])
def test_a_board_that_is_remembered_asks_little(town: Town, name: str, code: str):
    client, address = town.client("officer"), reverse(name, args=[code])
    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as found:
        assert client.get(address).status_code == 200
    own = [one for one in found.captured_queries if "auth_user" not in one["sql"] and "django_session" not in one["sql"]]
    assert len(own) <= 12 if name == "figures-list" else len(own) <= 8


def test_a_board_is_as_old_as_it_says_and_no_older(town: Town):
    client, address = town.client(), reverse("figures", args=[WARD])
    first = client.get(address).context["page"]
    then = town.now
    town.decided("9/QĐ-UBND", "2026-11-19")
    town.now = then
    assert client.get(address + "?x=1").context["page"].as_of == first.as_of
    town.now = town.now.replace(hour=(town.now.hour + 1) % 24)
    again = client.get(address + "?x=2").context["page"]
    assert again.as_of != first.as_of
    assert sum(one.n for one in (*again.whole.numbers, *again.whole.others)) > sum(
        one.n for one in (*first.whole.numbers, *first.whole.others)
    )
