"""The acts of reception: the days of a body, signing up for one, the register and what was promised."""

from dinhlang.works.reception.acts.booking import sign_up, withdraw
from dinhlang.works.reception.acts.planning import hold, move, schedule
from dinhlang.works.reception.acts.register import enter, note, promise, report

__all__ = ["enter", "hold", "move", "note", "promise", "report", "schedule", "sign_up", "withdraw"]
