"""Do documents, disclosures and reports still stand as the record says? Compared as far as both can be read; changes nothing.

What a disclosure claims, who saw a posting, the links of villages, what stood on an official portal and who asked for what a second
office confirms stands in no entry whole and is not compared.
"""

from collections.abc import Iterator, Mapping

from dinhlang.ground.record import reads as record
from dinhlang.ground.record.models import Pending
from dinhlang.works.disclosures.models import Decision, Disclosure, Report

POSTING = frozenset({"disclosure.post", "disclosure.replace", "plan.adopt", "register.issue"})
DATING = frozenset({"decision.register", "decision.redate", "decision.confirm_redate"})
STRIKING = frozenset({"decision.strike", "ending.confirm"})
REPORT = "decision.report"
STRUCK = "struck"


def differences() -> Iterator[str]:
    """One line per thing that is in the record and not in the tables, the other way round, or said otherwise there."""
    dated: dict[str, str] = {}
    standing: dict[str, str] = {}
    reported: set[str] = set(Pending.objects.filter(act=REPORT).values_list("subject", flat=True))
    for one in record.of_acts((*POSTING, *DATING, *STRIKING, REPORT, "disclosure.withdraw")):
        if one.body is None:  # the record itself tells that this was not brought back
            continue
        if one.act in DATING and not one.words.get("waits"):
            dated[one.subject] = str(one.words.get("dated", ""))
        elif one.act in STRIKING:
            if one.subject in dated and not one.words.get("waits"):
                dated[one.subject] = STRUCK if one.words else ""
        elif one.act == REPORT:
            reported.add(one.subject)
        elif one.act == "disclosure.withdraw":
            standing[one.subject] = "withdrawn"
        elif one.act in POSTING:
            standing[one.subject] = "posted"
            if one.words.get("replaces"):
                standing[str(one.words["replaces"])] = "replaced"
    documents = {row.subject: STRUCK if row.struck else row.dated.isoformat() for row in Decision.objects.iterator()}
    yield from _compare("Decision", dated, documents)
    yield from _compare("Disclosure", standing, dict(Disclosure.objects.values_list("subject", "state")))
    yield from _compare("Report", dict.fromkeys(reported, ""), dict.fromkeys(Report.objects.values_list("subject", flat=True), ""))


def _compare(name: str, record: Mapping[str, str], tables: Mapping[str, str]) -> Iterator[str]:
    """`record` and `tables` give what is said of each subject; "" where the record's words are erased."""
    for subject in sorted(set(record) | set(tables)):
        if subject not in tables:
            yield f"{name}: in the record, not in the tables: subject={subject}"
        elif subject not in record:
            yield f"{name}: in the tables, not in the record: subject={subject}"
        elif record[subject] and record[subject] != tables[subject]:
            yield f"{name}: {record[subject]} in the record, {tables[subject]} in the tables: subject={subject}"
