"""What a change over EN 18222 means for a passport that inherits: which elements become its own.

Rules (EN 18222, UpdateDPPById and UpdateDataElement; RFC 7396):
1. A change is made to the document as a whole, as its writer sees it; only what differs afterwards is a change.
2. An element that differs becomes the passport's own, also where it was inherited until then.
3. An own element that is taken away shows again what is inherited. What is only inherited cannot be taken away here.
4. Objects have an `id` that follows from their place (`dpp.domain.forms`): it makes no difference.
5. Of the header, the status and the facility can be changed; the rest may be repeated as it is. `lastUpdated` is ours.
6. A new batch or item keeps only what is its own: an element that says just what is inherited is left out.
"""

from collections.abc import Mapping
from typing import Any

from dpp.domain.catalogue import Catalogue
from dpp.domain.document import Elements
from dpp.domain.errors import InvalidInput, Problem
from dpp.domain.exchange.deviation import Findings
from dpp.domain.exchange.full_form import read_full
from dpp.domain.exchange.header import header_name
from dpp.domain.forms import name_nodes
from dpp.domain.message import Message, message
from dpp.domain.proof import canonical

CHANGEABLE = frozenset({"dppStatus", "facilityId"})
_OURS = frozenset({"lastUpdated"})
_CONTEXT = "@context"
_ELEMENTS = "elements"


def says_the_same(name: str, one: Any, other: Any, catalogue: Catalogue) -> bool:
    """Whether two values of an element are the same (rule 4)."""
    named = (name_nodes({name: value}, catalogue) for value in (one, other))
    first, second = map(canonical, named)
    return first == second


def differing(before: Elements, after: Elements, catalogue: Catalogue) -> dict[str, Any]:
    """The elements of `after` that are new or say something else."""
    return {
        name: value
        for name, value in after.items()
        if name not in before or not says_the_same(name, before[name], value, catalogue)
    }


def own_after(own: Elements, shown: Elements, wanted: Elements, catalogue: Catalogue) -> dict[str, Any]:
    """The own elements of a passport that showed `shown` and is to show `wanted` (rules 2 and 3)."""
    gone = set(shown) - set(wanted)
    problems = tuple(Problem(f"$.{name}", _INHERITED) for name in sorted(gone - set(own)))
    if problems:
        raise InvalidInput(
            message("What is inherited cannot be taken away here."),
            problems,
            remedy=message("Give the element another value, or change the passport that says it."),
        )
    kept = {name: value for name, value in own.items() if name not in gone}
    return kept | differing(shown, wanted, catalogue)


def left_of(elements: Elements, inherited: Elements, catalogue: Catalogue) -> dict[str, Any]:
    """What a new passport has to say itself (rule 6)."""
    return differing(inherited, elements, catalogue)


def split(patch: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """The members of the header in a patch, and its elements: in the compressed form, or as a list in the full form."""
    header = {name: value for name, value in patch.items() if header_name(name)}
    elements = {name: value for name, value in patch.items() if name not in header and name != _CONTEXT}
    listed = elements.get(_ELEMENTS)
    if isinstance(listed, list):
        del elements[_ELEMENTS]
        elements |= of_full(listed)
    return header, elements


def of_full(listed: list[Any]) -> dict[str, Any]:
    """Typed elements as members of a patch; one without a value, or with null, takes the element away."""
    gone = dict.fromkeys(name for entry in listed if (name := _taken_away(entry)))
    said = [entry for entry in listed if not _taken_away(entry)]
    found = Findings()
    read, _ = read_full(said, found)
    problems = tuple(Problem(each.path, each.what) for each in found.deviations if each.severity == "error")
    if problems:
        raise InvalidInput(message("The elements cannot be read."), problems)
    return read | gone


def header_changes(shown: Mapping[str, Any], said: Mapping[str, Any]) -> dict[str, Any]:
    """What a patch changes in the header; InvalidInput for what cannot be changed (rule 5)."""
    differing = {name: value for name, value in said.items() if shown.get(name) != value and name not in _OURS}
    problems = tuple(
        Problem(f"$.{name}", message("'{name}' of a passport cannot be changed.", name=name))
        for name in sorted(set(differing) - CHANGEABLE)
    )
    if problems:
        raise InvalidInput(
            message("This part of the header follows from the passport itself."),
            problems,
            remedy=message("Leave it out, or repeat it as it is. You can change: {names}.", names=_NAMES),
        )
    return differing


def _taken_away(entry: Any) -> str | None:
    """The name of an element that says nothing; nothing for any other entry."""
    if not isinstance(entry, Mapping) or entry.get("value") is not None or {"elements", "url"} & set(entry):
        return None
    name = entry.get("elementId")
    return name if isinstance(name, str) else None


_NAMES = ", ".join(sorted(CHANGEABLE))
_INHERITED: Message = message("The passport inherits this: it has no such element of its own.")
