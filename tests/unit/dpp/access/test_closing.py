"""What is closed is closed at once, for every reader but whoever answers for the passport, and can be lifted again."""

import json
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dpp.domain.access_record import AccessKind
from dpp.domain.actor import VISITOR, Actor, Role
from dpp.domain.catalogue import AccessClass
from dpp.domain.errors import Conflict, InvalidInput, NotFound, NotPermitted, NotSignedIn, Refused
from dpp.domain.forms import compressed
from dpp.domain.opaque import PassportId
from dpp.service.access.closing import ClosureView, Wanted
from tests.support.service_world import (
    ADMINISTRATOR,
    AUDITOR,
    AUTHORITY,
    MANUFACTURER,
    OWNER,
    REPAIRER,
    ROUTER,
    World,
    figure,
    laptop,
)
from tests.support.two_catalogues import rules_with

WHY, LEGAL = "A serial number of a person's device stood in it.", "ESPR art. 10(1)(e)"


def wanted(
    element: str = "mass", access: AccessClass = AccessClass.OWNER, passport: PassportId | None = None
) -> Wanted:
    return Wanted(element, access, WHY, LEGAL, passport)


def scanned(world: World, passport: PassportId) -> dict[str, object]:
    document: dict[str, object] = json.loads(world.public_parts(passport).document())
    return document


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def model(world: World) -> PassportId:
    return world.model(mass=figure(1.5, "kg"), processor="grey")


def test_what_is_closed_in_every_passport_is_gone_from_every_scan_and_no_row_is_rewritten(
    world: World, model: PassportId
) -> None:
    item = world.register(model=model).passport_id
    assert item is not None
    before, tag = world.storage.committed.passports.rows, world.public_parts(item).tag
    world.closing.close(ADMINISTRATOR, wanted())
    assert "mass" not in scanned(world, item)
    assert "mass" not in scanned(world, model)
    assert "mass" not in world.passports.read(VISITOR, item).document.values()
    assert world.storage.committed.passports.rows == before
    assert world.public_parts(item).tag != tag


def test_what_is_closed_in_one_passport_is_gone_from_it_and_from_what_inherits_it(
    world: World, model: PassportId
) -> None:
    """And from no other; the items of a model are not rewritten."""
    other = world.model(modelName="Latitude 7430", mass=figure(1.6, "kg"))
    item = world.register(model=model).passport_id
    assert item is not None
    row, tag = world.storage.committed.passports.rows[item], world.public_parts(item).tag
    world.closing.close(ADMINISTRATOR, wanted(passport=model))
    assert "mass" not in scanned(world, model)
    assert "mass" not in scanned(world, item)
    assert "mass" in scanned(world, other)
    assert world.storage.committed.passports.rows[item] == row
    assert world.public_parts(item).tag != tag


def test_a_later_version_of_the_passport_does_not_bring_it_back(world: World, model: PassportId) -> None:
    world.closing.close(ADMINISTRATOR, wanted(passport=model))
    world.passports.revise_model(ROUTER, model, laptop(mass=figure(1.4, "kg")))
    assert "mass" not in scanned(world, model)


def test_a_lifted_closure_hides_nothing_and_the_tag_is_not_an_old_one(world: World, model: PassportId) -> None:
    tags = [world.public_parts(model).tag]
    for passport in (model, None):
        closure = world.closing.close(ADMINISTRATOR, wanted(passport=passport)).closure
        tags.append(world.public_parts(model).tag)
        world.clock.forward(days=1)
        world.closing.lift(ADMINISTRATOR, closure.closure_id, "It was no person's after all.")
        assert "mass" in scanned(world, model)
        tags.append(world.public_parts(model).tag)
    assert len(set(tags[:4])) == 4


def test_a_closure_lets_those_of_its_class_read_and_never_hides_from_whoever_answers(world: World) -> None:
    model = world.passports.register_model(MANUFACTURER, laptop(mass=figure(1.5, "kg"))).passport_id
    world.closing.close(ADMINISTRATOR, wanted(access=AccessClass.AUTHORITY))
    readers = {reader.account for reader in (VISITOR, REPAIRER, AUTHORITY, MANUFACTURER, OWNER)}
    seeing = {
        reader.account
        for reader in (VISITOR, REPAIRER, AUTHORITY, MANUFACTURER, OWNER)
        if "mass" in world.passports.read(reader, model).document.values()
    }
    assert seeing == {AUTHORITY.account, MANUFACTURER.account}
    assert readers > seeing


