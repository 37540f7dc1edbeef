"""What each act of an office is called among its permissions: in words that a resident understands.

Promises: every act that an office of the rulebook may do has its words here (a test compares). Refuses: to say when it may be done; that
is each act's own business.
"""

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext as _

from dinhlang.core.refusal import N_

DEEDS: Mapping[str, str] = {
    "bodies.draw": N_("Enter boundaries for the map"),
    "bodies.import": N_("Enter a list of bodies"),
    "bodies.rename": N_("Enter another name of a body"),
    "bodies.set_fact": N_("Enter a fact about a body, with its document"),
    "bodies.succeed": N_("Enter the end of a body and what took its place"),
    "budget.enter": N_("Enter the figures of the budget"),
    "decision.confirm_redate": N_("Confirm that the day of a document was moved"),
    "decision.redate": N_("Ask to move the day of a document"),
    "decision.register": N_("Register a document"),
    "decision.strike": N_("Strike a document registered by mistake"),
    "disclosure.close_ticks": N_("Close the villages' links"),
    "disclosure.correct": N_("Correct a disclosure"),
    "disclosure.countersign": N_("Confirm a posting on paper"),
    "disclosure.offer_ticks": N_("Give the villages links to answer by"),
    "disclosure.official": N_("Say where the official posting stands"),
    "disclosure.place": N_("Say that a paper hangs, or was read out"),
    "disclosure.post": N_("Disclose"),
    "disclosure.replace": N_("Replace a disclosure"),
    "disclosure.take_down": N_("Say that a paper was taken down"),
    "disclosure.withdraw": N_("Withdraw a disclosure, with the reason"),
    "duties.hand": N_("Hand a duty of the body to a colleague"),
    "duties.urge": N_("Urge a body about what it owes"),
    "duties.event": N_("Announce a village meeting"),
    "duties.event_cancelled": N_("Call a village meeting off"),
    "ending.confirm": N_("Confirm that a posting hung to its end"),
    "figures.remove_template": N_("Remove a form that communes fill in"),
    "figures.set_template": N_("Keep a form that communes fill in"),
    "outgoing.import": N_("Enter the register of outgoing documents"),
    "outgoing.put_back": N_("Put a set-aside document back on the list"),
    "outgoing.set_aside": N_("Say why a document need not be disclosed"),
    "people.answer_request": N_("Answer a request about personal data"),
    "people.breach": N_("Enter that a breach of personal data was found"),
    "people.carry_out_request": N_("Say that a request about personal data was carried out"),
    "people.open_identity": N_("Open a sealed identity, with a second person and a reason"),
    "people.read_identity": N_("Read once what two persons opened"),
    "people.report_breach": N_("Enter that a breach was reported"),
    "people.request": N_("Ask something about one's own data"),
    "people.appoint": N_("Give an office, with a second person"),
    "people.card": N_("Hand out a paper card with codes"),
    "people.confirm": N_("Confirm, as the second person, what another office asks for"),
    "people.decline": N_("Decline what another office asks for"),
    "people.end_mandate": N_("End an office, with a second person"),
    "people.enrol": N_("Hand out the start code of an account, as the second person"),
    "people.propose": N_("Ask for what takes two persons"),
    "people.renew": N_("Give an account new factors, with a second person"),
    "people.withdraw": N_("Take back what was asked for"),
    "plan.adopt": N_("Enter the year's disclosure plan"),
    "projects.import": N_("Enter the list of investment projects"),
    "record.erase": N_("Order that a text be erased"),
    "register.issue": N_("Issue the quarterly list"),
    "register.nothing_arose": N_("Say that nothing arose under an item"),
    "regulation.adopt": N_("Adopt the commune's own regulation"),
    "rolls.change": N_("Change a list of people by hand"),
    "rolls.claim": N_("Note that two people claim one household"),
    "rolls.freeze": N_("Freeze who is on a list on a day"),
    "rolls.hand_over": N_("Record that access slips were handed over"),
    "rolls.import": N_("Enter the list of households of a village"),
    "rolls.import_commune": N_("Enter the lists of households of the commune's villages"),
    "rolls.import_list": N_("Enter a list of staff, workers, delegates or members"),
    "rolls.look": N_("Look at a village's list of households, with the reason"),
    "rolls.make_slips": N_("Print access slips that a second person confirmed"),
    "rolls.print_slips": N_("Ask for access slips to be printed, with a second person"),
    "rolls.revoke_slips": N_("End the ways in of a household"),
    "rolls.set_number": N_("Choose the secret number of one's household"),
    "rolls.settle": N_("Say that what two people claimed is settled"),
    "rulebook.confirm": N_("Hold a rule against the law of today"),
    "rulebook.unconfirm": N_("Take such a finding back"),
}


def words(acts: Iterable[str]) -> tuple[str, ...]:
    """The words of the acts, in the reader's language, by their letters."""
    return tuple(sorted(_(DEEDS[act]) for act in acts))
