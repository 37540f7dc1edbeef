"""Which pages say that every act on them is in the public record: those that everybody reads, and no other."""

from dinhlang.works.petitions import acts
from tests.petitions.hall import WARD, Desk
from tests.sending import text

SAYS = "Mọi việc trên trang này đều ở trong"
HERE = f"/don-vi/{WARD}"


def test_only_what_everybody_reads_says_that_it_is_in_the_record(desk: Desk):
    """Questions, forms, the own page, the page about denunciations, a complaint's paper, an office's list and desk say nothing of it."""
    done, client, officer = desk.send(), desk.town.client(), desk.town.client("officer")
    desk.do(acts.take_on, done)
    own, work = desk.own(done), f"/phan-anh/viec/{done.subject}/"
    for address in (f"{HERE}/", f"{HERE}/phan-anh/", f"{HERE}/tiep-cong-dan/"):
        assert SAYS in text(client, address), address
    sealed = (
        *(f"{HERE}/phan-anh/{one}" for one in ("gui/", "gui/ve-gi/", "gui/viec/", "gui/nguoi-co-chuc-vu/", "khieu-nai/", "to-cao/")),
        own, f"{own}tra-loi/", f"{own}anh/", "/phan-anh/", f"{HERE}/tiep-cong-dan/dang-ky/", f"{HERE}/tiep-cong-dan/dang-ky/cho/",
        "/tiep-cong-dan/",
    )  # fmt: skip
    said = [one for one in sealed if SAYS in text(client, one)]
    desks = (work, f"{work}tra-loi/", "/phan-anh/viec/", "/phan-anh/keo-dai/", "/viec-can-lam/")
    said += [one for one in desks if SAYS in text(officer, one)]
    paper = client.post(f"{HERE}/phan-anh/khieu-nai/", {"name": "A", "contact": "B", "against": "C", "text": "D", "asks": "E"})
    denounced = client.post(f"{HERE}/phan-anh/gui/viec/", {"text": "Tôi tố cáo ông Bình"})
    assert [answer.status_code for answer in (paper, denounced)] == [200, 200]
    assert said + [answer for answer in (paper, denounced) if SAYS in answer.content.decode()] == []
