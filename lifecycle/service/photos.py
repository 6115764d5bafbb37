"""Photos of devices: who inspects a device shows how it looks; the marketplace shows them to who may choose it.

Rules:
1. A photo is kept without anything but the picture (`PhotoFiles`). It is of the thing: never of a person, never of a
   sticker with a number; who adds it looks at that.
2. Who has the device adds and removes its photos; who routes devices removes any.
3. A photo is shown to who may read its device, and to members of the marketplace while the device is on offer or kept
   for their organisation. To everybody else it is not there.
4. What is removed is shown to nobody; its file goes when no device shows it.
5. A picture can be lost (a disk, a backup that was put back in part): the photo then stays in the list of its device,
   which says so, until somebody removes it.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from dpp.domain.actor import Actor
from dpp.domain.errors import NotFound, Refused
from dpp.domain.message import message
from dpp.domain.opaque import DeviceKey
from lifecycle.domain.permissions import PERMISSIONS
from lifecycle.service.marketplace_ports import DevicePhoto, PhotoFiles
from lifecycle.service.ports import LifecycleReads, LifecycleStorage, Organisations
from lifecycle.service.recording import Recorder, state_of

MOST_PHOTOS = 12
"""Of one device at once."""


@dataclass(frozen=True)
class Photos:
    """Each method is one transaction and checks its actor first."""

    storage: LifecycleStorage
    recorder: Recorder
    organisations: Organisations
    files: PhotoFiles

    def of_device(self, actor: Actor, key: DeviceKey) -> tuple[DevicePhoto, ...]:
        """The photos of a device, the oldest first."""
        with self.storage.reading() as reads:
            PERMISSIONS.check("read_device", actor, state_of(reads, key).relations(actor.organisation))
            return reads.photos.of_devices([key])

    def lost(self, photos: Iterable[DevicePhoto]) -> frozenset[str]:
        """The hashes of those of which the picture is not kept any more (rule 5)."""
        return frozenset(each.sha256 for each in photos if not self.files.has(each.sha256))

    def add(self, actor: Actor, key: DeviceKey, content: bytes) -> DevicePhoto:
        """Keep a photo of a device; the same picture again is the same photo."""
        with self.storage.reading() as reads:
            PERMISSIONS.check("add_photo", actor, state_of(reads, key).relations(actor.organisation))
        sha256 = self.files.keep(content)
        with self.storage.writing() as work:
            work.devices.hold(key)
            PERMISSIONS.check("add_photo", actor, state_of(work, key).relations(actor.organisation))
            if len(work.photos.of_devices([key])) >= MOST_PHOTOS:
                raise Refused(
                    "photos-at-most",
                    message("A device has {most} photos at most.", most=MOST_PHOTOS),
                    remedy=message("Remove one first."),
                )
            photo = DevicePhoto(key, sha256, self.recorder.clock(), actor.account, actor.organisation)
            work.photos.add(photo)
            work.commit()
            return photo

    def remove(self, actor: Actor, key: DeviceKey, sha256: str) -> None:
        """Show a photo no more."""
        with self.storage.writing() as work:
            work.devices.hold(key)
            PERMISSIONS.check("remove_photo", actor, state_of(work, key).relations(actor.organisation))
            shown = work.photos.with_content(sha256)
            mine = next((each for each in shown if each.device == key), None)
            if mine is None:
                raise _no_photo()
            work.photos.change(replace(mine, removed_at=self.recorder.clock(), removed_by=actor.account))
            work.commit()
        if len(shown) == 1:
            self.files.erase(sha256)

    def picture(self, actor: Actor, sha256: str, *, small: bool) -> bytes:
        """A JPEG, for who may see it (rule 3); NotFound for everybody else."""
        with self.storage.reading() as reads:
            seen = any(self._may_see(reads, actor, each.device) for each in reads.photos.with_content(sha256))
        if not seen:
            raise _no_photo()
        return self.files.get(sha256, small=small)

    def _may_see(self, reads: LifecycleReads, actor: Actor, key: DeviceKey) -> bool:
        if PERMISSIONS.allows("read_device", actor, state_of(reads, key).relations(actor.organisation)):
            return True
        member = actor.organisation is not None and self.organisations.in_state(actor.organisation)
        if not member or not PERMISSIONS.allows("browse_marketplace", actor):
            return False
        kept = reads.reservations.get(key)
        return reads.offers.get(key) is not None or (kept is not None and kept.requester == actor.organisation)


def _no_photo() -> NotFound:
    return NotFound(message("There is no such photo, or you may not see it."))
