"""A rulebook with one mistake is refused, and the mistake is named by file, rule and key; all mistakes at once."""

import hashlib
from datetime import date
from fractions import Fraction

import pytest

from dinhlang.core.rules import Mode, Rulebook, RulebookError, cited, load, rulebook_hash
from tests.core.book import book_files, small_files, the_book

ART_11 = "law-10-2022-qh15/art_11.toml"
ART_13 = "law-10-2022-qh15/art_13.toml"
ART_14 = "law-10-2022-qh15/art_14.toml"
ART_21 = "law-10-2022-qh15/art_21.toml"
RULE = "commune-discloses-contributions"


def test_it_works():
    book = the_book()
    assert isinstance(book, Rulebook)
    assert {RULE, "commune-keeps-quarterly-register", "commune-adopts-disclosure-plan", "village-gives-notice-of-meeting"} <= set(
        book.duties
    )
    assert sorted(book.items) == list(range(1, 15))
    assert [book.duties["commune-keeps-procedures-posted"].parts[0].mode, book.duties["commune-adopts-disclosure-plan"].parts[0].mode] == [
        Mode.STANDING,
        Mode.NO_DAY,
    ]
    assert book.calendar.years == frozenset(range(2025, 2032))
    assert book.offices["commune-officer"].leaf_word == "staff"
    assert book.offices["commune-chair"].leaf_word == "commune-chair"
    assert book.duties["village-gives-notice-of-meeting"].parts[0].means[0].text.vi == "Giấy mời"


def test_thresholds_are_exact():
    village = the_book().decisions["village-contribution"].passes_at
    assert (village.share, village.inclusive) == (Fraction(2, 3), True)
    assert [village.reached(yes, 300) for yes in (199, 200)] == [False, True]


def test_the_hash_is_the_one_written_down():
    files = {"b.toml": b"2", "a.toml": b"1", "cases/c.toml": b"3", "local/d.toml": b"4", "README.md": b"5"}
    lines = f"a.toml\n{hashlib.sha256(b'1').hexdigest()}\nb.toml\n{hashlib.sha256(b'2').hexdigest()}\n"
    assert rulebook_hash(files) == hashlib.sha256(lines.encode()).digest()
    assert the_book().hash == rulebook_hash(book_files())


def problems_of(files) -> list[tuple[str, str, str]]:
    with pytest.raises(RulebookError) as caught:
        load(files)
    assert list(caught.value.problems) == sorted(caught.value.problems, key=lambda p: (p.file, p.rule, p.key, p.message))
    assert all(p.message for p in caught.value.problems)
    return [(p.file, p.rule, p.key) for p in caught.value.problems]


def changed(file: str, old: str, new: str) -> dict[str, bytes]:
    text = small_files()[file].decode()
    assert old in text
    return {**small_files(), file: text.replace(old, new, 1).encode()}


