"""The erasure bench: what waits in which tray, for one organisation."""

from collections.abc import Iterable
from dataclasses import dataclass

from dpp.domain.actor import Actor, OrganisationId
from dpp.domain.errors import NotPermitted
from dpp.domain.message import message
from lifecycle.domain.erasure.reports import ReportedDisk
from lifecycle.domain.erasure.trays import MediumLine, Tray
from lifecycle.domain.permissions import PERMISSIONS
from lifecycle.service.erasure_ports import Waiting
from lifecycle.service.ports import DeviceLine, LifecycleReads, LifecycleStorage

MOST = 200


@dataclass(frozen=True)
class TrayCount:
    """A tray with how much waits in it; nothing does when `waiting` is None."""

    tray: Tray
    waiting: Waiting | None


@dataclass(frozen=True)
class InTray:
    """A medium in a tray, with its device."""

    medium: MediumLine
    device: DeviceLine


@dataclass(frozen=True)
class TrayView:
    """What is in a tray: media of devices or, in `unplaced`, disks of reports. Who waits longest comes first."""

    tray: Tray
    media: tuple[InTray, ...] = ()
    disks: tuple[ReportedDisk, ...] = ()


@dataclass(frozen=True)
class ErasureBench:
    """Each method is one transaction and checks its actor first. One sees what one's own organisation has."""

    storage: LifecycleStorage

    def trays(self, actor: Actor) -> tuple[TrayCount, ...]:
        """Every tray, in the order in which work goes."""
        custodian = _allowed(actor)
        with self.storage.reading() as reads:
            media, reports = reads.media.waiting(custodian), reads.erasure_reports.waiting(custodian)
        return tuple(TrayCount(tray, reports if tray is Tray.UNPLACED else media.get(tray)) for tray in Tray)

    def open(self, actor: Actor, tray: Tray, limit: int = MOST) -> TrayView:
        custodian = _allowed(actor)
        with self.storage.reading() as reads:
            if tray is Tray.UNPLACED:
                return TrayView(tray, disks=reads.erasure_reports.open_of(custodian, limit))
            return TrayView(tray, tuple(_with_devices(reads, reads.media.in_tray(custodian, tray, limit))))


def _allowed(actor: Actor) -> OrganisationId:
    PERMISSIONS.check("read_erasure_bench", actor)
    if actor.organisation is None:
        raise NotPermitted(
            message("The bench shows what an organisation has, and this account belongs to none."),
            remedy=message("Act with an account that belongs to an organisation."),
        )
    return actor.organisation


def _with_devices(reads: LifecycleReads, media: Iterable[MediumLine]) -> Iterable[InTray]:
    for medium in media:
        device = reads.devices.get(medium.device)
        if device is not None:
            yield InTray(medium, device)
