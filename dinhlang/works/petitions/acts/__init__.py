"""The acts of petitions: what the sender does, what the body does that has it."""

from dinhlang.works.petitions.acts.handling import (
    answer,
    ask,
    pass_on,
    pause,
    refuse,
    resume,
    return_as_denunciation,
    take_on,
)
from dinhlang.works.petitions.acts.opening import open_week
from dinhlang.works.petitions.acts.sending import add_photo, bring_list, confirm, reopen, reply, submit, told

__all__ = [
    "add_photo",
    "answer",
    "ask",
    "bring_list",
    "confirm",
    "open_week",
    "pass_on",
    "pause",
    "refuse",
    "reopen",
    "reply",
    "resume",
    "return_as_denunciation",
    "submit",
    "take_on",
    "told",
]
