"""A rulebook that is adopted reaches the slots there are: what is to come follows it, a day that has passed is not moved."""

from collections import Counter
from datetime import date, datetime
from uuid import uuid4

import pytest
from django.conf import settings

from dinhlang.core.actor import System
from dinhlang.core.refusal import NotHere, Refused
from dinhlang.core.rules import ClockSpec, Done, Due, How, Mode, Ran, Rulebook, State
from dinhlang.ground.duties import project, reads, schedule
from dinhlang.ground.duties.counts import count_obligations, count_states
from dinhlang.ground.duties.effects import Fulfil, Move, Start, Target
from dinhlang.ground.duties.models import Clock, Fulfilment, Slot
from dinhlang.ground.duties.tests import world
from dinhlang.ground.duties.tests.world import CONTRIBUTIONS, MEETING, PLAN, REGISTER, STANDING
from dinhlang.ground.record import clock, founding, rulebooks
from dinhlang.ground.record.models import Entry
from tests.core.book import book_files

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 18, 9, tzinfo=clock.LOCAL)
TODAY = NOW.date()
LAW = "law-10-2022-qh15"
Files = dict[str, bytes]


@pytest.fixture
def ward(monkeypatch: pytest.MonkeyPatch) -> int:
    """A ward with one residential group in an open record, under the rulebook as shipped."""
    monkeypatch.setattr(clock, "now", lambda: NOW)
    founding.open_log("demo.invalid/test", at=NOW, files=rulebooks.read_folder(settings.RULEBOOK_DIR))
    one = world.body(villages=1)
    schedule.forget()
    schedule.ensure(rulebooks.current())
    return one


def off(files: Files, day: str) -> Files:
    path = f"calendar/{day[:4]}.toml"
    return {**files, path: files[path] + f'\n[[off]]\nday = {day}\nname = "Ngày nghỉ thêm"\nsource = "own"\n'.encode()}


def changed(files: Files, path: str, old: str, new: str, rule: str = "") -> Files:
    """The file with `old` replaced in the entry of `rule` (in all of it where none is named)."""
    blocks = files[path].decode().split("[[duty]]\n")
    blocks = [block.replace(old, new) if f'"{rule}"' in block or not rule else block for block in blocks]
    return {**files, path: "[[duty]]\n".join(blocks).encode()}


OPEN = "in_force       = { from = 2023-07-01 }"
BEFORE = "due            = { before = 2"


def closed(files: Files, path: str, rule: str, to: str) -> Files:
    return changed(files, path, OPEN, f"in_force = {{ from = 2023-07-01, to = {to} }}", rule)


def beside(files: Files, path: str, rule: str, to: str, since: str, *more: tuple[str, str]) -> Files:
    """The rule closed on `to`, and a second wording of it from `since` on, with `more` replaced."""
    block = next(block for block in files[path].decode().split("[[duty]]\n") if f'"{rule}"' in block)
    for old, new in ((OPEN, f"in_force = {{ from = {since} }}"), *more):
        assert old in block
        block = block.replace(old, new)
    shut = closed(files, path, rule, to)
    return {**shut, path: shut[path] + f"\n[[duty]]\n{block}".encode()}


def adopt(files: Files, at: datetime = NOW) -> Rulebook:
    rulebooks.adopt(by=System("console"), at=at, command_id=uuid4(), files=files, changelog="Thử", source="")
    return rulebooks.current()


def owed(rule: str, occasion: str, day: date = TODAY, code: str = "01273") -> tuple[reads.Frame, reads.Obligation]:
    return reads.one(code, day, rule, occasion)


def occasions(rule: str, day: date = TODAY) -> list[str]:
    return sorted(one.occasion for one in reads.obligations(reads.frame("01273", day), rule=rule, upcoming=True))


def agree(body: int, day: date) -> None:
    """Pages and counts say the same of every rule, part by part and as a whole, with what is to come and without."""
    for upcoming in (True, False):
        found = reads.obligations(reads.frame("01273", day), upcoming=upcoming, every=True)
        book = rulebooks.current()
        assert count_obligations([body], day, book, upcoming=upcoming) == Counter((one.duty.id, one.state) for one in found)
        parts = Counter((one.duty.id, part.state) for one in found for part in one.parts)
        assert count_states([body], day, book, upcoming=upcoming) == parts


def test_it_works(ward: int) -> None:
    """A day off that was added moves a due day still to come: the row, the steps and the state say one thing."""
    adopt(off(book_files(), "2026-12-31"))
    at, one = owed(REGISTER, "2026-Q3", date(2027, 1, 4))
    assert (one.due, one.rolled, one.state) == (date(2026, 12, 31), date(2027, 1, 4), State.NOT_YET_DUE)
    assert reads.arithmetic(at, one).rolled == one.rolled
    assert owed(REGISTER, "2026-Q3", date(2027, 1, 5))[1].state is State.MISSING
    agree(ward, date(2027, 1, 4))


