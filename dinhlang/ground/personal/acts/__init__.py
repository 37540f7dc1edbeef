"""The acts of this room by noun: what a person may do with their own data, opened identities, breaches and requests."""

from dinhlang.ground.personal.acts.identity import open_identity, read_identity
from dinhlang.ground.personal.acts.operator import answer_request, breach, carry_out_request, report_breach, request
from dinhlang.ground.personal.acts.rights import erase_person, expire, expire_all, export, replay, restrict

__all__ = [
    "answer_request",
    "breach",
    "carry_out_request",
    "erase_person",
    "expire",
    "expire_all",
    "export",
    "open_identity",
    "read_identity",
    "replay",
    "report_breach",
    "request",
    "restrict",
]
