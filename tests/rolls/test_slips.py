"""Access slips: two persons let them be printed, a third hands them over, a household uses one once, then enters with its own number."""

import io
import re
from datetime import timedelta
from uuid import uuid4

import pikepdf
import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from dinhlang.core import slips as spelling
from dinhlang.core.actor import Guest
from dinhlang.core.refusal import Refused
from dinhlang.ground.jobs.models import Job
from dinhlang.ground.notices import addresses
from dinhlang.ground.notices.acts import DELIVER, tell
from dinhlang.ground.notices.models import Notice
from dinhlang.ground.people.models import Proposal
from dinhlang.ground.record import clock
from dinhlang.ground.record.models import Command
from dinhlang.ground.rolls import acts, audit, codes, reads, sheets, tries
from dinhlang.ground.rolls.models import Entrance, PrintRun, Slip
from dinhlang.works.disclosures.tests.town import ONE, WARD, Town, nothing_changes, refused
from tests.rolls.world import LAN, PHUNG, SU, enter, xlsx
from tests.test_offices import browser, confirm

PIN = "480273"
CODES = {"1": 11, "2": 22, "3": 33}  # the bits that chance gives in these tests
NO_SLIP = "Giấy này không mở được"
NOBODY = Guest("")


@pytest.fixture
def village(town: Town) -> int:
    """A village with three households on its list, everybody long enough in office."""
    town.seat("work-board", "front-work-board", ONE)
    town.go("2026-03-20")
    enter(town, xlsx(LAN, SU, PHUNG))
    return town.ids[ONE]


@pytest.fixture
def printed(town: Town, village: int, monkeypatch: pytest.MonkeyPatch) -> bytes:
    """The sheet of all three, printed on the site by two persons."""
    return print_slips(town, monkeypatch)


def print_slips(town: Town, monkeypatch: pytest.MonkeyPatch, numbers: str = "", bits: dict[str, int] = CODES) -> bytes:
    officer, second = browser(town, "officer"), browser(town, "second")
    answer = officer.post(reverse("slips-ask", args=[ONE]), {"numbers": numbers, "command_id": str(uuid4())})
    assert answer.status_code == 302, answer.content.decode()
    status, where = confirm(second, answer["Location"])
    assert status == 302, where
    by_key = {one.key: bits.get(one.number, 99) for one in reads.on(town.ids[ONE], "households", clock.local_day(town.now))}
    monkeypatch.setattr(codes, "drawn", lambda keys: {key: by_key[key] for key in keys})
    run = PrintRun.objects.get(printed=None)
    made = officer.post(reverse("slips-make", args=[run.subject]), {"command_id": str(uuid4())})
    assert (made.status_code, made["Content-Type"]) == (200, "application/pdf"), made.content.decode("utf-8", "replace")
    return bytes(made.content)


def handed(town: Town, *numbers: str, by: str = "work-board", **more: str) -> None:
    town.do(acts.hand_over, by, body=town.ids[ONE], numbers=numbers, **more)


def use(bits: int, client: Client | None = None, command: str = "") -> tuple[Client, int, str]:
    client = client or Client()
    answer = client.post(reverse("enter"), {"ma": spelling.spell(bits), "command_id": command or str(uuid4())})
    return client, answer.status_code, answer.content.decode()


def choose(client: Client, pin: str = PIN, again: str = "") -> tuple[int, str]:
    sent = {"number": pin, "again": again or pin, "command_id": str(uuid4())}
    answer = client.post(reverse("household-number"), sent)
    return answer.status_code, answer.content.decode()


def by_number(listed: str, pin: str, client: Client | None = None) -> tuple[Client, int, str]:
    client = client or Client()
    answer = client.post(reverse("enter-number", args=[ONE]), {"listed": listed, "number": pin, "command_id": str(uuid4())})
    return client, answer.status_code, answer.content.decode()


