"""Online rounds: only where the law lets them be, one answer of a household, nothing of it kept."""

import json
from datetime import timedelta
from uuid import uuid4

import pytest
from django.apps import apps

from dinhlang.core.actor import Voice
from dinhlang.core.refusal import NotYours, Refused
from dinhlang.core.tally.rounds import NOT_CHOSEN, NOT_SO, Outcome
from dinhlang.ground.polls import reads as rounds
from dinhlang.ground.polls.models import Cast, Count, Objection, Part
from dinhlang.ground.record import batches
from dinhlang.ground.record import reads as record
from dinhlang.ground.record.act import Done, Unwritten
from dinhlang.ground.record.models import Command
from dinhlang.works.votes import acts, audit
from tests.votes.hall import CONTRIBUTION, SELF, Hall

CHOOSING = "village-chooses-online-vote"


def answer(hall: Hall, matter: str, key: str, choice: int, manner: str = "alone", **more: object) -> Done:
    return hall.town.do(
        acts.cast, Voice(household=key), body=hall.village, matter=matter, choice=Unwritten(choice), manner=manner, **more
    )  # fmt: skip


def opened(hall: Hall, rule: str, n: int = 30) -> tuple[str, list[str]]:
    """A round that takes answers now, and the keys of its households."""
    matter = hall.agreed(rule, title="Biểu quyết trực tuyến")
    hall.call(matter, "online", days=2)
    hall.town.now -= timedelta(hours=2)
    batches.flush(hall.town.now)
    one = rounds.rounds([matter])[0]
    keys = [seat.key for seat in rounds.seats_of(one, one.sittings[0])]
    assert len(keys) == n
    return matter, keys


