"""The factors an account signs in with, as values, and which of them stand beside a password.

Promises: what counts as strong is said once, here. Refuses: to call recovery codes a factor; they only stand in for one that is lost.
"""

from dataclasses import dataclass, field

from allauth.mfa.models import Authenticator

APP, PASSKEY, RECOVERY = Authenticator.Type.TOTP.value, Authenticator.Type.WEBAUTHN.value, Authenticator.Type.RECOVERY_CODES.value
CARD = "card"  # on paper: opens the offices that the rulebook lets use one, nothing else
STRONG = (APP, PASSKEY)


@dataclass(frozen=True)
class App:
    """An app that shows a code of the moment; `secret` in base32."""

    secret: str = field(repr=False)


@dataclass(frozen=True)
class Passkey:
    """A passkey under the name its owner gave it; `credential` is the browser's answer (JSON)."""

    name: str
    credential: str = field(repr=False)


@dataclass(frozen=True)
class PaperCard:
    """The paper card that was handed over with the start code; it is there already."""


Factor = App | Passkey | PaperCard
