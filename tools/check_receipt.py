#!/usr/bin/env python3
"""Checks a receipt of the public log from outside: one file, Python >= 3.9, no packages, nothing of the project.

It was written from docs/log-format.md alone and shares no code with the log, so that the two can contradict each other. It needs the
command `openssl` (3.0 or newer, for Ed25519); that the command works is tried with a vector of RFC 8032 before it is believed.

    check_receipt.py RECEIPT --log URL_OR_DIR --key VKEY --receipt-key VKEY
                     [--opening FILE] [--checkpoint FILE] [--now RFC3339] [--lang en|vi] [--json]

RECEIPT is the file with the receipt. LOG is the address of the log (https://…/log/) or a folder with a copy of it. The keys are given from
outside, never read from the log: VKEY is `name+id+key` as printed; both options may be repeated where keys were changed. --opening is the
opening or the kept copy of the receipt's leaf; --checkpoint is an older checkpoint that you kept; --now replaces this machine's clock.

Exit codes (those of docs/log-format.md section 10):
  0   included: the leaf is in the tree that the signed checkpoint states, and every other check that was asked for passed
  2   not valid: the receipt, the opening or the older checkpoint, or the log breaks its own rules
  3   not yet due: nothing can be concluded before the promise is due (and two hours more)
  4   lost, proved: the log's own signatures show that it broke the receipt; or content that a kept copy opens is served no more
  5   withheld: overdue, but what the log serves is not enough for a proof
  64  wrong use, or this machine cannot check (no working openssl, a file of yours cannot be read)

It promises: a sentence instead of a traceback; no verdict from anything that no signature covers; the same verdict for the same files.
It refuses: to learn a key from the log, to accept the log key for the receipt key or the reverse, to repair a damaged file.
Only tiles of level 0 and entries from the size in `after` (rounded down to a bundle) on are read; of the rest of the tree a few hashes of
higher tiles, and everything only where the short way does not lead to the signed root.
"""

from __future__ import annotations

import argparse
import base64
import binascii
import hashlib
import http.client
import json
import re
import subprocess
import sys
import tempfile
import unicodedata
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any, NoReturn

EXIT_INCLUDED, EXIT_INVALID, EXIT_NOT_YET_DUE, EXIT_LOST, EXIT_WITHHELD, EXIT_USAGE = 0, 2, 3, 4, 5, 64
EXIT_OF = {
    "included": EXIT_INCLUDED,
    "not_yet_due": EXIT_NOT_YET_DUE,
    "lost": EXIT_LOST,
    "withheld": EXIT_WITHHELD,
    "invalid": EXIT_INVALID,
}

NOTE_LIMIT, SIGNATURE_LIMIT, LEAF_LIMIT, VALUE_LIMIT, DEPTH_LIMIT = 65_536, 100, 512, 65_536, 16
OPENING_LIMIT = 64 * 1024 * 1024  # the format names none; this keeps a hostile log from filling the memory
WIDTH, HASH = 256, 32
TILE_LIMIT, BUNDLE_LIMIT = WIDTH * HASH, WIDTH * (2 + 65_535)
NETWORK_SECONDS = 30
GRACE = timedelta(hours=2)
EMPTY_ROOT = hashlib.sha256(b"").digest()

# ---- Sentences: English and Vietnamese side by side, so that neither says more than the other --------------------------------------------

