"""Rules on storage media and their erasure (NIST SP 800-88r2; BIO2 7.10.01, 7.10.02).

| rule | refuses |
|---|---|
| unknown-medium | verifying, failing, removing or destroying a medium that nobody saw in the device |
| destroyed-medium | erasing or verifying what was destroyed |
| verify-after-erasure | verifying where no erasure succeeded since the medium was last used |
| own-verification | verifying one's own erasure |
| witnessed-destruction | destruction recorded as an erasure, or with oneself as the witness |
| storage-by-serial | storage that goes in or out without its serial number: a swap could not be explained |
| classified-media-destroyed | harvesting storage from a device that held Stg. CONFIDENTIEEL or above |
| unverified-harvest | harvesting storage that is not verified |
| category-for-classification | verifying an erasure of a category that the classification of the data does not allow |
| flash-by-technique | an erasure of flash that claims more than its technique reaches (overwriting clears at most) |
| keep-under-hold | erasing, destroying or taking out media under a legal hold |
"""

from dpp.domain.message import message
from lifecycle.domain import media as on_media
from lifecycle.domain.device import Device
from lifecycle.domain.erasure import methods
from lifecycle.domain.events import (
    ComponentInstalled,
    ComponentRemoved,
    Event,
    Harvested,
    MediaDestroyed,
    MediaRemoved,
    SanitisationFailed,
    SanitisationPerformed,
    SanitisationVerified,
)
from lifecycle.domain.guards.rule import Why, rule
from lifecycle.domain.vocabulary import Classification, ComponentKind, DataState, SanitisationCategory

SECRET = frozenset({Classification.STG_C, Classification.STG_G, Classification.STG_ZG})
"""Stg. CONFIDENTIEEL and above: media are destroyed, never reused."""


def unknown_medium(
    device: Device, _event: Event, it: SanitisationVerified | SanitisationFailed | MediaRemoved | MediaDestroyed
) -> Why | None:
    if on_media.find(device.media, it.medium) is not None:
        return None
    return Why(
        message("Nobody saw storage medium {serial} in this device.", serial=it.medium),
        remedy=message("Attach evidence that shows it, or check the serial number."),
    )


def destroyed_medium(device: Device, _event: Event, it: SanitisationPerformed | SanitisationVerified) -> Why | None:
    medium = on_media.find(device.media, it.medium)
    if medium is None or medium.data is not DataState.DESTROYED:
        return None
    return Why(
        message("Storage medium {serial} was destroyed.", serial=it.medium),
        remedy=message("Check the serial number; if it was not destroyed, correct that event."),
    )


def verify_after_erasure(device: Device, _event: Event, it: SanitisationVerified) -> Why | None:
    medium = on_media.find(device.media, it.medium)
    if medium is None or medium.awaits_verification:
        return None
    return Why(
        message(
            "No erasure of storage medium {serial} awaits verification: it is {state}.",
            serial=it.medium,
            state=medium.data,
        ),
        remedy=message("Erase it first; a failed erasure is done again."),
    )


def own_verification(device: Device, event: Event, it: SanitisationVerified) -> Why | None:
    medium = on_media.find(device.media, it.medium)
    if medium is None or event.actor not in medium.erased_by:
        return None
    return Why(
        message("You erased storage medium {serial} yourself.", serial=it.medium),
        remedy=message("Somebody else verifies it."),
    )


def recorded_as_destruction(_device: Device, _event: Event, it: SanitisationPerformed) -> Why | None:
    if it.category is not SanitisationCategory.DESTROY:
        return None
    return Why(
        message("Destruction is not an erasure that can be verified afterwards."),
        remedy=message("Record it as destruction of the medium, with a witness."),
    )


