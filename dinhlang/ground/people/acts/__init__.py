"""The acts of this room by noun: offices given and ended, accounts and their factors, how they begin, what takes two persons."""

from dinhlang.ground.people.acts.accounts import give_factors, open_account, renew
from dinhlang.ground.people.acts.cards import give_card
from dinhlang.ground.people.acts.mandates import AFTER_A_LOSS, NewAccount, appoint, check_decision, end_mandate, end_sessions, shut_out
from dinhlang.ground.people.acts.pairs import carry_out, confirm, decline, propose, withdraw
from dinhlang.ground.people.acts.starts import enrol, recovery_codes, start

__all__ = [
    "AFTER_A_LOSS",
    "NewAccount",
    "appoint",
    "carry_out",
    "check_decision",
    "confirm",
    "decline",
    "end_mandate",
    "end_sessions",
    "enrol",
    "give_card",
    "give_factors",
    "open_account",
    "propose",
    "recovery_codes",
    "renew",
    "shut_out",
    "start",
    "withdraw",
]
