"""The queue page: a soft budget for each address, never for who is signed in, without script, and nothing of an address kept."""

import pytest
from django.conf import LazySettings
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse

from dinhlang.web import queue
from dinhlang.web.queue import Budgets, Queue, address_of
from dinhlang.works.disclosures.tests.town import WARD, Town, make_town

VALLEY, OTHER = "203.0.113.7", "198.51.100.4"


@pytest.fixture
def town(monkeypatch: pytest.MonkeyPatch, db: None) -> Town:
    town = make_town(monkeypatch)
    town.go("2026-03-02")
    return town


@pytest.fixture
def budgets(monkeypatch: pytest.MonkeyPatch, settings: LazySettings) -> Budgets:
    """Two at once and one a second, by a clock that stands; without the demonstration's guard, which knows this machine alone."""
    settings.MIDDLEWARE = [one for one in settings.MIDDLEWARE if "loopback_only" not in one]
    now = [0.0]
    made = Budgets(1, 2, lambda: now[0])
    made.tell = lambda seconds: now.__setitem__(0, now[0] + seconds)
    monkeypatch.setattr(queue._queue, "budgets", made)
    return made


def test_a_budget_fills_again() -> None:
    now = [0.0]
    budget = Budgets(12, 120, lambda: now[0])
    assert [budget.spend(VALLEY) for _ in range(120)] == [0] * 120
    assert budget.spend(VALLEY) == pytest.approx(1 / 12)
    assert budget.spend(OTHER) == 0, "another address has its own"
    now[0] += 1 / 12
    assert budget.spend(VALLEY) == 0
    now[0] += 3600
    assert [budget.spend(VALLEY) for _ in range(121)].count(0) == 120


def test_five_hundred_households_behind_one_address_enter_within_ten_minutes() -> None:
    """Twenty mistyped entries each, and whoever is sent to the queue comes back when the page says so; two processes serve."""
    now = [0.0]
    budget = Budgets(12 * 2, 120 * 2, lambda: now[0])
    left = 500 * 21
    while left and now[0] < 600:
        taken = sum(1 for _ in range(min(left, 500)) if budget.spend(VALLEY) == 0)
        left -= taken
        now[0] += 2
    assert (left, now[0] < 600) == (0, True)


def test_only_so_many_addresses_are_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queue, "MOST", 10)
    budget = Budgets(1, 1, lambda: 0.0)
    for n in range(1000):
        budget.spend(f"10.0.{n // 250}.{n % 250}")
    assert len(budget._left) == 10
    assert not any("10.0" in str(one) for one in budget._left)


def test_it_works(town: Town, budgets: Budgets) -> None:
    client = Client(REMOTE_ADDR=VALLEY)
    address = reverse("body", args=[WARD])
    assert [client.get(address).status_code for _ in range(3)] == [200, 200, 503]
    page = client.get(address)
    html = page.content.decode()
    assert page["Retry-After"] == "2"
    assert page["Cache-Control"] == "no-store"
    assert '<meta http-equiv="refresh" content="2">' in html
    assert "<script" not in html
    assert "Không ai bị từ chối" in html
    assert "Nobody is turned away" in html
    assert Client(REMOTE_ADDR=OTHER).get(address).status_code == 200
    assert Client(REMOTE_ADDR="127.0.0.1").get(address).status_code == 200
    assert client.get("/suc-khoe/").status_code in {200, 503}
    assert b"Retry" not in client.get("/suc-khoe/").content
    budgets.tell(1)
    assert client.get(address).status_code == 200


def test_what_is_sent_is_sent_again(town: Town, budgets: Budgets) -> None:
    client = Client(REMOTE_ADDR=VALLEY)
    for _ in range(2):
        client.get("/")
    page = client.post(reverse("account_login"), {"login": "x", "password": "y"})
    assert (page.status_code, b"refresh" in page.content) == (503, False)
    assert "gửi lại" in page.content.decode()


def test_who_is_signed_in_never_waits(town: Town, budgets: Budgets) -> None:
    for who in ("officer", "resident:ann"):
        client = town.client(who)
        assert [client.get(reverse("body", args=[WARD]), REMOTE_ADDR=VALLEY).status_code for _ in range(6)] == [200] * 6, who
    forged = Client(REMOTE_ADDR=VALLEY)
    forged.cookies["sessionid"] = "x" * 32
    assert [forged.get("/kiem-chung/").status_code for _ in range(4)][-1] == 503, "a cookie of nobody's pays"


def test_whose_budget_pays(settings: LazySettings) -> None:
    ask = RequestFactory()
    settings.BEHIND_PROXY = False
    assert address_of(ask.get("/", REMOTE_ADDR=VALLEY, HTTP_X_FORWARDED_FOR=OTHER)) == VALLEY
    settings.BEHIND_PROXY = True
    assert address_of(ask.get("/", REMOTE_ADDR="127.0.0.1", HTTP_X_FORWARDED_FOR=f"1.2.3.4, {OTHER}")) == OTHER, (
        "what a visitor wrote counts not"
    )
    for odd in ("", "unix:", "999.1.1.1", "<script>"):
        assert address_of(ask.get("/", REMOTE_ADDR=odd)) == ""
    settings.BEHIND_PROXY = False
    one, two = (address_of(ask.get("/", REMOTE_ADDR=f"2001:db8:1:2::{n}")) for n in (1, 2))
    assert one == two, "a household's network is one address"


def test_the_page_is_cheap(settings: LazySettings) -> None:
    made = Queue()
    made.budgets = Budgets(1, 0, lambda: 0.0)
    answer = made.first(lambda request: pytest.fail("nothing behind it is asked"))(RequestFactory().get("/", REMOTE_ADDR=VALLEY))
    assert answer.status_code == 503


def test_guests_of_one_address_take_no_more_than_their_share_of_a_process(settings: LazySettings) -> None:
    """On a slow machine, or with pages long in the making: whoever is signed in finds the process free the other half of the time."""
    now, taken, made = [0.0], [0.0], Queue()
    made.budgets = Budgets(12, 120, lambda: now[0])

    def slow(request: HttpRequest) -> HttpResponse:
        now[0] += 0.3
        taken[0] += 0.3
        return HttpResponse()

    ask = made.first(slow)
    while now[0] < 60:
        ask(RequestFactory().get("/", REMOTE_ADDR=VALLEY))
        now[0] += 0.05
    assert taken[0] == pytest.approx(60 * 0.5 + 120 / 12 * 0.5, rel=0.05)
    assert ask(RequestFactory().get("/", REMOTE_ADDR=OTHER)).status_code == 200, "another address has its own"


def test_quick_pages_cost_one_request_each() -> None:
    made = Queue()
    made.budgets = Budgets(12, 120, lambda: 0.0)
    ask = made.first(lambda request: HttpResponse())
    assert [ask(RequestFactory().get("/", REMOTE_ADDR=VALLEY)).status_code for _ in range(121)].count(200) == 120
