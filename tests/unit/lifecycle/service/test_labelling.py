"""Pre-printed labels on devices: linked in pairs, never twice, retired and replaced."""

from dataclasses import replace

import pytest

from dpp.domain.actor import VISITOR, Actor
from dpp.domain.errors import Conflict, InvalidInput, NotFound, NotPermitted, NotSignedIn, Refused
from dpp.domain.labels.rolls import LabelFault, LabelState, RollUse
from dpp.domain.opaque import DeviceKey, LabelCode, label_code, print_label_code
from lifecycle.domain.events import Corrected, ErrorReason, EventId, IdentityMatched
from lifecycle.domain.facts import ClaimKind, IdentityClaim
from lifecycle.service.devices import Refurbishment
from lifecycle.service.label_views import LinkOutcome, LinkView
from lifecycle.service.labelling import Labelling, Pair, Withdrawal
from tests.support.rolls_world import RollsWorld
from tests.support.service_world import (
    AUDITOR,
    DRIVER,
    GRADED,
    ICT,
    OTHER_OWNER,
    OWNER,
    RECEIVER,
    RECYCLING,
    ROUTER,
    SERIAL,
    URL,
)

DAMAGED = LabelFault.DAMAGED


@pytest.fixture
def world() -> RollsWorld:
    return RollsWorld()


@pytest.fixture
def labelling(world: RollsWorld) -> Labelling:
    return world.use.labelling


@pytest.fixture
def key(world: RollsWorld) -> DeviceKey:
    """A laptop of the ministry, in the hands of the ICT provider."""
    return world.collected_laptop()


def label(world: RollsWorld, code: LabelCode) -> tuple[str, str | None]:
    """How a label stands, and the device that it leads to."""
    stores = world.storage.committed
    row = stores.labels.rows[code]
    return row.state, None if row.passport_id is None else stores.passports.rows[row.passport_id].device_key


def link(world: RollsWorld, code: str, device: str, actor: Actor = ICT, event: str | None = None) -> LinkView:
    event_id = None if event is None else EventId(event)
    return world.use.labelling.link(actor, Pair(label=code, device=device, event_id=event_id))


# Linking


def test_a_linked_label_leads_to_the_device_and_its_history_says_so(world: RollsWorld, key: DeviceKey) -> None:
    code, *_ = world.roll_codes()
    view = link(world, code, key)
    assert (view.outcome, view.label, view.device) == (LinkOutcome.LINKED, code, key)
    assert label(world, code) == (LabelState.ACTIVE, key)
    assert world.kinds(key)[-1] == "label_linked"
    assert code in world.use.devices.read(ICT, key).labels


@pytest.mark.parametrize("device", [SERIAL, "DEMO-000123"])
def test_a_device_is_named_by_whatever_is_scanned_on_it(world: RollsWorld, key: DeviceKey, device: str) -> None:
    code, *_ = world.roll_codes()
    scanned = f"{URL}/d/{code}"
    assert link(world, scanned, device).device == key
    assert link(world, print_label_code(code).upper(), device).outcome is LinkOutcome.ALREADY


def test_the_same_pair_twice_is_one_link(world: RollsWorld, key: DeviceKey) -> None:
    code, *_ = world.roll_codes()
    link(world, code, key)
    before = world.kinds(key)
    assert link(world, code, key).outcome is LinkOutcome.ALREADY
    assert world.kinds(key) == before


def test_a_retry_is_answered_with_what_was_recorded(world: RollsWorld, key: DeviceKey) -> None:
    codes = world.roll_codes()
    first = link(world, codes[0], key, event="scan-1")
    world.clock.forward(minutes=5)
    assert link(world, codes[0], key, event="scan-1") == first
    with pytest.raises(Conflict):
        link(world, codes[1], key, event="scan-1")


def test_a_claimed_label_is_refused_and_the_device_named_to_whoever_may_read_it(
    world: RollsWorld, key: DeviceKey
) -> None:
    code, *_ = world.roll_codes()
    link(world, code, key)
    other = world.register(serial="DEMO7420A2", asset_tag=None, custodian=ICT.organisation).device.key
    with pytest.raises(Refused) as named:
        link(world, code, other)
    assert named.value.rule == "label-on-another-device"
    assert print_label_code(code) in str(named.value)
    assert "Dell Latitude 7420 DEMO-000123" in str(named.value)
    foreign = world.register(OTHER_OWNER, serial="X1", asset_tag=None, owner=OTHER_OWNER.organisation).device.key
    with pytest.raises(Refused) as unnamed:
        link(world, code, foreign, OTHER_OWNER)
    assert str(unnamed.value).endswith("is on another device already.")
    assert label(world, code) == (LabelState.ACTIVE, key)


