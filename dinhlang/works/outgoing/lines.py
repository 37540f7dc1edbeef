"""A row of the register as everybody who handles it sees it."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Line:
    """A row of the register as it was read: text is clean, `dated` a local day. Of Party papers signer and recipients are not kept."""

    number: str
    dated: date
    abstract: str
    signer: str = ""
    recipients: str = ""
    issuer: str = ""
