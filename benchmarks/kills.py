"""Kill the house at any moment, again and again; started by `benchmarks.soak`.

Some processes act (every fifth act is a resident's, sealed), one ticks, signs and lets batches enter; this one kills one of them with
SIGKILL every 20 to 250 ms. A killed process sends its last, unanswered form again, as a browser would. In the end: every answer that was
given is in the database as it was given, every form was one act, indexes have no gap, the record verifies, and every receipt is kept by
the exported files.
"""

import base64
import json
import multiprocessing
import os
import random
import signal
import sys
import time
from collections.abc import Callable
from multiprocessing.context import ForkProcess
from pathlib import Path
from uuid import NAMESPACE_URL, UUID, uuid5

from benchmarks import house
from dinhlang.core import ledger
from dinhlang.core.actor import Guest, Office
from dinhlang.ground.record import batches, clock, export, founding, keys, recover, tick, verify
from dinhlang.ground.record.models import Command, Entry

FORK = multiprocessing.get_context("fork")
PAUSE = (0.02, 0.25)  # seconds between two kills
SEALED_EVERY = 5
SAMPLE = 40  # receipts judged whole, by the steps of docs/log-format.md; of the others leaf, index and proof are checked
LOOK_SECONDS = 900


def command(number: int, n: int) -> UUID:
    """The id of the form that process `number` sends as its `n`th."""
    return uuid5(NAMESPACE_URL, f"soak {number} {n}")


def acks(number: int) -> Path:
    """Where process `number` notes its answers."""
    return house.DATA / f"answers-{number}"


def answered(number: int) -> list[tuple[int, str, str]]:
    """(n, leaf, receipt) of every answer that process `number` got."""
    if not acks(number).exists():
        return []
    lines = acks(number).read_text().split("\n")[:-1]
    return [(int(n), leaf, base64.b64decode(receipt).decode()) for n, leaf, receipt in (line.split(" ") for line in lines)]


def act(number: int, count: int) -> None:
    """Send the forms that have no answer yet."""
    out = os.open(acks(number), os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    for n in range(len(answered(number)), count):
        by = Guest(f"{number}") if n % SEALED_EVERY == 0 else Office(number + 1)
        answer = house.send(by=by, at=clock.now(), command_id=command(number, n), body=1, title=f"Việc {number}.{n}")
        os.write(out, f"{n} {answer.leaf} {base64.b64encode(answer.receipt.encode()).decode()}\n".encode())


def keep_house() -> None:
    """Tick without end."""
    while True:
        for refused in tick.tick().refused:
            raise refused
        time.sleep(0.05)


def open_house() -> None:
    house.open_house(clock.now())


def judge(processes: int, count: int) -> None:
    """Look at what is left and write size and faults down."""
    faults: list[str] = []
    founding.up_check()
    batches.flush(clock.now())
    time.sleep(1.1)  # a checkpoint a second
    folder = house.DATA / "export"
    size = export.export(folder).size
    report = verify.verify()
    faults += [f"verify: {one.index} {one.about}: {one.detail}" for one in report.findings]
    if [*Entry.objects.order_by("index").values_list("index", flat=True)] != [*range(size)] or size != report.size:
        faults.append("the indexes have a gap")
    entered = Entry.objects.filter(act="bench.send").count()
    if entered != processes * count:
        faults.append(f"{entered} acts entered, {processes * count} were sent")
    given = {row.id: row for row in Command.objects.all()}
    places = {bytes(one): index for index, one in Entry.objects.values_list("index", "hash")}
    view = ledger.LogView(keys.origin(), (keys.signer("log").vkey,), (folder / "checkpoint").read_bytes(), recover.reader(folder))
    checkpoint, receipt_key, chance = view.open(), keys.signer("receipt").vkey, random.Random(7)
    nodes = ledger.TileNodes(checkpoint.size, view.tile)
    lost = changed = 0
    for number in range(processes):
        answers = answered(number)
        if [n for n, _, _ in answers] != [*range(count)]:
            faults.append(f"process {number} has {len(answers)} answers")
        for n, leaf, text in answers:
            row = given.get(command(number, n))
            changed += row is None or row.receipt != text or bytes(row.hash).hex() != leaf
            receipt = ledger.open_receipt(text.encode(), keys.origin(), [receipt_key])
            index = places.get(receipt.leaf, -1)
            if index < receipt.after_size:
                lost += 1
                continue
            proof = ledger.inclusion_proof(index, checkpoint.size, nodes)
            kept = ledger.verify_inclusion(receipt.leaf, index, checkpoint.size, proof, checkpoint.root)
            if kept and chance.random() < SAMPLE / (processes * count):
                kept = ledger.judge(receipt, view, clock.now()).word is ledger.Word.INCLUDED
            lost += not kept
    if lost or changed:
        faults.append(f"{lost} receipts lost, {changed} answers changed")
    (house.DATA / "outcome").write_text(json.dumps([size, faults]))


def start(target: Callable[..., None], *arguments: object) -> ForkProcess:
    """A child process; this one never opens a connection that a child could inherit."""
    process = FORK.Process(target=target, args=arguments, daemon=True)
    process.start()
    return process


def must(target: Callable[..., None], *arguments: object) -> None:
    """Run a step to its end, or end with it."""
    process = start(target, *arguments)
    process.join(LOOK_SECONDS)
    if process.exitcode != 0:
        raise SystemExit(f"{target.__name__} ended with {process.exitcode}")


def loop(processes: int, count: int, seed: int) -> tuple[int, float]:
    """Act and kill until every form is answered: (kills, seconds)."""
    chance, kills, begun = random.Random(seed), 0, time.monotonic()
    workers = {number: start(act, number, count) for number in range(processes)}
    keeper = start(keep_house)
    while workers:
        time.sleep(chance.uniform(*PAUSE))
        for number, worker in list(workers.items()):
            if worker.exitcode is None:
                continue
            del workers[number]
            if worker.exitcode == -signal.SIGKILL:
                workers[number] = start(act, number, count)
            elif worker.exitcode:
                raise SystemExit(f"process {number} ended with {worker.exitcode}")
        if keeper.exitcode == -signal.SIGKILL:
            keeper = start(keep_house)
        elif keeper.exitcode is not None:
            raise SystemExit(f"the tick ended with {keeper.exitcode}")
        victim = chance.choice([*workers.values(), keeper])
        if victim.exitcode is None and victim.pid is not None:
            os.kill(victim.pid, signal.SIGKILL)
            victim.join()
            kills += 1
    seconds = time.monotonic() - begun
    keeper.kill()
    keeper.join()
    return kills, seconds


def main(words: list[str]) -> int:
    """NAME PROCESSES ACTS SEED: one line of the table of `benchmarks.soak`."""
    name, processes, count, seed = words[0], *map(int, words[1:])
    must(open_house)
    kills, seconds = loop(processes, count, seed)
    must(judge, processes, count)
    size, faults = json.loads((house.DATA / "outcome").read_text())
    answers = sum(len(answered(number)) for number in range(processes))
    verdict = "; ".join(faults[:3]) or "no gap, no lost receipt"
    figures = f"{processes * count:>6} {kills:>6} {seconds:>8.1f} {answers / seconds:>7.0f} {size:>7} {answers:>8}"
    print(f"{name:<11} {figures}  {verdict}", flush=True)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
