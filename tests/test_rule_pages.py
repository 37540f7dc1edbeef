"""The pages of the rulebook: each rule in both languages, every question answered, the book as files that anybody can check."""

import gzip
import html
import json
import re
import subprocess
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from django.db import connection
from django.http import QueryDict
from django.template.loader import render_to_string
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from dinhlang.core.rules import Article, Question, Rulebook, Text, look
from dinhlang.ground.ui import cache, samples
from dinhlang.web import rulepage, rulepages, rules
from dinhlang.web import rulewords as words
from dinhlang.works.disclosures.tests.town import CONTRIBUTIONS, Town, book, files, make_town
from tests.core.rules.test_look import LAST, NEXT, made_book
from tests.test_pages_browser import ENGLISH, FIRST_VISIT, HEADERS

FIXED = 6_000  # bytes of the style sheet, the icon and the answers' own headers
MADE = Text("Quy định thử", "A rule made up")


@pytest.fixture
def town(monkeypatch: pytest.MonkeyPatch, db: None) -> Iterator[Town]:
    cache.forget()
    yield make_town(monkeypatch)
    cache.forget()


def seen(text: str) -> Iterator[str]:
    """What a person sees of a page, piece by piece; code, and what says that it is English, left out."""
    text = re.sub(r"(?s)<(head|code|pre)\b.*?</\1>", "", text)
    text = re.sub(r'(?s)<(\w+)[^>]*\blang="en"[^>]*>.*?</\1>', "", text)
    for piece in (*re.split(r"<[^>]+>", text), *re.findall(r'(?:aria-label|title)="([^"]*)"', text)):
        yield " ".join(html.unescape(piece).split())


def leaks(text: str) -> list[str]:
    return [piece[:120] for piece in seen(text) if ENGLISH.search(piece)]


def others() -> list[str]:
    """The addresses around the rules, unasked and asked."""
    found = [reverse("rules"), reverse("rule-changes"), reverse("rule-coverage")]
    found += [reverse("rules-of-kind", args=[kind]) for kind in rulepages.kinds_with_rules(book())]
    found += [reverse("rule-articles", args=[one]) for one in sorted({article.instrument for article in book().articles})]
    found += [
        f"{reverse('rules')}?{asked}"
        for asked in ("loai=commune", "quyen=know&trang=2", "q=Điều+13", "tinh-trang=all", "van-ban=law-10-2022-qh15")
    ]
    return [*found, f"{reverse('rule-changes')}?tu=2026-03-24&den=25/3/2026", f"{reverse('rules')}?ngay=1/1/2020&tinh-trang=all"]


def test_every_rule_and_every_page_around_them_in_both_languages(town: Town):
    client, wrong = Client(), []
    for path in (*(reverse("rule", args=[id]) for id in look.every(book())), *others()):
        for language in ("", "/en"):
            answer = client.get(f"{language}{path}")
            said = answer.content.decode()
            size = len(gzip.compress(answer.content, 6)) + FIXED + HEADERS
            if answer.status_code != 200 or size > FIRST_VISIT or said.count("<h1") != 1:
                wrong.append(f"{language}{path}: {answer.status_code}, {size} bytes")
            wrong += [f"{path}: {line}" for line in leaks(said)] if not language else []
    assert not wrong, "\n".join(wrong)


def test_pages_ask_little_of_the_database(town: Town):
    client = Client()
    for path in (*others(), reverse("rule", args=[CONTRIBUTIONS]), reverse("rulebook-json"), reverse("rulebook-zip")):
        client.get(path)
        cache.forget()
        with CaptureQueriesContext(connection) as asked:
            client.get(path)
        assert len(asked) <= 3, path


def test_the_overview_counts_what_the_lists_hold(town: Town):
    client = Client()
    page = client.get("/en/quy-dinh/").context["page"]
    assert page.kinds
    for row in page.kinds:
        for cell in (*row.cells, row.total):
            if cell.n:
                assert client.get(cell.href).context["page"].total == cell.n, cell.href
    for row in page.instruments:
        assert client.get(row.total.href).context["page"].total >= row.total.n
    for link in page.stands:
        assert str(client.get(link.href).context["page"].total) == link.text.rpartition(": ")[2]


