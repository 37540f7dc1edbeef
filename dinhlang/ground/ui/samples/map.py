"""A map of five invented communes."""

from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext

from dinhlang.ground.ui import maps


@dataclass(frozen=True)
class _Frame:
    width: int
    height: int


def sample_map() -> SafeString:
    """Every tone once, one area without data."""
    areas = tuple(
        maps.MapArea(f"M{40 * i + 4} {10 + 6 * (i % 2)}l40 {6 - 12 * (i % 2)} 0 60-20 14-20-14z", f"Xã Ví Dụ {i + 1}", label, tone, "#main")
        for i, (tone, label) in enumerate([(0, "0"), (1, "1"), (2, "2"), (3, "3"), (4, "4"), (None, gettext("no data yet"))])
    )
    texts = [(0, "0"), (1, "1"), (2, "2"), (3, "3"), (4, "4"), (None, gettext("no data yet"))]
    return maps.area_map(areas, _Frame(250, 100), gettext("A map of invented communes"), "", maps.legend(areas, texts))
