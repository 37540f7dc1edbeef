"""The site after damage, after a lost stretch of the record, and after a new log: what is shown is true, and nobody acts on old rights."""

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.urls import reverse

from dinhlang.ground.record import append, vault
from dinhlang.ground.record.models import Blob, Part, VaultKey
from dinhlang.works.disclosures import acts
from dinhlang.works.disclosures.acts import Aim
from dinhlang.works.disclosures.tests.town import CONTRIBUTIONS, WARD, Town, entry, make_town, photo

pytestmark = pytest.mark.django_db


@pytest.fixture
def town(monkeypatch: pytest.MonkeyPatch, db: None) -> Town:
    return make_town(monkeypatch)


def test_a_file_put_in_the_place_of_another_is_not_given_out(town: Town) -> None:
    town.go("2026-11-02")
    decision = town.decided("112/QĐ-UBND", "2026-10-30")
    done = town.posted(decision.subject, Aim(CONTRIBUTIONS, acts.slug("112/QĐ-UBND")), attachments=photo())
    leaf, page = bytes.fromhex(done.leaf), reverse("file", args=[done.leaf, 0])
    assert town.client().get(page).content == vault.read_file(leaf, 0)
    key = bytes(VaultKey.objects.get(hash=leaf, name="files").key)
    for box in (AESGCM(key).encrypt(append.blob_nonce(0, False), b"another", None), b"x" * 40):
        Blob.objects.filter(hash=leaf).update(box=box)
        answer = town.client().get(page)
        assert (answer.status_code, "text/html" in answer["Content-Type"]) == (400, True)


def test_no_page_falls_over_a_damaged_box(town: Town) -> None:
    done = town.disclosed()
    row = entry(done)
    assert row is not None
    Part.objects.filter(hash=row.hash).update(box=b"x" * 60)
    here = [reverse("body", args=[WARD]), reverse("record"), reverse("entry", args=[row.index]), reverse("thing", args=[done.subject])]
    for page in (*here, f"/log/open/{done.leaf}.json", reverse("why", args=[WARD, CONTRIBUTIONS, "112-qd-ubnd"])):
        assert town.client().get(page).status_code == 200, page
