"""The use cases of passports over storage in memory: who may do what, and what each reader gets."""

import inspect
import json
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from dpp.adapters.catalogue import load_catalogue, load_rules
from dpp.domain.actor import VISITOR, Actor, Role
from dpp.domain.audience import PUBLIC, for_audience
from dpp.domain.document import PassportStatus
from dpp.domain.errors import InvalidInput, NotFound, NotPermitted, NotSignedIn, Refused
from dpp.domain.forms import compressed
from dpp.domain.opaque import PassportId, print_label_code
from dpp.domain.permission import PermissionTable, Relation
from dpp.domain.permissions import PERMISSIONS
from dpp.domain.proof import sha256
from dpp.service import passports
from dpp.service.acts import Act, Subject
from dpp.service.labels.printing import PrintJob
from dpp.service.views import PassportView
from lifecycle.domain.vocabulary import CosmeticGrade
from tests.support.service_world import (
    ADMINISTRATOR,
    AUTHORITY,
    CARRIER,
    GRADED,
    ICT,
    INVENTORY,
    MANUFACTURER,
    OWNER,
    REPAIRER,
    ROUTER,
    START,
    URL,
    World,
    figure,
    laptop,
)
from web.demo import files

DAY = timedelta(days=1)
CLOSED = {
    "disassemblyInstructions": {"title": "Taking it apart", "url": "https://example.nl/apart"},
    "technicalDocumentation": {"title": "For the authority", "url": "https://example.nl/file"},
    "inventedLater": "who knows",
}
_BIG = json.dumps(figure(512, "GB")).encode()


@pytest.fixture
def world() -> World:
    return World()


def elements(view: PassportView) -> set[str]:
    return set(view.document.values())


def test_a_registered_model_is_read_back_with_its_origin(world: World) -> None:
    view = world.passports.register_model(ROUTER, laptop(mass=figure(1.5, "kg")))
    assert (view.is_model, view.version, view.status, view.labels) == (True, 1, "active", ())
    assert view.model_id == view.passport_id
    assert view.url == f"{URL}/passports/{view.passport_id}"
    origin = view.document.origin_of("mass")
    assert origin is not None
    assert (origin.passport, origin.version) == (view.passport_id, 1)


def test_a_refused_model_leaves_nothing_behind(world: World) -> None:
    with pytest.raises(InvalidInput):
        world.passports.register_model(ROUTER, laptop(brand=None))
    assert world.storage.committed.passports.rows == {}
    assert world.storage.committed.leaves.rows == {}


def test_the_items_of_a_revised_model_show_it_at_once(world: World) -> None:
    model = world.model(mass=figure(1.5, "kg"))
    item = world.register(model=model).passport_id
    assert item is not None
    world.clock.forward(days=1)
    revised = world.passports.revise_model(ROUTER, model, laptop(mass=figure(1.4, "kg")))
    view = world.passports.read(VISITOR, item)
    assert (revised.version, view.version) == (2, 1)
    assert view.document.values()["mass"]["value"] == 1.4
    origin = view.document.origin_of("mass")
    assert origin is not None
    assert (origin.passport, origin.version) == (model, 2)
    assert view.document.last_updated == world.clock()


@pytest.mark.parametrize(
    ("reader", "sees"),
    [
        (VISITOR, set[str]()),
        (OWNER, set[str]()),
        (ICT, set[str]()),
        (REPAIRER, {"disassemblyInstructions"}),
        (AUTHORITY, {"technicalDocumentation"}),
        (ADMINISTRATOR, {"disassemblyInstructions", "technicalDocumentation", "inventedLater"}),
        (
            replace(REPAIRER, roles=REPAIRER.roles | AUTHORITY.roles),
            {"disassemblyInstructions", "technicalDocumentation"},
        ),
    ],
)
def test_each_reader_sees_what_its_role_gives(world: World, reader: Actor, sees: set[str]) -> None:
    """The classes are a lattice: an authority does not see what is for professionals, and the reverse."""
    view = world.passports.read(reader, world.model(**CLOSED))
    assert elements(view) == {"productGroup", "brand", "modelName"} | sees
    assert view.withheld == len(CLOSED) - len(sees)