def test_a_list_holds_each_rule_once_page_by_page(town: Town, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(rulepages, "LIST", 3)
    client, path, found = Client(), "/en/quy-dinh/?tinh-trang=all", []
    while path:
        page = client.get(path).context["page"]
        found += [row.href for group in page.groups for row in group.rows]
        path = page.newer.href if page.newer is not None else ""
    assert len(found) == len(set(found)) == page.total == len(look.every(book()))


@pytest.mark.parametrize(
    ("asked", "sentence", "kept"),
    [
        ("ngay=32/13/2026", "“32/13/2026” is no day.", 'value="32/13/2026"'),
        ("loai=borough&q=village", "“borough” is not in this list.", 'value="village"'),
        ("tinh-trang=<b>", "“&lt;b&gt;” is not in this list.", ""),
        ("trang=-4&quyen=know", "", '<option value="know" selected>'),
        ("trang=999999&quyen=know", "", '<option value="know" selected>'),
        (f"q={'x' * 3000}", "", "No rule fits"),
        ("ngay=25.3.2026", "", "25 Mar 2026"),
    ],
)
def test_questions_that_make_no_sense_are_told_so_and_kept(town: Town, asked: str, sentence: str, kept: str):
    answer = Client().get(f"/en/quy-dinh/?{asked}")
    said = answer.content.decode()
    assert answer.status_code == 200
    assert sentence in said
    assert kept in said


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ("tu=x&den=25/3/2026", "From the day: “x” is no day."),
        ("tu=2026-03-25", "To the day: "),
        ("tu=25/3/2026&den=24/3/2026", "The first day, 25 Mar 2026, lies after the second, 24 Mar 2026."),
        ("", "Days on which the law changed"),
        ("tu=1/1/1000&den=31/12/9999", "Begun"),
    ],
)
def test_two_days_that_make_no_sense_are_told_so(town: Town, asked: str, sentence: str):
    answer = Client().get(f"/en/quy-dinh/thay-doi/?{asked}")
    assert answer.status_code == 200
    assert sentence in html.unescape(answer.content.decode())


def test_swapped_days_lead_the_other_way_round(town: Town):
    page = Client().get("/en/quy-dinh/thay-doi/?tu=25/3/2026&den=24/3/2026").context["page"]
    assert page.instead.href.endswith("?tu=2026-03-24&den=2026-03-25")


def test_names_that_are_none_are_answered_with_those_near(town: Town):
    client = Client()
    answer = client.get("/en/quy-dinh/commune-disclose-contribution/")
    assert answer.status_code == 404
    assert CONTRIBUTIONS in answer.content.decode()
    assert "commune" in client.get("/en/quy-dinh/loai/borough/").content.decode()
    for path in ("loai/borough/", "pham-vi/decree-1/", "bo/00.zip", f"bo/{'0' * 64}.json"):
        assert client.get(f"/quy-dinh/{path}").status_code == 404, path
    assert "is no day" in client.get(f"/en/quy-dinh/{CONTRIBUTIONS}/?ngay=soon").content.decode()


# --- the book as files ---


def test_the_hash_can_be_found_again_from_the_zip(town: Town, tmp_path: Path):
    client = Client()
    answer = client.get(reverse("rulebook-zip"))
    with zipfile.ZipFile(BytesIO(answer.content)) as bundle:
        assert {name: bundle.read(name) for name in bundle.namelist()} == files()
        bundle.extractall(tmp_path / "bo")
    recipe = rulepages.RECIPE.partition("\n")[2]
    out = subprocess.run(["bash", "-c", recipe], cwd=tmp_path / "bo", capture_output=True, text=True, check=True).stdout
    hash = client.get(reverse("rulebook-json")).json()["hash"]
    assert out.split() == [hash, "-"]
    assert hash in client.get(reverse("rules")).content.decode()


