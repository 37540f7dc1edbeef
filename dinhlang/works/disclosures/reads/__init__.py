"""Disclosures as people see them. Words come from openings; a sealed or erased one shows its reason and nothing else."""

from dinhlang.works.disclosures.reads.base import Found, Seen, find, run_of, see, stand, standing, title_for, title_of, titles, told_about
from dinhlang.works.disclosures.reads.lists import quarter_of, register, register_of, strip
from dinhlang.works.disclosures.reads.numbered import decision, decision_href, documents, facts_of, registered
from dinhlang.works.disclosures.reads.reports import reported, reports_of
from dinhlang.works.disclosures.reads.six import linked, paper_of, script_of, sheet_of, six_of
from dinhlang.works.disclosures.reads.things import actions, parts_of, thing_of
from dinhlang.works.disclosures.reads.told import official_of, redates, sentence, source_links
from dinhlang.works.disclosures.reads.villages import meetings
from dinhlang.works.disclosures.reads.waits import ending_facts, to_confirm, waiting_redates

__all__ = [
    "Found",
    "Seen",
    "actions",
    "decision",
    "decision_href",
    "documents",
    "ending_facts",
    "facts_of",
    "find",
    "linked",
    "meetings",
    "official_of",
    "paper_of",
    "parts_of",
    "quarter_of",
    "redates",
    "register",
    "register_of",
    "registered",
    "reported",
    "reports_of",
    "run_of",
    "script_of",
    "see",
    "sentence",
    "sheet_of",
    "six_of",
    "source_links",
    "stand",
    "standing",
    "strip",
    "thing_of",
    "title_for",
    "title_of",
    "titles",
    "told_about",
    "to_confirm",
    "waiting_redates",
]
