"""No sequence of answers, repeats, ticks, counts and closings counts a household twice in a round, or loses an acknowledged answer.

Walks drawn by chance from a seed, against a model that is a dictionary.
"""

from collections import Counter
from datetime import timedelta
from random import Random
from uuid import uuid4

import pytest

from dinhlang.core.refusal import Refused
from dinhlang.core.tally.rounds import Outcome
from dinhlang.ground.polls import reads as rounds
from dinhlang.ground.polls.models import Part
from dinhlang.works.votes import acts, audit
from tests.votes.hall import SELF, Hall
from tests.votes.test_online import answer, chosen, opened

STEPS = 90


@pytest.mark.parametrize("seed", range(3))
def test_online_answers(hall: Hall, seed: int) -> None:
    """The last acknowledged answer of each household, and no other, is counted."""
    rng = Random(seed)
    hall.households(12)
    chosen(hall, 12)
    matter, keys = opened(hall, SELF, 12)
    model: dict[str, int] = {}
    sent: list[tuple[str, int, object]] = []
    for _n in range(STEPS):
        if sent and rng.random() < 0.3:
            key, choice, command = rng.choice(sent)  # a form that comes once more: the same answer, and nothing happens
            before = dict(model)
            answer(hall, matter, key, choice, command_id=command)
            assert model == before
        elif rng.random() < 0.1:
            with pytest.raises(Refused):
                answer(hall, matter, rng.choice(["nobody-of-here00", ""]), 0)
        elif rng.random() < 0.1:
            with pytest.raises(Refused):
                hall.close(matter)
        else:
            key, choice, command = rng.choice(keys), rng.randrange(3), uuid4()
            answer(hall, matter, key, choice, command_id=command)
            model[key] = choice
            sent.append((key, choice, command))
    hall.town.now += timedelta(hours=8)
    with pytest.raises(Refused):
        answer(hall, matter, keys[0], 0)
    outcome = hall.close(matter)
    found = rounds.rounds([matter])[-1].result
    assert found is not None
    counted = Counter(model.values())
    assert found.votes == (counted[0], counted[1], counted[2])
    assert found.took_part == len(model)
    assert outcome is (Outcome.PASSED if counted[0] > 6 else Outcome.LOST if len(model) > 6 else Outcome.COULD_NOT_REACH)
    assert Part.objects.filter(round__matter=matter).count() == len(model)
    assert list(audit.differences()) == []


@pytest.mark.parametrize("seed", range(3))
def test_ticks_in_three_sittings(hall: Hall, seed: int) -> None:
    """Whatever is ticked, taken off and sent again in three sittings: a household stands in one, or in none."""
    rng = Random(seed)
    clusters = ("Cụm 1", "Cụm 2", "Cụm 3")
    hall.households(24, clusters=clusters)
    matter = hall.agreed()
    hall.call(matter, clusters=clusters, scattered=True)
    one = rounds.rounds([matter])[0]
    places = {sitting.number: [seat.key for seat in rounds.seats_of(one, sitting)] for sitting in one.sittings}
    model: dict[int, set[str]] = {number: set() for number in places}
    for _n in range(STEPS // 3):
        number = rng.choice(list(places))
        keys = rng.sample(places[number], rng.randrange(len(places[number]) + 1))
        if rng.random() < 0.3:
            other = rng.choice([n for n in places if n != number])
            with pytest.raises(Refused):
                hall.town.do(acts.tick, "head", body=hall.village, matter=matter, sitting=number, keys=[*keys, places[other][0]])
            continue
        hall.town.do(acts.tick, "head", body=hall.village, matter=matter, sitting=number, keys=keys)
        model[number] = set(keys)
    assert rounds.took_part(one.id) == frozenset().union(*model.values())
    assert {sitting.number: sitting.ticked for sitting in rounds.rounds([matter])[0].sittings} == {
        n: len(keys) for n, keys in model.items()
    }
    for number, keys in model.items():
        agree = rng.randrange(len(keys) + 1)
        hall.count(matter, number, len(keys), agree, len(keys) - agree)
    hall.close(matter)
    found = rounds.rounds([matter])[0].result
    assert found is not None
    assert found.took_part == sum(map(len, model.values())) == sum(found.votes)
    assert list(audit.differences()) == []
