"""The style page shows every component; every sample page draws in both languages as good HTML; light and dark are the sheet's own."""

import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.template import Context, Template
from django.template.loader import render_to_string
from django.test import Client, override_settings
from django.utils import translation
from django.utils.safestring import SafeString

from dinhlang.ground.ui import samples
from dinhlang.ground.ui.samples.components import INTERNAL
from tests.markup import mistakes

TEMPLATES = Path(samples.__file__).parents[1] / "templates"
pytestmark = pytest.mark.django_db


def drawn(template: str, page: object, language: str) -> str:
    with translation.override(language):
        return render_to_string(template, {"page": page, "site": samples.site(), "other_language_href": "/en/"})


def test_it_works():
    page = Client().get("/kieu/").content.decode()
    assert mistakes(page) == []
    assert all(f"<code>{one.template}</code>" in page for _title, found in samples.groups() for one in found)
    assert all(f"<code>{template}</code>" in page for template, _values in samples.pages().values())
    contents = page[page.index('id="contents"') : page.index("</nav>", page.index('id="contents"'))]
    assert len(re.findall(r'href="#([^"]+)"', contents)) > len(samples.groups())
    assert set(re.findall(r'href="#([^"]+)"', contents)) <= set(re.findall(r'id="([^"]+)"', page))


@pytest.mark.parametrize("path", ["/en/kieu/", "/kieu/?sac=toi", "/kieu/?sac=sang", "/kieu/?sac=x"])
def test_every_look_and_language(path: str):
    page = Client().get(path).content.decode()
    assert mistakes(page) == []
    assert ('class="dark"' in page, 'class="light"' in page) == ("toi" in path, "sang" in path)


def test_every_component_is_shown_or_named_as_internal(monkeypatch: pytest.MonkeyPatch):
    seen, drawn_before = set[str](), Template._render

    def noted(self: Template, context: Context) -> SafeString:
        seen.add(str(self.name))
        return drawn_before(self, context)

    monkeypatch.setattr(Template, "_render", noted)  # the parts of a page too, of which tests are told nothing else
    Client().get("/kieu/")
    for template, values in samples.pages().values():
        drawn(template, values, "vi")
    here = {path.relative_to(TEMPLATES).as_posix() for path in (TEMPLATES / "ui").rglob("*.html")}
    assert here - seen - set(INTERNAL) == set(), "a component without a sample: name it in samples.groups(), or draw it by a sample page"
    assert set(INTERNAL) <= here


def test_every_page_template_has_a_sample():
    here = {path.relative_to(TEMPLATES).as_posix() for path in (TEMPLATES / "pages").glob("*.html")}
    assert here - {template for template, _values in samples.pages().values()} == set()


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("name", sorted(samples.pages()))
def test_every_sample_is_good_html(name: str, language: str):
    assert mistakes(drawn(*samples.pages()[name], language)) == []


def test_the_check_finds_mistakes():
    good = '<!doctype html><html lang="vi"><head><title>x</title></head><body><main><p>a<br>b</p></main></body></html>'
    assert mistakes(good) == []
    assert mistakes(good.replace("<p>a", "<p><div>a</div>")) != []
    assert mistakes(good.replace("<main>", '<main id="a"><i id="a"></i>')) != []
    assert mistakes(good.replace("</p>", "")) == []  # may be left out
    assert mistakes(good.replace("</main>", "")) != []
    assert mistakes(good.replace("<br>", '<img src="x">')) != []
    assert mistakes(good.replace("<br>", "<ul><p>x</p></ul>")) != []
    assert mistakes(good.replace("<br>", '<label for="none">x</label>')) != []


def tokens(sheet: str, start: str) -> dict[str, str]:
    """The custom properties of the first block that begins with `start`."""
    block = sheet[sheet.index(start) :]
    return dict(re.findall(r"(--[a-z-]+):([^;}]+)", block[: block.index("}")]))


def test_light_and_dark_are_those_of_the_sheet():
    sheet, looks = (Path(str(finders.find(name))).read_text() for name in ("ui/hall.css", "ui/looks.css"))
    assert tokens(looks, ".light{") == tokens(sheet, ":root{")
    assert tokens(looks, ".dark{") == tokens(sheet, "@media(prefers-color-scheme:dark){:root{")
    assert len(tokens(looks, ".dark{")) > 15


def test_invented_pages_are_shown_in_a_demonstration_alone():
    client = Client()
    assert {name: client.get(f"/kieu/{name}/").status_code for name in samples.pages()} == dict.fromkeys(samples.pages(), 200)
    assert client.get("/kieu/none/").status_code == 404
    with override_settings(DEMO=False):
        assert client.get("/kieu/body/").status_code == 404
        assert "/kieu/body/" not in client.get("/kieu/").content.decode()
