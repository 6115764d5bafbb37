"""The intake station from what became of the scans."""

from collections.abc import Iterable
from typing import NamedTuple

from dpp.domain.message import Message, message
from lifecycle.domain.checklists import checklists_for
from lifecycle.service.ports import DeviceLine
from lifecycle.service.views import DeviceView, ForeignAddress, ScanView
from web.pages.contexts.frame import Tone
from web.pages.contexts.intake import Candidate, Need, Scan, Verdict
from web.pages.mapping.heads import address_of, head_of_line, name_of

WORDS = {
    Tone.GOOD: message("Known"),
    Tone.ATTENTION: message("Look at it"),
    Tone.STOP: message("Set apart"),
}


def verdict_of(scan: ScanView, view: DeviceView | None) -> Verdict:
    """What the last scan means. `view` is the device, where this person may see it: then what it needs is told."""
    line = scan.matches[0] if len(scan.matches) == 1 else None
    tone = Tone(scan.verdict)
    return Verdict(
        tone=tone if scan.already is None or tone is Tone.STOP else Tone.INFO,
        headline=scan.what,
        next_step=scan.next_step,
        device=name_of(line) if line else None,
        address=address_of(line.device_key) if line else None,
        scanned=_shown(scan.scan.raw),
        needs=() if view is None else tuple(Need(need.what, need.done, need.address) for need in needs_of(view)),
        candidates=tuple(map(_candidate, scan.matches)) if len(scan.matches) > 1 else (),
        warnings=_warnings(scan),
        near=tuple(_candidate(near.line) for near in scan.near),
        foreign=None if scan.matches else foreign_offer(scan.foreign),
        again=None if scan.already is None else scan.scanned_at,
    )


def foreign_offer(foreign: ForeignAddress | None) -> str | None:
    """The address that a person may have us ask; none that is made to look like ours."""
    return None if foreign is None or foreign.warning is not None else foreign.address


def scans_of(scans: Iterable[ScanView]) -> tuple[Scan, ...]:
    """The last scans, in the order given."""
    return tuple(_scan(scan) for scan in scans)


def _scan(scan: ScanView) -> Scan:
    line = scan.matches[0] if scan.matches else None
    tone = Tone(scan.verdict)
    return Scan(
        at=scan.scanned_at,
        scanned=_shown(scan.scan.raw),
        device=name_of(line) if line else None,
        address=address_of(line.device_key) if line else None,
        tone=tone,
        word=WORDS[tone],
    )


def _shown(raw: str) -> str:
    """What a person can read of it: GS1's separator as a space, no other control characters."""
    return "".join(each if each.isprintable() else " " for each in raw).strip()


def _candidate(line: DeviceLine) -> Candidate:
    return Candidate(head_of_line(line), line.device_key, line.place)


def _warnings(scan: ScanView) -> tuple[Message, ...]:
    """What to know; near misses of a code that nobody knew alone: a number that finds its device was read right."""
    is_known = scan.matches and not scan.is_new
    near = () if is_known else (each for candidate in scan.scan.candidates for each in candidate.warnings)
    return tuple({str(warning): warning for warning in (*scan.warnings, *near)}.values())


class Needed(NamedTuple):
    """What a device needs. `key` is a word for it that is the same in every language."""

    key: str
    what: Message
    done: bool
    address: str


def needs_of(view: DeviceView) -> tuple[Needed, ...]:
    """What is still needed, in the order of the number keys; a placeholder needs other things first."""
    device, at = view.device, address_of(view.device.key)
    evidence = Needed("evidence", message("evidence"), bool(device.evidence), f"{at}/evidence")
    if not device.known:
        thing = message("kind, without a passport")
        return (
            evidence,
            Needed("identity", message("identity"), done=False, address=f"{at}/identity"),
            Needed("thing", thing, done=False, address=f"/things/new?device={device.key}"),
            Needed("charger", message("charger"), device.charger is not None, f"{at}/charger"),
        )
    if device.ownership is None:
        passport = f"/devices/new?device={device.key}"
        return (evidence, Needed("passport", message("passport"), done=False, address=passport))
    has_locks = bool(checklists_for(device.category))
    label = f"/passports/{view.passport_id}/label" if view.labels else at
    return (
        evidence,
        Needed("charger", message("charger"), device.charger is not None, f"{at}/charger"),
        Needed("grade", message("grade"), device.grades is not None, f"{at}/inspection"),
        _erasure(view),
        Needed("label", message("label"), done=False, address=label),
        *(
            (Needed("locks", message("locks"), device.locks_looked_for is not None, f"{at}/locks"),)
            if has_locks
            else ()
        ),
    )


def _erasure(view: DeviceView) -> Needed:
    """The erasure, or where that was done the check of it."""
    device, at = view.device, address_of(view.device.key)
    if any(medium.awaits_verification for medium in device.unsafe_media):
        return Needed("verification", message("check of erasure"), device.is_data_safe, f"{at}/verification")
    return Needed("erasure", message("erasure"), device.is_data_safe, f"{at}/erasure")
