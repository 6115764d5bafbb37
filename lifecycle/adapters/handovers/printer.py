"""`HandoverPrinter`: the hand-over document, set by typst from `handover.typ` beside this file.

Its bytes depend on the sheet and the language alone: no date of making, no font of the machine.
"""

import json
from collections.abc import Iterable
from importlib.resources import files
from typing import Any

import typst

from dpp.adapters.labels.symbols import modules, outline
from dpp.domain.labels.symbols import qr_code
from lifecycle.adapters.handovers.words import Words, words
from lifecycle.domain.consignment import Condition, DifferenceItem, Line, LineState, Terms
from lifecycle.service.consignment_papers import HandoverSheet

_UNKNOWN = "-"


class TypstHandovers:
    """`HandoverPrinter`."""

    def pdf(self, sheet: HandoverSheet, language: str) -> bytes:
        """A tagged PDF on A4; its fonts are in it."""
        template = files(__package__).joinpath("handover.typ").read_bytes()
        inputs = {"sheet": json.dumps(plain_sheet(sheet, words(language)))}
        return typst.compile(template, format="pdf", sys_inputs=inputs, ignore_system_fonts=True)


def plain_sheet(sheet: HandoverSheet, say: Words) -> dict[str, Any]:
    """What the template sets: texts, in the reader's language."""
    consignment = sheet.view.consignment
    named = {line.device: line.condition for line in consignment.lines}
    return {
        "language": say.language,
        "words": dict(say.texts),
        "name": sheet.name,
        "address": sheet.address,
        "code": _code(sheet.address),
        "facts": [list(fact) for fact in _facts(sheet, say)],
        "lines": [_line(number, line, say) for number, line in enumerate(consignment.lines, start=1)],
        "differences": [_difference(item, named.get(item.device), sheet, say) for item in consignment.items],
        "sides": [sheet.view.sender, sheet.view.receiver],
    }


def _facts(sheet: HandoverSheet, say: Words) -> Iterable[tuple[str, str]]:
    view, consignment = sheet.view, sheet.view.consignment
    text = say.texts
    yield text["sender"], view.sender
    yield text["receiver"], view.receiver
    yield text["carrier"], view.carrier or text["none"]
    yield text["state"], say("state", consignment.state)
    yield from _terms(consignment.terms, say)
    yield text["offered"], say.moment(consignment.offered_at)
    yield text["closed"], say.moment(consignment.closed_at)
    yield text["hash"], consignment.manifest_sha256 or ""


def _terms(terms: Terms, say: Words) -> Iterable[tuple[str, str]]:
    text = say.texts
    if terms.route is None or terms.ground is None:
        yield text["ownership"], text["custody_only"]
    else:
        yield text["ownership"], say("route", terms.route)
        yield text["ground"], say("ground", terms.ground)
    stated = (("contract", terms.contract), ("unit", terms.unit), ("agreement", terms.processor_agreement))
    yield text["seal"], terms.seal or text["none"]
    yield from ((text[word], value) for word, value in stated if value)


def _line(number: int, line: Line, say: Words) -> list[str]:
    was = line.condition or Condition()
    grade = "/".join(filter(None, (was.functional, was.cosmetic)))
    arrival = say.moment(line.received_at) if line.state is LineState.RECEIVED else say("line", line.state)
    return [
        str(number),
        was.label or _UNKNOWN,
        was.model or _UNKNOWN,
        was.serial or line.device,
        grade or _UNKNOWN,
        _UNKNOWN if was.data is None else say("data", was.data),
        f"{arrival} ({say.texts['extra']})" if line.extra else arrival,
    ]


def _difference(item: DifferenceItem, was: Condition | None, sheet: HandoverSheet, say: Words) -> list[str]:
    answer = item.answer
    remark = sheet.view.remarks.get(item.id)
    what = say("difference", item.difference)
    return [
        (was.serial if was is not None else None) or item.device,
        f"{what}: {remark}" if remark else what,
        say.moment(item.found_at),
        say.texts["open"] if answer is None else f"{say('resolution', answer.resolution)}, {say.moment(answer.at)}",
    ]


def _code(address: str) -> str:
    """The QR code of the address, as SVG with its quiet zone."""
    symbol = qr_code(address)
    quiet, side = symbol.kind.quiet, symbol.modules
    box = f"{-quiet} {-quiet} {side + 2 * quiet} {side + 2 * quiet}"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}">'
        f'<path shape-rendering="crispEdges" d="{outline(modules(symbol))}"/></svg>'
    )
