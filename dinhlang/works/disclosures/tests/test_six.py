"""The six papers: what each says, who gets it, and that nothing is made of what was withdrawn or erased."""

import io
import zipfile

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from dinhlang.core.refusal import NotHere
from dinhlang.core.rules import Audience
from dinhlang.ground.record import acts as record_acts
from dinhlang.ground.record import clock
from dinhlang.ground.ui import samples
from dinhlang.works.disclosures import acts, policy, reads, sheets
from dinhlang.works.disclosures.models import TickLink
from dinhlang.works.disclosures.reads.six import group_text
from dinhlang.works.disclosures.tests.town import Town

ALL = frozenset(Audience)
PAPERS = ("six", "six-portal", "six-script", "six-villages", "six-pack")


def main_of(page: bytes) -> str:
    return page.decode().partition("<main")[2]


def test_it_works(town: Town):
    subject = town.disclosed().subject
    town.do(acts.offer_ticks, disclosure=subject)
    officer = town.client("officer")
    page = main_of(officer.get(reverse("six", args=[subject])).content)
    for text in (
        "<h2>",
        "http://testserver/cong-khai/",
        "số một trăm mười hai, gạch chéo, quyết định, Ủy ban nhân dân",
        "Tổ 1",
        "Tổ 2",
    ):
        assert text in page.replace("&lt;", "<").replace("&gt;", ">")
    for link in TickLink.objects.all():
        assert acts.token_of(link.subject) in page
    with zipfile.ZipFile(io.BytesIO(officer.get(reverse("six-pack", args=[subject])).content)) as pack:
        assert [name[0] for name in pack.namelist()] == ["1", "2", "3", "4", "5", "6"]
        assert pack.read("2-bang-tin-a4.pdf").startswith(b"%PDF")
        assert pack.read("5-to-truong-thon.pdf").startswith(b"%PDF")
        assert pack.read("6-dong-danh-sach-quy.txt").decode().count("\t") == 10


def test_who_gets_what(town: Town):
    subject = town.disclosed().subject
    town.do(acts.offer_ticks, disclosure=subject)
    for who in ("", "resident:ann", "front", "board", "stranger"):
        client = town.client(who)
        assert [client.get(reverse(name, args=[subject])).status_code for name in PAPERS] == [403, 200, 403, 403, 403]
        assert client.get(reverse("thing-print", args=[subject])).status_code == 200
    head = town.client("head")
    page = head.get(reverse("six", args=[subject]))
    assert page.status_code == 200
    assert "/thon/" not in main_of(page.content)  # the links of the others are not the head's
    assert head.get(reverse("six-villages", args=[subject])).status_code == 403
    with zipfile.ZipFile(io.BytesIO(head.get(reverse("six-pack", args=[subject])).content)) as pack:
        assert not any(name.startswith("5") for name in pack.namelist())


def test_what_was_withdrawn_or_erased_leaves_no_paper(town: Town):
    gone, erased = town.disclosed().subject, town.disclosed("2026-11-03", "113/QĐ-UBND", "2026-11-02")
    town.do(acts.withdraw, disclosure=gone, reason="posted-by-mistake")
    town.do(record_acts.erase, "chair", leaf=erased.leaf, part="public", reason="person-request")
    officer = town.client("officer")
    for subject in (gone, erased.subject):
        assert [officer.get(reverse(name, args=[subject])).status_code for name in PAPERS] == [404] * len(PAPERS)
    with pytest.raises(NotHere):
        reads.paper_of(gone, reads.stand(gone, clock.today()), allowed=ALL)


def test_a_thing_that_is_none(town: Town):
    assert [Client().get(reverse(name, args=["0" * 16])).status_code for name in PAPERS] == [404] * len(PAPERS)


@pytest.mark.parametrize("length", [10, 200, 400, 2000])
def test_the_text_for_a_group_is_short_and_keeps_its_address(length: int):
    most, url = policy.values().group_text_signs, "https://dinhlang.example/cong-khai/4k7m2q9xw3h8t6vr/"
    page = samples.thing()
    long = type(page)(**{**vars(page), "title": "Mức đóng góp " * (length // 12), "lines": ("một hai ba bốn " * length,)})
    text = group_text(long, url, most)
    assert len(text) <= most
    assert text.endswith(url)
    assert group_text(page, url, most).startswith(page.title)
    assert group_text(page, url, most).splitlines()[-1].endswith(url)


def test_the_post_for_the_portal_is_text_not_markup():
    page = samples.thing()
    evil = type(page)(**{**vars(page), "title": "<script>alert(1)</script>", "lines": ('" onload="x',)})
    html = sheets.portal_html(evil, "https://dinhlang.example/")
    assert "<script" not in html
    assert "&lt;script" in html
    assert "style=" not in html
    assert sheets.digest_of(evil) in html


def test_the_script_is_written_out_twice_and_names_what_it_cannot_read():
    page = samples.thing()
    odd = type(page)(**{**vars(page), "lines": ("Dự án VXCB: 1.500.000 đ.",)})
    script = reads.script_of(odd)
    assert script.unknown == ("VXCB",)
    with translation.override("vi"):
        text = sheets.script_text(script).decode()
    assert text.count("một triệu năm trăm nghìn đồng") == 2
    assert "VXCB" in text.partition("---")[0]
    assert script.minutes > 0


def test_english_pages_have_english_words(town: Town):
    subject = town.disclosed().subject
    page = town.client("officer").get("/en" + reverse("six", args=[subject])).content.decode()
    assert "Script for the loudspeakers" in page
    assert "thông báo" in page  # what is read out is Vietnamese
