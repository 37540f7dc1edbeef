"""The bodies of the demonstration: real provinces and communes, everything below them invented.

Promises: official names and codes come from data/bodies alone; codes of invented bodies have the form used where no official code
exists, and follow from the commune's; the same seed names the same villages.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from random import Random

from dinhlang.ground.bodies import country
from dinhlang.ground.bodies.acts import NewBody
from dinhlang.ground.bodies.entering import Former
from dinhlang_demo import ward, words
from dinhlang_demo.sizes import Size

PROVINCE = "04"
BORN = date(2025, 7, 1)
ENDED = date(2026, 10, 1)  # one invented village goes to another, by a decision that is entered while it is under way
MERGED = date(2026, 7, 1)  # two invented villages become one, as was decided before the record began
INVENTED = "Xóm, tổ dân phố, Mặt trận, cơ quan, trường, doanh nghiệp: tên đặt cho bản trình diễn, không có thật"
AGENCIES = (
    ("agency", "Văn phòng Ủy ban nhân dân tỉnh"),
    ("agency", "Sở Nội vụ"),
    ("agency", "Sở Tư pháp"),
    ("agency", "Sở Tài chính"),
    ("agency", "Sở Nông nghiệp và Môi trường"),
    ("public-unit", "Trung tâm Phục vụ hành chính công"),
    ("public-unit", "Trung tâm Kiểm soát bệnh tật"),
    ("state-enterprise", "Công ty Cấp nước (giả định)"),
    ("state-enterprise", "Công ty Môi trường đô thị (giả định)"),
    ("employer", "Công ty Chế biến nông sản Nà Lũng (giả định)"),
    ("employer", "Công ty May mặc Khuổi Sao (giả định)"),
    ("cooperative", "Hợp tác xã Miến dong Phia Đông (giả định)"),
)
KINDS = {
    "agency": "cơ quan",
    "public-unit": "đơn vị",
    "state-enterprise": "doanh nghiệp",
    "employer": "doanh nghiệp",
    "cooperative": "hợp tác xã",
}


@dataclass(frozen=True)
class Commune:
    """A commune of the generated province with what is invented below it: villages by code, the Front's code."""

    code: str
    name: str
    villages: tuple[NewBody, ...]
    front: NewBody
    more: tuple[NewBody, ...]
    ends: tuple[str, str] | None = None  # the code of a village that ends, and of the one it goes to


@dataclass(frozen=True)
class Places:
    """Everything that is entered: official lists, one act each; then the communes with a life to invent."""

    official: tuple[tuple[NewBody, ...], ...]
    communes: tuple[Commune, ...]
    agencies: tuple[NewBody, ...]

    def invented(self) -> Iterator[NewBody]:
        """Every invented body, the ward's own first, parents before children."""
        _source, rows = ward.listed()
        yield from (row for row in rows if row.parent_code == ward.WARD)
        yield from self.agencies
        for one in self.communes:
            yield from (*one.villages, one.front, *one.more)


def below(commune: NewBody, letter: str, n: int, name: str, kind: str, kind_word: str) -> NewBody:
    """An invented body of a commune, the `n`th of its `letter`."""
    code = f"{commune.province_code}-{letter}{commune.code}{n:02}"
    return NewBody(code, name, kind, kind_word, commune.code, commune.province_code, max(BORN, commune.alive_from))


def invent(commune: NewBody, size: Size, rng: Random, merges: bool) -> Commune:
    """What lies below a commune."""
    taken: set[str] = set()
    number = rng.randint(*size.villages)
    villages = [below(commune, "t", n, *_village(commune, n, rng, taken)) for n in range(1, number + 1)]
    name = commune.renamed[-1].name if commune.renamed else commune.name
    front = below(commune, "m", 1, f"Ủy ban MTTQ Việt Nam {name[0].lower()}{name[1:]}", "front", "Mặt trận")
    more = [below(commune, "s", 1, f"Trường Tiểu học {name.split(' ', 1)[1]} (giả định)", "school", "trường")] if not size.country else []
    ends = (villages[-1].code, villages[-2].code) if merges and number > 1 else None
    if merges:
        villages.append(_merged(commune, name, number, rng, taken))
    return Commune(commune.code, name, tuple(villages), front, tuple(more), ends)


def _merged(commune: NewBody, name: str, number: int, rng: Random, taken: set[str]) -> NewBody:
    """A village that two others become in the middle of the year, as an invented resolution of the year before decided."""
    (said, word), *old = (words.village(name, number + n, rng, taken) for n in (3, 1, 2))
    before = (below(commune, "t", number + n, one[0], "village", one[1]).code for n, one in enumerate(old, 1))
    former = tuple(Former(code, *one, BORN) for code, one in zip(before, old, strict=True))
    return replace(below(commune, "t", number + 3, said, "village", word), alive_from=MERGED, former=former)


def _village(commune: NewBody, n: int, rng: Random, taken: set[str]) -> tuple[str, str, str]:
    name, word = words.village(commune.name, n, rng, taken)
    return name, "village", word


def land(codes: frozenset[str], of: str = PROVINCE) -> bytes:
    """The map for reference of a province's communes, those of `codes` alone: a small demonstration knows a few of them."""
    found = json.loads(country.boundaries(of))
    for layer in found["objects"].values():
        layer["geometries"] = [one for one in layer["geometries"] if one["id"] in codes]
    return json.dumps(found).encode()


def chosen(size: Size, seed: int) -> Places:
    """The bodies of a demonstration of `size`."""
    lists = country.provinces()
    wanted: Sequence[Sequence[NewBody]] = list(lists.values()) if size.country else [lists[PROVINCE]]
    if size.communes is not None:
        whole = lists[PROVINCE]
        own = [row for row in whole if row.code in {PROVINCE, ward.WARD}]
        others = [row for row in whole if row not in own]
        wanted = [[*own, *sorted(Random(f"{seed} communes").sample(others, size.communes), key=lambda row: row.code)]]
    communes = [row for rows in wanted for row in rows if row.kind == "commune" and row.code != ward.WARD]
    merging = communes[len(communes) // 2].code
    found = tuple(invent(row, size, Random(f"{seed} places {row.code}"), row.code == merging) for row in communes)
    agencies = tuple(
        NewBody(f"{PROVINCE}-a00000{n:02}", name, kind, KINDS[kind], PROVINCE, PROVINCE, BORN) for n, (kind, name) in enumerate(AGENCIES, 1)
    )
    return Places(tuple(tuple(rows) for rows in wanted), found, agencies)
