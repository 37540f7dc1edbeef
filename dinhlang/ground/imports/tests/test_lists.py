"""Lists of bodies: what enters, what is known, and each wrong row."""

from datetime import date
from typing import Any
from uuid import uuid4

import pytest

from dinhlang.core.actor import Office
from dinhlang.core.refusal import Refused
from dinhlang.ground.bodies import audit as bodies_audit
from dinhlang.ground.bodies import reads as bodies
from dinhlang.ground.bodies.models import Body, Fact, Registration
from dinhlang.ground.imports import acts, audit, layout, lists, steps
from dinhlang.ground.imports import bodies as kinds
from dinhlang.ground.imports.models import EnteredList, Import
from dinhlang.ground.imports.tests.world import (
    AWAY,
    CONSOLE,
    DAY,
    NOW,
    RURAL,
    WARD,
    World,
    bring,
    enter,
    make_world,
    noted,
    report,
    said,
    state_of_tables,
    villages,
    xlsx,
)
from dinhlang.ground.record import reads as record
from dinhlang.ground.record.models import Entry

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> World:
    return make_world(monkeypatch)


def held(name: str) -> dict[str, str]:
    body = Registration.objects.filter(name__endswith=name).latest("id").body_id
    return dict(Fact.objects.filter(body=body, to_day=None).values_list("name", "value"))


def test_it_works(world: World):
    one = enter(world, villages([1, "Phường Thục Phán", "Tổ dân phố 5", 125, 487], [2, "Xã Quảng Lâm", "Nà Mạ", 80, 321]))
    assert one.state == "entered"
    assert report(one).new == 2
    here = bodies.villages(world.ids[RURAL], DAY)
    assert [(place.name, place.kind_word, place.kind) for place in here] == [("Xóm Nà Mạ", "xóm", "village")]
    assert here[0].code.startswith("04-")
    assert held("Nà Mạ") == {"households": "80", "population": "321"}
    entry = next(iter(record.of_acts(("bodies.import",))))
    assert entry.words["rows"] == entry.words["new"] == 2
    assert entry.words["root"] == EnteredList.objects.get().root
    assert [*audit.differences(), *bodies_audit.differences()] == []


def test_the_same_file_again_changes_nothing_and_says_so(world: World):
    data = villages([1, "Phường Thục Phán", "Tổ dân phố 5", 125, 487], [2, "Xã Quảng Lâm", "Nà Mạ", 80, 321])
    enter(world, data)
    before = state_of_tables()
    again = enter(world, data)
    assert (again.state, again.code, report(again).known, report(again).new, report(again).changed) == ("entered", "", 2, 0, 0)
    assert state_of_tables() == before


def test_a_changed_row_is_shown_and_entered_as_changed(world: World):
    enter(world, villages([1, "Phường Thục Phán", "Tổ dân phố 5", 125, 487], [2, "", "", None, None]))
    one = enter(world, villages([1, "Phường Thục Phán", "Tổ dân phố 5", 130, 487]), day=date(2026, 1, 6))
    assert (report(one).changed, report(one).new) == (1, 0)
    assert Fact.objects.get(name="households", to_day=None).value == "130"
    assert Fact.objects.get(name="households", to_day=DAY).value == "125"
    assert list(audit.differences()) == []


def test_the_code_of_a_body_without_one_is_the_same_again(world: World):
    first = kinds.VILLAGES.check(rows_of(("Xã Quảng Lâm", "Nà Mạ")), where(world)).rows
    assert first == kinds.VILLAGES.check(rows_of(("Xã Quảng Lâm", "Nà Mạ")), where(world)).rows


def rows_of(*rows: tuple[str, str]) -> list[Any]:
    return [lists.Row(n, {"commune": commune, "name": name}) for n, (commune, name) in enumerate(rows, 2)]


def where(world: World) -> Any:
    return lists.Where(bodies.place(world.ids["04"], DAY), DAY, "a.xlsx", "0" * 64, {"document": "1"})


def test_an_old_name_leads_to_the_successor_with_a_note(world: World):
    one = enter(world, villages([1, "phuong song hien", "Tổ dân phố 7", 10, 20]))
    assert noted(one) == [lists.SUCCESSOR]
    assert [place.name for place in bodies.villages(world.ids[WARD], DAY)] == ["Tổ dân phố 7"]


@pytest.mark.parametrize("written", [1273, "1273", "01273"])
def test_a_code_gets_back_its_zero(world: World, written: Any):
    one = enter(world, villages([1, written, "Tổ dân phố 7", 10, 20]))
    assert noted(one) == ([] if written == "01273" else [layout.ZEROS])
    assert len(bodies.villages(world.ids[WARD], DAY)) == 1


