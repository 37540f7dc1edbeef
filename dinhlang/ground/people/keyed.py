"""Keyed hashes of what must never be readable in a copy of the database: codes on paper, sessions, devices.

Promises: nobody without the site's secret finds the text by trying; a secret that was replaced is still known. Refuses: to keep the text.
"""

import hmac

from django.conf import settings
from django.utils.crypto import salted_hmac


def digest(what: str, text: str) -> str:
    """The hash, in hex, of `text` as a `what` (one word: what is hashed as one thing is never found as another)."""
    return salted_hmac(f"dinhlang/{what}", text, algorithm="sha256").hexdigest()


def digests(what: str, text: str) -> tuple[str, ...]:
    """The hashes under the present and every earlier secret, for a look-up."""
    secrets = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    return tuple(salted_hmac(f"dinhlang/{what}", text, secret=secret, algorithm="sha256").hexdigest() for secret in secrets)


def same(what: str, text: str, kept: str) -> bool:
    """Whether `kept` is the hash of `text`, in a time that tells nothing."""
    return any(hmac.compare_digest(one, kept) for one in digests(what, text))
