"""The people of the demonstration. Accounts and mandates are made by its loader; here is how they enter."""

from dataclasses import dataclass

from dinhlang.core.refusal import N_

WARD = "01273"


@dataclass(frozen=True)
class Persona:
    """Somebody to be. `id` is the account's name of an official, and the voice of a resident; `title` and `lead` are message ids."""

    id: str
    title: str
    lead: str
    resident: bool = False


PERSONAS = (
    Persona("demo-officer", N_("Officer of the ward"), N_("registers decisions, discloses, keeps the quarterly register")),
    Persona("demo-chair", N_("Chair of the ward's People's Committee"), N_("answers for the ward, confirms a moved date")),
    Persona("demo-front", N_("Chair of the ward's Fatherland Front Committee"), N_("confirms that paper hangs where it should")),
    Persona("demo-head", N_("Head of a residential group"), N_("announces meetings, hangs up what the ward discloses, in the own group")),
    Persona(
        "demo-board", N_("Head of the Front's work board in that group"), N_("agrees on what is put to the people, counts beside the head")
    ),
    Persona(
        "demo-province-officer",
        N_("Officer of the province"),
        N_("follows the communes: reads their registers, keeps the forms that they fill in"),
    ),
    Persona("demo-province", N_("Law officer of the province"), N_("holds the rules of this house against the law of today")),
    Persona("demo-operator", N_("Operator"), N_("enters bodies and what is true of them, does no office's work")),
    Persona("demo-resident-1", N_("A resident"), N_("reports a decision that was not registered, confirms a posting"), resident=True),
    Persona("demo-resident-2", N_("Another resident"), N_("confirms a posting as the second person"), resident=True),
)