@pytest.mark.parametrize("written", ["Xã Thất Khê", "Thất Khê", AWAY])
def test_a_commune_of_another_province_is_refused(world: World, written: str):
    before = state_of_tables()
    one = bring(world, villages([1, "Xã Quảng Lâm", "Nà Mạ", 1, 1], [2, written, "Nà Lốc", 1, 1]))
    assert said(one) == [(3, "commune", lists.ELSEWHERE)]
    with pytest.raises(Refused):
        steps.confirm(one, mandate=None, at=NOW)
    assert state_of_tables() == before


def test_a_commune_that_is_nowhere_is_refused(world: World):
    assert said(bring(world, villages([1, "Xã Không Có", "Nà Mạ", 1, 1]))) == [(2, "commune", lists.NO_COMMUNE)]


CODED = ("Mã thôn", "Xã, phường", "Tên thôn", "Số hộ")


def test_a_village_in_two_communes_is_refused(world: World):
    one = bring(world, xlsx([CODED, ["12345", "Xã Quảng Lâm", "Nà Mạ", 1], ["12345", "Phường Thục Phán", "Nà Mạ", 1]]))
    assert said(one) == [(3, "code", lists.TWO_COMMUNES)]


def test_a_village_that_lies_in_another_commune_already_is_refused(world: World):
    enter(world, xlsx([CODED, ["12345", "Xã Quảng Lâm", "Nà Mạ", 1]]))
    one = bring(world, xlsx([CODED, ["12345", "Phường Thục Phán", "Nà Mạ", 1]]))
    assert said(one) == [(2, "code", lists.TAKEN_ELSEWHERE)]


def test_two_bodies_with_one_code_are_refused(world: World):
    one = bring(world, xlsx([CODED, ["12345", "Xã Quảng Lâm", "Nà Mạ", 1], ["12345", "Xã Quảng Lâm", "Nà Lốc", 1]]))
    assert said(one) == [(3, "code", lists.TWO_CODES)]
    one = bring(world, xlsx([CODED, [WARD, "Xã Quảng Lâm", "Nà Mạ", 1]]))
    assert said(one) == [(2, "code", lists.TAKEN)]


def test_the_same_village_twice_is_refused(world: World):
    one = bring(world, villages([1, "Xã Quảng Lâm", "Nà Mạ", 1, 1], [2, "Xã Quảng Lâm", "Xóm Nà Mạ", 1, 1]))
    assert said(one) == [(3, "name", lists.TWICE)]


def test_a_commune_enters_only_what_lies_in_it(world: World):
    one = bring(world, villages([1, "Xã Quảng Lâm", "Nà Mạ", 1, 1], [2, "", "Tổ 8", 1, 1]), code=WARD)
    assert said(one) == [(2, "commune", lists.NOT_BELOW)]


def line(parent: int, **more: Any) -> lists.Line:
    return lists.Line(
        **{"id": None, "parent": parent, "code": "12345", "name": "Xóm A", "kind": "village", "kind_word": "xóm", "facts": (), **more}
    )


def do(world: World, *lines: lists.Line, by: Any = CONSOLE, body: str = "04", document: str = "1/BC", command: Any = None) -> Any:
    return acts.enter(
        by=by,
        at=NOW,
        command_id=command or uuid4(),
        body=world.ids[body],
        lines=lines,
        sort="villages",
        day=DAY,
        document=document,
        source="a.xlsx",
    )


def test_the_act_itself_refuses_what_lies_elsewhere(world: World):
    before = state_of_tables()
    for lines, named in (
        ((line(world.ids[AWAY]),), {}),
        ((line(world.ids[RURAL]),), {"body": WARD, "by": Office(world.mandates["officer"])}),
        ((line(world.ids[RURAL], code=WARD),), {}),
        ((line(world.ids[RURAL]),), {"document": " "}),
        ((), {}),
        ((line(world.ids[RURAL], id=world.ids[WARD]),), {}),
    ):
        with pytest.raises(Refused):
            do(world, *lines, **named)
    assert state_of_tables() == before


def test_who_may(world: World):
    officer, operator = Office(world.mandates["officer"]), Office(world.mandates["operator"])
    with pytest.raises(Refused, match="office"):
        do(world, line(world.ids[WARD]), by=officer, body="04")
    with pytest.raises(Refused, match="office"):
        do(world, line(world.ids[RURAL]), by=officer, body=RURAL)
    do(world, line(world.ids[WARD]), by=officer, body=WARD)
    do(world, line(world.ids[RURAL], code="12346"), by=operator)


