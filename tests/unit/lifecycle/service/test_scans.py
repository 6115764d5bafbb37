"""Reading a scan: what is known under it, what was perhaps meant, and whose device is told to whom."""

import pytest

from dpp.domain.actor import VISITOR, Actor
from dpp.domain.errors import InvalidInput, NotSignedIn
from dpp.domain.opaque import print_label_code
from dpp.domain.scanning import ScanKind
from lifecycle.service.scanning import OwnCodes
from lifecycle.service.views import ScanView
from tests.support.service_world import (
    ADMINISTRATOR,
    ADVISER,
    AUDITOR,
    ICT,
    OTHER_OWNER,
    OWNER,
    ROUTER,
    SERIAL,
    URL,
    World,
)

GTIN = "09520000074203"
LENOVO = {"brand": "Lenovo", "modelName": "ThinkPad T14"}
HP = {"brand": "HP", "modelName": "EliteBook 840"}


@pytest.fixture
def world() -> World:
    return World()


def read(world: World, raw: str, actor: Actor = ICT, symbology: str | None = None) -> ScanView:
    return world.use.scans.read(actor, raw, symbology)


def keys(view: ScanView) -> list[str]:
    return [line.device_key for line in view.matches]


def test_reading_finds_what_an_intake_would_and_records_nothing(world: World) -> None:
    key = world.register().device.key
    before = world.storage.committed
    view = read(world, f" {SERIAL}\n", symbology="]C0")
    assert (keys(view), view.device, view.verdict) == ([key], None, "good")
    assert (view.scan.raw, view.scan.symbology) == (f" {SERIAL}\n", "]C0")
    assert world.storage.committed == before


@pytest.mark.parametrize("raw", ["", " \n", "x" * 2049])
def test_a_scan_has_a_length(world: World, raw: str) -> None:
    with pytest.raises(InvalidInput):
        read(world, raw)


@pytest.mark.parametrize(
    ("scanned", "known"),
    [
        ("O01I", "0011"),
        ("PF1O2I3", "PF10213"),
        ("PF12345", "SPF12345"),
        ("PF10-234", "PF10234"),
    ],
)
def test_a_near_miss_is_looked_up_and_asked(world: World, scanned: str, known: str) -> None:
    key = world.register(serial=known, asset_tag=None).device.key
    view = read(world, scanned)
    assert (view.matches, [(near.value, near.line.device_key) for near in view.near]) == ((), [(known, key)])
    assert view.verdict == "attention"
    assert str(view.what) == f"Nothing is known under {scanned}; a device with {known} is known."
    assert str(view.next_step).startswith("Did you mean it?")


def test_a_near_miss_of_an_asset_tag_is_found_by_its_owners_form(world: World) -> None:
    key = world.register(asset_tag="SSC-001100").device.key
    (near,) = read(world, "SSC-OO11OO").near
    assert (near.value, near.line.device_key) == ("SSC-001100", key)


def test_a_label_that_was_typed_wrong_leads_to_a_question(world: World) -> None:
    view = world.register()
    code = print_label_code(view.labels[0])
    wrong = code[:-1] + ("7" if code[-1] != "7" else "8")
    found = read(world, wrong)
    assert view.device.key in [near.line.device_key for near in found.near]


def test_what_is_known_has_no_near_misses(world: World) -> None:
    world.register(serial="0011AB", asset_tag=None)
    key = world.register(serial="OO11AB", asset_tag=None).device.key
    view = read(world, "OO11AB")
    assert (keys(view), view.near) == ([key], ())


def test_an_intake_that_makes_a_placeholder_tells_what_was_perhaps_meant(world: World) -> None:
    """A scan is never lost: the placeholder is there, and the question beside it."""
    key = world.register(serial="0011AB", asset_tag=None).device.key
    view = world.scan("OO11AB")
    assert (view.is_new, [near.line.device_key for near in view.near]) == (True, [key])
    assert "A device with 0011AB is known: did you mean it?" in str(view.next_step)
    assert world.scan("OO11AB").near == ()


def shared(world: World) -> tuple[str, str]:
    """A Lenovo and an HP with one serial number."""
    lenovo = world.register(model=world.model(**LENOVO), serial="PF0ABCDE", asset_tag=None).device.key
    hp = world.register(model=world.model(**HP), serial="PF0ABCDE", asset_tag=None).device.key
    return lenovo, hp


def test_a_serial_number_of_two_makers_is_a_question_for_a_person(world: World) -> None:
    both = shared(world)
    view = read(world, "PF0ABCDE")
    assert set(keys(view)) == set(both)
    (warning,) = view.warnings
    assert "HP, Lenovo bear PF0ABCDE: a serial number is unique for one maker only" in str(warning)
    assert world.scan("PF0ABCDE").device is None


def test_a_form_that_tells_the_maker_picks_the_device_of_that_maker(world: World) -> None:
    lenovo, _ = shared(world)
    view = world.scan("1S20W0CTO1WWPF0ABCDE")
    assert (view.device, keys(view)) == (lenovo, [lenovo])
    (warning,) = view.warnings
    assert "HP made a device with this serial number too; the code says Lenovo" in str(warning)


