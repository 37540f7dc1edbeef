"""Do the tables of duties still say what the record says? Rebuilt in a transaction that is undone, and compared row by row."""

import json
from collections.abc import Iterator
from typing import Any

from django.db import models, transaction

from dinhlang.ground.duties import project
from dinhlang.ground.duties.models import Clock, Confirmation, Fulfilment, Regulation, Run

AIMED = (Fulfilment, Run)
TABLES: tuple[type[models.Model], ...] = (Clock, *AIMED, Confirmation, Regulation)


class _Undo(Exception):
    """Leaves the transaction without a trace."""


def _clock_name(clock: Clock | None) -> tuple[Any, ...] | None:
    return None if clock is None else (clock.rule, clock.part, clock.occasion, bytes(clock.entry))


def _rows(table: type[models.Model]) -> set[tuple[Any, ...]]:
    """Rows by what they say: numbers of rows differ after a rebuild, so a clock is named by what it is."""
    names = [field.attname for field in table._meta.concrete_fields if field.attname not in {"id", "clock_id"}]
    aimed = table in AIMED
    rows = table._default_manager.select_related("clock") if aimed else table._default_manager.all()
    return {
        (
            *((name, _plain(getattr(row, name))) for name in names),
            _clock_name(row.clock) if aimed else None,  # type: ignore[attr-defined]
        )
        for row in rows
    }


def _plain(value: object) -> object:
    if isinstance(value, dict):  # a regulation
        return json.dumps(value, sort_keys=True)
    return bytes(value) if isinstance(value, memoryview) else value


def snapshot() -> dict[str, set[tuple[Any, ...]]]:
    """All tables as sets of values."""
    return {table.__name__: _rows(table) for table in TABLES}


def differences() -> Iterator[str]:
    """One line per row that stands in the tables and not in the record, or the other way round. Changes nothing."""
    before = snapshot()
    after: dict[str, set[tuple[Any, ...]]] = {}
    try:
        with transaction.atomic():
            project.rebuild()
            after = snapshot()
            raise _Undo
    except _Undo:
        pass
    for name, rows in before.items():
        for row in sorted(rows - after[name], key=repr):
            yield f"{name}: in the tables, not in the record: {_short(row)}"
        for row in sorted(after[name] - rows, key=repr):
            yield f"{name}: in the record, not in the tables: {_short(row)}"


def _short(row: tuple[Any, ...]) -> str:
    wanted = {"rule", "part", "occasion", "opens", "due", "done_day", "how", "place", "from_day", "to_day", "voided", "subject"}
    return ", ".join(f"{pair[0]}={pair[1]}" for pair in row if isinstance(pair, tuple) and pair[0] in wanted)