def test_grades_of_an_item_are_for_professionals(world: World) -> None:
    key = world.collected_laptop()
    world.record(ICT, key, GRADED)
    passport = world.storage.committed.devices.rows[key].passport_id
    assert passport is not None
    assert "functionalGrade" not in elements(world.passports.read(VISITOR, passport))
    assert "functionalGrade" in elements(world.passports.read(REPAIRER, passport))


def test_a_passport_is_read_as_it_was(world: World) -> None:
    """Both layers are taken at that moment: the item's own and its model's."""
    model = world.model(mass=figure(1.5, "kg"))
    key = world.collected_laptop(model=model)
    passport = world.storage.committed.devices.rows[key].passport_id
    assert passport is not None
    before = world.clock()
    world.clock.forward(days=1)
    world.attach(key)
    world.passports.revise_model(ROUTER, model, laptop(mass=figure(1.4, "kg")))
    now, then = (world.passports.read(VISITOR, passport, at=moment) for moment in (None, before))
    assert (then.version, then.document.values()["mass"]["value"]) == (1, 1.5)
    assert "memory" not in elements(then)
    assert (now.version, now.document.values()["mass"]["value"]) == (2, 1.4)
    assert now.document.values()["memory"]["value"] == 16


def test_the_past_is_read_with_the_rights_of_today(world: World) -> None:
    """What was public once is not shown to a visitor because it was; and who may read more now reads more of then."""
    model = world.model(**CLOSED)
    moment = world.clock()
    world.clock.forward(days=1)
    world.passports.revise_model(ROUTER, model, laptop())
    assert "disassemblyInstructions" not in elements(world.passports.read(VISITOR, model, at=moment))
    assert "disassemblyInstructions" in elements(world.passports.read(REPAIRER, model, at=moment))
    assert "disassemblyInstructions" not in elements(world.passports.read(REPAIRER, model))


def test_before_its_first_version_a_passport_is_not_there(world: World) -> None:
    with pytest.raises(NotFound, match="2026-05-03"):
        world.passports.read(VISITOR, world.model(), at=START - DAY)


@pytest.mark.parametrize("absent", ["absent0000000000", "", "x" * 4000])
def test_a_passport_that_is_not_there_is_not_found(world: World, absent: str) -> None:
    with pytest.raises(NotFound) as refused:
        world.passports.read(VISITOR, PassportId(absent))
    assert refused.value.remedy
    assert len(str(refused.value)) < 100


def test_versions_are_told_oldest_first_with_their_hash(world: World) -> None:
    model = world.model()
    world.clock.forward(days=1)
    received = laptop(weeeCategory="6")
    world.passports.revise_model(ROUTER, model, received)
    first, second = world.passports.versions(OWNER, model)
    assert (first.version, first.recorded_at) == (1, START)
    assert (second.version, second.recorded_at, second.sha256) == (2, START + DAY, sha256(received))
    assert second.changed == ("weeeCategory",)
    with pytest.raises(NotFound):
        world.passports.versions(OWNER, PassportId("absent0000000000"))


def test_models_are_listed_by_group_and_name(world: World) -> None:
    ids = [world.model(modelName=name) for name in ("Latitude 7420", "Latitude 5420")]
    phone = world.passports.register_model(ROUTER, laptop(productGroup="phone", brand="HMD", modelName="TA-1688"))
    assert [each.model_id for each in world.passports.models(VISITOR)] == [*reversed(ids), phone.passport_id]
    [line] = world.passports.models(VISITOR, group="phone")
    assert (line.brand, line.name, line.version) == ("HMD", "TA-1688", 1)
    assert line.url == phone.url


def test_a_label_is_printed_with_its_link_and_what_it_is_on(world: World) -> None:
    view = world.register()
    assert view.passport_id is not None
    [code] = view.labels
    assert world.passports.qr_code(VISITOR, view.passport_id) == f"{URL}/d/{code}".encode()
    assert world.printing.one(OWNER, view.passport_id, PrintJob()).content == b"PDF of 1 on 57x32"
    [printed] = world.printer.printed
    assert (printed.link, printed.code) == (f"{URL}/d/{code}", print_label_code(code))
    assert (printed.title, printed.lines) == ("Dell Latitude 7420", ("laptop",))


