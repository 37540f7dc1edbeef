from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dinhlang.core.ledger import (
    Checkpoint,
    Fault,
    NoteError,
    Open,
    Opening,
    Proof,
    Sealed,
    SKey,
    bundle,
    check_proof,
    encode,
    encode_opening,
    encode_proof,
    inclusion_proof,
    leaf_hash,
    open_checkpoint,
    opening_path,
    parse_proof,
    root_of,
    sign_checkpoint,
    verify_log,
)
from tests.core.ledger.logs import LOG_KEY, ORIGIN, START, digest, entry, files_of, mixed, nodes_of, sealed, view_of

pytestmark = pytest.mark.no_database
LEAVES = mixed(700)
FILES = files_of(LEAVES)


def checkpoint_of(leaves: list[bytes]) -> Checkpoint:
    return open_checkpoint(files_of(leaves)["checkpoint"], ORIGIN, [LOG_KEY.vkey])


def faults(files: dict[str, bytes], known: Checkpoint | None = None) -> set[Fault]:
    return {problem.fault for problem in verify_log(view_of(files), known).problems}


def test_it_works():
    report = verify_log(view_of(FILES), checkpoint_of(LEAVES[:300]))
    assert report.ok
    assert (report.entries, report.sealed) == (467, 233)
    assert report.checkpoint == checkpoint_of(LEAVES)


