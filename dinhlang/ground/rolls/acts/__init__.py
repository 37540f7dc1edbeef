"""The acts of this room by noun: lists and single changes, looks, snapshots, access slips, entering."""

from dinhlang.ground.rolls.acts.lists import change, claim, import_commune, import_list, import_rows, settle
from dinhlang.ground.rolls.acts.looks import freeze, look

__all__ = ["change", "claim", "freeze", "import_commune", "import_list", "import_rows", "look", "settle"]