def test_a_model_has_a_qr_code_of_its_address_and_no_label(world: World) -> None:
    model = world.model()
    assert world.passports.qr_code(VISITOR, model) == f"{URL}/passports/{model}".encode()
    with pytest.raises(NotFound, match="label"):
        world.printing.one(OWNER, model, PrintJob())


def test_a_retired_label_is_not_printed(world: World) -> None:
    view = world.register()
    assert view.passport_id is not None
    with world.storage.writing() as work:
        [label] = work.labels.of_passport(view.passport_id)
        work.labels.put(replace(label, state="retired"))
        work.commit()
    with pytest.raises(NotFound):
        world.printing.one(OWNER, view.passport_id, PrintJob())
    assert world.passports.read(VISITOR, view.passport_id).labels == ()


@pytest.mark.parametrize("passport", ["item", "model"])
def test_the_bytes_of_a_scan_are_the_public_view(world: World, passport: str) -> None:
    """Parity: what was prepared when it was written, joined, is what the service says to a visitor."""
    received = next(each for each in files.models() if b'"Latitude 7420"' in each)
    model = world.passports.register_model(ROUTER, received).passport_id
    key = world.collected_laptop(model=model)
    world.attach(key, INVENTORY)
    world.record(ICT, key, GRADED)
    world.clock.forward(days=1)
    world.passports.revise_model(ROUTER, model, json.dumps(json.loads(received) | {"assemblyCountry": "TW"}).encode())
    item = world.storage.committed.devices.rows[key].passport_id
    assert item is not None
    read = item if passport == "item" else model
    view = world.passports.read(VISITOR, read)
    joined = json.loads(world.public_parts(read).document())
    assert joined == compressed(view.document, load_catalogue())
    assert ("history" in joined) is (passport == "item")
    assert ("batteryHealth" in joined) is (passport == "item")


def test_the_bytes_of_a_scan_are_the_public_part_of_what_the_administrator_reads(world: World) -> None:
    model = world.model(**CLOSED)
    everything = world.passports.read(ADMINISTRATOR, model).document
    shown = for_audience(everything, PUBLIC, load_rules())
    assert json.loads(world.public_parts(model).document()) == compressed(shown, load_catalogue())


Call = Callable[[World, Actor, PassportId], object]
CALLS: dict[str, Call] = {
    "register_model": lambda world, actor, _: world.passports.register_model(actor, laptop(modelName="Other")),
    "revise_passport": lambda world, actor, passport: world.passports.revise_model(actor, passport, laptop()),
    "archive_passport": lambda world, actor, passport: world.passports.set_status(
        actor, passport, PassportStatus.ARCHIVED
    ),
    "read_passport": lambda world, actor, passport: world.passports.read(actor, passport),
    "explain_access": lambda world, actor, passport: world.passports.explain(actor, passport, "brand"),
    "list_models": lambda world, actor, _: world.passports.models(actor),
    "read_versions": lambda world, actor, passport: world.passports.versions(actor, passport),
}


def test_every_use_case_that_the_service_checks_is_tried_below() -> None:
    checked = set(re.findall(r'PERMISSIONS\.check\("(\w+)"', inspect.getsource(passports)))
    assert CALLS.keys() == checked


@pytest.mark.parametrize("use_case", CALLS)
@pytest.mark.parametrize("role", [None, *Role])
def test_each_use_case_is_for_whom_the_table_says(world: World, use_case: str, role: Role | None) -> None:
    actor = VISITOR if role is None else replace(MANUFACTURER, roles=frozenset({role}))
    passport = world.model()
    before = world.storage.committed
    if _allows(PERMISSIONS, use_case, actor):
        CALLS[use_case](world, actor, passport)
        return
    with pytest.raises(NotSignedIn if role is None else NotPermitted):
        CALLS[use_case](world, actor, passport)
    assert world.storage.committed == before


def _allows(table: PermissionTable, use_case: str, actor: Actor) -> bool:
    """To the model that the tests register, this actor stands as somebody of another organisation does."""
    return table.allows(use_case, actor, frozenset(Relation) - {Relation.OWNER})


# Whose passport it is


