"""The kinds of lists of bodies: what their columns are called, what they become.

Promises: villages, agencies, schools, enterprises and cooperatives, boards and committees; the words that offices use for them are data
here. Private enterprises are counted in public by sector and size, never named (policy/visibility.toml). No column holds a person's name.
"""

from collections.abc import Sequence
from typing import Any

from dinhlang.core.refusal import N_
from dinhlang.ground.imports import acts
from dinhlang.ground.imports.kinds import Ask, Column, Entering, Form, Kind
from dinhlang.ground.imports.lists import BodyList, Line, Sort
from dinhlang.ground.record.act import Done

ACT = "bodies.import"
BEARERS = frozenset({"province", "commune"})
DOCUMENT = Ask("document", N_("Number and date of the document that says so"), example="12/BC-UBND, 15/1/2026")

COMMUNE = Column(
    "commune",
    N_("Commune"),
    hints=("xã, phường", "xã/phường", "xã phường đặc khu", "thuộc xã", "tên xã", "đơn vị hành chính", "đơn vị", "mã xã", "địa bàn", "xã"),
    example="Phường Thục Phán",
    help=N_("Name of today or code of five digits; empty for the commune that enters the list."),
)
CODE = Column("code", N_("Code"), hints=("mã", "mã số", "mã đơn vị", "mã thôn"), help=N_("Leave empty where there is none: one is given."))


def _named(title: str, *hints: str, example: str) -> Column:
    return Column("name", title, hints=hints, required=True, example=example, most=120)


def _enter(sort: str) -> Any:
    def enter(command: Entering, rows: Sequence[Line]) -> Done:
        where = command.where
        return acts.enter(
            by=command.by,
            at=command.at,
            command_id=command.command_id,
            body=where.body.id,
            lines=tuple(rows),
            sort=sort,
            day=where.day,
            document=str(where.asked["document"]),
            source=where.file,
        )

    return enter


def _kind(name: str, title: str, lead: str, columns: tuple[Column, ...], what: BodyList) -> Kind:
    return Kind(name, title, lead, columns, ACT, what.check, _enter(name), BEARERS, (DOCUMENT,))


HOUSEHOLDS = Column(
    "households", N_("Households"), hints=("số hộ", "tổng số hộ", "số hộ gia đình", "hộ"), form=Form.whole, example="125", summed=True
)
POPULATION = Column(
    "population",
    N_("People"),
    hints=("số khẩu", "nhân khẩu", "số nhân khẩu", "dân số", "số người", "khẩu"),
    form=Form.whole,
    example="487",
    summed=True,
)

VILLAGES = _kind(
    "villages",
    N_("Villages and residential groups"),
    N_("One row each: the commune, the name, households and people. The head is not entered here: that is an office."),
    (
        COMMUNE,
        _named(
            N_("Village"),
            "tên thôn",
            "tên xóm",
            "thôn, xóm",
            "xóm, tổ dân phố",
            "thôn, tổ dân phố",
            "tên thôn, tổ dân phố",
            "tên",
            "thôn",
            "xóm",
            "tổ dân phố",
            example="Tổ dân phố 5",
        ),
        CODE,
        Column("word", N_("Sort"), hints=("loại", "loại hình"), example="tổ dân phố", help=N_("xóm, thôn, bản or tổ dân phố")),
        HOUSEHOLDS,
        POPULATION,
    ),
    BodyList(
        sorts=(
            Sort("village", "xóm", ("xom",)),
            Sort("village", "tổ dân phố", ("to dan pho", "tdp")),
            Sort("village", "thôn", ("thon",)),
            Sort("village", "bản", ("ban",)),
            Sort("village", "khu phố", ("khu pho",)),
        ),
        sort_column="word",
        facts=("households", "population"),
        worded=True,
    ),
)

STAFF = Column(
    "staff", N_("Staff"), hints=("số người", "biên chế", "số cán bộ", "số viên chức", "số lao động"), form=Form.whole, example="12"
)

