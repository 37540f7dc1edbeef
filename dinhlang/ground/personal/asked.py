"""What a second person reads before an identity is opened: the entry and the reason, never the identity itself."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from dinhlang.ground.people.asked import Asked
from dinhlang.ground.people.pending import Waiting
from dinhlang.ground.personal import present

OPEN = "people.open_identity"
SIGNS = 16  # of the entry's hash


def _title(one: Waiting) -> str:
    return _("Open a sealed identity")


def _facts(one: Waiting) -> tuple[tuple[str, str], ...]:
    return (
        (_("Body"), one.body.name),
        (_("Entry"), one.values["leaf"][:SIGNS]),
        (_("What is sealed"), _(present.PART[one.values["part"]])),
        (_("Reason"), present.reason_words(one.values["reason"])),
        (_("For which case"), one.values["words"]),
    )


ASKED: Mapping[str, Asked] = {OPEN: Asked(_title, _facts)}
