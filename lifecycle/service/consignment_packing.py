"""A draft is packed: pallets, cages and boxes, what is in them, what they weigh, photos, goods that travel with it.

Rules:
1. The rules of a load are those of `lifecycle.domain.consignment.load`; only the sender packs, and only a draft.
2. A device that is scanned into a box is added to the draft, where it is in the custody of the sender and in no other
   open consignment; scanned into another box it moves there.
3. A photo is kept without its metadata, under the hash of what is kept (`dpp.domain.photos`).
4. Goods are named by the lot that the sender has; that there are enough is asked by the ledger at the offer.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from decimal import Decimal

from dpp.domain.actor import Actor
from dpp.domain.errors import NotFound, NotPermitted
from dpp.domain.message import message
from dpp.domain.opaque import DeviceKey
from dpp.domain.photos import media_type, without_metadata
from dpp.domain.proof import sha256
from lifecycle.domain.consignment import (
    Consignment,
    GoodsLine,
    GoodsLineId,
    LoadKind,
    LoadUnit,
    LoadUnitId,
    packed_into,
    read_code,
    unit_of,
    with_goods,
    with_unit,
    without_goods,
    without_unit,
)
from lifecycle.domain.consignment.load import refuse_reuse
from lifecycle.domain.events import ConsignmentId
from lifecycle.domain.goods import Lot
from lifecycle.service.consignment_desk import ConsignmentDesk, check_free
from lifecycle.service.consignment_views import ConsignmentView
from lifecycle.service.load_ports import KeptFiles


@dataclass(frozen=True, kw_only=True)
class NewUnit:
    """A pallet, cage or box as the sender describes it. `code` is an SSCC or an own code."""

    kind: LoadKind
    code: str
    stands_on: LoadUnitId | None = None
    gross_kg: Decimal | None = None
    tare_kg: Decimal | None = None
    seal: str | None = None
    remark: str | None = None


@dataclass(frozen=True, kw_only=True)
class NewGoods:
    """So many of a lot of the sender, in one unit or loose."""

    lot: Lot
    quantity: Decimal
    packed_in: LoadUnitId | None = field(default=None)


@dataclass(frozen=True)
class Photo:
    """A photo as it is kept."""

    content: bytes
    media_type: str


@dataclass(frozen=True)
class Packing(ConsignmentDesk):
    """Each method is one transaction and checks its actor first."""

    files: KeptFiles

    def add_unit(self, actor: Actor, consignment: ConsignmentId, wanted: NewUnit) -> ConsignmentView:
        new = LoadUnitId(self.recorder.new_id())
        unit = LoadUnit(id=new, **(vars(wanted) | {"code": read_code(wanted.code)}))
        return self._described(actor, consignment, lambda _: unit)

    def change_unit(
        self, actor: Actor, consignment: ConsignmentId, unit: LoadUnitId, wanted: NewUnit
    ) -> ConsignmentView:
        """Describe it again, weights and all; its photos and its contents stay."""
        said = vars(wanted) | {"code": read_code(wanted.code)}
        return self._described(actor, consignment, lambda draft: replace(unit_of(draft.units, unit), **said))

    def weigh(
        self, actor: Actor, consignment: ConsignmentId, unit: LoadUnitId, gross: Decimal, tare: Decimal | None
    ) -> ConsignmentView:
        """What scales said of the whole unit, and of its empty pallet, box and packing."""
        return self._changed(
            actor,
            consignment,
            lambda draft: with_unit(draft, replace(unit_of(draft.units, unit), gross_kg=gross, tare_kg=tare)),
        )

    def remove_unit(self, actor: Actor, consignment: ConsignmentId, unit: LoadUnitId) -> ConsignmentView:
        """What was in it is loose."""
        return self._changed(actor, consignment, lambda draft: without_unit(draft, unit))

    def pack(
        self, actor: Actor, consignment: ConsignmentId, unit: LoadUnitId | None, *devices: DeviceKey
    ) -> ConsignmentView:
        """Rule 2. With `unit` None they are loose."""
        with self.storage.writing() as work:
            draft = self.held(work, actor, "offer_consignment", consignment)
            for key in sorted(set(devices).difference(draft.devices)):
                check_free(work, actor, key)
            return self.kept(work, packed_into(draft, unit, *devices))

    def add_photo(self, actor: Actor, consignment: ConsignmentId, unit: LoadUnitId, content: bytes) -> ConsignmentView:
        """Rule 3; the same photo twice is one photo."""
        picture = without_metadata(content)
        named = sha256(picture)

        def with_photo(draft: Consignment) -> Consignment:
            now = unit_of(draft.units, unit)
            return with_unit(draft, replace(now, photos=tuple(dict.fromkeys((*now.photos, named)))))

        with self.storage.writing() as work:
            after = with_photo(self.held(work, actor, "offer_consignment", consignment))
            self.files.put(picture)
            return self.kept(work, after)

    def photo(self, actor: Actor, consignment: ConsignmentId, named: str) -> Photo:
        """For who may read the consignment; NotFound where none of its units has this photo."""
        with self.storage.reading() as reads:
            if actor.capability is not None:
                raise NotPermitted(message("A link shows no photos."))
            found = self.seen(reads, actor, consignment)
        if all(named not in unit.photos for unit in found.units):
            raise NotFound(message("There is no such photo in this consignment."))
        content = self.files.get(named)
        return Photo(content, media_type(content))

    def add_goods(self, actor: Actor, consignment: ConsignmentId, wanted: NewGoods) -> ConsignmentView:
        """Rule 4; NotPermitted for a lot that the sender does not have."""
        line = GoodsLine(id=GoodsLineId(self.recorder.new_id()), **vars(wanted))

        def added(draft: Consignment) -> Consignment:
            if line.lot.custodian != draft.sender or line.lot.offer is not None:
                raise NotPermitted(message("Only goods that the sender has can be packed."))
            return with_goods(draft, line)

        return self._changed(actor, consignment, added)

    def remove_goods(self, actor: Actor, consignment: ConsignmentId, line: GoodsLineId) -> ConsignmentView:
        return self._changed(actor, consignment, lambda draft: without_goods(draft, line))

    def _described(
        self, actor: Actor, consignment: ConsignmentId, unit: Callable[[Consignment], LoadUnit]
    ) -> ConsignmentView:
        """With this unit in it, whose SSCC no other load had within a year."""
        with self.storage.writing() as work:
            draft = self.held(work, actor, "offer_consignment", consignment)
            made = unit(draft)
            used = work.consignments.last_use_of(made.code, consignment) if made.is_sscc else None
            if used is not None:
                refuse_reuse(made.code, *used, now=self.recorder.clock())
            return self.kept(work, with_unit(draft, made))

    def _changed(
        self, actor: Actor, consignment: ConsignmentId, change: Callable[[Consignment], Consignment]
    ) -> ConsignmentView:
        with self.storage.writing() as work:
            return self.kept(work, change(self.held(work, actor, "offer_consignment", consignment)))
