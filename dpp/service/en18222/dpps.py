"""The calls of EN 18222, one method each.

Rules:
1. Who may read what is decided as everywhere (`Passports.read`): with today's rights, also for what was.
2. An id that is not under our address is asked of the `Holding` first.
3. That somebody else was first with a version is no fault of the caller: the change is made again on what is there now,
   unless the caller said what it saw.
4. Header members are no elements: they have no path.
"""

from collections.abc import Callable, Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from dpp.domain.access_record import AccessPath
from dpp.domain.actor import Actor
from dpp.domain.document import HEADER_MEMBERS
from dpp.domain.en18222.changes import of_full
from dpp.domain.en18222.pages import MOST, cursor_at, place_of
from dpp.domain.en18222.representation import Representation
from dpp.domain.errors import Conflict, InvalidInput, NotFound, Problem
from dpp.domain.exchange.deviation import Deviation
from dpp.domain.exchange.element_path import ElementPath, get, locate, read_path
from dpp.domain.forms import full_part
from dpp.domain.message import message
from dpp.domain.opaque import PassportId
from dpp.domain.permissions import PERMISSIONS
from dpp.domain.proof import sha256
from dpp.service.acts import Act
from dpp.service.en18222.bodies import deviations, read_body, read_content, read_members
from dpp.service.en18222.changing import Changing, Expected, Seen, require, tag_of
from dpp.service.en18222.creating import Creating
from dpp.service.en18222.finding import Finder
from dpp.service.en18222.holding import Holding, NothingHeld
from dpp.service.en18222.views import Dpp, DppIds
from dpp.service.passports import Passports, found
from dpp.service.ports import PassportReads, PassportWork
from dpp.service.views import PassportView

_ID = "digitalProductPassportId"
_NO_ELEMENTS = frozenset({*HEADER_MEMBERS, "@context"})
_TRIES = 4
MOST_PRODUCTS = 1000

Change = Callable[[PassportWork, Act, Seen], tuple[Deviation, ...]]


