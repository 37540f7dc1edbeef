"""The handbook: every page opens in both languages, every link and picture leads somewhere, every button it names is there."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import translation
from PIL import Image

from dinhlang.web import handbook
from dinhlang.works.disclosures.tests.town import Town, make_town
from scripts import messages

FOLDER = Path(settings.HANDBOOK_DIR)
READERS = ("cu-dan", "truong-thon", "cong-chuc-xa", "lanh-dao-xa", "mat-tran", "can-bo-tinh", "van-hanh", "kiem-chung")
HEAVIEST, ALL_TOGETHER = 60_000, 700_000


@pytest.fixture
def town(monkeypatch: pytest.MonkeyPatch, db: None) -> Town:
    return make_town(monkeypatch)


def addresses(language: str) -> list[str]:
    with translation.override(language):
        return [reverse("handbook"), *(reverse("handbook-page", args=[name]) for name in handbook.names())]


def test_it_works(town: Town):
    assert handbook.names() == READERS
    page = town.client().get("/huong-dan/").content.decode()
    assert page.count("<h1") == 1
    assert all(f'href="/huong-dan/{name}/"' in page for name in READERS)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_link_and_picture_leads_somewhere(town: Town, language: str):
    client = town.client()
    for address in addresses(language):
        page = client.get(address)
        assert page.status_code == 200, address
        text = page.content.decode()
        main = text[text.index("<main") : text.index("</main>")]
        for href in re.findall(r'(?:href|src)="([^"]+)"', main):
            path, _hash, part = href.partition("#")
            found = client.get(path) if path else page
            assert found.status_code == 200, f"{href} on {address}"
            assert not part or f'id="{part}"' in found.content.decode(), f"{href} on {address}"


@pytest.mark.parametrize("name", ["README", "khong-co", "..", "en", "pictures", "cu-dan.md"])
def test_a_page_that_is_none_is_404(town: Town, name: str):
    assert town.client().get(f"/huong-dan/{name}/").status_code == 404


@pytest.mark.parametrize("name", ["../cu-dan.md", "cu-dan.md", "khong-co.webp", "..%2fcu-dan.md"])
def test_a_picture_that_is_none_is_404(town: Town, name: str):
    assert town.client().get(f"/huong-dan/hinh/{name}").status_code == 404


def test_pictures_are_light_and_none_lies_about():
    kept = {path.name: path for path in (FOLDER / "pictures").iterdir()}
    named = set(re.findall(r"pictures/([\w.-]+)", "".join(path.read_text(encoding="utf-8") for path in FOLDER.glob("*.md"))))
    assert named == set(kept)
    assert {name: path.stat().st_size for name, path in kept.items() if path.stat().st_size > HEAVIEST} == {}
    assert sum(path.stat().st_size for path in kept.values()) <= ALL_TOGETHER
    for path in kept.values():
        with Image.open(path) as image:
            assert image.format in {"WEBP", "PNG"}


def test_every_page_has_a_short_form_in_english():
    assert {path.name for path in FOLDER.glob("*.md")} == {path.name for path in (FOLDER / "en").glob("*.md")}


def test_what_it_calls_a_button_is_what_the_house_calls_it():
    """Words in bold that begin a step are names of buttons, links and headings: a catalogue that calls them otherwise breaks the task."""
    said = {entry.msgstr for entry in messages.polib.pofile(str(messages.catalogue("vi")))}
    known = "\n".join(said)
    texts = [path.read_text(encoding="utf-8") for path in FOLDER.glob("*.md")]
    bold = {word for text in texts for word in re.findall(r"bấm \*\*(.+?)\*\*", text, re.IGNORECASE)}
    assert sorted(word for word in bold if word not in known) == []


def test_it_is_in_every_footer(town: Town):
    client: Client = town.client()
    assert 'href="/huong-dan/"' in client.get("/").content.decode()
    assert 'href="/en/huong-dan/"' in client.get("/en/").content.decode()
