"""What a page may ask of the database: an anonymous one at most eight questions, two when kept; a desk one for each room that puts
something there; as many for a year of life as for a week."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from dinhlang.ground.duties import schedule
from dinhlang.ground.record import signer
from dinhlang.ground.record.models import Entry
from dinhlang.ground.ui import cache
from dinhlang.web.figures import reads as figures
from dinhlang.works.budgets import acts as budgets
from dinhlang.works.budgets.models import Budget, Side
from dinhlang.works.budgets.sums import Row
from dinhlang.works.disclosures import acts
from dinhlang.works.disclosures.models import Disclosure
from dinhlang.works.disclosures.tests.town import ANN, CONTRIBUTIONS, ONE, REGISTER, WARD, Town, make_town
from dinhlang.works.outgoing import acts as outgoing
from dinhlang.works.outgoing.lines import Line as OutLine
from dinhlang.works.projects import acts as projects
from dinhlang.works.projects.acts import Line as ProjectLine

BUDGET = 8
CACHED = 2
GROWTH = 5
DESK = 30  # one for each room that puts something on a desk, and who asks from which office; the design hoped for 12
QUARTER = "2026-Q4"


@pytest.fixture
def town(monkeypatch: pytest.MonkeyPatch, db: None) -> Town:
    return make_town(monkeypatch)


def live(town: Town, times: int, first: int = 1) -> None:
    """A document registered, posted, hung, confirmed, corrected; one reported; `times` over, each a day later."""
    for n in range(first, first + times):
        day = date(2026, 10, 1) + timedelta(days=n)
        thing = town.disclosed(day.isoformat(), f"{n}/QĐ-UBND", day.isoformat()).subject
        town.hung(thing, day.isoformat())
        town.seen(thing)
        town.do(acts.correct, disclosure=thing, title=f"Sửa {n}", text="Mỗi hộ 300.000 đ.", reason="Ghi nhầm")
        town.do(acts.report, ANN, title=f"Chưa công khai {n}", where="Loa", item=5, show=True)
        town.flush()
    answered = town.do(acts.report, ANN, title="Chưa có", where="Bảng tin", item=5, show=True)
    town.flush()
    town.decided(f"{first}00/QĐ-UBND", "2026-10-01", report=answered.subject)
    gone = town.disclosed((date(2026, 10, 2) + timedelta(days=first + times)).isoformat(), f"{first}01/QĐ-UBND", "2026-10-01").subject
    town.do(acts.withdraw, disclosure=gone, reason="posted-by-mistake")
    entered(town, first, times)


def entered(town: Town, first: int, times: int) -> None:
    """The register of outgoing documents, a table of the budget and projects, more of each the more there is of everything else."""
    count, year = range(first, first + 2 * times), 2020 + first // 10
    town.do(outgoing.import_rows, rows=[OutLine(f"{n}/QĐ-UBND", date(2026, 10, 1), f"Mức đóng góp {n}") for n in count])
    rows = [Row(n, Side.SPENDING, str(n), f"Chi giáo dục {n}", n, n, "education", "", 3) for n in count]
    town.do(budgets.enter, stage="execution", period=str(year + 5), unit=1, rows=rows)
    town.do(projects.import_rows, rows=[ProjectLine(f"Đường {n}", 2026, village=town.ids[ONE]) for n in count])


def addresses() -> dict[str, str]:
    """One address of every kind of page that needs no account."""
    entries = Entry.objects.order_by("-index")
    posted = Disclosure.objects.filter(kind="notice", state="posted").latest("posted", "subject")
    withdrawn = Disclosure.objects.filter(state="withdrawn").latest("posted", "subject")
    return {
        "home": reverse("home"),
        "body": reverse("body", args=[WARD]),
        "body, a village": reverse("body", args=[ONE]),
        "duties": reverse("duties", args=[WARD]),
        "why, a document": reverse("why", args=[WARD, CONTRIBUTIONS, "1-qd-ubnd"]),
        "why, the calendar": reverse("why", args=[WARD, REGISTER, QUARTER]),
        "register": reverse("register", args=[WARD, QUARTER]),
        "outgoing documents": reverse("outgoing", args=[WARD]),
        "budgets": reverse("budgets", args=[WARD]),
        "budget": reverse("budget", args=[Budget.objects.latest("entered").subject]),
        "projects": reverse("projects", args=[WARD]),
        "thing": reverse("thing", args=[posted.subject]),
        "thing, withdrawn": reverse("thing", args=[withdrawn.subject]),
        "rules": reverse("rules"),
        "regulation, none": reverse("regulation", args=[WARD]),
        "rule": reverse("rule", args=[CONTRIBUTIONS]),
        "rules of a kind of body": reverse("rules-of-kind", args=["commune"]),
        "rules, what changed": reverse("rule-changes"),
        "rules, what is covered": reverse("rule-coverage"),
        "feed of the house": reverse("feed"),
        "feed of a body": reverse("body-feed", args=[WARD]),
        "feed, an archive": reverse("feed-archive", args=["20"]),
        "record": reverse("record"),
        "record of a body": reverse("record") + f"?don-vi={WARD}",
        "entry, the first": reverse("entry", args=[0]),
        "entry, a posting seen": reverse("entry", args=[entries.filter(act="disclosure.countersign")[0].index]),
        "entry, a registration": reverse("entry", args=[entries.filter(act="decision.register")[1].index]),
        "entry, sealed": reverse("entry", args=[entries.filter(sealed=True)[0].index]),
        "figures of a province": reverse("figures", args=["04"]),
        "figures of the country": reverse("figures", args=["vn"]),
        "figures of a commune": reverse("figures", args=[WARD]),
        "figures of a village": reverse("figures", args=[ONE]),
        "list, the bodies of a province": reverse("figures-list", args=["04"]),
        "proof": reverse("proof"),
        "unknown body": reverse("body", args=["99999"]),
        "sign in": reverse("account_login"),
    }


UNCACHED = ("list", "record", "entry", "proof", "unknown", "sign in")


def questions(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code in {200, 404}, address
    return len(asked)


def counted(client: Client, fresh: Callable[[], None]) -> Iterator[tuple[str, int]]:
    """Questions of each page in a process that is warm: the checkpoint signed, rulebook and slots read."""
    signer.current()
    for name, address in addresses().items():
        client.get(address)
        fresh()
        yield name, questions(client, address)


def test_pages_stay_within_their_budget_however_much_there_is(town: Town):
    client = town.client()
    live(town, 2)
    before = dict(counted(client, cache.forget))
    assert {name: n for name, n in before.items() if n > BUDGET} == {}
    live(town, 2 * GROWTH, first=20)
    after = dict(counted(client, cache.forget))
    assert {name: (before[name], n) for name, n in after.items() if n > before[name]} == {}


def test_a_kept_page_asks_only_whether_it_is_still_the_same(town: Town):
    live(town, 1)
    found = dict(counted(town.client(), lambda: None))
    assert {name: n for name, n in found.items() if not name.startswith(UNCACHED) and n > CACHED} == {}


@pytest.mark.parametrize("name", ["figures of a province", "figures of the country", "figures of a commune", "figures of a village"])
def test_a_board_counted_from_nothing_stays_within_the_budget(town: Town, name: str):
    client = town.client()
    live(town, 2)
    address = addresses()[name]
    client.get(address)

    def cold() -> int:
        figures.forget()
        schedule.forget()
        cache.forget()
        return questions(client, address)

    before = cold()
    assert before <= BUDGET
    live(town, 2 * GROWTH, first=20)
    assert cold() <= before
    assert questions(client, address) <= CACHED
    cache.forget()
    assert questions(client, address) <= 4  # the count is kept: who and which law, the size of the record, the map


def test_a_visitor_without_a_cookie_leaves_no_session(town: Town):
    client = town.client()
    live(town, 1)
    for address in addresses().values():
        client.get(address)
    assert "sessionid" not in client.cookies


@pytest.mark.parametrize("name", ["officer", "chair", "front", "head"])
def test_a_desk_asks_as_much_however_many_clocks_there_are(town: Town, name: str):
    client, desk = town.client(name), reverse("desk")
    live(town, 2)
    client.get(desk)
    before = questions(client, desk)
    assert before <= DESK
    live(town, 2 * GROWTH, first=20)
    client.get(desk)
    assert questions(client, desk) <= before
