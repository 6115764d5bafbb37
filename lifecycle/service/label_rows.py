"""The rows of labels follow the events of devices, in the same transaction.

Rules:
1. A label that becomes a device's is taken. It leads to the device's passport from the moment that there is one.
2. A label that was retired stays so, unless just that is declared to be in error.
3. A label whose link is declared to be in error, or whose claim is rejected, is on no device again.
4. A label that leads to another passport is left alone.
"""

from dataclasses import replace

from dpp.domain.labels.rolls import LabelState
from dpp.domain.opaque import PassportId
from dpp.service.ports import StoredLabel
from lifecycle.domain.device import Device
from lifecycle.domain.events import Event
from lifecycle.domain.labels import labels_of
from lifecycle.service.ports import LifecycleWork

_OF_LABELS = frozenset({"passport_registered", "identity_matched", "label_linked", "label_retired", "corrected"})


def concerns_labels(known: tuple[Event, ...], new: tuple[Event, ...]) -> bool:
    """Whether these new events of a device may change its labels; the scan that begins a life may claim one."""
    return not known or any(event.kind in _OF_LABELS for event in new)


def settle(work: LifecycleWork, before: Device | None, now: Device) -> None:
    """Bring the rows of the device's labels up to date with what its events say."""
    was, are, passport = labels_of(before), labels_of(now), now.passports.current
    for code in sorted(was.keys() | are.keys()):
        stands = (was.get(code), are.get(code))
        row = work.labels.get(code)
        if row is None or _after(row, *stands, passport) == row:
            continue
        row = work.labels.hold(code)
        assert row is not None
        work.labels.put(_after(row, *stands, passport))


def _after(
    row: StoredLabel, was: LabelState | None, now: LabelState | None, passport: PassportId | None
) -> StoredLabel:
    """The row of a label that was, and now is, so on the device with this passport."""
    if row.passport_id not in {None, passport}:
        return row
    if now is None:
        return replace(row, state=LabelState.UNCLAIMED, passport_id=None)
    stays_retired = row.state == LabelState.RETIRED and was is not LabelState.RETIRED
    return replace(row, state=LabelState.RETIRED if stays_retired else now, passport_id=passport)
