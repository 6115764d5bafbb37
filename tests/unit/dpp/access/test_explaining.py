"""Who sees an element, and why: true for those who may know, and the same for all others."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dpp.adapters.catalogue import load_catalogue
from dpp.domain.actor import VISITOR, Role
from dpp.domain.audience import Ground
from dpp.domain.catalogue import AccessClass
from dpp.domain.errors import InvalidInput, NotFound
from dpp.domain.opaque import PassportId
from dpp.service.access.closing import Wanted
from tests.support.service_world import ADMINISTRATOR, AUTHORITY, MANUFACTURER, OWNER, REPAIRER, World, figure, laptop
from tests.support.two_catalogues import LATER, rules_with

SECRET = {"disassemblyInstructions": {"title": "Apart", "url": "https://example.nl/apart"}, "inventedLater": "x"}
WHY = ("It was wrong.", "ESPR art. 9")


@pytest.fixture
def world() -> World:
    return World()


def test_what_can_be_seen_is_explained_for_any_audience(world: World) -> None:
    model = world.model(**SECRET)
    for audience, visible, ground in (
        ("me", True, Ground.ROLE),
        ("public", False, Ground.NO_RIGHT),
        ("repairer", True, Ground.ROLE),
        ("authority", False, Ground.NO_RIGHT),
    ):
        found = world.passports.explain(REPAIRER, model, "disassemblyInstructions", audience)
        assert (found.visible, found.ground, found.said) == (visible, ground, True)
        assert found.set_in == found.catalogue == load_catalogue().version


def test_what_an_unknown_element_is_for_is_told_to_whoever_answers_alone(world: World) -> None:
    model = world.passports.register_model(MANUFACTURER, laptop(**SECRET)).passport_id
    assert world.passports.explain(MANUFACTURER, model, "inventedLater").ground is Ground.ANSWERS
    assert world.passports.explain(MANUFACTURER, model, "inventedLater", "public").ground is Ground.UNKNOWN
    for actor in (VISITOR, REPAIRER, ADMINISTRATOR):
        for element in ("inventedLater", "neverSaid"):
            with pytest.raises(NotFound):
                world.passports.explain(actor, model, element)


def test_whoever_answers_for_a_passport_would_see_what_it_does_not_say_yet(world: World) -> None:
    model = world.model()
    mine = world.passports.explain(ADMINISTRATOR, model, "technicalDocumentation")
    assert (mine.visible, mine.said, mine.ground) == (True, False, Ground.ANSWERS)
    assert not world.passports.explain(ADMINISTRATOR, model, "technicalDocumentation", "public").visible
    assert not world.passports.explain(OWNER, model, "technicalDocumentation").visible


def test_a_pinned_class_and_todays_are_both_told(world: World) -> None:
    """The version that the element keeps, today's, and the one that refuses."""
    model = world.model(mass=figure(1.5, "kg"))
    world.rules = rules_with(mass=AccessClass.AUTHORITY)
    found = world.passports.explain(AUTHORITY, model, "mass")
    assert (found.visible, found.set_in, found.catalogue) == (True, load_catalogue().version, LATER)
    assert [reading.access for reading in found.readings] == [AccessClass.PUBLIC, AccessClass.AUTHORITY]
    assert LATER in str(world.passports.explain(AUTHORITY, model, "mass", "public").why)


def test_a_closure_is_told_with_its_reason_and_ground(world: World) -> None:
    model = world.model(mass=figure(1.5, "kg"))
    world.closing.close(ADMINISTRATOR, Wanted("mass", AccessClass.OWNER, *WHY, model))
    found = world.passports.explain(VISITOR, model, "mass")
    assert not found.visible
    assert "It was wrong." in str(found.why)
    assert "ESPR art. 9" in found.readings[-1].legal


def test_another_audience_is_refused(world: World) -> None:
    with pytest.raises(InvalidInput):
        world.passports.explain(VISITOR, world.model(), "brand", "neighbour")


def test_the_table_has_what_is_seen_and_what_is_kept_for_some(world: World) -> None:
    """The second part is the catalogue's, whether the passport says it or not."""
    bare, full = world.model(modelName="Bare"), world.model(**SECRET)
    tables = [set(world.passports.explain_all(VISITOR, each, ["public"])) for each in (bare, full)]
    assert tables[0] == tables[1] >= {"brand", "disassemblyInstructions"}
    assert "inventedLater" not in tables[1]


ELEMENTS = ("mass", "disassemblyInstructions", "technicalDocumentation", "processor")
SAID = {
    "mass": figure(1.5, "kg"),
    "disassemblyInstructions": {"title": "Apart", "url": "https://example.nl/apart"},
    "technicalDocumentation": {"title": "File", "url": "https://example.nl/file"},
    "processor": "Core i7",
}


@settings(max_examples=60)
@given(
    said=st.sets(st.sampled_from(ELEMENTS)),
    closed=st.lists(st.tuples(st.sampled_from(ELEMENTS), st.sampled_from(list(AccessClass)[1:]), st.booleans())),
    role=st.sampled_from([None, *Role]),
)
def test_explaining_and_reading_agree_and_hide_the_same(
    said: set[str], closed: list[tuple[str, AccessClass, bool]], role: Role | None
) -> None:
    """What is read is explained as seen; what is not read is explained as for a passport that does not say it."""
    world = World()
    passports = [
        world.model(modelName="Full", **{name: SAID[name] for name in said}),
        world.model(modelName="Bare"),
    ]
    for element, access, here in closed:
        for passport in passports if here else [None]:
            world.closing.close(ADMINISTRATOR, Wanted(element, access, *WHY, passport and PassportId(passport)))
    reader = VISITOR if role is None else REPAIRER.__class__(REPAIRER.account, REPAIRER.organisation, frozenset({role}))
    shown = world.passports.read(reader, passports[0]).document.values()
    for element in ELEMENTS:
        full, bare = (world.passports.explain(reader, each, element) for each in passports)
        if element in shown:
            assert full.visible
            assert full.said
        elif not any(each for each in closed):
            assert full == bare
        else:
            assert (full.visible, full.ground, full.said) == (bare.visible, bare.ground, bare.said)
