"""The devices of an owner, counted in memory."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from dpp.domain.actor import OrganisationId
from dpp.domain.opaque import DeviceKey
from lifecycle.domain.holdings import DATA_GONE, ON_THE_WAY, Alike, Standing, standing_of
from lifecycle.domain.monitoring.steps import FlowStep, Step
from lifecycle.domain.vocabulary import DataState, Lifecycle
from lifecycle.service.holding_ports import HoldingFilter, PlaceCount, YearCount
from lifecycle.service.ports import DeviceLine


@dataclass
class FakeHoldings:
    """`lines` and `steps` are the devices and the steps that they reached, of the same moment."""

    lines: Mapping[DeviceKey, DeviceLine]
    steps: Mapping[DeviceKey, tuple[FlowStep, ...]]

    def alike(self, owner: OrganisationId, still: datetime) -> tuple[Alike, ...]:
        groups: dict[tuple[str, str, str | None, OrganisationId | None], list[DeviceLine]] = {}
        for line in self._of(owner):
            groups.setdefault((line.lifecycle, line.data_state, line.route, line.custodian), []).append(line)
        return tuple(
            Alike(
                stage=Lifecycle(stage),
                data=DataState(data),
                route=route,
                custodian=custodian,
                count=len(lines),
                still=sum(line.updated_at < still for line in lines),
                oldest=min(line.updated_at for line in lines),
                declared=min(filter(None, (self._declared(line, owner) for line in lines)), default=None),
            )
            for (stage, data, route, custodian), lines in groups.items()
        )

    def places(self, owner: OrganisationId, limit: int) -> tuple[PlaceCount, ...]:
        counts = Counter((line.custodian, line.place) for line in self._of(owner))
        most = sorted(counts.items(), key=lambda each: (-each[1], each[0][0] or "", each[0][1] or ""))
        return tuple(PlaceCount(custodian, place, count) for (custodian, place), count in most[:limit])

    def blocked(self, owner: OrganisationId) -> Mapping[str, int]:
        return Counter(word for line in self._of(owner) for word in line.blocked)

    def years(self, owner: OrganisationId, now: datetime) -> tuple[YearCount, ...]:
        assert now.tzinfo is not None
        counts = Counter(
            (step.at.year, step.step.value, step.outcome)
            for steps in self.steps.values()
            for step in steps
            if step.owner == owner and step.step in {Step.SURPLUS, Step.HANDED_OVER}
        )
        return tuple(
            YearCount(year=year, step=step, outcome=outcome, count=count)
            for (year, step, outcome), count in counts.items()
        )

    def keys(self, wanted: HoldingFilter) -> tuple[DeviceKey, ...]:
        fits = sorted(line.device_key for line in self._of(wanted.owner) if _fits(line, wanted))
        return tuple(key for key in fits if key > (wanted.after or ""))[: wanted.limit]

    def _of(self, owner: OrganisationId) -> Iterator[DeviceLine]:
        return (line for line in self.lines.values() if line.owner == owner)

    def _declared(self, line: DeviceLine, owner: OrganisationId) -> datetime | None:
        mine = [each for each in self.steps.get(line.device_key, ()) if each.owner == owner]
        return max((each.at for each in mine if each.step is Step.SURPLUS), default=None)


def _fits(line: DeviceLine, wanted: HoldingFilter) -> bool:
    standing = _standing(line, wanted.owner)
    is_still = wanted.still is None or (line.updated_at < wanted.still and standing in ON_THE_WAY)
    asked = (
        wanted.standing in {None, standing},
        wanted.custodian in {None, line.custodian or ""},
        wanted.place in {None, line.place or ""},
        wanted.blocked is None or wanted.blocked in line.blocked,
    )
    return is_still and all(asked)


def _standing(line: DeviceLine, owner: OrganisationId) -> Standing:
    gone = line.data_state in {each.value for each in DATA_GONE}
    return standing_of(Lifecycle(line.lifecycle), at_owner=line.custodian in {None, owner}, data_gone=gone)
