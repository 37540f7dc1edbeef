"""`dinhlang demo`: set the demonstration up, once, and serve it on this machine alone."""

import sys
from collections.abc import Callable

from django.conf import settings
from django.core.management import call_command

from dinhlang.config.cli import DEMO_MARK, check_port, serve_forever
from dinhlang_demo import province, ward
from dinhlang_demo.sizes import SIZES, WARD_SIZE

HOST = "127.0.0.1"


def say(text: str) -> None:
    """A line for whoever waits, at once."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def set_up(size: str) -> None:
    """Fill an empty data folder with a demonstration of `size`; one that is filled is left as it is. Refused over a real database."""
    if not ward.prepare():
        return
    if size == WARD_SIZE:
        ward.load()
        return
    one = SIZES[size]
    wait = f"about {one.minutes:g} minutes" if one.minutes > 1 else "about a minute" if one.minutes == 1 else "some seconds"
    say(f"The demonstration is set up once, in the size “{size}”: {wait} on a machine with two cores. Its data stays.")
    province.load(one, say)


def main(ticker: Callable[[], None], *, size: str, port: int) -> int:
    """Set up in `size`, unless the data folder is filled, and serve. Raises Refused where another server listens on `port`."""
    check_port(HOST, port)
    set_up(size)
    call_command("collectstatic", interactive=False, verbosity=0)
    (settings.DATA_DIR / DEMO_MARK).touch()
    say(f"http://{HOST}:{port}  (Ctrl-C ends it; everything on it is a demonstration)")
    return serve_forever(HOST, port, 1, ticker)
