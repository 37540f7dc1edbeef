"""The acts of this room by noun: lists and single changes, looks, snapshots, access slips, entering."""

from dinhlang.ground.rolls.acts.lists import change, claim, import_commune, import_list, import_rows, settle
from dinhlang.ground.rolls.acts.looks import freeze, look
from dinhlang.ground.rolls.acts.slips import activate, alarm, hand_over, make_slips, print_slips, revoke_slips, set_number

__all__ = [
    "activate",
    "alarm",
    "change",
    "claim",
    "freeze",
    "hand_over",
    "import_commune",
    "import_list",
    "import_rows",
    "look",
    "make_slips",
    "print_slips",
    "revoke_slips",
    "set_number",
    "settle",
]
