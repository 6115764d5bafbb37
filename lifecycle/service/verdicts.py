"""What a scan means in one word, one sentence and one next thing to do."""

from dataclasses import dataclass
from datetime import datetime

from dpp.domain.hosts import host_of
from dpp.domain.message import Message, message
from dpp.domain.opaque import DeviceKey
from dpp.domain.scanning import ScanKind, ScanResult
from lifecycle.domain.vocabulary import Lifecycle
from lifecycle.service.identity import claims_of, lines_of, meant_by, names_many, near_devices, passport_named
from lifecycle.service.ports import DeviceLine, LifecycleReads
from lifecycle.service.views import ForeignAddress, NamedPassport, NearMiss, ScanView

_Said = tuple[str, Message, Message]
_SOMETHING_ELSE = message("Scan another code on the device, or type its serial number.")


@dataclass(frozen=True)
class Found:
    """What was found under a scan: devices, else those that may have been meant; and the passport that it names."""

    lines: tuple[DeviceLine, ...] = ()
    near: tuple[NearMiss, ...] = ()
    warnings: tuple[Message, ...] = ()
    passport: NamedPassport | None = None


def look_up(reads: LifecycleReads, result: ScanResult) -> Found:
    """Everything that is known under the readings of a scan."""
    meant = meant_by(reads, result)
    lines = lines_of(reads, meant.keys)
    near = () if lines else near_devices(reads, result)
    return Found(lines, near, meant.warnings, _passport(reads, result))


def answer(
    result: ScanResult, found: Found, now: datetime, *, recorded: DeviceKey | None = None, is_new: bool = False
) -> ScanView:
    """The view of a scan. `is_new` says that it made a placeholder, which is the one device that was found."""
    verdict, what, step = _verdict(result, found, is_new=is_new)
    return ScanView(
        verdict,
        result,
        recorded,
        is_new,
        found.lines,
        what,
        step,
        now,
        found.near,
        found.warnings,
        found.passport,
        foreign_address_in(result),
    )


def _verdict(result: ScanResult, found: Found, *, is_new: bool) -> _Said:
    if len(found.lines) > 1:
        return (
            "stop",
            message("{count} devices carry this number.", count=len(found.lines)),
            message("Choose the right one below, and set the others apart for someone to look at."),
        )
    if is_new:
        return "attention", message("Not known yet: it got a place of its own as a placeholder."), _of_new(found)
    return _known(found.lines[0]) if found.lines else _no_device(result, found)


def _of_new(found: Found) -> Message:
    if found.near:
        return message(
            "A device with {near} is known: did you mean it? Compare the code with the device.",
            near=found.near[0].value,
        )
    return message("Attach the inventory file, so that we learn which device it is.")


def _known(line: DeviceLine) -> _Said:
    name = " ".join(filter(None, (line.brand, line.name))) or str(line.device_key)
    stops = {
        "identity": message("Set it apart: two devices claim its number, or nobody confirmed which device it is."),
        "hazard": message("Handle with care: set it apart in the hazard box."),
        "hold": message("Set it apart: it is on hold."),
    }
    if line.placeholder and line.lifecycle != Lifecycle.QUARANTINED:
        return (
            "attention",
            message("Nobody confirmed yet which device this is."),
            message("Attach its inventory file, then confirm which device it is."),
        )
    for word, step in stops.items():
        if word in line.blocked:
            verdict = "attention" if line.placeholder else "stop"
            return verdict, message("{name} is known, and something is wrong.", name=name), step
    if "lock" in line.blocked:
        return "attention", message("{name} is locked.", name=name), message("Ask the owner to release the lock.")
    if line.functional_grade is None:
        return "good", message("{name}", name=name), message("Give it a grade.")
    if "media" in line.blocked:
        return "good", message("{name}", name=name), message("Erase its storage media.")
    return "good", message("{name}", name=name), message("Ready for its destination.")


def _no_device(result: ScanResult, found: Found) -> _Said:
    kinds = {candidate.kind for candidate in result.candidates}
    claims = claims_of(result.candidates)
    if found.passport is not None:
        return "stop", _of_passport(found.passport), message("Scan the serial number as well.")
    if found.near and claims:
        return (
            "attention",
            message(
                "Nothing is known under {scanned}; a device with {near} is known.",
                scanned=claims[0].value,
                near=found.near[0].value,
            ),
            message("Did you mean it? Compare the code with the device."),
        )
    if ScanKind.FOREIGN_URL in kinds:
        return (
            "stop",
            message("This code leads to somebody else's page; it was not opened."),
            message("Scan the serial number or our own label."),
        )
    if names_many(result) or (ScanKind.GS1 in kinds and not claims):
        return (
            "stop",
            message("This code names a model, not one device."),
            message("Scan the serial number as well."),
        )
    if claims:
        return "attention", message("Nothing is known under {scanned}.", scanned=claims[0].value), _SOMETHING_ELSE
    return (
        "stop",
        message("This cannot be read as a label, a serial number or another identifier."),
        _SOMETHING_ELSE,
    )


def _of_passport(passport: NamedPassport) -> Message:
    name = f"{passport.brand} {passport.name}"
    if passport.granularity == "model":
        return message("This code names a model, not one device: {name}.", name=name)
    return message("This code names a passport of {name}; no device of it is known here.", name=name)


def _passport(reads: LifecycleReads, result: ScanResult) -> NamedPassport | None:
    named = passport_named(reads, result)
    stored = None if named is None else reads.passports.get(named)
    model = None if stored is None else reads.models.get(stored.model_id)
    if stored is None or model is None:
        return None
    return NamedPassport(stored.passport_id, stored.granularity, model.brand, model.name)


def foreign_address_in(result: ScanResult) -> ForeignAddress | None:
    """Somebody else's web address; none of another scheme, which nobody could look at."""
    for candidate in result.candidates:
        scheme, separator, rest = candidate.value.partition("://")
        if candidate.kind is ScanKind.FOREIGN_URL and (not separator or scheme.lower() in {"http", "https"}):
            address = f"https://{rest if separator else candidate.value}"
            return ForeignAddress(address, host_of(address), next(iter(candidate.warnings), None))
    return None
