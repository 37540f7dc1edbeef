"""Do the mandates still say what the record says? Compared as far as both can be read; changes nothing."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date

from dinhlang.ground.people.acts import AFTER_A_LOSS
from dinhlang.ground.people.models import Mandate
from dinhlang.ground.record import reads as record
from dinhlang.ground.record import vault


def differences() -> Iterator[str]:
    """One line per appointment or end without its mandate, and per mandate without its entries.

    Entries that a refill could not bring back are told by the record itself; of those whose words or names are erased nothing is known.
    """
    given: Counter[tuple[int, str, str, str, date]] = Counter()
    ended: defaultdict[tuple[int, str, str], set[tuple[str, date]]] = defaultdict(set)
    unread: set[int] = set()
    for one in record.of_acts(("people.appoint", "people.end_mandate")):
        if one.body is None:
            continue
        sender = next(iter(vault.open_parts([one.hash], ["sender"], sealed=True).get(one.hash, ())), None)
        who = sender.value if sender is not None and isinstance(sender.value, dict) else None
        if who is None or not one.words:
            unread.add(one.body)
            continue
        name, office, decision = str(who["account"]), str(who["office"]), str(one.words["decision"])
        if one.act == "people.appoint":
            given[one.body, name, office, decision, date.fromisoformat(one.words["from"])] += 1
        else:
            ended[one.body, name, office].add((decision, date.fromisoformat(one.words["last"])))
    mandates = [row for row in Mandate.objects.select_related("account").order_by("id") if row.body_id not in unread]
    given = Counter({key: n for key, n in given.items() if key[0] not in unread})
    held = Counter((row.body_id, row.account.get_username(), row.office, row.decision, row.from_day) for row in mandates)
    for where, only in (("record, not in the tables", given - held), ("tables, not in the record", held - given)):
        for body, _, office, decision, day in only.elements():
            yield f"Mandate: in the {where}: body={body}, office={office}, decision={decision}, from_day={day}"
    for row in mandates:
        ends = ended[row.body_id, row.account.get_username(), row.office]
        if row.to_day is not None and row.ended_by not in {"", AFTER_A_LOSS} and (row.ended_by, row.to_day) not in ends:
            yield f"Mandate: ended in the tables, not in the record: {row.pk}, to_day={row.to_day}"
    over = {(row.body_id, row.account.get_username(), row.office) for row in mandates if row.ended_by}
    for body, _, office in sorted(key for key, ends in ended.items() if ends and key not in over and key[0] not in unread):
        yield f"Mandate: ended in the record, not in the tables: body={body}, office={office}"
