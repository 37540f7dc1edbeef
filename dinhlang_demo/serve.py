"""`dinhlang demo`: set the demonstration up, once, and serve it on this machine alone."""

import sys
from collections.abc import Callable

from django.conf import settings
from django.core.management import call_command

from dinhlang.config.cli import DEMO_MARK, check_port, serve_forever
from dinhlang_demo import ward

HOST = "127.0.0.1"


def main(ticker: Callable[[], None], *, size: str, port: int) -> int:
    """Set up in `size`, unless the data folder is filled, and serve. Raises Refused where another server listens on `port`."""
    check_port(HOST, port)
    ward.set_up()
    call_command("collectstatic", interactive=False, verbosity=0)
    (settings.DATA_DIR / DEMO_MARK).touch()
    sys.stdout.write(f"http://{HOST}:{port}  (Ctrl-C ends it; everything on it is a demonstration)\n")
    sys.stdout.flush()
    return serve_forever(HOST, port, 1, ticker)
