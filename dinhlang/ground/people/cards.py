"""Which offices may use paper cards, what a card has left, and whether a typed code is the one asked for.

Promises: the offices are data (`card` in rulebook/offices.toml). Refuses: to tell the codes; only their keyed hashes are kept.
"""

import unicodedata

from dinhlang.core.refusal import Refused
from dinhlang.ground.people import keyed
from dinhlang.ground.people.models import Card
from dinhlang.ground.record import rulebooks

WHAT = "card-code"


def allowed(office: str) -> bool:
    """Whether `office` may be opened with a card."""
    try:
        rule = rulebooks.current().offices.get(office)
    except Refused:
        return False
    return rule is not None and rule.card


def digest(account: int, number: int, code: str) -> str:
    """What the house keeps of one code: it belongs to one account and one number."""
    return keyed.digest(WHAT, f"{account}:{number}:{code}")


def is_right(row: Card, typed: str) -> bool:
    """Whether `typed` is the code asked for now, whatever the spaces."""
    code = "".join(sign for sign in unicodedata.normalize("NFKC", typed) if not sign.isspace() and sign not in "-.")
    if row.asked > len(row.digests):
        return False
    return keyed.same(WHAT, f"{row.account_id}:{row.asked}:{code}", row.digests[row.asked - 1])


def of(account: int) -> Card | None:
    """The card of the account while it has codes left."""
    row = Card.objects.filter(account=account).first()
    return row if row is not None and left(row) else None


def left(row: Card) -> int:
    """How many codes were not used yet."""
    return max(0, len(row.digests) - row.asked + 1)