MISTAKES = [
    (ART_11, 'right          = "know"', 'right = "gossip"', RULE, "right"),
    (ART_11, 'bearer         = ["commune"]', 'bearer = ["any"]', RULE, "bearer.1"),
    (ART_11, 'bearer         = ["commune"]', 'bearer = ["village"]', RULE, "answers"),
    (ART_11, 'audience       = "public"', 'audience = "everybody"', RULE, "audience"),
    (ART_11, 'unit = "working-day"', 'unit = "working"', RULE, "due.unit"),
    (ART_11, 'due            = { after = 5, unit = "working-day" }', "due = { after = 5 }", RULE, "due.unit"),
    (ART_11, 'due            = { after = 5, unit = "working-day" }', 'due = { after = 5, before = 5, unit = "working-day" }', RULE, "due"),
    (ART_11, 'due            = { after = 5, unit = "working-day" }', 'due = { after = 5.5, unit = "working-day" }', RULE, "due.after"),
    (ART_11, 'due            = { after = 5, unit = "working-day" }', 'due = { after = 0, unit = "working-day" }', RULE, "due.after"),
    (ART_11, 'due            = { after = 5, unit = "working-day" }', 'due = { after = "5", unit = "working-day" }', RULE, "due.after"),
    (ART_11, 'due            = { after = 5, unit = "working-day" }', 'due = { within = 1, unit = "period" }', RULE, "due.within"),
    (ART_11, 'due            = { after = 5, unit = "working-day" }', 'due = { after = 5, unit = "period" }', RULE, "due.unit"),
    (ART_11, 'due            = { after = 5, unit = "working-day" }', 'due = { before = 5, unit = "month" }', RULE, "due.unit"),
    (ART_11, 'due            = { after = 5, unit = "working-day" }', 'due = { named = true, unit = "month" }', RULE, "due.unit"),
    (
        ART_11,
        'due            = { after = 5, unit = "working-day" }',
        'due = { after = 5, unit = "working-day", derived = true }',
        RULE,
        "due.note",
    ),
    (ART_11, 'accepts        = ["disclosure.post"', 'accepts = ["disclosure.shout", "disclosure.post"', RULE, "accepts"),
    (ART_11, 'accepts = ["disclosure.post", "disclosure.replace"] }', 'accepts = ["register.issue"] }', RULE, "parts.1.accepts"),
    (ART_11, "Law 10/2022/QH15 Art. 11(5), 12(3), 13(1), 13(2)", "Law 10/2022/QH15", RULE, "basis"),
    (ART_11, 'read           = "text"', 'read = "convention"', RULE, "read"),
    (ART_11, 'read           = "text"', 'read = "memory"', RULE, "read"),
    (ART_11, 'read           = "text"', 'raed = "text"', RULE, "raed"),
    (ART_11, ', en = "Funds, investments, sponsorships and contributions raised from people"', "", RULE, "subject.en"),
    (ART_11, 'answers        = "commune-chair"', 'answers = "king"', RULE, "answers"),
    (ART_11, 'answers        = "commune-chair"', 'answers = "commune-chair"\nwith = ["queen"]', RULE, "with"),
    (ART_11, "item = 5", "item = 15", RULE, "starts.item"),
    (ART_11, 'event = "decision.registered"', 'event = "decision.regsitered"', RULE, "starts.event"),
    (ART_11, 'starts         = { event = "decision.registered", item = 5 }', "starts = { item = 5 }", RULE, "starts"),
    (ART_11, 'starts         = { event = "decision.registered", item = 5 }', "starts = { standing = true, item = 5 }", RULE, "starts"),
    (ART_11, 'if = "has_portal"', 'if = "has_portl"', RULE, "parts.1.if"),
    (ART_11, 'places = "villages"', 'places = "has_portal"', RULE, "parts.3.places"),
    (ART_11, '{ channel = "board", hold = 30', '{ channel = "bord", hold = 30', RULE, "parts.2.channel"),
    (ART_11, '{ channel = "board", hold = 30', '{ channel = "village-points", hold = 30', RULE, "parts.3.channel"),
    (ART_11, '{ channel = "board", hold = 30', '{ channel = "board", broadcast = 3', RULE, "parts.2.broadcast"),
    (ART_11, '{ channel = "board", hold = 30', '{ channel = "list", hold = 30', RULE, "parts.2.hold"),
    (ART_11, "hold = 30", "hold = 0", RULE, "parts.2.hold"),
    (ART_11, "in_force       = { from = 2023-07-01 }", "in_force = { from = 2022-07-01 }", RULE, "in_force.from"),
    (ART_11, "in_force       = { from = 2023-07-01 }", "in_force = { from = 2023-07-01, to = 2023-06-01 }", RULE, "in_force.to"),
    (ART_11, 'fact  = "special_area"', 'fact = "villages"', RULE, "not_scored_if.fact"),
    (ART_11, 'id             = "commune-discloses-contributions"', 'id = "Commune Discloses"', "Commune Discloses", "id"),
    (ART_13, 'each = "item", mode = "cell"', 'each = "item", mode = "cell", hold = 30', "commune-keeps-quarterly-register", "parts.1.hold"),
    (ART_13, 'each = "item", mode = "cell"', 'mode = "cell"', "commune-keeps-quarterly-register", "parts.1.each"),
    (ART_13, 'of = "calendar"', 'of = "lunar"', "commune-keeps-quarterly-register", "starts.of"),
    (ART_13, 'parts = ["board", "village-points"]', 'parts = ["bord"]', "commune-keeps-quarterly-register", "not_scored_if.parts"),
    (ART_14, "due            = { named = true }", "due = { named = false }", "commune-follows-disclosure-plan", "due.named"),
    (ART_21, '">= 2/3"', '">= 0.67"', "village-contribution", "passes_at"),
    (ART_21, '">= 2/3"', "0.67", "village-contribution", "passes_at"),
    (ART_21, '">= 2/3"', '">= 4/3"', "village-contribution", "passes_at"),
    (ART_21, '">= 2/3"', '">= 2/0"', "village-contribution", "passes_at"),
    (ART_21, 'agreed_with    = "front-work-board"', 'agreed_with = "nobody"', "village-contribution", "agreed_with"),
    (ART_21, 'of             = "village-contribution"', 'of = "another"', "commune-contribution", "of"),
    (ART_21, 'roll           = "households"', 'roll = "villages"', "village-contribution", "of"),
    ("terms.toml", 'read  = "convention"', 'read = "text"', "", "read"),
    ("offices.toml", 'id     = "operator"', 'id = "village-head"', "village-head", "id"),
    ("offices.toml", "public = true", 'public = "yes"', "commune-chair", "public"),
    ("facts.toml", 'type = "bool"', 'type = "float"', "has_portal", "type"),
    (ART_11, 'if = "has_portal"', 'unless = "has_portl"', RULE, "parts.1.unless"),
    (ART_11, 'fact  = "special_area"', 'fact = "has_portal"', RULE, "not_scored_if.fact"),
    (ART_11, "item = 5 }", 'item = 5, kind = "budget-adopted" }', RULE, "starts.kind"),
    (ART_11, "{ after = 5", "{ date = { month = 3, day = 31 }, after = 5", RULE, "due"),
    (ART_13, 'within  = 1\nunit    = "period"', "date = { month = 2, day = 30 }", "commune-keeps-quarterly-register", "due.date"),
    (ART_13, 'within  = 1\nunit    = "period"', "date = { month = 13, day = 1 }", "commune-keeps-quarterly-register", "due.date.month"),
    (ART_13, 'every = "quarter", of = "calendar"', 'every = "week", of = "budget"', "commune-keeps-quarterly-register", "starts.of"),
    (ART_21, 'base           = "all"', 'base = "all"\nquorum = "0.5"', "village-contribution", "quorum"),
    ("acts.toml", 'id   = "disclosure.place"', 'id = "disclosure.post"', "disclosure.post", "id"),
    ("law-10-2022-qh15/items.toml", "no_sector", "sector_none", "1", "sector_none"),
    ("law-10-2022-qh15/items.toml", "number = 2\n", "number = 1\n", "1", "number"),
    ("law-10-2022-qh15/instrument.toml", '= "law-10-2022-qh15"', '= "law-10"', "law-10", "id"),
    ("calendar/2026.toml", "year = 2026", "year = 2024", "", "year"),
]


