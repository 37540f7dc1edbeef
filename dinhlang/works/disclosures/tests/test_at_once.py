"""Two who do the same at the same moment: exactly one does it, the other is told; a form sent twice at once is one act."""

import html
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.urls import reverse

from dinhlang.core.refusal import Refused
from dinhlang.ground.duties.models import Run
from dinhlang.ground.record.act import Done
from dinhlang.ground.record.models import Entry
from dinhlang.works.disclosures import acts, reads
from dinhlang.works.disclosures.acts import Aim
from dinhlang.works.disclosures.models import Decision, Disclosure, Sighting
from dinhlang.works.disclosures.tests.cases import POST
from dinhlang.works.disclosures.tests.town import ANN, BEN, BOARD, CONTRIBUTIONS, HQ, WARD, Town, photo

pytestmark = pytest.mark.django_db(transaction=True)
TIMES = 20


def at_once(*jobs: Callable[[], Any]) -> list[Any]:
    """What each job gives, a refusal as itself; they start together, each on a connection of its own."""
    gate = threading.Barrier(len(jobs))

    def run(job: Callable[[], Any]) -> Any:
        try:
            gate.wait(10)
            return job()
        except Refused as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(jobs)) as pool:
        return [future.result(60) for future in [pool.submit(run, job) for job in jobs]]


def split(found: list[Any]) -> tuple[list[Done], list[str]]:
    return [one for one in found if isinstance(one, Done)], [one.msg for one in found if isinstance(one, Refused)]


def sending(town: Town, act: Callable[..., Done], by: Any, command_id: Any = None, **payload: Any) -> Callable[[], Done]:
    who = town.office(by) if isinstance(by, str) else by
    return lambda: act(by=who, at=town.now, command_id=command_id or uuid4(), body=town.ward, **payload)


def test_it_works(town: Town):
    town.go("2026-11-02")
    for n in range(TIMES):
        decision = town.decided(f"{n}/QĐ-UBND")
        words = {
            "title": "x",
            "text": "y",
            "item": 5,
            "decision": decision.subject,
            "aims": (Aim(CONTRIBUTIONS, acts.slug(f"{n}/QĐ-UBND")),),
        }
        done, told = split(at_once(*(sending(town, acts.post, name, **words) for name in ("officer", "second"))))
        assert (len(done), len(told)) == (1, 1)
        assert told[0].startswith("This was disclosed already on {day}.")
        assert Disclosure.objects.count() == n + 1
    assert Entry.objects.count() == Entry.objects.latest("index").index + 1


def test_through_the_form_the_second_is_led_to_the_first(town: Town):
    town.go("2026-11-02")
    for n in range(TIMES // 4):
        slug = acts.slug(f"{n}/QĐ-UBND")
        town.decided(f"{n}/QĐ-UBND")
        path = f"/en{reverse('disclosure-post', args=[WARD])}?van-ban={slug}"
        clients = [town.client(name) for name in ("officer", "second")]
        fields = [POST.filled(aims=[f"{CONTRIBUTIONS} {slug}"], title=f"của {name}") for name in ("officer", "second")]
        found = at_once(*(partial(client.post, path, sent) for client, sent in zip(clients, fields, strict=True)))
        assert sorted(one.status_code for one in found) == [302, 422]
        loser = next(n for n, one in enumerate(found) if one.status_code == 422)
        page = html.unescape(found[loser].content.decode())
        first = acts.standing(town.ward, [Aim(CONTRIBUTIONS, slug)])
        assert f'href="/en{reverse("thing", args=[first.subject])}"' in page
        assert fields[loser]["title"] in page


def test_the_same_form_twice_at_once_is_one_act(town: Town):
    town.go("2026-11-02")
    for n in range(TIMES):
        job = sending(town, acts.register, "officer", uuid4(), item=5, number=f"{n}/QĐ-UBND", dated=town.now.date(), title="x")
        before = Entry.objects.count()
        first, second = at_once(job, job)
        assert first == second
        assert (Entry.objects.count(), Decision.objects.count()) == (before + 1, n + 1)


def test_the_same_number_is_registered_once(town: Town):
    town.go("2026-11-02")
    for n in range(TIMES // 2):
        words = {"item": 5, "number": f"{n}/QĐ-UBND", "dated": town.now.date(), "title": "x"}
        done, told = split(at_once(*(sending(town, acts.register, name, **words) for name in ("officer", "second"))))
        assert (len(done), told) == (1, ["Document {number} is registered already. Open it, or check the number."])


def test_a_list_is_drawn_up_once(town: Town):
    town.go("2026-04-03")
    done, told = split(at_once(*(sending(town, acts.issue_register, name, quarter="2026-Q1") for name in ("officer", "chair"))))
    assert (len(done), told) == (1, ["The list of {quarter} is drawn up already."])


def test_of_two_withdrawals_one_is_told(town: Town):
    thing = town.disclosed().subject
    done, told = split(
        at_once(*(sending(town, acts.withdraw, name, disclosure=thing, reason="personal-data") for name in ("officer", "chair")))
    )
    assert (len(done), len(told)) == (1, 1)


def test_two_residents_at_once_are_two(town: Town):
    thing = town.disclosed().subject
    for _ in range(TIMES // 4):
        town.hung(thing, "2026-11-03")
        words = {"disclosure": thing, "run": reads.run_of(thing, BOARD, HQ), "which": "first", "attachments": photo()}
        done, told = split(at_once(*(sending(town, acts.countersign, who, **words) for who in (ANN, BEN))))
        assert (len(done), told) == (2, [])
        town.flush()
        assert Run.objects.get(key=words["run"]).seen_first == "residents"
        town.down(thing, "2026-11-03")
    assert Sighting.objects.count() == 2 * (TIMES // 4)
