"""Reading a scan without recording it: one service for the search box, the API and the command line.

Rules:
1. What a scan may be is classified without opening anything (`dpp.domain.scanning`), with the hosts and the forms of
   asset tags of this registry; the intake classifies in the same way.
2. Whoever is signed in may read a scan. A device is told to those who do intake, and to others as far as they may read
   that device; a passport is public.
3. Another provider's address is named. Whoever wants to see its passport asks for it (`dpp.service.foreign`).
4. Nothing is recorded: what was scanned is in the answer alone.
"""

from dataclasses import dataclass, field, replace

from dpp.domain import permissions
from dpp.domain.actor import Actor
from dpp.domain.asset_tags import AssetTags
from dpp.domain.errors import InvalidInput, Problem
from dpp.domain.message import message
from dpp.domain.opaque import DeviceKey
from dpp.domain.scanning import ScanResult, classify
from dpp.service.ports import Clock
from lifecycle.domain.permissions import PERMISSIONS
from lifecycle.service.ports import LifecycleReads, LifecycleStorage
from lifecycle.service.recording import state_of
from lifecycle.service.verdicts import Found, answer, look_up
from lifecycle.service.views import ScanView

LONGEST_SCAN = 2048


@dataclass(frozen=True)
class OwnCodes:
    """What is ours in a scan: `hosts` of our addresses, former ones too, and the forms of our owners' asset tags."""

    hosts: frozenset[str]
    asset_tags: AssetTags = field(default_factory=dict)

    def classify(self, raw: str, symbology: str | None = None) -> ScanResult:
        """What a scan may be; InvalidInput for an empty or a very long one."""
        if not raw.strip() or len(raw) > LONGEST_SCAN:
            what = message(
                "A scan has 1 to {most} characters; this one has {count}.", most=LONGEST_SCAN, count=len(raw)
            )
            remedy = message("Scan again, or type what stands on the label.")
            raise InvalidInput(what, (Problem("$.raw", what),), remedy=remedy)
        return classify(raw, own_hosts=self.hosts, symbology=symbology, asset_tags=self.asset_tags)


@dataclass(frozen=True)
class Scans:
    """Looks scans up."""

    storage: LifecycleStorage
    codes: OwnCodes
    clock: Clock

    def read(self, actor: Actor, raw: str, symbology: str | None = None) -> ScanView:
        """What a scan may be, and what is known under it."""
        permissions.PERMISSIONS.check("read_scan", actor)
        result = self.codes.classify(raw, symbology)
        with self.storage.reading() as reads:
            return answer(result, _told(reads, actor, look_up(reads, result)), self.clock())


def _told(reads: LifecycleReads, actor: Actor, found: Found) -> Found:
    """Rule 2: without what this actor may not know of."""
    if PERMISSIONS.allows("scan_intake", actor):
        return found
    lines = tuple(line for line in found.lines if _may_read(reads, actor, line.device_key))
    near = tuple(each for each in found.near if _may_read(reads, actor, each.line.device_key))
    return replace(found, lines=lines, near=near, warnings=found.warnings if lines == found.lines else ())


def _may_read(reads: LifecycleReads, actor: Actor, key: DeviceKey) -> bool:
    return PERMISSIONS.allows("read_device", actor, state_of(reads, key).relations(actor.organisation))
