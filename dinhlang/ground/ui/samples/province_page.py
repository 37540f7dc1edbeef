"""The front page of a province, its map to touch, and the list of provinces."""

from dinhlang.ground.ui import shapes as s
from dinhlang.ground.ui.samples.common import BODY, TODAY, Pages
from dinhlang.ground.ui.samples.duties import OPEN, RECENT
from dinhlang.ground.ui.samples.map import sample_map

PROVINCE = s.Link("Tỉnh Cao Bằng", "/don-vi/04/")
INSIDE = s.Inside(
    "2 xã, phường",
    s.MapView(sample_map(), "Ranh giới để tham khảo.", s.Link("Bản đồ lớn, chạm để chọn", "#")),
    (s.Letter("H", (s.Link("Xã Hòa An", "#"),)), s.Letter("T", (BODY,))),
)


def home(found: bool = False) -> s.ProvinceHome:
    """The front page of a province, or what a search on it found."""
    lead, rows = (
        "Công khai, bàn và giám sát ở từng xã, phường.",
        (s.FoundRow(BODY.text, "trước là Phường Sông Hiến · cấp xã · Tỉnh Cao Bằng", "#"),),
    )
    if found:
        return s.ProvinceHome(PROVINCE, lead, (), "", (), None, TODAY, query="song hien", found=rows)
    return s.ProvinceHome(
        PROVINCE, lead, RECENT[:3], "#", OPEN, INSIDE, TODAY, figures=s.Link("Số liệu", "#"), country=s.Link("Các tỉnh", "#")
    )


def touch() -> s.TouchPage:
    """The map to touch, after a touch outside."""
    return s.TouchPage(PROVINCE, "#", (("nho", 288, 150), ("lon", 640, 340)), "Ranh giới để tham khảo.", "Điểm này nằm ngoài tỉnh.", INSIDE)


def pages() -> Pages:
    """By a short name: the page template and values for it."""
    return {
        "home, a province": ("pages/home_province.html", home()),
        "home, a province, searched": ("pages/home_province.html", home(found=True)),
        "touch": ("pages/touch.html", touch()),
        "places": ("pages/places.html", s.PlacesPage(INSIDE)),
    }
