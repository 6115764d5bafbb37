"""Disassembly depth, fasteners and tools from how each part comes out: (EU) 2023/1669, Annex IV, point 5.

Rules:
1. Each is the weighted sum of a score for each priority part (`phones.weights`); of a part that is listed twice the
   lower score counts.
2. A part that the passport does not list may be absent (5) or hard to reach (1): its score is that whole range.
3. Who may authorise a part is in `serialisedParts`. The maker alone: five steps more. The owner: none. Whether the tool
   of a professional counts as remote authorisation is not certain to us: the score is the range of both.
4. `camera` without saying which stands for both.
"""

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from enum import StrEnum

from dpp.domain.document import Elements
from dpp.domain.message import Message, message
from dpp.domain.repairability import phones
from dpp.domain.repairability.between import Between
from dpp.domain.repairability.finding import number, text
from dpp.domain.repairability.phones import Part
from dpp.domain.repairability.working import Input, Term

STEPS, PAIRING = "disassemblySteps", "serialisedParts"
_CODES: Mapping[str, tuple[Part, ...]] = {
    **{part.value.replace(" ", "-"): (part,) for part in Part},
    "display": (Part.DISPLAY,),
    "camera": (Part.FRONT_CAMERA, Part.REAR_CAMERA),
}
PART_NAMES: Mapping[Part, Message] = {
    Part.BATTERY: message("battery"),
    Part.DISPLAY: message("display assembly"),
    Part.BACK_COVER: message("back cover"),
    Part.FRONT_CAMERA: message("front camera"),
    Part.REAR_CAMERA: message("rear camera"),
    Part.CHARGING_PORT: message("charging port"),
    Part.BUTTONS: message("buttons"),
    Part.MICROPHONE: message("microphone"),
    Part.SPEAKER: message("speaker"),
    Part.HINGE: message("hinge"),
}
_UNLISTED = message("The passport does not say how this part comes out: its score lies between 1 and 5.")
_A_TOOL_OF_PROFESSIONALS = message(
    "Whether pairing with a tool of professionals counts as remote authorisation was not confirmed in the Official "
    "Journal: both scores are possible."
)


class Criterion(StrEnum):
    """What is scored part by part; the member of `repairabilityScores` that declares the sum."""

    DEPTH = "disassemblyDepth"
    FASTENERS = "fasteners"
    TOOLS = "tools"


TITLES: Mapping[Criterion, Message] = {
    Criterion.DEPTH: message("Disassembly depth"),
    Criterion.FASTENERS: message("Fasteners"),
    Criterion.TOOLS: message("Tools"),
}


def is_listed(elements: Elements) -> bool:
    """Whether the passport says of any part how it comes out."""
    return any(True for _ in _listed(elements))


def sum_of_parts(elements: Elements, criterion: Criterion) -> Term:
    """The weighted sum over the priority parts, with a term for each."""
    entries = list(_listed(elements))
    parts = tuple(
        _part(part, [(place, entry) for place, named, entry in entries if part in named], elements, criterion).weighing(
            weight
        )
        for part, weight in phones.weights(foldable=elements.get("foldable") is True).items()
    )
    shares = [share for part in parts if (share := part.contribution)]
    total = Between(sum((each.low for each in shares), Decimal(0)), sum((each.high for each in shares), Decimal(0)))
    return Term(criterion.value, TITLES[criterion], total, terms=parts)


def is_whole(term: Term) -> bool:
    """Whether every part of a sum was listed (rule 2)."""
    return all(part.inputs for part in term.terms)


def _listed(elements: Elements) -> Iterator[tuple[int, tuple[Part, ...], Mapping[str, object]]]:
    """The place, the priority parts and the words of each entry about such a part."""
    entries = elements.get(STEPS)
    if not isinstance(entries, list):
        return
    for place, entry in enumerate(entries):
        if isinstance(entry, Mapping) and (parts := _CODES.get(text(entry, "part") or "")):
            yield place, parts, entry


_Entry = tuple[int, Mapping[str, object]]


def _part(part: Part, entries: list[_Entry], elements: Elements, criterion: Criterion) -> Term:
    """Rule 1 for one part, rule 2 where none of its entries says it."""
    scored = [found for entry in entries if (found := _SCORED[criterion](entry, part, elements))]
    if not scored:
        return Term(part.value, PART_NAMES[part], Between.of(1, 5), doubt=_UNLISTED)
    value = Between(min(score.low for score, _ in scored), min(score.high for score, _ in scored))
    inputs = tuple(read for _, reads in scored for read in reads)
    return Term(
        part.value, PART_NAMES[part], value, inputs=inputs, doubt=None if value.is_certain else _A_TOOL_OF_PROFESSIONALS
    )


_Scored = tuple[Between, tuple[Input, ...]]


def _depth(entry: _Entry, part: Part, elements: Elements) -> _Scored | None:
    place, said = entry
    steps = number(said, "steps")
    if steps is None:
        return None
    without, remote = (phones.depth_score(steps, remote_authorisation=more) for more in (False, True))
    read: tuple[Input, ...] = (Input(f"$.{STEPS}[{place}].steps", steps),)
    pairing = dict(_pairings(elements, part))
    if not pairing:
        return Between.of(without), read
    read += tuple(Input(path, how) for path, how in pairing.items())
    if "maker-only" in pairing.values():
        return Between.of(remote), read
    return Between.of(remote if "professional-tool" in pairing.values() else without, without), read


def _pairings(elements: Elements, part: Part) -> Iterator[tuple[str, str]]:
    """Where and how this part is authorised (rule 3)."""
    entries = elements.get(PAIRING)
    for place, entry in enumerate(entries if isinstance(entries, list) else ()):
        if not isinstance(entry, Mapping) or part not in _CODES.get(text(entry, "part") or "", ()):
            continue
        if how := text(entry, "pairing"):
            yield f"$.{PAIRING}[{place}].pairing", how


def _by_code(member: str, scores: Mapping[str, int]) -> Callable[[_Entry, Part, Elements], _Scored | None]:
    def scored(entry: _Entry, _part: Part, _elements: Elements) -> _Scored | None:
        place, said = entry
        code = text(said, member)
        if code is None or code not in scores:
            return None
        return Between.of(scores[code]), (Input(f"$.{STEPS}[{place}].{member}", code),)

    return scored


_SCORED: Mapping[Criterion, Callable[[_Entry, Part, Elements], _Scored | None]] = {
    Criterion.DEPTH: _depth,
    Criterion.FASTENERS: _by_code("fastenerReuse", phones.FASTENERS),
    Criterion.TOOLS: _by_code("toolGroup", phones.TOOLS),
}