@pytest.mark.parametrize("name", ["rulebook-json", "rulebook-zip"])
def test_files_are_kept_by_their_hash(town: Town, name: str):
    client = Client()
    now = client.get(reverse(name))
    assert now["Cache-Control"] == "public, max-age=0, must-revalidate"
    named = client.get(reverse(name, args=[book().hash.hex()]))
    assert named["Cache-Control"].endswith("immutable")
    assert (named.content, named["ETag"]) == (now.content, now["ETag"])
    again = client.get(reverse(name), headers={"If-None-Match": now["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert client.head(reverse(name)).status_code == 200
    assert client.post(reverse(name)).status_code == 405
    assert not now.cookies


def test_json_says_everything_and_comes_small(town: Town):
    client = Client()
    plain, small = client.get(reverse("rulebook-json")), client.get(reverse("rulebook-json"), headers={"Accept-Encoding": "gzip"})
    assert gzip.decompress(small.content) == plain.content
    said = json.loads(plain.content)
    told = Path(__file__).parents[1].joinpath("docs/rulebook-json.md").read_text(encoding="utf-8")
    assert [key for key in said if f"`{key}`" not in told] == []
    assert {f"`{key}`" for rule in said["rules"] for key in rule if f"`{key}`" not in told} == set()
    assert {rule["id"] for rule in said["rules"]} == set(look.every(book()))


# --- with a book made by hand ---


def whole_book() -> Rulebook:
    """The book made by hand, covered article by article, with an open question and a clock of another law."""
    made = made_book()
    articles = (
        Article("law-10-2022-qh15", 1, MADE, Text("Chỉ nêu phạm vi.", "It names the scope alone."), None),
        Article("law-10-2022-qh15", 36, MADE, None, Text("Phần còn lại.", "The rest.")),
    )
    question = Question("made", "Law 97/2025/QH15", MADE, Text("Chưa có để đọc.", "Not held."), ("made-limit",))
    items = {**made.items, 5: replace(made.items[5], sector=("made-began",), no_sector=None)}
    return replace(made, articles=articles, questions=(question,), items=items)


def draw(template: str, page: object, language: str = "vi") -> str:
    with translation.override(language):
        return render_to_string(template, {"page": page, "site": samples.site(), "other_language_href": "/en/"})


@pytest.mark.parametrize("language", ["vi", "en"])
def test_changes_are_told_key_by_key(language: str):
    made = whole_book()
    with translation.override(language):
        page = rulepages.changes_page(made, rules.Between(None), LAST, NEXT)
    assert [len(rows) for rows in (page.begun, page.ended, page.reworded, page.passed)] == [1, 1, 2, 0]
    reworded = next(row for row in page.reworded if row.differences)
    said = {one.name: (one.before, one.after) for one in reworded.differences}
    clock = {"vi": ("Thời hạn", "trong 5 ngày làm việc", "trong 30 ngày"), "en": ("Clock", "within 5 working days", "within 30 days")}[
        language
    ]
    assert said[clock[0]] == clock[1:]
    text = draw("pages/rules_changes.html", page, language)
    assert clock[2] in text
    assert leaks(text) == [] or language == "en"


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_three_shapes_and_what_is_covered(language: str):
    made, text = whole_book(), ""
    with translation.override(language):
        pages = {id: rulepage.rule_page(made, id, NEXT, ()) for id in look.every(made)}
        articles, coverage = rulepages.articles_page(made, "law-10-2022-qh15"), rulepages.coverage_page(made)
        sheet = rulepages.kind_page(made, "board", NEXT, "/quy-dinh/loai/board/")
        numbers, share = words.bounds_word(made.limits["made-limit"]), words.passes_word(made.decisions["made-decision"])
    assert numbers == {"vi": "5 đến 9 người, từ 1/10 (10%) trở lên", "en": "5 to 9 people, 1/10 (10%) or more"}[language]
    assert share == {"vi": "từ 2/3 trở lên tổng số hộ gia đình", "en": "2/3 or more of all households"}[language]
    for page in pages.values():
        text += draw("pages/rule.html", page, language)
    assert [row.shown for row in pages["made-reworded"].wordings] == [True, False]
    assert [field.name for field in pages["made-limit"].questions]
    assert (articles.rows[0].binds_nobody != "", articles.rows[1].rules[0].href) == (True, reverse_in(language, "made-limit"))
    assert (coverage.whole[0].articles, coverage.whole[0].nobody, coverage.whole[0].left_out) == (2, 1, 1)
    assert [len(item.sector) for item in coverage.items if item.number == 5] == [1]
    assert (sheet.total, sheet.kept) == (1, 0)
    text += draw("pages/rules_articles.html", articles, language) + draw("pages/rules_coverage.html", coverage, language)
    text += draw("pages/rules_kind.html", sheet, language)
    assert leaks(text) == [] or language == "en"


def reverse_in(language: str, id: str) -> str:
    with translation.override(language):
        return reverse("rule", args=[id])


def test_the_wording_of_the_day_asked_is_shown():
    made = whole_book()
    with translation.override("en"):
        before, after = (rulepage.rule_page(made, "made-reworded", day, ()) for day in (LAST, NEXT))
        found = rulepages.find(made, rulepages.Wish(date(2020, 1, 1), stand="to-come"))
    assert (before.clock, after.clock) == ("within 5 working days", "within 30 days")
    assert {rule.id for rule in found} == set(look.every(made))


def test_a_confirmed_wording_says_by_whom():
    made = whole_book()
    duty = look.on(look.every(made)["made-reworded"], NEXT)
    confirmed = {look.wording_hash(duty): rulepage.Confirmation(date(2026, 11, 2), "Sở Tư pháp", "12/BC-STP")}
    with translation.override("en"):
        page = rulepage.rule_page(made, duty.id, NEXT, (), confirmed)
        plain = rulepage.rule_page(made, duty.id, NEXT, ())
    assert page.review == "Confirmed by Sở Tư pháp on 2 Nov 2026, 12/BC-STP."
    assert len(page.marks) < len(plain.marks)
    wish = rulepages.Wish(NEXT, stand="judged")
    assert [rule.id for rule in rulepages.find(made, wish, confirmed)] == [duty.id]
    assert rulepages.find(made, wish) == ()


def test_every_word_of_the_closed_lists_is_said():
    """What no list of words knows would come out as its code."""
    with translation.override("vi"):
        form = rules.Search(QueryDict(), made_book())
        choices = [word for field in form.fields.values() if hasattr(field, "choices") for _value, word in field.choices]
    assert [word for word in choices if ENGLISH.search(str(word)) or re.fullmatch(r"[a-z-]+", str(word)) and len(str(word)) > 3] == []