def chosen(hall: Hall, n: int = 30) -> None:
    """The households choose to vote online."""
    matter, keys = opened(hall, CHOOSING, n)
    for key in keys[: n // 2 + 1]:
        answer(hall, matter, key, 0)
    hall.town.now += timedelta(hours=3)
    assert hall.close(matter) is Outcome.PASSED


def test_it_works(hall: Hall) -> None:
    """Chosen by over half; then a matter of self-management: answers change until the end, the last one counts."""
    hall.households(30)
    chosen(hall)
    matter, keys = opened(hall, SELF)
    for key in keys[:20]:
        answer(hall, matter, key, 1)
    for key in keys[:16]:
        answer(hall, matter, key, 0, "assisted")
    answer(hall, matter, keys[29], 2)
    hall.town.now += timedelta(hours=3)
    assert hall.close(matter) is Outcome.PASSED
    found = rounds.rounds([matter])[-1].result
    assert found is not None
    assert (found.votes, found.took_part, found.needed) == ((16, 4, 1), 21, 16)
    assert list(audit.differences()) == []


def test_only_where_the_law_lets_it_and_the_households_chose_it(hall: Hall) -> None:
    hall.households(30)
    for rule, why in ((SELF, NOT_CHOSEN), (CONTRIBUTION, NOT_SO)):
        matter = hall.agreed(rule)
        with pytest.raises(Refused) as stopped:
            hall.call(matter, "online")
        assert stopped.value.msg == why


def test_nothing_that_is_kept_says_what_was_chosen(hall: Hall) -> None:
    """While it runs one row says it; afterwards none. Two answers of the same form differ in nothing but their command id."""
    hall.households(30)
    chosen(hall)
    matter, keys = opened(hall, SELF)
    digests = set()
    for choice in (0, 1):
        command = uuid4()
        answer(hall, matter, keys[0], choice, command_id=command)
        digests.add(bytes(Command.objects.get(pk=command).digest))
    assert len(digests) == 1
    assert rounds.cast_of(rounds.rounds([matter])[0].id, keys[0]) == 1
    hall.town.now += timedelta(hours=3)
    hall.close(matter)
    assert Cast.objects.count() == 0
    rows = {model._meta.label: list(model._base_manager.filter(**{field.name: keys[0]}).values()) for model in apps.get_models()
            for field in model._meta.fields if field.is_relation and field.related_model._meta.label == "rolls.Member"}  # fmt: skip
    assert "choice" not in json.dumps(rows, default=str)
    assert Part.objects.filter(member=keys[0]).count() == 2


def test_too_early_too_late_and_who_may(hall: Hall) -> None:
    hall.households(30)
    chosen(hall)
    matter, keys = opened(hall, SELF)
    inside = hall.town.now
    hall.town.now = inside - timedelta(days=1)
    with pytest.raises(Refused):
        answer(hall, matter, keys[0], 0)
    hall.town.now = rounds.rounds([matter])[0].closes
    with pytest.raises(Refused):
        answer(hall, matter, keys[0], 0)
    hall.town.now = inside
    with pytest.raises(Refused):
        answer(hall, matter, "nobody-of-here00", 0)
    with pytest.raises(Refused):
        answer(hall, matter, keys[0], 3)
    with pytest.raises(Refused):
        answer(hall, matter, keys[0], 0, "pressed")
    with pytest.raises(Refused):
        hall.town.do(acts.cast, Voice(person="ann"), body=hall.village, matter=matter, choice=Unwritten(0), manner="alone")
    with pytest.raises(Refused):
        hall.count(matter, 1, 10, 10, 0, 0)
    with pytest.raises(Refused):
        hall.town.do(acts.tick, "head", body=hall.village, matter=matter, sitting=1, keys=[keys[0]])
    assert Part.objects.filter(round__matter=matter).count() == 0
    assert issubclass(NotYours, Refused)


def test_the_same_form_twice_is_one_answer(hall: Hall) -> None:
    hall.households(30)
    chosen(hall)
    matter, keys = opened(hall, SELF)
    command = uuid4()
    first = answer(hall, matter, keys[0], 0, command_id=command)
    assert answer(hall, matter, keys[0], 0, command_id=command) == first
    assert Cast.objects.count() == 1


def test_how_answers_came_about_is_said_only_where_it_tells_of_nobody(hall: Hall) -> None:
    hall.households(60)
    chosen(hall, 60)
    for helped, shown in ((3, False), (14, True)):
        matter, keys = opened(hall, SELF, 60)
        for n, key in enumerate(keys[:40]):
            answer(hall, matter, key, 0, "assisted" if n < helped else "alone")
        hall.town.now += timedelta(hours=3)
        hall.close(matter)
        words = next(one.words for one in record.of_subjects([matter]) if one.act == "vote.close")
        assert words.get("manners") == ({"alone": 30, "assisted": 10} if shown else None)
    assert Count.objects.filter(mandate=None).count() == 3


def test_this_was_not_us(hall: Hall) -> None:
    """At the counter a household objects; how many object, and that the result hangs on them, stands there; not who, and once each."""
    hall.households(30)
    chosen(hall)
    matter, keys = opened(hall, SELF)
    for key in keys[:17]:
        answer(hall, matter, key, 0)
    given = {"matter": matter, "round": 1, "number": "1"}
    with pytest.raises(Refused):
        hall.town.do(acts.not_us, "officer", body=hall.village, **given)
    hall.town.now += timedelta(hours=3)
    hall.close(matter)
    one = rounds.rounds([matter])[0]
    ((_number, numbers),) = rounds.listed(one)
    assert len(numbers) == 17
    hall.town.do(acts.not_us, "officer", body=hall.village, **{**given, "number": numbers[0]})
    assert not rounds.in_doubt(rounds.rounds([matter])[0])
    with pytest.raises(Refused):
        hall.town.do(acts.not_us, "front", body=hall.village, **{**given, "number": numbers[0]})
    hall.town.do(acts.not_us, "front", body=hall.village, **{**given, "number": numbers[1]})
    one = rounds.rounds([matter])[0]
    assert one.objections == 2
    assert rounds.in_doubt(one)
    for who, number in (("head", numbers[2]), ("officer", "999"), ("officer", "")):
        with pytest.raises(Refused):
            hall.town.do(acts.not_us, who, body=hall.village, **{**given, "number": number})
    with pytest.raises(Refused):
        hall.town.do(acts.not_us, "officer", body=hall.village, **{**given, "round": 7})
    assert list(audit.differences()) == []
    hall.town.flush()
    assert list(audit.differences()) == []
    Objection.objects.latest("pk").delete()
    assert list(audit.differences()) != [], "an objection that was taken out of the tables is missed"
