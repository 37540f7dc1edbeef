"""A PostgreSQL of our own, for as long as one command or one `with` block runs.

    python scripts/postgres.py -- COMMAND…       runs COMMAND with DATABASE_URL set, exits as it exited
    with running_postgres() as url: …            the same from Python

Promises: a new cluster in a temporary directory, reached by a Unix socket that only its owner and root can open; it is
stopped and removed at the end, also after an error or an interrupt. PostgreSQL refuses to run as root, so that root hands
it to another user. Refuses (NoPostgres) where no PostgreSQL is installed: nothing is skipped in silence.

Writes are not flushed to the disk (fsync off) unless `durable=True`: tests ask whether the code is right, and only
benchmarks and the kill loops ask what survives.
"""

import argparse
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

START_SECONDS = 60
OLDEST = 15  # the first major version the project supports
SOCKET_PATH_LIMIT = 100  # bytes; Linux allows 107 for the path with the socket's own name


class NoPostgres(RuntimeError):
    """No usable PostgreSQL on this machine; the message says what to type."""


def find_binaries() -> Path:
    """The directory that holds initdb and pg_ctl: the newest under /usr/lib/postgresql, else the one in PATH."""
    packaged = sorted(Path("/usr/lib/postgresql").glob("*/bin/pg_ctl"), key=lambda path: float(path.parts[-3]), reverse=True)
    on_path = [Path(found).resolve() for found in [shutil.which("pg_ctl")] if found]
    for pg_ctl in [*packaged, *on_path]:
        if (pg_ctl.parent / "initdb").exists() and _major(pg_ctl) >= OLDEST:
            return pg_ctl.parent
    raise NoPostgres(f"PostgreSQL {OLDEST} or newer is not installed. Type: sudo scripts/system-packages test")


def _major(pg_ctl: Path) -> int:
    version = subprocess.run([pg_ctl, "--version"], capture_output=True, text=True, check=True).stdout.split()[2]
    return int(version.split(".")[0])


def _owner() -> pwd.struct_passwd | None:
    """Whom root hands the server to: `postgres` if there is one, else `nobody`. None for everybody else."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise NoPostgres("running as root, and there is neither a user postgres nor nobody to run PostgreSQL as")


def _temporary_directory() -> Path:
    """A private directory with a path short enough for a Unix socket."""
    usual = tempfile.mkdtemp(prefix="dinhlang-pg-")
    if len(usual.encode()) <= SOCKET_PATH_LIMIT - len("/.s.PGSQL.5432"):
        return Path(usual)
    Path(usual).rmdir()
    return Path(tempfile.mkdtemp(prefix="dinhlang-pg-", dir="/tmp"))


@contextmanager
def running_postgres(*, durable: bool = False, max_connections: int = 100) -> Iterator[str]:
    """Start a server, give its URL (database `dinhlang`, a superuser, no password), stop and remove it at the end.

    `durable` keeps fsync and synchronous_commit on. Raises NoPostgres, or CalledProcessError with the server's own words.
    """
    binaries, owner, home = find_binaries(), _owner(), _temporary_directory()
    data, log = home / "data", home / "log"
    drop = {"user": owner.pw_uid, "group": owner.pw_gid, "extra_groups": []} if owner else {}
    # Nothing of the caller's PostgreSQL settings (PGHOST, PGPORT …) may lead these programs elsewhere.
    environment = {"PATH": f"{binaries}:/usr/bin:/bin", "LC_ALL": "C.UTF-8", "HOME": str(home), "TZ": "UTC"}

    def call(*command: str | Path) -> None:
        done = subprocess.run(
            command,
            cwd=home,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            **drop,
        )  # type: ignore[call-overload]
        if done.returncode:
            words = done.stdout + (log.read_text(errors="replace") if log.exists() else "")
            raise NoPostgres(f"{Path(command[0]).name} failed ({done.returncode}):\n{words}")

    started = False
    try:
        if owner:
            os.chown(home, owner.pw_uid, owner.pw_gid)
        call(binaries / "initdb", "-D", data, "-U", "dinhlang", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
        options = {
            "listen_addresses": "",
            "unix_socket_directories": str(home),
            "port": "5432",
            "max_connections": str(max_connections),
            "fsync": "on" if durable else "off",
            "synchronous_commit": "on" if durable else "off",
            "full_page_writes": "on" if durable else "off",
        }
        with (data / "postgresql.conf").open("a", encoding="utf-8") as conf:
            conf.writelines(f"{name} = '{value}'\n" for name, value in options.items())
        started = True
        call(binaries / "pg_ctl", "-D", data, "-l", log, "-w", "-t", str(START_SECONDS), "start")
        call(binaries / "createdb", "-h", home, "-U", "dinhlang", "dinhlang")
        yield f"postgresql://dinhlang@/dinhlang?host={home}"
    finally:
        if started:
            stop = [binaries / "pg_ctl", "-D", data, "-m", "immediate", "-w", "stop"]
            subprocess.run(stop, cwd=home, env=environment, stdin=subprocess.DEVNULL, capture_output=True, check=False, **drop)  # type: ignore[call-overload]
        shutil.rmtree(home, ignore_errors=True)


def _end(_signal: int, _frame: FrameType | None) -> None:
    """Turn a request to end into an exception, so that the server is stopped on the way out."""
    raise SystemExit(128 + _signal)


def main() -> int:
    """The command line. The exit code is the command's; 1 where there is no PostgreSQL."""
    parser = argparse.ArgumentParser(description="Run a command with DATABASE_URL leading to a PostgreSQL made for it.")
    parser.add_argument("--durable", action="store_true", help="flush every commit to the disk, as a real site does")
    parser.add_argument("command", nargs=argparse.REMAINDER, metavar="-- COMMAND")
    chosen = parser.parse_args()
    command = chosen.command[1:] if chosen.command[:1] == ["--"] else chosen.command
    if not command:
        parser.error("say what to run: scripts/postgres.py -- COMMAND")
    signal.signal(signal.SIGTERM, _end)
    try:
        with running_postgres(durable=chosen.durable) as url:
            return subprocess.run(command, env={**os.environ, "DATABASE_URL": url}, check=False).returncode
    except NoPostgres as problem:
        print(problem, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
