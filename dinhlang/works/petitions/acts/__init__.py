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
from dinhlang.works.petitions.acts.inheriting import inherit
from dinhlang.works.petitions.acts.joining import join, part
from dinhlang.works.petitions.acts.kinds import complete, decide, extend, more_time, terms
from dinhlang.works.petitions.acts.naming import name_office
from dinhlang.works.petitions.acts.opening import open_week
from dinhlang.works.petitions.acts.placing import add_voice, place_point, summarise
from dinhlang.works.petitions.acts.publishing import hold_text, publish_text, take_down, take_down_own, withdraw_text, word_answer
from dinhlang.works.petitions.acts.rating import rate
from dinhlang.works.petitions.acts.sending import add_photo, bring_list, confirm, reopen, reply, submit, told
from dinhlang.works.petitions.acts.urging import report_urged, take_up, urge

__all__ = [
    "add_photo",
    "add_voice",
    "answer",
    "ask",
    "bring_list",
    "complete",
    "confirm",
    "decide",
    "extend",
    "hold_text",
    "inherit",
    "join",
    "more_time",
    "name_office",
    "open_week",
    "part",
    "pass_on",
    "pause",
    "place_point",
    "publish_text",
    "rate",
    "refuse",
    "reopen",
    "reply",
    "report_urged",
    "resume",
    "return_as_denunciation",
    "submit",
    "summarise",
    "take_down",
    "take_down_own",
    "take_on",
    "take_up",
    "terms",
    "told",
    "urge",
    "withdraw_text",
    "word_answer",
]
