"""Kill the house at any moment, thousands of times: `python -m benchmarks.soak [--processes 8] [--acts 1000] [--only sqlite|postgresql]`.

Eight processes act (every fifth act is a resident's, sealed), one ticks, signs and lets batches enter; a ninth hand kills one of them
with SIGKILL again and again. A killed process sends its last, unanswered form again, as a browser would. In the end: every answer that
was given is in the database as it was given, every form was one act, indexes have no gap, the record verifies, and every receipt is
judged *included* from exported files. Exit code 1 where one of these fails.
"""

import argparse
import base64
import multiprocessing
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.context import ForkProcess
from pathlib import Path
from uuid import NAMESPACE_URL, UUID, uuid5

from benchmarks import house
from scripts.postgres import running_postgres

FORK = multiprocessing.get_context("fork")
PAUSE = (0.02, 0.25)  # seconds between two kills
SEALED_EVERY = 5


@dataclass(frozen=True)
class Plan:
    """One run: the database's URL, the data directory, how many processes and acts."""

    url: str
    data: Path
    processes: int
    acts: int

    def acks(self, number: int) -> Path:
        """Where process `number` notes its answers."""
        return self.data / f"answers-{number}"


@dataclass(frozen=True)
class Outcome:
    """What one run gave."""

    database: str
    acts: int
    kills: int
    seconds: float
    size: int
    answers: int
    faults: tuple[str, ...]

    def told(self) -> str:
        verdict = "no gap, no lost receipt" if not self.faults else "; ".join(self.faults)
        speed = self.answers / self.seconds
        return f"{self.database:<11} {self.acts:>6} {self.kills:>6} {self.seconds:>8.1f} {speed:>7.0f} {self.size:>7} {self.answers:>8}  {verdict}"


def command(number: int, n: int) -> UUID:
    """The id of the form that process `number` sends as its `n`th."""
    return uuid5(NAMESPACE_URL, f"soak {number} {n}")


def answered(path: Path) -> list[tuple[int, str, str]]:
    """(n, leaf, receipt) of every whole line."""
    if not path.exists():
        return []
    lines = path.read_text().split("\n")[:-1]
    return [(int(n), leaf, base64.b64decode(receipt).decode()) for n, leaf, receipt in (line.split(" ") for line in lines)]


