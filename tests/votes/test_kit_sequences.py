"""Whatever phones, lines, thieves and colleagues do: a household stands once, what was acknowledged is kept, nothing is overwritten."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dinhlang.core.refusal import Refused
from dinhlang.ground.kit.models import Item, Lease, State
from dinhlang.ground.polls.models import Count, Part
from dinhlang.ground.record import batches
from dinhlang.ground.record.act import Done
from dinhlang.ground.rolls.models import Line
from dinhlang.works.disclosures.tests.town import tables
from dinhlang.works.votes import acts, audit
from dinhlang.works.votes.acts import kits
from tests.votes.hall import Hall
from tests.votes.kits import Phone, opened

N = 6
PHONES = st.integers(0, 1)
NUMBERS = st.sets(st.integers(1, N), max_size=N)
STEP = st.one_of(
    st.tuples(st.just("tick"), PHONES, NUMBERS),
    st.tuples(st.just("count"), PHONES, st.integers(0, N)),
    st.tuples(st.just("close"), PHONES, st.none()),
    st.tuples(st.just("send"), PHONES, st.none()),
    st.tuples(st.just("send"), PHONES, st.none()),
    st.tuples(st.just("retry"), st.just(0), st.integers(0, 99)),
    st.tuples(st.just("wait"), st.just(0), st.sampled_from([1, 5, 30, 80])),
    st.tuples(st.just("online"), st.just(0), NUMBERS),
    st.tuples(st.just("decide"), st.booleans(), st.integers(0, 99)),
    st.tuples(st.just("revoke"), st.just(0), st.none()),
)


class Walk:
    """One walk: two phones with the same kit, a list that is filled in online too, and what must stand after each step."""

    def __init__(self, hall: Hall, matter: str) -> None:
        self.hall, self.matter = hall, matter
        first = opened(hall, matter)
        self.phones = (first, Phone(hall, first.lease))
        self.waiting: dict[int, list[UUID]] = {0: [], 1: []}
        self.done: list[tuple[int, UUID, Done]] = []
        self.keys = dict(Line.objects.filter(member__body=hall.village).values_list("number", "member"))
        self.stands: set[str] = set()
        self.counts = 0

    def step(self, what: str, which: int, value: Any) -> None:
        getattr(self, what)(which, value)
        parts = list(Part.objects.filter(round__matter=self.matter).values_list("member", flat=True))
        assert len(parts) == len(set(parts))
        assert set(parts) == self.stands
        assert Count.objects.count() == self.counts
        assert set(Item.objects.values_list("pk", flat=True)) == {command for _n, command, _done in self.done}

    def tick(self, which: int, numbers: set[int]) -> None:
        self.waiting[which].append(self.phones[which].tick(*sorted(numbers)))

    def count(self, which: int, n: int) -> None:
        self.waiting[which].append(self.phones[which].count(n, n, 0))

    def close(self, which: int, _value: None) -> None:
        self.waiting[which].append(self.phones[which].close())

    def send(self, which: int, _value: None) -> None:
        """Everything this phone has, in its order; each is acknowledged."""
        for command in self.waiting[which]:
            before = set(self.stands)
            self.done.append((which, command, self.phones[which].send(command)))
            self._now_stands(command, before)
        self.waiting[which] = []

    def _now_stands(self, command: UUID, before: set[str]) -> None:
        item = Item.objects.get(pk=command)
        if item.state != State.TAKEN:
            self.stands = before
        elif item.kind == "tick":
            text = self._text(command)
            self.stands = {self.keys[number] for number in text}
        elif item.kind == "count":
            self.counts += 1

    def _text(self, command: UUID) -> tuple[str, ...]:
        phone = next(one for one in self.phones if command in one.texts)
        return kits.sends.read(phone.texts[command], kits.sends.seal(phone.key, phone.texts[command]), phone.lease, phone.key).numbers

    def retry(self, _which: int, pick: int) -> None:
        """A form that comes once more: the same answer, and no row anywhere more or less."""
        if self.done:
            which, command, done = self.done[pick % len(self.done)]
            before = tables()
            assert self.phones[which].send(command) == done
            assert tables() == before

    def wait(self, _which: int, hours: int) -> None:
        self.hall.town.now += timedelta(hours=hours)
        batches.flush(self.hall.town.now)  # the list that is filled in online is sealed: it does not wait for days

    def online(self, _which: int, numbers: set[int]) -> None:
        keys = [self.keys[str(n)] for n in numbers]
        self.hall.town.do(acts.tick, "head", body=self.hall.village, matter=self.matter, sitting=1, keys=keys)
        self.stands = set(keys)

    def decide(self, accept: bool, pick: int) -> None:
        waiting = list(Item.objects.filter(state=State.WAITING).order_by("received", "pk"))
        if not waiting:
            return
        item = waiting[pick % len(waiting)]
        for name in ("work-board", "officer"):
            assert set(Part.objects.values_list("member", flat=True)) == self.stands  # one person's word changes nothing
            given_ = {"lease": item.lease_id, "item": str(item.pk), "accept": accept, "reason": "Đối chiếu biên bản"}
            self.hall.town.do(kits.kit_decide, name, body=self.hall.village, **given_)
        self._now_stands(item.pk, set(self.stands))

    def revoke(self, _which: int, _value: None) -> None:
        if Lease.objects.get(pk=self.phones[0].lease).revoked is None:
            self.hall.town.do(kits.kit_revoke, "officer", body=self.hall.village, lease=self.phones[0].lease, reason="Mất máy")


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(steps=st.lists(STEP, min_size=4, max_size=14))
def test_no_sequence_counts_twice_or_loses_what_was_acknowledged(hall: Hall, steps: list[tuple[str, int, Any]]) -> None:
    began = hall.town.now
    with transaction.atomic():
        hall.households(N)
        matter = hall.agreed()
        hall.call(matter)
        walk = Walk(hall, matter)
        for step in steps:
            walk.step(*step)
        assert list(audit.differences()) == []
        if Item.objects.filter(state=State.WAITING).exists():
            try:
                hall.close(matter)
            except Refused:
                pass
            else:
                raise AssertionError("a round was closed while something waited")
        transaction.set_rollback(True)
    hall.town.now = began
