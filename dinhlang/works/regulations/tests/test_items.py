"""What stands under an item of Art. 11 is of that article, not of another law's article of the same number."""

from datetime import date

from dinhlang.works.regulations import reads
from tests.core.book import the_book


def test_a_rule_stands_under_the_item_its_basis_names() -> None:
    listed, _rest = reads.items(the_book(), None, date(2026, 11, 24))
    by_number = {row.number: row for row in listed}
    assert by_number[13].rules  # procedures, posted all the time
    assert all("Luật 10/2022/QH15" in rule.basis or "Law 10/2022/QH15" in rule.basis for rule in by_number[1].rules)
    assert len(by_number[1].rules) == 1
