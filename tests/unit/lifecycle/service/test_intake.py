"""A scan finds its device, or makes a placeholder; it never loses what the scanner gave."""

from dataclasses import replace

import pytest

from dpp.domain.actor import Actor, OrganisationId
from dpp.domain.errors import Conflict, InvalidInput, NotFound, NotPermitted
from dpp.domain.opaque import DeviceKey, label_code, print_label_code
from lifecycle.domain.events import (
    CustodyChanged,
    EventId,
    HazardFound,
    HoldPlaced,
    IdentityMatched,
    IntakeScanned,
    LockFound,
    Place,
)
from lifecycle.domain.facts import ClaimKind, IdentityClaim
from lifecycle.domain.vocabulary import Hazard, Lock
from lifecycle.service.intake import Scan
from tests.support.service_world import (
    ADVISER,
    BENCH,
    CHECKER,
    GRADED,
    ICT,
    MINISTRY,
    OTHER_MINISTRY,
    OWNER,
    PROVIDER,
    RECEIVER,
    ROUTER,
    SERIAL,
    SURPLUS,
    TAG,
    URL,
    VERIFIED,
    WIPED,
    World,
)

GTIN, IMEI = "09520000074203", "490154203237518"
UNKNOWN = "UNKNOWN-TAG-77"


@pytest.fixture
def world() -> World:
    return World()


def count(world: World) -> int:
    return len(world.storage.committed.events.rows)


def test_a_scan_is_recorded_as_the_scanner_gave_it(world: World) -> None:
    key = world.register().device.key
    answer = world.scan(f" {SERIAL}\r\n", symbology="]C0", category="laptop")
    assert (answer.device, answer.is_new) == (key, False)
    assert [line.device_key for line in answer.matches] == [key]
    assert world.events(key)[-1].happening == IntakeScanned(
        raw=f" {SERIAL}\r\n", symbology="]C0", place=BENCH, category="laptop"
    )
    assert answer.scanned_at == world.clock()


def test_everything_that_a_device_bears_finds_it(world: World) -> None:
    """Its label, printed or scanned, the address of its passport, its serial number, its GS1 data."""
    model = world.model(gtin=GTIN, demonstrationNumber=True)
    view = world.register(model=model)
    [label] = view.labels
    bears = [
        f"{URL}/d/{label}",
        print_label_code(label).upper(),
        f"{URL}/passports/{view.passport_id}",
        SERIAL,
        SERIAL.lower(),
        f"https://id.kringpas.nl/01/{GTIN}/21/{SERIAL}",
        f"https://dell.example/01/{GTIN}/21/{SERIAL}",
        f"]d201{GTIN}21{SERIAL}",
    ]
    assert [world.scan(raw).device for raw in bears] == [view.device.key] * len(bears)


@pytest.mark.parametrize("raw", [IMEI, "49-015420-323751-8", f"{IMEI[:14]}42"])
def test_a_phone_is_found_by_its_imei_also_with_its_software_version(world: World, raw: str) -> None:
    key = world.register(imei=IMEI).device.key
    assert world.scan(raw).device == key


def test_an_asset_tag_that_reads_as_a_serial_number_finds_its_device(world: World) -> None:
    """Owners choose the form of their tags; a device that has it as its serial number comes first."""
    tagged = world.register().device.key
    assert world.scan(TAG).device == tagged
    other = world.register(serial=TAG, asset_tag="X-1").device.key
    assert world.scan(TAG).device == other


@pytest.mark.parametrize("raw", [UNKNOWN, IMEI, "12345670", f"]d201{GTIN}21NEW-1"])
def test_what_nobody_knows_makes_a_placeholder_with_a_claim(world: World, raw: str) -> None:
    answer = world.scan(raw)
    assert (answer.verdict, answer.is_new) == ("attention", True)
    assert answer.device is not None
    [line] = answer.matches
    assert (line.placeholder, line.custodian, line.place) == (True, PROVIDER, BENCH)
    [event] = world.events(answer.device)
    assert isinstance(event.happening, IntakeScanned)
    assert event.happening.raw == raw
    assert event.happening.claims
    again = world.scan(raw)
    assert (again.device, again.is_new) == (answer.device, False)


