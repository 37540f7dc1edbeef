"""What lies on the officer's desk: files that say what they are, and of the register exactly three papers that wait."""

import pytest
from django.conf import LazySettings
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from dinhlang.ground.duties.acts import slug
from dinhlang.works.budgets import sums
from dinhlang.works.outgoing import proposals
from dinhlang_demo import books, desk, ward

pytestmark = pytest.mark.django_db


def test_it_works(client: Client) -> None:
    page = client.get(reverse("demo")).content.decode()
    for one in desk.SAMPLES:
        href = reverse("demo_sample", args=[one.name])
        assert f'href="{href}"' in page
        answer = client.get(href)
        assert answer["Content-Type"] == one.media_type
        assert b"".join(answer.streaming_content) == (desk.FOLDER / one.name).read_bytes()  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", ["", "ward.py", "..%2Fward.py", "so-van-ban-di-thang-10.xls"])
def test_nothing_else_is_given_out(client: Client, name: str) -> None:
    assert client.get(f"/demo/tep/{name}").status_code == 404


def test_nothing_is_given_out_outside_a_demonstration(client: Client, settings: LazySettings) -> None:
    settings.DEMO = False
    assert client.get(reverse("demo_sample", args=[desk.SAMPLES[0].name])).status_code == 404


def test_three_papers_wait() -> None:
    registered = {slug(number) for number, *_rest in ward.DECISIONS}
    proposed = [number for number, _dated, abstract, *_rest in desk.REGISTER if proposals.propose(number, abstract)]
    assert tuple(number for number in proposed if slug(number) not in registered) == desk.WAITING
    assert registered & {slug(number) for number, *_rest in desk.REGISTER}


def test_the_files_hold_the_rows() -> None:
    book = load_workbook(desk.FOLDER / desk.SAMPLES[0].name)
    rows = [tuple(row[1:]) for row in book.worksheets[0].iter_rows(min_row=5, values_only=True)]
    assert rows == [(number, f"{dated:%d/%m/%Y}", *rest) for number, dated, *rest in desk.REGISTER]
    book = load_workbook(desk.FOLDER / desk.SAMPLES[2].name)
    found = [tuple(row) for page in book.worksheets for row in page.iter_rows(min_row=5, values_only=True)]
    assert found == [*desk.REVENUE, *desk.SPENDING]


@pytest.mark.parametrize("scale", [100, 73])
def test_the_budget_adds_up(scale: int) -> None:
    assert list(sums.disagreements(books.budget(scale, carried_out=True))) == []