def test_a_maker_answers_for_what_it_registers_under_its_own_identifier(world: World) -> None:
    view = world.passports.register_model(MANUFACTURER, laptop())
    assert view.document.header.economic_operator_id == "https://maker.example/operator"
    with pytest.raises(NotPermitted):
        world.passports.revise_model(ROUTER, view.passport_id, laptop(mass=figure(1.4, "kg")))
    revised = world.passports.revise_model(MANUFACTURER, view.passport_id, laptop(mass=figure(1.4, "kg")))
    assert revised.version == 2


def test_a_maker_whose_identifier_nobody_recorded_registers_nothing(world: World) -> None:
    with pytest.raises(Refused) as refusal:
        world.passports.register_model(replace(MANUFACTURER, organisation=CARRIER), laptop())
    assert refusal.value.rule == "operator-unknown"


def test_whoever_answers_for_a_passport_reads_all_of_it(world: World) -> None:
    view = world.passports.register_model(MANUFACTURER, laptop(**CLOSED))
    assert set(CLOSED) <= elements(view)
    assert not set(CLOSED) & elements(world.passports.read(ADMINISTRATOR, view.passport_id))


# Batches


def test_an_item_inherits_from_its_batch_and_that_from_its_model(world: World) -> None:
    model = world.model(memory=figure(8, "GB"), storage=figure(256, "GB"))
    received = json.dumps({"memory": figure(16, "GB")}).encode()
    batch = world.passports.register_batch(ROUTER, model, received)
    assert batch.document.values()["memory"]["value"] == 16
    assert batch.document.values()["storage"]["value"] == 256
    act = Act(ROUTER, world.clock())
    with world.storage.writing() as work:
        item = world.publisher.item(work, act, Subject(model, batch=batch.passport_id), b'{"storage":%s}' % _BIG)
        work.commit()
    view = world.passports.read(VISITOR, item.passport_id)
    origins = {name: view.document.origin_of(name) for name in ("memory", "storage", "brand")}
    assert {name: origin and origin.passport for name, origin in origins.items()} == {
        "memory": batch.passport_id,
        "storage": item.passport_id,
        "brand": model,
    }
    assert json.loads(world.public_parts(item.passport_id).document()) == compressed(view.document, load_catalogue())


def test_an_item_cannot_be_of_a_batch_of_another_model(world: World) -> None:
    batch = world.passports.register_batch(ROUTER, world.model(), b"{}")
    other = world.model(modelName="Other")
    with world.storage.writing() as work, pytest.raises(NotFound):
        world.publisher.item(work, Act(ROUTER, world.clock()), Subject(other, batch=batch.passport_id), b"{}")


# Status and moments


def test_an_archived_passport_is_kept_and_read_but_not_changed(world: World) -> None:
    model = world.model()
    before = world.clock()
    world.clock.forward(days=1)
    archived = world.passports.set_status(ROUTER, model, PassportStatus.ARCHIVED)
    assert (archived.status, archived.version) == ("archived", 2)
    assert world.passports.read(VISITOR, model).document.header.status == "archived"
    assert json.loads(world.public_parts(model).document())["dppStatus"] == "archived"
    with pytest.raises(Refused) as refusal:
        world.passports.revise_model(ROUTER, model, laptop(mass=figure(1.4, "kg")))
    assert refusal.value.rule == "archived"
    assert world.passports.read(VISITOR, model, at=before).status == "active"
    assert world.passports.set_status(ROUTER, model, PassportStatus.ACTIVE).version == 3


def test_an_element_names_the_version_the_actor_and_the_evidence_that_set_it(world: World) -> None:
    key = world.graded_laptop()
    world.clock.forward(days=1)
    world.record(ICT, key, replace(GRADED, cosmetic=CosmeticGrade.C3))
    passport = world.storage.committed.devices.rows[key].passport_id
    assert passport is not None
    document = world.passports.read(ADMINISTRATOR, passport).document
    functional, cosmetic = document.origin_of("functionalGrade"), document.origin_of("cosmeticGrade")
    assert functional is not None
    assert cosmetic is not None
    assert functional.version < cosmetic.version
    assert (cosmetic.actor, cosmetic.organisation) == (ICT.account, ICT.organisation)
    assert cosmetic.evidence == (world.events(key)[-1].id,)
