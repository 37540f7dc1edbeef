"""The policy of what is seen: every field of every table decided by hand, and nothing seen that nobody decided."""

from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings

from dinhlang.core.actor import Actor, Guest, Office, System, Voice
from dinhlang.core.rules import Audience
from dinhlang.ground.bodies.models import Body, Registration
from dinhlang.ground.people import visibility
from dinhlang.ground.people.reads import Holder
from dinhlang.ground.people.tests.town import FRONT, VILLAGE, Town, make_town, official
from dinhlang.ground.people.visibility import PolicyError, Role, load_policy, may_see, policy, roles_of, visible_to
from dinhlang.ground.record import rulebooks
from dinhlang.ground.record.models import Blob, Entry, Part, Pending

pytestmark = pytest.mark.no_database  # those that ask for the town still have one
PUBLIC = frozenset({Role.PUBLIC})
HOUSE = [config for config in apps.get_app_configs() if config.name.startswith("dinhlang.")]
FIELDS = [
    (f"{config.label}.{model.__name__}", field.name)
    for config in HOUSE
    for model in config.get_models()
    for field in model._meta.get_fields()
    if field.concrete
]


def test_it_works() -> None:
    assert may_see(PUBLIC, "record.Part", "box", "open")
    assert not may_see(PUBLIC, "record.Part", "box", "sealed")
    assert may_see({Role.PUBLIC, Role.HOLDER}, "record.Part", "box", "sealed")


@pytest.mark.parametrize(("model", "field"), FIELDS)
def test_every_field_was_decided(model: str, field: str) -> None:
    assert policy().covers(model, field), f"write a row for {model}.{field} in policy/visibility.toml, for each state of its table"


def test_the_policy_names_nothing_that_is_not_there() -> None:
    labels = {config.label for config in HOUSE}
    stale = {(model, field) for model, field, _ in policy().rows if model.partition(".")[0] in labels} - set(FIELDS)
    assert not stale


def test_what_nobody_decided_is_not_seen() -> None:
    everybody = frozenset(Role)
    assert not may_see(everybody, "record.Part", "diary")
    assert not may_see(everybody, "diary.Page", "text")
    assert not may_see(everybody, "record.Part", "box", "unheard-of")
    assert not may_see(frozenset(), "record.Tile", "hashes")


def test_no_door_leads_to_a_key() -> None:
    everybody = frozenset(Role)
    assert not [field for model, field in FIELDS if model == "record.VaultKey" and may_see(everybody, model, field)]


@pytest.mark.parametrize("model", ["record.Pending", "record.Command", "record.VaultKey", "people.Mandate"])
def test_the_public_sees_nothing_of(model: str) -> None:
    assert not [state for name, _, state in policy().rows if name == model and policy().opens(PUBLIC, model, state)]


def test_the_offices_it_names_are_offices_of_the_rulebook() -> None:
    text = (settings.RULEBOOK_DIR / "offices.toml").read_text(encoding="utf-8")
    named = policy().offices
    assert not [one for one in (*named.chair, *named.front, *named.operator) if f'"{one}"' not in text]


def test_every_audience_is_open_near_or_inside() -> None:
    assert {one.value for one in Audience} == set(policy().audiences)
    assert {visibility.audience_state(one) for one in Audience} == {"open", "near", "inside"}
    assert visibility.audience_state("unheard-of") == "inside"


def test_whose_duties_a_reader_is_shown() -> None:
    near = {Audience.PUBLIC, Audience.COMMUNE, Audience.VILLAGE}
    assert visibility.audiences(PUBLIC) == {Audience.PUBLIC}
    assert visibility.audiences(PUBLIC | {Role.RESIDENT}) == near
    assert visibility.audiences(PUBLIC | {Role.OFFICIAL}) == near
    assert visibility.audiences(PUBLIC | {Role.OFFICIAL, Role.OWN_BODY}) == set(Audience)


HEAD = '[audiences]\n[offices]\nchair = []\nfront = []\noperator = []\n[models."a.B"]\nholds = "x"\n'


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (HEAD + '[[rows]]\nmodel = "a.B"\nfield = "c"\nrole = ["king"]\n', "king"),
        (HEAD + '[[rows]]\nmodel = "a.C"\nfield = "c"\nrole = []\n', "a.C"),
        (HEAD + '[[rows]]\nmodel = "a.B"\nfield = "c"\nrole = []\nstate = "s"\n', "no state s"),
        (HEAD + '[[rows]]\nmodel = "a.B"\nfield = "c"\n', "role"),
        (HEAD + '[[rows]]\nmodel = "a.B"\nfield = ["c", "c"]\nrole = []\n', "two rows"),
        (HEAD + '[[rows]]\nmodel = "a.B"\nfield = "c"\nrole = []\nrolle = []\n', "rolle"),
        (
            HEAD
            + '[models."a.B".states.s]\nmeans = ""\nwhere = [{ hash__in = "$all" }]\n[[rows]]\nmodel = "a.B"\nfield = "c"\nrole = []\n',
            "$all",
        ),
        ("rows = [", "visibility.toml"),
    ],
)
def test_a_mistake_in_the_policy_is_named(tmp_path: Path, text: str, words: str) -> None:
    path = tmp_path / "visibility.toml"
    path.write_text(text)
    with pytest.raises(PolicyError, match="visibility.toml") as error:
        load_policy(path)
    assert words in str(error.value)


@pytest.fixture
def town(monkeypatch: pytest.MonkeyPatch, db: None) -> Town:
    return make_town(monkeypatch)


def holding(code: str, office: str, body: int) -> tuple[Actor, Holder]:
    secrets = official(office, code, office)
    return Office(secrets.mandate), Holder(office, secrets.mandate, office, body)