@pytest.mark.parametrize("size", [0, 1, 2, 255, 256, 257, 511, 512, 513])
def test_sizes_around_tiles(size):
    files = files_of(LEAVES[:size])
    assert verify_log(view_of(files)).ok
    for old in {0, 1, size // 2, 255, 256, 257, size} & set(range(size + 1)):
        assert verify_log(view_of(files), checkpoint_of(LEAVES[:old])).ok


def test_a_log_of_three_levels():
    leaves = [sealed(at) for at in range(65_536 + 3)]
    files = files_of(leaves)
    assert "tile/2/000.p/1" in files
    assert verify_log(view_of(files), checkpoint_of(leaves[:65_535])).ok
    files["tile/1/000"] = files["tile/1/000"][:640] + bytes([files["tile/1/000"][640] ^ 1]) + files["tile/1/000"][641:]
    report = verify_log(view_of(files))
    assert [(problem.fault, problem.index) for problem in report.problems] == [(Fault.TILE, 20 * 256)]
    files = files_of(leaves)
    files["tile/2/000.p/1"] = bytes(32)
    assert [problem.path for problem in verify_log(view_of(files)).problems] == ["tile/2/000.p/1"]


def test_partial_files_fall_back_on_full_ones():
    files = dict(FILES)
    files.update({name: data for name, data in files_of(LEAVES[:600]).items() if name == "checkpoint"})
    for name in list(files):
        if ".p/" in name:
            del files[name]
    grown = files_of(mixed(768))
    files["tile/0/002"], files["tile/entries/002"] = grown["tile/0/002"], grown["tile/entries/002"]
    files["tile/1/000.p/2"] = files_of(LEAVES[:600])["tile/1/000.p/2"]
    assert verify_log(view_of(files)).ok


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_any_flipped_byte_is_found_and_placed(data):
    name = data.draw(st.sampled_from(sorted(FILES)))
    at = data.draw(st.integers(0, len(FILES[name]) - 1))
    flipped = FILES[name][:at] + bytes([FILES[name][at] ^ 1 << data.draw(st.integers(0, 7))]) + FILES[name][at + 1 :]
    report = verify_log(view_of(FILES | {name: flipped}))
    assert not report.ok
    if name.startswith("tile/0/"):
        assert report.first_bad == int(name[7:10]) * 256 + at // 32
    elif name.startswith("tile/1/"):
        assert report.first_bad == at // 32 * 256
    elif name.startswith("tile/entries/"):
        first, rest = int(name[13:16]) * 256, FILES[name][: at + 1]
        index = first
        while len(rest) > 2 + int.from_bytes(rest[:2]):
            rest = rest[2 + int.from_bytes(rest[:2]) :]
            index += 1
        assert report.first_bad == index


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_any_missing_file_is_found(data):
    name = data.draw(st.sampled_from(sorted(FILES)))
    files = {path: content for path, content in FILES.items() if path != name}
    assert Fault.MISSING in faults(files) or name == "checkpoint"
    assert not verify_log(view_of(files)).ok


@pytest.mark.parametrize("change", ["alter", "drop", "add", "swap", "last"])
def test_the_attacker_with_database_and_key_is_found_by_an_older_checkpoint(change):
    known = checkpoint_of(LEAVES[:400])
    forged = list(LEAVES)
    match change:
        case "alter":
            forged[123] = entry(99_999, START + timedelta(seconds=1230))
        case "drop":
            del forged[123]
        case "add":
            forged.insert(200, forged[200])
        case "swap":
            forged[0], forged[1] = forged[1], forged[0]
        case "last":
            forged[399] = entry(99_999, START + timedelta(seconds=3990))
    files = files_of(forged)
    assert verify_log(view_of(files)).ok
    assert faults(files, known) == {Fault.FORK}
    assert verify_log(view_of(files_of(LEAVES)), known).ok


def test_a_log_that_went_back():
    known = checkpoint_of(LEAVES)
    assert faults(files_of(LEAVES[:650]), known) == {Fault.SHRUNK}
    other = Checkpoint("log.other.example", 1, root_of([leaf_hash(LEAVES[0])]))
    assert faults(FILES, other) == {Fault.CHECKPOINT}


def test_a_checkpoint_by_another_key():
    assert faults(FILES | files_of(LEAVES, SKey(ORIGIN, digest("thief")))) == {Fault.CHECKPOINT}
    assert faults({}) == {Fault.CHECKPOINT}
    lying = sign_checkpoint(Checkpoint(ORIGIN, 700, digest("another root")), LOG_KEY)
    assert faults(FILES | {"checkpoint": lying}) == {Fault.ROOT}


@pytest.mark.parametrize(
    "bad",
    [
        b"",
        b"text",
        LEAVES[0] + b"\n",
        LEAVES[0].replace(b"staff", b"Mr. Nguyen"),
        LEAVES[0].replace(b"2026-11-23", b"2026-11-31"),
        LEAVES[2].replace(b"2026-11-23", b"2026-02-30"),
        LEAVES[0].replace(b"\n", b"\r\n"),
    ],
)
def test_a_leaf_outside_the_grammar_is_named(bad):
    leaves = [*LEAVES[:300], bad, *LEAVES[300:]]
    report = verify_log(view_of(files_of(leaves)))
    assert [(problem.fault, problem.index) for problem in report.problems] == [(Fault.GRAMMAR, 300)]


def test_entry_times_may_fall_by_60_seconds_in_all():
    def leaves(*seconds: int) -> dict[str, bytes]:
        return files_of([entry(at, START + timedelta(seconds=second)) for at, second in enumerate(seconds)])

    assert verify_log(view_of(leaves(100, 40, 100, 41))).ok
    report = verify_log(view_of(leaves(100, 50, 39, 200)))
    assert [(problem.fault, problem.index) for problem in report.problems] == [(Fault.TIME, 2)]
    report = verify_log(view_of(leaves(*range(0, 2560, 10), 2489)))
    assert [(problem.fault, problem.index) for problem in report.problems] == [(Fault.TIME, 256)]


def test_sealed_dates_may_fall_by_two_days_in_all():
    def leaves(*days: int) -> dict[str, bytes]:
        return files_of([sealed(at, date(2026, 11, day)) for at, day in enumerate(days)])

    assert verify_log(view_of(leaves(20, 18, 19, 18))).ok
    report = verify_log(view_of(leaves(20, 19, 17, 20)))
    assert [(problem.fault, problem.index) for problem in report.problems] == [(Fault.TIME, 2)]


def test_entries_and_sealed_leaves_are_not_compared():
    assert verify_log(view_of(files_of([entry(0), sealed(1, date(2026, 1, 1)), entry(2), sealed(3, date(2026, 12, 31))]))).ok


def test_reports_end_after_twenty_problems():
    report = verify_log(view_of(files_of([b"x%d" % at for at in range(100)])))
    assert len(report.problems) == 20


def test_openings():
    parts = [{"public": Open(digest(f"salt {at}"), {"number": at})} for at in range(5)]
    leaves = [encode(Sealed(date(2026, 11, 23), Opening(b"", part).commit)) for part in parts]
    files = files_of(leaves)
    for leaf, part in zip(leaves[:4], parts, strict=False):
        files[opening_path(leaf_hash(leaf))] = encode_opening(Opening(leaf_hash(leaf), part))
    report = verify_log(view_of(files), openings=True)
    assert (report.ok, report.opened, report.unopened) == (True, 4, 1)
    name = opening_path(leaf_hash(leaves[2]))
    files[name] = files[name].replace(b'"number":2', b'"number":3')
    assert verify_log(view_of(files)).ok
    report = verify_log(view_of(files), openings=True)
    assert [(problem.fault, problem.index, problem.path) for problem in report.problems] == [(Fault.OPENING, 2, name)]


@settings(max_examples=40, deadline=None)
@given(st.dictionaries(st.sampled_from(sorted(FILES)), st.binary(max_size=100)))
def test_nothing_served_makes_it_raise(junk):
    assert verify_log(view_of(FILES | junk), openings=True).ok == (not junk)


def test_bundles_with_too_much_are_refused():
    report = verify_log(view_of(FILES | {"tile/entries/000": FILES["tile/entries/000"] + bundle([b"x"])}))
    assert report.first_bad == 255


def test_proof_files():
    hashes = [leaf_hash(leaf) for leaf in LEAVES]
    proof = Proof(123, tuple(inclusion_proof(123, 700, nodes_of(hashes))), FILES["checkpoint"])
    data = encode_proof(proof)
    assert parse_proof(data) == proof
    assert check_proof(data, LEAVES[123], ORIGIN, [LOG_KEY.vkey]).size == 700
    extra = data.replace(b"\nindex", b"\nextra aGVsbG8=\nindex")
    assert parse_proof(extra) == proof
    for forged, leaf in (
        (data, LEAVES[124]),
        (data.replace(b"index 123", b"index 122"), LEAVES[123]),
        (data.replace(b"index 123", b"index 0123"), LEAVES[123]),
        (data[:-1], LEAVES[123]),
        (b"", LEAVES[123]),
    ):
        with pytest.raises(NoteError):
            check_proof(forged, leaf, ORIGIN, [LOG_KEY.vkey])
