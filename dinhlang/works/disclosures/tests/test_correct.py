"""`disclosure.correct`: other words for the same thing; what was fulfilled stays fulfilled."""

from django.urls import reverse

from dinhlang.core.rules import State
from dinhlang.ground.duties.models import Fulfilment
from dinhlang.works.disclosures import acts
from dinhlang.works.disclosures.tests.town import Town, check_common, leaf, refused

WORDS = {"title": "Đóng góp nhà văn hoá", "text": "Mỗi hộ 200.000 đ.", "reason": "Ghi nhầm số tiền"}


def test_it_works(town: Town):
    thing = town.disclosed()
    town.go("2026-11-20")
    before = list(Fulfilment.objects.order_by("pk").values())
    done = check_common(town, acts.correct, {"disclosure": thing.subject, **WORDS})
    assert leaf(done)["public"] == {**WORDS, "item": 5, "decision": "112/QĐ-UBND"}
    assert list(Fulfilment.objects.order_by("pk").values()) == before
    assert town.state() is State.DONE_ON_TIME


def test_both_wordings_stay_readable(town: Town):
    thing = town.disclosed()
    town.do(acts.correct, disclosure=thing.subject, **WORDS)
    page = town.client().get(reverse("thing", args=[thing.subject])).content.decode()
    assert "300.000" in page
    assert "200.000" in page
    assert "Ghi nhầm số tiền" in page


def test_the_reason_is_asked_for(town: Town):
    thing = town.disclosed()
    with refused("Say what was wrong, so that readers can follow the correction."):
        town.do(acts.correct, disclosure=thing.subject, **{**WORDS, "reason": " "})


def test_a_title_is_asked_for(town: Town):
    thing = town.disclosed()
    with refused("Give it a title that a resident understands."):
        town.do(acts.correct, disclosure=thing.subject, **{**WORDS, "title": ""})


def test_a_plan_or_a_list_is_not_reworded(town: Town):
    town.go("2026-04-03")
    thing = town.do(acts.issue_register, quarter="2026-Q1")
    with refused("A plan or a list is not reworded"):
        town.do(acts.correct, disclosure=thing.subject, **WORDS)


def test_a_withdrawn_thing_is_not_corrected(town: Town):
    thing = town.disclosed()
    town.do(acts.withdraw, disclosure=thing.subject, reason="posted-by-mistake")
    with refused("This cannot be done any more: it has changed since."):
        town.do(acts.correct, disclosure=thing.subject, **WORDS)
    with refused("There is no such disclosure."):
        town.do(acts.correct, disclosure="0" * 16, **WORDS)
