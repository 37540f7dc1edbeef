import re
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dinhlang.core.ledger import VIETNAM, Entry, LeafError, Sealed, base32, encode, new_body, new_subject, parse, time_of, time_text
from dinhlang.core.ledger.leaf import ALPHABET, MAX_LEAF
from tests.core.ledger.logs import digest

HASHES = st.binary(min_size=32, max_size=32)
WORDS = st.from_regex(r"[a-z][a-z0-9_]{0,9}", fullmatch=True)
ACTS = st.lists(WORDS, min_size=2, max_size=5).map(".".join).filter(lambda act: len(act) <= 64)
BASE32 = st.text(ALPHABET, min_size=8, max_size=8)
BODIES = st.one_of(
    st.from_regex("[0-9]{2,5}", fullmatch=True), st.just("-"), st.builds("{}-{}".format, st.from_regex("[0-9]{2}", fullmatch=True), BASE32)
)
OFFICES = st.one_of(
    st.sampled_from(["-", "staff", "commune-chair"]), st.from_regex("[a-z][a-z0-9]{0,8}(-[a-z0-9]{1,8}){0,3}", fullmatch=True)
)
TIMES = st.integers(-820_000_000, 30_700_000_000).map(lambda seconds: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds))
ENTRIES = st.builds(Entry, ACTS, BODIES, OFFICES, TIMES, st.text(ALPHABET, min_size=16, max_size=16), st.none() | HASHES, HASHES, HASHES)
SEALED = st.builds(Sealed, st.dates(date(2000, 1, 1), date(2999, 12, 31)), HASHES)
LEAVES = ENTRIES | SEALED

POST = Entry(
    "disclosure.post",
    "01273",
    "commune-chair",
    datetime(2026, 11, 23, 9, 14, 5, tzinfo=VIETNAM),
    "4k7m2q9xw3h8t6vr",
    None,
    digest("rules"),
    digest("commit"),
)


def changed(**values: object) -> Entry:
    fields = {name: getattr(POST, name) for name in Entry.__slots__}
    return Entry(**(fields | values))


def test_it_works():
    assert encode(POST).startswith(
        b"dinhlang/entry/v1\nact disclosure.post\nbody 01273\noffice commune-chair\ntime 2026-11-23T09:14:05+07:00\n"
        b"subject 4k7m2q9xw3h8t6vr\nbecause -\nrules "
    )
    assert parse(encode(POST)) == POST
    assert parse(encode(Sealed(date(2026, 11, 23), digest("x")))) == Sealed(date(2026, 11, 23), digest("x"))


@given(LEAVES)
def test_round_trip_small_and_ascii(leaf):
    data = encode(leaf)
    assert parse(data) == leaf
    assert encode(parse(data)) == data
    assert len(data) <= MAX_LEAF
    assert data.isascii()
    assert data.endswith(b"\n")


@given(st.binary(max_size=600) | st.text(max_size=300).map(str.encode))
def test_parse_raises_leaf_error_only(data):
    with pytest.raises(LeafError):
        parse(data)


@given(LEAVES, st.data())
def test_changed_bytes_are_refused_or_another_leaf(leaf, data):
    whole = encode(leaf)
    at = data.draw(st.integers(0, len(whole) - 1))
    byte = data.draw(st.integers(0, 255).filter(lambda byte: byte != whole[at]))
    forged = whole[:at] + bytes([byte]) + whole[at + 1 :]
    with suppress(LeafError):
        assert encode(parse(forged)) == forged != whole


def test_every_bit_flip_of_the_frame_is_refused():
    whole = encode(POST)
    frame = re.sub(rb"(?m)^(\w+) .*$", lambda found: found[1] + b" " + b"?" * (len(found[0]) - len(found[1]) - 1), whole)
    for at, kept in enumerate(frame):
        if kept != ord("?"):
            for bit in range(8):
                with pytest.raises(LeafError):
                    parse(whole[:at] + bytes([whole[at] ^ 1 << bit]) + whole[at + 1 :])


@pytest.mark.parametrize(
    "values",
    [
        {"act": "post"},
        {"act": "Disclosure.post"},
        {"act": "disclosure.post.\n"},
        {"act": "a." + "b" * 63},
        {"act": "công.khai"},
        {"body": "1"},
        {"body": "012734"},
        {"body": "04-0123456i"},
        {"body": ""},
        {"office": "chair-"},
        {"office": "c" * 41},
        {"office": "Nguyễn Văn A"},
        {"subject": "4k7m2q9xw3h8t6v"},
        {"subject": "4k7m2q9xw3h8t6vl"},
        {"subject": "4K7M2Q9XW3H8T6VR"},
        {"because": b"short"},
        {"rules": b""},
        {"commit": digest("x") + b"y"},
        {"time": datetime(2026, 11, 23, 9, 14, 5, tzinfo=UTC).replace(tzinfo=None)},
        {"time": datetime(2026, 11, 23, 9, 14, 5, 1, tzinfo=UTC)},
        {"time": datetime(1999, 11, 23, tzinfo=UTC)},
        {"time": datetime.max.replace(microsecond=0, tzinfo=timezone(timedelta(hours=-7)))},
    ],
)
def test_encode_refuses(values):
    with pytest.raises(LeafError):
        encode(changed(**values))


def test_encode_names_the_bad_line():
    with pytest.raises(LeafError, match="office"):
        encode(changed(office="the chair, Mr. A"))


@pytest.mark.parametrize("day", ["2026-02-30", "2025-02-29", "2026-04-31", "2100-02-29"])
def test_days_that_no_calendar_has(day):
    with pytest.raises(LeafError):
        time_of(f"{day}T00:00:00+07:00")
    with pytest.raises(LeafError):
        parse(encode(Sealed(date(2026, 11, 23), digest("x"))).replace(b"2026-11-23", day.encode()))
    with pytest.raises(LeafError):
        parse(encode(POST).replace(b"2026-11-23", day.encode()))


def test_a_hash_has_one_spelling():
    data = encode(Sealed(date(2026, 11, 23), bytes(32)))
    assert b"AAA=\n" in data
    for twin in (b"AAB=\n", b"AAD=\n", b"AAA\n", b"AAA==\n", b"AA_=\n"):
        with pytest.raises(LeafError):
            parse(data.replace(b"AAA=\n", twin))


def test_time_is_vietnamese_whatever_the_zone():
    assert time_text(datetime(2026, 11, 22, 17, 0, 0, tzinfo=UTC)) == "2026-11-23T00:00:00+07:00"
    assert time_of("2026-11-23T00:00:00+07:00") == datetime(2026, 11, 22, 17, 0, 0, tzinfo=UTC)


@given(TIMES, TIMES)
def test_times_compare_as_text(one, other):
    assert (one < other) == (time_text(one) < time_text(other))


def test_base32():
    assert base32(bytes(10)) == "0" * 16
    assert base32(b"\xff" * 5) == "z" * 8
    assert base32(b"\x00\x44\x32\x14\xc7") == "01234567"
    assert len(new_subject(digest("s")[:10])) == 16
    assert re.fullmatch(rf"04-[{ALPHABET}]{{8}}", new_body("04", digest("b")[:5]))
    for wrong in (lambda: new_subject(b"123"), lambda: new_body("4", bytes(5)), lambda: new_body("04", bytes(10)), lambda: base32(b"1")):
        with pytest.raises(LeafError):
            wrong()
