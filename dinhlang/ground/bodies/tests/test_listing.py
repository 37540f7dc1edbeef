"""A list of bodies is read whole or refused with row and key."""

from pathlib import Path

import pytest

from dinhlang.core.refusal import Refused
from dinhlang.ground.bodies.listing import read_list

WARD = (Path(__file__).resolve().parents[4] / "data" / "bodies" / "ward-01273.toml").read_bytes()


def test_it_works() -> None:
    source, rows = read_list(WARD)
    assert source
    assert [row.code for row in rows[:2]] == ["04", "01273"]
    assert [old[0] for old in rows[1].former] == ["01267", "01273", "01282", "01705", "01696"]


@pytest.mark.parametrize(
    ("before", "after", "named"),
    [
        (b'code = "01273"\nname', b'code = "1273x"\nname', "body.1.code"),
        (b'kind = "commune"', b'kind = "town"', "body.1.kind"),
        (b"alive_from = 2025-07-01", b"alive_from = 2025-13-01", "not a TOML file"),
        (b'kind_word = "t\xe1\xbb\x89nh"', b'kindword = "t\xe1\xbb\x89nh"', "kindword"),
        (b'source = "', b'source = "\xff', "not a TOML file"),
        (b'province_code = "04"', b'province_code = "4"', "province_code"),
    ],
)
def test_a_mistake_is_named(before: bytes, after: bytes, named: str) -> None:
    assert before in WARD
    with pytest.raises(Refused) as refused:
        read_list(WARD.replace(before, after, 1))
    assert named in str(refused.value)
