"""The JSON of the intake station (`web.pages.station`). `say` gives a message in the language of the reader."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from dpp.api.rendering import json_of
from dpp.domain.message import Message, message
from lifecycle.domain.inbox import Refusal
from lifecycle.domain.vocabulary import CosmeticGrade, FunctionalGrade
from lifecycle.service.consignment_views import ScanAnswer
from lifecycle.service.event_batches import EventAnswer
from lifecycle.service.ports import DeviceLine
from lifecycle.service.station import SeenScan, StationAnswer
from lifecycle.service.station_pallets import Pallet, PalletDevice, PalletLine
from lifecycle.service.views import DeviceView
from web.pages.contexts.device import Happening
from web.pages.mapping.consignment import name
from web.pages.mapping.device import summary_of, timeline_of
from web.pages.mapping.heads import address_of, name_of
from web.pages.mapping.intake import needs_of, verdict_of
from web.pages.reading import Reader

Say = Callable[[object], str]

_ENDS: Mapping[str, Message] = {
    FunctionalGrade.F6: message("as new"),
    FunctionalGrade.F1: message("does not work"),
    CosmeticGrade.C9: message("as new"),
    CosmeticGrade.C0: message("broken"),
}
"""What the ends of both scales mean (R2v3: higher is better)."""


def grades(kind: type[FunctionalGrade] | type[CosmeticGrade], say: Say) -> list[dict[str, str]]:
    """The grades, best first; the ends of the scale say what they mean."""
    best_first = sorted((grade.value for grade in kind), reverse=True)
    return [{"grade": grade, "text": say(_ENDS[grade]) if grade in _ENDS else ""} for grade in best_first]


def pallet_line(line: PalletLine) -> dict[str, Any]:
    """A pallet in the list; people know it by its number."""
    told = {"id": line.id, "name": name(line.id), "sender": line.sender}
    return told | {"expected": line.expected, "scanned": line.scanned}


def pallet(found: Pallet) -> dict[str, Any]:
    """A pallet with its devices."""
    devices = [_device(each) | {"scanned": each.scanned} for each in found.devices]
    return pallet_line(found.line) | {"devices": devices, "extra": [_device(each) for each in found.extra]}


def sending(answer: StationAnswer, say: Say, *, now: PalletLine | None, today: int | None) -> dict[str, Any]:
    """What became of a sending; `now` is its pallet, as it is after it."""
    batch = answer.batch
    told: dict[str, Any] = json_of({name: value for name, value in vars(batch).items() if name != "events"})
    return told | {
        "events": [_event(each, answer, say) for each in batch.events],
        "pallet": None if now is None else pallet_line(now),
        "receipt": _refusal(answer.receiving.refusal, say),
        "today": today,
    }


def view(seen: SeenScan, say: Say) -> dict[str, Any]:
    """What a scan means, and the one thing to do next."""
    verdict = verdict_of(seen.scan, seen.device)
    line = seen.scan.matches[0] if len(seen.scan.matches) == 1 else None
    needs = () if seen.device is None else needs_of(seen.device)
    return {
        "verdict": seen.scan.verdict,
        "tone": verdict.tone.value,
        "sound": verdict.sound,
        "what": say(verdict.headline),
        "next_step": say(verdict.next_step),
        "device": None if line is None else _named(line) | {"address": address_of(line.device_key)},
        "needs": [
            {"key": each.key, "what": say(each.what), "done": each.done, "address": each.address} for each in needs
        ],
        "candidates": _candidates(seen.scan.matches if line is None else ()),
        "near": _candidates(near.line for near in seen.scan.near),
        "warnings": [say(warning) for warning in verdict.warnings],
        "already": seen.scan.already is not None,
    }


def life(view: DeviceView, reader: Reader) -> dict[str, Any]:
    """What is recorded of a device, the newest first; nobody is named."""
    _, standing = summary_of(view.device)
    codes = dict.fromkeys(claim.value for claim in view.device.claims)
    return {
        "name": name_of(view.line),
        "codes": [*view.labels, *codes],
        "standing": reader.say(standing),
        "life": [_happening(each, reader) for each in timeline_of(view, {})],
    }


def _happening(each: Happening, reader: Reader) -> dict[str, Any]:
    return {
        "at": json_of(each.at),
        "what": reader.say(each.kind),
        "details": [reader.say(detail) for detail in each.details],
        "organisation": each.organisation,
        "corrected": each.corrected,
    }


def _event(each: EventAnswer, answer: StationAnswer, say: Say) -> dict[str, Any]:
    seen, receipt = answer.seen.get(each.event_id), answer.receiving.answers.get(each.event_id)
    return {
        "event_id": each.event_id,
        "outcome": each.outcome,
        "device": each.device,
        "repeats": each.already,
        "item": each.item,
        "refusal": _refusal(each.refusal, say),
        "view": None if seen is None else view(seen, say),
        "receipt": None if receipt is None else _receipt(receipt, say),
    }


def _receipt(answer: ScanAnswer, say: Say) -> dict[str, str]:
    return {"verdict": answer.verdict.value, "what": say(answer.what), "next_step": say(answer.next_step)}


def _refusal(refusal: Refusal | None, say: Say) -> dict[str, str | None] | None:
    if refusal is None:
        return None
    remedy = None if refusal.remedy is None else say(refusal.remedy)
    return {"rule": refusal.rule, "what": say(refusal.what), "remedy": remedy}


def _device(each: PalletDevice) -> dict[str, Any]:
    return _named(each.line) | {"codes": list(each.codes)}


def _candidates(lines: Iterable[DeviceLine]) -> list[dict[str, Any]]:
    return [_named(line) | {"where": line.place} for line in lines]


def _named(line: DeviceLine) -> dict[str, Any]:
    return {"key": line.device_key, "name": name_of(line)}