def test_a_day_that_has_passed_keeps_its_day_and_its_arithmetic(ward: int) -> None:
    before = rulebooks.current()
    adopt(off(book_files(), "2026-06-30"))
    at, one = owed(REGISTER, "2026-Q1")
    assert (one.rolled, one.state) == (date(2026, 6, 30), State.MISSING)
    assert (reads.book_of(at, one).hash, reads.arithmetic(at, one).rolled) == (before.hash, date(2026, 6, 30))


def test_the_day_of_adoption_itself_is_still_to_come(ward: int) -> None:
    files = off(book_files(), "2026-12-31")
    adopt(files, datetime(2026, 12, 31, 9, tzinfo=clock.LOCAL))
    assert owed(REGISTER, "2026-Q3")[1].rolled == date(2027, 1, 4)


def test_the_day_after_it_is_not(ward: int) -> None:
    adopt(off(book_files(), "2026-12-31"), datetime(2027, 1, 1, 9, tzinfo=clock.LOCAL))
    assert owed(REGISTER, "2026-Q3")[1].rolled == date(2026, 12, 31)


def test_a_repealed_rule_is_owed_no_more(ward: int) -> None:
    adopt(closed(book_files(), f"{LAW}/art_13.toml", REGISTER, "2026-09-30"))
    assert occasions(REGISTER)[-2:] == ["2026-Q2", "2026-Q3"]
    assert owed(REGISTER, "2026-Q3", date(2027, 1, 4))[1].state is State.MISSING  # its quarter was over on the rule's last day
    with pytest.raises(NotHere, match="no occasion 2026-Q4"):
        owed(REGISTER, "2026-Q4")
    agree(ward, date(2027, 7, 1))


def test_what_was_done_for_it_stays_and_is_owed_again_when_the_rule_is_back(ward: int) -> None:
    row = Slot.objects.get(rule=REGISTER, part="list", occasion="2026-Q4")
    world.fulfil(ward, row, Done(date(2027, 1, 5), How.STAMPED))
    adopt(closed(book_files(), f"{LAW}/art_13.toml", REGISTER, "2026-09-30"))
    row.refresh_from_db()
    assert (row.decides, row.due, Fulfilment.objects.get().slot_id) == (None, date(2027, 3, 31), row.pk)
    assert "2026-Q4" not in occasions(REGISTER, date(2027, 1, 6))
    agree(ward, date(2027, 1, 6))
    adopt(book_files())
    _, one = owed(REGISTER, "2026-Q4", date(2027, 1, 6))
    assert {part.part.channel: part.state for part in one.parts}["list"] is State.DONE_ON_TIME


def test_a_rule_that_was_no_law_is_not_owed_for_days_long_past(ward: int) -> None:
    adopt(closed(book_files(), f"{LAW}/art_13.toml", REGISTER, "2024-12-31"))
    assert occasions(REGISTER)[-1] == "2024-Q4"
    agree(ward, TODAY)


def test_a_new_wording_gives_the_days_of_its_own_quarters(ward: int) -> None:
    term = ('within  = 1\nunit    = "period"', 'after = 10\nunit = "calendar-day"')
    adopt(beside(book_files(), f"{LAW}/art_13.toml", REGISTER, "2026-12-31", "2027-01-01", term))
    at, old = owed(REGISTER, "2026-Q4", date(2027, 5, 1))
    assert (old.due, old.duty.due.n, old.opens) == (date(2027, 3, 31), 1, date(2027, 1, 4))  # opened under the new, decided by the old
    at, new = owed(REGISTER, "2027-Q1", date(2027, 5, 1))
    assert (new.due, new.rolled, new.duty.due.n) == (date(2027, 4, 10), date(2027, 4, 12), 10)
    assert reads.arithmetic(at, new).rolled == new.rolled
    agree(ward, date(2027, 5, 1))


def test_of_two_wordings_within_one_year_the_earlier_opens_it(ward: int) -> None:
    adopt(beside(book_files(), f"{LAW}/art_14.toml", PLAN, "2026-06-30", "2026-07-01"))
    _, one = owed(PLAN, "2026")
    assert (one.duty.in_force_to, one.opens) == (date(2026, 6, 30), date(2026, 1, 1))
    assert owed(PLAN, "2027")[1].duty.in_force_to is None
    agree(ward, TODAY)


def test_what_stands_all_the_time_is_judged_by_the_wording_of_the_asked_day(ward: int) -> None:
    path = f"{LAW}/art_11.toml"
    web = ('{ channel = "website", if = "has_portal",', '{ channel = "website",')
    board = ('  { channel = "board", basis = "Law 10/2022/QH15 Art. 13(2)" },\n', "")
    adopt(beside(book_files(), path, STANDING, "2026-09-30", "2026-10-01", web, board))

    def parts(day: date) -> list[str]:
        return [part.part.channel for part in owed(STANDING, "standing", day)[1].parts]

    assert (parts(date(2026, 9, 30)), parts(date(2026, 10, 1))) == (["website", "board"], ["website"])
    agree(ward, date(2026, 9, 30))
    agree(ward, date(2026, 10, 1))
    adopt(closed(book_files(), path, STANDING, "2026-09-30"))
    assert occasions(STANDING, date(2026, 9, 30)) == ["standing"]
    assert occasions(STANDING, date(2026, 10, 1)) == []
    agree(ward, date(2026, 10, 1))


