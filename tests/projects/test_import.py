"""`projects.import`: the list comes in once, is brought up to date by the next one, and is read by village."""

from dataclasses import replace

import pytest
from django.urls import reverse

from dinhlang.core import ledger
from dinhlang.works.disclosures.tests.town import ONE, OTHER, WARD, Town, check_common, leaf, refused
from dinhlang.works.projects import acts, audit, policy
from dinhlang.works.projects.acts import Line
from dinhlang.works.projects.models import Past, Project

BILLION = 1_000_000_000


@pytest.fixture
def lines(town: Town) -> tuple[Line, ...]:
    return (
        Line(
            "Đường bê tông tổ 1", 2026, "building", town.ids[ONE], "Tổ 1", "UBND phường", "", 2025, 2026, 2 * BILLION, BILLION, BILLION // 2
        ),
        Line("Kè bờ suối", 2026, "preparing", None, "Bờ suối", total=5 * BILLION),
    )


def test_it_works(town: Town, lines: tuple[Line, ...]):
    done = check_common(town, acts.import_rows, {"rows": lines})
    assert leaf(done)["public"] == {
        "rows": 2, "new": 2, "changed": 0, "root": ledger.root_of(map(acts.leaf, lines)).hex(),
    }  # fmt: skip
    assert list(audit.differences()) == []


def test_the_next_list_brings_it_up_to_date(town: Town, lines: tuple[Line, ...]):
    town.do(acts.import_rows, rows=lines)
    with refused("Every row of this is here already"):
        town.do(acts.import_rows, rows=lines)
    done = town.do(acts.import_rows, rows=(replace(lines[0], status="done", paid=BILLION), lines[1]))
    assert leaf(done)["public"]["changed"] == 1
    assert Project.objects.get(village=town.ids[ONE]).status == "done"
    assert Past.objects.count() == 1
    assert list(audit.differences()) == []


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"name": " - "}, "A project needs a name."),
        ({"total": -1}, "“{name}”: an amount is less than nothing."),
        ({"paid": 10**15}, "“{name}”: {amount} đồng is more than"),
        ({"first_year": 2027}, "“{name}” would end in {last}"),
    ],
)
def test_what_is_no_project_is_refused(town: Town, lines: tuple[Line, ...], changed: dict[str, object], words: str):
    with refused(words):
        town.do(acts.import_rows, rows=(replace(lines[0], **changed),))


def test_a_village_of_another_commune_is_refused(town: Town, lines: tuple[Line, ...]):
    with refused("“{name}” lies in a village that is not of this commune."):
        town.do(acts.import_rows, rows=(replace(lines[0], village=town.ids[OTHER]),))


def test_no_rows_are_refused(town: Town):
    with refused("There is no row to take over."):
        town.do(acts.import_rows, rows=())


def test_the_page_of_the_commune_and_of_my_village(town: Town, lines: tuple[Line, ...]):
    town.do(acts.import_rows, rows=lines)
    page = town.client().get(reverse("projects", args=[WARD])).context["page"]
    assert {row.name for row in page.rows} == {"Kè bờ suối", "Đường bê tông tổ 1"}
    assert (page.plan, page.paid, len(page.villages)) == (BILLION, BILLION // 2, 1)
    assert "50%" in page.sentence
    mine = town.client().get(page.villages[0][0].href).context["page"]
    assert ([row.name for row in mine.rows], mine.rows[0].share) == (["Đường bê tông tổ 1"], 50)
    assert town.client().get(reverse("projects", args=[WARD]), {"thon": "x"}).status_code == 200
    assert town.client().get(reverse("projects", args=["04"])).status_code == 404
    assert not town.client().get(reverse("projects", args=[OTHER])).context["page"].rows


def test_what_the_record_does_not_say_is_found(town: Town, lines: tuple[Line, ...]):
    town.do(acts.import_rows, rows=lines)
    Project.objects.filter(status="building").update(paid=1)
    assert [line.split(":")[1] for line in audit.differences()] == [" the rows are not those that entered the record"]


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ("Đang thi công", "building"),
        ("đã HOÀN THÀNH, bàn giao", "done"),
        ("chuẩn bị đầu tư", "preparing"),
        ("Tạm dừng", "stopped"),
        ("?", "unknown"),
    ],
)
def test_states_by_the_words_of_a_list(said: str, status: str):
    assert policy.status_of(said) == status


def test_a_disclosure_of_projects_leads_to_them(town: Town, lines: tuple[Line, ...]):
    address = reverse("thing", args=[town.posted(item=3).subject])
    assert town.client().get(address).context["page"].about == ()
    town.do(acts.import_rows, rows=lines)
    (one,) = town.client().get(address).context["page"].about
    assert one.link.href == reverse("projects", args=[WARD])
    assert "50%" in one.sentence
