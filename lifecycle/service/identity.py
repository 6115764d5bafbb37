"""Which device a scan or a claim means.

Rules:
1. The readings of a scan are asked in the order of their confidence; the first that finds anything decides.
2. A placeholder that turned out to be another device means that device.
3. A label that we do not know, and a number, are claims: the next scan of the same thing finds the same placeholder.
4. An IMEI with its software version (IMEISV) means the IMEI.
5. What has the form of a serial number, and is none that we know, may be an asset tag: owners choose their form.
6. A serial number is unique for one maker only. Where the form of the code tells the maker, a device of another maker
   is not meant, and one whose maker nobody knows is meant only where none of that maker is known. Where the form does
   not tell it, and devices of several makers bear the number, a person chooses.
7. An address of others finds the device that was registered with it as its identification link. One that nobody knows
   is no claim: most lead to a page of the model.
8. Where nothing is found, what one misread character could explain is looked up, and only told.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dpp.domain.gs1.digital_link import parse_path
from dpp.domain.message import Message, message
from dpp.domain.opaque import DeviceKey, LabelCode, PassportId
from dpp.domain.scanning import Candidate, ScanKind, ScanResult, device_imei
from dpp.domain.scanning.near_misses import near_misses
from dpp.domain.sources.matching import maker_key
from lifecycle.domain.facts import ClaimKind, IdentityClaim
from lifecycle.service.ports import DeviceLine, LifecycleReads
from lifecycle.service.recording import state_of
from lifecycle.service.views import NearMiss

CLAIMED_AS = {
    ScanKind.LABEL: ClaimKind.LABEL,
    ScanKind.IMEI: ClaimKind.IMEI,
    ScanKind.IMEISV: ClaimKind.IMEI,
    ScanKind.EID: ClaimKind.EID,
    ScanKind.ASSET_TAG: ClaimKind.ASSET_TAG,
    ScanKind.SERIAL: ClaimKind.SERIAL,
}
_ALSO_KNOWN_BY = {
    ScanKind.SERIAL: ClaimKind.ASSET_TAG,
    ScanKind.IDENTIFICATION_LINK: ClaimKind.IDENTIFICATION_LINK,
}
_ALSO = (ClaimKind.SERIAL, ClaimKind.ASSET_TAG)
"""By rule 5 one may be meant where the other was read."""
_NOT_ONE_DEVICE = frozenset({ScanKind.GTIN, ScanKind.MODEL_NUMBER, ScanKind.LOT, ScanKind.GLN})
MOST_NEAR = 5


@dataclass(frozen=True)
class Meant:
    """The devices that a scan means, and what to know about their numbers. Several are a question for a person."""

    keys: tuple[DeviceKey, ...] = ()
    warnings: tuple[Message, ...] = ()


def meant_by(reads: LifecycleReads, result: ScanResult) -> Meant:
    """The devices that the most certain reading finds; the next reading is asked where one finds nothing."""
    warnings: tuple[Message, ...] = ()
    for candidate in by_confidence(result):
        found = _found_by(reads, candidate) or claiming(reads, claims_of([candidate])) or _elsewhere(reads, candidate)
        keys = tuple(dict.fromkeys(known_as(reads, key) for key in found))
        keys, said = _by_maker(reads, candidate, keys)
        warnings += said
        if keys:
            return Meant(keys, warnings)
    return Meant((), warnings)


def devices_of(reads: LifecycleReads, result: ScanResult) -> tuple[DeviceKey, ...]:
    """The devices that a scan means, without what to know about their numbers."""
    return meant_by(reads, result).keys


def by_confidence(result: ScanResult) -> list[Candidate]:
    """The readings, the surest first."""
    return sorted(result.candidates, key=lambda each: -each.confidence)


def claiming(reads: LifecycleReads, claims: Iterable[IdentityClaim]) -> tuple[DeviceKey, ...]:
    """Every device that makes one of these claims, by the key under which it is known."""
    found = (key for claim in claims for key in reads.devices.claiming(claim.kind, claim.value))
    return tuple(dict.fromkeys(known_as(reads, key) for key in found))


def claims_of(candidates: Iterable[Candidate]) -> tuple[IdentityClaim, ...]:
    """What readings of a scan say of which device it is; an address of a model or of a page says nothing."""
    return tuple(
        IdentityClaim(CLAIMED_AS[each.kind], device_imei(each) or each.value, "scan", each.confidence)
        for each in candidates
        if each.kind in CLAIMED_AS
    )


def near_devices(reads: LifecycleReads, result: ScanResult) -> tuple[NearMiss, ...]:
    """Rule 8: devices whose code differs from the scanned one in what is easily misread, a few at most."""
    near = near_misses(result)
    claimed = claims_of(near)
    by_value = reads.devices.claiming_any(
        {*(claim.kind for claim in claimed), *_ALSO}, {each.value for each in claimed}
    )
    labelled = ((key, each.value) for each in near for key in _found_by(reads, each))
    found: dict[DeviceKey, NearMiss] = {}
    for key, value in (*by_value, *labelled):
        line = reads.devices.get(known_as(reads, key))
        if line is not None:
            found.setdefault(line.device_key, NearMiss(value, line))
    return tuple(found.values())[:MOST_NEAR]


def passport_named(reads: LifecycleReads, result: ScanResult) -> PassportId | None:
    """The passport that a label, a passport's address or GS1 data names, also where it is of no device."""
    named = (_passport_of(reads, candidate) for candidate in by_confidence(result))
    return next((found for found in named if found is not None), None)


