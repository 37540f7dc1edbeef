"""Boards of figures, and how far they are shown."""

from dataclasses import dataclass


@dataclass(frozen=True)
class StageNote:
    """How far the states of duties are shown: the stage, the sentence that says who sees them, by which document and since when, and a
    sentence for each stage announced. Not `shown`: this reader does not see them."""

    stage: int
    text: str
    coming: tuple[str, ...]
    shown: bool
