from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dinhlang.core.ledger import (
    EMPTY_ROOT,
    GRACE,
    LogView,
    Receipt,
    Shown,
    SKey,
    Verdict,
    Why,
    Word,
    consistency_proof,
    inclusion_proof,
    judge,
    leaf_hash,
    root_of,
    verify_inclusion,
)
from tests.core.ledger.logs import ORIGIN, START, digest, entry, files_of, nodes_of, sealed, view_of

DUE = timedelta(hours=24)
MINE = sealed(1_000_000)


def hourly(count: int) -> list[bytes]:
    """Ticks an hour apart, three sealed leaves after each."""
    leaves = []
    for hour in range(count):
        leaves.append(entry(hour, START + timedelta(hours=hour), "log.tick"))
        leaves += [sealed(3 * hour + more, (START + timedelta(hours=hour + 7)).date()) for more in range(3)]
    return leaves


BEFORE = hourly(80)
GIVEN = START + timedelta(hours=79, minutes=5)


def receipt(leaves: list[bytes] | None = None, leaf: bytes = MINE) -> Receipt:
    kept = BEFORE if leaves is None else leaves
    return Receipt(ORIGIN, leaf_hash(leaf), len(kept), root_of(leaf_hash(one) for one in kept), GIVEN, GIVEN + DUE)


def verdict(leaves: list[bytes], now: datetime = GIVEN, paper: Receipt | None = None, **files: bytes) -> Verdict:
    return judge(paper or receipt(), view_of(files_of(leaves) | files), now)


def kept(hours: int) -> list[bytes]:
    """An honest log so many hours after START that took the leaf in when the 82nd hour began."""
    leaves = hourly(hours)
    return [*leaves[: 81 * 4], MINE, *leaves[81 * 4 :]] if hours > 81 else leaves


def dropped(hours: int) -> list[bytes]:
    return hourly(hours)


def test_it_works():
    found = verdict(kept(110))
    assert (found.word, found.why, found.index) == (Word.INCLUDED, Why.FOUND, 324)
    assert found.checkpoint is not None
    assert verify_inclusion(leaf_hash(MINE), 324, found.checkpoint.size, found.proof, found.checkpoint.root)


def test_not_yet_due_then_included():
    assert verdict(BEFORE).word == Word.NOT_YET_DUE
    assert verdict(kept(81)).why == Why.WAITING
    assert verdict(kept(82)).word == Word.INCLUDED


@settings(max_examples=30, deadline=None)
@given(st.integers(80, 130))
def test_a_kept_leaf_is_never_called_lost(hours):
    assert verdict(kept(hours), GIVEN + timedelta(days=30)).word in (Word.INCLUDED, Word.WITHHELD)


def test_a_dropped_leaf_is_proved_lost_once_the_log_says_it_is_later():
    assert verdict(dropped(104)).word == Word.NOT_YET_DUE
    found = verdict(dropped(105))
    assert (found.word, found.why) == (Word.LOST, Why.ABSENT)


def test_after_by_means_later_than_by():
    exactly = [*BEFORE, entry(0, GIVEN + DUE)]
    assert verdict(exactly).word == Word.NOT_YET_DUE
    assert verdict([*exactly, entry(1, GIVEN + DUE + timedelta(seconds=1))]).word == Word.LOST


def test_a_fork_is_proved_at_once():
    forged = kept(90)
    forged[5] = entry(77_777, START + timedelta(hours=1))
    found = verdict(forged)
    assert (found.word, found.why) == (Word.LOST, Why.FORK)
    forged = list(BEFORE)
    forged[5] = entry(77_777, START + timedelta(hours=1))
    assert verdict(forged).why == Why.FORK
    bare = {"checkpoint": files_of(forged)["checkpoint"]}
    assert judge(receipt(), view_of(bare), GIVEN).why == Why.FORK, "two signed roots of one size need no files"


@pytest.mark.parametrize("size", [1, 2, 3, 128, 255, 256, 257, 300, 319])
def test_a_fork_is_proved_at_any_size(size):
    """Powers of two too, where the consistency proof leaves the old root out."""
    forged = kept(110)
    assert verdict(forged, paper=receipt(forged[:size])).word == Word.INCLUDED
    forged[0] = entry(77_777)
    found = verdict(forged, paper=receipt(kept(110)[:size]))
    assert (found.word, found.why) == (Word.LOST, Why.FORK)


def test_the_first_receipt_of_all():
    first = Receipt(ORIGIN, leaf_hash(MINE), 0, EMPTY_ROOT, START, START + DUE)
    assert verdict([], paper=first, now=START).word == Word.NOT_YET_DUE
    assert verdict([MINE], paper=first).index == 0
    assert verdict(dropped(40), paper=first).word == Word.LOST


def test_a_shorter_log_is_loss_only_where_it_is_later():
    """An old checkpoint, shown again, proves nothing by itself."""
    assert verdict(BEFORE[:200]).word == Word.NOT_YET_DUE
    assert verdict(BEFORE[:200], GIVEN + DUE + GRACE + timedelta(seconds=1)).word == Word.WITHHELD
    found = verdict([*BEFORE[:200], entry(0, GIVEN + DUE + timedelta(hours=1))])
    assert (found.word, found.why) == (Word.LOST, Why.SHRUNK)


def test_a_log_that_stalls_is_withheld_not_lost():
    late = GIVEN + DUE + GRACE
    assert verdict(dropped(100), late).word == Word.NOT_YET_DUE
    found = verdict(dropped(100), late + timedelta(seconds=1))
    assert (found.word, found.why) == (Word.WITHHELD, Why.WAITING)


