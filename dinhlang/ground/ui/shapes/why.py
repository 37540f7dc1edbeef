"""Why a due day is what it is."""

from dataclasses import dataclass
from datetime import date

from dinhlang.core.calendar import Step
from dinhlang.core.rules import State
from dinhlang.ground.ui.shapes.common import Field, Link, Mark
from dinhlang.ground.ui.shapes.duties import PartRow
from dinhlang.ground.ui.shapes.figures import StageNote


@dataclass(frozen=True)
class WhyPage:
    """The arithmetic of one due day. `steps` as the engine counted them; `done_text` is a sentence, `redates` those of the dates it had,
    `official` what was found where the official portal shows it."""

    title: str
    body: Link
    thing: Link | None
    state: State
    start_text: str
    start_href: str
    rule_text: str
    rule: Link
    basis: str
    marks: tuple[Mark, ...]
    steps: tuple[Step, ...]
    due: date | None
    rolled: date | None
    due_text: str
    unknown: tuple[date, ...]
    done_text: str
    parts: tuple[PartRow, ...]
    answers: str
    actions: tuple[Link, ...]
    command: str
    rulebook: str
    today: date
    note: str = ""
    started: date | None = None
    rulebook_href: str = ""
    provisional: tuple[date, ...] = ()
    redates: tuple[str, ...] = ()
    stage: StageNote | None = None
    official: tuple[Field, ...] = ()
    urged: tuple[str, ...] = ()
