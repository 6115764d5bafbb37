"""`StatementPrinter`: erasure statements, set by typst from `statement.typ` beside this file."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from dpp.domain.actor import OrganisationId
from lifecycle.adapters.papers.setting import qr_picture, set_paper
from lifecycle.adapters.papers.words import Words, words
from lifecycle.domain.erasure.statement import Erased
from lifecycle.domain.vocabulary import DataState
from lifecycle.service.erasure_statements import StatementSheet

_GIGABYTE = 10**9


class TypstStatements:
    """`StatementPrinter`."""

    def pdf(self, sheets: Sequence[StatementSheet], language: str) -> bytes:
        return set_paper("statement.typ", plain_sheets(sheets, words(language)))


def plain_sheets(sheets: Iterable[StatementSheet], say: Words) -> dict[str, Any]:
    """What the template sets: texts, in the reader's language."""
    return {
        "language": say.language,
        "words": dict(say.tables["statement"]),
        "sheets": [_sheet(sheet, say) for sheet in sheets],
    }


def _sheet(sheet: StatementSheet, say: Words) -> dict[str, Any]:
    statement = sheet.statement
    return {
        "code": statement.code,
        "address": sheet.address,
        "picture": qr_picture(sheet.address),
        "facts": [list(fact) for fact in _facts(sheet, say)],
        "media": [
            {"serial": each.serial, "facts": [list(fact) for fact in _medium(each, sheet, say)]}
            for each in statement.media
        ],
    }


def _facts(sheet: StatementSheet, say: Words) -> Iterator[tuple[str, str]]:
    statement, text = sheet.statement, say.tables["statement"]
    yield text["number"], statement.code
    if statement.name:
        yield text["device"], statement.name
    yield text["numbers"], ", ".join(statement.numbers) or "-"
    yield text["organisation"], sheet.organisations[statement.organisation]
    yield text["issued"], say.moment(statement.issued_at)


def _medium(medium: Erased, sheet: StatementSheet, say: Words) -> Iterator[tuple[str, str]]:
    text = say.tables["statement"]
    yield text["kind"], say("kind", medium.kind)
    if medium.model:
        yield text["model"], medium.model
    if medium.size_bytes:
        yield text["size"], f"{medium.size_bytes / _GIGABYTE:.0f} GB"
    yield text["result"], text["removed"] if medium.is_removed else say("data", medium.data)
    yield text["performed"], say.moment(medium.at)
    if not medium.is_removed:
        yield from _done(medium, sheet, say)
    yield from ((text["evidence"], each) for each in medium.evidence)
    yield text["rests_on"], ", ".join(medium.rests_on)


def _done(medium: Erased, sheet: StatementSheet, say: Words) -> Iterator[tuple[str, str]]:
    text = say.tables["statement"]
    if medium.category is not None:
        yield text["method"], say("category", medium.category)
    yield text["technique"], medium.technique or "-"
    if medium.data is DataState.DESTROYED:
        if medium.particle_mm is not None:
            yield text["particles"], f"{medium.particle_mm} mm"
        yield text["witness"], _whom(medium, sheet, _name(medium.verified_by, sheet))
        return
    yield text["tool"], " ".join(filter(None, (medium.tool, medium.tool_version)))
    if medium.tool_verified is not None:
        yield text["tool_check"], text["yes" if medium.tool_verified else "no"]
    yield text["checked"], say.moment(medium.verified_at)
    yield text["checked_how"], _how(medium, say)
    another = text["another"].replace("{organisation}", _name(medium.verified_by, sheet))
    yield text["checked_by"], _whom(medium, sheet, another)


def _how(medium: Erased, say: Words) -> str:
    text = say.tables["statement"]
    if medium.sample_share is not None:
        return text["share"].replace("{percent}", f"{medium.sample_share * 100:.0f}")
    if medium.lot_size:
        others = str(medium.lot_size - 1)
        return text["lot"].replace("{others}", others).replace("{sample}", str(medium.sample_size or 0))
    return text["full"]


def _whom(medium: Erased, sheet: StatementSheet, otherwise: str) -> str:
    """The name that was given for the paper, for as long as it is not erased."""
    return next((sheet.checked_by[each] for each in medium.rests_on if each in sheet.checked_by), otherwise)


def _name(organisation: OrganisationId | None, sheet: StatementSheet) -> str:
    return "-" if organisation is None else sheet.organisations[organisation]