def test_roles_come_from_the_office_held(town: Town) -> None:
    officer, chair = holding("01273", "commune-officer", town.ward), holding("01273", "commune-chair", town.ward)
    head, front = holding(VILLAGE, "village-head", town.village), holding(FRONT, "front-chair", town.front)
    base = {Role.PUBLIC, Role.OFFICIAL}
    expected = {
        (officer, town.ward): base | {Role.OWN_BODY, Role.KEEPER},
        (officer, town.village): base | {Role.COMMUNE},
        (officer, town.other): base,
        (officer, None): base,
        (chair, town.ward): base | {Role.OWN_BODY, Role.CHAIR, Role.KEEPER},
        (chair, town.village): base | {Role.CHAIR, Role.COMMUNE},
        (chair, town.other): base,
        (head, town.village): base | {Role.OWN_BODY, Role.KEEPER},
        (head, town.ward): base,
        (front, town.ward): base | {Role.FRONT},
        (front, town.village): base | {Role.FRONT},
        (front, town.other): base,
    }
    for (who, body), roles in expected.items():
        assert roles_of(*who, body) == roles, (who, body)


def test_a_superior_looks_down_and_never_at_itself(town: Town) -> None:
    province = Body.objects.create(kind="province", alive_from="2025-07-01", province_code="04")
    Body.objects.filter(pk=town.ward).update(parent=province)
    base = {Role.PUBLIC, Role.OFFICIAL}

    def roles(office: str, body: int) -> frozenset[Role]:
        return roles_of(Office(7), Holder("lan", 7, office, province.pk), body)

    assert roles("law-officer", town.ward) == roles("province-chair", town.village) == base | {Role.SUPERIOR}
    assert roles("law-officer", province.pk) == base | {Role.OWN_BODY}
    assert roles("law-officer", town.other) == base, "what lies elsewhere is not below it"
    assert roles("operator", town.ward) == base | {Role.OPERATOR}, "who runs the system watches over nobody"


def test_roles_without_an_office(town: Town) -> None:
    assert roles_of(Guest(""), None, town.ward) == PUBLIC
    assert roles_of(Voice(person="p"), None, town.ward) == {Role.PUBLIC, Role.RESIDENT}
    assert roles_of(System("console"), None, None) == {Role.PUBLIC, Role.OPERATOR}
    assert roles_of(Guest(""), None, None, mine=True) == {Role.PUBLIC, Role.HOLDER}
    actor, holder = holding("01273", "commune-chair", town.ward)
    assert roles_of(Office(holder.mandate + 1), holder, town.ward) == PUBLIC, "the holder of another mandate lends no rights"


def test_rows_are_found_by_state(town: Town) -> None:
    def part(leaf: bytes, name: str, open: bool, erased: str = "") -> None:
        Part.objects.create(hash=leaf, order=0, name=name, digest=bytes(32), box=b"x", open=open, erased=erased)

    entered, waits = b"e" * 32, b"w" * 32
    at = {"at": "2026-11-23T00:00:00Z"}
    Entry.objects.create(index=0, hash=entered, leaf=b"", act="a.b", subject="s" * 16, sealed=True, **at)
    Pending.objects.create(hash=waits, leaf=b"", act="a.b", subject="t" * 16, **at)
    for leaf in (entered, waits):
        part(leaf, "public", open=True)
        part(leaf, "sender", open=False)
        part(leaf, "place", open=True, erased="withdrawn")
    seen = Part.objects.filter(visible_to(Guest(""), None, "record.Part"))
    assert {(bytes(one.hash), one.name) for one in seen} == {(entered, "public"), (entered, "sender"), (entered, "place"), (waits, "place")}
    assert not Pending.objects.filter(visible_to(Guest(""), None, "record.Pending")).exists()
    assert not Part.objects.filter(visible_to(Guest(""), None, "diary.Page")).exists()


def test_an_original_is_found_by_its_own_body_alone(town: Town) -> None:
    Blob.objects.create(hash=b"e" * 32, n=0, original=True, box=b"x")
    assert not Blob.objects.filter(visible_to(Guest(""), None, "record.Blob")).exists()
    assert may_see(roles_of(*holding("01273", "commune-officer", town.ward), town.ward), "record.Blob", "box", "original")
    assert not may_see(roles_of(*holding(VILLAGE, "village-head", town.village), town.ward), "record.Blob", "box", "original")


def test_a_private_body_is_found_by_its_own_people(town: Town) -> None:
    firm = Body.objects.create(kind="employer", parent_id=town.ward, alive_from="2025-07-01", province_code="04")
    Registration.objects.create(body=firm, code="04-aaaaaaaa", name="Công ty A", kind_word="công ty", from_day="2025-07-01")
    found = Registration.objects.filter(visible_to(Guest(""), None, "bodies.Registration")).values_list("body_id", flat=True)
    assert set(found) == {town.province, town.ward, town.front, town.village, town.other}
    inside = Holder("x", 7, "commune-officer", firm.pk)
    assert Registration.objects.filter(visible_to(Office(7), inside, "bodies.Registration"), body=firm).exists()
    near = holding("01273", "commune-officer", town.ward)
    assert not Registration.objects.filter(visible_to(*near, "bodies.Registration"), body=firm).exists()


def test_every_condition_is_one_the_database_can_answer(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rulebooks, "current", lambda: type("Book", (), {"duties": {}, "offices": {}})())
    for label in policy().models:
        app, _, name = label.partition(".")
        if app in {config.label for config in HOUSE}:
            model = apps.get_model(app, name)
            for state in policy().models[label].states.values():
                model._default_manager.filter(visibility._rows_in(state)).exists()
            if (column := policy().models[label].body) != "":
                model._default_manager.filter(**{f"{column}__in": [1]}).exists()
