"""What the events of data erasure do to a device's media."""

from dataclasses import replace

from lifecycle.domain import media as on_media
from lifecycle.domain.device import Device
from lifecycle.domain.events import (
    Event,
    MediaDestroyed,
    MediaRemoved,
    SanitisationFailed,
    SanitisationPerformed,
    SanitisationVerified,
)
from lifecycle.domain.fold.stages import ON_THE_BENCH, move
from lifecycle.domain.media import Media
from lifecycle.domain.vocabulary import Lifecycle


def performed(device: Device, event: Event, it: SanitisationPerformed) -> Device:
    media = device.media
    if it.media_present:
        media = on_media.listed(media, (*it.media_present, it.medium))
    wiped = on_media.change(
        media,
        it.medium,
        lambda medium: on_media.wiped(medium, it.category, event.actor, succeeded=it.succeeded),
    )
    return replace(device, media=wiped, no_media_established=False)


def verified(device: Device, _event: Event, it: SanitisationVerified) -> Device:
    return _sanitised(device, on_media.change(device.media, it.medium, on_media.verified))


def failed(device: Device, _event: Event, it: SanitisationFailed) -> Device:
    return replace(device, media=on_media.change(device.media, it.medium, on_media.failed))


def removed(device: Device, _event: Event, it: MediaRemoved) -> Device:
    out = on_media.change(device.media, it.medium, lambda medium: on_media.removed(medium, it.kept_by))
    return replace(device, media=out)


def destroyed(device: Device, _event: Event, it: MediaDestroyed) -> Device:
    return _sanitised(device, on_media.change(device.media, it.medium, on_media.destroyed))


def _sanitised(device: Device, media: Media) -> Device:
    """The device with these media: sanitised when the last of them became safe."""
    after = replace(device, media=media)
    return move(after, Lifecycle.SANITISED, ON_THE_BENCH) if after.is_data_safe else after
