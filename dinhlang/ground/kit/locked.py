"""The file that a kit saves, locked with a passphrase: what is in it, once whoever holds the file types the passphrase.

Promises: the key comes from the passphrase alone (PBKDF2 with SHA-256, as many rounds as the file says), the text is sealed by AES-256-GCM,
so that a wrong passphrase and a changed file are both found. Refuses: files that ask for absurd work, and to keep a passphrase.
"""

import base64
import unicodedata
from collections.abc import Mapping

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.pbkdf2 import PBKDF2HMAC

from dinhlang.core.refusal import N_, Refused
from dinhlang.ground.kit import policy

WRONG = N_(
    "This passphrase does not open the file, or the file was changed. Type the one that was set when the file was saved on the phone; "
    "nobody else can open it. Nothing was changed."
)  # fmt: skip
KEY, SALT, ONCE = 32, 16, 12  # bytes
_CODES = (*range(9, 14), *range(28, 33), 0x85, 0xA0, 0x1680, *range(0x2000, 0x200B), 0x2028, 0x2029, 0x202F, 0x205F, 0x3000, 0xFEFF)
SPACES = "".join(map(chr, _CODES))
"""White space at the ends of a passphrase: whatever a browser or Python takes for it. The kit has the same list (kit.js)."""


def key_of(passphrase: str, salt: bytes, rounds: int) -> bytes:
    """The key of a passphrase: 32 bytes. White space at its ends does not count, nor how its accents are put together."""
    said = unicodedata.normalize("NFC", passphrase.strip(SPACES))
    return PBKDF2HMAC(algorithm=SHA256(), length=KEY, salt=salt, iterations=rounds).derive(said.encode())


def opened(outer: Mapping[str, object], passphrase: str) -> str:
    """The text in a locked file. Raises Refused for a wrong passphrase, ValueError and KeyError for what is no such file."""
    rounds = outer["rounds"]
    most = policy.values().pass_rounds * 4
    if not isinstance(rounds, int) or not 1 <= rounds <= most:
        raise ValueError(rounds)
    salt, once, locked = (base64.b64decode(str(outer[name]), validate=True) for name in ("salt", "once", "locked"))
    if len(salt) != SALT or len(once) != ONCE:
        raise ValueError(len(salt))
    try:
        return AESGCM(key_of(passphrase, salt, rounds)).decrypt(once, locked, None).decode()
    except InvalidTag as error:
        raise Refused(WRONG) from error
