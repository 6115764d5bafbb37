"""Which device a scan or a claim means.

Rules:
1. The readings of a scan are asked in the order of their confidence; the first that finds anything decides.
2. A placeholder that turned out to be another device means that device.
3. A label that we do not know, and a number, are claims: the next scan of the same thing finds the same placeholder.
4. An IMEI with its software version (IMEISV) means the IMEI.
5. What has the form of a serial number, and is none that we know, may be an asset tag: owners choose their form.
"""

from collections.abc import Iterable

from dpp.domain.gs1.digital_link import parse_path
from dpp.domain.opaque import DeviceKey, LabelCode, PassportId
from dpp.domain.scanning import Candidate, ScanKind, ScanResult, device_imei
from lifecycle.domain.facts import ClaimKind, IdentityClaim
from lifecycle.service.ports import LifecycleReads
from lifecycle.service.recording import device_of

CLAIMED_AS = {
    ScanKind.LABEL: ClaimKind.LABEL,
    ScanKind.IMEI: ClaimKind.IMEI,
    ScanKind.IMEISV: ClaimKind.IMEI,
    ScanKind.ASSET_TAG: ClaimKind.ASSET_TAG,
    ScanKind.SERIAL: ClaimKind.SERIAL,
}


def devices_of(reads: LifecycleReads, result: ScanResult) -> tuple[DeviceKey, ...]:
    """The devices that the most certain reading finds; the next reading is asked where one finds nothing."""
    for candidate in sorted(result.candidates, key=lambda each: -each.confidence):
        found = _found_by(reads, candidate) or claiming(reads, claims_of([candidate])) or _tagged(reads, candidate)
        if found:
            return tuple(dict.fromkeys(known_as(reads, key) for key in found))
    return ()


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


def names_a_model(result: ScanResult) -> bool:
    """Whether the scan is best read as a GTIN. Eight digits are as often a serial number, so those are not."""
    best = result.best
    return best is not None and best.kind is ScanKind.GTIN and not best.value.startswith("000000")


def known_as(reads: LifecycleReads, key: DeviceKey) -> DeviceKey:
    """The key of the device that this placeholder turned out to be, else its own."""
    return device_of(reads, key).device.same_as or key


def _found_by(reads: LifecycleReads, candidate: Candidate) -> tuple[DeviceKey, ...]:
    match candidate.kind:
        case ScanKind.LABEL:
            label = reads.labels.get(LabelCode(candidate.value))
            return _of_passport(reads, label.passport_id if label else None)
        case ScanKind.PASSPORT:
            return _of_passport(reads, PassportId(candidate.value))
        case ScanKind.GS1:
            levels = parse_path(candidate.value).levels
            return _of_passport(reads, next((found for path in levels if (found := reads.gs1_keys.get(path))), None))
    return ()


def _tagged(reads: LifecycleReads, candidate: Candidate) -> tuple[DeviceKey, ...]:
    """Rule 5."""
    return reads.devices.claiming(ClaimKind.ASSET_TAG, candidate.value) if candidate.kind is ScanKind.SERIAL else ()


def _of_passport(reads: LifecycleReads, passport: PassportId | None) -> tuple[DeviceKey, ...]:
    stored = None if passport is None else reads.passports.get(passport)
    return () if stored is None or stored.device_key is None else (stored.device_key,)
