"""The values each page is drawn from.

Promises: every field is already decided and, where it is a sentence, already in the reader's language; a template
never asks the database, the clock or the rulebook. Refuses: nothing here computes; a shape that needs arithmetic
wants another field instead.

Conventions: `href` is a path inside the site and carries the language; "" means there is nothing to link to. Days are
local days; instants are aware. Text that a person typed is plain text and is escaped by the template. `SafeString`
fields hold markup that this house made itself (a QR code), never anything uploaded.

One module for each page; a new page brings its own and is named here.
"""

from dinhlang.ground.ui.shapes.body import BodyPage, CellRow, DayCount, Door, RegisterStrip
from dinhlang.ground.ui.shapes.budgets import (
    BudgetBar,
    BudgetLine,
    BudgetListPage,
    BudgetPage,
    BudgetPicture,
    BudgetRow,
    BudgetShare,
    BudgetSide,
)
from dinhlang.ground.ui.shapes.common import BoardFoot, Field, Link, Mark, MessagePage, Refusal, SiteInfo
from dinhlang.ground.ui.shapes.desk import DeskPage, DonePage, FillPage, FormPage, KeptForm, SignInPage
from dinhlang.ground.ui.shapes.duties import ActRow, DutyRow, OpenRow, PartRow, ReportRow, RunRow
from dinhlang.ground.ui.shapes.feed import FeedEntry, FeedPage
from dinhlang.ground.ui.shapes.figures import (
    Choice,
    FigureLine,
    FigureListPage,
    FiguresPage,
    FiguresRow,
    FiguresTable,
    Filter,
    Number,
    RightRow,
    StageNote,
    YearlyPage,
    YearlyTable,
)
from dinhlang.ground.ui.shapes.handbook import HandbookPage
from dinhlang.ground.ui.shapes.home import FoundRow, HomePage
from dinhlang.ground.ui.shapes.imports import ImportKindRow, ImportPage, ImportProblem, ImportRow, ImportsPage
from dinhlang.ground.ui.shapes.outgoing import OutgoingPage, OutgoingRow
from dinhlang.ground.ui.shapes.papers import Place, Script, SixPage, VillageSheet, VillageTick
from dinhlang.ground.ui.shapes.people import CardSheet, HolderRow, OfficeRow, OfficesPage, PairPage, StartSheet
from dinhlang.ground.ui.shapes.places import Inside, Letter, MapView
from dinhlang.ground.ui.shapes.projects import ProjectRow, ProjectsPage, StatusCount
from dinhlang.ground.ui.shapes.province import PlacesPage, ProvinceHome, TouchPage
from dinhlang.ground.ui.shapes.record import AboutProof, Checkpoint, EntryPage, EntryRow, OpeningPart, ReceiptPage, RecordPage
from dinhlang.ground.ui.shapes.register import RegisterPage, RegisterRow
from dinhlang.ground.ui.shapes.rules import (
    ArticleRow,
    ArticlesPage,
    ChangesPage,
    CountCell,
    CountRow,
    CoveragePage,
    Difference,
    ExampleRow,
    InstrumentRow,
    ItemRow,
    KindGroup,
    KindPage,
    KindRight,
    KindRow,
    QuestionRow,
    RegulationItem,
    RegulationPage,
    RegulationRule,
    RewordedRow,
    RuleGroup,
    RuleListPage,
    RulePage,
    RulePart,
    RuleRow,
    TurnRow,
    WordingRow,
)
from dinhlang.ground.ui.shapes.style import Component, ComponentGroup, SampleLink, StylePage
from dinhlang.ground.ui.shapes.thing import About, Correction, FileRow, HistoryRow, ThingPage, Tombstone
from dinhlang.ground.ui.shapes.why import WhyPage

__all__ = [
    "About",
    "AboutProof",
    "ActRow",
    "ArticleRow",
    "ArticlesPage",
    "BoardFoot",
    "BodyPage",
    "BudgetBar",
    "BudgetLine",
    "BudgetListPage",
    "BudgetPage",
    "BudgetPicture",
    "BudgetRow",
    "BudgetShare",
    "BudgetSide",
    "CardSheet",
    "CellRow",
    "ChangesPage",
    "Checkpoint",
    "Choice",
    "Component",
    "ComponentGroup",
    "Correction",
    "CountCell",
    "CountRow",
    "CoveragePage",
    "DayCount",
    "DeskPage",
    "Difference",
    "DonePage",
    "Door",
    "DutyRow",
    "EntryPage",
    "EntryRow",
    "ExampleRow",
    "FeedEntry",
    "FeedPage",
    "Field",
    "FigureLine",
    "FigureListPage",
    "FiguresPage",
    "FiguresRow",
    "FiguresTable",
    "FileRow",
    "FillPage",
    "Filter",
    "FormPage",
    "FoundRow",
    "HandbookPage",
    "HistoryRow",
    "HolderRow",
    "HomePage",
    "ImportKindRow",
    "ImportPage",
    "ImportProblem",
    "ImportRow",
    "ImportsPage",
    "Inside",
    "InstrumentRow",
    "ItemRow",
    "KindGroup",
    "KindPage",
    "KindRight",
    "KindRow",
    "Letter",
    "KeptForm",
    "Link",
    "MapView",
    "Mark",
    "MessagePage",
    "Number",
    "OfficeRow",
    "OfficesPage",
    "OpenRow",
    "OpeningPart",
    "OutgoingPage",
    "OutgoingRow",
    "PairPage",
    "PartRow",
    "Place",
    "PlacesPage",
    "ProjectRow",
    "ProjectsPage",
    "ProvinceHome",
    "QuestionRow",
    "ReceiptPage",
    "RecordPage",
    "Refusal",
    "RegisterPage",
    "RegisterRow",
    "RegisterStrip",
    "RegulationItem",
    "RegulationPage",
    "RegulationRule",
    "ReportRow",
    "RewordedRow",
    "RightRow",
    "RuleGroup",
    "RuleListPage",
    "RulePage",
    "RulePart",
    "RuleRow",
    "RunRow",
    "SampleLink",
    "Script",
    "SignInPage",
    "SiteInfo",
    "StartSheet",
    "SixPage",
    "StageNote",
    "StatusCount",
    "StylePage",
    "ThingPage",
    "Tombstone",
    "TouchPage",
    "TurnRow",
    "VillageSheet",
    "VillageTick",
    "WhyPage",
    "WordingRow",
    "YearlyPage",
    "YearlyTable",
]
