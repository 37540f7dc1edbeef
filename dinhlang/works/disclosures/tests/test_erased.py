"""A disclosure whose words were erased says so, and is not called withdrawn."""

import pytest
from django.urls import reverse

from dinhlang.ground.record import acts as record_acts
from dinhlang.works.disclosures.tests.town import make_town

pytestmark = pytest.mark.django_db


def test_it_works(monkeypatch: pytest.MonkeyPatch) -> None:
    town = make_town(monkeypatch)
    town.go("2026-11-02")
    thing = town.disclosed()
    town.do(record_acts.erase, "chair", leaf=thing.leaf, part="public", reason="published-in-error")
    page = town.client().get(reverse("thing", args=[thing.subject])).content.decode()
    heading = page.partition("<h1>")[2].partition("</h1>")[0]
    assert "(nội dung đã được xóa)" in heading
    assert "thu hồi" not in heading
