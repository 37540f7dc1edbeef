"""`disclosure.post`: what appears on the site fulfils what was claimed, and nothing else."""

from datetime import date

import pytest

from dinhlang.core.rules import How, State
from dinhlang.ground.bodies import acts as bodies_acts
from dinhlang.ground.duties import acts as duty_acts
from dinhlang.ground.duties.models import Fulfilment, Run
from dinhlang.works.disclosures import acts
from dinhlang.works.disclosures.acts import Aim
from dinhlang.works.disclosures.models import Disclosure
from dinhlang.works.disclosures.tests.town import (
    CONSOLE,
    CONTRIBUTIONS,
    MEETING,
    ONE,
    PLAN,
    REGISTER,
    SITE,
    STANDING,
    WARD,
    Town,
    check_common,
    leaf,
    refused,
)

AIM = Aim(CONTRIBUTIONS, "112-qd-ubnd")
PAYLOAD = {"title": "Đóng góp nhà văn hoá", "text": "Mỗi hộ 300.000 đ.", "item": 5}


def test_it_works(town: Town):
    town.go("2026-11-02")
    decision = town.decided()
    done = check_common(town, acts.post, {**PAYLOAD, "decision": decision.subject, "aims": (AIM,)})
    assert leaf(done)["public"] == {**PAYLOAD, "decision": "112/QĐ-UBND"}
    assert town.state() is State.DONE_ON_TIME
    assert town.owed().state is State.NOT_YET_DUE  # the paper is still to come
    run = Run.objects.get()
    assert (run.place, run.from_day, run.to_day, run.how) == ("web", date(2026, 11, 2), None, How.STAMPED)


def test_on_the_due_day_it_is_in_time_and_the_day_after_late(town: Town):
    town.go("2026-11-02")
    town.decided()
    town.decided("113/QĐ-UBND")
    town.go("2026-11-06", 23)
    town.posted("", AIM)
    town.go("2026-11-07", 0)
    town.posted("", Aim(CONTRIBUTIONS, "113-qd-ubnd"))
    assert (town.state(), town.state(occasion="113-qd-ubnd")) == (State.DONE_ON_TIME, State.DONE_LATE)


def test_without_a_claim_it_fulfils_nothing(town: Town):
    town.go("2026-11-02")
    town.decided()
    done = town.posted("", item=None)
    assert "duties" not in leaf(done)
    assert not Fulfilment.objects.exists()


@pytest.mark.parametrize("aims", [(), (AIM,)])
def test_without_an_item_it_is_of_the_documents(town: Town, aims: tuple[Aim, ...]):
    town.go("2026-11-02")
    decision = town.decided()
    done = town.posted(decision.subject, *aims, item=None)
    assert (Disclosure.objects.get().item, leaf(done)["public"]["item"]) == (5, 5)
    assert town.state(REGISTER, "2026-Q4", "item-05", on="2027-01-04") is State.DISCLOSED


def test_without_a_document_it_is_of_the_item_its_duty_is_about(town: Town):
    town.go("2026-11-02")
    town.decided()
    town.posted("", Aim(STANDING, "standing"), AIM, item=None)
    assert Disclosure.objects.get().item == 5


def test_its_item_fills_the_cell_of_the_quarter(town: Town):
    town.go("2026-11-02")
    town.posted(item=3)
    assert town.state(REGISTER, "2026-Q4", "item-03", on="2027-01-04") is State.DISCLOSED
    assert town.state(REGISTER, "2026-Q3", "item-03") is not State.DISCLOSED


def test_on_a_companion_site_it_is_declared_only(town: Town):
    town.go("2026-11-02")
    town.do(bodies_acts.set_fact, CONSOLE, name="designated", value="", document="09/QĐ-UBND", from_day=date(2026, 2, 1))
    town.decided()
    town.posted("", AIM)
    assert Fulfilment.objects.filter(clock__part=SITE).get().how == How.DECLARED
    assert town.state(on="2026-11-07") is State.DECLARED_ONLY