@pytest.mark.parametrize(("file", "old", "new", "rule", "key"), MISTAKES, ids=[f"{m[3]}.{m[4]}-{n}" for n, m in enumerate(MISTAKES)])
def test_a_mistake_is_named(file, old, new, rule, key):
    assert (file, rule, key) in problems_of(changed(file, old, new))


def test_all_mistakes_at_once():
    files = changed(ART_11, 'right          = "know"', 'right = "gossip"')
    files[ART_21] = files[ART_21].replace(b'">= 2/3"', b'">= 0.67"')
    files["terms.toml"] = b"read = 3"
    assert {(ART_11, RULE, "right"), (ART_21, "village-contribution", "passes_at"), ("terms.toml", "", "read")} <= set(problems_of(files))


def test_a_missing_article_and_a_missing_file_are_said_in_words():
    with pytest.raises(RulebookError, match="names no article"):
        load(changed(ART_11, "Law 10/2022/QH15 Art. 11(5), 12(3), 13(1), 13(2)", "Law 10/2022/QH15"))
    without = {path: data for path, data in small_files().items() if path not in ("facts.toml", "law-10-2022-qh15/instrument.toml")}
    named = problems_of(without)
    assert ("facts.toml", "", "") in named
    assert ("law-10-2022-qh15/instrument.toml", "", "") in named


def test_an_empty_book_and_odd_files():
    assert ("calendar/", "", "") in problems_of({})
    odd = {**small_files(), "notes.toml": b"", "law-10-2022-qh15/art_99.toml": b"[[dutty]]\n", "law-10-2022-qh15/art_98.toml": b"\xff"}
    assert {("notes.toml", "", ""), ("law-10-2022-qh15/art_99.toml", "", "dutty"), ("law-10-2022-qh15/art_98.toml", "", "")} <= set(
        problems_of(odd)
    )
    assert ("law-10-2022-qh15/art_97.toml", "", "duty") in problems_of({**small_files(), "law-10-2022-qh15/art_97.toml": b"duty = 3"})