@dataclass(frozen=True)
class Dpps:
    """Each method is one transaction and checks its actor first. `holding` keeps copies for other services."""

    passports: Passports
    holding: Holding = NothingHeld()  # noqa: RUF009 - it has no state

    def read(self, actor: Actor, dpp_id: str, representation: Representation, at: datetime | None = None) -> Dpp:
        """ReadDPPById, and ReadDPPVersionByIdAndDate with a moment."""
        if not self._finder.is_ours(dpp_id):
            held = self.holding.read(actor, dpp_id, representation, at)
            if held is not None:
                return held
        PERMISSIONS.check("read_passport", actor)
        with self.passports.storage.reading() as reads:
            passport_id = self._finder.passport(reads, dpp_id)
        return self._dpp(self.passports.read(actor, passport_id, at=at, path=AccessPath.EN_18222), representation)

    def read_by_product(self, actor: Actor, product_id: str, representation: Representation) -> Dpp:
        """ReadDPPByProductId: the current passport of a product."""
        PERMISSIONS.check("read_passport", actor)
        with self.passports.storage.reading() as reads:
            passport_id = self._finder.product(reads, product_id)
        return self._dpp(self.passports.read(actor, passport_id, path=AccessPath.EN_18222), representation)

    def find(
        self, actor: Actor, product_ids: Sequence[str], limit: int | None = None, cursor: str | None = None
    ) -> DppIds:
        """ReadDPPIdsByProductIds: the ids of their passports, in this order; products without one are passed over."""
        PERMISSIONS.check("read_passport", actor)
        if len(product_ids) > MOST_PRODUCTS:
            what = message("At most {most} product identifiers can be asked for at once.", most=MOST_PRODUCTS)
            raise InvalidInput(what, (Problem("$.productIds", what),))
        place = place_of(cursor, product_ids)
        most = min(limit or MOST, MOST)
        dpp_ids: dict[str, None] = {}
        with self.passports.storage.reading() as reads:
            while place < len(product_ids) and len(dpp_ids) < most:
                passport_id = self._of_product(reads, product_ids[place])
                place += 1
                if passport_id is not None:
                    dpp_ids[self._url(passport_id)] = None
        return DppIds(tuple(dpp_ids), cursor_at(place, product_ids) if place < len(product_ids) else None)

    def create(self, actor: Actor, received: bytes) -> Dpp:
        """CreateDPP: the content is what the standard answers with, the new id."""
        _refuse_visitor(actor, "register_model")
        content = read_members(received)
        foreign = content.get(_ID)
        if isinstance(foreign, str) and not self._finder.is_ours(foreign):
            held = self.holding.create(actor, foreign, received)
            if held is not None:
                return held
        PERMISSIONS.check("register_model", actor)
        reading = read_content(content, self.passports.publisher.catalogue)
        act = self._act(actor, received)
        with self.passports.storage.writing() as work:
            try:
                passport = Creating(self.passports, self._finder).create(work, act, reading)
            except InvalidInput as error:
                placed = tuple(Problem(reading.received_path(one.path), one.what) for one in error.problems)
                raise InvalidInput(error.what, placed, remedy=error.remedy) from error
            tag = self._changing.see(work, actor, passport).tag
            work.commit()
        url = self._url(passport.passport_id)
        return Dpp(url, {_ID: url}, tag, deviations(reading))

    def update(
        self,
        actor: Actor,
        dpp_id: str,
        received: bytes,
        representation: Representation,
        expected: Expected = None,
    ) -> Dpp:
        """UpdateDPPById: a merge patch of the passport in either form; Outdated where it is not the expected one."""
        _refuse_visitor(actor, "revise_passport")
        if not self._finder.is_ours(dpp_id):
            held = self.holding.update(actor, dpp_id, received, representation, expected)
            if held is not None:
                return held
        content = read_members(received)

        def change(work: PassportWork, act: Act, seen: Seen) -> tuple[Deviation, ...]:
            require(expected, seen.tag)
            return self._changing.patch(work, act, seen, content)

        passport_id, told = self._changed(actor, dpp_id, received, change)
        return replace(
            self._dpp(self.passports.read(actor, passport_id, path=AccessPath.EN_18222), representation),
            deviations=told,
        )

    def archive(self, actor: Actor, dpp_id: str, expected: Collection[str] | None = None) -> None:
        """DeleteDPPById: the passport is archived, and stays readable; once more changes nothing."""
        if not self._finder.is_ours(dpp_id) and self.holding.archive(actor, dpp_id, expected):
            return

        def change(work: PassportWork, act: Act, seen: Seen) -> tuple[Deviation, ...]:
            require(expected, seen.tag)
            self._changing.archive(work, act, seen.passport)
            return ()

        self._changed(actor, dpp_id, b"", change, "archive_passport")

    def read_element(self, actor: Actor, dpp_id: str, path: str, representation: Representation) -> Dpp:
        """ReadDataElement: one element, or a part of one, by its path (RFC 9535)."""
        wanted = read_path(path)
        whole = self.read(actor, dpp_id, Representation.COMPRESSED)
        return self._element(whole, wanted, representation)

    def update_element(
        self,
        actor: Actor,
        dpp_id: str,
        path: str,
        received: bytes,
        representation: Representation,
        expected: Expected = None,
    ) -> Dpp | None:
        """UpdateDataElement: a merge patch of one element that is there; None where it was taken away (null)."""
        _refuse_visitor(actor, "revise_passport")
        wanted = read_path(path)
        content = read_body(received)
        if representation is Representation.FULL and content is not None:
            content = _of_full(content)

        def change(work: PassportWork, act: Act, seen: Seen) -> tuple[Deviation, ...]:
            whole = self._whole(seen)
            require(expected, self._element(whole, wanted, Representation.COMPRESSED).tag)
            return self._changing.patch_element(work, act, seen, wanted, content)

        _, told = self._changed(actor, dpp_id, received, change)
        if content is None:
            return None
        return replace(self.read_element(actor, dpp_id, path, representation), deviations=told)

    @property
    def _finder(self) -> Finder:
        return Finder(self.passports.publisher.links)

    @property
    def _changing(self) -> Changing:
        return Changing(self.passports, self._finder)

    def _changed(
        self,
        actor: Actor,
        dpp_id: str,
        received: bytes,
        change: Change,
        use_case: str = "revise_passport",
    ) -> tuple[PassportId, tuple[Deviation, ...]]:
        """Rule 3. Who said what it saw learns at the second try that this is gone."""
        for _ in range(_TRIES - 1):
            with suppress(Conflict):
                return self._once(actor, dpp_id, received, change, use_case)
        return self._once(actor, dpp_id, received, change, use_case)

    def _once(
        self, actor: Actor, dpp_id: str, received: bytes, change: Change, use_case: str
    ) -> tuple[PassportId, tuple[Deviation, ...]]:
        with self.passports.storage.writing() as work:
            passport = found(work, self._finder.passport(work, dpp_id))
            PERMISSIONS.check(use_case, actor, self.passports.relations(actor, passport))
            told = change(work, self._act(actor, received), self._changing.see(work, actor, passport))
            work.commit()
        return passport.passport_id, told

    def _act(self, actor: Actor, received: bytes) -> Act:
        act = self.passports.act(actor)
        return replace(act, evidence=(sha256(received),)) if received else act

    def _dpp(self, view: PassportView, representation: Representation) -> Dpp:
        catalogue = self.passports.publisher.catalogue
        compressed = Representation.COMPRESSED.of(view.document, catalogue)
        content = (
            compressed if representation is Representation.COMPRESSED else representation.of(view.document, catalogue)
        )
        return Dpp(view.url, content, tag_of(view.version, compressed))

    def _whole(self, seen: Seen) -> Dpp:
        content = Representation.COMPRESSED.of(seen.document, self.passports.publisher.catalogue)
        return Dpp(self._url(seen.passport.passport_id), content, seen.tag)

    def _element(self, whole: Dpp, wanted: ElementPath, representation: Representation) -> Dpp:
        """Rule 4."""
        elements = {name: value for name, value in whole.content.items() if name not in _NO_ELEMENTS}
        located = locate(elements, wanted)
        value = get(elements, located)
        content: Any = value
        if representation is Representation.FULL:
            content = full_part(located.steps, value, self.passports.publisher.catalogue)
        return Dpp(whole.dpp_id, content, tag_of(0, value))

    def _of_product(self, reads: PassportReads, identifier: str) -> PassportId | None:
        try:
            return self._finder.product(reads, identifier)
        except (InvalidInput, NotFound):
            return None

    def _url(self, passport_id: PassportId) -> str:
        return self.passports.publisher.links.passport(passport_id)


def _refuse_visitor(actor: Actor, use_case: str) -> None:
    """Whoever shows no key is told so before anything is read; the rights of others depend on the passport."""
    if actor.is_visitor:
        PERMISSIONS.check(use_case, actor)


def _of_full(content: Any) -> Any:
    """The value of a typed element of the full form."""
    if not isinstance(content, dict):
        raise InvalidInput(message("An element of the full form is an object with an elementId and a value."))
    name = str(content.get("elementId") or "value")
    return of_full([{**content, "elementId": name}])[name]
