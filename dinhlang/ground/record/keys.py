"""Signing keys: files outside the database, readable by the server's user alone.

`log` signs checkpoints, `receipt` signs receipts. Refuses to overwrite a key, and to use one that others can read.
"""

import os
import re
import secrets
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from dinhlang.core import ledger
from dinhlang.core.refusal import N_, Refused

ROLES = ("log", "receipt")
FOLLOWING = re.compile(r"(.+)/([2-9]|[1-9][0-9]+)")  # the name of a log that follows a closed one, and which in their row it is


def key_dir() -> Path:
    """Where the keys in use lie."""
    return Path(settings.DATA_DIR) / "keys"


def names(origin: str) -> dict[str, str]:
    """The key names of a log: what stands on the signature lines."""
    return {"log": origin, "receipt": ledger.receipt_name(origin)}


def _write(path: Path, text: str) -> None:
    """A new file with `text`, whole or not at all. Raises FileExistsError where there is one already."""
    draft = path.with_name(f".{path.name}-{secrets.token_hex(8)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o400)
    try:
        with os.fdopen(descriptor, "w") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        os.link(draft, path)
    finally:
        draft.unlink()


def init(origin: str, folder: Path | None = None) -> dict[str, str]:
    """Make both keys for `origin` and return their verifier keys by role. Raises Refused where one exists already."""
    folder = folder or key_dir()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    for role in ROLES:
        if (folder / role).exists():
            raise Refused(N_("The key {path} exists already. A key is never written over; see docs/keys.md."), {"path": folder / role})
    return ensure(origin, folder)


def ensure(origin: str, folder: Path | None = None) -> dict[str, str]:
    """Make what is missing of the keys for `origin`; return the verifier keys by role. Raises Refused beside keys of another log."""
    folder = folder or key_dir()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    for role, name in names(origin).items():
        path = folder / role
        if not path.exists():
            _write(path, ledger.SKey(name, secrets.token_bytes(32)).text + "\n")
        if (found := _load(path).name) != name:
            raise Refused(N_("The key {path} belongs to the log {found}, not to {wanted}."), {"path": path, "found": found, "wanted": name})
    return {role: _load(folder / role).vkey.text for role in ROLES}


@lru_cache(maxsize=8)
def _read(path: Path, _changed: int) -> ledger.SKey:
    return ledger.parse_skey(path.read_text().strip())


def _load(path: Path) -> ledger.SKey:
    state = path.stat()
    if state.st_mode & 0o077:
        raise Refused(N_("The key {path} can be read by others. Run: chmod 400 {path}"), {"path": path})
    return _read(path, state.st_mtime_ns)


def signer(role: str) -> ledger.SKey:
    """The signer of `role` ("log" or "receipt"). Raises Refused where the operator has not made keys yet."""
    path = key_dir() / role
    if not path.exists():
        raise Refused(N_("There is no signing key yet. The operator runs: dinhlang keys init"))
    return _load(path)


def present() -> bool:
    """Whether both keys are there."""
    return all((key_dir() / role).exists() for role in ROLES)


def origin() -> str:
    """The log these keys sign for."""
    return signer("log").name


def first_log() -> bool:
    """Whether no log was served at this address before this one: a log that follows another is called `…/2`, `…/3`."""
    return FOLLOWING.fullmatch(origin()) is None


def vkeys() -> dict[str, str]:
    """The verifier keys by role, in the spelling that is printed and shipped."""
    return {role: signer(role).vkey.text for role in ROLES}
