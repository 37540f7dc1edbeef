"""Every page draws from its shapes, in both languages; dates and charts say what they are given."""

import re
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from django import forms
from django.conf import settings
from django.forms.renderers import DjangoTemplates
from django.template import engines
from django.template.loader import render_to_string
from django.test import override_settings
from django.utils import translation
from django.utils.safestring import mark_safe

from dinhlang.core.rules import State
from dinhlang.ground.ui import format, samples, svg, words
from dinhlang.ground.ui.forms import HallRenderer

pytestmark = pytest.mark.usefixtures("plain_context")
HERE = Path(__file__).parents[1]


@pytest.fixture
def plain_context():
    """Pages here are drawn without a request, so no context processor and no manifest of static files is needed."""
    stores = {**settings.STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
    with override_settings(STORAGES=stores, FORM_RENDERER="dinhlang.ground.ui.forms.HallRenderer"):
        yield


def draw(template: str, page: object, language: str) -> str:
    """The page as text, with every name that a template asks for and does not get made loud."""
    engine = engines["django"].engine
    before, engine.string_if_invalid = engine.string_if_invalid, "!!%s!!"
    try:
        with translation.override(language):
            return render_to_string(template, {"page": page, "site": samples.site(signed_in_as="Văn phòng"), "other_language_href": "/en/"})
    finally:
        engine.string_if_invalid = before


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("name", sorted(samples.pages()))
def test_it_works(name, language):
    html = draw(*samples.pages()[name], language)
    assert "!!" not in html
    assert html.count("<h1") == 1
    assert f'<html lang="{language}">' in html
    assert "<script" not in html
    assert " style=" not in html
    assert "<style" not in html
    ids = re.findall(r' id="([^"]+)"', html)
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("code", ["400", "403_csrf", "500", "503"])
def test_error_pages_need_nothing(code):
    html = render_to_string(f"{code}.html")
    assert 'lang="vi"' in html
    assert 'lang="en"' in html


def test_what_people_typed_is_escaped_and_kept():
    html = draw("pages/form.html", samples.form(bound=True), "vi")
    assert 'value="112/QĐ-UBND"' in html
    assert 'value="32/13/2026"' in html
    assert 'href="#id_dated"' in html
    assert 'aria-describedby="id_dated_helptext id_dated_error"' in html
    assert 'value="0b9cb2a4-63ab-4bc5-a8d1-9a3f3c1a2b4d"' in html
    assert "&lt;b&gt;" in svg.timeline((svg.Lane("<b>", "x", ()),), date(2026, 1, 1), date(2026, 1, 2))


def test_done_stands_before_owed():
    html = draw("pages/body.html", samples.body(), "vi")
    assert html.index('id="recent"') < html.index('id="open"') < html.index('id="todo"')


def test_days_read_as_people_write_them():
    day = date(2026, 11, 23)
    assert (format.long_day(day, "vi"), format.long_day(day, "en")) == ("thứ Hai 23/11/2026", "Monday 23 November 2026")
    assert format.instant(datetime(2026, 11, 22, 17, 5, tzinfo=UTC), "vi") == "00:05, 23/11/2026"
    assert (format.money(1234567, "vi"), format.count(1234567, "en")) == ("1.234.567\u00a0đ", "1,234,567")
    with pytest.raises(ValueError, match="zone"):
        format.clock(datetime(2026, 11, 23))  # noqa: DTZ001  the mistake itself


def test_every_state_has_a_word_an_icon_and_a_class():
    sheet = (HERE / "static/ui/hall.css").read_text()
    assert set(words.WORDS) == set(State)
    for look in words.WORDS.values():
        assert look.icon in words.ICONS
        assert all(f".{name}" in sheet for name in look.css.split())
    assert len({look.msg for look in words.WORDS.values()}) == len(State)


def test_charts_say_in_words_what_they_draw():
    with translation.override("en"):
        drawn = svg.day_steps(samples.STEPS, date(2026, 11, 6))
        assert "<desc>5 days are counted. The due day is Friday 6 November 2026.</desc>" in drawn
        assert svg.day_steps((), None) == ""
        assert ": acts 1, days with acts 1." in svg.life({date(2026, 11, 1): 1}, date(2026, 11, 23))
    with pytest.raises(ValueError, match="ends before"):
        svg.timeline((), date(2026, 2, 1), date(2026, 1, 1))


def luminance(colour: str) -> float:
    """Relative luminance (WCAG 2.2) of a hex colour."""
    digits = colour[1:] if len(colour) == 7 else "".join(c * 2 for c in colour[1:])
    r, g, b = (v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in (int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)))
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def contrast(one: str, other: str) -> float:
    """Contrast ratio (WCAG 2.2)."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("dark", [False, True])
def test_contrast_is_enough(dark):
    sheet = (HERE / "static/ui/hall.css").read_text()
    at = sheet.index("@media(prefers-color-scheme:dark)")
    pairs = re.findall(r"--([\w-]+):(#[0-9a-f]+)", sheet[:at])
    if dark:
        pairs += re.findall(r"--([\w-]+):(#[0-9a-f]+)", sheet[at : sheet.index("*{box-sizing")])
    token = dict(pairs)
    states = ("done", "late", "open", "wait", "none")
    text = [(a, b) for a in ("ink", "soft", "lacquer") for b in ("paper", "sheet", "well", "late-bg")]
    text += [(s, f"{s}-bg") for s in states] + [(s, "sheet") for s in states]
    assert not [(a, b) for a, b in text if contrast(token[a], token[b]) < 4.5]
    assert contrast("#ffffff", token["press"]) >= 4.5
    shapes = [("edge", "sheet"), ("gold", "sheet"), ("gold", "paper"), ("done", "well"), ("none", "well"), ("open", "well")]
    assert not [(a, b) for a, b in shapes if contrast(token[a], token[b]) < 3]


@pytest.mark.parametrize(
    ("basis", "said"),
    [
        ("Law 10/2022/QH15 Art. 11(5)", "Luật 10/2022/QH15, Điều 11 khoản 5"),
        ("Law 10/2022/QH15 Art. 11(5), 13(1), 13(2)(b)", "Luật 10/2022/QH15, Điều 11 khoản 5, Điều 13 khoản 1, khoản 2 điểm b"),
        ("Law 10/2022/QH15 Art. 17; Decree 59/2023/NĐ-CP Art. 3, 4", "Luật 10/2022/QH15, Điều 17; Nghị định 59/2023/NĐ-CP, Điều 3, Điều 4"),
        ("Law 47/2024/QH15", "Luật 47/2024/QH15"),
        ("house: docs/log-format.md, section 11", "docs/log-format.md, mục 11"),
        ("Luật 10/2022/QH15, Điều 8", "Luật 10/2022/QH15, Điều 8"),
        ("Law 10/2022/QH15 Art. as amended", "Law 10/2022/QH15 Art. as amended"),
        ("Decree 49/2026/NĐ-CP Art. 15(3), Annex III(2)(d)", "Nghị định 49/2026/NĐ-CP, Điều 15 khoản 3, Phụ lục III (2)(d)"),
        ("Joint Resolution 403/2017 Art. 9(1)", "Nghị quyết liên tịch 403/2017, Điều 9 khoản 1"),
        ("Law 42/2013/QH13 Art. 15 (amended by Law 1/2025/QH15)", "Luật 42/2013/QH13, Điều 15 (được Luật 1/2025/QH15 sửa đổi)"),
        ("Bill of 2026 to replace Law 1/2016/QH13 (outcome not known)", "dự án luật năm 2026 thay thế Luật 1/2016/QH13 (chưa rõ kết quả)"),
        ("Law 25/2018/QH14, Decree 31/2019/NĐ-CP", "Luật 25/2018/QH14, Nghị định 31/2019/NĐ-CP"),
        ("", ""),
    ],
)
def test_articles_are_cited_as_readers_cite_them(basis: str, said: str) -> None:
    assert format.cited(basis, "vi") == said
    assert format.cited(basis, "en") == basis.removeprefix("house: ")


def test_every_citation_of_the_house_reads_in_vietnamese() -> None:
    for folder in ("rulebook", "policy"):
        for path in sorted((Path(__file__).parents[4] / folder).rglob("*.toml")):
            for found in re.findall(r'\bbasis\s*=\s*"([^"]+)"', path.read_text()):
                if path.name not in {"terms.toml"}:  # the ways of counting rest on a convention, said in words and shown on no page
                    assert not re.search(r"\b(Law|Decree|Art)\b", format.cited(found, "vi")), (path.name, found)


def test_a_line_has_room_for_one_article() -> None:
    assert format.first_place("Law 10/2022/QH15 Art. 11(5), 12(3); Decree 59/2023/NĐ-CP Art. 3") == "Law 10/2022/QH15 Art. 11(5)"


def test_long_names_of_forms_stand_above_their_state() -> None:
    first, last = date(2026, 1, 1), date(2026, 3, 1)
    short, long = svg.Lane("Trụ sở", "đúng hạn", ()), svg.Lane("Niêm yết tại nhà văn hóa, điểm sinh hoạt cộng đồng", "đúng hạn", ())
    assert 'viewBox="0 0 320 86"' in svg.timeline((short,), first, last)
    drawing = svg.timeline((long,), first, last)
    assert 'viewBox="0 0 320 103"' in drawing
    assert "…</text>" in drawing
    assert f"<desc>{long.name}" in drawing


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("kind", [forms.Select, forms.SelectMultiple, forms.RadioSelect, forms.CheckboxSelectMultiple])
@pytest.mark.parametrize("attrs", [{}, {"id": "a'b", "class": "<x>", "disabled": True, "hidden": False, "size": 3}])
def test_choices_are_drawn_as_by_their_templates(kind: type[forms.Select], attrs: dict[str, Any], language: str) -> None:
    lines = [("", "—"), ("a&b", "<b>"), (None, mark_safe("<i>x</i>")), (1234, 12345), (False, 1.5)]
    for choices in (lines, [*lines, ("'nhóm'", [("c", "C"), ("d", "D")]), (5000, [("e", 1)])], []):
        widget = kind(attrs=attrs, choices=choices)
        for value in ("a&b", "c", None, "", ["", "d", "1234"]):
            with translation.override(language):
                drawn, made = (str(widget.render("n:<é>", value, renderer=one)) for one in (HallRenderer(), DjangoTemplates()))
            assert drawn == made
