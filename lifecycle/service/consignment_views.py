"""What API and pages show of consignments."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from dpp.domain.message import Message
from dpp.domain.opaque import DeviceKey
from lifecycle.domain.consignment import Condition, Consignment, DifferenceId, LineState, ScanId, Verdict
from lifecycle.domain.credentials import Ending
from lifecycle.service.consignment_ports import Tally
from lifecycle.service.load_views import NO_LOAD, LoadView
from lifecycle.service.ports import DeviceLine


@dataclass(frozen=True)
class ConsignmentView:
    """A consignment with the names of its parties and a line for each device, extra ones too.

    `remarks` are what the finders of differences wrote, by difference, as far as it was not erased.
    """

    consignment: Consignment
    sender: str
    receiver: str
    carrier: str | None
    lines: tuple[DeviceLine, ...]
    changed_at: datetime
    remarks: Mapping[DifferenceId, str]
    load: LoadView = NO_LOAD


@dataclass(frozen=True)
class ConsignmentSummary:
    """A consignment in a list, with the names of its sides, and what ends soon of what they must show."""

    tally: Tally
    sender: str
    receiver: str
    ending: tuple[Ending, ...] = ()


@dataclass(frozen=True)
class ScanAnswer:
    """What one scan at receipt means, and the next thing to do.

    `repeated`: the scan had been answered before, and changed nothing now. `condition` is what the device was offered
    as; `difference` the item that it made, or that waits for an answer.
    """

    scan_id: ScanId
    verdict: Verdict
    what: Message
    next_step: Message
    occurred_at: datetime
    raw: str
    device: DeviceKey | None = None
    condition: Condition | None = None
    difference: DifferenceId | None = None
    rule: str | None = None
    repeated: bool = False


@dataclass(frozen=True)
class ReceiptView:
    """The answers to a batch of scans, and how many devices are now how far."""

    answers: tuple[ScanAnswer, ...]
    lines: Mapping[LineState, int]
    open_differences: int


@dataclass(frozen=True)
class ManifestCheck:
    """Whether a file is the manifest that was offered."""

    matches: bool
    sha256: str
    expected: str
