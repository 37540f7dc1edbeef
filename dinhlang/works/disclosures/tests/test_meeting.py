"""The notice of a village meeting: whom it is for, and what becomes of it when the meeting is called off."""

import html
import re
from datetime import date

import pytest
from django.urls import reverse

from dinhlang.ground.duties import acts as duty_acts
from dinhlang.ground.duties import audit
from dinhlang.ground.record import rulebooks
from dinhlang.works.disclosures import acts
from dinhlang.works.disclosures.acts import Aim
from dinhlang.works.disclosures.tests.town import MEETING, ONE, Town

OCCASION = "village-meeting-2026-11-28"


@pytest.fixture
def notice(town: Town) -> str:
    """A meeting announced on 18 November, its notice on the site, not yet on paper."""
    town.go("2026-11-18")
    payload = {"kind": "village-meeting", "day": date(2026, 11, 28), "place": "Nhà văn hoá", "title": "Bàn mức đóng góp"}
    town.do(duty_acts.event, "head", body=town.ids[ONE], **payload)
    words = {"title": "Họp tối thứ Bảy", "text": "Mời mỗi hộ một người.", "aims": (Aim(MEETING, OCCASION),)}
    return town.do(acts.post, "head", body=town.ids[ONE], **words).subject


def read(town: Town, name: str, *args: str, who: str = "") -> str:
    return html.unescape(town.client(who).get("/en" + reverse(name, args=args)).content.decode())


def test_its_page_says_when_the_meeting_is_called_off(town: Town, notice: str):
    assert "called off" not in read(town, "thing", notice)
    town.do(duty_acts.event_cancelled, "head", body=town.ids[ONE], occasion=OCCASION)
    assert "It was called off." in read(town, "thing", notice)
    assert "Bàn mức đóng góp" not in read(town, "body", ONE, who="resident:ann")
    assert "A village meeting was called off" in read(town, "record")
    assert list(audit.differences()) == []


def test_the_why_page_leads_there_for_the_village_head_alone(town: Town, notice: str):
    path = reverse("duties-event-cancelled", args=[ONE, OCCASION])
    assert path in read(town, "why", ONE, MEETING, OCCASION, who="head")
    assert path not in read(town, "why", ONE, MEETING, OCCASION, who="resident:ann")


def test_what_the_village_owes_its_people_is_not_told_to_everybody(town: Town, notice: str):
    why, forms = reverse("why", args=[ONE, MEETING, OCCASION]), "Notice to the people or to households"
    inside = read(town, "thing", notice, who="resident:ann")
    assert why in inside
    assert forms in inside
    outside = read(town, "thing", notice)
    assert "Mời mỗi hộ một người." in outside
    for word in (why, forms, "Who answers</dt>", "Not on show anywhere yet", "26 November 2026"):
        assert word not in outside
    assert "26 November 2026" in inside
    assert read(town, "thing", notice) == outside  # as it is kept


def test_the_village_page_leads_nobody_to_a_closed_door(town: Town, notice: str):
    town.hung(notice, "2026-11-19", "village-points", ONE, by="head", body=town.ids[ONE])
    client = town.client()
    for start in (reverse("body", args=[ONE]), reverse("thing", args=[notice]), reverse("duties", args=[ONE])):
        for path in set(re.findall(r'href="(/(?:don-vi|cong-khai)/[^"#?]*)', client.get(start).content.decode())):
            assert client.get(path).status_code == 200, path


def test_what_was_posted_asks_for_its_postings(town: Town, notice: str):
    page = read(town, "desk", who="head")
    assert f'href="/en{reverse("thing", args=[notice])}">Enter the postings' in page
    assert "nhiem-vu=" not in page
    assert OCCASION not in read(town, "disclosure-post", ONE, who="head")


def test_what_was_not_posted_asks_to_be_posted(town: Town):
    town.go("2026-11-18")
    payload = {"kind": "village-meeting", "day": date(2026, 11, 28), "place": "Nhà văn hoá", "title": "Bàn mức đóng góp"}
    town.do(duty_acts.event, "head", body=town.ids[ONE], **payload)
    assert "nhiem-vu=" in read(town, "desk", who="head")
    assert OCCASION in read(town, "disclosure-post", ONE, who="head")


@pytest.mark.parametrize(
    ("name", "who"), [("disclosure-place", "head"), ("disclosure-take-down", "head"), ("disclosure-countersign", "front")]
)
def test_its_forms_rest_on_the_decree(town: Town, notice: str, name: str, who: str):
    if name != "disclosure-place":  # only what hangs is taken down and confirmed
        town.hung(notice, "2026-11-19", "village-points", ONE, by="head", body=town.ids[ONE])
    page = read(town, name, notice, who=who)
    assert "Decree 59/2023/NĐ-CP Art. 3(3)" in page
    assert "Law 10/2022" not in page


def test_the_form_of_a_meeting_says_what_the_rule_says(town: Town):
    assert rulebooks.current().duties[MEETING].summary.en in read(town, "duties-event", ONE, who="head")
