"""Pages and forms of the right to know: parse, call the act, redirect."""

from dinhlang.works.disclosures.views.contents import correct, replace, withdraw
from dinhlang.works.disclosures.views.documents import confirm_end, confirm_redate, redate, register_decision, report, strike
from dinhlang.works.disclosures.views.lists import register_issue, register_nothing
from dinhlang.works.disclosures.views.papers import countersign, place, take_down
from dinhlang.works.disclosures.views.postings import event, event_cancelled, plan, post
from dinhlang.works.disclosures.views.shown import register, register_pdf, register_xlsx, thing, thing_print

__all__ = [
    "confirm_end",
    "confirm_redate",
    "correct",
    "countersign",
    "event",
    "event_cancelled",
    "place",
    "plan",
    "post",
    "redate",
    "register",
    "register_decision",
    "register_issue",
    "register_nothing",
    "register_pdf",
    "register_xlsx",
    "replace",
    "report",
    "strike",
    "take_down",
    "thing",
    "thing_print",
    "withdraw",
]