def test_it_works(town: Town, printed: bytes) -> None:
    handed(town, "1", "2")
    code = spelling.spell(CODES["1"])
    phone = Client()
    with nothing_changes():
        page = phone.get(reverse("enter") + f"?ma={code}")
        assert page.status_code == 200
        assert code in page.content.decode()
        assert page["Referrer-Policy"] == "strict-origin"
    _, status, _ = use(CODES["1"], phone)
    assert status == 302
    assert choose(phone)[0] == 302
    own = phone.get(reverse("household")).content.decode()
    assert "Nông Thị Lan" in own
    assert "Lý A Sử" not in own
    assert phone.post(reverse("account_logout")).status_code == 302
    assert phone.get(reverse("household")).status_code == 403
    other, status, _ = by_number("01", "480 273")
    assert status == 302
    assert "Nông Thị Lan" in other.get(reverse("household")).content.decode()


def test_the_sheet_says_number_and_code_and_is_given_once(town: Town, printed: bytes, village: int) -> None:
    with pikepdf.open(io.BytesIO(printed)) as pdf:
        assert len(pdf.pages) == 1
        drawn = pdf.pages[0].Contents.read_bytes().decode()
    for number, bits in CODES.items():
        assert f"({number}) Tj" in drawn
        assert f"({spelling.spell(bits)}) Tj" in drawn
    officer, run = town.client("officer"), PrintRun.objects.get()
    again = officer.post(reverse("slips-make", args=[run.subject]), {"command_id": str(uuid4())})
    assert again.status_code == 422
    assert "Lan" not in drawn, "no name on a slip"


def test_no_code_is_kept_anywhere(town: Town, printed: bytes) -> None:
    handed(town, "1")
    phone, _, _ = use(CODES["1"])
    choose(phone)
    told = [spelling.spell(CODES["1"]), spelling.spell(CODES["1"]).replace("-", ""), PIN]
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608
            text = repr(cursor.fetchall())
            assert not [one for one in told if one in text], table
    assert Command.objects.exists()


def test_one_person_prints_nothing(town: Town, village: int) -> None:
    keys = tuple(one.key for one in reads.on(village, "households", clock.local_day(town.now)))
    for who in ("officer", "chair"):
        with refused("This needs a second person"):
            town.do(acts.print_slips, who, body=village, households=keys)
    officer = browser(town, "officer")
    waits = officer.post(reverse("slips-ask", args=[ONE]), {"numbers": "1-3", "command_id": str(uuid4())})["Location"]
    page = browser(town, "second").get(waits).content.decode()
    assert "1, 2, 3" in page
    assert 'value="confirm"' not in officer.get(waits).content.decode()
    for who in ("head", "work-board", "front"):
        assert town.client(who).get(waits).status_code == 404
    assert not PrintRun.objects.exists()
    assert Proposal.objects.count() == 1


def test_a_slip_is_dead_before_its_hand_over_and_after_its_days(town: Town, printed: bytes) -> None:
    assert use(CODES["1"])[1] == 422
    handed(town, "1")
    town.now += timedelta(days=14)
    assert use(CODES["1"])[1] == 422


def test_who_printed_or_confirmed_hands_nothing_over(town: Town, printed: bytes) -> None:
    for who in ("officer", "second", "chair"):
        with refused("Your office"):
            handed(town, "1", by=who)
    town.seat("both", "village-head", "04-t0000002")
    with refused("Your office does not act"):
        handed(town, "1", by="both")
    PrintRun.objects.update(second=town.mandates["work-board"])
    with refused("Who printed the slips"):
        handed(town, "1")
    handed(town, "1", by="front")


def test_a_hand_over_by_cluster_and_of_numbers_that_nobody_has(town: Town, printed: bytes) -> None:
    with refused("No household of this village has the list number"):
        handed(town, "1", "9")
    handed(town, cluster="Cụm 1")
    states = {row.number: row.state for row in reads.slips_of(town.ids[ONE], town.now)}
    assert states == {"1": "handed", "2": "handed", "3": "printed"}
    with refused("No printed slip waits"):
        handed(town, "1")


