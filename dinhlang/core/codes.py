"""Codes that somebody copies by hand from a sheet of paper: made, spelled for the eye, and read back.

Promises: 69 bits of chance, no two signs that look alike, and a check sign that finds every single wrong sign and every swap of two
neighbours before anybody is asked about the code. Refuses: to make chance of its own.
"""

import hmac
import unicodedata

SIGNS = "abcdefghjkmnpqrstuvwxyz23456789"  # 31, a prime: the check sign rests on it
SECRET, GROUP = 14, 5  # signs of chance, one check sign more; written in groups of five
ON_A_CARD, DIGITS = 40, 8  # codes on a paper card, digits of each
CHANCE = 16  # bytes that a code is made from: so many that no sign is likelier than another


def _check(signs: str) -> str:
    return SIGNS[sum(n * SIGNS.index(sign) for n, sign in enumerate(signs, start=1)) % len(SIGNS)]


def make(random: bytes) -> str:
    """A code in its plain spelling, fifteen signs, from `CHANCE` random bytes. Raises ValueError where fewer are given."""
    if len(random) < CHANCE:
        raise ValueError(f"a code is made from {CHANCE} random bytes")
    number, signs = int.from_bytes(random[:CHANCE], "big"), ""
    for _ in range(SECRET):
        number, sign = divmod(number, len(SIGNS))
        signs += SIGNS[sign]
    return signs + _check(signs)


def card(random: bytes) -> tuple[str, ...]:
    """The codes of a paper card in their order, eight digits each, from `CHANCE` random bytes. Raises ValueError where fewer are given."""
    if len(random) < CHANCE:
        raise ValueError(f"a card is made from {CHANCE} random bytes")
    made = (hmac.digest(random[:CHANCE], b"card %d" % n, "sha256") for n in range(1, ON_A_CARD + 1))
    return tuple(f"{int.from_bytes(one, 'big') % 10**DIGITS:0{DIGITS}}" for one in made)


def spelled(code: str) -> str:
    """The code in groups of five, as it is printed."""
    return "-".join(code[n : n + GROUP] for n in range(0, len(code), GROUP))


def read(text: str) -> str | None:
    """The plain spelling of a code as typed, whatever the capitals, spaces and dashes; None where a sign is missing or wrong."""
    folded = unicodedata.normalize("NFKC", text).lower()
    code = "".join(sign for sign in folded if not (sign.isspace() or unicodedata.category(sign) == "Pd"))
    if len(code) != SECRET + 1 or any(sign not in SIGNS for sign in code):
        return None
    return code if code[-1] == _check(code[:-1]) else None


FIELD, STEP = 0b100101, 2  # of the field with 32 elements; the weight of each sign is the next power of STEP


def _times(one: int, other: int) -> int:
    product = 0
    while other:
        product ^= one * (other & 1)
        one, other = one << 1, other >> 1
        one ^= FIELD * (one >> 5)
    return product


def _sign(signs: str, alphabet: str) -> str:
    total, weight = 0, 1
    for sign in signs:
        weight = _times(weight, STEP)
        total ^= _times(weight, alphabet.index(sign))
    return alphabet[total]


def checked(code: str, alphabet: str) -> str:
    """`code` with a check sign behind it, in the same `alphabet` of 32 signs: it finds each single wrong sign and each swap of neighbours
    in a code of at most 30 signs. Raises ValueError for a sign that is none of the alphabet."""
    return code + _sign(code, alphabet)


def unchecked(text: str, length: int, alphabet: str) -> str | None:
    """The code of `length` signs as typed with its check sign, whatever the capitals, spaces and dashes; None where a sign is missing or
    wrong."""
    folded = unicodedata.normalize("NFKC", text).lower()
    code = "".join(sign for sign in folded if not (sign.isspace() or unicodedata.category(sign) == "Pd"))
    if len(code) != length + 1 or any(sign not in alphabet for sign in code):
        return None
    return code[:-1] if _sign(code[:-1], alphabet) == code[-1] else None