def duty_text(file: str = ART_11) -> str:
    return small_files()[file].decode().split("# Item 13")[0]


def test_the_same_rule_twice_on_the_same_days():
    again = {**small_files(), "law-10-2022-qh15/art_12.toml": duty_text().encode()}
    assert problems_of(again) == [("law-10-2022-qh15/art_12.toml", RULE, "in_force")]


def test_the_same_rule_in_two_wordings_one_after_the_other():
    old = changed(ART_11, "in_force       = { from = 2023-07-01 }", "in_force = { from = 2023-07-01, to = 2026-06-30 }")
    new = (
        duty_text().replace("in_force       = { from = 2023-07-01 }", "in_force = { from = 2026-07-01 }").replace("after = 5", "after = 3")
    )
    book = load({**old, "law-10-2022-qh15/art_12.toml": new.encode()})
    assert [duty.due.n for duty in book.versions if duty.id == RULE] == [5, 3]
    assert book.duties[RULE].due.n == 3
    assert book.at(date(2026, 6, 30)).duties[RULE].due.n == 5


LIMIT = """
[[limit]]
id       = "board-size"
basis    = "Law 10/2022/QH15 Art. 36(1)"
right    = "supervise"
bearer   = ["board"]
subject  = { vi = "Số thành viên", en = "Members" }
summary  = { vi = "Ít nhất 5 người.", en = "At least five." }
counts   = "person"
at_least = 5
"""


def test_a_limit_takes_its_reading_from_the_instrument():
    instrument = "law-10-2022-qh15/instrument.toml"
    reading = b'read = "text"\nwording_as_of = 2022-11-10\namended_unread = ["Law 97/2025/QH15"]\n'
    files = {**small_files(), instrument: small_files()[instrument] + reading, "law-10-2022-qh15/art_36.toml": LIMIT.encode()}
    one = load(files).limits["board-size"]
    assert (one.at_least, one.amended_unread, one.in_force_from) == (5, ("Law 97/2025/QH15",), date(2023, 7, 1))
    del files[instrument]
    assert ("law-10-2022-qh15/instrument.toml", "", "") in problems_of(files)
    without = {**small_files(), instrument: small_files()[instrument], "law-10-2022-qh15/art_36.toml": LIMIT.encode()}
    if b"wording_as_of" not in small_files()[instrument]:
        assert ("law-10-2022-qh15/art_36.toml", "board-size", "wording_as_of") in problems_of(without)


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ("at_least = 5", "", "at_least"),
        ("at_least = 5", "at_least = 5\nat_most = 4", "at_most"),
        ("at_least = 5", 'share = "0.1"', "share"),
        ("at_least = 5", "at_least = 5.0", "at_least"),
    ],
)
def test_a_limit_says_a_number(old, new, key):
    text = LIMIT.replace(old, new) + 'read = "text"\nwording_as_of = 2022-11-10\nin_force = { from = 2023-07-01 }\n'
    file = "law-10-2022-qh15/art_36.toml"
    assert (file, "board-size", key) in problems_of({**small_files(), file: text.encode()})


ARTICLES = "law-10-2022-qh15/articles.toml"


def articles(*rows: tuple[int, str]) -> dict[str, bytes]:
    """The small book with a list of articles: each its number and what else is said of it."""
    text = "".join(f'[[article]]\nnumber = {n}\ntitle = {{ vi = "Đ", en = "A" }}\n{more}\n' for n, more in rows)
    return {**small_files(), ARTICLES: text.encode()}


def test_every_article_of_a_covered_instrument_is_accounted_for():
    nobody = 'binds_nobody = { vi = "Giải thích từ ngữ.", en = "Definitions." }'
    first = [(number, nobody) for number in range(1, 11)]
    assert len(load(articles(*first, (11, ""))).articles) == 11
    assert problems_of(articles(*first[1:], (11, ""))) == [(ARTICLES, "1", "number")]
    assert problems_of(articles(*first[:-1], (10, ""), (11, ""))) == [(ARTICLES, "10", "binds_nobody")]
    assert problems_of(articles(*first, (11, nobody))) == [(ARTICLES, "11", "binds_nobody")]
    assert (ARTICLES, "1", "number") in problems_of(articles(*first, first[0], (11, "")))