TEXTS: dict[str, tuple[str, str]] = {
    # verdicts
    "included": (
        "INCLUDED. The receipt was kept: the leaf stands at index {index} of the tree of {size} leaves that the log signed.",
        "ĐÃ GHI. Chứng nhận được giữ đúng: việc này ở vị trí {index} trong nhật ký gồm {size} việc mà nhật ký đã ký.",
    ),
    "not_yet_due": (
        "NOT YET DUE. The promise is due at {by} (and two hours more for the hourly entry). Check again after {again}.",
        "CHƯA ĐẾN HẠN. Hạn ghi là {by} (cộng hai giờ để chờ việc ghi hằng giờ). Hãy kiểm tra lại sau {again}.",
    ),
    "lost_missing": (
        "LOST, PROVED. Entry {index} of the signed tree of {size} leaves is later than {by}, and the leaf is not among entries {start} to "
        "{last}.",
        "ĐÃ MẤT, CÓ BẰNG CHỨNG. Việc ở vị trí {index} trong nhật ký đã ký gồm {size} việc có thời điểm sau {by}, nhưng việc trong chứng "
        "nhận không có trong các vị trí từ {start} đến {last}.",
    ),
    "lost_fork": (
        "LOST, PROVED. The signed tree of {size} leaves does not begin with the tree of {after} leaves named in the receipt: the log has "
        "shown two histories.",
        "ĐÃ MẤT, CÓ BẰNG CHỨNG. Nhật ký đã ký gồm {size} việc không bắt đầu bằng {after} việc nêu trong chứng nhận: nhật ký đã cho thấy "
        "hai lịch sử khác nhau.",
    ),
    "lost_smaller": (
        "LOST, PROVED. The signed tree has {size} leaves, fewer than the {after} named in the receipt, and its entry {index} is later "
        "than {by}.",
        "ĐÃ MẤT, CÓ BẰNG CHỨNG. Nhật ký đã ký chỉ có {size} việc, ít hơn {after} việc nêu trong chứng nhận, mà việc ở vị trí {index} lại "
        "có thời điểm sau {by}.",
    ),
    "withheld": (
        "WITHHELD, NOT PROVABLE. The promise was due at {by}, and what the log serves neither shows the leaf nor proves that it is "
        "missing.",
        "BỊ GIỮ LẠI, CHƯA CHỨNG MINH ĐƯỢC. Hạn ghi là {by}; những gì nhật ký đưa ra không cho thấy việc này, cũng chưa chứng minh được là "
        "nó thiếu.",
    ),
    "no_receipt": ("NOT A VALID RECEIPT. {why}", "CHỨNG NHẬN KHÔNG HỢP LỆ. {why}"),
    "keep_proof": (
        "What proves this to others: the receipt, the checkpoint, and the entries and tiles from {start} to {size}. Keep copies of them "
        "now.",
        "Để chứng minh với người khác cần: chứng nhận, điểm kiểm, và các tệp tile, entries từ {start} đến {size}. Hãy lưu ngay bản sao.",
    ),
    "ask_others": (
        "Try again from another connection; a mirror or a witness of the log can show what it served and when.",
        "Hãy thử lại bằng đường mạng khác; bản sao hoặc bên làm chứng của nhật ký có thể cho biết nhật ký đã đưa ra gì, lúc nào.",
    ),
    "but_content": (
        "BUT CONTENT IS LOST, PROVED. Your copy opens parts of the leaf ({names}) that the log no longer serves, and it gives no reason.",
        "NHƯNG NỘI DUNG ĐÃ MẤT, CÓ BẰNG CHỨNG. Bản sao của bạn mở được các phần ({names}) mà nhật ký không còn đưa ra và không nêu lý do.",
    ),
    "but_withheld": (
        "BUT ITS OPENING IS WITHHELD. The log serves nothing of what it says, not even a sealed part. With your own opening (--opening) "
        "the loss can be proved.",
        "NHƯNG NỘI DUNG BỊ GIỮ LẠI. Nhật ký không đưa ra gì về nội dung, kể cả phần niêm phong. Có tệp nội dung của bạn (--opening) thì "
        "chứng minh được là đã mất.",
    ),
    "but_invalid": (
        "BUT A CHECK FAILED. See the lines marked FAILED below.",
        "NHƯNG CÓ ĐIỂM KIỂM TRA KHÔNG ĐẠT. Xem các dòng ghi KHÔNG ĐẠT dưới đây.",
    ),
    # frame
    "checked": ("What was checked:", "Đã kiểm tra:"),
    "mark_ok": ("ok", "đạt"),
    "mark_failed": ("FAILED", "KHÔNG ĐẠT"),
    "mark_open": ("not known", "chưa rõ"),
    "mark_note": ("note", "lưu ý"),
    # checks
    "receipt_ok": (
        "receipt: signed by {name} at {time}; promises leaf {leaf} by {by}, after {after} leaves",
        "chứng nhận: {name} ký lúc {time}; hứa ghi việc {leaf} chậm nhất {by}, sau {after} việc đã có",
    ),
    "checkpoint_ok": ("checkpoint: signed by {name}, {size} leaves, root {root}", "điểm kiểm: {name} ký, {size} việc, mã gốc {root}"),
    "checkpoint_bad": ("checkpoint: not usable. {why}", "điểm kiểm: không dùng được. {why}"),
    "after_ok": (
        "consistency: the tree of {size} leaves begins with the {after} leaves of the receipt",
        "tính nối tiếp: nhật ký {size} việc bắt đầu đúng bằng {after} việc nêu trong chứng nhận",
    ),
    "after_fork": (
        "consistency: at {after} leaves this tree has root {found}, the receipt says {root}",
        "tính nối tiếp: ở {after} việc, nhật ký này có mã gốc {found}, còn chứng nhận nêu {root}",
    ),
    "after_smaller": (
        "consistency: the checkpoint has {size} leaves, the receipt was given at {after}",
        "tính nối tiếp: điểm kiểm có {size} việc, còn chứng nhận được cấp khi đã có {after} việc",
    ),
    "after_unknown": (
        "consistency with the {after} leaves of the receipt could not be established",
        "chưa xác định được tính nối tiếp với {after} việc nêu trong chứng nhận",
    ),
    "scan_ok": (
        "leaf hashes {start} to {last}: all read, they lead to the signed root",
        "mã băm của các việc từ {start} đến {last}: đã đọc hết, dẫn đúng tới mã gốc đã ký",
    ),
    "scan_empty": ("entries: none after the {start} of the receipt yet", "chưa có việc nào sau {start} việc nêu trong chứng nhận"),
    "scan_bad": (
        "leaf hashes {start} to {last}: the evidence is not complete",
        "mã băm của các việc từ {start} đến {last}: bằng chứng chưa đủ",
    ),
    "leaf_found": (
        "leaf: found at index {index} by its hash; the inclusion proof of {steps} hashes, computed from tiles and entries, leads to the "
        "signed root",
        "việc trong chứng nhận: tìm thấy ở vị trí {index} theo mã băm; bằng chứng có mặt gồm {steps} mã băm, tính từ các tệp tile và "
        "entries, dẫn đúng tới mã gốc đã ký",
    ),
    "leaf_absent": (
        "leaf: not among entries {start} to {last}",
        "việc trong chứng nhận: không có trong các vị trí từ {start} đến {last}",
    ),
    "clock_late": (
        "the log's own time: entry {index} of {time} is later than {by}",
        "thời điểm của chính nhật ký: việc ở vị trí {index} lúc {time}, sau {by}",
    ),
    "clock_early": (
        "the log's own time: no entry later than {by} yet, so nothing is decided",
        "thời điểm của chính nhật ký: chưa có việc nào sau {by}, nên chưa kết luận được",
    ),
    "rules_ok": (
        "grammar and time rules: kept by the {count} leaves read (of {start} to {last}) among themselves",
        "quy cách và quy tắc thời gian: {count} việc đã đọc (trong các vị trí từ {start} đến {last}) đều đúng",
    ),
    "rules_broken": (
        "THE LOG BREAKS ITS OWN RULES from index {index} on: {why}",
        "NHẬT KÝ VI PHẠM QUY TẮC CỦA CHÍNH NÓ từ vị trí {index}: {why}",
    ),
    "damage": ("file of the log: {why}", "tệp của nhật ký: {why}"),
    "old_ok": (
        "older checkpoint: {size} leaves, and the log's tree begins with them",
        "điểm kiểm cũ: {size} việc, và nhật ký bắt đầu đúng bằng các việc đó",
    ),
    "old_fork": (
        "older checkpoint: at {size} leaves it has another root than this log. Two histories, both signed by the log: keep both "
        "checkpoints",
        "điểm kiểm cũ: ở {size} việc có mã gốc khác với nhật ký này. Hai lịch sử, cùng do nhật ký ký: hãy giữ cả hai điểm kiểm",
    ),
    "old_larger": (
        "older checkpoint: it has {old} leaves, the log now shows only {size}",
        "điểm kiểm cũ có {old} việc, nay nhật ký chỉ cho thấy {size} việc",
    ),
    "old_bad": ("older checkpoint: not valid. {why}", "điểm kiểm cũ: không hợp lệ. {why}"),
    "old_unknown": (
        "older checkpoint: it could not be compared with what the log serves",
        "điểm kiểm cũ: chưa so được với những gì nhật ký đưa ra",
    ),
    "opening_ok": (
        "opening: it belongs to the leaf and fits its commitment; open: {names}",
        "nội dung: đúng của việc này và khớp với cam kết; phần mở: {names}",
    ),
    "opening_half": (
        "opening: its open parts fit their digests ({names}), but the leaf is not at hand to compare the commitment",
        "nội dung: các phần mở khớp với mã băm ({names}), nhưng chưa có việc đã ghi để so với cam kết",
    ),
    "opening_bad": ("opening: not valid. {why}", "nội dung: không hợp lệ. {why}"),
    "served_ok": ("served opening: {file} opens the same parts", "nội dung do nhật ký đưa ra: {file} mở đúng các phần đó"),
    "served_sealed": (
        "served opening: part {name} is sealed; its digest is still there, nothing is lost",
        "nội dung do nhật ký đưa ra: phần {name} được niêm phong; mã băm vẫn còn, không mất gì",
    ),
    "served_erased": (
        "served opening: part {name} was erased, with the reason {code}; that is not a loss",
        "nội dung do nhật ký đưa ra: phần {name} đã được xóa, lý do {code}; đó không phải là mất",
    ),
    "served_gone": ("served opening: {file} is not there", "nội dung do nhật ký đưa ra: không có {file}"),
    "served_bad": (
        "served opening: {file} does not open the leaf. {why}",
        "nội dung do nhật ký đưa ra: {file} không mở được việc này. {why}",
    ),
    "served_unknown": ("served opening: it could not be read. {why}", "nội dung do nhật ký đưa ra: chưa đọc được. {why}"),
    # reasons
    "absent": ("{file} is missing.", "Thiếu {file}."),
    "unreadable": ("{file} could not be read ({why}).", "Không đọc được {file} ({why})."),
    "too_long": ("{file} is too long.", "{file} quá dài."),
    "wrong_length": ("{file} has the wrong length.", "{file} sai độ dài."),
    "bundle_split": ("{file} does not split into {count} leaves.", "{file} không tách được thành {count} việc."),
    "file_wrong": (
        "{file} is damaged: its hashes are not those that the checkpoint signs.",
        "{file} bị hỏng: mã băm không phải là mã mà điểm kiểm đã ký.",
    ),
    "files_differ": ("{file} and {other} contradict each other.", "{file} và {other} mâu thuẫn nhau."),
    "no_root": (
        "The files do not lead to the root in checkpoint.",
        "Các tệp không dẫn tới mã gốc trong tệp checkpoint.",
    ),
    "note_form": ("{file} is not a signed note.", "{file} không phải là văn bản có chữ ký đúng quy cách."),
    "note_wrong": (
        "{file}: the signature of {name} is wrong; the text was changed or never signed.",
        "{file}: chữ ký của {name} sai; nội dung đã bị sửa hoặc chưa từng được ký.",
    ),
    "note_unsigned": ("{file}: no signature by a key you trust ({name}).", "{file}: không có chữ ký của khóa bạn tin cậy ({name})."),
    "receipt_form": ("{file} does not have the form of a receipt.", "{file} không đúng quy cách chứng nhận."),
    "receipt_origin": ("{file} is of another log: {found}, not {origin}.", "{file} thuộc nhật ký khác: {found}, không phải {origin}."),
    "receipt_order": ("{file}: it is due before it was given.", "{file}: hạn ghi sớm hơn thời điểm cấp."),
    "receipt_empty": (
        "{file}: at size 0 the root must be that of the empty tree.",
        "{file}: khi chưa có việc nào, mã gốc phải là của nhật ký trống.",
    ),
    "checkpoint_form": ("{file} does not have the form of a checkpoint.", "{file} không đúng quy cách điểm kiểm."),
    "checkpoint_origin": ("{file} is of another log: {found}, not {origin}.", "{file} thuộc nhật ký khác: {found}, không phải {origin}."),
    "leaf_long": ("the leaf has more than 512 bytes", "việc đã ghi dài quá 512 byte"),
    "leaf_form": ("the leaf is of neither kind", "việc đã ghi không thuộc loại nào trong hai loại"),
    "leaf_day": ("the leaf names a day that does not exist", "việc đã ghi nêu một ngày không có trong lịch"),
    "time_fell": (
        "its time {time} is more than 60 seconds before an earlier entry",
        "thời điểm {time} sớm hơn một việc trước đó quá 60 giây",
    ),
    "date_fell": (
        "its date {time} is more than 2 days before an earlier sealed leaf",
        "ngày {time} sớm hơn một việc niêm phong trước đó quá 2 ngày",
    ),
    "op_json": ("{file} is not JSON as the format wants it ({why}).", "{file} không phải JSON đúng quy cách ({why})."),
    "op_form": ("{file} does not have the form of an opening ({why}).", "{file} không đúng quy cách nội dung ({why})."),
    "op_leaf": ("{file} is the opening of another leaf.", "{file} là nội dung của việc khác."),
    "op_text": ("{file}: its text is not the leaf it names.", "{file}: phần text không phải là việc nêu trong tệp."),
    "op_digest": ("{file}: part {name} does not fit its digest.", "{file}: phần {name} không khớp mã băm."),
    "op_commit": ("{file}: the parts do not give the commitment of the leaf.", "{file}: các phần không khớp cam kết của việc đã ghi."),
    # use
    "bad_use": ("{why} Run with --help for the usage.", "{why} Chạy với --help để xem cách dùng."),
    "bad_vkey": (
        "{option}: this is not a key in the form name+id+key, or its id does not fit.",
        "{option}: không phải khóa dạng tên+mã+khóa, hoặc mã không khớp.",
    ),
    "key_role": (
        "{option}: {name} is not the name of a {role} key.",
        "{option}: {name} không phải tên của khóa loại {role}.",
    ),
    "key_origins": ("The keys are of different logs: {one} and {other}.", "Các khóa thuộc các nhật ký khác nhau: {one} và {other}."),
    "no_receipt_key": (
        "--receipt-key is needed: without the key that signs receipts ({name}) the receipt cannot be checked, and it must not be learnt "
        "from the log.",
        "Cần --receipt-key: không có khóa ký chứng nhận ({name}) thì không kiểm tra được chứng nhận, và không được lấy khóa từ chính nhật "
        "ký.",
    ),
    "bad_now": ("--now is not a time like 2026-11-24T11:20:00+07:00.", "--now không phải thời điểm dạng 2026-11-24T11:20:00+07:00."),
    "bad_log": (
        "--log: {log} is neither an http(s) address nor a folder.",
        "--log: {log} không phải địa chỉ http(s) cũng không phải thư mục.",
    ),
    "no_openssl": (
        "The command openssl is missing or cannot check Ed25519 signatures; version 3.0 or newer is needed.",
        "Không có lệnh openssl hoặc lệnh này không kiểm tra được chữ ký Ed25519; cần phiên bản 3.0 trở lên.",
    ),
    "stopped": ("Stopped; there is no verdict.", "Đã dừng; chưa có kết luận."),
    "surprise": ("The check could not be finished ({why}); there is no verdict.", "Không kiểm tra xong được ({why}); chưa có kết luận."),
}


