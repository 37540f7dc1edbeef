"""The same seed tells the same story, another one another."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.db import transaction

from dinhlang.core import ledger
from dinhlang.ground.duties import confirmed, layers, schedule
from dinhlang.ground.record import rulebooks, vault
from dinhlang.ground.record.models import Entry
from dinhlang_demo import province
from dinhlang_demo.sizes import SIZES

TINY = replace(SIZES["small"], name="tiny", communes=2, villages=(1, 1), papers=(2, 2))
CHANCE = re.compile(r"\b[0-9a-hjkmnp-tv-z]{16}\b|\b[0-9a-f]{64}\b|'id': \d+")  # subjects, digests and the database's own numbers
pytestmark = [pytest.mark.django_db, pytest.mark.early]


def told(seed: int, folder: Path, settings: LazySettings) -> list[tuple[str, ...]]:
    """Every entry of a story, as far as its seed decides it."""
    folder.mkdir()
    settings.DATA_DIR = folder
    with transaction.atomic():
        for forget in (schedule.forget, confirmed.forget, layers.forget, rulebooks.of_hash.cache_clear):
            forget()
        province.load(TINY, str, seed)
        entries = list(Entry.objects.filter(sealed=False).order_by("index").values_list("hash", "leaf"))
        parts = vault.open_parts([bytes(leaf_hash) for leaf_hash, _leaf in entries], ["public"])
        found = []
        for leaf_hash, leaf in entries[:-1]:  # the last is of the hour in which it was told
            entry = ledger.parse(bytes(leaf))
            assert isinstance(entry, ledger.Entry)
            said = [CHANCE.sub("…", str(part.value)) for part in parts.get(bytes(leaf_hash), ())]
            found.append((entry.act, entry.body, entry.office, str(entry.time), *said))
        transaction.set_rollback(True)
    return found[1:]  # the first names the keys


def test_it_works(tmp_path: Path, settings: LazySettings) -> None:
    first, again, other = (told(seed, tmp_path / str(n), settings) for n, seed in enumerate((7, 7, 8)))
    assert len(first) > 100
    assert first == again
    assert first != other
