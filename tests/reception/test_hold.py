"""`reception.hold`: what a day fulfils, what of it is told, and when the words of those who signed up go."""

from dinhlang.core.rules import Read, State, scored
from dinhlang.ground.personal.acts.rights import expire_all
from dinhlang.ground.record.models import Part
from dinhlang.works.disclosures.tests.town import leaf, refused
from dinhlang.works.reception import acts, audit
from dinhlang.works.reception.models import Day
from tests.reception.hall import CANARY, CHAIR_RECEIVES, GUEST, PAGE, Hall, on
from tests.sending import send, text


def test_it_works(hall: Hall) -> None:
    """Announced before, held by the chair: the week is done; the number is told from five people on; nobody reads sealed words any more."""
    day = hall.plan("2026-03-04")
    signed = hall.sign(day)
    hall.later(on("2026-03-10"))
    assert hall.state("2026-W10") is State.MISSING
    hall.hold(day)
    assert hall.state("2026-W10") is State.DONE_ON_TIME
    page = text(hall.town.client(), PAGE)
    assert "7 người" in page
    assert CANARY not in text(hall.town.client(), hall.own(signed))
    assert CANARY not in text(hall.town.client("officer"), f"/tiep-cong-dan/ngay/{day.subject}/")
    assert list(audit.differences()) == []


def test_words_of_those_who_signed_up_go_on_a_monday_all_together(hall: Hall) -> None:
    """Neither the result of a day nor a place given back erases anything: whoever watches the openings would count who signed up. On the
    Monday after the day all words go, of days without a result too; never before."""
    held, silent = hall.plan("2026-03-04"), hall.plan("2026-03-05")
    places = [hall.sign(held), hall.sign(silent), hall.sign(silent, slot=1)]
    hall.town.do(acts.withdraw, GUEST, booking=places[2].subject, code=places[2].code)
    hall.hold(held)
    hall.later(on("2026-03-08", 23))
    assert expire_all(hall.town.now) == 0
    assert not Part.objects.filter(erased="retention-ended").exists()
    hall.later(on("2026-03-09", 1))
    assert expire_all(hall.town.now) == 3
    assert Part.objects.filter(erased="retention-ended").count() == 3
    assert expire_all(hall.town.now) == 0
    for one in places:
        assert CANARY not in text(hall.town.client(), hall.own(one))
        assert CANARY not in hall.town.client().get(f"/bien-nhan/{one.code}/noi-dung/").content.decode()
    assert list(audit.differences()) == []


def test_few_people_are_not_told(hall: Hall) -> None:
    day = hall.plan("2026-03-04")
    done = hall.hold(day, people=3, groups=0)
    page = text(hall.town.client(), PAGE)
    assert "dưới 5 người" in page
    assert "3 người" not in page
    assert leaf(done) is not None
    assert "people" not in str(hall.town.client().get(f"/nhat-ky/?don-vi={PAGE.split('/')[2]}").content)


def test_who_and_when_decide(hall: Hall) -> None:
    """Neither a deputy's day, nor one that was entered afterwards, nor one that was not held, is a day of the chair."""
    hall.hold(hall.plan("2026-03-04"), received="deputy")
    assert hall.state("2026-W10") is not State.DONE_ON_TIME
    hall.town.go("2026-03-20")
    hall.hold(hall.plan("2026-03-18", planned=False))
    assert hall.town.state(CHAIR_RECEIVES, "2026-W12", "session", "2026-03-30") is State.DECLARED_ONLY
    missed = hall.plan("2026-03-25")
    hall.hold(missed, received="", people=0, groups=0, reason="Mất điện cả ngày")
    assert hall.state("2026-W13") is not State.DONE_ON_TIME
    assert "Mất điện cả ngày" in text(hall.town.client(), PAGE)
    assert list(audit.differences()) == []


def test_every_day_of_the_month_is_counted(hall: Hall) -> None:
    """Also those that the list of past days no longer shows, and none of another month."""
    one = hall.row(hall.plan("2026-03-04"))
    days = [on(f"2026-03-{n:02}", hour) for n in range(2, 10) for hour in (8, 14)] + [on("2026-02-27"), on("2026-04-01")]
    Day.objects.bulk_create(
        Day(subject=f"{n:016}", body_id=one.body_id, begins=day, ends=day, planned=True, entered=day, state="held", received="head")
        for n, day in enumerate(days)
    )
    assert "16." in next(said for said in text(hall.town.client(), PAGE).split("<li>") if "trong tháng này" in said)


def test_since_july_it_is_shown_and_not_scored(hall: Hall) -> None:
    """Two days a month, from the press alone: said so, in no score. The weeks before are, once their wording is confirmed."""
    hall.town.go("2026-08-03")
    hall.hold(hall.plan("2026-08-05"))
    assert "chỉ biết qua báo chí" in text(hall.town.client(), PAGE).lower()
    desk = text(hall.town.client("officer"), "/viec-can-lam/")
    assert "tuần 26 năm 2026" not in desk  # no reception can be entered for it any more
    month, week = (hall.town.owed(CHAIR_RECEIVES, one).duty for one in ("2026-08", "2026-W10"))
    assert (month.read, week.read) == (Read.SECONDARY, Read.TEXT)
    assert not scored(month, ())
    assert scored(week, {week.hash})


def test_refusals(hall: Hall) -> None:
    day = hall.plan()
    with refused("This day has not come yet"):
        hall.town.do(acts.hold, "officer", day=day.subject, received="head")
    hall.came(day, people=500)  # so many share the matter: one came
    hall.came(day)
    hall.later(on("2026-03-11", 9))
    with refused("The register has"):
        hall.hold(day, people=1)
    with refused("There cannot be more groups"):
        hall.hold(day, people=2, groups=3)
    with refused("Say why"):
        hall.hold(day, received="", people=0)
    officer = hall.town.client("officer")
    send(officer, f"/tiep-cong-dan/ngay/{day.subject}/ket-qua/", received="deputy", people=2, groups=0)
    with refused("This cannot be done any more"):
        hall.hold(day, people=9)
    with refused("This cannot be done any more"):
        hall.town.do(acts.move, "officer", day=day.subject, begins=on("2026-04-01"), ends=on("2026-04-01", 9), reason="x")