def test_a_label_that_we_do_not_know_makes_one_placeholder(world: World) -> None:
    """A label printed before the database was restored: the second scan finds what the first made."""
    raw = f"{URL}/d/{label_code(bytes(range(16)))}"
    first = world.scan(raw)
    assert (first.verdict, first.is_new) == ("attention", True)
    again = world.scan(raw)
    assert (again.device, again.is_new) == (first.device, False)


def test_a_placeholder_that_turned_out_to_be_a_device_leads_to_it(world: World) -> None:
    key = world.register().device.key
    placeholder = world.scan("STICKER-0009").device
    assert placeholder is not None
    claim = IdentityClaim(ClaimKind.SERIAL, "STICKER-0009", "label", 0.9)
    world.record(ROUTER, placeholder, IdentityMatched(claims=(claim,), same_as=key))
    assert world.scan("STICKER-0009").device == key


def test_two_devices_with_one_number_are_a_question_for_a_person(world: World) -> None:
    """Nothing is recorded, and both are shown."""
    one = world.register().device.key
    model = world.model(brand="HP", modelName="EliteBook 840")
    other = world.register(model=model, asset_tag=None).device.key
    before = count(world)
    answer = world.scan(SERIAL)
    assert (answer.verdict, answer.device) == ("stop", None)
    assert {line.device_key for line in answer.matches} == {one, other}
    assert count(world) == before
    assert world.scan(SERIAL, chosen=other).device == other
    assert world.scan(SERIAL, chosen=DeviceKey("nosuchdevice")).device is None


def test_of_a_placeholder_the_next_step_is_to_find_out_which_device_it_is(world: World) -> None:
    """It is no stop: nothing is wrong with it but that nobody looked."""
    world.scan(UNKNOWN)
    again = world.scan(UNKNOWN)
    assert again.verdict == "attention"
    assert str(again.next_step) == "Attach its inventory file, then confirm which device it is."


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        ("https://evil.example/d/whatever", "somebody else's page"),
        ("https://id.kringpas.nl.evil.example/d/1", "somebody else's page"),
        (GTIN, "names a model"),
        (f"https://id.kringpas.nl/01/{GTIN}", "names a model"),
        (f"{URL}/about", "cannot be read"),
        ("§§§§", "cannot be read"),
        (f"{URL}/passports/absent0000000000", "cannot be read"),
    ],
)
def test_a_code_that_is_no_device_is_told_so_and_nothing_is_recorded(world: World, raw: str, says: str) -> None:
    world.model(gtin=GTIN, demonstrationNumber=True)
    answer = world.scan(raw)
    assert (answer.verdict, answer.device, answer.matches) == ("stop", None, ())
    assert says in str(answer.what)
    assert str(answer.next_step).startswith("Scan ")
    assert count(world) == 0


@pytest.mark.parametrize("raw", ["", "  \n", "x" * 2049])
def test_a_scan_has_a_length(world: World, raw: str) -> None:
    with pytest.raises(InvalidInput):
        world.scan(raw)
    with pytest.raises(InvalidInput):
        world.use.intake.look_up(ICT, raw)


def test_who_was_to_collect_it_takes_custody_with_the_first_scan(world: World) -> None:
    key = world.register().device.key
    world.record(OWNER, key, SURPLUS)
    world.scan(SERIAL)
    scanned, custody = world.events(key)[-2:]
    assert scanned.kind == "intake_scanned"
    assert custody.happening == CustodyChanged(custodian=PROVIDER, place=BENCH, inside_state=True)
    line = world.storage.committed.devices.rows[key]
    assert (line.custodian, line.place) == (PROVIDER, BENCH)
    world.scan(SERIAL, category="laptops")
    assert world.kinds(key)[-1] == "intake_scanned"


