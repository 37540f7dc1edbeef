import hashlib
import json
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dinhlang.core.ledger import (
    MAX_ROWS,
    MAX_VALUE,
    PARTS,
    Entry,
    Sealed,
    Value,
    blank,
    canonical,
    check_value,
    clean_text,
    commitment,
    encode,
    leaf_hash,
    opening_path,
    part_digest,
    part_place,
)
from dinhlang.core.refusal import Refused
from tests.core.ledger.logs import START, digest

NOTICE = "Công khai các khoản đóng góp\nThôn Nà Lũng: 12.500.000 đồng"
SALT = digest("salt")


def clean(text: str) -> bool:
    try:
        check_value(text)
    except Refused:
        return False
    return True


TEXTS = st.text(max_size=30).filter(clean)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=12,
)


def test_it_works():
    assert part_digest("public", SALT, {"title": "x"}) == hashlib.sha256(b"dinhlang/part/v1\npublic\n" + SALT + b'{"title":"x"}').digest()


@pytest.mark.parametrize(
    "typed",
    [
        NOTICE,
        unicodedata.normalize("NFD", NOTICE),
        NOTICE.replace("\n", "\r\n"),
        NOTICE.replace("\n", "\r"),
        NOTICE.replace("\n", "\u2028"),
        "\ufeff" + NOTICE.replace(" ", "\t"),
        NOTICE.replace("Thôn", "\u202eTh\u200bôn\u202c"),
    ],
)
def test_one_notice_has_one_digest_however_it_was_typed(typed):
    assert part_digest("public", SALT, clean_text(typed)) == part_digest("public", SALT, NOTICE)


@given(st.text())
@example("\u1e9b\u0323\u200d")
@example("a\u200b\u0301")
def test_clean_text_refuses_or_makes_a_value(raw):
    try:
        text = clean_text(raw)
    except Refused:
        return
    check_value(text)
    assert clean_text(text) == text


@pytest.mark.parametrize("raw", ["a\x00b", "\x1b[31m", "\x7f", "\x85x\x9f", "\ud800", "\ufdd0", "\uffff", "\U0010fffe"])
def test_clean_text_refuses_what_nobody_types(raw):
    with pytest.raises(Refused) as refusal:
        clean_text(raw)
    assert "U+" in str(refusal.value)


@pytest.mark.parametrize(
    "value",
    [
        1.0,
        float("nan"),
        2**53,
        -(2**53),
        10**400,
        b"x",
        {1: "x"},
        {"a": {2.5}},
        "e\u0302",
        "a\r\nb",
        "tab\t",
        "zero\u200bwidth",
        "\u202e",
        "\ud800",
        {"\u200b": 1},
        {"e\u0302": 1},
        ["x", {"y": ["\x00"]}],
        object(),
        "x" * (MAX_VALUE - 1),
        {"đ" * 20000: "đ" * 20000},
    ],
)
def test_check_value_refuses(value):
    with pytest.raises(Refused):
        check_value(value)


def test_limits_are_exact():
    check_value("x" * (MAX_VALUE - 2))
    check_value([2**53 - 1, -(2**53) + 1, True, None])
    deep: list[Value] = []
    for _ in range(15):
        deep = [deep]
    check_value(deep)
    with pytest.raises(Refused):
        check_value([deep])
    for _ in range(100_000):
        deep = [deep]
    with pytest.raises(Refused):
        check_value(deep)


@given(VALUES)
def test_canonical_is_what_the_document_says(value):
    def jcs(value):
        match value:
            case dict():
                names = sorted(value, key=lambda name: name.encode("utf-16-be"))
                return "{" + ",".join(f"{jcs(name)}:{jcs(value[name])}" for name in names) + "}"
            case list():
                return "[" + ",".join(jcs(item) for item in value) + "]"
            case str():
                return '"' + value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'
            case bool() | None:
                return {True: "true", False: "false", None: "null"}[value]
            case _:
                return str(value)

    assert canonical(value) == jcs(value).encode()
    assert json.loads(canonical(value)) == value


def test_part_names_are_a_closed_list():
    assert [part_place(name) for name in (*PARTS, "row-1", f"row-{MAX_ROWS}")] == [0, 1, 2, 3, 4, 5, MAX_ROWS + 4]
    for wrong in ("", "Public", "public\n", "row-0", "row-01", "row-10000", "row-", "title"):
        with pytest.raises(ValueError, match="no such part"):
            part_digest(wrong, SALT, None)


def test_salts_have_32_bytes_and_matter():
    for wrong in (b"", bytes(31), bytes(33)):
        with pytest.raises(ValueError, match="32 bytes"):
            part_digest("public", wrong, None)
    assert part_digest("sender", SALT, 7) != part_digest("sender", digest("other"), 7) != part_digest("place", digest("other"), 7)


def test_commitment_orders_parts_itself():
    digests = {"row-10": digest("c"), "row-9": digest("b"), "public": digest("a")}
    assert commitment(digests) == commitment(dict(reversed(digests.items())))
    assert commitment(digests) != commitment({"row-9": digest("c"), "row-10": digest("b"), "public": digest("a")})
    with pytest.raises(ValueError, match="at least one"):
        commitment({})
    with pytest.raises(ValueError, match="no such part"):
        commitment({"title": digest("a")})
    with pytest.raises(ValueError, match="32 bytes"):
        commitment({"public": b"short"})


def test_a_blank_looks_like_a_sealed_act():
    made = blank(b"".join(digest(str(at)) for at in range(5)))
    assert list(made) == list(PARTS)
    assert len(set(made.values())) == 5
    assert len(commitment(made)) == 32
    with pytest.raises(ValueError, match="160"):
        blank(bytes(32))


@given(VALUES, st.text(min_size=1, max_size=20).map(lambda text: f"CANARY{text}"))
def test_no_text_reaches_a_leaf(value, canary):
    try:
        typed = clean_text(canary)
    except Refused:
        return
    parts: dict[str, Value] = {"public": {"title": typed, "more": value}, "sender": [typed], "row-1": typed}
    commit = commitment({name: part_digest(name, digest(name + canary.encode().hex()), part) for name, part in parts.items()})
    for leaf in (
        encode(Entry("disclosure.post", "01273", "staff", START, "4k7m2q9xw3h8t6vr", None, digest("r"), commit)),
        encode(Sealed(START.date(), commit)),
    ):
        for seen in (leaf, opening_path(leaf_hash(leaf)).encode()):
            assert b"CANARY" not in seen
            assert typed.encode() not in seen
