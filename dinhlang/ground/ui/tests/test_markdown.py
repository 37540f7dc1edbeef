"""The small part of Markdown that this house writes in: everything escaped, nothing but what is named."""

import re

import pytest

from dinhlang.ground.ui.markdown import Picture, anchor, written


def html(source: str) -> str:
    return str(written(source, lambda href: f"/to/{href}", lambda name: Picture(f"/p/{name}", 390, 800)).body)


def test_it_works():
    text = written("# Tên\n\nMột **đoạn**\nhai dòng.\n\n## Việc đầu\n\n### Nhỏ\n", str, Picture)
    assert text.title == "Tên"
    assert text.parts == (("viec-dau", "Việc đầu"),)
    assert text.body == '<p>Một <strong>đoạn</strong> hai dòng.</p>\n<h2 id="viec-dau">Việc đầu</h2>\n<h3 id="nho">Nhỏ</h3>'


@pytest.mark.parametrize(
    ("source", "markup"),
    [
        ("- một\n- hai\n  ba", "<ul><li>một</li><li>hai ba</li></ul>"),
        ("1. một\n2. hai", "<ol><li>một</li><li>hai</li></ol>"),
        ("[chữ](a.md)", '<p><a href="/to/a.md">chữ</a></p>'),
        ("`a **b**`", "<p><code>a **b**</code></p>"),
        ("> một\n> hai", '<div class="note"><p>một hai</p></div>'),
        ("```\na <b>\n\n  c\n```", "<pre>a &lt;b&gt;\n\n  c</pre>"),
        ("**một `mã`**", "<p><strong>một <code>mã</code></strong></p>"),
    ],
)
def test_each_form(source: str, markup: str):
    assert html(source) == markup


def test_a_table_becomes_cards_on_a_phone():
    found = html("| Một | Hai |\n|---|---|\n| a | **b** |")
    assert '<th scope="col" role="columnheader">Một</th>' in found
    assert '<td role="cell" data-l="Hai"><strong>b</strong></td>' in found
    assert found.count("<tr") == 2


def test_a_picture_has_its_size_and_its_words():
    found = html("![Trang đầu](a.webp)")
    assert '<img src="/p/a.webp" alt="" width="390" height="800" loading="lazy" decoding="async">' in found
    assert "<figcaption>Trang đầu</figcaption>" in found
    assert 'class="shot tall"' in found


@pytest.mark.parametrize(
    "nasty",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "- <b>",
        "| <i> | x |\n|---|---|\n| <u> | y |",
        '[a"b](c"d)',
        '![a"><b>](x">y)',
        "## <h1>",
        "> <p>",
        "`<code>`",
        "**<strong>**",
        "```\n</pre><script>\n```",
    ],
)
def test_nothing_typed_becomes_markup(nasty: str):
    found = html(nasty)
    known = r"</?(?:p|ul|ol|li|h[23]|div|pre|code|strong|a|table|thead|tbody|tr|th|td|figure|figcaption|img)(?: [a-z-]+=\"[^\"<>]*\")*>"
    assert "<" not in re.sub(known, "", found)


@pytest.mark.parametrize("source", ["", "\n\n", "#", "##", "-", "1.", "|", "```", ">", "**", "[](x)", "![](x)", "`", "[a](b", "# a\n# b"])
def test_what_is_unfinished_breaks_nothing(source: str):
    assert isinstance(html(source), str)


def test_an_anchor_has_no_marks():
    assert anchor("Công khai một quyết định: một tệp vào, sáu bản ra") == "cong-khai-mot-quyet-dinh-mot-tep-vao-sau-ban-ra"