def test_several_duties_at_once(town: Town):
    town.go("2026-11-02")
    town.decided()
    done = town.posted("", AIM, Aim(STANDING, "standing"), AIM)
    assert Disclosure.objects.get(pk=done.subject).claims.count() == 2
    assert (town.state(), town.state(STANDING, "standing")) == (State.DONE_ON_TIME, State.RUNNING)


def test_a_duty_is_disclosed_once(town: Town):
    town.disclosed()
    with refused("This was disclosed already on {day}."):
        town.posted("", AIM, by="second")


def test_a_standing_duty_is_disclosed_once(town: Town):
    town.posted("", Aim(STANDING, "standing"))
    with refused("This was disclosed already on {day}."):
        town.posted("", Aim(STANDING, "standing"))


def test_a_claim_that_is_no_duty_is_refused(town: Town):
    with refused("There is no rule called {rule}."):
        town.posted("", Aim("no-such-rule", "2026"))
    with refused("{code} has no occasion {occasion} of {rule}."):
        town.posted("", Aim(CONTRIBUTIONS, "999-qd-ubnd"))
    with refused("{code} has no occasion {occasion} of {rule}."):
        town.posted("", Aim(MEETING, "village-meeting-2026-11-28"))  # a village's, not the ward's
    with refused("There is no rule called {rule}."):
        town.posted("", Aim("x" * 5000, "\N{GRINNING FACE}" * 500))


def test_a_duty_that_is_not_fulfilled_by_posting_is_refused(town: Town):
    with refused("This act cannot fulfil that part of the duty."):
        town.posted("", Aim(PLAN, "2026"))
    with refused("This act cannot fulfil that part of the duty."):
        town.posted("", Aim(REGISTER, "2026-Q3"))  # the list of a quarter is drawn up and signed; no notice stands for it
    town.go("2026-10-02")
    with refused("This act cannot fulfil that part of the duty."):
        town.posted("", Aim(REGISTER, "2026-Q3"))


def test_an_unknown_document_or_item_is_refused(town: Town):
    with refused("There is no such document."):
        town.posted("0" * 16)
    with refused("Choose one of the items of Article 11."):
        town.posted(item=99)


def test_it_has_a_title(town: Town):
    with refused("Give it a title that a resident understands."):
        town.posted(title=" \n")


def test_a_village_head_discloses_for_the_village_alone(town: Town):
    with refused("Each body discloses for itself."):
        town.posted(by="head")
    done = town.posted(by="head", body=town.ids[ONE], item=5)
    assert "duties" not in leaf(done)  # a village keeps no register


def test_the_notice_of_a_meeting_is_claimed_before_the_meeting(town: Town):
    town.go("2026-11-18")
    town.do(
        duty_acts.event,
        "head",
        body=town.ids[ONE],
        kind="village-meeting",
        day=date(2026, 11, 28),
        place="Nhà văn hoá",
        title="Bàn mức đóng góp",
    )
    occasion = "village-meeting-2026-11-28"
    assert town.owed(MEETING, occasion, code=ONE).due == date(2026, 11, 26)
    done = town.posted("", Aim(MEETING, occasion), by="head", body=town.ids[ONE], item=None)
    assert Disclosure.objects.get(pk=done.subject).kind == "meeting"
    with refused("This was disclosed already on {day}."):
        town.posted("", Aim(MEETING, occasion), by="head", body=town.ids[ONE], item=None)


@pytest.mark.parametrize("title", ["Cafe\u0301", "a\r\nb", "a\x00b", "a\x1b[31m", "a\u202eb", "\ud800"])
def test_text_that_did_not_pass_a_form_is_refused_by_the_record(town: Town, title: str):
    with refused("The text "):
        town.posted(title=title)


def test_too_much_text_is_refused(town: Town):
    with refused("The content is {size} bytes long"):
        town.posted(text="x" * 70_000)


def test_the_clock_of_the_server_set_back_is_refused(town: Town):
    town.go("2026-11-02")
    town.posted()
    assert town.ids[WARD]
    town.now = town.now.replace(day=1)
    with refused("The server's clock stands before the last entry of the record."):
        town.posted()
