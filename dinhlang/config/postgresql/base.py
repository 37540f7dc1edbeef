"""Django's PostgreSQL backend, which asks the line and not the server whether a kept connection still stands.

Promises: a connection that the server has closed is never used again, and finding that out costs no journey: a page that is
remembered asks the database one question, not two. Refuses: to wait for a server that does not answer; the question itself tells.
"""

import select

from django.db.backends.postgresql import base


class DatabaseWrapper(base.DatabaseWrapper):
    """The connection of one thread."""

    def is_usable(self) -> bool:
        """Whether the idle connection has nothing to be read: its end, or a word that nobody asked for, means a new one."""
        line = self.connection
        if line is None or line.closed or line.broken:
            return False
        return not select.select([line.fileno()], [], [], 0)[0]
