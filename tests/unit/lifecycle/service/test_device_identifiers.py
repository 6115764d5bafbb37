"""Registering a device says what the maker's code on it can and cannot do."""

from dataclasses import replace

import pytest

from dpp.domain.opaque import PassportId
from dpp.domain.registration.notices import Destination
from dpp.service.publishing import Publisher
from tests.support.service_world import OWNER, URL, World

GTIN = "09520000074203"


@pytest.fixture
def world() -> World:
    return World()


def model(world: World) -> PassportId:
    return world.model(gtin=GTIN, demonstrationNumber=True)


def test_a_short_serial_number_needs_no_warning(world: World) -> None:
    assert world.register(model=model(world), serial="A1").warnings == ()


def test_a_long_one_is_registered_by_its_label_and_its_gs1_address_leads_to_the_passport(world: World) -> None:
    view = world.register(model=model(world), serial="LONGSERIAL1")
    [warning] = view.warnings
    assert f"{URL}/01/{GTIN}/21/LONGSERIAL1 has" in str(warning)
    assert f"{URL}/d/{view.labels[0]} would be" in str(warning)
    assert world.storage.committed.gs1_keys.get(f"/01/{GTIN}/21/LONGSERIAL1") == view.passport_id


def test_where_the_registry_is_configured_the_label_is_what_is_registered(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    telling = replace(world.publisher, destinations=(Destination.REGISTRY,))
    monkeypatch.setattr(World, "publisher", property(lambda _: telling))
    assert isinstance(world.publisher, Publisher)
    view = world.register(model=model(world), serial="LONGSERIAL1")
    assert f"{URL}/d/{view.labels[0]} is registered in its place" in str(view.warnings[0])


@pytest.mark.parametrize("serial", ["A" * 21, "AB 12", "ÅB12"])
def test_a_serial_number_that_gs1_cannot_carry_gets_no_address_that_nobody_could_resolve(
    world: World, serial: str
) -> None:
    view = world.register(model=model(world), serial=serial)
    assert "No GS1 address can hold this serial number" in str(view.warnings[0])
    assert not world.storage.committed.gs1_keys.of_passport(PassportId(view.passport_id or ""))


def test_a_model_without_a_gtin_has_no_gs1_addresses_to_warn_of(world: World) -> None:
    assert world.register(serial="LONGSERIAL1").warnings == ()


def test_reading_the_device_later_repeats_no_warning(world: World) -> None:
    view = world.register(model=model(world), serial="LONGSERIAL1")
    assert world.use.devices.read(OWNER, view.device.key).warnings == ()
