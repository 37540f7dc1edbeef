"""Do the tables of bodies still say what the record says? Compared as far as both can be read; changes nothing."""

from collections.abc import Iterator

from dinhlang.ground.bodies.models import Body, Fact
from dinhlang.ground.record import reads as record


def differences() -> Iterator[str]:
    """One line per body or fact that is entered and not in the tables, and per fact without its entry.

    Bodies that came in as what a listed one was before are named by no entry.
    """
    here = set(Body.objects.values_list("pk", flat=True))
    facts = dict(Fact.objects.values_list("subject", "name"))
    told: set[str] = set()
    for one in record.of_acts(("bodies.found", "bodies.set_fact", "bodies.import")):
        told.add(one.subject)
        if one.act == "bodies.found":
            for row in one.words.get("bodies", ()):
                if row["id"] not in here:
                    yield f"Body: in the record, not in the tables: {row['code']}"
        elif one.act == "bodies.set_fact" and one.body is not None and one.subject not in facts:
            yield f"Fact: in the record, not in the tables: subject={one.subject}"
    for subject in sorted(set(facts) - told):
        yield f"Fact: in the tables, not in the record: {facts[subject]}, subject={subject}"