def test_the_past_is_read_with_what_is_closed_today(world: World, model: PassportId) -> None:
    then = world.clock()
    world.clock.forward(days=1)
    world.closing.close(ADMINISTRATOR, wanted())
    assert "mass" not in world.passports.read(VISITOR, model, at=then).document.values()


def test_what_an_older_catalogue_called_public_is_hidden_where_lines_are_joined(
    world: World, model: PassportId
) -> None:
    """The bytes were prepared when the older catalogue was today's; nothing is rewritten."""
    assert "mass" in scanned(world, model)
    world.rules = rules_with(mass=AccessClass.AUTHORITY)
    assert "mass" not in scanned(world, model)
    assert "mass" not in world.passports.read(VISITOR, model).document.values()


# Who may close and lift


@pytest.mark.parametrize("actor", [VISITOR, OWNER, MANUFACTURER, ROUTER, AUDITOR])
def test_only_an_administrator_closes_an_element_in_every_passport(
    world: World, model: PassportId, actor: Actor
) -> None:
    with pytest.raises(NotSignedIn if actor is VISITOR else NotPermitted):
        world.closing.close(actor, wanted())
    assert "mass" in scanned(world, model)
    assert world.storage.committed.access_records.rows == {}


def test_whoever_answers_for_a_passport_closes_there_and_nowhere_else(world: World, model: PassportId) -> None:
    own = world.passports.register_model(MANUFACTURER, laptop(modelName="Own", mass=figure(1.5, "kg"))).passport_id
    world.closing.close(MANUFACTURER, wanted(passport=own))
    assert "mass" not in scanned(world, own)
    with pytest.raises(NotPermitted):
        world.closing.close(MANUFACTURER, wanted(passport=model))


def test_what_an_administrator_closed_an_administrator_lifts(world: World) -> None:
    own = world.passports.register_model(MANUFACTURER, laptop(mass=figure(1.5, "kg"))).passport_id
    theirs = world.closing.close(ADMINISTRATOR, wanted(passport=own)).closure.closure_id
    mine = world.closing.close(MANUFACTURER, wanted(passport=own)).closure.closure_id
    world.closing.lift(MANUFACTURER, mine, "Mended.")
    with pytest.raises(NotPermitted):
        world.closing.lift(MANUFACTURER, theirs, "Mended.")
    assert "mass" not in scanned(world, own)
    offered = {view.closure.closure_id: view.may_lift for view in world.closing.closures(MANUFACTURER, own)}
    assert offered[theirs] is False


def test_a_closure_is_lifted_once(world: World, model: PassportId) -> None:
    closure = world.closing.close(ADMINISTRATOR, wanted(passport=model)).closure.closure_id
    world.closing.lift(ADMINISTRATOR, closure, "Mended.")
    with pytest.raises(Conflict):
        world.closing.lift(ADMINISTRATOR, closure, "Mended.")
    with pytest.raises(NotFound):
        world.closing.lift(ADMINISTRATOR, "nothing", "Mended.")


@pytest.mark.parametrize(
    ("asked", "path"),
    [
        (wanted("inventedLater"), "element_id"),
        (wanted(access=AccessClass.PUBLIC), "access"),
        (replace(wanted(), reason=" "), "reason"),
        (replace(wanted(), legal=""), "legal"),
        (replace(wanted(), reason="Ask anna@example.nl"), "reason"),
        (replace(wanted(), reason="x" * 501), "reason"),
    ],
)
def test_a_wrong_closure_is_refused_with_what_is_wrong(
    world: World, model: PassportId, asked: Wanted, path: str
) -> None:
    with pytest.raises(InvalidInput) as refusal:
        world.closing.close(ADMINISTRATOR, asked)
    assert [problem.path for problem in refusal.value.problems] == [path]
    assert "mass" in scanned(world, model)


@pytest.mark.parametrize("element", ["brand", "modelName", "productGroup"])
def test_what_says_which_product_it_is_cannot_be_closed(world: World, element: str) -> None:
    with pytest.raises(Refused) as refusal:
        world.closing.close(ADMINISTRATOR, wanted(element))
    assert refusal.value.rule == "identifying"


