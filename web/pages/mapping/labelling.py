"""Pages of pre-printed labels from what the services tell."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from dpp.domain.actor import OrganisationId
from dpp.domain.errors import KringpasError
from dpp.domain.labels.options import DOTS_PER_MM
from dpp.domain.labels.pairing import Half, Scanned, Told
from dpp.domain.labels.rolls import LabelFault, parts_of
from dpp.domain.labels.sizes import LabelSize
from dpp.domain.message import Message, message
from dpp.domain.opaque import LabelCode, print_label_code
from dpp.service.labels.rolls import RollView
from lifecycle.service.label_views import LinkView
from lifecycle.service.ports import DeviceLine
from web.pages.contexts.frame import Choice, Tone
from web.pages.contexts.labelling import BenchVerdict, Linked, RollLine, Waiting
from web.pages.mapping.heads import address_of, name_of
from web.pages.words import word

ALREADY = "already-linked"
_DEVICE, _LABEL = message("Now scan the device."), message("Now scan the label.")
_NEXT = message("Scan the next label, or the next device.")

TOLD: Mapping[str, BenchVerdict] = MappingProxyType(
    {
        Told.WAITS_FOR_DEVICE: BenchVerdict(Tone.INFO, message("The label is read."), _DEVICE),
        Told.WAITS_FOR_LABEL: BenchVerdict(Tone.INFO, message("The device is read."), _LABEL),
        Told.SAME_LABEL: BenchVerdict(Tone.ATTENTION, message("That is the same label again."), _DEVICE),
        Told.SAME_DEVICE: BenchVerdict(Tone.ATTENTION, message("That is the same device again."), _LABEL),
        Told.OTHER_LABEL: BenchVerdict(
            Tone.ATTENTION, message("Two labels in a row: the last one counts, put the first one back."), _DEVICE
        ),
        Told.OTHER_DEVICE: BenchVerdict(
            Tone.ATTENTION, message("Two devices in a row: the last one counts, the first has no label yet."), _LABEL
        ),
        ALREADY: BenchVerdict(Tone.ATTENTION, message("This label is on this device already."), _NEXT),
    }
)
"""What an address tells by a word."""

FAULTS = tuple(Choice(fault, fault) for fault in LabelFault)
FORMS = (
    Choice("pdf", message("PDF, for any printer")),
    *(Choice(f"zpl-{dpi}", message("ZPL, for a Zebra printer of {dpi} dots per inch", dpi=dpi)) for dpi in DOTS_PER_MM),
)


def verdict_of_link(link: LinkView) -> BenchVerdict:
    """A pair that was linked."""
    code = None if link.label is None else print_label_code(link.label)
    said = message("Label {code} is linked.", code=code)
    address = None if link.device is None or link.line is None else address_of(link.device)
    return BenchVerdict(Tone.GOOD, said, _NEXT, called(link.line), address, code)


def verdict_of_refusal(error: KringpasError) -> BenchVerdict:
    """Nothing was linked, and what waited goes on waiting."""
    return BenchVerdict(Tone.STOP, error.what, error.remedy or message("Scan another code."))


def waiting_of(scanned: Scanned, line: DeviceLine | None) -> Waiting:
    if scanned.half is Half.LABEL:
        return Waiting(message("Label"), print_label_code(LabelCode(scanned.key)))
    return Waiting(message("Device"), called(line))


def linked(links: Iterable[LinkView]) -> tuple[Linked, ...]:
    """Pairs that were recorded, in the order given."""
    return tuple(
        Linked(link.recorded_at, print_label_code(link.label), called(link.line), address_of(link.device))
        for link in links
        if link.recorded_at is not None and link.label is not None and link.device is not None
    )


def called(line: DeviceLine | None) -> str | None:
    """Brand, model and the number that people use."""
    if line is None:
        return None
    return " ".join(filter(None, (name_of(line), line.asset_tag or line.serial))) or None


def roll_line(view: RollView, sizes: Mapping[str, str], names: Mapping[OrganisationId, str]) -> RollLine:
    """`sizes` in words by their names; `names` of organisations, where more than the reader's own are shown."""
    roll, use = view.roll, view.use
    return RollLine(
        address=f"/labelling/rolls/{roll.roll_id}",
        name=roll.roll_id,
        ordered=roll.issued_at,
        size=sizes.get(roll.size, roll.size),
        labels=roll.labels,
        active=use.active,
        retired=use.retired,
        left=use.unclaimed,
        organisation=names.get(roll.organisation),
        lost=None if roll.retired is None else word(roll.retired.fault),
    )


def size_choices(sizes: Iterable[LabelSize]) -> tuple[Choice, ...]:
    return tuple(Choice(size.name, size.title) for size in sizes)


def part_choices(labels: int) -> tuple[Choice, ...]:
    """The pieces of a roll, by their places."""
    return tuple(Choice(f"{first}-{last}", _places(first, last)) for first, last in parts_of(labels))


def _places(first: int, last: int) -> Message:
    return message("Labels {first} to {last}", first=first, last=last)
