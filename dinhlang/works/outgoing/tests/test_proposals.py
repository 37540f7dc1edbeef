"""Proposals: by whole words, without marks, the longest wins, negative words take one back, some papers ask for nothing."""

import pytest

from dinhlang.works.outgoing import policy, proposals


def found(number: str, abstract: str) -> list[tuple[int, str]]:
    return [(one.item, one.kind) for one in proposals.propose(number, abstract)]


def test_it_works():
    (one,) = proposals.propose("112/QĐ-UBND", "Về mức đóng góp tự nguyện sửa nhà văn hóa tổ 4")
    assert (one.item, one.kind, one.word, one.sign) == (5, "", "mức đóng góp", "Quyết định")


@pytest.mark.parametrize("entry", proposals.lists().entries, ids=lambda entry: f"{entry.item} {entry.kind}")
def test_every_entry_finds_its_own_example(entry):
    first = proposals.propose("12/QĐ-UBND", entry.example)[0]
    assert (first.item, first.kind) == (entry.item, entry.kind)


def test_marks_and_case_do_not_matter():
    for text in ("QUYẾT TOÁN NGÂN SÁCH 2025", "quyet toan ngan sach 2025", "Quyết toán  ngân sách, 2025"):
        assert found("9/NQ-HĐND", text) == [(2, "budget-settlement")]


def test_only_whole_words_count():
    assert found("9/QĐ-UBND", "Về bộ phận tiếp dân") == []
    assert found("9/QĐ-UBND", "Về việc thu phíếu hỏi") == []


def test_the_longest_word_wins():
    assert found("9/BC-UBND", "Thực hiện dự toán ngân sách quý III") == [(2, "budget-execution")]
    assert found("9/TTr-UBND", "Dự toán ngân sách năm 2027") == [(2, "budget-draft")]


def test_a_negative_word_takes_it_back():
    assert found("9/KH-UBND", "Tuyên truyền quy chế thực hiện dân chủ") == []
    assert found("9/QĐ-UBND", "Bổ sung kinh phí, thu phí") == []


def test_two_items_at_the_most():
    text = "Huy động đóng góp, thu phí, tài sản công, lấy ý kiến nhân dân"
    assert len(found("9/QĐ-UBND", text)) == proposals.MOST


def test_invitations_and_personnel_papers_are_left_alone():
    assert found("45/GM-UBND", "Họp về dự toán ngân sách năm 2027") == []
    assert found("46/UBND-VP", "Giấy mời họp lấy ý kiến nhân dân") == []
    assert found("47/QĐ-UBND", "Nâng bậc lương cho công chức phụ trách ngân sách") == []


def test_a_number_without_a_sign_tells_no_kind():
    assert proposals.sign_of("112") == ""
    assert proposals.propose("112", "Mức đóng góp")[0].sign == ""
    assert proposals.sign_of("12-NQ/ĐU") == "nq"


def test_items_and_kinds_are_those_of_the_law(shipped_items):
    for entry in proposals.lists().entries:
        assert entry.item in shipped_items
        assert not entry.kind or entry.kind in shipped_items[entry.item]


@pytest.fixture(scope="module")
def shipped_items():
    """The kinds of each item in the shipped rulebook."""
    from_file = policy.tomllib.loads((policy.settings.RULEBOOK_DIR / "law-10-2022-qh15" / "items.toml").read_text())
    return {item["number"]: {kind["id"] for kind in item.get("kinds", [])} for item in from_file["item"]}


def test_every_reason_names_an_article():
    assert len(policy.reasons()) > 3
    assert all("Art." in reason.basis and reason.text.vi and reason.text.en for reason in policy.reasons().values())
