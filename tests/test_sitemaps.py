"""What search engines are told: all that is public, nothing else, in stretches of one size."""

import re
from functools import lru_cache
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element

import pytest
from defusedxml.ElementTree import fromstring
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver

from dinhlang.ground.bodies.models import Body
from dinhlang.web import sitemaps
from dinhlang.works.disclosures import acts
from dinhlang.works.disclosures.tests.town import ANN, ONE, WARD, Town, make_town

S, X = "{http://www.sitemaps.org/schemas/sitemap/0.9}", "{http://www.w3.org/1999/xhtml}"


@pytest.fixture
def town(monkeypatch: pytest.MonkeyPatch, db: None) -> Town:
    made = make_town(monkeypatch)
    made.disclosed("2026-11-02")
    return made


def read(client: Client, address: str) -> Element:
    response = client.get(urlsplit(address).path)
    assert (response.status_code, response["Content-Type"]) == (200, "application/xml; charset=utf-8")
    return fromstring(response.content)


def parts(client: Client) -> dict[str, Element]:
    found = [one.text or "" for one in read(client, "/sitemap.xml").iter(f"{S}loc")]
    return {address.rsplit("/", 1)[1].removesuffix(".xml"): read(client, address) for address in found}


def urls(client: Client, name: str) -> list[Element]:
    """What all stretches of this name hold: PostgreSQL counts bodies on from test to test, so theirs may lie in any stretch."""
    return [one for key, part in parts(client).items() if key.startswith(f"{name}-") for one in part.iter(f"{S}url")]


def addresses(*some: Element) -> list[str]:
    return [urlsplit(one.text or "").path for each in some for one in each.iter(f"{S}loc")]


@lru_cache(maxsize=1)
def disallowed(rules: str) -> tuple[re.Pattern[str], ...]:
    """What robots.txt keeps back, as patterns: more than Python remembers by itself, so each would be made again for each address."""
    told = (line.removeprefix("Disallow: ") for line in rules.splitlines() if line.startswith("Disallow: "))
    return tuple(re.compile(re.escape(one).replace(r"\*", ".*").replace(r"\$", "$")) for one in told)


def refused(path: str, rules: str) -> bool:
    """Whether robots.txt keeps a crawler from `path` (RFC 9309, section 2.2.2)."""
    return any(pattern.match(path) for pattern in disallowed(rules))


def robots(client: Client) -> str:
    with override_settings(DEMO=False):
        return client.get("/robots.txt").content.decode()


def test_it_works(town: Town):
    client = town.client()
    found = parts(client)
    assert list(dict.fromkeys(name.rstrip("-0123456789") for name in found)) == ["trang", "quy-dinh", "don-vi", "viec"]
    everything = [path for part in found.values() for path in addresses(part)]
    assert len(everything) == len(set(everything)) > 1000
    assert {f"/don-vi/{WARD}/", f"/en/don-vi/{ONE}/", "/", "/en/quy-dinh/"} <= set(everything)
    rules = robots(client)
    assert [path for path in everything if refused(path, rules)] == []
    some = [path for path in everything if "quy-dinh" not in path]
    assert {path: status for path in some if (status := client.get(path).status_code) != 200} == {}


def test_each_address_names_both_languages_and_when_it_changed(town: Town):
    found = {one.findtext(f"{S}loc"): one for one in urls(town.client(), "don-vi")}
    one = found[f"http://testserver/en/don-vi/{WARD}/"]
    links = {(link.get("hreflang"), link.get("href")) for link in one.iter(f"{X}link")}
    assert links == {("vi", f"http://testserver/don-vi/{WARD}/"), ("en", f"http://testserver/en/don-vi/{WARD}/")}
    assert one.findtext(f"{S}lastmod") == "2026-11-02"
    assert len(found) == 2 * Body.objects.count()


def test_what_is_sealed_is_not_named(town: Town):
    before = addresses(*urls(town.client(), "viec"))
    town.do(acts.report, ANN, title="Chưa dán", where="Loa", item=5, show=False)
    town.flush()
    assert addresses(*urls(town.client(), "viec")) == before


def test_an_enterprise_is_not_named(town: Town):
    Body.objects.filter(pk=town.ids[ONE]).update(kind="employer")
    assert f"/don-vi/{ONE}/" not in addresses(*urls(town.client(), "don-vi"))


def test_stretches_hold_everything_once_and_cost_the_same(town: Town, monkeypatch: pytest.MonkeyPatch):
    client = town.client()
    whole = sorted(addresses(*urls(client, "don-vi")))
    monkeypatch.setattr(sitemaps, "BODIES", max(3, Body.objects.latest("id").pk // 3))
    monkeypatch.setattr(sitemaps, "ENTRIES", 7)
    sitemaps.cache.forget()
    found = parts(client)
    assert sorted(path for name, part in found.items() if name.startswith("don-vi-") for path in addresses(part)) == whole
    assert any(addresses(part) for name, part in found.items() if name.startswith("viec-"))
    sitemaps.cache.forget()
    for name in found:
        with CaptureQueriesContext(connection) as asked:
            client.get(f"/sitemap/{name}.xml")
        assert len(asked) <= 4, name


@pytest.mark.parametrize("name", ["x", "don-vi", "don-vi--1", "don-vi-x", "don-vi-9999999999", "viec-truoc-٣", "khac-0"])
def test_a_sitemap_that_is_none_is_404(town: Town, name: str):
    assert town.client().get(f"/sitemap/{name}.xml").status_code == 404


def test_an_empty_stretch_is_an_empty_sitemap(town: Town):
    assert addresses(read(town.client(), "/sitemap/don-vi-999.xml")) == []


def test_a_demonstration_is_told_to_nobody(town: Town):
    assert town.client().get("/robots.txt").content.decode() == "User-agent: *\nDisallow: /\n"


def test_forms_sign_in_receipts_and_files_are_kept_back(town: Town):
    rules = robots(town.client())
    kept = (
        "/dang-nhap/", "/en/dang-nhap/", "/viec-can-lam/", f"/don-vi/{WARD}/cong-khai/", f"/en/don-vi/{WARD}/dang-ky-van-ban/",
        "/tep/ab/0/", "/bien-nhan/x/", "/bien-nhan/x/noi-dung/", "/xong/x/", "/cong-khai/x/dinh-chinh/", "/log/checkpoint", "/?q=x",
        "/nhat-ky/?truoc=5", "/kieu/",
    )  # fmt: skip
    assert [path for path in kept if not refused(path, rules)] == []
    assert "Sitemap: https://testserver/sitemap.xml" in rules


def test_every_public_name_is_the_name_of_an_address():
    assert sitemaps.PUBLIC - {name for _path, name in sitemaps._addresses(get_resolver())} == set()
