"""How alike two texts are, by the words and neighbouring words they share. Pure; nothing is kept.

Promises: a number from 0 to 100, the same for the same two texts in either order; 100 for the same words. Refuses nothing: a text without
words is like none.
"""

from dinhlang.ground.ui.door import folded


def grams(text: str) -> frozenset[str]:
    """The words of a text and its pairs of neighbouring words: of syllables that are written apart, a pair is mostly a word."""
    words = folded(text).split()
    return frozenset((*words, *map(" ".join, zip(words, words[1:], strict=False))))


def likeness(one: frozenset[str], other: frozenset[str]) -> int:
    """How many of a hundred of what two texts say they both say (Dice's coefficient over `grams`)."""
    return round(200 * len(one & other) / (len(one) + len(other))) if one and other else 0