@dataclass(frozen=True)
class Say:
    """One sentence: a key of TEXTS and the values that stand in it (a value may itself be a sentence)."""

    key: str
    values: dict[str, Any] = field(default_factory=dict)

    def text(self, lang: str) -> str:
        """The sentence in `lang` ("en" or "vi")."""
        shown = {name: value.text(lang) if isinstance(value, Say) else value for name, value in self.values.items()}
        return TEXTS[self.key][1 if lang == "vi" else 0].format(**shown)


class Trouble(Exception):
    """Something is not as it must be; `say` is the sentence for it."""

    def __init__(self, key: str, **values: Any) -> None:
        super().__init__(key)
        self.say = Say(key, values)


class UsageTrouble(Trouble):
    """The command was used wrongly, or this machine cannot do the check."""


class FileTrouble(Trouble):
    """A file of the log is missing, unreadable or not what it must be; the evidence is then not complete."""


class Absent(FileTrouble):
    """A file of the log is not there."""


# ---- Small forms -------------------------------------------------------------------------------------------------------------------------

B64 = r"[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]="
ORIGIN = r"[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?(?::[0-9]{1,5})?(?:/[A-Za-z0-9._~-]+)*"
SIZE = r"(?:0|[1-9][0-9]{0,14})"
DAY = r"2[0-9]{3}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])"
TIME = DAY + r"T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]\+07:00"
CODE = r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*"
ENTRY = re.compile(
    r"dinhlang/entry/v1\n"
    r"act (?=[a-z0-9_.]{3,64}\n)[a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)+\n"
    r"body (?:[0-9]{2,5}|[0-9]{2}-[0-9a-hjkmnp-tv-z]{8}|-)\n"
    r"office (?:(?=[a-z0-9-]{1,40}\n)[a-z][a-z0-9]*(?:-[a-z0-9]+)*|-)\n"
    rf"time (?P<time>{TIME})\n"
    r"subject [0-9a-hjkmnp-tv-z]{16}\n"
    rf"because (?:{B64}|-)\n"
    rf"rules {B64}\n"
    rf"commit (?P<commit>{B64})\n"
)
SEALED = re.compile(rf"dinhlang/sealed/v1\ndate (?P<date>{DAY})\ncommit (?P<commit>{B64})\n")
RECEIPT = re.compile(
    rf"dinhlang/receipt/v1\nlog (?P<origin>{ORIGIN})\nleaf (?P<leaf>{B64})\nafter (?P<size>{SIZE}) (?P<root>{B64})\n"
    rf"time (?P<time>{TIME})\nby (?P<by>{TIME})\n"
)
CHECKPOINT = re.compile(rf"(?P<origin>{ORIGIN})\n(?P<size>{SIZE})\n(?P<root>{B64})\n")
SIGNATURE = re.compile(r"— (?P<name>[^\s+]+) (?P<blob>[A-Za-z0-9+/]+={0,2})")
PART_NAME = re.compile(r"public|place|sender|files|duties|row-[1-9][0-9]{0,3}")
NOW = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})[Tt]([0-9]{2}:[0-9]{2}:[0-9]{2})(\.[0-9]+)?([Zz]|[+-][0-9]{2}:[0-9]{2})")


def b64(data: bytes) -> str:
    """Base64 of RFC 4648 section 4 as text."""
    return base64.b64encode(data).decode("ascii")


def unb64(text: str) -> bytes | None:
    """The bytes of a base64 text, or None unless it is their only spelling."""
    try:
        data = base64.b64decode(text.encode("ascii"), validate=True)
    except (binascii.Error, ValueError):
        return None
    return data if b64(data) == text else None


def bytes_of(text: str) -> bytes:
    """The 32 bytes of a text that already matched B64."""
    return base64.b64decode(text)


def day_exists(text: str) -> bool:
    """Whether the first ten characters of `text`, already in the form of a day, stand in the Gregorian calendar."""
    try:
        date.fromisoformat(text[:10])
    except ValueError:
        return False
    return True


def origin_is_good(origin: str) -> bool:
    """Whether `origin` has the form and the length of an origin."""
    return len(origin) <= 100 and not origin.endswith("/receipt") and re.fullmatch(ORIGIN, origin) is not None


# ---- Ed25519 by openssl ------------------------------------------------------------------------------------------------------------------

DER_ED25519 = bytes.fromhex("302a300506032b6570032100")
RFC8032_KEY = bytes.fromhex("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c")
RFC8032_SIGNATURE = bytes.fromhex(
    "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
)


def ed25519_good(public: bytes, message: bytes, signature: bytes) -> bool:
    """Whether `signature` (64 bytes) over `message` is good for the public key (32 bytes), as `openssl pkeyutl` sees it.

    Raises UsageTrouble where the command cannot be run.
    """
    pem = "-----BEGIN PUBLIC KEY-----\n" + b64(DER_ED25519 + public) + "\n-----END PUBLIC KEY-----\n"
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        key, text, sign = folder / "key.pem", folder / "text", folder / "signature"
        key.write_text(pem, encoding="ascii")
        text.write_bytes(message)
        sign.write_bytes(signature)
        command = ["openssl", "pkeyutl", "-verify", "-pubin", "-inkey", str(key), "-rawin", "-in", str(text), "-sigfile", str(sign)]
        try:
            done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, timeout=60, check=False)
        except (OSError, subprocess.SubprocessError) as error:
            raise UsageTrouble("no_openssl") from error
    return done.returncode == 0


def try_openssl() -> None:
    """Raises UsageTrouble unless openssl accepts the second vector of RFC 8032 section 7.1 and refuses a changed one."""
    accepts = ed25519_good(RFC8032_KEY, b"\x72", RFC8032_SIGNATURE)
    if not accepts or ed25519_good(RFC8032_KEY, b"\x73", RFC8032_SIGNATURE):
        raise UsageTrouble("no_openssl")


# ---- Keys and signed notes (sections 6, 7, 9) --------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Key:
    """A trusted Ed25519 key: its name, its id (4 bytes) and its public half (32 bytes)."""

    name: str
    id: bytes
    public: bytes


@dataclass(frozen=True)
class Keys:
    """The keys of one log: its origin, the keys that may sign checkpoints and those that may sign receipts."""

    origin: str
    log: tuple[Key, ...]
    receipt: tuple[Key, ...]


@dataclass(frozen=True)
class Checkpoint:
    """A checkpoint whose signature is good: tree size and root."""

    size: int
    root: bytes
    signer: str


@dataclass(frozen=True)
class Receipt:
    """A receipt whose signature is good. Times are texts as signed: they compare as instants."""

    leaf: bytes
    after: int
    after_root: bytes
    time: str
    by: str
    signer: str


def read_vkey(text: str, option: str) -> Key:
    """The key in a vkey; raises UsageTrouble for wrong forms and for an id that is not that of the key."""
    name, _, rest = text.strip().partition("+")
    id_text, _, blob_text = rest.partition("+")
    blob = unb64(blob_text) or b""
    if len(blob) != 33 or blob[0] != 1 or not name:
        raise UsageTrouble("bad_vkey", option=option)
    key_id = hashlib.sha256(name.encode("utf-8", "surrogatepass") + b"\n" + blob).digest()[:4]
    if id_text != key_id.hex():
        raise UsageTrouble("bad_vkey", option=option)
    return Key(name, key_id, blob[1:])


def read_keys(log_vkeys: Sequence[str], receipt_vkeys: Sequence[str]) -> Keys:
    """The keys of one log from the options; raises UsageTrouble where a key has the wrong role or they are of different logs."""
    log = tuple(read_vkey(text, "--key") for text in log_vkeys)
    receipt = tuple(read_vkey(text, "--receipt-key") for text in receipt_vkeys)
    origin = log[0].name
    for key in log:
        if not origin_is_good(key.name):
            raise UsageTrouble("key_role", option="--key", name=key.name, role="log")
        if key.name != origin:
            raise UsageTrouble("key_origins", one=origin, other=key.name)
    if not receipt:
        raise UsageTrouble("no_receipt_key", name=origin + "/receipt")
    for key in receipt:
        if not key.name.endswith("/receipt"):
            raise UsageTrouble("key_role", option="--receipt-key", name=key.name, role="receipt")
        if key.name != origin + "/receipt":
            raise UsageTrouble("key_origins", one=origin, other=key.name[: -len("/receipt")])
    return Keys(origin, log, receipt)


