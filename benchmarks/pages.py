"""Pages for a reader without an account, on one fresh database; `benchmarks.__main__` runs it as `python -m benchmarks.pages TURNS`.

Prints one JSON row to a line. Refuses to give a figure where the page and its floor are not the same bytes.
"""

import json
import re
import sys
from collections.abc import Callable
from dataclasses import asdict
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from time import perf_counter
from unittest import mock

from benchmarks import site
from benchmarks.ledger import Row

from django.conf import settings  # isort: skip
from django.db import connection  # isort: skip
from django.http import HttpRequest, HttpResponse  # isort: skip
from django.shortcuts import render  # isort: skip
from django.test.utils import CaptureQueriesContext  # isort: skip
from benchmarks import urls  # isort: skip
from dinhlang.core import rules  # isort: skip
from dinhlang.core.rules import Facts  # isort: skip
from dinhlang.ground.record import rulebooks  # isort: skip
from dinhlang.ground.ui import cache  # isort: skip
from dinhlang.works.disclosures.models import Disclosure  # isort: skip  (models need the settings that `site` makes)
from dinhlang.works.petitions import open311, open311_views  # isort: skip
from dinhlang.works.petitions.models import Petition, PublicText  # isort: skip
from dinhlang.works.petitions.states import SHOWN  # isort: skip

WARD = "01273"
BLOCK = 10
LINKED = re.compile(rb'<link [^>]*href="(/static/[^"]+)"')


def addresses() -> dict[str, str]:
    """The pages a reader meets first."""
    thing = Disclosure.objects.filter(kind="notice", state="posted", decision__isnull=False).order_by("posted", "subject")[0].subject
    return {
        "home": "/",
        "body": f"/don-vi/{WARD}/",
        "duties": f"/don-vi/{WARD}/viec/",
        "why": f"/don-vi/{WARD}/vi-sao/commune-discloses-contributions/12-qd-ubnd/",
        "register": f"/don-vi/{WARD}/danh-sach/2026-Q3/",
        "thing": f"/cong-khai/{thing}/",
        "record": "/nhat-ky/",
        "entry": "/nhat-ky/40/",
    }


KEPT = ("home", "body", "why", "register", "thing")


def _each(work: Callable[[], object], before: Callable[[], object] = lambda: None) -> float:
    """Seconds of one call, the mean of a block."""
    spent = 0.0
    for _ in range(BLOCK):
        before()
        begun = perf_counter()
        work()
        spent += perf_counter() - begun
    return spent / BLOCK


def _turns(turns: int, *works: Callable[[], float]) -> list[float]:
    """Calls a second of each, measured in turns; the best block of each."""
    return [1 / min(column) for column in zip(*((work() for work in works) for _ in range(turns)), strict=True)]


def _ready(browser: site.Browser, path: str) -> int:
    """Put the finished bytes and the drawn values of `path` behind the floors' addresses; their number."""
    caught: list[tuple[str, dict[str, object]]] = []

    def note(request: HttpRequest, template: str, values: dict[str, object], status: int | None = None) -> HttpResponse:
        caught.append((template, values))
        return render(request, template, values, status=status)

    cache.forget()
    with mock.patch("dinhlang.web.views.render", note), mock.patch("dinhlang.works.disclosures.views.shown.render", note):
        body = browser.send("GET", path).body
    (template, values) = caught[-1]
    urls.FINISHED.append(body)
    urls.READY.append((template, values))
    n = len(urls.FINISHED) - 1
    own = f"/en{path}".encode()  # the link to the same page in English is the one difference
    if (
        browser.send("GET", f"/_drawn/{n}/").body.replace(f"/en/_drawn/{n}/".encode(), own) != body
        or browser.send("GET", f"/_bytes/{n}/").body != body
    ):
        raise SystemExit(f"{path}: the floor does not answer with the same bytes")
    return n


def speed_rows(turns: int) -> list[Row]:
    """Pages rendered and kept, beside bare views of the same middleware."""
    found, where = list[Row](), addresses()
    for name in KEPT:
        found += _beside(site.Browser(), name, where[name], turns)
    return found


def _beside(browser: site.Browser, name: str, path: str, turns: int) -> list[Row]:
    n = _ready(browser, path)

    def asking(what: str) -> Callable[[], object]:
        return lambda: browser.send("GET", what)

    page, template, finished = asking(path), asking(f"/_drawn/{n}/"), asking(f"/_bytes/{n}/")
    made, drawn = _turns(turns, lambda: _each(page, cache.forget), lambda: _each(template))
    page()
    kept, fixed = _turns(turns, lambda: _each(page), lambda: _each(finished))
    size = len(urls.FINISHED[n])
    return [
        Row(f"page rendered: {name}, beside its template alone", size, made, "pages/s", drawn, made / drawn),
        Row(f"page rendered: {name}, beside its bytes alone", size, made, "pages/s", fixed, made / fixed),
        Row(f"page kept: {name}, beside its bytes alone", size, kept, "pages/s", fixed, kept / fixed),
    ]


