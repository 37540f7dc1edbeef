"""A map is a set of links with names and numbers, escaped, with a legend; without links it is a picture."""

from dataclasses import dataclass, replace

from dinhlang.ground.ui import maps
from dinhlang.ground.ui.maps import MapArea, MapNote, MapTone


@dataclass(frozen=True)
class Frame:
    width: int = 100
    height: int = 50


AREA = MapArea("M0 0l5 0 0 5z", "Xã Hòa An", "3 việc", 2, "/don-vi/01654/")


def test_it_works() -> None:
    svg = maps.area_map([AREA, replace(AREA, tone=None, label="")], Frame(), "Bản đồ", "Hai xã.", (MapTone(2, "ba việc", 1),))
    assert svg.count("<a ") == 2
    assert "<title>Bản đồ</title><desc>Hai xã.</desc>" in svg
    assert 'href="/don-vi/01654/"' in svg
    assert "<title>Xã Hòa An: 3 việc</title>" in svg
    assert "<title>Xã Hòa An</title>" in svg
    assert 'class="t2"' in svg
    assert 'class="tn"' in svg
    assert 'ba việc: <span class="num">1</span>' in svg
    assert "style=" not in svg


def test_no_markup_comes_in_by_a_name() -> None:
    one = MapArea("M0 0z", "<script>", '"><b>', 0, '"><i>')
    svg = maps.area_map([one], Frame(), "<u>", "&", (MapTone(0, "<s>", 1),), [MapNote(1, 2, "<em>")])
    for tag in ("<script", "<b>", "<i>", "<u>", "<s>", "<em>"):
        assert tag not in svg


def test_a_map_without_links_is_a_picture() -> None:
    assert 'role="img"' in maps.drawing([replace(AREA, href="")], Frame(), "Bản đồ", "")
    assert 'role="group"' in maps.drawing([AREA], Frame(), "Bản đồ", "")


def test_a_picture_is_a_file_of_its_own() -> None:
    svg = maps.picture([AREA], Frame(), "Bản đồ", [MapNote(5, 6, "Hoàng Sa")])
    assert svg.startswith('<svg xmlns="http://www.w3.org/2000/svg"')
    assert "<a " not in svg
    assert ">Hoàng Sa</text>" in svg


def test_a_legend_counts_what_is_there() -> None:
    areas = [AREA, AREA, replace(AREA, tone=None)]
    assert maps.legend(areas, [(0, "không"), (2, "hai"), (None, "chưa có")]) == (MapTone(2, "hai", 2), MapTone(None, "chưa có", 1))
