"""Programs that others wrote for Open311 speak with this house: one files and reads in JSON, one reads in XML; both as they are published.

`three` is of the days of Python 2. Its one name that Python 3 has not, itertools.ifilter, is put back while it is imported; nothing else of
it is touched.
"""

import importlib
import itertools

import pytest
from georeport import GeoReport
from pytest_django.live_server_helper import LiveServer

from dinhlang.works.petitions import open311_views
from dinhlang.works.petitions.models import Petition
from tests.petitions.hall import CANARY, WARD, WORDS, make_desk


@pytest.mark.django_db(transaction=True)
def test_services_are_listed_and_a_request_is_filed_and_read_back(live_server: LiveServer, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(itertools, "ifilter", filter, raising=False)
    three = importlib.import_module("three")
    desk = make_desk(monkeypatch)
    open311_views.forget()
    client = three.Three(f"{live_server.url}/open311/v2/", jurisdiction=WARD)
    [endpoint] = client.discovery()["endpoints"]
    assert endpoint["url"].endswith("/open311/v2")
    services = {one["service_name"]: one["service_code"] for one in client.services()}
    code = services["Đường, cầu, vỉa hè"]
    assert client.services(code)["attributes"][0]["code"] == "village"
    [made] = client.post(code, address="ngõ 2, tổ 1", name="Lan Nông", phone="0912345678", description=WORDS)
    [read] = client.request(made["service_request_id"])
    assert (read["description"], read["status"], read["service_code"]) == (WORDS, "open", code)
    assert client.requests(code, between=["10-01-2026", "11-02-2026"]) == []  # nobody else reads it
    [error] = client.post("graffiti", address="ngõ 2", description=WORDS)
    assert error["code"] == 404
    [error] = client.post(code, address="ngõ 2", description=f"Tôi tố cáo ông Bình. {CANARY}")
    assert "25/2018/QH14" in error["description"]
    assert Petition.objects.get().body_id == desk.town.ward
    other = GeoReport(f"{live_server.url}/open311/v2", jurisdiction=WARD, output_format="xml")
    assert {one["service_name"]: one["service_code"] for one in other.get_service_list()} == services
    assert other.get_service_definition(code)["attributes"]["attribute"]["code"] == "village"
    assert other.get_service_request(made["service_request_id"])["description"] == WORDS
