"""Out of 100 đồng: how a sum was shared out, in whole numbers that add up to 100."""

from collections.abc import Mapping


def of_hundred(amounts: Mapping[str, int]) -> dict[str, int]:
    """Out of 100 đồng, how many went to each: whole numbers that add up to 100 (largest remainder, the earlier one where equal).

    Nothing for amounts that add up to nothing; amounts are not negative.
    """
    whole = sum(amounts.values())
    if whole <= 0:
        return {}
    shares = {name: amount * 100 // whole for name, amount in amounts.items()}
    left = 100 - sum(shares.values())
    order = sorted(amounts, key=lambda name: -(amounts[name] * 100 % whole))  # sorted() keeps the order of equals
    for name in order[:left]:
        shares[name] += 1
    return shares
