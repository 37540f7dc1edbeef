"""The cleaners by themselves: whatever bytes are flipped, they answer with a sentence or a copy."""

import random
from contextlib import suppress

import pytest

from dinhlang.ground.files import office, pdf
from dinhlang.ground.files.kinds import Kind, Limits
from dinhlang.ground.files.metadata import bare_jpeg, bare_png
from dinhlang.ground.files.package import unpack
from dinhlang.ground.files.sentences import Bad, Why
from dinhlang.ground.files.tests.makers import CANARY, acting, photo, unzipped, word, workbook, zipped
from dinhlang.ground.files.tests.makers import pdf as make_pdf


def flipped(seed: int, data: bytes) -> bytes:
    numbers = random.Random(seed)
    changed = bytearray(data)
    for _ in range(numbers.choice((1, 3, 20))):
        changed[numbers.randrange(len(changed))] = numbers.randrange(256)
    return bytes(changed)


@pytest.mark.parametrize(
    ("cleaner", "kind", "data"),
    [(office, Kind.docx, word()), (office, Kind.xlsx, workbook()), (pdf, Kind.pdf, make_pdf(busy=acting))],
)
def test_it_works_on_flipped_bytes(cleaner, kind, data):
    for seed in range(100):
        with suppress(Bad):
            cleaner.clean(kind, flipped(seed, data), Limits())


def test_flipped_bytes_inside_the_parts_of_a_workbook():
    parts = unzipped(workbook())
    for seed in range(100):
        name = sorted(parts)[seed % len(parts)]
        with suppress(Bad):
            office.clean(Kind.xlsx, zipped(parts | {name: flipped(seed, parts[name])}), Limits())


def test_a_directory_that_points_before_the_file_is_refused():
    data = word()
    where = int.from_bytes(data[-6:-2], "little")
    with pytest.raises(Bad) as caught:
        unpack(data[:-6] + (where + 5000).to_bytes(4, "little") + data[-2:], Limits())
    assert caught.value.why is Why.damaged


@pytest.mark.parametrize(("kind", "bare"), [("JPEG", bare_jpeg), ("PNG", bare_png)])
def test_pictures_lose_their_metadata_and_their_tail(kind, bare):
    cut = bare(photo(kind) + CANARY.encode())
    assert CANARY.encode() not in cut
    assert bare(cut) == cut
    assert bare(b"GIF89a") is None
    assert bare(photo(kind)[:60]) is None