def names_many(result: ScanResult) -> bool:
    """Whether the scan is best read as a number that many devices bear: a GTIN, a model number, a lot, a place.

    Eight digits are as often a serial number as a GTIN, so those do not count.
    """
    best = result.best
    return best is not None and best.kind in _NOT_ONE_DEVICE and not best.value.startswith("000000")


def known_as(reads: LifecycleReads, key: DeviceKey) -> DeviceKey:
    """The key of the device that this placeholder turned out to be, else its own."""
    return state_of(reads, key).same_as or key


def lines_of(reads: LifecycleReads, keys: Iterable[DeviceKey]) -> tuple[DeviceLine, ...]:
    """The devices as lists show them."""
    wanted = tuple(keys)
    found = reads.devices.several(wanted) if wanted else {}
    return tuple(found[key] for key in wanted if key in found)


def _by_maker(
    reads: LifecycleReads, candidate: Candidate, keys: tuple[DeviceKey, ...]
) -> tuple[tuple[DeviceKey, ...], tuple[Message, ...]]:
    """Rule 6, and what a person should know of it."""
    if candidate.kind is not ScanKind.SERIAL or not keys:
        return keys, ()
    lines = lines_of(reads, keys)
    if candidate.maker is None:
        return keys, _shared(candidate.value, lines)
    told = maker_key(candidate.maker)
    same = [line.device_key for line in lines if line.brand and maker_key(line.brand) == told]
    unknown = [line.device_key for line in lines if not line.brand]
    others = sorted({line.brand for line in lines if line.brand and maker_key(line.brand) != told})
    said = (
        message(
            "{others} made a device with this serial number too; the code says {maker}, so that is another one.",
            others=", ".join(others),
            maker=candidate.maker,
        ),
    )
    return tuple(same or unknown), said if others else ()


def _shared(serial: str, lines: Sequence[DeviceLine]) -> tuple[Message, ...]:
    makers = {maker_key(line.brand): line.brand for line in lines if line.brand}
    if len(makers) < 2:
        return ()
    return (
        message(
            "Devices of {makers} bear {serial}: a serial number is unique for one maker only. Look who made this one.",
            makers=", ".join(sorted(makers.values())),
            serial=serial,
        ),
    )


def _found_by(reads: LifecycleReads, candidate: Candidate) -> tuple[DeviceKey, ...]:
    passport = _passport_of(reads, candidate)
    stored = None if passport is None else reads.passports.get(passport)
    return () if stored is None or stored.device_key is None else (stored.device_key,)


def _passport_of(reads: LifecycleReads, candidate: Candidate) -> PassportId | None:
    match candidate.kind:
        case ScanKind.LABEL:
            label = reads.labels.get(LabelCode(candidate.value))
            return label.passport_id if label else None
        case ScanKind.PASSPORT:
            stored = reads.passports.get(PassportId(candidate.value))
            return stored.passport_id if stored else None
        case ScanKind.GS1:
            levels = parse_path(candidate.value).levels
            return next((found for path in levels if (found := reads.gs1_keys.get(path))), None)
        case ScanKind.GTIN:
            return reads.gs1_keys.get(f"/01/{candidate.value}")
    return None


def _elsewhere(reads: LifecycleReads, candidate: Candidate) -> tuple[DeviceKey, ...]:
    """Rules 5 and 7."""
    kind = _ALSO_KNOWN_BY.get(candidate.kind)
    return () if kind is None else reads.devices.claiming(kind, candidate.value)
