"""A passport moves to another provider, whole and provable."""

import json
from base64 import b64encode
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from dpp.adapters.validation import DocumentSchema
from dpp.domain.actor import VISITOR, Role
from dpp.domain.document import PassportStatus
from dpp.domain.errors import Conflict, InvalidInput, NotPermitted, NotSignedIn, Refused
from dpp.domain.opaque import PassportId
from dpp.domain.package import SPECIFICATION
from dpp.domain.proof import canonical, sha256
from dpp.domain.registration.notices import Destination
from dpp.service.packages import Packages, Taken
from tests.support.service_world import ADMINISTRATOR, GRADED, ICT, MANUFACTURER, ROUTER, World, figure, laptop

SCHEMA = DocumentSchema("passport-package", "1.0")


def packages(world: World) -> Packages:
    return Packages(world.passports, SCHEMA)


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def elsewhere() -> World:
    """Another provider, where nothing is yet."""
    return World()


def lived_in(world: World) -> PassportId:
    """An item with a life, of a model that was revised and has a GTIN."""
    model = world.model(gtin="09521234543213", demonstrationNumber=True)
    key = world.collected_laptop(model=model)
    world.record(ICT, key, GRADED)
    more = laptop(gtin="09521234543213", demonstrationNumber=True, mass=figure(1.4, "kg"))
    world.passports.revise_model(ROUTER, model, more)
    passport = world.storage.committed.devices.rows[key].passport_id
    assert passport is not None
    return passport


def test_what_is_taken_in_elsewhere_gives_the_same_bytes(world: World, elsewhere: World) -> None:
    """The bytes of every version, those of a scan, and the package itself."""
    item = lived_in(world)
    package = packages(world).export(ADMINISTRATOR, item)
    taken = packages(elsewhere).take_in(ADMINISTRATOR, package)
    assert [(each.granularity, each.outcome) for each in taken] == [("model", Taken.ADDED), ("item", Taken.ADDED)]
    assert packages(elsewhere).export(ADMINISTRATOR, item) == package
    assert elsewhere.public_parts(item).document() == world.public_parts(item).document()
    ours, theirs = (each.storage.committed for each in (world, elsewhere))
    assert theirs.passports.versions(item) == ours.passports.versions(item)
    assert theirs.leaves.of_subject(item, "version") == ours.leaves.of_subject(item, "version")
    assert theirs.labels.of_passport(item) == ours.labels.of_passport(item)
    assert theirs.gs1_keys.rows == ours.gs1_keys.rows


def test_the_key_of_the_device_stays_behind(world: World) -> None:
    item = lived_in(world)
    key = world.storage.committed.passports.rows[item].device_key
    assert key is not None
    assert key.encode() not in packages(world).export(ADMINISTRATOR, item)


def test_who_took_a_package_out_is_on_record(world: World) -> None:
    """What is not public went with it."""
    item = lived_in(world)
    packages(world).export(ADMINISTRATOR, item)
    records = world.storage.committed.access_records.rows
    read = [each for each in records.values() if each.passport == item]
    assert [each.account for each in read] == [ADMINISTRATOR.account]
    assert "functionalGrade" in read[0].elements


def test_a_package_says_who_may_read_each_element(world: World) -> None:
    content = json.loads(packages(world).export(ADMINISTRATOR, lived_in(world)))
    rights = {right["elementId"]: right for right in content["passports"][-1]["rights"]}
    assert rights["functionalGrade"]["access"] == "professional"
    assert rights["functionalGrade"]["reason"]


def test_the_same_package_again_changes_nothing_and_a_later_one_goes_on(world: World, elsewhere: World) -> None:
    item = lived_in(world)
    first = packages(world).export(ADMINISTRATOR, item)
    packages(elsewhere).take_in(ADMINISTRATOR, first)
    before = elsewhere.storage.committed
    assert {each.outcome for each in packages(elsewhere).take_in(ADMINISTRATOR, first)} == {Taken.UNCHANGED}
    assert elsewhere.storage.committed == before
    world.passports.set_status(ADMINISTRATOR, item, PassportStatus.INACTIVE)
    second = packages(world).export(ADMINISTRATOR, item)
    model, told = packages(elsewhere).take_in(ADMINISTRATOR, second)
    assert (model.outcome, told.outcome, told.new_versions) == (Taken.UNCHANGED, Taken.CONTINUED, 1)
    assert elsewhere.passports.read(VISITOR, item).status == "inactive"


def test_a_trial_run_keeps_nothing(world: World, elsewhere: World) -> None:
    package = packages(world).export(ADMINISTRATOR, lived_in(world))
    assert len(packages(elsewhere).take_in(ROUTER, package, dry_run=True)) == 2
    assert elsewhere.storage.committed.passports.rows == {}