@pytest.mark.parametrize(
    "missing", [["checkpoint"], ["tile/0/001.p/165", "tile/entries/001.p/165"], ["tile/0/000", "tile/entries/000", "tile/1/000.p/1"]]
)
def test_what_is_not_served_is_withheld_not_lost(missing):
    files = files_of(kept(105))
    for path in missing:
        del files[path]
    for now, word in ((GIVEN, Word.NOT_YET_DUE), (GIVEN + timedelta(days=9), Word.WITHHELD)):
        found = judge(receipt(), view_of(files), now)
        assert (found.word, found.why) == (word, Why.UNAVAILABLE)
        assert found.detail


@pytest.mark.parametrize("missing", ["tile/0/001.p/165", "tile/entries/001.p/165", "tile/1/000.p/1", "tile/0/000", "tile/entries/000"])
def test_a_hash_is_read_from_the_tile_or_from_the_leaf(missing):
    files = files_of(kept(105))
    del files[missing]
    found = judge(receipt(), view_of(files), GIVEN)
    assert (found.word, found.index) == (Word.INCLUDED, 324)
    assert found.checkpoint is not None
    assert verify_inclusion(leaf_hash(MINE), 324, found.checkpoint.size, found.proof, found.checkpoint.root)


def test_a_full_file_of_the_wrong_length_is_no_file():
    """It stands in for a partial one that is missing, and holds 256 hashes or leaves then."""
    files = files_of(kept(105))
    for kind in ("0", "entries"):
        files[f"tile/{kind}/001"] = files.pop(f"tile/{kind}/001.p/165")
    assert judge(receipt(), view_of(files), GIVEN).word == Word.NOT_YET_DUE


def test_what_the_log_shows_is_believed_as_far_as_it_proves():
    leaves = kept(110)
    nodes = nodes_of([leaf_hash(one) for one in leaves])
    bare = {"checkpoint": files_of(leaves)["checkpoint"]}
    good = Shown(324, tuple(inclusion_proof(324, len(leaves), nodes)), tuple(consistency_proof(320, len(leaves), nodes)))
    found = judge(receipt(), view_of(bare), GIVEN, good)
    assert (found.word, found.index, found.proof) == (Word.INCLUDED, 324, good.inclusion)
    for wrong in (Shown(323, good.inclusion, good.consistency), Shown(324, (), good.consistency), Shown(324, good.inclusion, ())):
        assert judge(receipt(), view_of(bare), GIVEN, wrong).word == Word.NOT_YET_DUE
    too_early = Shown(5, tuple(inclusion_proof(5, len(leaves), nodes)), good.consistency)
    assert judge(receipt(leaf=leaves[5]), view_of(bare), GIVEN, too_early).why == Why.UNAVAILABLE
    assert judge(receipt(), view_of(files_of(leaves)), GIVEN, Shown(9, (), ())).index == 324


def test_included_needs_no_entries_and_lost_does():
    files = files_of(kept(110))
    bare = {path: data for path, data in files.items() if not path.startswith("tile/entries/")}
    assert judge(receipt(), view_of(bare), GIVEN).word == Word.INCLUDED
    files = files_of(dropped(110))
    bare = {path: data for path, data in files.items() if not path.startswith("tile/entries/")}
    assert judge(receipt(), view_of(bare), GIVEN + timedelta(days=9)).word == Word.WITHHELD


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_tampered_files_never_make_a_loss_or_an_inclusion(data):
    """Only the log's signature over the truth can convict or acquit it."""
    honest = files_of(kept(110))
    name = data.draw(st.sampled_from(sorted(honest)))
    at = data.draw(st.integers(0, len(honest[name]) - 1))
    flipped = honest[name][:at] + bytes([honest[name][at] ^ 1]) + honest[name][at + 1 :]
    assert judge(receipt(), view_of(honest | {name: flipped}), GIVEN + timedelta(days=9)).word in (Word.INCLUDED, Word.WITHHELD)
    lying = files_of(dropped(110))
    tile = lying["tile/0/001.p/184"]
    place = data.draw(st.integers(64, 183)) * 32
    lying["tile/0/001.p/184"] = tile[:place] + leaf_hash(MINE) + tile[place + 32 :]
    assert judge(receipt(), view_of(lying), GIVEN + timedelta(days=9)).word == Word.LOST, "the leaves still prove it"
    del lying["tile/entries/001.p/184"]
    assert judge(receipt(), view_of(lying), GIVEN + timedelta(days=9)).word == Word.WITHHELD


def test_a_late_entry_that_is_not_in_the_tree_proves_nothing():
    files = files_of(dropped(100))
    forged = files_of([*dropped(100)[:-1], entry(5, GIVEN + timedelta(days=5))])
    name = "tile/entries/001.p/144"
    assert judge(receipt(), view_of(files | {name: forged[name]}), GIVEN).word == Word.NOT_YET_DUE


def test_a_checkpoint_by_a_thief_proves_nothing():
    thief = files_of(dropped(110), SKey(ORIGIN, digest("thief")))
    assert judge(receipt(), view_of(thief), GIVEN + timedelta(days=9)).word == Word.WITHHELD


def test_the_receipt_of_another_log_is_not_judged():
    view = LogView("log.other.example", (), None, lambda path: None)
    with pytest.raises(ValueError, match="another log"):
        judge(receipt(), view, GIVEN)