def test_a_label_that_nobody_printed_or_that_is_none_is_told(world: RollsWorld, key: DeviceKey) -> None:
    with pytest.raises(NotFound, match="No label was printed"):
        link(world, label_code(b"\xff" * 16), key)
    with pytest.raises(InvalidInput, match="is not the code of a label"):
        link(world, "4006381333931", key)


def test_a_device_that_nobody_knows_is_taken_in_first(world: RollsWorld) -> None:
    code, *_ = world.roll_codes()
    with pytest.raises(NotFound) as unknown:
        link(world, code, "NEVER-SEEN-1")
    assert "take it in first" in str(unknown.value.remedy)
    assert label(world, code) == (LabelState.UNCLAIMED, None)


def test_a_number_on_several_devices_names_none(world: RollsWorld, key: DeviceKey) -> None:
    lenovo = world.model(brand="Lenovo", modelName="T480")
    world.register(model=lenovo, asset_tag=None)
    code, *_ = world.roll_codes()
    with pytest.raises(Refused) as several:
        link(world, code, SERIAL)
    assert several.value.rule == "several-devices"
    assert link(world, code, key).outcome is LinkOutcome.LINKED


def test_in_bulk_each_pair_is_answered_by_itself(world: RollsWorld, key: DeviceKey, labelling: Labelling) -> None:
    codes = world.roll_codes()
    other = world.register(serial="DEMO7420A2", asset_tag=None, custodian=ICT.organisation).device.key
    pairs = [(codes[0], key), (codes[0], other), ("nonsense", key), (codes[1], other), (codes[1], other)]
    views = labelling.link_all(ICT, [Pair(label=code, device=device) for code, device in pairs])
    assert [view.outcome.value for view in views] == ["linked", "refused", "refused", "linked", "already-linked"]
    assert [type(view.refusal) for view in views[:3]] == [type(None), Refused, InvalidInput]


def test_the_history_can_be_corrected_and_the_label_is_free_again(world: RollsWorld, key: DeviceKey) -> None:
    """The label was stuck on the device next to it: declared in error, it is linked to the right one."""
    code, *_ = world.roll_codes()
    event = link(world, code, key).event_id
    assert event is not None
    other = world.register(serial="DEMO7420A2", asset_tag=None, custodian=ICT.organisation).device.key
    world.record(ICT, key, Corrected(event=event, reason=ErrorReason.INCORRECT_DATA))
    assert label(world, code) == (LabelState.UNCLAIMED, None)
    link(world, code, other)
    assert label(world, code) == (LabelState.ACTIVE, other)


# Who


def test_who_handles_or_owns_a_device_labels_it(world: RollsWorld, key: DeviceKey) -> None:
    codes = world.roll_codes()
    assert link(world, codes[0], key, ICT).outcome is LinkOutcome.LINKED
    own, *_ = world.roll_codes(actor=OWNER)
    assert link(world, own, key, OWNER).outcome is LinkOutcome.LINKED
    with pytest.raises(NotPermitted):
        link(world, codes[1], key, OTHER_OWNER)


@pytest.mark.parametrize("actor", [AUDITOR, DRIVER, RECYCLING])
def test_others_label_nothing(world: RollsWorld, key: DeviceKey, actor: Actor) -> None:
    code, *_ = world.roll_codes()
    with pytest.raises(NotPermitted):
        link(world, code, key, actor)
    with pytest.raises(NotSignedIn):
        world.use.labelling.link_all(VISITOR, [])


def test_the_provider_sticks_on_labels_of_a_ministry_and_a_ministry_no_others_than_its_own(
    world: RollsWorld, key: DeviceKey
) -> None:
    theirs, *_ = world.roll_codes(actor=OTHER_OWNER)
    assert link(world, theirs, key, ICT).outcome is LinkOutcome.LINKED
    of_provider, *_ = world.roll_codes(actor=ICT)
    with pytest.raises(NotPermitted):
        link(world, of_provider, key, OWNER)
    of_coordinator, *_ = world.roll_codes(actor=RECEIVER)
    assert link(world, of_coordinator, key, ICT).outcome is LinkOutcome.LINKED


# Placeholders


@pytest.fixture
def placeholder(world: RollsWorld) -> DeviceKey:
    found = world.scan("UNKNOWN-77").device
    assert found is not None
    return found


def test_a_label_on_a_placeholder_is_taken_and_leads_nowhere_yet(world: RollsWorld, placeholder: DeviceKey) -> None:
    code, *_ = world.roll_codes()
    link(world, code, "UNKNOWN-77")
    assert label(world, code) == (LabelState.ACTIVE, None)
    assert world.storage.committed.devices.claiming(ClaimKind.LABEL, code) == (placeholder,)
    assert world.scan(code).device == placeholder
    other = world.register(serial="DEMO7420A2", asset_tag=None, custodian=ICT.organisation).device.key
    with pytest.raises(Refused, match="on another device"):
        link(world, code, other)


