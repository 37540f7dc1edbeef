"""Which papers and layouts there are: policy/documents.toml. No deadline and no threshold stands there."""

import tomllib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.utils.translation import get_language
from pydantic import BaseModel, ConfigDict


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Text(_Strict):
    vi: str
    en: str


class Layout(_Strict):
    """A layout by issuing side: the lines at the top right, the offices whose papers bear it, what it rests on."""

    id: str
    text: _Text
    top: tuple[str, ...]
    basis: str
    offices: tuple[str, ...] = ()

    @property
    def said(self) -> str:
        """Its name in the active language."""
        return self.text.en if get_language() == "en" else self.text.vi


class Kind(_Strict):
    """A kind of paper: what it is called, the offices that export and issue it; `issued_by` is the act of a work that issues it, where
    that is a step of the thing itself; `files_for` are the acts whose offices alone are given its files ((): whoever may know of it)."""

    id: str
    text: _Text
    offices: tuple[str, ...]
    issued_by: tuple[str, ...] = ()
    files_for: tuple[str, ...] = ()

    @property
    def said(self) -> str:
        """Its name in the active language."""
        return self.text.en if get_language() == "en" else self.text.vi


class _File(_Strict):
    layout: tuple[Layout, ...]
    kind: tuple[Kind, ...]


@lru_cache(maxsize=2)
def _read(path: Path) -> _File:
    return _File.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))


def _file() -> _File:
    return _read(Path(settings.POLICY_DIR) / "documents.toml")


def layouts() -> Mapping[str, Layout]:
    """The layouts by id; the first is the one of whoever has no other."""
    return {one.id: one for one in _file().layout}


def layout_of(office: str) -> str:
    """The layout of an office's papers."""
    found = _file().layout
    return next((one.id for one in found if office in one.offices), found[0].id)


def kinds() -> Mapping[str, Kind]:
    """The kinds of papers by id."""
    return {one.id: one for one in _file().kind}
