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


PLACE = re.compile(r"%\\\(\w+\\\)[sd]|\\\{\w+\\\}")  # where a sentence of the catalogue takes a name or a number, in a pattern made of it


def labels(language: str) -> tuple[set[str], list[re.Pattern[str]]]:
    """What the house calls things: as it stands, and as patterns where a name or a number comes in."""
    entries = messages.polib.pofile(str(messages.catalogue("vi")))
    told = [(one.msgid, one.msgid_plural) if language == "en" else (one.msgstr, *one.msgstr_plural.values()) for one in entries]
    said = {text for texts in told for text in texts if text}
    open_ones = [re.escape(text) for text in said if "%(" in text or "{" in text]
    return said, [re.compile(PLACE.sub(".+", text)) for text in open_ones if len(PLACE.sub("", text)) > 4]


@pytest.mark.parametrize("language", ["vi", "en"])
def test_what_it_calls_a_button_is_what_the_house_calls_it(language: str):
    """Words in bold are names of buttons, links and headings, letter for letter, or a sentence with its full stop: a catalogue that calls
    them otherwise breaks the task."""
    said, patterns = labels(language)
    folder = FOLDER / "en" if language == "en" else FOLDER
    bold = {(path.stem, word) for path in folder.glob("*.md") for word in re.findall(r"\*\*(.+?)\*\*", path.read_text(encoding="utf-8"))}
    assert len(bold) > 40
    called = [one for one in sorted(bold) if not one[1].endswith(".") and one[1] not in said]
    assert [one for one in called if not any(pattern.fullmatch(one[1]) for pattern in patterns)] == []


def test_it_is_in_every_footer(town: Town):
    client: Client = town.client()
    assert 'href="/huong-dan/"' in client.get("/").content.decode()
    assert 'href="/en/huong-dan/"' in client.get("/en/").content.decode()
