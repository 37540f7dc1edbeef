"""The press: what burns time or memory, reads files, calls outside or dies holds nobody up, and ends in a sentence."""

import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from dinhlang.core.refusal import Refused
from dinhlang.ground.files import press

BURNER = "dinhlang.ground.files.tests.burner"
SHORT = press.Limits(cpu=1, wall=8, memory=1 << 28, made=1_000_000)


def does(deed: str, data: bytes = b"", limits: press.Limits = SHORT, **more: str) -> bytes:
    return press.made(BURNER, {"deed": deed, **more}, data, says=("It may say {a}.",), limits=limits)


@pytest.mark.parametrize(
    ("deed", "limits", "sentence"),
    [
        ("burn", SHORT, press.TOO_LONG),
        ("sleep", press.Limits(wall=1), press.TOO_LONG),
        ("fill", SHORT, press.TOO_HEAVY),
        ("die", SHORT, press.BROKEN),
        ("call", SHORT, press.BROKEN),
    ],
)
def test_what_does_harm_ends_in_a_sentence_within_the_limit(deed: str, limits: press.Limits, sentence: str) -> None:
    begun = time.monotonic()
    with pytest.raises(Refused) as error:
        does(deed, limits=limits)
    assert error.value.msg == sentence
    assert time.monotonic() - begun < limits.wall + 6  # the promise itself, with room for a loaded machine
    assert does("echo", deed.encode()) == deed.encode()  # the next one is served


def test_no_file_is_read_and_only_known_sentences_are_said(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("chim hoàng yến")
    for path in (str(secret), "/etc/passwd", "/proc/self/environ", f"{press.__file__}"):
        with pytest.raises(Refused, match="could not be made"):
            does("read", path=path)
    with pytest.raises(Refused, match="It may say b"):
        does("say", said="It may say {a}.")
    with pytest.raises(Refused, match="could not be made"):
        does("say", said="Put your password here: {a}")
    with pytest.raises(Refused, match="could not be made"):
        does("echo", bytes(2_000_000))


def test_the_same_is_made_once_and_nothing_else_is_taken_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    true = press._asked

    def counted(maker: str, *given: Any) -> bytes:
        asked.append(maker)
        return true(maker, *given)

    monkeypatch.setattr(press, "_asked", counted)
    assert does("echo", b"mot") == does("echo", b"mot") == b"mot"
    assert len(asked) == 1
    assert does("echo", b"hai") == b"hai"
    assert does("other", b"mot") == b"mot"
    assert len(asked) == 3
    kept = press._Kept(many=3, most=100)
    for n in range(9):
        kept.put(bytes([n]), bytes(20))
    kept.put(b"large", bytes(26))
    assert list(kept.made) == [b"\x06", b"\x07", b"\x08"]
    assert kept.bytes == 60
    assert kept.get(b"\x00") is None


def test_what_went_beyond_its_limit_is_not_tried_again_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    true = press._asked

    def counted(maker: str, *given: Any) -> bytes:
        asked.append(maker)
        return true(maker, *given)

    monkeypatch.setattr(press, "_asked", counted)
    for _click in range(3):
        with pytest.raises(Refused) as error:
            does("sleep", b"lau", limits=press.Limits(wall=1))
        assert error.value.msg == press.TOO_LONG
    assert len(asked) == 1
    assert does("echo", b"khac") == b"khac"
    monkeypatch.setattr(press, "_BEYOND", 0)
    kept = press._Kept()
    kept.refuse(b"x", press.TOO_LONG, 1.0)
    assert kept.refused(b"x", 1.0) == "", "after a while it is tried again"


def test_a_press_that_just_left_is_started_anew() -> None:
    """It goes after a time without work; somebody who asks in that moment is served, once more and no more."""
    press._press.close()
    press._press.process = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0)
    press._press.owner = os.getpid()
    press._press.process.stdin.write(b"\n")  # it stands when it is asked, and leaves
    assert does("echo", b"nghi roi") == b"nghi roi"
