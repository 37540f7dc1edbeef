"""The published result is that of a recount by another method; nothing that is published lets anyone read a household's choice."""

import json
import re
from collections.abc import Mapping
from datetime import timedelta
from random import Random

import pytest
from django.db import connection
from django.test import Client

from dinhlang.core import ledger
from dinhlang.ground.polls import reads as rounds
from dinhlang.ground.polls.models import Cast, Part
from dinhlang.ground.record import reads as record
from dinhlang.works.votes import outlets
from tests.sending import text
from tests.votes.hall import CONTRIBUTION, HEAD, SELF, Hall
from tests.votes.recount import recount
from tests.votes.test_online import answer, chosen, opened

CLUSTERS = ("Cụm 1", "Cụm 2", "Cụm 3")


def closing(matter: str) -> Mapping[str, object]:
    """What the entry of the last closing says to everybody."""
    return [one.words for one in record.of_subjects([matter]) if one.act == "vote.close"][-1]


def same(matter: str, rule: str) -> None:
    """The published numbers of the matter's last round, held against the recount."""
    said, one = closing(matter), rounds.rounds([matter])[-1]
    found = recount(matter, one.number, rule)
    assert (said["on_roll"], said["took_part"], tuple(said["votes"]), said["spoilt"], said["outcome"]) == (
        found.on_roll, found.took_part, found.votes, found.spoilt, found.outcome,
    )  # fmt: skip
    shown = text(Client(), f"/quyet-dinh/{matter}/")
    bars = re.findall(r'class="num" data-l="[^"]*">([\d.]+)<', shown)
    assert [int(bar.replace(".", "")) for bar in bars[: len(found.votes)]] == list(found.votes)


