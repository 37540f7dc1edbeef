"""Sealed leaves wait, and enter together."""

from datetime import date, timedelta

import pytest

from dinhlang.core import ledger
from dinhlang.core.refusal import Refused
from dinhlang.ground.record import append, batches, keys, serve, verify
from dinhlang.ground.record.models import Entry, Part, Pending, PublicVersion
from dinhlang.ground.record.tests.house import AT, HOUR, House


def sealed() -> list[Entry]:
    return list(Entry.objects.filter(sealed=True).order_by("index"))


def test_it_works(house: House) -> None:
    done = house.whisper("Một", effect="reported")
    assert not batches.due(AT)
    assert not batches.due(AT + 6 * HOUR - timedelta(seconds=1))
    assert batches.due(AT + 6 * HOUR)
    assert house.projected == []
    assert not PublicVersion.objects.filter(scope=7).exists()
    assert batches.flush(AT + 6 * HOUR) == 1
    rows = sealed()
    assert len(rows) == 8
    assert [bytes(row.hash) for row in rows] == sorted(bytes(row.hash) for row in rows)
    assert done.leaf in {bytes(row.hash).hex() for row in rows}
    assert [args[5] for args in house.projected] == [[{"did": "reported"}]]
    assert not Pending.objects.exists()
    assert batches.flush(AT + 6 * HOUR) == 0
    assert verify.verify().ok


def test_eight_enter_at_once_and_nine_need_no_blank(house: House) -> None:
    for number in range(8):
        assert not batches.due(AT)
        house.whisper(str(number))
    assert batches.due(AT)
    house.whisper("9")
    assert batches.flush(AT) == 9
    assert len(sealed()) == 9


def test_a_sealed_leaf_has_five_parts_and_a_blank_looks_like_it(house: House) -> None:
    house.whisper("Một", sender="Lan")
    batches.flush(AT)
    lists = {tuple(Part.objects.filter(hash=bytes(row.hash)).order_by("order").values_list("name", flat=True)) for row in sealed()}
    assert lists == {ledger.PARTS}
    kinds = []
    for row in sealed():
        data = serve.opening(bytes(row.hash))
        assert data is not None
        opening = ledger.check_opening(data, bytes(row.leaf))
        kinds.append([type(part) for part in opening.parts.values()])
    assert kinds.count([ledger.Shut] * 5) == 7
    assert [ledger.Open] + [ledger.Shut] * 4 in kinds


def test_rows_have_no_place_in_a_sealed_leaf(house: House) -> None:
    with pytest.raises(ValueError, match="five parts"):
        append.prepare(
            "test.note",
            office="-",
            code="-",
            body=None,
            at=AT,
            subject=append.new_subject(),
            parts={"row-1": 1},
            open_parts=(),
            because=None,
            sealed=True,
            scopes=(),
        )


def test_after_an_outage_older_dates_go_first(house: House) -> None:
    house.note()
    for day in (0, 1, 2, 3, 4, 9):
        append_waiting(house, day)
    assert batches.flush(AT + 24 * HOUR * 9) == 6
    dates = [leaf.date for row in sealed() if isinstance(leaf := ledger.parse(bytes(row.leaf)), ledger.Sealed)]
    first = date(2026, 11, 23)
    batches_of = [dates[at : at + 8] for at in range(0, len(dates), 8)]
    assert [(min(one) - first).days for one in batches_of] == [0, 3, 9]
    assert all((max(one) - min(one)).days <= 2 for one in batches_of)
    assert set(dates) == {first + timedelta(days=day) for day in (0, 1, 2, 3, 4, 9)}
    assert verify.verify().ok


def append_waiting(house: House, day: int) -> None:
    """A leaf of a later day, while the older ones wait: what an outage of the tick leaves behind."""
    old = list(Pending.objects.all())
    Pending.objects.all().delete()
    house.whisper(str(day), at=AT + 24 * HOUR * day)
    Pending.objects.bulk_create(old)


def test_nothing_is_promised_while_a_leaf_waits_too_long(house: House) -> None:
    house.whisper()
    house.note(at=AT + 12 * HOUR)
    for send in (house.note, house.whisper):
        with pytest.raises(Refused, match="on paper"):
            send(at=AT + 12 * HOUR + timedelta(seconds=1))
    batches.flush(AT + 13 * HOUR)
    house.whisper(at=AT + 13 * HOUR)


def test_an_effect_that_is_no_longer_allowed_holds_up_nobody(house: House) -> None:
    house.whisper("Một", effect="late")
    house.fail = Refused("not any more")
    assert batches.flush(AT + 6 * HOUR) == 1
    assert len(sealed()) == 8
    assert verify.verify().ok


def test_a_receipt_is_kept_by_the_batch(house: House) -> None:
    done = house.whisper()
    receipt = ledger.open_receipt(done.receipt.encode(), keys.origin(), [keys.signer("receipt").vkey])
    assert receipt.by - receipt.time == 24 * HOUR, "docs/log-format.md, section 9"
    kept = serve.kept_copy(bytes.fromhex(done.leaf))
    assert kept is not None
    copy = ledger.parse_opening(kept)
    assert ledger.leaf_hash(copy.text.encode()) == receipt.leaf
    assert all(isinstance(part, ledger.Open) for part in copy.parts.values())