def test_every_slip_that_opens_nothing_is_answered_alike(town: Town, printed: bytes) -> None:
    handed(town, "1")
    use(CODES["1"])
    said = set()
    for code in (spelling.spell(CODES["1"]), spelling.spell(CODES["2"]), spelling.spell(77), "ABCD-EFGH", "0000-0000-0000-1"):
        answer = Client().post(reverse("enter"), {"ma": code, "command_id": str(uuid4())})
        assert answer.status_code == 422
        text = answer.content.decode()
        said.add(re.sub(r'value="[^"]*"', "", re.sub(r"/vao/[^\"]*", "", text)))
    assert len(said) == 1
    assert NO_SLIP in said.pop()


def test_a_second_use_alarms_both(town: Town, printed: bytes) -> None:
    handed(town, "1")
    phone, _, _ = use(CODES["1"])
    choose(phone)
    assert use(CODES["1"])[1] == 422
    assert use(CODES["1"])[1] == 422
    own = phone.get(reverse("household")).content.decode()
    assert "lần thứ hai" in own
    assert f'href="{reverse("notices")}"' in own
    told = phone.get(reverse("notices")).content.decode()
    assert told.count("Có người dùng giấy vào cửa của hộ") == 1
    assert "2 lần trong ngày" in told
    page = town.client("front").get(reverse("slips", args=[ONE])).content.decode()
    assert "Số 1" in page
    assert "Lan" not in page
    assert reverse("rolls", args=["01273"]) in town.client("front").get(reverse("desk")).content.decode()


def test_a_lost_answer_is_no_second_use(town: Town, printed: bytes) -> None:
    handed(town, "1")
    command = str(uuid4())
    use(CODES["1"], command=command)
    phone, status, _ = use(CODES["1"], command=command)
    assert status == 302
    assert choose(phone)[0] == 302
    assert not Slip.objects.exclude(alarmed=None).exists()


@pytest.mark.parametrize("pin", ["123456", "111111", "12345", "abcdef", "1234567", "000001", "٤٨٠٢٧٣", ""])
def test_a_number_that_is_easily_guessed_is_refused(town: Town, printed: bytes, pin: str) -> None:
    handed(town, "1")
    phone, _, _ = use(CODES["1"])
    assert choose(phone, pin)[0] == 422
    assert choose(phone, PIN, "905714")[0] == 422
    assert bytes(Entrance.objects.get().digest) == b""


