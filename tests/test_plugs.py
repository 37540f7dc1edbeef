"""Every work is plugged in the same way: functions of one name take the same things."""

import inspect
from types import FunctionType

import pytest

from dinhlang.web import plugs

KNOWN = {
    name: [(one.__name__, inspect.signature(getattr(one, name))) for one in plugs.OUTLETS if hasattr(one, name)]
    for name in sorted({
        name for one in plugs.OUTLETS for name, what in vars(one).items()
        if isinstance(what, FunctionType) and what.__module__ == one.__name__ and not name.startswith("_")
    })
}  # fmt: skip
NEEDED = ("doors", "open_now", "card", "sentence", "titles", "standing", "desk_form", "shelf", "desk_cards", "differences", "export_tables")


@pytest.mark.parametrize("name", KNOWN)
def test_functions_of_one_name_take_the_same(name: str) -> None:
    first = KNOWN[name][0][1]
    assert [(work, str(other)) for work, other in KNOWN[name] if list(other.parameters) != list(first.parameters)] == []


@pytest.mark.parametrize("name", NEEDED)
def test_no_work_lacks_one(name: str) -> None:
    assert [one.__name__ for one in plugs.OUTLETS if not hasattr(one, name)] == []
