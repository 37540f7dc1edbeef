"""The acts of the right to know, by noun. Each runs inside `@act`: mandate read, rows written, effects projected, leaf appended last."""

from dinhlang.ground.duties.acts import slug
from dinhlang.works.disclosures.acts.common import SITE, Aim, Line, standing
from dinhlang.works.disclosures.acts.contents import correct, replace, withdraw
from dinhlang.works.disclosures.acts.documents import confirm_redate, redate, register, report, strike
from dinhlang.works.disclosures.acts.endings import confirm_end
from dinhlang.works.disclosures.acts.lists import issue_register, nothing_arose
from dinhlang.works.disclosures.acts.officials import look, looked, official
from dinhlang.works.disclosures.acts.papers import countersign, place, take_down
from dinhlang.works.disclosures.acts.postings import adopt_plan, post
from dinhlang.works.disclosures.acts.ticks import close_ticks, held, offer_ticks, tick, token_of

__all__ = [
    "Aim",
    "Line",
    "SITE",
    "adopt_plan",
    "close_ticks",
    "confirm_end",
    "confirm_redate",
    "correct",
    "countersign",
    "held",
    "issue_register",
    "look",
    "looked",
    "nothing_arose",
    "offer_ticks",
    "official",
    "place",
    "post",
    "redate",
    "register",
    "replace",
    "report",
    "slug",
    "standing",
    "strike",
    "take_down",
    "tick",
    "token_of",
    "withdraw",
]
