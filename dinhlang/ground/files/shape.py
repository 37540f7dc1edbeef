"""What a cleaner in the worker hands back. A module of its own, so that each cleaner loads only its own parser."""

from dataclasses import dataclass

from dinhlang.ground.files.sentences import Note


@dataclass(frozen=True, slots=True)
class Cleaned:
    """The clean public copy, with its number of pages or sheets, its size in points, remarks, what
    its first page says where that can be read (a scan says nothing), and how many seconds a sound lasts."""

    public: bytes
    pages: int | None = None
    width: int | None = None
    height: int | None = None
    notes: tuple[Note, ...] = ()
    words: str = ""
    seconds: int | None = None
