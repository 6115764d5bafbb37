"""Label and device, scanned in turn."""

from hypothesis import given
from hypothesis import strategies as st

from dpp.domain.labels.pairing import Half, Scanned, Step, Told, step

LABEL, OTHER_LABEL = Scanned(Half.LABEL, "aaaa"), Scanned(Half.LABEL, "bbbb")
DEVICE, OTHER_DEVICE = Scanned(Half.DEVICE, "1111"), Scanned(Half.DEVICE, "2222")
SCANS = st.sampled_from([LABEL, OTHER_LABEL, DEVICE, OTHER_DEVICE])


def test_a_label_and_then_a_device_are_a_pair() -> None:
    assert step(None, LABEL) == Step(waiting=LABEL, told=Told.WAITS_FOR_DEVICE)
    assert step(LABEL, DEVICE) == Step(pair=("aaaa", "1111"))


def test_a_device_and_then_a_label_are_the_same_pair() -> None:
    assert step(None, DEVICE) == Step(waiting=DEVICE, told=Told.WAITS_FOR_LABEL)
    assert step(DEVICE, LABEL) == step(LABEL, DEVICE)


def test_of_two_labels_in_a_row_the_one_in_hand_waits_and_the_person_is_told() -> None:
    assert step(LABEL, OTHER_LABEL) == Step(waiting=OTHER_LABEL, told=Told.OTHER_LABEL)


def test_of_two_devices_in_a_row_the_one_in_hand_waits_and_the_person_is_told() -> None:
    assert step(DEVICE, OTHER_DEVICE) == Step(waiting=OTHER_DEVICE, told=Told.OTHER_DEVICE)


def test_the_same_scan_twice_changes_nothing() -> None:
    assert step(LABEL, LABEL) == Step(waiting=LABEL, told=Told.SAME_LABEL)
    assert step(DEVICE, DEVICE) == Step(waiting=DEVICE, told=Told.SAME_DEVICE)


@given(st.lists(SCANS, max_size=12))
def test_after_any_row_of_scans_either_a_pair_was_made_or_the_last_scan_waits(scans: list[Scanned]) -> None:
    """Nothing is linked that was not the last two scans."""
    waiting: Scanned | None = None
    for before, scan in zip([None, *scans], scans, strict=False):
        found = step(waiting, scan)
        if found.pair is None:
            assert found.waiting == scan
            assert found.told is not None
        else:
            assert before is not None
            assert set(found.pair) == {before.key, scan.key}
        waiting = found.waiting
