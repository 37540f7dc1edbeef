"""A disk without room, as a browser meets it: a page with a sentence, in time, and nothing half done."""

import errno
import logging

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.test import Client

from dinhlang.ground.record import vault
from dinhlang.web import middleware
from dinhlang.works.disclosures import acts
from dinhlang.works.disclosures.tests.town import Town, make_town, nothing_changes, photo


def big() -> SimpleUploadedFile:
    """A file too large to be kept in memory."""
    return SimpleUploadedFile("lon.pdf", b"%PDF-" + bytes(3 * 2**20), content_type="application/pdf")


def full(*_: object) -> None:
    raise OSError(errno.ENOSPC, "No space left on device", "secret-name.pdf")


def no_room(self: TemporaryFileUploadHandler, *_: object) -> None:
    self.file.close()  # a process of its own would leave it to the collector, which warns
    full()


@pytest.fixture
def town(monkeypatch: pytest.MonkeyPatch, db: None) -> Town:
    made = make_town(monkeypatch)
    made.go("2026-11-02")
    return made


@pytest.mark.parametrize("csrf", [False, True])
@pytest.mark.parametrize(("prefix", "words"), [("/en", "what you typed was not kept here"), ("", "chữ đã gõ không được giữ lại")])
def test_it_works(
    town: Town, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, csrf: bool, prefix: str, words: str
) -> None:
    """What was sent found no room: nobody had read it yet, so it cannot be shown again, and the page says so."""
    monkeypatch.setattr(TemporaryFileUploadHandler, "receive_data_chunk", no_room)
    monkeypatch.setattr(middleware.log, "handlers", [caplog.handler])
    client = town.client("officer", csrf=csrf)
    with nothing_changes(), caplog.at_level(logging.ERROR):
        answer = client.post(f"{prefix}/don-vi/01273/cong-khai/", {"title": "Đã gõ rất lâu", "scan": big()})
    assert answer.status_code == 503
    assert words in answer.content.decode()
    assert str(errno.ENOSPC) in caplog.text
    assert "secret-name" not in caplog.text, "what a request names does not reach the log of the house"


def test_a_page_that_cannot_be_read_says_so(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    done = town.do(acts.post, title="a", text="b", item=5, decision="", aims=(), attachments=photo())
    client: Client = town.client()
    address = f"/en/tep/{done.leaf}/0/"
    assert client.get(address).status_code == 200
    monkeypatch.setattr(vault, "read_file", full)
    answer = client.get(address)
    assert answer.status_code == 503
    assert "the disk may be full" in answer.content.decode()
