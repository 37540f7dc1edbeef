"""The two parts of a petition's receipt, as its page gives them out, held against the log by the outside program: what deleting proves."""

import json
from base64 import b64decode
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.test import Client

from dinhlang.core.actor import System
from dinhlang.ground.record import acts as house
from dinhlang.ground.record import export, keys, signer
from dinhlang.ground.record.models import Part, Pending, VaultKey
from dinhlang.works.petitions import audit
from dinhlang.works.petitions.models import Petition
from tests.petitions.hall import CANARY, ONE, WORDS, Desk
from tests.petitions.test_pages import DOOR, links
from tests.sending import send, text
from tools import check_receipt as program


def sent(desk: Desk, client: Client, folder: Path) -> None:
    """A petition sent on its page, with the two files that its own page offers kept in `folder`."""
    own = send(client, f"{DOOR}gui/viec/", topic="roads", place=desk.town.ids[ONE], text=WORDS)
    receipt, opening = [one for one in links(text(client, own)) if "bien-nhan" in one][:2]
    folder.mkdir()
    (folder / "receipt").write_bytes(client.get(receipt).content)
    (folder / "opening").write_bytes(client.get(opening).content)
    assert CANARY not in (folder / "receipt").read_text()
    assert CANARY in (folder / "opening").read_text()


def judged(desk: Desk, mine: Path, log: Path, capfdbinary: pytest.CaptureFixture[bytes], *, opening: bool) -> tuple[int, str]:
    """What the program says in English, with its exit code."""
    words = [str(mine / "receipt"), "--log", str(log), "--now", desk.town.now.isoformat(), "--key", keys.vkeys()["log"]]
    words += ["--receipt-key", keys.vkeys()["receipt"], *(["--opening", str(mine / "opening")] if opening else [])]
    code = program.main(words)
    return code, capfdbinary.readouterr().out.decode()


def test_row_and_opening_deleted_by_hand(desk: Desk, tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]):
    mine = tmp_path / "mine"
    sent(desk, desk.town.client(), mine)
    desk.town.flush()
    signer.current(desk.town.now)
    export.export(tmp_path / "kept")
    for opening in (False, True):
        code, said = judged(desk, mine, tmp_path / "kept", capfdbinary, opening=opening)
        assert code == 0
        assert said.startswith("INCLUDED.")
        assert "BUT" not in said
    subject, leaf = Petition.objects.get().pk, b64decode(json.loads((mine / "opening").read_text())["leaf"])
    Petition.objects.all().delete()
    for table in (Part, VaultKey):
        assert table.objects.filter(hash=leaf).delete()[0]
    assert list(audit.differences()) == [f"Petition: in the record, not in the tables: subject={subject}"]
    export.export(tmp_path / "gone")
    code, said = judged(desk, mine, tmp_path / "gone", capfdbinary, opening=False)
    assert (code, said[:9], "BUT ITS OPENING IS WITHHELD" in said) == (0, "INCLUDED.", True)
    code, said = judged(desk, mine, tmp_path / "gone", capfdbinary, opening=True)
    assert (code, said[:9], "BUT CONTENT IS LOST, PROVED" in said) == (4, "INCLUDED.", True)


def test_leaf_deleted_by_hand(desk: Desk, tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]):
    """Thrown away before it entered: once the record is past the promise, the loss is proved by the receipt alone."""
    mine = tmp_path / "mine"
    sent(desk, desk.town.client(), mine)
    Pending.objects.all().delete()
    desk.town.now += timedelta(days=1, hours=2)
    house.tick(by=System("tick"), at=desk.town.now, command_id=uuid4())
    signer.current(desk.town.now)
    export.export(tmp_path / "log")
    code, said = judged(desk, mine, tmp_path / "log", capfdbinary, opening=False)
    assert (code, said.startswith("LOST, PROVED")) == (4, True), said
