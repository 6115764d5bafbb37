"""From the JSON of `schemas/repair-guide/1.0` to a guide, and back.

`read_guide` takes what fits the schema, and checks what a schema cannot say; every fault is told with its path:
1. No two pieces have the same id.
2. What comes before a step stands above it in the list.
3. A time is not longer at its fastest than at its slowest.
4. A document is a file that is kept (`sha256`) or an address with who says so (`source`), and not neither.
5. No text looks like personal data (`dpp.domain.personal_data`).
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from dpp.domain.catalogue import AccessClass
from dpp.domain.errors import InvalidInput, Problem
from dpp.domain.message import message
from dpp.domain.part_kind import PartKind
from dpp.domain.personal_data import personal_data
from dpp.domain.repair_guide.guide import (
    Callout,
    Caution,
    Document,
    ExplodedView,
    Fastener,
    FaultCode,
    Minutes,
    Picture,
    Procedure,
    RepairGuide,
    Step,
    Tool,
    Words,
)
from dpp.domain.repair_guide.vocabulary import (
    Authority,
    DocumentKind,
    FastenerKind,
    ProcedureKind,
    Reuse,
    ToolKind,
    WarningKind,
)

LISTS = ("steps", "explodedViews", "faultCodes", "procedures", "documents")
"""The members of a guide, each a list of pieces."""
_NO_TEXT = (".sha256", ".address")
Json = Mapping[str, Any]


def read_guide(content: Json) -> RepairGuide:
    """The guide; InvalidInput with every fault (rules 1 to 5)."""
    problems = (*_ids(content), *_order(content), *_times(content), *_documents(content), *_people(content))
    if problems:
        raise InvalidInput(message("This repair guide is not right."), problems)
    return RepairGuide(
        steps=tuple(map(_step, content.get("steps", ()))),
        views=tuple(map(_view, content.get("explodedViews", ()))),
        fault_codes=tuple(map(_fault_code, content.get("faultCodes", ()))),
        procedures=tuple(map(_procedure, content.get("procedures", ()))),
        documents=tuple(map(_document, content.get("documents", ()))),
    )


def _ids(content: Json) -> Iterator[Problem]:
    met: set[str] = set()
    for name in LISTS:
        for at, piece in enumerate(content.get(name, ())):
            if piece["id"] in met:
                what = message("Another piece of this guide has the id '{id}' too.", id=piece["id"])
                yield Problem(f"$.{name}[{at}].id", what)
            met.add(piece["id"])


def _order(content: Json) -> Iterator[Problem]:
    above: set[str] = set()
    for at, step in enumerate(content.get("steps", ())):
        for place, before in enumerate(step.get("after", ())):
            if before not in above:
                what = message("'{step}' is no step above this one in the list.", step=before)
                yield Problem(f"$.steps[{at}].after[{place}]", what)
        above.add(step["id"])


def _times(content: Json) -> Iterator[Problem]:
    for at, step in enumerate(content.get("steps", ())):
        minutes = step.get("minutes")
        if minutes is not None and minutes["low"] > minutes["high"]:
            yield Problem(f"$.steps[{at}].minutes", message("The fastest time is longer than the slowest."))


def _documents(content: Json) -> Iterator[Problem]:
    for at, document in enumerate(content.get("documents", ())):
        if "address" in document and "source" not in document:
            yield Problem(f"$.documents[{at}].source", message("Say whose document it is."))
        if "address" not in document and "sha256" not in document:
            what = message("Give the address of the document, or the SHA-256 of a file that was sent here.")
            yield Problem(f"$.documents[{at}]", what)


def _people(content: Json) -> Iterator[Problem]:
    return (problem for problem in personal_data(content) if not problem.path.endswith(_NO_TEXT))


def _step(piece: Json) -> Step:
    return Step(
        id=piece["id"],
        does=Words(piece["does"]),
        after=tuple(piece.get("after", ())),
        frees=tuple(map(PartKind, piece.get("frees", ()))),
        tools=tuple(Tool(ToolKind(each["kind"]), _words(each.get("name"))) for each in piece.get("tools", ())),
        fasteners=tuple(map(_fastener, piece.get("fasteners", ()))),
        minutes=_minutes(piece.get("minutes")),
        warnings=_cautions(piece),
        pictures=tuple(map(_picture, piece.get("pictures", ()))),
        access=_access(piece),
    )


def _view(piece: Json) -> ExplodedView:
    callouts = tuple(Callout(each["number"], PartKind(each["part"])) for each in piece.get("callouts", ()))
    return ExplodedView(piece["id"], Words(piece["title"]), _picture(piece["picture"]), callouts, _access(piece))


def _fault_code(piece: Json) -> FaultCode:
    remedy = _words(piece.get("remedy"))
    return FaultCode(piece["id"], piece["code"], Words(piece["meaning"]), remedy, _access(piece))


def _procedure(piece: Json) -> Procedure:
    return Procedure(
        id=piece["id"],
        kind=ProcedureKind(piece["kind"]),
        title=Words(piece["title"]),
        how=Words(piece["how"]),
        authority=Authority(piece.get("authority", Authority.ANYBODY)),
        proof=_words(piece.get("proof")),
        address=piece.get("address"),
        warnings=_cautions(piece),
        access=_access(piece),
    )


def _document(piece: Json) -> Document:
    return Document(
        id=piece["id"],
        kind=DocumentKind(piece["kind"]),
        title=Words(piece["title"]),
        language=piece["language"],
        media_type=piece["mediaType"],
        size=piece.get("size"),
        sha256=piece.get("sha256"),
        address=piece.get("address"),
        source=piece.get("source"),
        access=_access(piece),
    )


def _access(piece: Json) -> AccessClass:
    return AccessClass(piece.get("access", AccessClass.PUBLIC))


def _words(said: Mapping[str, str] | None) -> Words | None:
    return None if said is None else Words(said)


def _minutes(said: Mapping[str, float] | None) -> Minutes | None:
    return None if said is None else Minutes(said["low"], said["high"])


def _fastener(said: Json) -> Fastener:
    return Fastener(FastenerKind(said["kind"]), Reuse(said["reuse"]), said.get("count", 1), said.get("size"))


def _cautions(piece: Json) -> tuple[Caution, ...]:
    every: Sequence[Json] = piece.get("warnings", ())
    return tuple(Caution(WarningKind(each["kind"]), _words(each.get("text"))) for each in every)


def _picture(said: Json) -> Picture:
    return Picture(said["sha256"], Words(said["shows"]))
