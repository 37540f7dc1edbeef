"""The ways out of a demonstration: files in its own folder. Nothing leaves the machine, whatever the settings say.

Promises: each message is one line of JSON in `outbox/<channel>.jsonl`. An address that holds `500`, `nonsense` or `silent`
fails as such a gateway would, so that failures can be looked at.
"""

import json
from dataclasses import astuple
from datetime import datetime

from django.conf import settings

from dinhlang.ground.notices import channels
from dinhlang.ground.notices.addresses import Addresses
from dinhlang.ground.notices.channels import Failed, Letter, Proof

FAILS = {"500": (channels.STATUS, "500"), "nonsense": (channels.NONSENSE, "200"), "silent": (channels.SILENT, "")}


def send(channel: str, where: Addresses, one: Letter, at: datetime) -> Proof:
    """`channels.send` of a demonstration."""
    address = where.email if channel == "email" else ", ".join(where.browsers) if channel == "push" else where.phone
    for mark, failure in FAILS.items():
        if mark in address:
            raise Failed(*failure)
    folder = settings.DATA_DIR / "outbox"
    folder.mkdir(mode=0o700, exist_ok=True)
    line = json.dumps([at.isoformat(), address, *astuple(one)], ensure_ascii=False)
    with (folder / f"{channel}.jsonl").open("a", encoding="utf-8") as file:
        file.write(f"{line}\n")
    return Proof("250")
