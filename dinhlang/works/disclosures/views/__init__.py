"""Pages and forms of the right to know: parse, call the act, redirect."""

from dinhlang.works.disclosures.views.contents import correct, replace, withdraw
from dinhlang.works.disclosures.views.documents import confirm_end, confirm_redate, redate, register_decision, report, strike
from dinhlang.works.disclosures.views.lists import register_issue, register_nothing
from dinhlang.works.disclosures.views.papers import countersign, place, take_down
from dinhlang.works.disclosures.views.postings import event, event_cancelled, plan, post
from dinhlang.works.disclosures.views.shown import register, register_pdf, register_xlsx, thing_print
from dinhlang.works.disclosures.views.six import six, six_pack, six_portal, six_script, six_villages
from dinhlang.works.disclosures.views.ticks import close_ticks, offer_ticks, official, tick

__all__ = [
    "close_ticks",
    "confirm_end",
    "confirm_redate",
    "correct",
    "countersign",
    "event",
    "event_cancelled",
    "offer_ticks",
    "official",
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
    "six",
    "six_pack",
    "six_portal",
    "six_script",
    "six_villages",
    "strike",
    "take_down",
    "thing_print",
    "tick",
    "withdraw",
]