def test_a_new_issue_kills_the_old_slips(town: Town, printed: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    handed(town, "1", "2", "3")
    print_slips(town, monkeypatch, "2", {"2": 222})
    assert use(CODES["2"])[1] == 422
    assert use(222)[1] == 422, "not handed over yet"
    handed(town, "2")
    assert use(222)[1] == 302
    assert use(CODES["3"])[1] == 302


def test_a_revoked_household_is_out_at_once(town: Town, printed: bytes) -> None:
    handed(town, "1", "2")
    phone, _, _ = use(CODES["1"])
    choose(phone)
    town.do(acts.revoke_slips, "work-board", body=town.ids[ONE], numbers=("1", "2"), reason="stolen")
    assert phone.get(reverse("household")).status_code == 403
    assert by_number("1", PIN)[1] == 422
    assert use(CODES["2"])[1] == 422


def test_a_household_that_left_is_out_too(town: Town, printed: bytes) -> None:
    handed(town, "1", "2")
    phone, _, _ = use(CODES["1"])
    choose(phone)
    town.flush()
    town.go("2026-04-01")
    enter(town, xlsx(SU, PHUNG))
    assert phone.get(reverse("household")).status_code == 403
    assert by_number("1", PIN)[1] == 422


def test_bursts_are_shown_to_the_front(town: Town, village: int) -> None:
    rows = [(n, f"Hộ {n}", "", "", f"nhà {n}", "") for n in range(1, 31)]
    town.go("2026-03-21")
    enter(town, xlsx(*rows))
    run = PrintRun.objects.create(subject="r" * 16, village_id=village, members=[], first_id=town.mandates["officer"], at=town.now)
    for n, one in enumerate(reads.on(village, "households", clock.local_day(town.now))):
        used = town.now + timedelta(minutes=n // 3 if n < 12 else 60 * n)
        Slip.objects.create(member_id=one.key, run=run, digest=bytes([n]) * 32, made=town.now, handed=town.now, used=used)
    later = town.now + timedelta(days=2)
    assert [one.slips for one in reads.bursts(village, later)] == [12]


def households(town: Town, village: int, many: int) -> list[int]:
    """`many` households with a slip in their hands; the slips, by list number."""
    town.go("2026-03-21")
    enter(town, xlsx(*[(n, f"Hộ {n}", "", "", f"nhà {n}", "") for n in range(1, many + 1)]))
    seats = sorted(reads.on(village, "households", clock.local_day(town.now)), key=lambda one: int(one.number))
    run = PrintRun.objects.create(subject="r" * 16, village_id=village, members=[], first_id=town.mandates["officer"], at=town.now)
    until = town.now + timedelta(days=14)
    rows = [
        Slip(member_id=one.key, run=run, digest=codes.of_slip(1000 + n), made=town.now, handed=town.now, until=until)
        for n, one in enumerate(seats)
    ]
    Slip.objects.bulk_create(rows)
    return [row.pk for row in Slip.objects.order_by("pk")]


def told_to(kind: str) -> dict[str, Notice]:
    """Who was told of `kind`, officials by the name of their account, households by their key."""
    names = {addresses.account(pk): name for pk, name in User.objects.values_list("pk", "username")}
    return {names.get(row.to, row.to): row for row in Notice.objects.filter(kind=kind)}


def test_many_slips_at_once_are_told_to_whoever_may_end_them(town: Town, village: int) -> None:
    """The Front, its work board and the head: once a day, whatever more slips are used; nobody of the commune's office."""
    made = households(town, village, 15)
    for slip in made[:9]:  # each a minute later
        town.do(acts.activate, NOBODY, body=village, slip=slip)
    assert not told_to("slips-many")
    town.do(acts.activate, NOBODY, body=village, slip=made[9])
    assert set(told_to("slips-many")) == {"front", "work-board", "head"}
    town.do(acts.activate, NOBODY, body=village, slip=made[10])
    assert {row.values["slips"] for row in told_to("slips-many").values()} == {11}
    assert Notice.objects.filter(kind="slips-many").count() == Job.objects.filter(kind=DELIVER).count() == 3, "one message each"
    page = town.client("head").get(reverse("notices")).content.decode()
    assert "11 tờ trong vòng 10 phút" in page
    assert reverse("slips", args=[ONE]) in page
    assert "Hộ 1" not in page


def test_slips_used_over_an_evening_are_no_burst(town: Town, village: int) -> None:
    for slip in households(town, village, 15):
        town.now += timedelta(minutes=1)
        town.do(acts.activate, NOBODY, body=village, slip=slip)
    assert not told_to("slips-many")


def test_a_household_whose_ways_in_were_ended_reads_it(town: Town, printed: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    """In its own place once a new slip lets it in again, and on its telephone before; its neighbours read nothing."""
    handed(town, "1", "2")
    choose(use(CODES["1"])[0])
    town.do(acts.revoke_slips, "work-board", body=town.ids[ONE], numbers=("1",), reason="stolen")
    by_number_of = {one.number: one.key for one in reads.on(town.ids[ONE], "households", clock.local_day(town.now))}
    assert set(told_to("slips-revoked")) == {addresses.household(by_number_of["1"])}
    row = Notice.objects.get(kind="slips-revoked")
    assert row.because == "", "the act is sealed"
    assert Job.objects.filter(kind=DELIVER, key__startswith=row.subject).count() == 1
    print_slips(town, monkeypatch, "1", {"1": 111})
    handed(town, "1")
    phone, _, _ = use(111)
    choose(phone)
    assert "người khác đang giữ" in phone.get(reverse("household")).content.decode()
    neighbour, _, _ = use(CODES["2"])
    choose(neighbour)
    assert "đã chấm dứt" not in neighbour.get(reverse("household")).content.decode()


def test_a_household_votes_and_signs_and_nothing_else(town: Town, printed: bytes) -> None:
    handed(town, "1")
    phone, _, _ = use(CODES["1"])
    for name, args in (("decision-report", ["01273"]), ("roll", [ONE, "households"]), ("slips", [ONE]), ("desk", [])):
        assert phone.get(reverse(name, args=args)).status_code in (302, 403), name


def test_mistypes_cost_a_short_wait_then_the_day(town: Town, printed: bytes) -> None:
    handed(town, "1")
    phone, _, _ = use(CODES["1"])
    choose(phone)
    for _ in range(5):
        assert by_number("1", "999999")[1] == 422
    assert by_number("1", PIN)[1] == 422, "it waits"
    town.now += timedelta(minutes=1)
    assert by_number("1", PIN)[1] == 302
    for n in range(50):
        town.now += timedelta(minutes=1 if n % 5 == 0 else 0)
        by_number("1", "999999")
    town.now += timedelta(minutes=2)
    assert by_number("1", PIN)[1] == 422, "enough for today"
    assert by_number("2", PIN)[1] == 422
    town.now += timedelta(days=1)
    assert by_number("1", PIN)[1] == 302


def test_five_hundred_households_on_one_address_enter_within_ten_minutes(town: Town, village: int) -> None:
    """Each mistypes its code and its number twenty times; all come from one address, none waits for another."""
    town.go("2026-03-21")
    enter(town, xlsx(*[(n, f"Hộ {n}", "", "", f"nhà {n}", "") for n in range(1, 501)]))
    seats = reads.on(village, "households", clock.local_day(town.now))
    run = PrintRun.objects.create(subject="r" * 16, village_id=village, members=[], first_id=town.mandates["officer"], at=town.now)
    until = town.now + timedelta(days=14)
    digests = [codes.of_slip(1000 + n) for n in range(len(seats))]
    Slip.objects.bulk_create(
        [
            Slip(member_id=one.key, run=run, digest=digest, made=town.now, handed=town.now, until=until)
            for one, digest in zip(seats, digests, strict=True)
        ]
    )
    began, checked = town.now, 12  # as many of the five hundred go through every page; the others through what the pages call
    for n, one in enumerate(seats):
        town.now = began
        client = Client(REMOTE_ADDR="127.0.0.1")
        if n < checked:
            for wrong in range(20):
                town.now += timedelta(seconds=3)
                answer = client.post(reverse("enter"), {"ma": spelling.spell(10**9 + wrong), "command_id": str(uuid4())})
                assert answer.status_code == 422
            assert use(1000 + n, client)[1] == 302
            assert choose(client)[0] == 302
        else:
            salt = bytes(16)
            Entrance.objects.create(member_id=one.key, salt=salt, digest=codes.of_number(one.key, salt, PIN))
        assert mistyped_then_right(town, one.number, client if n < checked else None, village)
        assert town.now - began <= timedelta(minutes=10)
    assert Entrance.objects.exclude(digest=b"").count() == 500


def mistyped_then_right(town: Town, listed: str, client: Client | None, village: int) -> bool:
    """Twenty wrong numbers, waiting as long as one is told to, then the right one."""
    for _ in range(20):
        town.now += timedelta(seconds=5)
        tried(town, listed, "999999", client, village)
    return tried(town, listed, PIN, client, village)


def tried(town: Town, listed: str, pin: str, client: Client | None, village: int) -> bool:
    """Whether it opened; whoever is told to wait waits."""
    if client is not None:
        _, status, page = by_number(listed, pin, client)
        if told := re.search(r"thử lại sau (\d+) phút", page):
            town.now += timedelta(minutes=int(told[1]))
        return status == 302
    try:
        tries.enter(village, listed, pin, town.now)
    except Refused as error:
        town.now += timedelta(minutes=int(str(error.values.get("n", 0))) if error.msg == tries.WAIT else 0)
        return False
    return True


def test_pages_of_households_are_small(town: Town, printed: bytes) -> None:
    handed(town, "1")
    phone, _, _ = use(CODES["1"])
    most = {"enter": 14, "household-number": 14, "household": 20}  # its own page tells of two bodies
    for name in most:
        with CaptureQueriesContext(connection) as asked:
            page = phone.get(reverse(name))
        assert "<script" not in page.content.decode()
        assert len(page.content) < 12_000
        assert len(asked) <= most[name], name


def test_the_record_holds(town: Town, printed: bytes) -> None:
    handed(town, "1")
    assert use(CODES["1"])[1] == 302
    town.flush()
    assert list(audit.differences()) == []


def test_sheets_come_in_parts_of_eight_a_page() -> None:
    words = sheets.Words("Tổ dân phố 5", "Phường Thục Phán", "https://dinhlang.example/vao/", "https://dinhlang.example/vao/x/", 14)
    made = list(sheets.parts(words, [sheets.Printed(str(n), n) for n in range(20)], at_once=16))
    assert [len(pikepdf.open(io.BytesIO(one)).pages) for one in made] == [2, 1]


def test_a_household_sees_what_goes_on_around_it(town: Town, printed: bytes) -> None:
    handed(town, "1")
    phone, _, _ = use(CODES["1"])
    town.decided(number="7/QĐ-UBND", dated="2026-03-01")
    town.posted(title="Kế hoạch sửa đường tổ 1")
    html = phone.get(reverse("household")).content.decode()
    village, commune = html.index('id="around-1"'), html.index('id="around-2"')
    assert village < commune < html.index("Kế hoạch sửa đường tổ 1")
    assert reverse("body", args=[ONE]) in html[village:commune]
    assert reverse("body", args=[WARD]) in html[commune:]
    assert "Kế hoạch sửa đường" not in html[village:commune]
    assert "Không có việc gì chờ hộ" in html
    key = Slip.objects.get(used__isnull=False).member_id
    values = {"office": "commune-officer", "body": town.ward, "why": "complaint"}
    tell("identity-opened", addresses.household(key), "identity:1", town.now, values=values)
    told = phone.get(reverse("household")).content.decode()
    assert told.index('id="notices"') < told.index("Phường Thục Phán", told.index('id="notices"')) < told.index('id="around-1"')


def test_a_household_finds_its_way_in_and_its_button_says_so(town: Town, village: int) -> None:
    """From the page on which offices sign in, without the slip, by the words that are printed on it."""
    assert f'href="{reverse("enter")}"' in Client().get(reverse("account_login")).content.decode()
    for address in (reverse("enter"), reverse("enter-number", args=[ONE])):
        assert "<button>Vào</button>" in Client().get(address).content.decode()


def test_who_asked_finds_the_confirmed_print_on_the_desk(town: Town, village: int) -> None:
    officer, second = browser(town, "officer"), browser(town, "second")
    answer = officer.post(reverse("slips-ask", args=[ONE]), {"numbers": "", "command_id": str(uuid4())})
    assert confirm(second, answer["Location"])[0] == 302
    address = reverse("slips-make", args=[PrintRun.objects.get().subject])
    assert address in officer.get(reverse("desk")).content.decode()
    assert address not in second.get(reverse("desk")).content.decode()
    assert officer.post(address, {"command_id": str(uuid4())}).status_code == 200
    assert address not in officer.get(reverse("desk")).content.decode()


def test_after_a_wrong_code_the_other_way_in_is_still_there(town: Town, village: int) -> None:
    address = reverse("enter-number", args=[ONE])
    assert address in Client().get(reverse("enter")).content.decode()
    assert address in use(77)[2]