def test_a_device_of_another_maker_is_not_meant(world: World) -> None:
    """It would be given the life of a device that it is not."""
    other = world.register(model=world.model(**HP), serial="PF0ABCDE", asset_tag=None).device.key
    view = world.scan("1S20W0CTO1WWPF0ABCDE")
    assert view.is_new
    assert view.device != other
    assert "that is another one" in str(view.warnings[0])
    assert world.scan("1S20W0CTO1WWPF0ABCDE").device == view.device


def test_a_tag_in_the_form_of_an_owner_says_whose_it_is(world: World) -> None:
    (tag, *_) = [each for each in read(world, "SSC-004711").scan.candidates if each.kind is ScanKind.ASSET_TAG]
    assert "SSC-ICT" in str(tag.reason)


def test_a_gtin_leads_to_the_passport_of_its_model(world: World) -> None:
    model = world.model(gtin=GTIN, demonstrationNumber=True)
    view = read(world, GTIN)
    assert view.passport is not None
    assert (view.passport.passport_id, view.passport.granularity) == (model, "model")
    assert str(view.what) == "This code names a model, not one device: Dell Latitude 7420."


def test_a_passport_is_told_to_whoever_may_not_know_the_device(world: World) -> None:
    """The passport is public; that somebody has this device is not."""
    device = world.register()
    view = read(world, f"{URL}/d/{device.labels[0]}", ADVISER)
    assert view.passport is not None
    assert (view.passport.passport_id, view.matches) == (device.passport_id, ())


@pytest.mark.parametrize(("actor", "told"), [(OWNER, True), (AUDITOR, True), (ROUTER, True), (OTHER_OWNER, False)])
def test_a_device_and_its_near_misses_are_told_to_those_who_may_read_it(
    world: World, actor: Actor, *, told: bool
) -> None:
    world.register(serial="0011AB", asset_tag=None)
    assert bool(read(world, "0011AB", actor).matches) is told
    assert bool(read(world, "OO11AB", actor).near) is told


def test_what_one_may_not_know_is_not_told_by_a_warning_either(world: World) -> None:
    shared(world)
    view = read(world, "PF0ABCDE", OTHER_OWNER)
    assert (view.matches, view.warnings) == ((), ())
    assert str(view.what) == "Nothing is known under PF0ABCDE."


def test_who_is_signed_in_reads_a_scan_and_a_visitor_does_not(world: World) -> None:
    assert read(world, "NOBODY-1", ADMINISTRATOR).matches == ()
    with pytest.raises(NotSignedIn):
        read(world, "NOBODY-1", VISITOR)


@pytest.mark.parametrize(
    ("raw", "address", "host", "warned"),
    [
        ("https://dell.example/d/1", "https://dell.example/d/1", "dell.example", False),
        ("HTTP://Dell.example/d/1", "https://Dell.example/d/1", "dell.example", False),
        ("dell.example/d/1", "https://dell.example/d/1", "dell.example", False),
        ("https://id.kringpas.nl.evil.example/d/1", None, "id.kringpas.nl.evil.example", True),
        ("https://id.kringpas.nl@evil.example/d/1", None, "evil.example", True),
        ("https://id.krlngpas.nl/d/1", None, "id.krlngpas.nl", True),
    ],
)
def test_somebody_elses_address_is_named_and_a_look_alike_warned_of(
    world: World, raw: str, address: str | None, host: str, *, warned: bool
) -> None:
    view = read(world, raw)
    assert view.foreign is not None
    assert (view.foreign.address, view.foreign.host) == (address or raw, host)
    assert bool(view.foreign.warning) is warned


@pytest.mark.parametrize("raw", ["mailto://anna@example.org/x", "ftp://files.example/a", SERIAL, f"{URL}/d/x"])
def test_what_is_no_web_address_of_others_is_none(world: World, raw: str) -> None:
    assert read(world, raw).foreign is None


def test_a_label_of_a_former_address_is_still_ours() -> None:
    """Labels outlive the address of the service."""
    world = World()
    label = world.register().labels[0]
    codes = OwnCodes(frozenset({"id.kringpas.nl", "passports.old.example"}))
    (candidate, *_) = codes.classify(f"https://passports.old.example/d/{label}").candidates
    assert (candidate.kind, candidate.value) == (ScanKind.LABEL, label)


EID = "89049032123451234512345678901235"
LINK = "https://id.maker.example/things/7QK2"


def test_a_device_is_found_by_the_number_of_its_sim_and_by_its_makers_own_link(world: World) -> None:
    key = world.register(eid="8904 9032 1234 5123 4512 3456 7890 1235", identification_link=LINK).device.key
    assert keys(read(world, EID)) == [key]
    assert keys(read(world, LINK)) == [key]
    assert keys(read(world, f"{LINK}x")) == []


def test_what_is_no_eid_and_no_identification_link_is_refused_at_registration(world: World) -> None:
    with pytest.raises(InvalidInput, match="wrong digit"):
        world.register(eid=f"{EID[:-1]}6")
    with pytest.raises(InvalidInput, match="not an identification link"):
        world.register(identification_link="http://maker.example/1")


def test_an_unknown_eid_makes_a_placeholder_and_an_unknown_link_does_not(world: World) -> None:
    """Most addresses on a device lead to a page of its model."""
    assert world.scan(EID).is_new
    asked = world.scan(LINK)
    assert (asked.verdict, asked.device) == ("stop", None)