def test_versions_that_contradict_ours_are_refused(world: World, elsewhere: World) -> None:
    item = lived_in(world)
    packages(elsewhere).take_in(ADMINISTRATOR, packages(world).export(ADMINISTRATOR, item))
    for number, each in enumerate((world, elsewhere)):
        each.clock.forward(days=number)
        each.passports.set_status(ADMINISTRATOR, item, PassportStatus.INACTIVE)
    with pytest.raises(Conflict):
        packages(elsewhere).take_in(ADMINISTRATOR, packages(world).export(ADMINISTRATOR, item))


def _resealed(content: dict[str, Any]) -> bytes:
    return canonical(content | {"digest": sha256(canonical(content["passports"]))})


Spoil = Callable[[dict[str, Any]], None]
SPOILS: dict[str, Spoil] = {
    "received": lambda version: version.update(received=b64encode(b'{"brand":"Other"}').decode()),
    "actor": lambda version: version.update(actor="somebody else"),
    "recordedAt": lambda version: version.update(recordedAt="2020-01-01T00:00:00+00:00"),
    "schemaVersion": lambda version: version.update(schemaVersion="99.0"),
    "version": lambda version: version.update(version=7),
}


@pytest.mark.parametrize("member", SPOILS)
def test_a_version_that_does_not_prove_itself_is_named(world: World, elsewhere: World, member: str) -> None:
    """Also when whoever changed it made a new digest."""
    content = json.loads(packages(world).export(ADMINISTRATOR, lived_in(world)))
    SPOILS[member](content["passports"][0]["versions"][0])
    with pytest.raises(InvalidInput) as refusal:
        packages(elsewhere).take_in(ADMINISTRATOR, _resealed(content))
    assert all(problem.path.startswith("$.passports[0].versions[0]") for problem in refusal.value.problems)
    assert elsewhere.storage.committed.passports.rows == {}


def test_a_digest_that_does_not_fit_is_told(world: World, elsewhere: World) -> None:
    content = json.loads(packages(world).export(ADMINISTRATOR, lived_in(world)))
    content["passports"][0]["labels"] = []
    content["passports"][1]["gs1Keys"] = ["/01/1"]
    with pytest.raises(InvalidInput) as refusal:
        packages(elsewhere).take_in(ADMINISTRATOR, canonical(content))
    assert [problem.path for problem in refusal.value.problems] == ["$.digest"]


@pytest.mark.parametrize("received", [b"[]", b"{", b"{}", b'{"passports":[]}'])
def test_what_is_no_package_is_refused_in_words(elsewhere: World, received: bytes) -> None:
    with pytest.raises(InvalidInput):
        packages(elsewhere).take_in(ADMINISTRATOR, received)


def test_an_item_without_its_model_is_refused(world: World, elsewhere: World) -> None:
    content = json.loads(packages(world).export(ADMINISTRATOR, lived_in(world)))
    content["passports"] = content["passports"][1:]
    with pytest.raises(Refused) as refusal:
        packages(elsewhere).take_in(ADMINISTRATOR, _resealed(content))
    assert refusal.value.rule == "package-without-model"


def test_who_answers_for_an_item_alone_takes_nothing_of_its_model_along(world: World) -> None:
    """The model's closed elements are the maker's."""
    model = world.passports.register_model(MANUFACTURER, laptop()).passport_id
    key = world.collected_laptop(model=model)
    item = world.storage.committed.devices.rows[key].passport_id
    assert item is not None
    content = json.loads(packages(world).export(ADMINISTRATOR, item))
    assert [each["passportId"] for each in content["passports"]] == [item]
    assert content["specification"] == SPECIFICATION


def test_a_package_is_for_who_answers_for_the_passport(world: World) -> None:
    model = world.model()
    with pytest.raises(NotSignedIn):
        packages(world).export(VISITOR, model)
    with pytest.raises(NotPermitted):
        packages(world).export(MANUFACTURER, model)
    with pytest.raises(NotPermitted):
        packages(world).take_in(replace(ADMINISTRATOR, roles=frozenset({Role.OWNER})), b"{}")


def test_what_was_taken_in_is_told_to_every_destination_like_what_was_made_here(world: World, elsewhere: World) -> None:
    package = packages(world).export(ADMINISTRATOR, lived_in(world))
    passports = elsewhere.passports
    publisher = replace(passports.publisher, destinations=(Destination.BACKUP,))
    Packages(replace(passports, publisher=publisher), SCHEMA).take_in(ADMINISTRATOR, package)
    told = elsewhere.storage.committed.outbox.rows.values()
    stored = elsewhere.storage.committed.passports.every_version
    assert {(each.notice.passport_id, each.notice.version) for each in told} == set(stored)
