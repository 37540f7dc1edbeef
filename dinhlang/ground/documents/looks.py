"""How a paper looks: as PDF in the house's layout, and the words around both forms.

Promises: both forms come from the same words; number and day are left blank for whoever signs; a layout or form that was rebuilt says so.
Refuses: to fetch anything while a paper is made.
"""

from pathlib import Path

from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from dinhlang.ground.documents import policy
from dinhlang.ground.documents.content import Content, Stamp
from dinhlang.ground.files import press
from dinhlang.ground.ui import format
from dinhlang.ground.ui.qr import qr

FORMS = {"ballot": "documents/ballot.html", "attendance": "documents/sheet.html", "supports": "documents/sheet.html"}
"""Kinds whose print is no running text: two ballot papers on a page, lines to sign on."""
SHORT = 900  # letters that half a page holds beside what can be chosen
STYLE = Path(__file__).with_name("paper.css")


def spelt(subject: str) -> str:
    """The code of a paper as people read it out: four groups of four."""
    return "-".join(subject[n : n + 4] for n in range(0, len(subject), 4)).upper()


def rebuilt(content: Content) -> str:
    """That the form was rebuilt, and from what."""
    form = _("Form rebuilt from %(basis)s: the annex is not held here.") % {"basis": format.cited(content.basis)} if content.basis else ""
    layout = policy.layouts()[content.layout]
    if layout.basis:
        said = _("Layout rebuilt from %(basis)s.") % {"basis": format.cited(layout.basis)}
    else:
        said = _("Layout rebuilt: the rules of %(side)s on papers are not held here.") % {"side": layout.said}
    return " ".join(one for one in (form, said) if one)


def pdf(content: Content, stamp: Stamp) -> bytes:
    """The paper as PDF. In Vietnamese, whoever asks: it is an official paper."""
    values = {
        "paper": content, "stamp": stamp, "top": policy.layouts()[content.layout].top, "qr": qr(stamp.url), "digest": content.digest,
        "rebuilt": rebuilt(content), "copies": "12" if _short(content) else "1", "sealed": not content.signs,
    }  # fmt: skip
    return press.pdf(render_to_string(FORMS.get(content.kind, "documents/paper.html"), values), STYLE)


def _short(content: Content) -> bool:
    """Whether two of them stand on a page: nothing of a ballot paper may be cut off."""
    letters = len(content.about) + sum(len(line) + 40 for part in content.parts for line in part.lines)
    rows = sum(1 + len(row.name) // 60 for part in content.parts for row in part.rows)
    return letters + rows * 90 <= SHORT
