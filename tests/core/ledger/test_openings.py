import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dinhlang.core.ledger import (
    Entry,
    Erased,
    Open,
    Opening,
    OpeningError,
    Part,
    Sealed,
    Shut,
    check_opening,
    encode,
    encode_opening,
    leaf_hash,
    opening_path,
    parse_opening,
)
from tests.core.ledger.logs import START, digest

PARTS: dict[str, Part] = {
    "public": Open(digest("s1"), {"title": "Công khai"}),
    "sender": Open(digest("s2"), {"name": "Nguyễn Văn A"}),
    "files": Open(digest("s3"), []),
    "row-2": Open(digest("s4"), 12),
}
COMMIT = Opening(b"", PARTS).commit
LEAF = encode(Entry("disclosure.post", "01273", "staff", START, "4k7m2q9xw3h8t6vr", None, digest("rules"), COMMIT))
HASH = leaf_hash(LEAF)
DIGESTS = Opening(HASH, PARTS).digests
KEPT = Opening(HASH, PARTS, LEAF.decode())


def served(**changes: Part) -> Opening:
    return Opening(HASH, PARTS | changes)


def test_it_works():
    opening = served(sender=Shut(DIGESTS["sender"]), files=Erased(DIGESTS["files"], "consent-withdrawn"))
    data = encode_opening(opening)
    assert check_opening(data, LEAF) == opening
    assert "Nguyễn" not in data.decode()
    assert opening_path(HASH) == f"open/{HASH.hex()}.json"


def test_each_part_opens_alone():
    """Erasing one part leaves every other proof valid."""
    for name in PARTS:
        rest = {other: Erased(digest, "person-request") for other, digest in DIGESTS.items() if other != name}
        assert check_opening(encode_opening(served(**rest)), LEAF).parts[name] == PARTS[name]


def test_parts_are_written_in_order_whatever_they_come_in():
    shuffled = Opening(HASH, dict(reversed(PARTS.items())))
    assert encode_opening(shuffled) == encode_opening(served())
    assert [part["name"] for part in json.loads(encode_opening(shuffled))["parts"]] == ["public", "sender", "files", "row-2"]


def test_the_kept_copy_carries_its_leaf():
    assert parse_opening(encode_opening(KEPT)) == KEPT
    other = encode(Sealed(START.date(), COMMIT)).decode()
    with pytest.raises(OpeningError):
        parse_opening(encode_opening(Opening(HASH, PARTS, other)))
    with pytest.raises(OpeningError):
        parse_opening(encode_opening(Opening(leaf_hash(b"x"), PARTS, "x")))


@pytest.mark.parametrize("part", [Shut(DIGESTS["sender"]), Erased(DIGESTS["sender"], "person-request")])
def test_a_copy_that_lacks_a_part_carries_no_leaf(part: Part):
    with pytest.raises(OpeningError, match="all its parts"):
        encode_opening(Opening(HASH, PARTS | {"sender": part}, LEAF.decode()))
    served_now = json.loads(encode_opening(served(sender=part)))
    with pytest.raises(OpeningError, match="all its parts"):
        parse_opening(json.dumps(served_now | {"text": LEAF.decode()}).encode())


def edit(**members: object) -> bytes:
    return json.dumps(json.loads(encode_opening(served())) | members).encode()


def part(number: int, **members: object) -> bytes:
    whole = json.loads(encode_opening(served()))
    whole["parts"][number] |= members
    return json.dumps(whole).encode()


def without(*numbers: int) -> bytes:
    whole = json.loads(encode_opening(served()))
    whole["parts"] = [line for at, line in enumerate(whole["parts"]) if at not in numbers]
    return json.dumps(whole).encode()


@pytest.mark.parametrize(
    "data",
    [
        edit(format="dinhlang/opening/v2"),
        edit(more=1),
        edit(text=""),
        edit(parts=[]),
        edit(parts={}),
        edit(leaf=5),
        edit(leaf="AAAA"),
        without(2),
        part(0, value={"title": "Công khai!"}),
        part(0, value={"title": "Cong khai"}),
        part(0, salt=json.loads(encode_opening(served()))["parts"][1]["salt"]),
        part(0, name="place"),
        part(0, name="row-3"),
        part(0, name="title"),
        part(0, name=1),
        part(0, erased="x"),
        part(3, value=12.5),
        part(3, value=True),
        encode_opening(served()).replace(b'"value":12', b'"value":12.0'),
        encode_opening(served()).replace(b'"value":12', b'"value":1.2e1'),
        encode_opening(served()).replace(b'"value":12', b'"value":NaN'),
        encode_opening(served()).replace(b'"value":12', b'"value":-0'),
        encode_opening(served()).replace(b'"value":12', b'"value":' + b"9" * 5000),
        encode_opening(served()).replace(b'"value":12', b'"value":12,"value":12'),
        encode_opening(served()).replace(b'"value":12', b'"value":' + b"[" * 100_000),
        encode_opening(served(files=Erased(DIGESTS["files"], "x"))).replace(b'"erased":"x"', b'"erased":"Ask the chair"'),
        b"\xff",
        b"[]",
        b"null",
        b"",
    ],
)
def test_openings_that_do_not_fit_are_refused(data):
    with pytest.raises(OpeningError):
        check_opening(data, LEAF)


def test_spacing_and_order_of_members_do_not_matter():
    whole = json.loads(encode_opening(served()))
    loose = json.dumps(dict(reversed(whole.items())), indent=2, ensure_ascii=True).encode()
    assert check_opening(loose, LEAF) == served()


def test_the_opening_of_another_leaf_is_refused():
    other = encode(Sealed(START.date(), COMMIT))
    with pytest.raises(OpeningError):
        check_opening(encode_opening(served()), other)
    with pytest.raises(OpeningError):
        check_opening(encode_opening(Opening(leaf_hash(b"no leaf"), PARTS)), b"no leaf")


def test_reasons_are_codes():
    for wrong in ("", "Because", "x" * 41, "a b", "-a"):
        with pytest.raises(OpeningError):
            encode_opening(served(files=Erased(DIGESTS["files"], wrong)))


@given(
    st.binary(max_size=200)
    | st.recursive(
        st.none() | st.integers() | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from(["format", "leaf", "parts", "name", "digest", "text"]), inner),
    ).map(lambda value: json.dumps(value).encode())
)
def test_parse_raises_opening_error_only(data):
    with pytest.raises(OpeningError):
        parse_opening(data)