AGENCIES = _kind(
    "agencies",
    N_("Agencies and public units"),
    N_("One row each: where it lies, its name, whether it is an agency or a public unit."),
    (
        COMMUNE,
        _named(N_("Name"), "tên cơ quan", "tên đơn vị", "cơ quan, đơn vị", "cơ quan", "tên", example="Trung tâm Dịch vụ tổng hợp"),
        Column("sort", N_("Sort"), hints=("loại", "loại hình"), required=True, example="đơn vị sự nghiệp công lập"),
        CODE,
        STAFF,
    ),
    BodyList(
        sorts=(
            Sort("agency", "cơ quan", ("co quan hanh chinh", "co quan nha nuoc", "phong", "so", "ban nganh")),
            Sort("public-unit", "đơn vị sự nghiệp", ("don vi su nghiep cong lap", "don vi", "trung tam", "tram y te", "benh vien")),
        ),
        sort_column="sort",
        facts=("staff",),
        at_province=True,
    ),
)

SCHOOLS = _kind(
    "schools",
    N_("Schools"),
    N_("One row each: the commune, the name, the level."),
    (
        COMMUNE,
        _named(N_("Name"), "tên trường", "trường", "tên đơn vị", "tên", example="Trường Tiểu học Hợp Giang"),
        Column("school_level", N_("Level"), hints=("cấp học", "bậc học", "cấp", "loại trường"), example="tiểu học", most=60),
        CODE,
        STAFF,
    ),
    BodyList(sorts=(Sort("school", "trường", ("truong",)),), facts=("school_level", "staff"), at_province=True),
)

ENTERPRISES = _kind(
    "enterprises",
    N_("Enterprises and cooperatives"),
    N_("One row each. Private enterprises and cooperatives are shown to the public only as numbers by sector and size."),
    (
        COMMUNE,
        _named(N_("Name"), "tên doanh nghiệp", "doanh nghiệp", "tên hợp tác xã", "tên đơn vị", "tên", example="Hợp tác xã Nà Mạ"),
        Column("sort", N_("Sort"), hints=("loại hình", "loại hình doanh nghiệp", "loại"), required=True, example="hợp tác xã"),
        Column(
            "sector",
            N_("Sector"),
            hints=("ngành", "ngành nghề", "lĩnh vực", "ngành nghề kinh doanh"),
            required=True,
            example="nông nghiệp",
            most=60,
        ),
        Column(
            "size",
            N_("Size class"),
            hints=("quy mô", "quy mô doanh nghiệp"),
            required=True,
            example="siêu nhỏ",
            most=40,
            help=N_("siêu nhỏ, nhỏ, vừa or lớn"),
        ),
        CODE,
    ),
    BodyList(
        sorts=(
            Sort(
                "employer",
                "doanh nghiệp",
                ("doanh nghiep tu nhan", "cong ty tnhh", "cong ty co phan", "cong ty", "ho kinh doanh", "tnhh", "cp"),
            ),
            Sort("cooperative", "hợp tác xã", ("htx", "lien hiep hop tac xa")),
            Sort("state-enterprise", "công ty nhà nước", ("doanh nghiep nha nuoc", "dnnn", "cong ty nha nuoc")),
        ),
        sort_column="sort",
        facts=("sector", "size"),
        at_province=True,
    ),
)

BOARDS = _kind(
    "boards",
    N_("Boards and committees"),
    N_("One row each: People's Inspection Boards, community investment supervision boards, committees. Members are not entered here."),
    (
        COMMUNE,
        _named(N_("Name"), "tên ban", "tên", "ban", example="Ban Thanh tra nhân dân phường Thục Phán"),
        Column("sort", N_("Sort"), hints=("loại ban", "loại hình", "loại"), required=True, example="ban thanh tra nhân dân"),
        CODE,
    ),
    BodyList(
        sorts=(
            Sort("board", "ban thanh tra", ("ban thanh tra nhan dan", "thanh tra nhan dan", "ban ttnd", "ttnd")),
            Sort(
                "investment-board",
                "ban giám sát đầu tư",
                ("ban giam sat dau tu cua cong dong", "giam sat dau tu cua cong dong", "ban gsdtcd", "gsdtcd"),
            ),
            Sort("workplace-board", "ban thanh tra đơn vị", ("ban thanh tra nhan dan o co quan don vi",)),
            Sort("committee", "ban, ủy ban", ("uy ban", "ban", "hoi dong", "to cong tac")),
        ),
        sort_column="sort",
        at_province=True,
    ),
)

KINDS = (VILLAGES, AGENCIES, SCHOOLS, ENTERPRISES, BOARDS)
