"""Codes of access slips: sixty bits and a check sign, spelt so that they can be read out and typed.

Promises: `read(spell(bits)) == bits`; one mistyped sign and two signs changed about are always found, before anything is looked up. Small
letters, spaces, dashes, O for 0, I and L for 1 are read as meant. Refuses: to make a code; its bits come from outside.
"""

SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 12
BITS = 5 * LENGTH
_VALUE = {sign: n for n, sign in enumerate(SIGNS)} | {"O": 0, "I": 1, "L": 1}
_OVER = 0b100101  # x^5 + x^2 + 1: multiplying by x in the field of 32 gives each place a weight of its own


def _check(values: list[int]) -> int:
    found = 0
    for value in values:
        found <<= 1
        if found & 32:
            found ^= _OVER
        found ^= value
    found <<= 1  # so that the last sign and the check sign cannot be changed about either
    return found ^ _OVER if found & 32 else found


def spell(bits: int) -> str:
    """`bits` (0 to 2^60 - 1) as thirteen signs in four groups, 0000-0000-0000-0. Raises ValueError for anything else."""
    if not 0 <= bits < 1 << BITS:
        raise ValueError("a code has sixty bits")
    values = [(bits >> 5 * place) & 31 for place in reversed(range(LENGTH))]
    text = "".join(SIGNS[value] for value in (*values, _check(values)))
    return "-".join((text[:4], text[4:8], text[8:12], text[12:]))


def read(text: str) -> int | None:
    """The bits of a code as somebody typed it; None where it is none, or a sign is wrong."""
    signs = [_VALUE.get(sign) for sign in text.upper() if sign not in " -–.\u00a0\t"]
    values = [value for value in signs if value is not None]
    if len(values) != len(signs) or len(values) != LENGTH + 1 or _check(values[:-1]) != values[-1]:
        return None
    bits = 0
    for value in values[:-1]:
        bits = bits << 5 | value
    return bits


def trivial(pin: str) -> bool:
    """Whether a number for entering is one that many would choose: fewer than three different digits, a run, one part repeated, a year."""
    if len(set(pin)) < 3:
        return True
    steps = {(int(after) - int(before)) % 10 for before, after in zip(pin, pin[1:], strict=False)}
    if len(steps) == 1:
        return True
    half = len(pin) // 2
    return pin[:half] == pin[half:] or pin[:2] * (len(pin) // 2) == pin or pin[:4] in {"1945", "1954", "1975"}
