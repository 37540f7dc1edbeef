"""Households answer online, and their answers are counted. `python -m benchmarks.votes CASTS COUNTED`.

Promises: each of CASTS households has a session of its own, opens the form and sends it, through every middleware, to the act and its
commit. The floor is as many plain durable rows by the ORM, each committed by itself. Then COUNTED more answers stand in the table and the
round is added up as its closing does it; the floor is one bare aggregate over the same rows. Households, sessions, the round's hours and
the COUNTED answers are put straight into the tables.
"""

import json
import sys
import time
from dataclasses import asdict
from datetime import timedelta
from importlib import import_module
from uuid import uuid4

from benchmarks import site
from benchmarks.ledger import Row

from django.conf import settings  # isort: skip  (models need the settings that `site` makes)
from django.db import connection, transaction  # isort: skip
from dinhlang.core.actor import Office  # isort: skip
from dinhlang.ground.bodies import reads as bodies  # isort: skip
from dinhlang.ground.people.models import Mandate  # isort: skip
from dinhlang.ground.polls import acts as polls  # isort: skip
from dinhlang.ground.polls.checks import Planned  # isort: skip
from dinhlang.ground.polls.models import Cast, Count, Part, Round  # isort: skip
from dinhlang.ground.record import clock  # isort: skip
from dinhlang.ground.record.models import PublicVersion  # isort: skip
from dinhlang.ground.rolls import acts as rolls  # isort: skip
from dinhlang.ground.rolls.acts.lists import import_rows  # isort: skip
from dinhlang.ground.rolls.matching import Said, Step  # isort: skip
from dinhlang.ground.rolls.middleware import HOUSEHOLD  # isort: skip
from dinhlang.ground.rolls.models import Entrance, Line, Member  # isort: skip
from dinhlang.works.votes import acts  # isort: skip

VILLAGE, RULE, FIRST = "04-t0000001", "village-chooses-online-vote", 5001  # list numbers above those of the demonstration


def called(households: int) -> tuple[Round, str]:
    """A round online over `households`, open now; and its matter."""
    day, at = clock.today(), clock.now()
    village = bodies.find(VILLAGE, day).id
    head = Office(Mandate.objects.filter(body=village, office="village-head").latest("pk").pk)
    board = Office(Mandate.objects.filter(body=village, office="front-work-board").latest("pk").pk)

    def do(act: object, by: Office, **payload: object) -> str:
        return str(act(by=by, at=clock.now(), command_id=uuid4(), body=village, **payload).subject)  # type: ignore[operator]

    steps = [Step(village, "", Said(str(n), f"Hộ {n}", "", "", "", "", "")) for n in range(FIRST, FIRST + households)]
    do(import_rows, head, steps=steps, day=day, document="Danh sách hộ")
    matter = do(acts.propose, head, rule=RULE, title="Biểu quyết trực tuyến", text="Các hộ chọn cách biểu quyết.")
    do(acts.agree, board, matter=matter)
    roll = do(rolls.freeze, head, roll="households", day=day, purpose="Biểu quyết")
    opens = at + timedelta(days=5)
    planned = [Planned("Trực tuyến", opens, "", "")]
    do(
        acts.call,
        head,
        matter=matter,
        way="online",
        roll=roll,
        planned=planned,
        secret=False,
        opens=opens,
        closes=opens + timedelta(days=2),
    )
    Round.objects.filter(matter=matter).update(opens=at - timedelta(hours=1))
    return Round.objects.get(matter=matter), matter


def browsers(keys: list[str]) -> list[site.Browser]:
    """A browser for each household, entered already."""
    Entrance.objects.bulk_create((Entrance(member_id=key, digest=b"x" * 32) for key in keys), batch_size=2000)
    store, made = import_module(settings.SESSION_ENGINE).SessionStore, []
    with transaction.atomic():
        for key in keys:
            session = store()
            session[HOUSEHOLD] = [key, 1]
            session.save()
            one = site.Browser()
            one.cookies[settings.SESSION_COOKIE_NAME] = session.session_key
            made.append(one)
    return made


def cast_rows(row: Round, matter: str, many: int) -> list[Row]:
    """Form and answer of each household, and the floor."""
    keys, path = (
        list(Line.objects.filter(member__body=row.body_id, number__gte=str(FIRST)).values_list("member", flat=True)[:many]),
        f"/quyet-dinh/{matter}/tra-loi/",
    )
    homes, waited, begun = browsers(keys), [], time.perf_counter()
    for n, home in enumerate(homes):
        at = time.perf_counter()
        page = home.send("GET", path).body.decode()
        fields = {name: page.split(f'name="{name}" value="', 1)[1].split('"', 1)[0] for name in ("csrfmiddlewaretoken", "command_id")}
        answer = home.send("POST", path, {**fields, "choice": str(n % 2)})
        if answer.status != 302:
            raise SystemExit(f"an answer was refused: {answer.status}")
        waited.append(time.perf_counter() - at)
    took = time.perf_counter() - begun
    if Cast.objects.filter(round=row).count() != many:
        raise SystemExit("answers were lost")
    begun = time.perf_counter()
    for n in range(200):
        PublicVersion.objects.create(scope=-5_000_000 - n, n=1)
    floor = (time.perf_counter() - begun) * many / 200
    waited.sort()
    return [
        Row("answers through the page, form and sending", many, took, "s", floor, took / floor),
        Row("one of them, p95", many, waited[int(many * 0.95)] * 1000, "ms"),
    ]


def counted_rows(row: Round, many: int) -> list[Row]:
    """`many` more answers added up."""
    sitting = row.sittings.get()
    with transaction.atomic():
        for at in range(0, many, 50_000):
            keys = [f"b{n:015}" for n in range(at, min(at + 50_000, many))]
            Member.objects.bulk_create((Member(key=key, body_id=row.body_id, roll="households") for key in keys), batch_size=2000)
            Part.objects.bulk_create((Part(round=row, sitting=sitting, member_id=key, at=row.called) for key in keys), batch_size=2000)
            Cast.objects.bulk_create((Cast(round=row, member_id=key, choice=n % 2) for n, key in enumerate(keys)), batch_size=2000)
    with connection.cursor() as cursor:
        begun = time.perf_counter()
        cursor.execute("SELECT choice, count(*) FROM polls_cast WHERE round_id = %s GROUP BY choice", [row.pk])
        plain = dict(cursor.fetchall())
        floor = time.perf_counter() - begun
    begun = time.perf_counter()
    with transaction.atomic():
        polls._add_up(row, clock.now())
    took = time.perf_counter() - begun
    if Count.objects.get(sitting=sitting).votes != [plain.get(n, 0) for n in range(row.choices)]:
        raise SystemExit("the sum is wrong")
    begun = time.perf_counter()
    polls.roots(row)
    return [
        Row("answers added up and forgotten", many, took, "s", floor, took / floor),
        Row("root over who took part", many, time.perf_counter() - begun, "s"),
    ]


def main() -> None:
    """CASTS through the page, COUNTED added up."""
    site.open_ward()
    many = int(sys.argv[1])
    asked, matter = called(many)
    for row in [*cast_rows(asked, matter, many), *counted_rows(asked, int(sys.argv[2]))]:
        print(json.dumps(asdict(row), ensure_ascii=False), flush=True)


if __name__ == "__main__":
    main()