def test_a_placeholder_that_gets_its_passport_is_registered_under_the_label_that_is_on_it(
    world: RollsWorld, placeholder: DeviceKey
) -> None:
    """No second code is made: what is stuck on it is the unique identifier of its passport."""
    code, second, _ = world.roll_codes()
    link(world, code, placeholder)
    link(world, second, placeholder)
    serial = IdentityClaim(ClaimKind.SERIAL, "UNKNOWN-77", "scan", 0.5)
    world.record(ICT, placeholder, IdentityMatched(claims=(serial,)))
    view = world.register(ICT, device=placeholder, serial="UNKNOWN-77", asset_tag=None)
    assert view.labels == (code, second)
    assert view.device.labels == (code, second)
    assert label(world, code) == label(world, second) == (LabelState.ACTIVE, placeholder)
    assert len(world.storage.committed.labels.rows) == 3
    assert view.passport_id is not None
    head = world.storage.committed.passports.rows[view.passport_id].head
    assert f"{URL}/d/{code}".encode() in head


def test_the_label_of_a_placeholder_goes_to_the_device_that_it_turns_out_to_be(
    world: RollsWorld, key: DeviceKey, placeholder: DeviceKey
) -> None:
    code, *_ = world.roll_codes()
    link(world, code, placeholder)
    world.record(ROUTER, placeholder, IdentityMatched(claims=(), same_as=key))
    assert label(world, code) == (LabelState.ACTIVE, key)
    assert world.kinds(key)[-1] == "label_linked"
    assert world.scan(code).device == key
    assert link(world, code, placeholder).outcome is LinkOutcome.ALREADY


def test_a_free_label_that_is_scanned_at_intake_is_on_the_placeholder_that_the_scan_makes(world: RollsWorld) -> None:
    code, other, _ = world.roll_codes()
    found = world.scan(f"{URL}/d/{code}")
    assert found.is_new
    assert label(world, code) == (LabelState.ACTIVE, None)
    laptop = world.register(custodian=ICT.organisation).device.key
    with pytest.raises(Refused, match="on another device"):
        link(world, code, laptop)
    assert found.device is not None
    assert link(world, code, found.device).outcome is LinkOutcome.ALREADY
    assert link(world, other, laptop).outcome is LinkOutcome.LINKED


def test_a_claim_that_is_rejected_sets_the_label_free(world: RollsWorld) -> None:
    code, *_ = world.roll_codes()
    found = world.scan(f"{URL}/d/{code}").device
    assert found is not None
    claims = world.storage.committed.devices.claims[found]
    serial = IdentityClaim(ClaimKind.SERIAL, "S-1234", "person", 1.0)
    world.record(ICT, found, IdentityMatched(claims=(serial,), rejected=claims))
    assert label(world, code) == (LabelState.UNCLAIMED, None)


# Retiring and replacing


def test_a_retired_label_of_a_device_still_leads_to_it_and_is_never_linked_again(
    world: RollsWorld, key: DeviceKey, labelling: Labelling
) -> None:
    code, *_ = world.roll_codes()
    link(world, code, key)
    assert labelling.retire(ICT, Withdrawal(label=code, fault=DAMAGED)).device == key
    assert label(world, code) == (LabelState.RETIRED, key)
    assert code not in world.use.devices.read(ICT, key).labels
    assert world.scan(code).device == key
    for device in (key, world.register(serial="A2", asset_tag=None, custodian=ICT.organisation).device.key):
        with pytest.raises(Refused) as refused:
            link(world, code, device)
        assert refused.value.rule == "label-retired"


def test_retiring_twice_changes_nothing(world: RollsWorld, key: DeviceKey, labelling: Labelling) -> None:
    code, free, _ = world.roll_codes()
    link(world, code, key)
    for each in (code, free):
        first = labelling.retire(ICT, Withdrawal(label=each, fault=DAMAGED))
        kinds = world.kinds(key)
        assert labelling.retire(ICT, Withdrawal(label=each, fault=LabelFault.LOST)) == first
        assert world.kinds(key) == kinds
    assert world.storage.committed.rolls.retirements[free].fault is DAMAGED


def test_a_lost_label_that_is_on_no_device_is_retired_by_whoever_may_use_its_roll(
    world: RollsWorld, key: DeviceKey, labelling: Labelling
) -> None:
    code, *_ = world.roll_codes(actor=ICT)
    with pytest.raises(NotPermitted):
        labelling.retire(OWNER, Withdrawal(label=code, fault=LabelFault.LOST))
    labelling.retire(ROUTER, Withdrawal(label=code, fault=LabelFault.LOST))
    assert label(world, code) == (LabelState.RETIRED, None)
    with pytest.raises(Refused, match="was retired"):
        link(world, code, key)


