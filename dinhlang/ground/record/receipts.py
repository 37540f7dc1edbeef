"""What an actor takes home: a signed promise that this exact leaf will be in every checkpoint after `by`."""

from datetime import timedelta

from dinhlang.core import ledger
from dinhlang.ground.record import keys
from dinhlang.ground.record.append import Written

DELAY_ENTRY = timedelta(seconds=60)
DELAY_SEALED = timedelta(hours=24)


def promise(written: Written) -> str:
    """The receipt of a prepared leaf, as a signed note."""
    key = keys.signer("receipt")
    receipt = ledger.Receipt(
        origin=key.name.removesuffix("/receipt"),
        leaf=written.hash,
        after_size=written.after_size,
        after_root=written.after_root,
        time=written.at,
        by=written.at + (DELAY_SEALED if written.sealed else DELAY_ENTRY),
    )
    return ledger.sign_receipt(receipt, key).decode()
