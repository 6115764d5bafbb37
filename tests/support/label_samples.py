"""The bench, rolls of labels and a label that goes out of use, as their pages show them."""

from datetime import UTC, datetime

from dpp.domain.labels.pairing import Told
from dpp.domain.labels.rolls import MOST_LABELS, LabelFault
from dpp.domain.message import message
from web.pages.contexts.frame import Choice, FormState, Person, Refusal, Tone
from web.pages.contexts.labelling import (
    BenchPage,
    BenchVerdict,
    Linked,
    RollLine,
    RollPage,
    RollsPage,
    Waiting,
    WithdrawalPage,
)
from web.pages.mapping.labelling import FAULTS, FORMS, TOLD, part_choices
from web.pages.rendering import Page
from web.pages.words import word

_MORNING = datetime(2026, 11, 20, 9, 14, tzinfo=UTC)
_DEVICE = "/devices/m2k8x0v4t7q1c5d9"
_PAIRS = (
    Linked(_MORNING, "7k3m-9x2p-4q8d", "Dell Latitude 7420 SSC-0048213", _DEVICE),
    Linked(_MORNING, "2b5c-8d1e-6f9g", None, "/devices/d2"),
)
_LINKED = BenchVerdict(
    Tone.GOOD,
    message("Label {code} is linked.", code="7k3m-9x2p-4q8d"),
    message("Scan the next label, or the next device."),
    "Dell Latitude 7420 SSC-0048213",
    _DEVICE,
    "7k3m-9x2p-4q8d",
)
_REFUSED = BenchVerdict(
    Tone.STOP,
    message("Label {code} is on another device already: {device}.", code="2b5c-8d1e-6f9g", device="HP E24 G5"),
    message("Take another label. If this one came off that device, retire it there."),
)
_ROLL = RollLine("/labelling/rolls/4t7q1c5d9m2k", "4t7q1c5d9m2k", _MORNING, "50 x 25 mm", 2500, 812, 14, 1674)
_LOST = RollLine(
    "/labelling/rolls/9m2k4t7q1c5d", "9m2k4t7q1c5d", _MORNING, "57x32", 100, 3, 97, 0, "RVO", word(LabelFault.LOST)
)
_SIZES = (Choice("dymo-99012", "Dymo 99012, 89 x 36 mm"), Choice("avery-l7160", "Avery L7160, 63.5 x 38.1 mm"))


def samples(person: Person) -> dict[str, tuple[Page, Person | None, str]]:
    """A bench in each of its states, rolls in use and lost, forms that came back."""
    label, device = Waiting(message("Label"), "7k3m-9x2p-4q8d"), Waiting(message("Device"), "Dell Latitude 7420")
    bench = {
        "bench-new": BenchPage(event="e1"),
        "bench-half": BenchPage(TOLD[Told.WAITS_FOR_DEVICE], label, _PAIRS, 31, "e2"),
        "bench-two-devices": BenchPage(TOLD[Told.OTHER_DEVICE], device, _PAIRS, 31, "e3"),
        "bench-linked": BenchPage(_LINKED, None, _PAIRS, 32, "e4"),
        "bench-refused": BenchPage(_REFUSED, device, _PAIRS, 32, "e5", FormState({"scan": "2b5c-8d1e-6f9g"})),
    }
    wrong = FormState({"labels": "0"}, {"labels": message("Give a whole number.")})
    nothing = Refusal(message("No label is left to print here: all are on a device, or retired."))
    rolls = {
        "rolls": RollsPage((_ROLL, _LOST), _SIZES, MOST_LABELS, wrong),
        "rolls-none": RollsPage((), _SIZES, MOST_LABELS),
    }
    roll = {
        "roll": RollPage(_ROLL, part_choices(2500), FORMS, FAULTS),
        "roll-lost": RollPage(_LOST, form=FormState(refusal=nothing)),
    }
    typed = FormState({"label": "7k3m", "new": "yes", "event": "e6"}, {"label": message("Fill this in.")})
    return {
        **{name: (page, person, "/labelling") for name, page in bench.items()},
        **{name: (page, person, "/labelling/rolls") for name, page in rolls.items()},
        **{name: (page, person, _ROLL.address) for name, page in roll.items()},
        "label-withdrawal": (WithdrawalPage(FAULTS, typed), person, "/labelling/labels"),
    }
