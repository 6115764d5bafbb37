"""The devices of a lot: which may be in one, and what a buyer is told of each.

Rules, by their numbers in `lifecycle.service.sales`: 1 (which devices), and the kinds, masses and hashes of rule 5.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from dpp.domain.actor import OrganisationId
from dpp.domain.errors import Refused
from dpp.domain.message import message
from dpp.domain.opaque import DeviceKey
from dpp.domain.proof import canonical, sha256
from lifecycle.domain.events import plain
from lifecycle.domain.marketplace.offers import obstacles
from lifecycle.domain.marketplace.phases import Phase, phase_of
from lifecycle.domain.sales import LotDevice, LotKind
from lifecycle.domain.vocabulary import Route
from lifecycle.service.consignment_desk import in_lot
from lifecycle.service.load_views import ModelMasses
from lifecycle.service.market_windows import MarketWindows
from lifecycle.service.ports import DeviceLine, LifecycleReads, Policies
from lifecycle.service.recording import Recorder, device_of, state_of
from lifecycle.service.test_records import TestRecords


@dataclass(frozen=True)
class LotContents:
    """What may be in a lot, and how a lot tells of it. Without `records` no test is told as evidence."""

    recorder: Recorder
    policies: Policies
    records: TestRecords | None

    def refused(
        self, reads: LifecycleReads, devices: Iterable[DeviceKey], seller: OrganisationId
    ) -> dict[DeviceKey, Refused]:
        keys = tuple(devices)
        windows = MarketWindows.of_day(self.policies, reads, self.recorder.clock().date())
        lots = reads.sales.open_with(keys)
        others = {key: in_lot(lot) for key, lot in lots.items()}
        found = {key: others.get(key) or next(self._refusals(reads, windows, key, seller), None) for key in keys}
        return {key: refusal for key, refusal in found.items() if refusal is not None}

    def _refusals(
        self, reads: LifecycleReads, windows: MarketWindows, key: DeviceKey, seller: OrganisationId
    ) -> Iterator[Refused]:
        """Rule 1, but for other lots."""
        device, other = state_of(reads, key), reads.consignments.open_with(key)
        if device.custody.custodian != seller:
            what = message("The seller does not have it in custody.")
            yield Refused("in-custody", what, remedy=message("Let who has it hand it over to the seller first."))
        if device.approval is None or device.approval.route is not Route.SELL:
            what = message("Sale is not its approved destination.")
            yield Refused("route-of-sale", what, remedy=message("Let its destination be decided first."))
        if phase_of(device, windows.of(device), windows.on) is not Phase.SALE:
            yield Refused("sale-phase", message("It is not offered for sale yet."))
        if device.reservation is not None:
            what = message("It is reserved.")
            yield Refused("reserved", what, remedy=message("Give the reservation back first."))
        if other is not None:
            yield Refused("one-offer-at-a-time", message("It is in consignment {consignment}.", consignment=other))
        yield from obstacles(device, Route.SELL)

    def described(self, reads: LifecycleReads, line: DeviceLine, masses: ModelMasses) -> LotDevice:
        mass = masses.of(line)
        return LotDevice(
            device=line.device_key,
            kind=LotKind(
                group=line.group,
                brand=line.brand,
                name=line.name,
                functional=line.functional_grade,
                cosmetic=line.cosmetic_grade,
            ),
            kilograms=None if mass is None else mass.kilograms,
            test_record=self._evidence(reads, line.device_key),
        )

    def _evidence(self, reads: LifecycleReads, key: DeviceKey) -> str | None:
        """The hash of the record of its tests; None where no test was recorded."""
        grades = device_of(reads, key).device.grades
        if self.records is None or grades is None or not grades.tests:
            return None
        return sha256(canonical(plain(self.records.of(reads, key))))
