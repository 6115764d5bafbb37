"""The classes of EN 45554 as the passport gives them: how each part can be replaced, A being the easiest.

Rules:
1. The standard classifies criteria and gives no formula: nothing is worked out, and parts make no sum.
2. For displays they are the only thing that is said of repairability by a common measure; the working says so.
"""

from collections.abc import Iterator, Mapping

from dpp.domain.document import Elements
from dpp.domain.message import Message, message
from dpp.domain.repairability.finding import text
from dpp.domain.repairability.working import Input, Term, Verdict, Working

SOURCE = "EN 45554:2020"
CLASSES = "repairClasses"
CRITERIA: Mapping[str, Message] = {
    "fastenerClass": message("Fasteners"),
    "toolClass": message("Tools"),
    "environmentClass": message("Working place"),
    "skillClass": message("Skill"),
    "diagnosisClass": message("Diagnosis"),
    "partsOfferClass": message("Who gets parts"),
    "informationClass": message("Information"),
    "resetClass": message("Password reset"),
}
_THE_WHOLE = "product"


def working(elements: Elements, group: str) -> Working | None:
    """The classes; nothing where there are none, except for a display, which has no other measure (rule 2)."""
    terms = tuple(_parts(elements))
    only = (message("Displays have no official repairability score: these classes are the only common measure."),)
    if not terms and group != "display":
        return None
    return Working(
        rule="en45554.classes",
        title=message("Repair classes of EN 45554"),
        path=f"$.{CLASSES}",
        source=SOURCE,
        verdict=Verdict.AS_GIVEN if terms else Verdict.INCOMPLETE,
        terms=terms,
        why=only if group == "display" else (),
        missing=() if terms else (CLASSES,),
    )


def _parts(elements: Elements) -> Iterator[Term]:
    entries = elements.get(CLASSES)
    for place, entry in enumerate(entries if isinstance(entries, list) else ()):
        if not isinstance(entry, Mapping):
            continue
        letters = tuple(
            Term(name, label, letter=said, inputs=(Input(f"$.{CLASSES}[{place}].{name}", said),))
            for name, label in CRITERIA.items()
            if (said := text(entry, name))
        )
        if letters:
            part = text(entry, "part") or _THE_WHOLE
            yield Term(part, message("{part}", part=part), terms=letters)
