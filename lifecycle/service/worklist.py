"""What waits for somebody: devices in groups that are alike, exceptions first in the eye."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from dpp.domain.actor import Actor
from dpp.domain.opaque import DeviceKey
from lifecycle.domain.permissions import PERMISSIONS
from lifecycle.domain.vocabulary import Lifecycle
from lifecycle.service.lines import readable
from lifecycle.service.ports import DeviceLine, LifecycleStorage, LineFilter, StoredDecision
from lifecycle.service.views import WorkGroup

TO_DECIDE = (
    Lifecycle.SURPLUS,
    Lifecycle.RECEIVED,
    Lifecycle.INTAKE,
    Lifecycle.INSPECTED,
    Lifecycle.SANITISED,
    Lifecycle.REFURBISHED,
    Lifecycle.ROUTED,
    Lifecycle.QUARANTINED,
)
"""Where a device can be while its destination is open or still to be carried out."""

MOST = 5000
"""Devices that one worklist groups; what is beyond is reached by its filters."""


@dataclass(frozen=True)
class Worklist:
    """Each method is one transaction and checks its actor first."""

    storage: LifecycleStorage

    def groups(self, actor: Actor, wanted: LineFilter) -> tuple[WorkGroup, ...]:
        """The devices to decide about, in groups of one model and one proposal; the largest group first."""
        PERMISSIONS.check("read_worklist", actor)
        limit = max(wanted.limit, MOST)
        asked = readable(actor, replace(wanted, lifecycles=wanted.lifecycles or TO_DECIDE, limit=limit))
        with self.storage.reading() as reads:
            lines = reads.devices.lines(asked)
            decisions = reads.decisions.newest([line.device_key for line in lines if line.route is not None])
        return tuple(replace(group, decisions=_about(group.lines, decisions)) for group in grouped(lines))


def _about(
    lines: Iterable[DeviceLine], decisions: Mapping[DeviceKey, StoredDecision]
) -> Mapping[DeviceKey, StoredDecision]:
    return {line.device_key: decisions[line.device_key] for line in lines if line.device_key in decisions}


def grouped(lines: Iterable[DeviceLine]) -> tuple[WorkGroup, ...]:
    """Lines by what is alike in them; within a group the newest change first."""
    alike: dict[tuple[str | None, ...], list[DeviceLine]] = {}
    for line in sorted(lines, key=lambda each: each.updated_at, reverse=True):
        alike.setdefault((line.group, line.brand, line.name, line.route, line.route_state), []).append(line)
    groups = (WorkGroup(tuple(members)) for members in alike.values())
    return tuple(sorted(groups, key=lambda group: (-len(group.lines), str(group.like.brand), str(group.like.name))))