def query_rows() -> list[Row]:
    """Questions to the database in a warm process, page not kept."""
    browser, found = site.Browser(), []
    for name, path in addresses().items():
        browser.send("GET", path)
        cache.forget()
        with CaptureQueriesContext(connection) as asked:
            size = len(browser.send("GET", path).body)
        found.append(Row(f"page questions: {name}", size, len(asked), "queries"))
    return found


def byte_rows() -> list[Row]:
    """What a first visit carries: page, style sheet, icon, compressed as they are sent."""
    found = []
    for name, path in addresses().items():
        browser = site.Browser()
        page = browser.send("GET", path)
        linked = {one.decode() for one in LINKED.findall(page.body)}
        if not linked:
            raise SystemExit(f"{path} links no style sheet: the sum would be too small")
        parts = [len(browser.send("GET", one, gzip=True).body) for one in (path, *sorted(linked))]
        found.append(Row(f"first visit: {name}", len(page.body), sum(parts) / 1000, "KB"))
    return found


def rule_rows(turns: int) -> list[Row]:
    """The shipped rulebook from its files, and one year of a commune's calendar."""
    files = rulebooks.read_folder(Path(settings.RULEBOOK_DIR))
    book, year = rules.load(files), date.today().year  # noqa: DTZ011  (any year will do)
    facts = Facts(kind="commune", values={"has_portal": True, "has_loudspeakers": True, "villages": 2})
    loads, years = _turns(turns, lambda: _each(lambda: rules.load(files)), lambda: _each(lambda: rules.schedule(book, facts, year)))
    slots = len(rules.schedule(book, facts, year))
    return [Row("rulebook loaded", len(book.versions), 1000 / loads, "ms"), Row("schedule of a year", slots, 1000 / years, "ms")]


def list_rows(turns: int) -> list[Row]:
    """The list of Open311 with a full page of public texts, in both formats, beside the same answer written from values that are ready."""
    petition, monday = Petition.objects.order_by("sent")[0], date.today() - timedelta(days=date.today().weekday())  # noqa: DTZ011  (any)
    given = {"petition": petition, "body_id": petition.body_id, "place_id": petition.place_id, "topic": "roads", "week": monday}
    texts = (f"Đèn đường ở ngõ {n} không sáng từ tuần trước, trẻ em đi học về tối phải dò từng bước." for n in range(open311.PAGE))
    PublicText.objects.bulk_create(
        PublicText(public_id=f"{n:016}", text=text, state=SHOWN, opens=monday, stands="open", **given) for n, text in enumerate(texts)
    )
    browser, found = site.Browser(), []
    for form in open311.TYPES:
        path = f"/open311/v2/requests.{form}?jurisdiction_id={petition.body.registrations.get(to_day=None).code}"
        body = browser.send("GET", path).body
        value = json.loads(browser.send("GET", path.replace(f".{form}", ".json")).body)
        urls.ANSWERS.append((form, value))
        floor = f"/_written/{len(urls.ANSWERS) - 1}/"
        if len(value) != open311.PAGE or browser.send("GET", floor).body != body:
            raise SystemExit(f"{path}: the floor does not answer with the same bytes")
        asked, ready = partial(browser.send, "GET", path), partial(browser.send, "GET", floor)
        made, kept, written = _turns(
            turns, partial(_each, asked, open311_views.forget), partial(_each, asked), partial(_each, ready)
        )  # fmt: skip
        for what, figure in (("page rendered", made), ("page kept", kept)):
            found.append(
                Row(f"{what}: Open311 list as {form}, beside its writing", len(body), figure, "pages/s", written, figure / written)
            )
    return found


def rows(turns: int) -> list[Row]:
    """Everything about pages."""
    return [*query_rows(), *speed_rows(turns), *byte_rows(), *rule_rows(max(1, turns // 4)), *list_rows(turns)]


def main() -> None:
    """TURNS of ten requests."""
    settings.ROOT_URLCONF = "benchmarks.urls"
    site.open_ward()
    for row in rows(int(sys.argv[1])):
        print(json.dumps(asdict(row), ensure_ascii=False), flush=True)


if __name__ == "__main__":
    main()