def test_the_act_sent_twice_is_one(world: World):
    command = uuid4()
    assert do(world, line(world.ids[WARD]), command=command) == do(world, line(world.ids[WARD]), command=command)
    assert Body.objects.filter(kind="village").count() == 1


def test_nothing_is_half_entered(world: World, monkeypatch: pytest.MonkeyPatch):
    one = bring(world, villages([1, "Xã Quảng Lâm", "Nà Mạ", 1, 1], [2, "Xã Quảng Lâm", "Nà Lốc", 1, 1]))
    steps.confirm(one, mandate=None, at=NOW)
    before = state_of_tables()

    class Killed(BaseException):
        pass

    def die(*_: Any, **__: Any) -> None:
        raise Killed

    with monkeypatch.context() as broken:
        broken.setattr(acts, "_state", die)
        with pytest.raises(Killed):
            steps.enter(one, kinds.VILLAGES, at=NOW)
    assert state_of_tables() == before
    assert Import.objects.get(pk=one.pk).state == "entering"
    assert steps.work({"villages": kinds.VILLAGES}, NOW) == 1  # the house begins again
    assert Import.objects.get(pk=one.pk).state == "entered"
    assert Body.objects.filter(kind="village").count() == 2


def test_a_process_that_died_after_the_act_finds_it_done(world: World, monkeypatch: pytest.MonkeyPatch):
    one = bring(world, villages([1, "Xã Quảng Lâm", "Nà Mạ", 1, 1]))
    steps.confirm(one, mandate=None, at=NOW)

    class Killed(BaseException):
        pass

    def die(*_: Any, **__: Any) -> None:
        raise Killed

    with monkeypatch.context() as broken:
        broken.setattr(steps, "_close", die)
        with pytest.raises(Killed):
            steps.enter(one, kinds.VILLAGES, at=NOW)
    entries = Entry.objects.count()
    steps.work({"villages": kinds.VILLAGES}, NOW)
    row = Import.objects.get(pk=one.pk)
    assert (row.state, bool(row.code), report(row).new) == ("entered", True, 1)
    assert Entry.objects.count() == entries


def test_agencies_schools_enterprises_and_boards_enter(world: World):
    enter(
        world,
        xlsx(
            [
                ["Đơn vị", "Tên cơ quan", "Loại hình", "Số người"],
                ["Tỉnh Cao Bằng", "Sở Nội vụ", "cơ quan", 60],
                ["01273", "Trạm Y tế", "đơn vị sự nghiệp công lập", 8],
            ]
        ),
        kind=kinds.AGENCIES,
    )
    enter(world, xlsx([["Xã", "Tên trường", "Cấp học"], ["Quảng Lâm", "Trường THCS Quảng Lâm", "trung học cơ sở"]]), kind=kinds.SCHOOLS)
    enter(
        world,
        xlsx(
            [
                ["Xã", "Tên doanh nghiệp", "Loại hình", "Ngành nghề", "Quy mô"],
                ["Quảng Lâm", "HTX Nà Mạ", "hợp tác xã", "nông nghiệp", "siêu nhỏ"],
                ["01273", "Công ty TNHH A", "Công ty TNHH", "xây dựng", "nhỏ"],
            ]
        ),
        kind=kinds.ENTERPRISES,
    )
    enter(world, xlsx([["Xã", "Tên ban", "Loại ban"], ["Quảng Lâm", "Ban TTND xã Quảng Lâm", "Ban thanh tra nhân dân"]]), kind=kinds.BOARDS)
    found = sorted(Body.objects.exclude(kind__in=["province", "commune"]).values_list("kind", flat=True))
    assert found == ["agency", "board", "cooperative", "employer", "public-unit", "school"]
    assert held("Công ty TNHH A") == {"sector": "xây dựng", "size": "nhỏ"}
    public = " ".join(str(entry.words) for entry in record.of_acts(("bodies.import",)))
    assert "TNHH A" not in public  # private enterprises are not named by the record


def test_a_sort_that_is_unknown_is_refused(world: World):
    one = bring(world, xlsx([["Xã", "Tên ban", "Loại ban"], ["Quảng Lâm", "Ban X", "câu lạc bộ"]]), kind=kinds.BOARDS)
    assert said(one) == [(2, "sort", lists.UNKNOWN_SORT)]


def test_words_of_sorts_fit_where_they_are_kept():
    longest = Registration._meta.get_field("kind_word").max_length or 0
    sorts = [sort for kind in kinds.KINDS for sort in kind.check.__self__.sorts]
    assert [sort.word for sort in sorts if len(sort.word) > longest] == []


def test_nothing_asks_for_a_persons_name():
    for kind in kinds.KINDS:
        assert not {column.key for column in kind.columns} & {"head", "person", "full_name", "phone"}