def test_a_label_of_another_ones_device_is_not_retired(world: RollsWorld, key: DeviceKey) -> None:
    code, *_ = world.roll_codes()
    link(world, code, key)
    with pytest.raises(NotPermitted):
        world.use.labelling.retire(OTHER_OWNER, Withdrawal(label=code, fault=DAMAGED))


def test_a_retired_label_that_is_found_on_a_placeholder_leads_to_it_and_stays_retired(
    world: RollsWorld, labelling: Labelling
) -> None:
    code, *_ = world.roll_codes()
    labelling.retire(ICT, Withdrawal(label=code, fault=LabelFault.LOST))
    found = world.scan(f"{URL}/d/{code}").device
    assert found is not None
    serial = IdentityClaim(ClaimKind.SERIAL, "S-1234", "person", 1.0)
    world.record(ICT, found, IdentityMatched(claims=(serial,)))
    view = world.register(ICT, device=found, serial="S-1234", asset_tag=None)
    assert label(world, code) == (LabelState.RETIRED, found)
    assert code not in view.labels
    assert len(view.labels) == 1


def test_a_damaged_label_is_replaced_by_a_new_code_on_the_same_device(
    world: RollsWorld, key: DeviceKey, labelling: Labelling
) -> None:
    old = world.use.devices.read(ICT, key).labels[0]
    done = labelling.replace(ICT, Withdrawal(label=old, fault=DAMAGED))
    assert done.old == old != done.new
    assert label(world, old) == (LabelState.RETIRED, key)
    assert label(world, done.new) == (LabelState.ACTIVE, key)
    assert world.kinds(key)[-2:] == ["label_retired", "label_linked"]
    assert world.use.devices.read(ICT, key).labels == (done.new,)


def test_a_replacement_that_is_sent_again_makes_no_second_label(
    world: RollsWorld, key: DeviceKey, labelling: Labelling
) -> None:
    old = world.use.devices.read(ICT, key).labels[0]
    wanted = Withdrawal(label=old, fault=DAMAGED, event_id=EventId("replace-1"))
    assert labelling.replace(ICT, wanted) == labelling.replace(ICT, wanted)
    assert len(world.storage.committed.labels.rows) == 2


def test_a_label_that_was_retired_before_can_be_replaced_later(
    world: RollsWorld, key: DeviceKey, labelling: Labelling
) -> None:
    old = world.use.devices.read(ICT, key).labels[0]
    labelling.retire(ICT, Withdrawal(label=old, fault=LabelFault.LOST))
    done = labelling.replace(ICT, Withdrawal(label=old, fault=LabelFault.LOST))
    assert world.kinds(key).count("label_retired") == 1
    assert label(world, done.new) == (LabelState.ACTIVE, key)


def test_a_label_on_no_device_is_not_replaced(world: RollsWorld, labelling: Labelling) -> None:
    code, *_ = world.roll_codes()
    with pytest.raises(Refused) as refused:
        labelling.replace(ICT, Withdrawal(label=code, fault=DAMAGED))
    assert refused.value.rule == "label-without-device"


def test_retiring_a_roll_leaves_what_is_on_devices_and_on_placeholders(
    world: RollsWorld, key: DeviceKey, placeholder: DeviceKey
) -> None:
    codes = world.roll_codes(4)
    link(world, codes[0], key)
    link(world, codes[1], placeholder)
    roll = world.rolls.all(ICT)[0].roll
    assert world.rolls.retire(ICT, roll.roll_id, LabelFault.LOST).use == RollUse(active=2, retired=2)
    with pytest.raises(Refused, match="was retired"):
        link(world, codes[2], key)


def test_a_successor_passport_keeps_the_labels_also_the_retired_ones(
    world: RollsWorld, key: DeviceKey, labelling: Labelling
) -> None:
    code, *_ = world.roll_codes()
    link(world, code, key)
    labelling.retire(ICT, Withdrawal(label=code, fault=DAMAGED))
    world.attach(key)
    world.record(ICT, key, GRADED)
    passports = {world.storage.committed.labels.rows[code].passport_id}
    done = Refurbishment(functional=GRADED.functional, cosmetic=GRADED.cosmetic, all_tests_pass=True)
    world.use.devices.refurbish(ICT, key, replace(done, operating_system="Debian 13", licence="free"))
    passports.add(world.storage.committed.labels.rows[code].passport_id)
    assert len(passports) == 2
    assert label(world, code) == (LabelState.RETIRED, key)
