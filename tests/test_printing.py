"""A page printed from the browser bears at its foot where the live page is, as words and as a code, and the digest of what was printed."""

import hashlib
from html import unescape

import pytest
from django.urls import reverse

from dinhlang.core.rules import State
from dinhlang.ground.ui import words
from dinhlang.works.budgets import acts as budgets
from dinhlang.works.disclosures import acts
from dinhlang.works.disclosures.tests.town import WARD, Town, make_town
from tests.budgets.test_enter import PAYLOAD, TABLE

SITE = "http://testserver"  # the tests run as a demonstration, which is served in clear


@pytest.fixture
def town(monkeypatch: pytest.MonkeyPatch, db: None) -> Town:
    """The ward on 20 November 2026, with a table of its budget and a disclosure."""
    town = make_town(monkeypatch)
    town.go("2026-11-20")
    return town


def check_foot(town: Town, address: str, words: str) -> None:
    """Opened anew and kept, the page bears the same foot; its digest is worked out here from `words`."""
    for _time in range(2):
        foot = unescape(town.client().get(address).content.decode().partition('<div class="board">')[2])
        assert f"<p>{SITE}{address}</p>" in foot
        assert foot.count("<svg") == 1
        assert hashlib.sha256(words.encode()).hexdigest() in foot


def test_a_disclosure(town: Town) -> None:
    town.decided()
    subject = town.posted().subject
    page = town.client().get(address := reverse("thing", args=[subject])).context["page"]
    check_foot(town, address, "\n".join([page.title, *page.lines]))


def test_a_disclosure_that_was_withdrawn_has_nothing_to_prove(town: Town) -> None:
    town.decided()
    subject = town.posted().subject
    town.do(acts.withdraw, disclosure=subject, reason="posted-by-mistake")
    assert 'class="board"' not in town.client().get(reverse("thing", args=[subject])).content.decode()


def test_the_register(town: Town) -> None:
    page = town.client().get(address := reverse("register", args=[WARD, "2026-Q3"])).context["page"]
    check_foot(town, address, "\n".join([page.title, *(f"{row.item} {words.word(State.NOT_YET_DUE)} 0" for row in page.rows)]))


def test_a_table_of_the_budget(town: Town) -> None:
    subject = town.do(budgets.enter, **PAYLOAD).subject
    page = town.client().get(address := reverse("budget", args=[subject])).context["page"]
    check_foot(town, address, "\n".join([page.title, *(f"{row.label} {row.plan} {row.done}" for row in TABLE)]))
