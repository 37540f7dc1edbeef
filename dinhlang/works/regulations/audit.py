"""This work keeps no rows of its own: its regulations stand in the tables of duties, which are compared there."""

from collections.abc import Iterator


def differences() -> Iterator[str]:
    """Nothing: there is no row that could say other than the record."""
    yield from ()
