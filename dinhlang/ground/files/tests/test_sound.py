"""Voice notes through the door: kept as they came, measured, and refused where they are no sound."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from dinhlang.core.refusal import Refused
from dinhlang.ground.files import sound
from dinhlang.ground.files.kinds import SOUNDS, Kind, Limits
from dinhlang.ground.files.receive import receive_sound
from dinhlang.ground.files.sentences import Bad, Why
from dinhlang.ground.files.tests import sounds
from dinhlang.ground.files.untrusted import open_untrusted

LIMITS = Limits(upload=200_000, seconds=60)


@pytest.mark.parametrize("kind", sorted(SOUNDS))
def test_it_works(kind: Kind) -> None:
    """Through the whole door: what comes out is what went in."""
    data = sounds.SOUNDS[kind](2)
    clean = open_untrusted(f"ghi âm.{kind.value}", data, SOUNDS, LIMITS)
    assert (clean.public, clean.original, clean.seconds) == (data, None, 2)


@pytest.mark.parametrize("kind", sorted(SOUNDS))
def test_too_long_cut_off_or_followed(kind: Kind) -> None:
    whole = sounds.SOUNDS[kind](3)
    with pytest.raises(Bad) as stopped:
        sound.clean(kind, sounds.SOUNDS[kind](62), LIMITS)
    assert (stopped.value.why, stopped.value.values) == (Why.sound_long, {"minutes": 2, "limit": 1})
    for wrong in (whole[: len(whole) // 8], whole + b"<html>" * 20, whole[:12], whole[:12] + b"\xff" * 200, whole[:12] + bytes(200)):
        with pytest.raises(Bad):
            sound.clean(kind, wrong, LIMITS)


@pytest.mark.parametrize(
    ("kind", "data"), [(Kind.webm, sounds.webm(track=1)), (Kind.m4a, sounds.m4a(kind=b"vide")), (Kind.ogg, sounds.ogg(head=b"\x80theora"))]
)
def test_a_film(kind: Kind, data: bytes) -> None:
    with pytest.raises(Bad) as stopped:
        sound.clean(kind, data, LIMITS)
    assert stopped.value.why is Why.film


@pytest.mark.parametrize(
    ("name", "data", "why"),
    [
        ("a.mp3", b"no sound at all", Why.not_at_all),
        ("a.mp3", sounds.ogg(), Why.not_what_it_says),
        ("a.txt", b"words", Why.not_taken),
        ("a.ogg", b"", Why.empty),
        ("a.wav", sounds.wav(30), Why.sound_large),
        ("a.m4a", sounds.box(b"ftyp", b"M4A \0\0\0\0"), Why.no_sound),
    ],
)  # fmt: skip
def test_what_is_no_voice_note(name: str, data: bytes, why: Why) -> None:
    with pytest.raises(Refused) as stopped:
        receive_sound(SimpleUploadedFile(name, data), LIMITS)
    assert stopped.value.msg == why.value


@pytest.mark.parametrize("name", ["IMG_1.HEIC", "IMG_1.jpg"])
def test_a_photograph_in_heic(name: str) -> None:
    """Whatever it is called: which setting to change."""
    with pytest.raises(Refused) as stopped:
        open_untrusted(name, sounds.box(b"ftyp", b"heic\0\0\0\0mif1"), {Kind.jpeg, Kind.png, Kind.webp})
    assert stopped.value.msg == Why.heic.value