def test_who_was_not_to_collect_it_takes_nothing(world: World) -> None:
    key = world.register().device.key
    world.record(OWNER, key, SURPLUS)
    owner = world.storage.committed.devices.rows[key].custodian
    world.scan(SERIAL, RECEIVER)
    assert world.kinds(key)[-1] == "intake_scanned"
    assert world.storage.committed.devices.rows[key].custodian == owner


@pytest.mark.parametrize("raw", [SERIAL, UNKNOWN])
def test_a_retry_is_answered_with_what_was_recorded(world: World, raw: str) -> None:
    """The scanner did not hear the answer: a known device, and one that the scan itself made a placeholder of."""
    world.register()
    scan = Scan(raw=raw, place=BENCH, event_id=EventId("scanner-1"))
    first = world.use.intake.scan(ICT, scan)
    before = world.storage.committed
    world.clock.forward(hours=1)
    again = world.use.intake.scan(ICT, scan)
    assert world.storage.committed == before
    assert (again.device, again.is_new, again.verdict) == (first.device, first.is_new, first.verdict)


def test_a_retry_after_custody_was_taken_takes_it_once(world: World) -> None:
    key = world.register().device.key
    world.record(OWNER, key, SURPLUS)
    scan = Scan(raw=SERIAL, place=BENCH, event_id=EventId("scanner-1"))
    for _ in range(2):
        world.use.intake.scan(ICT, scan)
    assert world.kinds(key)[-2:] == ["intake_scanned", "custody_changed"]
    assert len(world.events(key)) == 4


@pytest.mark.parametrize(
    ("actor", "change"),
    [(ICT, {"raw": "OTHER-1"}), (ICT, {"category": "phone"}), (CHECKER, {})],
)
def test_the_id_of_another_scan_is_a_conflict(world: World, actor: Actor, change: dict[str, str]) -> None:
    scan = Scan(raw=UNKNOWN, place=BENCH, event_id=EventId("scanner-1"))
    world.use.intake.scan(ICT, scan)
    before = world.storage.committed
    with pytest.raises(Conflict):
        world.use.intake.scan(actor, replace(scan, **change))  # type: ignore[arg-type]  # texts, all of them
    assert world.storage.committed == before


def test_what_the_stack_had_before_is_told_so_and_recorded_once(world: World) -> None:
    """By whichever code it is scanned; a device that was scanned elsewhere in between came back."""
    view = world.register()
    first = world.scan(SERIAL, event_id=EventId("scan-1"))
    before = world.storage.committed
    again = world.scan(f"{URL}/d/{view.labels[0]}", event_id=EventId("scan-2"))
    assert world.storage.committed == before
    assert (first.already, again.already) == (None, "scan-1")
    assert (again.device, again.scanned_at, again.verdict) == (first.device, first.scanned_at, first.verdict)
    world.use.intake.scan(ICT, Scan(raw=SERIAL, place=Place("Hall 9")))
    assert world.scan(SERIAL).already is None


def test_a_placeholder_that_the_stack_had_before_is_told_so(world: World) -> None:
    first = world.scan(UNKNOWN, event_id=EventId("scan-1"))
    again = world.scan(UNKNOWN)
    assert (again.already, again.device, again.is_new) == ("scan-1", first.device, False)


def test_a_device_that_is_registered_for_another_owner_than_the_stack_is_told_so(world: World) -> None:
    """A mixed stack; the scan is recorded, and the ownership stays. The same when the scan is recalled."""
    key = world.register().device.key
    own = world.scan(SERIAL, said_owner=MINISTRY)
    assert (own.verdict, own.warnings) == ("good", ())
    other = world.scan(SERIAL, said_owner=OTHER_MINISTRY, event_id=EventId("scan-2"))
    [recalled] = world.use.intake.recall(ICT, [EventId("scan-2")])
    for view in (other, recalled):
        assert view.verdict == "attention"
        assert "another owner than this stack" in str(view.warnings[-1])
    assert world.storage.committed.devices.rows[key].owner == MINISTRY