@pytest.mark.parametrize(
    ("basis", "articles"),
    [
        ("Law 10/2022/QH15 Art. 11(5), 12(3), 13(1), 13(2)", [11, 12, 13, 13]),
        ("Law 10/2022/QH15 Art. 40(1)(c); Decree 59/2023/NĐ-CP Art. 8", [40, 8]),
        ("Circular 343/2016/TT-BTC Art. 17(1), 18(3)", [17, 18]),
        ("Joint Resolution 403/2017/NQLT-UBTVQH14-CP-ĐCTUBTWMTTQVN Art. 5(1)", [5]),
    ],
)
def test_the_articles_a_basis_names(basis, articles):
    assert [number for _instrument, number in cited(basis)] == articles


def test_an_item_says_which_clocks_go_before():
    files = changed("law-10-2022-qh15/items.toml", 'no_sector = { vi = "Chưa đối chiếu.", en = "Not compared yet." }', "")
    assert problems_of(files) == [("law-10-2022-qh15/items.toml", "1", "sector")]
    files = changed("law-10-2022-qh15/items.toml", "no_sector", 'sector = ["no-such-rule"]\nno_sector')
    assert problems_of(files) == [("law-10-2022-qh15/items.toml", "1", "sector")]


def test_a_kind_of_event_stands_once():
    row = '[[kind]]\nevent = "matter.received"\nid = "file"\ntext = { vi = "Hồ sơ", en = "File" }\n'
    file = "law-10-2022-qh15/kinds.toml"
    assert problems_of({**small_files(), file: (row + row).encode()}) == [(file, "file", "id")]


def test_an_open_question_points_at_rules_there_are():
    row = (
        '[[open]]\nid = "a"\ninstrument = "Decree 73/2026/NĐ-CP"\nsubject = { vi = "Hạn", en = "Clock" }\n'
        'why = { vi = "Chưa có.", en = "Not held." }\nrules = ["%s"]\n'
    )
    assert load({**small_files(), "open/a.toml": (row % RULE).encode()}).questions[0].rules == (RULE,)
    assert problems_of({**small_files(), "open/a.toml": (row % "nothing").encode()}) == [("open/a.toml", "a", "rules")]


def test_rules_that_yield_in_a_circle_or_to_nothing():
    circle = changed(ART_11, "not_modelled   =", 'yields_to = ["commune-keeps-quarterly-register"]\nnot_modelled =')
    circle[ART_13] = circle[ART_13].replace(b"not_modelled   =", f'yields_to = ["{RULE}"]\nnot_modelled ='.encode(), 1)
    assert problems_of(circle) == [(ART_11, RULE, "yields_to"), (ART_13, "commune-keeps-quarterly-register", "yields_to")]
    assert problems_of(changed(ART_11, "not_modelled   =", 'yields_to = ["nothing"]\nnot_modelled =')) == [(ART_11, RULE, "yields_to")]


def test_a_duty_and_a_decision_never_share_an_id():
    files = changed(ART_21, 'id             = "commune-contribution"', f'id = "{RULE}"')
    assert problems_of(files) == [(ART_21, RULE, "id")]


def test_a_part_must_exist_everywhere():
    files = changed(ART_14, 'parts          = [{ channel = "plan" }]', 'parts = [{ channel = "plan", if = "has_portal" }]')
    assert problems_of(files) == [(ART_14, "commune-adopts-disclosure-plan", "parts")]


def test_a_rule_outlives_no_instrument():
    files = changed("law-10-2022-qh15/instrument.toml", "{ from = 2023-07-01 }", "{ from = 2023-07-01, to = 2026-12-31 }")
    assert {key for _, _, key in problems_of(files)} == {"in_force.to"}


def test_a_decision_in_two_wordings():
    old = changed(ART_21, "in_force       = { from = 2023-08-15 }\n\n", "in_force = { from = 2023-08-15, to = 2026-06-30 }\n\n")
    village = small_files()[ART_21].decode().split("# The same matter")[0]
    new = village.replace("from = 2023-08-15", "from = 2026-07-01").replace(">= 2/3", "> 50%")
    book = load({**old, "law-10-2022-qh15/art_22.toml": new.encode()})
    shares = [book.at(day).decisions["village-contribution"].passes_at.share for day in (date(2026, 6, 30), date(2026, 7, 1))]
    assert shares == [Fraction(2, 3), Fraction(1, 2)]
    assert not book.decisions["village-contribution"].passes_at.reached(50, 100)