def act(plan: Plan, number: int) -> None:
    """Send the forms that have no answer yet."""
    from dinhlang.core.actor import Guest, Office  # noqa: PLC0415  (models need the settings)
    from dinhlang.ground.record import clock  # noqa: PLC0415

    house.configure(plan.url, plan.data)
    send = house.wire()
    done = answered(plan.acks(number))
    out = os.open(plan.acks(number), os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    for n in range(len(done), plan.acts):
        by = Guest(f"{number}") if n % SEALED_EVERY == 0 else Office(number + 1)
        answer = send(by=by, at=clock.now(), command_id=command(number, n), body=1, title=f"Việc {number}.{n}")
        os.write(out, f"{n} {answer.leaf} {base64.b64encode(answer.receipt.encode()).decode()}\n".encode())


def keep_house(plan: Plan) -> None:
    """Tick without a pause until killed."""
    from dinhlang.ground.record.tick import tick  # noqa: PLC0415

    house.configure(plan.url, plan.data)
    house.wire()
    while True:
        tick()
        time.sleep(0.05)


def begin(plan: Plan) -> None:
    """Make the tables and open the log."""
    from dinhlang.ground.record import clock  # noqa: PLC0415

    house.configure(plan.url, plan.data)
    house.wire()
    house.open_house(clock.now())


def judge(plan: Plan, faults: "multiprocessing.queues.Queue[str | int]") -> None:
    """Look at what is left; sends the tree's size, then faults, then an empty text."""
    from dinhlang.core import ledger  # noqa: PLC0415
    from dinhlang.ground.record import batches, clock, export, founding, keys, recover, verify  # noqa: PLC0415
    from dinhlang.ground.record.models import Command, Entry, Head  # noqa: PLC0415

    house.configure(plan.url, plan.data)
    house.wire()
    founding.up_check()
    batches.flush(clock.now())
    time.sleep(1.1)
    folder = plan.data / "export"
    export.export(folder)
    faults.put(Head.objects.get().size)
    report = verify.verify()
    for finding in report.findings:
        faults.put(f"verify: {finding.index}: {finding.about}: {finding.detail}")
    indexes = list(Entry.objects.order_by("index").values_list("index", flat=True))
    if indexes != list(range(len(indexes))) or len(indexes) != report.size:
        faults.put("the indexes have a gap")
    wanted = plan.processes * plan.acts
    if (real := Entry.objects.filter(act="bench.send").count()) != wanted:
        faults.put(f"{real} acts entered, {wanted} were sent")
    given = {row.id: row for row in Command.objects.all()}
    view = ledger.LogView(keys.origin(), (keys.signer("log").vkey,), (folder / "checkpoint").read_bytes(), recover.reader(folder))
    places = {bytes(one): index for index, one in Entry.objects.values_list("index", "hash")}
    checkpoint = view.open()
    nodes = ledger.TileNodes(checkpoint.size, view.tile)
    receipt_key = keys.signer("receipt").vkey
    lost = changed = 0
    for number in range(plan.processes):
        answers = answered(plan.acks(number))
        if [n for n, _, _ in answers] != list(range(plan.acts)):
            faults.put(f"process {number} has {len(answers)} answers")
        for n, leaf, text in answers:
            row = given.get(command(number, n))
            changed += row is None or row.receipt != text or bytes(row.hash).hex() != leaf
            receipt = ledger.open_receipt(text.encode(), keys.origin(), [receipt_key])
            index = places.get(receipt.leaf)
            proof = ledger.inclusion_proof(index, checkpoint.size, nodes) if index is not None else []
            if (
                index is None
                or index < receipt.after_size
                or not ledger.verify_inclusion(receipt.leaf, index, checkpoint.size, proof, checkpoint.root)
            ):
                lost += 1
    if lost or changed:
        faults.put(f"{lost} receipts lost, {changed} answers changed")
    sample = random.Random(7).sample(range(plan.processes * plan.acts), min(40, wanted))
    for one in sample:
        _, _, text = answered(plan.acks(one // plan.acts))[one % plan.acts]
        receipt = ledger.open_receipt(text.encode(), keys.origin(), [receipt_key])
        if ledger.judge(receipt, view, clock.now()).word != "included":
            faults.put(f"the verdict on answer {one} is not 'included'")
    faults.put("")


def start(target: Callable[..., None], *arguments: object) -> ForkProcess:
    process = FORK.Process(target=target, args=arguments, daemon=True)
    process.start()
    return process


def must(target: Callable[..., None], *arguments: object) -> None:
    """Run a step in a process of its own, so that this one never holds a connection to share."""
    process = start(target, *arguments)
    process.join()
    if process.exitcode:
        raise SystemExit(f"{target.__name__} ended with {process.exitcode}")


def run(name: str, plan: Plan, seed: int) -> Outcome:
    """One run on one database."""
    must(begin, plan)
    chance, kills, begun = random.Random(seed), 0, time.monotonic()
    workers = {number: start(act, plan, number) for number in range(plan.processes)}
    keeper = start(keep_house, plan)
    failed: list[str] = []
    while workers and not failed:
        time.sleep(chance.uniform(*PAUSE))
        for number, worker in list(workers.items()):
            if worker.is_alive():
                continue
            del workers[number]
            if worker.exitcode == -signal.SIGKILL:
                workers[number] = start(act, plan, number)
            elif worker.exitcode:
                failed.append(f"process {number} ended with {worker.exitcode}")
        if not keeper.is_alive():
            keeper = start(keep_house, plan)
        victim = chance.choice([*workers.values(), keeper])
        if victim.is_alive() and victim.pid is not None:
            os.kill(victim.pid, signal.SIGKILL)
            victim.join()
            kills += 1
    seconds = time.monotonic() - begun
    for process in (*workers.values(), keeper):
        process.kill()
        process.join()
    answers = sum(len(answered(plan.acks(number))) for number in range(plan.processes))
    queue: multiprocessing.queues.Queue[str | int] = FORK.Queue()
    looker = start(judge, plan, queue)
    size, faults = 0, failed
    while (word := queue.get(timeout=900)) != "":
        if isinstance(word, int):
            size = word
        else:
            faults.append(word)
    looker.join()
    return Outcome(name, plan.processes * plan.acts, kills, seconds, size, answers, tuple(faults))


@contextmanager
def place(name: str, processes: int, acts: int) -> Iterator[Plan]:
    """A fresh database and data directory, removed at the end."""
    folder = Path(tempfile.mkdtemp(prefix="dinhlang-soak-"))
    try:
        if name == "postgresql":
            with running_postgres(durable=True) as url:
                yield Plan(url, folder, processes, acts)
        else:
            yield Plan(f"sqlite:///{folder / 'soak.sqlite3'}", folder, processes, acts)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--processes", type=int, default=8)
    parser.add_argument("--acts", type=int, default=1000, help="acts of each process")
    parser.add_argument("--only", choices=("sqlite", "postgresql"))
    parser.add_argument("--seed", type=int, default=20261123)
    chosen = parser.parse_args()
    print(f"{'database':<11} {'acts':>6} {'kills':>6} {'seconds':>8} {'acts/s':>7} {'leaves':>7} {'answers':>8}  verdict", flush=True)
    good = True
    for name in (chosen.only,) if chosen.only else ("sqlite", "postgresql"):
        with place(name, chosen.processes, chosen.acts) as plan:
            outcome = run(name, plan, chosen.seed)
        print(outcome.told(), flush=True)
        good = good and not outcome.faults
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
