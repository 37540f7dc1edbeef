"""After a test that really commits, only the tables that have rows are emptied.

Promises: every row a test wrote is gone, as after Django's own flush, which truncates some two hundred tables, full or not, and then
writes the permissions of all models again. Refuses to touch what Django itself fills and no test changes: types of content, permissions.
"""

from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.db import connection
from django.db.backends.base.operations import BaseDatabaseOperations

FILLED_BY_DJANGO = frozenset({"django_content_type", "auth_permission"})


def sql_flush(_ops: BaseDatabaseOperations, _style: Any, tables: Iterable[str], **_wanted: bool) -> list[str]:
    """The sentences that empty those of these tables that have rows, for one transaction: references are looked at when it ends."""
    rows = counts()
    return [f'DELETE FROM "{table}"' for table in tables if rows.get(table, 1) and table not in FILLED_BY_DJANGO]  # noqa: S608


def counts() -> dict[str, int]:
    """How many rows each table has, in one question."""
    tables = {model._meta.db_table for model in apps.get_models(include_auto_created=True) if model._meta.managed and not model._meta.proxy}
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(f"SELECT '{table}', count(*) FROM \"{table}\"" for table in sorted(tables)))  # noqa: S608
        return dict(cursor.fetchall())