def category_for_classification(device: Device, _event: Event, it: SanitisationVerified) -> Why | None:
    """The wipe itself is recorded, for it happened; what it is not enough for is that the medium becomes safe."""
    medium = on_media.find(device.media, it.medium)
    category = None if medium is None or medium.erasure is None else medium.erasure.category
    if category is None or methods.is_allowed(device.classification, category):
        return None
    allowed = ", ".join(sorted(methods.ALLOWED[device.classification]))
    return Why(
        message(
            "For data classified {level} this is not enough: {category}.",
            level=device.classification,
            category=category,
        ),
        remedy=message("Allowed for it: {allowed}. Record destruction with a witness.", allowed=allowed),
    )


def flash_by_technique(device: Device, _event: Event, it: SanitisationPerformed) -> Why | None:
    medium = on_media.find(device.media, it.medium)
    if medium is None or medium.kind not in methods.FLASH or it.category is not SanitisationCategory.PURGE:
        return None
    if methods.highest(it.technique, medium.kind) is not SanitisationCategory.CLEAR:
        return None
    return Why(
        message(
            "'{technique}' does not reach all cells of flash: it clears, and does not purge.", technique=it.technique
        ),
        remedy=message("Record it as clear, or erase it by a command of the medium itself or cryptographically."),
    )


def own_witness(_device: Device, event: Event, it: MediaDestroyed) -> Why | None:
    if it.witness and it.witness != event.actor:
        return None
    return Why(
        message("The destruction of {serial} has no witness but the one who did it.", serial=it.medium),
        remedy=message("Name another person's account as the witness."),
    )


def storage_by_serial(_device: Device, _event: Event, it: ComponentRemoved | ComponentInstalled) -> Why | None:
    if it.component is not ComponentKind.STORAGE or it.serial:
        return None
    return Why(
        message("Storage goes in and out by its serial number, and none was given."),
        remedy=message("Read the serial number from the medium."),
    )


def classified_harvest(device: Device, _event: Event, it: Harvested) -> Why | None:
    if device.classification not in SECRET or not _storage_of(it):
        return None
    return Why(
        message("Storage that held data classified {level} is never reused.", level=device.classification),
        remedy=message("Destroy the media, and harvest the other parts."),
    )


def unverified_harvest(device: Device, _event: Event, it: Harvested) -> Why | None:
    found = (on_media.find(device.media, serial) for serial in _storage_of(it))
    if all(medium is not None and medium.data is DataState.VERIFIED for medium in found):
        return None
    return Why(
        message("Storage is harvested that is not known to be erased and verified."),
        remedy=message("Erase and verify it first, or leave it out."),
    )


def _storage_of(it: Harvested) -> list[str]:
    """The serials of the storage among the parts; storage without a serial cannot be known to be erased."""
    return [part.serial or "" for part in it.parts if part.component is ComponentKind.STORAGE]


def keep_under_hold(device: Device, _event: Event, it: object) -> Why | None:
    storage_out = not isinstance(it, ComponentRemoved) or it.component is ComponentKind.STORAGE
    if not device.holds or not storage_out:
        return None
    return Why(
        message("A legal hold is on it ({holds}): its data stays as it is.", holds=", ".join(sorted(device.holds))),
        remedy=message("Wait until the hold is released."),
    )


RULES = (
    rule(
        "unknown-medium",
        unknown_medium,
        "sanitisation_verified sanitisation_failed media_removed media_destroyed",
    ),
    rule("destroyed-medium", destroyed_medium, "sanitisation_performed sanitisation_verified"),
    rule("verify-after-erasure", verify_after_erasure, "sanitisation_verified"),
    rule("own-verification", own_verification, "sanitisation_verified"),
    rule("witnessed-destruction", recorded_as_destruction, "sanitisation_performed"),
    rule("witnessed-destruction", own_witness, "media_destroyed"),
    rule("category-for-classification", category_for_classification, "sanitisation_verified"),
    rule("flash-by-technique", flash_by_technique, "sanitisation_performed"),
    rule("storage-by-serial", storage_by_serial, "component_removed component_installed"),
    rule("classified-media-destroyed", classified_harvest, "harvested"),
    rule("unverified-harvest", unverified_harvest, "harvested"),
    rule(
        "keep-under-hold",
        keep_under_hold,
        "sanitisation_performed media_destroyed media_removed component_removed harvested",
    ),
)
