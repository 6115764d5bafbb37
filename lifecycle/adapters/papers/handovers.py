"""`HandoverPrinter`: the hand-over document, set by typst from `handover.typ` beside this file."""

from collections.abc import Iterable
from typing import Any

from dpp.domain.opaque import LabelCode, print_label_code
from lifecycle.adapters.papers.setting import qr_picture, set_paper
from lifecycle.adapters.papers.words import Words, words
from lifecycle.domain.consignment import Condition, DifferenceItem, Line, LineState, Terms
from lifecycle.service.consignment_papers import HandoverSheet

_UNKNOWN = "-"


class TypstHandovers:
    """`HandoverPrinter`."""

    def pdf(self, sheet: HandoverSheet, language: str) -> bytes:
        """A tagged PDF on A4; its fonts are in it."""
        return set_paper("handover.typ", plain_sheet(sheet, words(language)))


def plain_sheet(sheet: HandoverSheet, say: Words) -> dict[str, Any]:
    """What the template sets: texts, in the reader's language."""
    consignment = sheet.view.consignment
    named = {line.device: line.condition for line in consignment.lines}
    return {
        "language": say.language,
        "words": dict(say.texts),
        "name": sheet.name,
        "address": sheet.address,
        "code": qr_picture(sheet.address),
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
        _UNKNOWN if was.label is None else print_label_code(LabelCode(was.label)),
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
