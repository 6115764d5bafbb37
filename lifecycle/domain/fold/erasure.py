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
from lifecycle.domain.media import Erasure, Media
from lifecycle.domain.vocabulary import Lifecycle


def performed(device: Device, event: Event, it: SanitisationPerformed) -> Device:
    media = _as_listed(device.media, it.media_present, it.medium)
    done = Erasure(
        event=event.id,
        at=event.occurred_at,
        by=event.actor,
        succeeded=it.succeeded,
        category=it.category,
        technique=it.technique,
        tool=it.tool,
        tool_version=it.tool_version,
        tool_verified=it.tool_verified,
        evidence=it.evidence,
    )
    wiped = on_media.change(media, it.medium, lambda medium: on_media.wiped(medium, done))
    unseen = device.media_unseen and not it.media_present
    return replace(device, media=wiped, no_media_established=False, media_unseen=unseen)


def verified(device: Device, _event: Event, it: SanitisationVerified) -> Device:
    return _sanitised(device, on_media.change(device.media, it.medium, on_media.verified))


def failed(device: Device, event: Event, it: SanitisationFailed) -> Device:
    """A person found data, or a tool could not do it: only then it is an erasure, of which nothing came."""
    if it.tool is None:
        return replace(device, media=on_media.change(device.media, it.medium, on_media.failed))
    media = _as_listed(device.media, it.media_present or (), it.medium)
    tried = Erasure(
        event=event.id,
        at=event.occurred_at,
        by=event.actor,
        succeeded=False,
        category=it.category,
        technique=it.technique or "",
        tool=it.tool,
        tool_version=it.tool_version,
        evidence=it.evidence,
    )
    return replace(device, media=on_media.change(media, it.medium, lambda medium: on_media.wiped(medium, tried)))


def removed(device: Device, _event: Event, it: MediaRemoved) -> Device:
    out = on_media.change(device.media, it.medium, lambda medium: on_media.removed(medium, it.kept_by))
    return replace(device, media=out)


def destroyed(device: Device, _event: Event, it: MediaDestroyed) -> Device:
    return _sanitised(device, on_media.change(device.media, it.medium, on_media.destroyed))


def _as_listed(media: Media, present: tuple[str, ...], wiped: str) -> Media:
    """What a station saw in the device, where it said so, with the medium that it wiped."""
    return on_media.listed(media, (*present, wiped)) if present else media


def _sanitised(device: Device, media: Media) -> Device:
    """The device with these media: sanitised when the last of them became safe."""
    after = replace(device, media=media)
    return move(after, Lifecycle.SANITISED, ON_THE_BENCH) if after.is_data_safe else after