@pytest.mark.parametrize("seed", range(5))
def test_counts_by_hand(hall: Hall, seed: int) -> None:
    """Meetings in three clusters, with counts that were mended before the two agreed; then papers where too few came."""
    rng = Random(seed)
    hall.households(rng.randrange(30, 90), clusters=CLUSTERS)
    rule = rng.choice([CONTRIBUTION, SELF])
    matter = hall.agreed(rule)
    hall.call(matter, clusters=CLUSTERS, scattered=True)
    share = rng.choice([0.4, 0.7, 1.0])
    for sitting in rounds.rounds([matter])[0].sittings:
        came = int(sitting.on_roll * share)
        yes = rng.randrange(came + 1)
        hall.count(matter, sitting.number, came, yes // 2, came - yes, by=("head",))  # mended below
        hall.count(matter, sitting.number, came, yes, came - yes)
    hall.close(matter)
    same(matter, rule)
    if hall.state(matter) == "short":
        on_roll = rounds.rounds([matter])[0].on_roll
        back = rng.randrange(on_roll // 2, on_roll + 1)
        spoilt, yes = 1, rng.randrange(back)
        hall.call(matter, "paper")
        hall.count(matter, 1, back, yes, back - yes - spoilt, spoilt=spoilt)
        hall.close(matter)
        same(matter, rule)


@pytest.mark.parametrize("votes", [(5, 12, 1), (9, 9, 0), (11, 3, 4), (2, 2, 2)])
def test_an_election(hall: Hall, votes: tuple[int, int, int]) -> None:
    hall.households(20)
    matter = hall.propose(HEAD, by="team", choices=("Nông Văn Tài", "Lý Thị Hoa", "Hoàng Văn Sơn"))
    hall.call(matter, by="team", secret=True, days=8)
    hall.count(matter, 1, sum(votes), *votes, by=("team", "work-board"))
    hall.close(matter, by="team")
    same(matter, HEAD)


@pytest.mark.parametrize("seed", range(2))
def test_online(hall: Hall, seed: int) -> None:
    rng = Random(seed)
    hall.households(20)
    chosen(hall, 20)
    matter, keys = opened(hall, SELF, 20)
    for key in rng.sample(keys, rng.randrange(8, 21)):
        answer(hall, matter, key, rng.randrange(3))
    hall.town.now += timedelta(hours=4)
    hall.close(matter)
    same(matter, SELF)


# --- nobody's choice ---


def published(matter: str) -> str:
    """Whatever anybody can read of a matter: its page in both languages, its entries' open words, the rows of open data."""
    pages = [text(Client(), f"{tongue}/quyet-dinh/{matter}/") for tongue in ("", "/en")]
    told = [[one.act, dict(one.words)] for one in record.of_subjects([matter])]
    rows = [[*row] for _name, _columns, rows in outlets.export_tables() for row in rows if matter in row]
    return json.dumps([pages, told, rows], ensure_ascii=False, default=str)


def plain(text: str, matter: str) -> str:
    """The same without what is drawn by chance or tells the time: subjects, hashes, roots, instants."""
    text = re.sub(r"/nhat-ky/\d+/", "/nhat-ky/N/", text.replace(matter, "MATTER"))
    text = re.sub(r"[0-9a-f]{64}|(?<![\w-])[0-9a-hjkmnp-z]{16}(?![\w-])", "X", text)
    text = re.sub(r"\d{4}-\d\d-\d\d[T ][\d:.+]*|\d{1,2}:\d\d|\d{1,2}/\d{1,2}(/\d{4})?|\d{4}-\d\d-\d\d", "T", text)
    text = re.sub(r"(?i)thứ (hai|ba|tư|năm|sáu|bảy)|chủ nhật|(mon|tues|wednes|thurs|fri|satur|sun)day", "DAY", text)
    return re.sub(r"<svg.*?</svg>|ngày \d+ tháng \d+ năm \d+|\d+ \w+ \d{4}", "G", text, flags=re.DOTALL)


@pytest.mark.parametrize("seed", range(2))
def test_who_chose_what_changes_nothing_that_is_published(hall: Hall, seed: int) -> None:
    """The same households in the same order, the same totals, the choices dealt out otherwise: what is published is the same."""
    rng = Random(seed)
    hall.households(16)
    chosen(hall, 16)
    dealt = [0] * 9 + [1] * 4 + [2]
    seen = []
    for _n in range(2):
        rng.shuffle(dealt)
        matter, keys = opened(hall, SELF, 16)
        for key, choice in zip(keys, dealt, strict=False):
            answer(hall, matter, key, choice)
        hall.town.now += timedelta(hours=4)
        hall.close(matter)
        seen.append(plain(published(matter), matter))
    assert seen[0] == seen[1]
    assert not Cast.objects.exists()


def test_the_roots_commit_to_who_came_and_to_sums_alone(hall: Hall) -> None:
    """Rebuilt from rows that hold no choice: whoever holds the list can check the one, the salted sheets the other."""
    hall.households(12)
    chosen(hall, 12)
    matter, keys = opened(hall, SELF, 12)
    for n, key in enumerate(keys[:9]):
        answer(hall, matter, key, n % 3)
    hall.town.now += timedelta(hours=4)
    hall.close(matter)
    rows = Part.objects.filter(round__matter=matter).order_by("member")
    leaves = [ledger.leaf_hash(ledger.canonical([one.member_id, "1", one.at.isoformat()])) for one in rows]
    assert closing(matter)["took_part_root"] == ledger.root_of(leaves).hex()
    with connection.cursor() as cursor:
        cursor.execute("SELECT s.salt FROM polls_sitting s JOIN polls_round r ON r.id = s.round_id WHERE r.matter = %s", [matter])
        (salt,) = cursor.fetchone()
    sheet = ledger.leaf_hash(ledger.canonical([bytes(salt).hex(), "1", "12", "9", "0", "3", "3", "3"]))
    assert closing(matter)["sheets_root"] == ledger.root_of([sheet]).hex()


def test_no_cluster_and_no_count_on_the_way_is_published(hall: Hall) -> None:
    """Sheets of a small cluster would tell who said no: only the sum of all is read, by anybody."""
    hall.households(150, clusters=CLUSTERS)
    matter = hall.agreed()
    hall.call(matter, clusters=CLUSTERS, scattered=True)
    for number, yes in ((1, 37), (2, 41), (3, 46)):
        hall.count(matter, number, 50, yes, 50 - yes)
    hall.close(matter)
    shown = plain(published(matter), matter)
    assert re.search(r"(?<!\d)124(?!\d)", shown)
    for number in (37, 41, 46):
        assert not re.search(rf"(?<!\d){number}(?!\d)", shown), number