def test_a_clock_whose_wording_lost_a_part_is_not_counted_for_it(ward: int) -> None:
    for part in ("board", "village-points"):
        world.clock(
            ward, ClockSpec(CONTRIBUTIONS, part, "a", date(2026, 3, 2), Due(date(2026, 3, 9), date(2026, 3, 9)), Mode.DEADLINE, 30, 1, True)
        )
    agree(ward, TODAY)
    line = '  { channel = "village-points", hold = 30, places = "villages", basis = "Law 10/2022/QH15 Art. 13(2)" },\n'
    book = adopt(changed(book_files(), f"{LAW}/art_11.toml", line, ""))
    assert count_states([ward], TODAY, book, rule=CONTRIBUTIONS) == Counter({(CONTRIBUTIONS, State.MISSING): 1})
    agree(ward, TODAY)


def test_a_clock_that_no_wording_covers_is_owed_by_nobody(ward: int) -> None:
    for day in (date(2026, 3, 2), date(2026, 3, 3)):
        world.clock(
            ward, ClockSpec(CONTRIBUTIONS, "board", str(day), day, Due(date(2026, 3, 9), date(2026, 3, 9)), Mode.DEADLINE, 30, 1, True)
        )
    adopt(closed(book_files(), f"{LAW}/art_11.toml", CONTRIBUTIONS, "2026-03-02"))
    assert occasions(CONTRIBUTIONS) == ["2026-03-02"]
    agree(ward, TODAY)


def test_a_notice_goes_by_the_day_it_was_due(ward: int) -> None:
    """The rule ended between the last day of the notice and the meeting: what was owed then is owed."""
    group = reads.frame("01273-1", TODAY).place.id
    world.clock(
        group,
        ClockSpec(MEETING, "notice", "m", date(2026, 11, 28), Due(date(2026, 11, 26), date(2026, 11, 26)), Mode.DEADLINE, None, 1, True),
    )
    path = "decree-59-2023-nd-cp/art_03.toml"
    book = adopt(changed(book_files(), path, BEFORE, "in_force = { from = 2023-08-15, to = 2026-11-26 }\n" + BEFORE, MEETING))
    _, one = owed(MEETING, "m", date(2026, 11, 27), "01273-1")
    assert one.state is State.MISSING
    assert count_states([group], date(2026, 11, 27), book, upcoming=True, rule=MEETING) == Counter({(MEETING, State.MISSING): 1})
    book = adopt(changed(book_files(), path, BEFORE, "in_force = { from = 2023-08-15, to = 2026-11-25 }\n" + BEFORE, MEETING))
    assert count_states([group], date(2026, 11, 27), book, upcoming=True, rule=MEETING) == Counter()


def test_a_clock_that_moved_is_explained_by_the_rulebook_it_moved_under(ward: int) -> None:
    """The days off changed between the registration and the other date."""
    board = Target(CONTRIBUTIONS, "board", "1-qd")
    start = Start(board, date(2026, 11, 17), date(2026, 11, 25), date(2026, 11, 25), "deadline", 30, 1, True)
    project.apply(ward, "decision.register", "thing", world.LEAF, TODAY, [start.as_value()])
    adopt(off(book_files(), "2026-11-20"))
    adopt(off(book_files(), "2026-11-20"))  # an entry that names the new rulebook
    later = bytes(Entry.objects.order_by("-index").values_list("hash", flat=True)[0])
    move = Move(board, date(2026, 11, 18), date(2026, 11, 27), date(2026, 11, 27))
    project.apply(ward, "decision.redate", "thing", later, TODAY, [move.as_value()])
    at, one = owed(CONTRIBUTIONS, "1-qd")
    assert (one.due, reads.arithmetic(at, one).day) == (date(2026, 11, 27), date(2026, 11, 27))
    assert bytes(Clock.objects.get().entry) == later


def test_a_claim_on_what_nobody_owes_is_refused(ward: int) -> None:
    adopt(closed(book_files(), f"{LAW}/art_13.toml", REGISTER, "2026-09-30"))
    claim = Fulfil(Target(REGISTER, "list", "2026-Q4"), TODAY, How.STAMPED)
    with pytest.raises(Refused, match="no such duty on this occasion"):
        project.apply(ward, "register.issue", "thing", world.LEAF, TODAY, [claim.as_value()])


def test_a_second_look_changes_nothing(ward: int) -> None:
    world.hang(ward, Slot.objects.get(rule=STANDING, part="board"), Ran(TODAY, None, How.COUNTERSIGNED, "hq"))
    adopt(off(book_files(), "2026-12-31"))
    rows = Slot.objects.order_by("id").values()
    before = [{**row, "rules": bytes(row["rules"])} for row in rows]
    assert schedule.ensure(rulebooks.current()) == 0
    assert [{**row, "rules": bytes(row["rules"])} for row in rows.all()] == before