def test_each_closure_and_lifting_is_recorded_with_a_leaf(world: World, model: PassportId) -> None:
    closure = world.closing.close(ADMINISTRATOR, wanted(passport=model)).closure
    world.closing.lift(ADMINISTRATOR, closure.closure_id, "Mended.")
    records = list(world.storage.committed.access_records.rows.values())
    assert [record.kind for record in records] == [AccessKind.CLOSED, AccessKind.LIFTED]
    for record in records:
        assert (record.account, record.subject, record.elements) == (
            ADMINISTRATOR.account,
            closure.closure_id,
            ("mass",),
        )
        assert record.roles == (Role.ADMINISTRATOR,)
        assert (record.record_id, "access", 1) in world.storage.committed.leaves.rows
    assert [record.reason for record in records] == [WHY, "Mended."]


def test_closures_are_listed_for_those_who_oversee_and_those_whom_they_touch(world: World, model: PassportId) -> None:
    here = world.closing.close(ADMINISTRATOR, wanted(passport=model)).closure
    world.clock.forward(minutes=1)
    everywhere = world.closing.close(ADMINISTRATOR, wanted("processor")).closure
    own = world.passports.register_model(MANUFACTURER, laptop(modelName="Own")).passport_id

    def listed(views: tuple[ClosureView, ...]) -> list[str]:
        return [view.closure.closure_id for view in views]

    assert listed(world.closing.closures(AUDITOR)) == [everywhere.closure_id, here.closure_id]
    assert listed(world.closing.closures(MANUFACTURER, own)) == [everywhere.closure_id]
    world.closing.lift(ADMINISTRATOR, here.closure_id, "Mended.")
    assert world.closing.standing(AUDITOR) == 1
    with pytest.raises(NotPermitted):
        world.closing.closures(MANUFACTURER)
    with pytest.raises(NotPermitted):
        world.closing.standing(MANUFACTURER)
    with pytest.raises(NotPermitted):
        world.closing.closures(REPAIRER, model)


# Whatever is closed, a scan and the service say the same

ELEMENTS = ("mass", "processor", "batteryHealth", "memory", "assemblyCountry", "disassemblyInstructions")
CLOSURES = st.lists(
    st.tuples(
        st.sampled_from(ELEMENTS),
        st.sampled_from([each for each in AccessClass if each is not AccessClass.PUBLIC]),
        st.sampled_from(["everywhere", "model", "batch", "item"]),
        st.booleans(),
    ),
    max_size=6,
)


@settings(max_examples=100)
@given(closures=CLOSURES, stricter=st.sets(st.sampled_from(ELEMENTS), max_size=2), revised=st.booleans())
def test_a_scan_gives_what_the_service_shows_a_visitor(
    closures: list[tuple[str, AccessClass, str, bool]],
    stricter: set[str],
    revised: bool,  # noqa: FBT001 - hypothesis chooses
) -> None:
    """For any closures and liftings, of a model, a batch and an item, and after a stricter catalogue came."""
    world = World()
    model = world.model(
        mass=figure(1.5, "kg"),
        processor="grey",
        memory=figure(16, "GB"),
        disassemblyInstructions={"title": "Apart", "url": "https://example.nl/apart"},
    )
    batch = world.passports.register_batch(ROUTER, model, json.dumps({"mass": figure(1.6, "kg")}).encode()).passport_id
    key = world.collected_laptop(model=model)
    world.attach(key)
    item = world.storage.committed.devices.rows[key].passport_id
    assert item is not None
    passports = {"everywhere": None, "model": model, "batch": batch, "item": item}
    for element, access, place, lift in closures:
        closure = world.closing.close(ADMINISTRATOR, wanted(element, access, passports[place])).closure
        if lift:
            world.closing.lift(ADMINISTRATOR, closure.closure_id, "Mended.")
    if stricter:
        world.rules = rules_with(**dict.fromkeys(stricter, AccessClass.AUTHORITY))
    if revised:
        world.passports.revise_model(ROUTER, model, laptop(processor="black", mass=figure(1.5, "kg")))
    for passport in (model, batch, item):
        shown = world.passports.read(VISITOR, passport).document
        assert scanned(world, passport) == compressed(shown, world.rules.current)