def test_a_new_placeholder_is_not_meant_instead_of_itself(world: World) -> None:
    """A tag in small letters is kept in capitals too; that is no other device."""
    assert world.scan("unknown-tag-77").near == ()


def test_of_a_placeholder_it_is_kept_whose_it_is_said_to_be(world: World) -> None:
    """It has no owner by that."""
    key = world.scan(UNKNOWN, said_owner=MINISTRY).device
    assert key is not None
    [event] = world.events(key)
    assert isinstance(event.happening, IntakeScanned)
    assert event.happening.said_owner == MINISTRY
    assert world.storage.committed.devices.rows[key].owner is None


def test_a_stack_of_an_organisation_that_nobody_knows_is_refused(world: World) -> None:
    with pytest.raises(NotFound):
        world.scan(SERIAL, said_owner=OrganisationId("nobody"))
    assert count(world) == 0


def test_looking_up_records_nothing(world: World) -> None:
    key = world.register().device.key
    before = world.storage.committed
    assert [line.device_key for line in world.use.intake.look_up(ICT, SERIAL).matches] == [key]
    assert world.use.intake.look_up(ICT, UNKNOWN).matches == ()
    assert world.storage.committed == before


def test_a_number_names_the_devices_that_one_may_read(world: World) -> None:
    key = world.register().device.key
    assert [line.device_key for line in world.use.intake.named(OWNER, SERIAL)] == [key]
    assert world.use.intake.named(RECEIVER, SERIAL) == ()
    with pytest.raises(NotPermitted):
        world.use.intake.named(ADVISER, SERIAL)


def test_one_recalls_ones_own_scans(world: World) -> None:
    world.register()
    for raw, event in ((SERIAL, "scan-1"), (UNKNOWN, "scan-2")):
        world.scan(raw, event_id=EventId(event))
    world.scan(SERIAL, CHECKER, event_id=EventId("scan-3"))
    asked = [EventId(f"scan-{number}") for number in range(5)]
    known, placeholder = world.use.intake.recall(ICT, asked)
    assert (known.is_new, placeholder.is_new) == (False, True)
    assert len(world.use.intake.recall(CHECKER, asked)) == 1


def steps(world: World, key: DeviceKey) -> tuple[str, str]:
    line = world.storage.committed.devices.rows[key]
    answer = world.use.intake.look_up(ICT, line.serial or "")
    return answer.verdict, str(answer.next_step)


def test_the_next_step_follows_from_what_is_known(world: World) -> None:
    key = world.collected_laptop()
    assert steps(world, key) == ("good", "Give it a grade.")
    world.attach(key)
    world.record(ICT, key, GRADED)
    assert steps(world, key) == ("good", "Erase its storage media.")
    world.record(ICT, key, WIPED)
    world.record(CHECKER, key, VERIFIED)
    assert steps(world, key) == ("good", "Ready for its destination.")
    world.record(ICT, key, LockFound(lock=Lock.MDM))
    assert steps(world, key) == ("attention", "Ask the owner to release the lock.")
    world.record(ROUTER, key, HoldPlaced(hold="court 7", reason="inquiry"))
    assert steps(world, key) == ("stop", "Set it apart: it is on hold.")
    world.record(ICT, key, HazardFound(hazard=Hazard.SWOLLEN_BATTERY))
    assert steps(world, key) == ("stop", "Handle with care: set it apart in the hazard box.")


def test_who_may_not_scan_is_told_so(world: World) -> None:
    with pytest.raises(NotPermitted):
        world.scan(SERIAL, OWNER)
    with pytest.raises(NotPermitted):
        world.use.intake.look_up(ADVISER, SERIAL)
    with pytest.raises(NotPermitted):
        world.use.intake.recall(OWNER, [])
