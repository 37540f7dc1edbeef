"""Attack and restore the record, again and again; started by `benchmarks.soak`.

An attacker who holds the database and the key changes one entry, makes everything that hangs on it again and signs it anew: by itself the
record is then flawless, and it must be found by a checkpoint that was kept (`verify --against`) and by a receipt that was given. An
operator puts an older copy of the database back under today's sign-state: nothing may be signed, written or opened over it.
"""

import random
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from django.db import models

from benchmarks import house
from dinhlang.core import ledger
from dinhlang.core.actor import Guest, Office
from dinhlang.core.refusal import Refused
from dinhlang.ground.record import append, batches, clock, founding, keys, serve, signer, tree, vault, verify
from dinhlang.ground.record.act import Done
from dinhlang.ground.record.models import Blob, Checkpoint, Command, Entry, Head, Part, Pending, PublicVersion, Tile, VaultKey

TABLES: tuple[type[models.Model], ...] = (Head, Entry, Pending, Part, VaultKey, Blob, Tile, Checkpoint, Command, PublicVersion)
FIRST = 300  # entries before the first attack: more than one tile
ACTS = 4  # between two of them
SALT = 32


class Days:
    """The record of a house whose clock goes on by two seconds with each step, so that every checkpoint may be signed."""

    def __init__(self, chance: random.Random) -> None:
        self.chance, self.at, self.faults = chance, clock.now(), list[str]()

    def later(self) -> datetime:
        self.at += timedelta(seconds=2)
        return self.at

    def act(self) -> Done:
        """An act of an office, or of a resident: sealed."""
        by = Guest("soak") if self.chance.random() < 0.3 else Office(1)
        return house.send(by=by, at=self.later(), command_id=uuid4(), body=1, title=f"Việc {self.chance.random()}")

    def live(self, count: int) -> None:
        """Acts, a batch, a checkpoint."""
        for _ in range(count):
            self.act()
        batches.flush(self.later())
        signer.current(self.later())

    def expect(self, holds: bool, what: str) -> None:
        """Note a fault unless it holds."""
        if not holds:
            self.faults.append(what)

    def refused(self, do: Callable[[], object], what: str) -> None:
        """Note a fault unless `do` is refused."""
        try:
            do()
        except Refused:
            return
        self.faults.append(f"{what} was not refused")


def forge(index: int, at: datetime) -> None:
    """Entry `index` says something else, and parts, leaf, tiles, edge and checkpoint fit it."""
    row = Entry.objects.get(index=index)
    old, said = bytes(row.hash), ledger.parse(bytes(row.leaf))
    parts = vault.open_parts([old], sealed=True)[old]
    name, salt = parts[0].name, random.randbytes(SALT)
    value: ledger.Value = {"title": "Như chưa từng có", "item": 8}
    key, box = vault.new_box(salt, value)
    digests = {one.name: one.digest for one in parts} | {name: ledger.part_digest(name, salt, value)}
    leaf = ledger.encode(replace(said, commit=ledger.commitment(digests)))
    new = ledger.leaf_hash(leaf)
    Part.objects.filter(hash=old, name=name).update(digest=digests[name], box=box)
    VaultKey.objects.filter(hash=old, name=name).update(key=key)
    for table in (Part, VaultKey, Command):
        table._default_manager.filter(hash=old).update(hash=new)
    Entry.objects.filter(index=index).update(hash=new, leaf=leaf)
    tree.rebuild()
    Checkpoint.objects.all().delete()
    append.state_file().unlink()
    signer.current(at)


def attack(days: Days) -> None:
    """One entry is rewritten by somebody who holds everything but what others kept."""
    kept, given = signer.current(days.later()).note.encode(), days.act()
    batches.flush(days.later())
    real = Entry.objects.exclude(act="").exclude(act=append.OPENED).filter(index__lt=ledger.parse_checkpoint(text_of(kept)).size)
    forge(days.chance.choice(list(real.values_list("index", flat=True))), days.later())
    founding.up_check()
    days.expect(verify.verify().ok, "the forged record has a flaw of its own: the attacker was too weak to prove anything")
    days.expect(
        any(one.about == "fork" for one in verify.verify(kept, content=False).findings), "a kept checkpoint did not find a forged record"
    )
    receipt = ledger.open_receipt(given.receipt.encode(), keys.origin(), [keys.signer("receipt").vkey])
    days.expect(ledger.judge(receipt, serve.view(), days.at).word is ledger.Word.LOST, "a receipt did not find a forged record")


def text_of(note: bytes) -> str:
    """The text of a note."""
    return note.decode().partition("\n\n")[0] + "\n"


def restore(days: Days) -> None:
    """Yesterday's copy over today's log, and back."""
    yesterday = copy()
    days.live(ACTS)
    today = copy()
    put(yesterday)
    days.refused(lambda: signer.current(days.later()), "signing over a restored copy")
    days.refused(days.act, "an act over a restored copy")
    days.refused(founding.up_check, "opening over a restored copy")
    days.expect(not Checkpoint.objects.filter(size__gt=yesterday_size(yesterday)).exists(), "a restored copy was signed")
    put(today)
    founding.up_check()


Copy = dict[type[models.Model], list[Any]]


def copy() -> Copy:
    """Every row of the record."""
    return {table: list(table._default_manager.all()) for table in TABLES}


def put(rows: Copy) -> None:
    """These rows and no others."""
    for table, kept in rows.items():
        table._default_manager.all().delete()
        table._default_manager.bulk_create(kept)


def yesterday_size(rows: Copy) -> int:
    """The size of the tree in a copy."""
    return int(rows[Head][0].size)


def main(words: list[str]) -> int:
    """NAME ROUNDS SEED: one line of the table of `benchmarks.soak`."""
    name, rounds, seed = words[0], int(words[1]), int(words[2])
    house.open_house(clock.now())
    days, begun = Days(random.Random(seed)), time.monotonic()
    days.live(FIRST)
    for _ in range(rounds):
        for step in (attack, restore):
            step(days)
            days.live(ACTS)
    verdict = "; ".join(days.faults[:3]) or "every forged record found, every old copy refused"
    print(f"{name:<11} {rounds:>7} {rounds:>8} {time.monotonic() - begun:>8.1f} {append.head().size:>7}  {verdict}", flush=True)
    return 1 if days.faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