def split_note(raw: bytes, file: str) -> tuple[str, list[tuple[str, bytes, bytes]]]:
    """Text and signatures (name, key id, signature) of a signed note; raises Trouble where it is none."""
    try:
        whole = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Trouble("note_form", file=file) from error
    cut = whole.rfind("\n\n")
    clean = all(char == "\n" or unicodedata.category(char) != "Cc" for char in whole)
    if len(raw) > NOTE_LIMIT or cut < 1 or not whole.endswith("\n") or not clean:
        raise Trouble("note_form", file=file)
    lines = whole[cut + 2 : -1].split("\n")
    signatures = []
    for line in lines:
        match = SIGNATURE.fullmatch(line)
        blob = unb64(match["blob"]) if match else None
        if match is None or blob is None or len(blob) < 5 or len(lines) > SIGNATURE_LIMIT:
            raise Trouble("note_form", file=file)
        signatures.append((match["name"], blob[:4], blob[4:]))
    return whole[: cut + 1], signatures


def open_note(raw: bytes, keys: Sequence[Key], file: str) -> tuple[str, str]:
    """The text of a note and the name of a trusted key that signed it; raises Trouble as section 6 demands."""
    text, signatures = split_note(raw, file)
    signer = ""
    for name, key_id, signature in signatures:
        for key in keys:
            if (key.name, key.id) != (name, key_id):
                continue
            if len(signature) != 64 or not ed25519_good(key.public, text.encode("utf-8"), signature):
                raise Trouble("note_wrong", file=file, name=name)
            signer = name
    if not signer:
        raise Trouble("note_unsigned", file=file, name=keys[0].name)
    return text, signer


def read_receipt(raw: bytes, keys: Keys, file: str) -> Receipt:
    """The receipt in a note; raises Trouble where section 10 says "no receipt"."""
    text, signer = open_note(raw, keys.receipt, file)
    match = RECEIPT.fullmatch(text)
    if match is None or not origin_is_good(match["origin"]) or not (day_exists(match["time"]) and day_exists(match["by"])):
        raise Trouble("receipt_form", file=file)
    if match["origin"] != keys.origin:
        raise Trouble("receipt_origin", file=file, found=match["origin"], origin=keys.origin)
    if match["by"] < match["time"]:
        raise Trouble("receipt_order", file=file)
    after, root = int(match["size"]), bytes_of(match["root"])
    if after == 0 and root != EMPTY_ROOT:
        raise Trouble("receipt_empty", file=file)
    return Receipt(bytes_of(match["leaf"]), after, root, match["time"], match["by"], signer)


def read_checkpoint(raw: bytes, keys: Keys, file: str) -> Checkpoint:
    """The checkpoint in a note; raises Trouble where form, origin or signature are not right."""
    text, signer = open_note(raw, keys.log, file)
    match = CHECKPOINT.fullmatch(text)
    if match is None:
        raise Trouble("checkpoint_form", file=file)
    if match["origin"] != keys.origin:
        raise Trouble("checkpoint_origin", file=file, found=match["origin"], origin=keys.origin)
    size, root = int(match["size"]), bytes_of(match["root"])
    if size == 0 and root != EMPTY_ROOT:
        raise Trouble("checkpoint_form", file=file)
    return Checkpoint(size, root, signer)


# ---- Leaves (section 2) and time rules (section 8) ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Leaf:
    """What a leaf says that concerns a receipt: its time ("" for sealed leaves), its date ("" for entries), its commitment."""

    time: str
    date: str
    commit: bytes


def read_leaf(data: bytes) -> Leaf:
    """The leaf in `data`; raises Trouble where it is of neither kind."""
    if len(data) > LEAF_LIMIT:
        raise Trouble("leaf_long")
    text = data.decode("latin-1")
    match = ENTRY.fullmatch(text) or SEALED.fullmatch(text)
    if match is None:
        raise Trouble("leaf_form")
    found = match.groupdict()
    time, day = found.get("time", ""), found.get("date", "")
    if not day_exists(time or day):
        raise Trouble("leaf_day")
    return Leaf(time, day, bytes_of(found["commit"]))


@dataclass
class Rules:
    """The grammar and time rules over the leaves as they come; `broken` is the first breach (index, why)."""

    latest_time: datetime | None = None
    latest_date: date | None = None
    broken: tuple[int, Say] | None = None

    def take(self, index: int, data: bytes) -> Leaf | None:
        """Looks at the next leaf; returns it where its grammar is right."""
        try:
            leaf = read_leaf(data)
        except Trouble as trouble:
            self.breach(index, trouble.say)
            return None
        if leaf.time:
            time = datetime.fromisoformat(leaf.time)
            if self.latest_time is not None and time < self.latest_time - timedelta(seconds=60):
                self.breach(index, Say("time_fell", {"time": leaf.time}))
            self.latest_time = max(time, self.latest_time or time)
        else:
            day = date.fromisoformat(leaf.date)
            if self.latest_date is not None and day < self.latest_date - timedelta(days=2):
                self.breach(index, Say("date_fell", {"time": leaf.date}))
            self.latest_date = max(day, self.latest_date or day)
        return leaf

    def breach(self, index: int, why: Say) -> None:
        """Remembers the first breach only."""
        if self.broken is None:
            self.broken = (index, why)


# ---- The tree (section 4) ----------------------------------------------------------------------------------------------------------------


