"""The list as open data: held against the standard's own schema, the same bytes every time, nothing that the list does not say."""

import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.conf import LazySettings
from django.urls import reverse

from dinhlang.works.disclosures.tests.town import ONE, OTHER, WARD, Town
from dinhlang.works.projects import acts, policy
from dinhlang.works.projects.acts import Line
from tests.schemas import breaches, schema

BILLION = 1_000_000_000
PROJECTS = "https://standard.open-contracting.org/infrastructure/schema/0__9__5/project-schema.json"
FULL = Line("Đường tổ 1", 2026, "building", None, "Tổ 1", "UBND phường", "Công ty A", 2025, 2026, 2 * BILLION, BILLION, BILLION // 2)


def fetch(town: Town, **headers: str) -> bytes:
    response = town.client().get(reverse("projects-oc4ids", args=[WARD]), headers=headers)
    assert response["Content-Type"].startswith("application/json")
    return bytes(response.content)


def wrong(package: Any) -> list[str]:
    """How a package breaks the schema."""
    return list(breaches(package, schema("oc4ids", "project-package-schema.json"), {PROJECTS: schema("oc4ids", "project-schema.json")}))


@pytest.fixture
def listed(town: Town) -> Town:
    bare = Line("Kè bờ suối", 2026, "stopped")
    town.do(acts.import_rows, rows=[replace(FULL, village=town.ids[ONE]), bare, replace(bare, name="Chợ xã", status="unknown", paid=0)])
    return town


def test_it_works(listed: Town):
    package = json.loads(fetch(listed))
    assert wrong(package) == []
    one = next(row for row in package["projects"] if row["title"] == FULL.name)
    assert one["status"] == "implementation"
    assert one["budget"] == {"amount": {"amount": 2 * BILLION, "currency": "VND"}}
    assert [(party["name"], party["roles"]) for party in one["parties"]] == [
        ("UBND phường", ["publicAuthority"]),
        ("Công ty A", ["supplier"]),
    ]
    assert one["locations"][0]["description"] == "Tổ 1"
    assert one["forecasts"][0]["observations"][0]["value"]["amount"] == BILLION
    assert package["publishedDate"] == "2026-11-20T00:00:00+07:00"


def test_what_the_list_does_not_say_is_left_out(listed: Town):
    rows = {row["title"]: row for row in json.loads(fetch(listed))["projects"]}
    assert not {"status", "budget", "period", "parties", "publicAuthority", "metrics", "forecasts", "sector"} & set(rows["Kè bờ suối"])
    assert rows["Chợ xã"]["metrics"][0]["observations"][0]["value"]["amount"] == 0, "nothing paid is said; nothing known is not"


def test_the_same_list_gives_the_same_bytes(listed: Town):
    first = fetch(listed)
    listed.go("2026-11-25")
    assert fetch(listed) == first
    listed.do(acts.import_rows, rows=[Line("Trường mầm non", 2026)])
    assert json.loads(fetch(listed))["publishedDate"].startswith("2026-11-25")


def test_a_registered_prefix_stands_before_the_ids(listed: Town, settings: LazySettings):
    settings.OC4IDS_PREFIX = "oc4ids-abc123"
    assert all(row["id"].startswith("oc4ids-abc123-") for row in json.loads(fetch(listed))["projects"])


def test_every_state_that_is_said_is_one_of_the_standard():
    known = schema("oc4ids", "project-schema.json")["properties"]["status"]["enum"]
    assert {one.oc4ids for one in policy.lists().statuses.values()} - {""} <= set(known)


def test_where_there_is_no_list_there_is_no_package(town: Town):
    assert town.client().get(reverse("projects-oc4ids", args=[OTHER])).status_code == 404
    assert town.client().get(reverse("projects-oc4ids", args=["04"])).status_code == 404
    assert town.client().get(reverse("projects", args=[OTHER])).context["page"].data is None


def test_the_page_leads_there(listed: Town):
    assert listed.client().get(reverse("projects", args=[WARD])).context["page"].data.href == reverse("projects-oc4ids", args=[WARD])


def test_the_check_finds_what_is_wrong(listed: Town):
    package = json.loads(fetch(listed))
    package["projects"][0]["status"] = "completed"
    package["projects"][1]["updated"] = date(2026, 1, 1).isoformat()
    package["projects"][2]["colour"] = "red"
    package["version"] = "nine"
    del package["publisher"]["name"]
    assert len(wrong(package)) == 5
