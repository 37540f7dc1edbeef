"""None lost, none doubled: jobs under a moving clock, failures, two workers at once, and processes that are killed."""

import multiprocessing
import os
import signal
import threading
import time
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.sessions.models import Session
from django.db import connections, transaction

from dinhlang.ground.jobs import queue
from dinhlang.ground.jobs.models import Job, State
from dinhlang.ground.jobs.queue import Later, NotNow, Work

pytestmark = pytest.mark.django_db(transaction=True)
AT = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
KIND = "test.note"


def written() -> Counter[str]:
    """What jobs wrote: each effect is a row of its own, so that a second one would be seen."""
    return Counter(Session.objects.values_list("session_data", flat=True))


def write(text: str, token: str = "") -> None:
    Session.objects.create(session_key=f"{text}-{os.getpid()}-{time.monotonic_ns()}"[:40], session_data=text, expire_date=AT)


def noting(payload, at):
    return lambda: write(payload["text"])


@pytest.fixture(autouse=True)
def works(monkeypatch):
    monkeypatch.setattr(queue, "WORKS", {KIND: Work(noting)})
    return queue.WORKS


def put(text, due=None, at=AT):
    queue.put(KIND, text, at, {"text": text}, due=due)


def run(at=AT):
    return queue.run(lambda: at)


def test_it_works() -> None:
    put("a")
    assert run() == queue.Ran(done=1)
    assert written() == {"a": 1}
    assert run() == queue.Ran()


def test_asked_for_twice_it_is_done_once_and_also_when_asked_for_later() -> None:
    put("a")
    put("a")
    run()
    put("a", at=AT + timedelta(days=1))
    run(AT + timedelta(days=2))
    assert written() == {"a": 1}


def test_a_transaction_that_does_not_commit_asked_for_nothing() -> None:
    with transaction.atomic():
        put("a")
        transaction.set_rollback(True)
    run()
    assert written() == {}
    assert not Job.objects.exists()


def test_nobody_sees_a_job_before_its_transaction_commits() -> None:
    with transaction.atomic():
        put("a")
        assert _in_another_thread(lambda: queue.run(lambda: AT, seconds=2)) == queue.Ran()
    run()
    assert written() == {"a": 1}


def _in_another_thread(do):
    found = []

    def work() -> None:
        try:
            found.append(do())
        finally:
            connections.close_all()

    going = threading.Thread(target=work)
    going.start()
    going.join()
    return found[0]


def test_it_is_not_done_before_its_time() -> None:
    put("a", due=AT + timedelta(hours=1))
    run(AT + timedelta(minutes=59))
    assert written() == {}
    run(AT + timedelta(hours=1))
    assert written() == {"a": 1}


def test_a_failure_is_tried_again_after_growing_pauses_and_has_an_end(works) -> None:
    begun, ended = [], []

    def fail(payload, at):
        begun.append(at)
        raise Later("the gateway says 500")

    works[KIND] = Work(fail, lambda payload, at: ended.append((payload["text"], at)), tries=4)
    put("a")
    at = AT
    for _minute in range(600):
        run(at)
        at += timedelta(minutes=1)
    pauses = [(later - first) / timedelta(minutes=1) for first, later in zip(begun, begun[1:], strict=False)]
    assert pauses == [1, 4, 16]
    assert [text for text, _at in ended] == ["a"]
    (line,) = queue.listed()
    assert (line.state, line.tries, line.why) == (State.FAILED, 4, "the gateway says 500")


def test_what_a_failed_job_wrote_is_not_there(works) -> None:
    def do(payload, at):
        def finish() -> None:
            write("half")
            raise ValueError("broken")

        return finish

    works[KIND] = Work(do)
    put("a")
    assert run() == queue.Ran(again=1)
    assert written() == {}
    assert "ValueError" in queue.listed()[0].why
    works[KIND] = Work(noting)
    run(AT + timedelta(minutes=1))
    assert written() == {"a": 1}


def test_a_broken_question_to_the_database_does_not_stop_the_others(works) -> None:
    def ask(payload, at):
        if payload["text"] == "a":
            with connections["default"].cursor() as cursor:
                cursor.execute("SELECT nothing FROM nowhere")
        return noting(payload, at)

    works[KIND] = Work(ask)
    put("a")
    put("b")
    assert run() == queue.Ran(done=1, again=1)
    assert written() == {"b": 1}