def leaf_hash(data: bytes) -> bytes:
    """RFC 6962 hash of a leaf."""
    return hashlib.sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """RFC 6962 hash of an inner node."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def split_point(count: int) -> int:
    """The largest power of two smaller than `count` (at least 2)."""
    return 1 << ((count - 1).bit_length() - 1)


def cover(first: int, end: int) -> Iterator[tuple[int, int]]:
    """The full subtrees (height, number) that together are exactly the leaves [first, end), from left to right."""
    while first < end:
        height = (end - first).bit_length() - 1
        if first:
            height = min(height, (first & -first).bit_length() - 1)
        yield height, first >> height
        first += 1 << height


@dataclass
class Forest:
    """Known hashes of a tree of `size` leaves: some subtrees by (first, end), and the leaf hashes from `base` on, joined."""

    size: int
    nodes: dict[tuple[int, int], bytes]
    base: int
    leaves: bytes = b""

    def root(self, first: int, end: int) -> bytes:
        """MTH(D[first:end]) for a range that occurs in the tree of RFC 6962; KeyError where it is not covered."""
        if first == end:
            return EMPTY_ROOT
        known = self.nodes.get((first, end))
        if known is not None:
            return known
        if end - first == 1:
            return self.leaf(first)
        middle = first + split_point(end - first)
        return node_hash(self.root(first, middle), self.root(middle, end))

    def leaf(self, index: int) -> bytes:
        """The hash of leaf `index`."""
        start = (index - self.base) * HASH
        if index < self.base or start + HASH > len(self.leaves):
            raise KeyError(index)
        return bytes(self.leaves[start : start + HASH])


def inclusion_proof(forest: Forest, index: int, size: int) -> list[bytes]:
    """PATH(index, D[0:size]) of RFC 6962 section 2.1.1."""

    def path(first: int, end: int) -> list[bytes]:
        if end - first == 1:
            return []
        middle = first + split_point(end - first)
        if index < middle:
            return [*path(first, middle), forest.root(middle, end)]
        return [*path(middle, end), forest.root(first, middle)]

    return path(0, size)


def consistency_proof(forest: Forest, old: int, size: int) -> list[bytes]:
    """PROOF(old, D[0:size]) of RFC 6962 section 2.1.2, 0 < old <= size."""

    def sub(first: int, end: int, whole: bool) -> list[bytes]:
        if old == end:
            return [] if whole else [forest.root(first, end)]
        middle = first + split_point(end - first)
        if old <= middle:
            return [*sub(first, middle, whole), forest.root(middle, end)]
        return [*sub(middle, end, False), forest.root(first, middle)]

    return sub(0, size, True)


def inclusion_holds(leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> bool:
    """The check of RFC 9162 section 2.1.3.2."""
    if index >= size:
        return False
    fn, sn, value = index, size - 1, leaf
    for sibling in proof:
        if sn == 0:
            return False
        if fn & 1 or fn == sn:
            value = node_hash(sibling, value)
            while not fn & 1 and fn:
                fn, sn = fn >> 1, sn >> 1
        else:
            value = node_hash(value, sibling)
        fn, sn = fn >> 1, sn >> 1
    return sn == 0 and value == root


def consistency_holds(old: int, old_root: bytes, size: int, root: bytes, proof: Sequence[bytes]) -> bool:
    """The check of RFC 9162 section 2.1.4.2 for 0 < old <= size."""
    if old == size:
        return not proof and old_root == root
    steps = [old_root, *proof] if old & (old - 1) == 0 else list(proof)
    if not steps or not 0 < old < size:
        return False
    fn, sn = old - 1, size - 1
    while fn & 1:
        fn, sn = fn >> 1, sn >> 1
    before = now = steps[0]
    for step in steps[1:]:
        if sn == 0:
            return False
        if fn & 1 or fn == sn:
            before, now = node_hash(step, before), node_hash(step, now)
            while not fn & 1 and fn:
                fn, sn = fn >> 1, sn >> 1
        else:
            now = node_hash(now, step)
        fn, sn = fn >> 1, sn >> 1
    return sn == 0 and before == old_root and now == root


# ---- Files of the log (section 5) --------------------------------------------------------------------------------------------------------


class Source:
    """Where the log is read from: an http(s) address or a folder."""

    def __init__(self, log: str) -> None:
        self.url = ""
        self.folder = Path()
        if re.match(r"https?://[^/]", log, re.IGNORECASE):
            self.url = log if log.endswith("/") else log + "/"
            self.opener = http_opener()
            return
        self.folder = Path(log)
        try:
            is_folder = self.folder.is_dir()
        except (OSError, ValueError):
            is_folder = False
        if not is_folder:
            raise UsageTrouble("bad_log", log=log)

    def read(self, path: str, limit: int) -> bytes:
        """The bytes of a file of the log; raises Absent or FileTrouble; reads at most `limit` bytes."""
        data = self.fetch(path, limit + 1) if self.url else self.load(path, limit + 1)
        if len(data) > limit:
            raise FileTrouble("too_long", file=path)
        return data

    def fetch(self, path: str, limit: int) -> bytes:
        """`read` over http."""
        try:
            request = urllib.request.Request(self.url + path, headers={"User-Agent": "check_receipt/1", "Cache-Control": "no-cache"})  # noqa: S310
            with self.opener.open(request, timeout=NETWORK_SECONDS) as answer:
                return bytes(answer.read(limit))
        except urllib.error.HTTPError as error:
            error.close()
            if error.code in (404, 410):
                raise Absent("absent", file=path) from error
            raise FileTrouble("unreadable", file=path, why=f"HTTP {error.code}") from error
        except urllib.error.URLError as error:
            raise FileTrouble("unreadable", file=path, why=str(error.reason)) from error
        except (OSError, ValueError, http.client.HTTPException) as error:
            raise FileTrouble("unreadable", file=path, why=str(error) or type(error).__name__) from error

    def load(self, path: str, limit: int) -> bytes:
        """`read` from a folder."""
        try:
            with (self.folder / path).open("rb") as file:
                return file.read(limit)
        except (FileNotFoundError, NotADirectoryError) as error:
            raise Absent("absent", file=path) from error
        except OSError as error:
            raise FileTrouble("unreadable", file=path, why=error.strerror or str(error)) from error


def http_opener() -> urllib.request.OpenerDirector:
    """An opener that knows http and https only, so that no redirect can lead to a file of this machine."""
    opener = urllib.request.OpenerDirector()
    for handler in (
        urllib.request.ProxyHandler(),
        urllib.request.HTTPHandler(),
        urllib.request.HTTPSHandler(),
        urllib.request.HTTPRedirectHandler(),
        urllib.request.HTTPDefaultErrorHandler(),
        urllib.request.HTTPErrorProcessor(),
        urllib.request.UnknownHandler(),
    ):
        opener.add_handler(handler)
    return opener


def number_path(number: int) -> str:
    """A tile number as path: 5 -> 005, 1234067 -> x001/x234/067."""
    groups = [f"{number % 1000:03d}"]
    while number >= 1000:
        number //= 1000
        groups.append(f"x{number % 1000:03d}")
    return "/".join(reversed(groups))


def cut_bundle(data: bytes, count: int, file: str) -> list[bytes]:
    """The `count` leaves of an entries bundle; raises FileTrouble where it does not split into exactly that many."""
    leaves: list[bytes] = []
    at = 0
    while at + 2 <= len(data) and len(leaves) < count:
        end = at + 2 + int.from_bytes(data[at : at + 2], "big")
        if end > len(data):
            break
        leaves.append(data[at + 2 : end])
        at = end
    if len(leaves) != count or at != len(data):
        raise FileTrouble("bundle_split", file=file, count=count)
    return leaves


class Files:
    """The tiles and bundles of one log as they stand for a tree of `size` leaves. Nothing read here is authenticated yet."""

    def __init__(self, source: Source, size: int) -> None:
        self.source = source
        self.size = size
        self.tiles: dict[tuple[int, int], bytes] = {}
        self.paths: dict[tuple[int, int], str] = {}

    def width(self, level: int, number: int) -> int:
        """How many hashes tile (level, number) has at this size; 0 where there is no such tile."""
        return max(0, min(WIDTH, (self.size >> (8 * level)) - number * WIDTH))

    def partial_or_full(self, stem: str, width: int, limit: int) -> tuple[str, bytes, int]:
        """Path, content and width of the partial file, or of the full one where the partial is missing."""
        if width < WIDTH:
            path = f"{stem}.p/{width}"
            try:
                return path, self.source.read(path, limit), width
            except Absent as missing:
                try:
                    return stem, self.source.read(stem, limit), WIDTH
                except Absent:
                    raise missing from None
        return stem, self.source.read(stem, limit), WIDTH

    def tile(self, level: int, number: int) -> bytes:
        """The hashes of a tile, joined; raises FileTrouble."""
        if (level, number) not in self.tiles:
            width = self.width(level, number)
            path, data, found = self.partial_or_full(f"tile/{level}/{number_path(number)}", width, TILE_LIMIT)
            if len(data) != found * HASH:
                raise FileTrouble("wrong_length", file=path)
            self.paths[level, number] = path
            self.tiles[level, number] = data[: width * HASH]
        return self.tiles[level, number]

    def bundle(self, number: int) -> tuple[str, list[bytes]]:
        """Path and leaves of a bundle; raises FileTrouble."""
        width = self.width(0, number)
        path, data, found = self.partial_or_full(f"tile/entries/{number_path(number)}", width, BUNDLE_LIMIT)
        return path, cut_bundle(data, found, path)[:width]

    def node(self, height: int, number: int) -> bytes:
        """The hash of the full subtree of 2^height leaves with that number, from the highest tile that has it."""
        level, depth = divmod(height, 8)
        first = number << depth
        hashes = self.tile(level, first // WIDTH)
        at = first % WIDTH
        return Forest(1 << depth, {}, 0, hashes[at * HASH : (at + (1 << depth)) * HASH]).root(0, 1 << depth)

    def nodes(self, first: int, end: int) -> dict[tuple[int, int], bytes]:
        """The subtrees that cover leaves [first, end), from tiles."""
        return {(number << height, (number + 1) << height): self.node(height, number) for height, number in cover(first, end)}

    def count(self, level: int) -> int:
        """How many tiles the level has."""
        return ((self.size >> (8 * level)) + WIDTH - 1) // WIDTH

    def numbers(self, first: int) -> range:
        """The numbers of the bundles from the one that begins with leaf `first`."""
        return range(first // WIDTH, self.count(0))

    def hashes(self, number: int, from_entries: bool) -> bytes:
        """The leaf hashes of one bundle, joined: from its tile, or computed from its leaves; else from the other."""
        try:
            return self.entry_hashes(number) if from_entries else self.tile(0, number)
        except FileTrouble as trouble:
            try:
                return self.tile(0, number) if from_entries else self.entry_hashes(number)
            except FileTrouble:
                raise trouble from None

    def entry_hashes(self, number: int) -> bytes:
        """The leaf hashes of one bundle, computed from its leaves."""
        return b"".join(leaf_hash(data) for data in self.bundle(number)[1])


# ---- Evidence: hashes and leaves that lead to the signed root ----------------------------------------------------------------------------


@dataclass
class Scan:
    """What authenticated leaves say: the receipt's leaf (index and bytes), the first entry later than the promise, breaches of the rules.

    `found` comes from the authenticated hashes alone; the bytes need the bundle as well.
    """

    found: int | None = None
    found_leaf: bytes | None = None
    late: tuple[int, str] | None = None
    rules: Rules = field(default_factory=Rules)
    count: int = 0


@dataclass
class Evidence:
    """The forest that leads to the signed root (None: not complete), what its leaves say, and every file that was found wrong."""

    forest: Forest | None = None
    scan: Scan = field(default_factory=Scan)
    damage: list[Say] = field(default_factory=list)


def gather(files: Files, point: Checkpoint, start: int, receipt: Receipt) -> Evidence:
    """Reads and authenticates what sections 10.2 to 10.5 need: hashes and leaves from `start` to the end of the tree."""
    evidence = Evidence()
    base = start // WIDTH * WIDTH
    evidence.forest = authenticate(files, point, base, evidence.damage)
    if evidence.forest is None:
        evidence.damage += contradictions(files, base) or ([] if evidence.damage else [Say("no_root")])
        return evidence
    evidence.damage += wrong_tiles(files, evidence.forest, base)
    for index in range(start, point.size):
        if evidence.forest.leaf(index) == receipt.leaf:
            evidence.scan.found = index
            break
    for number in range(base // WIDTH, files.count(0)):
        scan_bundle(files, number, start, receipt, evidence)
    return evidence


def authenticate(files: Files, point: Checkpoint, base: int, damage: list[Say]) -> Forest | None:
    """The forest with all leaf hashes from `base` on, if any way of reading it leads to the signed root.

    The short way is tiles of level 0 from `base` on and a few hashes above. Where it fails: entries instead of tiles, then level 0 from the
    first leaf. Missing files are added to `damage`.
    """
    for short in (True, False):
        for from_entries in (False, True):
            first = base if short else 0
            try:
                nodes = files.nodes(0, first)
                joined = b"".join(files.hashes(number, from_entries and number * WIDTH >= base) for number in files.numbers(first))
            except FileTrouble as trouble:
                damage += [] if trouble.say in damage else [trouble.say]
                continue
            forest = Forest(point.size, nodes, first, joined)
            if forest.root(0, point.size) == point.root:
                damage += [] if short else wrong_levels(files)
                return forest
    return None


def wrong_tiles(files: Files, forest: Forest, base: int) -> list[Say]:
    """The tiles of level 0 from leaf `base` on that are missing or do not hold the authenticated hashes."""
    damage = []
    for number in files.numbers(base):
        try:
            hashes = files.tile(0, number)
        except FileTrouble as trouble:
            damage.append(trouble.say)
            continue
        if any(hashes[at * HASH : (at + 1) * HASH] != forest.leaf(number * WIDTH + at) for at in range(len(hashes) // HASH)):
            damage.append(Say("file_wrong", {"file": files.paths[0, number]}))
    return damage


def scan_bundle(files: Files, number: int, start: int, receipt: Receipt, evidence: Evidence) -> None:
    """Looks at the leaves of one bundle whose hashes are the authenticated ones; those before `start` count for the rules only."""
    forest, scan = evidence.forest, evidence.scan
    try:
        path, leaves = files.bundle(number)
    except FileTrouble as trouble:
        evidence.damage.append(trouble.say)
        return
    damaged = False
    for index, data in enumerate(leaves, number * WIDTH):
        if forest is None or leaf_hash(data) != forest.leaf(index):
            damaged = True
            continue
        scan.count += 1
        leaf = scan.rules.take(index, data)
        if index == scan.found:
            scan.found_leaf = data
        if leaf is not None and index >= start and leaf.time > receipt.by and scan.late is None:
            scan.late = (index, leaf.time)
    if damaged:
        evidence.damage.append(Say("file_wrong", {"file": path}))


def contradictions(files: Files, base: int) -> list[Say]:
    """Where nothing leads to the root: the files that contradict each other, as far as they can be read."""
    damage = []
    for number in files.numbers(base):
        try:
            path, leaves = files.bundle(number)
            if files.tile(0, number) != b"".join(map(leaf_hash, leaves)):
                damage.append(Say("files_differ", {"file": path, "other": files.paths[0, number]}))
        except FileTrouble:
            continue
    return damage + wrong_levels(files)


def wrong_levels(files: Files) -> list[Say]:
    """The tiles above level 0 that do not hold the hashes of the full tiles below them."""
    damage: list[Say] = []
    level = 1
    while files.size >> (8 * level):
        for number in range(files.count(level)):
            try:
                damage += wrong_tile_above(files, level, number)
            except FileTrouble as trouble:
                damage.append(trouble.say)
        level += 1
    return damage


def wrong_tile_above(files: Files, level: int, number: int) -> list[Say]:
    """The first contradiction between one tile and the tiles below it, as a list of none or one."""
    hashes = files.tile(level, number)
    for at in range(len(hashes) // HASH):
        below = number * WIDTH + at
        want = Forest(WIDTH, {}, 0, files.tile(level - 1, below)).root(0, WIDTH)
        if hashes[at * HASH : (at + 1) * HASH] != want:
            return [Say("files_differ", {"file": files.paths[level, number], "other": files.paths[level - 1, below]})]
    return []


def root_at(files: Files, point: Checkpoint, size: int, forest: Forest | None) -> bytes | None:
    """The root of the first `size` leaves of the tree that `point` signs, or None where the files do not show it.

    The subtrees left and right of `size` give both roots: if together they give the signed one, the one at `size` is true as well. That
    alone proves a fork as firmly as it proves consistency.
    """
    if size in (0, point.size):
        return point.root if size else EMPTY_ROOT
    if forest is None or size < forest.base:
        try:
            forest = Forest(point.size, {**files.nodes(0, size), **files.nodes(size, point.size)}, point.size)
        except FileTrouble:
            return None
        if forest.root(0, point.size) != point.root:
            return None
    return forest.root(0, size)


# ---- Openings (sections 3 and 11) --------------------------------------------------------------------------------------------------------

JSON_RAISES = (ValueError, RecursionError)
FORBIDDEN = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\U000e0000-\U000e007f\ud800-\udfff\ufdd0-\ufdef"
    + "".join(chr(plane * 0x10000 + 0xFFFE) + chr(plane * 0x10000 + 0xFFFF) for plane in range(17))
    + "]"
)


@dataclass(frozen=True)
class Part:
    """One part of an opening: `state` is "open", "sealed" or "erased"; `code` the reason of an erasure."""

    name: str
    digest: bytes
    state: str
    code: str = ""


@dataclass(frozen=True)
class Opening:
    """An opening whose parts fit their digests; `text` is the leaf itself in a kept copy."""

    leaf: bytes
    parts: tuple[Part, ...]
    text: bytes | None

    def open_names(self) -> list[str]:
        """The names of the open parts."""
        return [part.name for part in self.parts if part.state == "open"]


def load_json(raw: bytes) -> object:
    """JSON as section 11 wants it: no repeated names, no fractions, exponents, -0, NaN; raises ValueError or RecursionError."""

    def whole(text: str) -> int:
        if text == "-0" or len(text) > 17 or abs(int(text)) >= 2**53:
            raise ValueError("number " + text[:20])
        return int(text)

    def refuse(text: str) -> NoReturn:
        raise ValueError("number " + text[:20])

    def members(pairs: list[tuple[str, object]]) -> dict[str, object]:
        found = dict(pairs)
        if len(found) != len(pairs):
            raise ValueError("repeated name")
        return found

    return json.loads(raw.decode("utf-8"), parse_int=whole, parse_float=refuse, parse_constant=refuse, object_pairs_hook=members)


def jcs_text(text: str) -> str:
    """A text in JCS; raises ValueError where section 3.2 does not allow it."""
    if FORBIDDEN.search(text):
        raise ValueError("forbidden character")
    if unicodedata.normalize("NFC", text) != text:
        raise ValueError("text not in NFC")
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


def jcs(value: object, depth: int = 0) -> str:
    """The JCS form of a value as section 3.2 simplifies it; raises ValueError where the value is not allowed."""
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, int):
        return str(value)
    if isinstance(value, str):
        return jcs_text(value)
    if depth >= DEPTH_LIMIT:
        raise ValueError("nested too deep")
    if isinstance(value, list):
        return "[" + ",".join(jcs(item, depth + 1) for item in value) + "]"
    if isinstance(value, dict):
        names = sorted(value, key=lambda name: name.encode("utf-16-be", "surrogatepass"))
        return "{" + ",".join(jcs_text(name) + ":" + jcs(value[name], depth + 1) for name in names) + "}"
    raise ValueError("not a value")


def part_rank(name: str) -> tuple[int, int]:
    """The place of a part name in the order of section 3.1."""
    if name.startswith("row-"):
        return 5, int(name[4:])
    return ("public", "place", "sender", "files", "duties").index(name), 0


def digest_in(member: object) -> bytes:
    """The 32 bytes of a member that must be B64; raises ValueError."""
    if not isinstance(member, str) or not re.fullmatch(B64, member):
        raise ValueError("not 32 bytes in base64")
    return bytes_of(member)


def read_part(raw: object, file: str) -> Part:
    """One part; raises ValueError for a wrong form, Trouble where value and salt do not give the digest."""
    if not isinstance(raw, dict):
        raise ValueError("a part is not an object")
    name, members = raw.get("name"), set(raw) - {"name", "digest"}
    if not isinstance(name, str) or not PART_NAME.fullmatch(name):
        raise ValueError("name of a part")
    digest = digest_in(raw.get("digest"))
    if not members:
        return Part(name, digest, "sealed")
    if members == {"erased"}:
        code = raw["erased"]
        if not isinstance(code, str) or len(code) > 40 or not re.fullmatch(CODE, code):
            raise ValueError("code of an erasure")
        return Part(name, digest, "erased", code)
    if members != {"salt", "value"}:
        raise ValueError("members of part " + name)
    form = jcs(raw["value"]).encode("utf-8")
    if len(form) > VALUE_LIMIT:
        raise ValueError("value too long")
    if hashlib.sha256(b"dinhlang/part/v1\n" + name.encode() + b"\n" + digest_in(raw["salt"]) + form).digest() != digest:
        raise Trouble("op_digest", file=file, name=name)
    return Part(name, digest, "open")


def commitment(parts: Sequence[Part]) -> bytes:
    """The commitment over the digests of all parts (section 3.3)."""
    lines = "".join(f"{part.name} {b64(part.digest)}\n" for part in parts)
    return hashlib.sha256(b"dinhlang/commit/v1\n" + lines.encode("ascii")).digest()


def read_opening(raw: bytes, file: str) -> Opening:
    """An opening or kept copy, checked as far as it goes without the leaf; raises Trouble."""
    try:
        whole = load_json(raw)
    except JSON_RAISES as error:
        raise Trouble("op_json", file=file, why=error if len(str(error)) < 200 else type(error).__name__) from error
    try:
        return shape_opening(whole, file)
    except JSON_RAISES as error:
        raise Trouble("op_form", file=file, why=error) from error


def shape_opening(whole: object, file: str) -> Opening:
    """The opening in a JSON value; raises ValueError for a wrong form, Trouble for a wrong digest."""
    if not isinstance(whole, dict) or set(whole) - {"text"} != {"format", "leaf", "parts"} or whole["format"] != "dinhlang/opening/v1":
        raise ValueError("members")
    leaf, listed, text = digest_in(whole["leaf"]), whole["parts"], whole.get("text")
    if not isinstance(listed, list) or not listed or ("text" in whole and not isinstance(text, str)):
        raise ValueError("members")
    parts = tuple(read_part(item, file) for item in listed)
    ranks = [part_rank(part.name) for part in parts]
    if any(left >= right for left, right in zip(ranks, ranks[1:])):  # noqa: B905  Python 3.9 has neither strict= nor pairwise
        raise ValueError("order of the parts")
    if "text" in whole and any(part.state != "open" for part in parts):
        raise ValueError("a kept copy has all its parts open")
    return Opening(leaf, parts, text.encode("utf-8", "surrogatepass") if isinstance(text, str) else None)


def fit_opening(opening: Opening, name: bytes, leaf: bytes | None, file: str) -> bool:
    """Holds the opening against the leaf hash `name` and the leaf, from the log or its own text; False where no leaf is at hand.

    Raises Trouble where it does not fit.
    """
    if opening.leaf != name:
        raise Trouble("op_leaf", file=file)
    if opening.text is not None and leaf_hash(opening.text) != name:
        raise Trouble("op_text", file=file)
    bytes_at_hand = leaf if leaf is not None else opening.text
    if bytes_at_hand is None:
        return False
    try:
        commit = read_leaf(bytes_at_hand).commit
    except Trouble as trouble:
        raise Trouble("op_text", file=file) from trouble
    if commitment(opening.parts) != commit:
        raise Trouble("op_commit", file=file)
    return True


# ---- The verdict (section 10) ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Check:
    """One thing that was looked at: `ok` is True, False, or None where it is not known. `grave` False does not change the exit code."""

    ok: bool | None
    say: Say
    grave: bool = True


@dataclass
class Report:
    """Everything that is said in the end."""

    verdict: str = ""
    headlines: list[Say] = field(default_factory=list)
    checks: list[Check] = field(default_factory=list)
    facts: dict[str, Any] = field(default_factory=dict)
    leaf: bytes | None = None
    content_lost: bool = False

    def add(self, ok: bool | None, key: str, grave: bool = True, **values: Any) -> None:
        """Notes a check."""
        self.checks.append(Check(ok, Say(key, values), grave))

    def decide(self, verdict: str, key: str, **values: Any) -> None:
        """Sets the verdict and its sentence."""
        self.verdict = verdict
        self.headlines.append(Say(key, values))

    def failed(self) -> bool:
        """Whether a check failed that makes receipt, opening or log invalid."""
        return any(check.ok is False and check.grave for check in self.checks)

    def exit_code(self) -> int:
        """A proved loss outweighs a failed check, a failed check outweighs the other verdicts."""
        if self.content_lost or self.verdict == "lost":
            return EXIT_LOST
        return EXIT_INVALID if self.failed() else EXIT_OF[self.verdict]


def wait_or_withheld(report: Report, receipt: Receipt, now: datetime) -> None:
    """Step 6."""
    limit = datetime.fromisoformat(receipt.by) + GRACE
    if now <= limit:
        report.decide("not_yet_due", "not_yet_due", by=receipt.by, again=limit.isoformat())
        return
    report.decide("withheld", "withheld", by=receipt.by)
    report.headlines.append(Say("ask_others"))


def lose(report: Report, receipt: Receipt, point: Checkpoint, key: str, **values: Any) -> None:
    """A proved loss, and what to keep."""
    report.decide("lost", key, size=point.size, after=receipt.after, by=receipt.by, **values)
    start = min(receipt.after, point.size) if key != "lost_smaller" else 0
    report.headlines.append(Say("keep_proof", {"start": start, "size": point.size}))


def note_evidence(report: Report, evidence: Evidence, start: int, size: int) -> None:
    """Notes whether the evidence is complete, which files are wrong, and whether the authenticated leaves keep the rules."""
    last, count = size - 1, evidence.scan.count
    if evidence.forest is not None:
        report.add(True, "scan_ok", start=start, last=last)
    else:
        report.add(None, "scan_bad", start=start, last=last)
    for why in evidence.damage:
        report.add(False, "damage", grave=False, why=why)
    broken = evidence.scan.rules.broken
    if broken:
        report.add(False, "rules_broken", index=broken[0], why=broken[1])
    elif count:
        report.add(True, "rules_ok", count=count, start=start // WIDTH * WIDTH, last=last)


def note_clock(report: Report, late: tuple[int, str] | None, by: str) -> None:
    """Notes whether some entry is later than the promise."""
    if late:
        report.add(True, "clock_late", index=late[0], time=late[1], by=by)
    else:
        report.add(None, "clock_early", by=by)


def judge_smaller(report: Report, receipt: Receipt, point: Checkpoint, files: Files, now: datetime) -> Evidence:
    """Step 2: the checkpoint has fewer leaves than the receipt names."""
    report.add(None, "after_smaller", size=point.size, after=receipt.after)
    evidence = gather(files, point, 0, receipt)
    note_evidence(report, evidence, 0, point.size)
    if evidence.forest is not None:
        note_clock(report, evidence.scan.late, receipt.by)
        if evidence.scan.late:
            lose(report, receipt, point, "lost_smaller", index=evidence.scan.late[0])
            return evidence
    wait_or_withheld(report, receipt, now)
    return evidence


def note_after(report: Report, receipt: Receipt, point: Checkpoint, root: bytes | None, forest: Forest | None) -> bool:
    """Notes consistency from `after`; True where a fork is proved."""
    if root is None:
        report.add(None, "after_unknown", after=receipt.after)
        return False
    holds = root == receipt.after_root
    if holds and forest is not None and 0 < receipt.after < point.size:
        proof = consistency_proof(forest, receipt.after, point.size)
        holds = consistency_holds(receipt.after, receipt.after_root, point.size, point.root, proof)
    if holds:
        report.add(True, "after_ok", size=point.size, after=receipt.after)
        return False
    report.add(False, "after_fork", after=receipt.after, found=b64(root), root=b64(receipt.after_root))
    lose(report, receipt, point, "lost_fork")
    return True


def judge(report: Report, receipt: Receipt, point: Checkpoint, files: Files, now: datetime) -> Evidence:
    """Steps 2 to 6 for a valid checkpoint; returns the evidence for further checks."""
    start = receipt.after
    if point.size < start:
        return judge_smaller(report, receipt, point, files, now)
    if point.size == start:
        if not note_after(report, receipt, point, point.root, None):
            report.add(None, "scan_empty", start=start)
            wait_or_withheld(report, receipt, now)
        return Evidence()
    evidence = gather(files, point, start, receipt)
    forked = note_after(report, receipt, point, root_at(files, point, start, evidence.forest), evidence.forest)
    note_evidence(report, evidence, start, point.size)
    if forked:
        return evidence
    if evidence.forest is not None:
        judge_scan(report, receipt, point, evidence.scan, evidence.forest)
    if not report.verdict:
        wait_or_withheld(report, receipt, now)
    return evidence


def judge_scan(report: Report, receipt: Receipt, point: Checkpoint, scan: Scan, forest: Forest) -> None:
    """Steps 4 and 5 over complete evidence; leaves the verdict empty where only step 6 is left."""
    if scan.found is not None:
        proof = inclusion_proof(forest, scan.found, point.size)
        if not inclusion_holds(receipt.leaf, scan.found, point.size, proof, point.root):
            raise AssertionError("the proof that was just computed does not hold")
        report.add(True, "leaf_found", index=scan.found, steps=len(proof))
        report.facts.update(index=scan.found, proof=[b64(step) for step in proof])
        report.leaf = scan.found_leaf
        report.decide("included", "included", index=scan.found, size=point.size)
        return
    report.add(False if scan.late else None, "leaf_absent", start=receipt.after, last=point.size - 1)
    note_clock(report, scan.late, receipt.by)
    if scan.late:
        lose(report, receipt, point, "lost_missing", index=scan.late[0], start=receipt.after, last=point.size - 1)


def compare_older(report: Report, old: Checkpoint, point: Checkpoint | None, files: Files | None, forest: Forest | None) -> None:
    """Section 12 item 6: the tree begins with the one of the checkpoint that the verifier kept."""
    if point is None or files is None:
        report.add(None, "old_unknown")
        return
    if old.size > point.size:
        report.add(False, "old_larger", old=old.size, size=point.size)
        return
    root = root_at(files, point, old.size, forest)
    if root is None:
        report.add(None, "old_unknown")
    elif root == old.root:
        report.add(True, "old_ok", size=old.size)
    else:
        report.add(False, "old_fork", size=old.size)


def check_opening(report: Report, raw: bytes, file: str, receipt: Receipt, source: Source) -> None:
    """The opening that was given against the leaf; and, once the leaf is included, what the log serves against the opening."""
    try:
        opening = read_opening(raw, file)
        whole = fit_opening(opening, receipt.leaf, report.leaf, file)
    except Trouble as trouble:
        report.add(False, "opening_bad", why=trouble.say)
        return
    names = ", ".join(opening.open_names()) or "-"
    report.add(True, "opening_ok" if whole else "opening_half", names=names)
    if report.leaf is not None and opening.open_names():
        check_served(report, opening, receipt, source)


def check_served(report: Report, mine: Opening, receipt: Receipt, source: Source) -> None:
    """Section 11, loss of content: what the log serves must still have every part that `mine` opens, open, sealed or erased with a code."""
    file = f"open/{receipt.leaf.hex()}.json"
    try:
        served = read_opening(source.read(file, OPENING_LIMIT), file)
        fit_opening(served, receipt.leaf, report.leaf, file)
    except Absent:
        report.add(False, "served_gone", file=file)
        lose_content(report, mine)
        return
    except FileTrouble as trouble:
        report.add(None, "served_unknown", why=trouble.say)
        return
    except Trouble as trouble:
        report.add(False, "served_bad", file=file, why=trouble.say)
        lose_content(report, mine)
        return
    changed = [part for part in served.parts if part.name in mine.open_names() and part.state != "open"]
    for part in changed:
        report.add(True, "served_" + part.state, name=part.name, code=part.code)
    if not changed:
        report.add(True, "served_ok", file=file)


def look_for_opening(report: Report, receipt: Receipt, source: Source) -> None:
    """Without an opening of one's own: whether the log serves any for the leaf that is included. A missing one proves nothing yet."""
    file = f"open/{receipt.leaf.hex()}.json"
    try:
        source.read(file, OPENING_LIMIT)
    except Absent:
        report.add(None, "served_gone", file=file)
        report.headlines.append(Say("but_withheld"))
    except Trouble as trouble:
        report.add(None, "served_unknown", why=trouble.say)