def test_the_wrong_hour_is_no_try(works) -> None:
    def wait(payload, at):
        if at < AT + timedelta(hours=8):
            raise NotNow(AT + timedelta(hours=8))
        return noting(payload, at)

    works[KIND] = Work(wait, tries=1)
    put("a")
    for hour in range(10):
        run(AT + timedelta(hours=hour))
    assert written() == {"a": 1}


def test_what_the_failure_should_tell_is_written_with_it(works) -> None:
    def fail(payload, at):
        raise Later("x", lambda: write("failed once"))

    works[KIND] = Work(fail)
    put("a")
    run()
    assert written() == {"failed once": 1}


def test_a_job_of_a_kind_that_this_release_does_not_know_waits() -> None:
    queue.put("of.tomorrow", "a", AT)
    assert run() == queue.Ran()
    assert queue.listed()[0].state == State.WAITING


def test_a_job_given_up_can_be_begun_anew(works) -> None:
    works[KIND] = Work(lambda payload, at: (_ for _ in ()).throw(Later("x")), tries=1)
    put("a")
    run()
    assert queue.again(queue.listed()[0].pk, AT)
    works[KIND] = Work(noting)
    run()
    assert written() == {"a": 1}
    assert not queue.again(12345, AT)


def test_what_was_done_long_ago_is_forgotten() -> None:
    put("a")
    run()
    assert queue.forget(AT + timedelta(days=29)) == 0
    assert queue.forget(AT + timedelta(days=31)) == 1


def _worker(kill_in_do: bool, kill_in_finish: bool, seconds: float, hours: int) -> None:
    """A process that works and, if it is told to, dies in the middle of every third job."""
    connections.close_all()
    count = [0]

    def do(payload, at):
        count[0] += 1
        time.sleep(0.002)
        if kill_in_do and count[0] == 3:
            os.kill(os.getpid(), signal.SIGKILL)

        def finish() -> None:
            write(payload["text"])
            if kill_in_finish and count[0] == 3:
                os.kill(os.getpid(), signal.SIGKILL)

        return finish

    queue.WORKS.clear()
    queue.WORKS[KIND] = Work(do, tries=1000)
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        queue.run(lambda: AT + timedelta(hours=hours), seconds=0.2)
        time.sleep(0.005)
    os._exit(0)


def test_workers_that_are_killed_lose_nothing_and_double_nothing() -> None:
    fork = multiprocessing.get_context("fork")
    for n in range(40):
        put(f"j{n}")
    for round_, (do, finish) in enumerate(((True, False), (False, True), (True, True), (False, False))):
        connections.close_all()
        some = [fork.Process(target=_worker, args=(do, finish, 1.5, 7 * round_)) for _ in range(3)]
        for one in some:
            one.start()
        for one in some:
            one.join()
        if do or finish:
            assert any(one.exitcode == -signal.SIGKILL for one in some)
    run(AT + timedelta(days=9))
    assert written() == {f"j{n}": 1 for n in range(40)}
    assert set(Job.objects.values_list("state", flat=True)) == {State.DONE}


def _slow(marks) -> None:
    connections.close_all()

    def do(payload, at):
        with marks.get_lock():
            marks.value += 1
            assert marks.value == 1, "two at once"
        time.sleep(0.3)
        with marks.get_lock():
            marks.value -= 1
        return noting(payload, at)

    queue.WORKS.clear()
    queue.WORKS[KIND] = Work(do)
    # By this worker's clock each try is overdue at once: the pause alone would not keep two apart.
    late = iter(range(10_000))
    end = time.monotonic() + 1.5
    while time.monotonic() < end:
        queue.run(lambda: AT + timedelta(days=next(late)), seconds=0.1)
        time.sleep(0.01)
    os._exit(0)


def test_two_workers_never_run_one_job_at_once_whatever_their_clocks_say() -> None:
    fork = multiprocessing.get_context("fork")
    put("only")
    marks = fork.Value("i", 0)
    connections.close_all()
    some = [fork.Process(target=_slow, args=(marks,)) for _ in range(3)]
    for one in some:
        one.start()
    for one in some:
        one.join()
    assert written() == {"only": 1}
    assert Job.objects.get().state == State.DONE