def lose_content(report: Report, mine: Opening) -> None:
    """Content is lost although the leaf is included."""
    report.content_lost = True
    report.headlines.append(Say("but_content", {"names": ", ".join(mine.open_names())}))


# ---- The command -------------------------------------------------------------------------------------------------------------------------


class Parser(argparse.ArgumentParser):
    """argparse leaves with code 2, which here means something else."""

    def error(self, message: str) -> NoReturn:
        """Raises UsageTrouble instead of leaving."""
        raise UsageTrouble("bad_use", why=message[:1].upper() + message[1:] + ".")


def build_parser() -> Parser:
    """The options."""
    head, _, rest = (__doc__ or "").partition("\n")
    parser = Parser(prog="check_receipt.py", description=head, epilog=rest, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("receipt", metavar="RECEIPT", help="file with the receipt")
    parser.add_argument("--log", required=True, metavar="URL_OR_DIR", help="address of the log (…/log/) or a folder with a copy")
    parser.add_argument("--key", required=True, action="append", metavar="VKEY", help="key that signs checkpoints; may be repeated")
    parser.add_argument("--receipt-key", default=[], action="append", metavar="VKEY", help="key that signs receipts; may be repeated")
    parser.add_argument("--opening", metavar="FILE", help="opening or kept copy of the leaf")
    parser.add_argument("--checkpoint", metavar="FILE", help="an older checkpoint that you kept")
    parser.add_argument("--now", metavar="RFC3339", help="the present instant, instead of this machine's clock")
    parser.add_argument("--lang", choices=("en", "vi"), default="en", help="language of the sentences")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    return parser


def read_now(text: str | None) -> datetime:
    """The instant of --now, or of the clock; raises UsageTrouble."""
    if text is None:
        return datetime.now(timezone.utc)  # noqa: UP017  datetime.UTC came after 3.9
    match = NOW.fullmatch(text.strip())
    try:
        if match is None:
            raise ValueError(text)
        zone = "+00:00" if match[4] in "Zz" else match[4]
        return datetime.fromisoformat(f"{match[1]}T{match[2]}{zone}")
    except ValueError as error:
        raise UsageTrouble("bad_now") from error


def read_own(path: str, limit: int) -> bytes:
    """A file that the caller named; raises UsageTrouble."""
    try:
        with Path(path).open("rb") as file:
            data = file.read(limit + 1)
    except (OSError, ValueError) as error:
        raise UsageTrouble("unreadable", file=path, why=getattr(error, "strerror", None) or error) from error
    if len(data) > limit:
        raise UsageTrouble("too_long", file=path)
    return data


def fetch_checkpoint(report: Report, source: Source, keys: Keys) -> Checkpoint | None:
    """The log's newest checkpoint, or None with the reason noted (step 1)."""
    try:
        point = read_checkpoint(source.read("checkpoint", NOTE_LIMIT), keys, "checkpoint")
    except UsageTrouble:
        raise
    except Trouble as trouble:
        report.add(False, "checkpoint_bad", grave=False, why=trouble.say)
        return None
    report.add(True, "checkpoint_ok", name=point.signer, size=point.size, root=b64(point.root))
    report.facts.update(size=point.size, root=b64(point.root))
    return point


def read_older(report: Report, raw: bytes, keys: Keys, file: str) -> Checkpoint | None:
    """The checkpoint that the verifier kept, or None with the reason noted."""
    try:
        return read_checkpoint(raw, keys, file)
    except UsageTrouble:
        raise
    except Trouble as trouble:
        report.add(False, "old_bad", why=trouble.say)
        return None


def check(options: argparse.Namespace) -> Report:
    """The whole check; raises UsageTrouble where it cannot be done."""
    keys = read_keys(options.key, options.receipt_key)
    now = read_now(options.now)
    source = Source(options.log)
    raw_receipt = read_own(options.receipt, NOTE_LIMIT)
    raw_opening = read_own(options.opening, OPENING_LIMIT) if options.opening else None
    raw_older = read_own(options.checkpoint, NOTE_LIMIT) if options.checkpoint else None
    try_openssl()
    report = Report(facts={"origin": keys.origin})
    try:
        receipt = read_receipt(raw_receipt, keys, options.receipt)
    except UsageTrouble:
        raise
    except Trouble as trouble:
        report.decide("invalid", "no_receipt", why=trouble.say)
        return report
    report.add(True, "receipt_ok", name=receipt.signer, time=receipt.time, leaf=receipt.leaf.hex(), by=receipt.by, after=receipt.after)
    report.facts.update(leaf=receipt.leaf.hex(), after=receipt.after, by=receipt.by)
    point = fetch_checkpoint(report, source, keys)
    files, evidence = None, Evidence()
    if point is None:
        wait_or_withheld(report, receipt, now)
    else:
        files = Files(source, point.size)
        evidence = judge(report, receipt, point, files, now)
    if raw_older is not None:
        older = read_older(report, raw_older, keys, options.checkpoint)
        if older is not None:
            compare_older(report, older, point, files, evidence.forest)
    if raw_opening is not None:
        check_opening(report, raw_opening, options.opening, receipt, source)
    elif report.verdict == "included":
        look_for_opening(report, receipt, source)
    if report.failed() and report.verdict != "lost" and not report.content_lost:
        report.headlines.append(Say("but_invalid"))
    return report


def plain(report: Report, lang: str) -> str:
    """The report for people."""
    lines = [say.text(lang) for say in report.headlines]
    if report.checks:
        lines += ["", Say("checked").text(lang)]
    for item in report.checks:
        mark = {True: "mark_ok", False: "mark_failed" if item.grave else "mark_note", None: "mark_open"}[item.ok]
        lines.append(f"  [{Say(mark).text(lang)}] {item.say.text(lang)}")
    return "\n".join(lines)


def machine(report: Report, lang: str) -> str:
    """The report for programs."""
    checks = [{"check": item.say.key, "ok": item.ok, "text": item.say.text(lang)} for item in report.checks]
    whole = {
        "verdict": report.verdict,
        "exit": report.exit_code(),
        "content_lost": report.content_lost,
        "failed": report.failed(),
        **report.facts,
        "text": [say.text(lang) for say in report.headlines],
        "checks": checks,
    }
    return json.dumps(whole, ensure_ascii=False, indent=2)


def show(text: str, error: bool = False) -> None:
    """Prints, also where the terminal does not know the letters or has gone away."""
    stream = sys.stderr if error else sys.stdout
    try:
        stream.buffer.write((text + "\n").encode("utf-8", "backslashreplace"))
        stream.buffer.flush()
    except (AttributeError, OSError):
        print(ascii(text), file=sys.__stderr__)


def stop(say: Say, lang: str, as_json: bool) -> int:
    """Says why there is no verdict, and gives the exit code for it."""
    if as_json:
        show(json.dumps({"verdict": None, "exit": EXIT_USAGE, "text": [say.text(lang)]}, ensure_ascii=False, indent=2))
    else:
        show(say.text(lang), error=True)
    return EXIT_USAGE


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command and returns its exit code."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    lang = "vi" if "--lang=vi" in given or ("--lang", "vi") in zip(given, given[1:]) else "en"  # noqa: B905  see above
    as_json = "--json" in given
    try:
        report = check(build_parser().parse_args(given))
    except Trouble as trouble:
        return stop(trouble.say, lang, as_json)
    except KeyboardInterrupt:
        return stop(Say("stopped"), lang, as_json)
    except Exception as error:  # a traceback helps nobody who holds a receipt
        return stop(Say("surprise", {"why": f"{type(error).__name__}: {error}"[:300]}), lang, as_json)
    show(machine(report, lang) if as_json else plain(report, lang))
    return report.exit_code()


if __name__ == "__main__":
    sys.exit(main())
