"""The papers of a load: packing list, transfer of ownership, deed of gift, record of tests, waste transfer note.

Rules:
1. A paper is made of the state of the consignment: the same state gives the same bytes. A draft has none.
2. A packing list is of the whole, or of one unit with what stands on it.
3. A transfer of ownership goes with what is sold or stays in the State, a deed of gift with what is donated, a waste
   transfer note with what is recycled: another consignment has no such paper.
4. The waste transfer note is an aid to fill in the official one; it says so itself.
5. The record of tests of an exported device is given out as it was kept; another one, and a translation, are made now.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Protocol

from dpp.domain.actor import Actor, OrganisationId
from dpp.domain.errors import Conflict, NotFound, NotPermitted
from dpp.domain.links import Links
from dpp.domain.message import message
from dpp.domain.opaque import DeviceKey
from lifecycle.domain.consignment import (
    Condition,
    Consignment,
    ConsignmentState,
    DeviceMass,
    LoadUnit,
    LoadUnitId,
    Mass,
    frozen_hash,
    unit_of,
)
from lifecycle.domain.consignment.mass import summed
from lifecycle.domain.credentials import Held
from lifecycle.domain.events import ConsignmentId
from lifecycle.domain.vocabulary import Route
from lifecycle.domain.waste import CATEGORY, usual_code
from lifecycle.service.consignment_desk import ConsignmentDesk
from lifecycle.service.consignment_papers import Paper, short_name
from lifecycle.service.consignment_views import ConsignmentView
from lifecycle.service.ports import LifecycleReads
from lifecycle.service.test_records import KEPT_IN, TestRecords


class LoadPaper(StrEnum):
    """The papers of a consignment as a whole, or of one unit of it."""

    PACKING_LIST = "packing-list"
    TRANSFER = "transfer"
    GIFT = "deed-of-gift"
    WASTE_NOTE = "waste-note"


ROUTES: Mapping[LoadPaper, frozenset[Route]] = MappingProxyType(
    {
        LoadPaper.TRANSFER: frozenset({Route.SELL, Route.REDEPLOY, Route.RETURN_TO_LESSOR}),
        LoadPaper.GIFT: frozenset({Route.DONATE}),
        LoadPaper.WASTE_NOTE: frozenset({Route.RECYCLE}),
    }
)
"""Rule 3. A packing list goes with every consignment."""

_FILES: Mapping[LoadPaper, tuple[str, str]] = MappingProxyType(
    {
        LoadPaper.PACKING_LIST: ("paklijst", "packing-list"),
        LoadPaper.TRANSFER: ("akte-van-overdracht", "transfer-of-ownership"),
        LoadPaper.GIFT: ("akte-van-schenking", "deed-of-gift"),
        LoadPaper.WASTE_NOTE: ("afval-gegevens", "waste-note"),
    }
)


@dataclass(frozen=True)
class WasteSum:
    """What goes as waste of one category and code: how many devices, and what they weigh. `code` None: to fill in."""

    weee_category: int | None
    code: str | None
    devices: int
    mass: Mass


@dataclass(frozen=True)
class LoadSheet:
    """All that a paper shows. `unit` is the one that a packing list is about; `numbers` what parties can show."""

    paper: LoadPaper
    view: ConsignmentView
    name: str
    address: str
    manifest_sha256: str
    unit: LoadUnit | None = None
    waste: tuple[WasteSum, ...] = ()
    numbers: Mapping[OrganisationId, tuple[Held, ...]] = field(default_factory=dict)


class LoadPrinter(Protocol):
    """Sets the papers of a load."""

    def pdf(self, sheet: LoadSheet, language: str) -> bytes:
        """A PDF in Dutch (`nl`) or English (`en`)."""
        ...


def papers_of(consignment: Consignment) -> tuple[LoadPaper, ...]:
    """Which papers go with it."""
    if consignment.state is ConsignmentState.DRAFT:
        return ()
    return tuple(paper for paper in LoadPaper if paper not in ROUTES or consignment.terms.route in ROUTES[paper])


@dataclass(frozen=True)
class LoadPapers:
    """Each method is one transaction and checks its actor first."""

    desk: ConsignmentDesk
    links: Links
    printer: LoadPrinter
    records: TestRecords

    def paper(
        self, actor: Actor, consignment: ConsignmentId, paper: LoadPaper, language: str, unit: LoadUnitId | None = None
    ) -> Paper:
        """Conflict for a draft, NotFound for a paper that does not go with this consignment."""
        with self.desk.storage.reading() as reads:
            found = self._offered(reads, actor, consignment)
            if paper not in papers_of(found):
                raise NotFound(message("That paper does not go with this consignment."))
            sheet = self._sheet(self.desk.view(reads, found), paper, unit)
        file_name = _FILES[paper][0 if language == "nl" else 1]
        part = "" if sheet.unit is None else f"-{sheet.unit.code.replace('/', '-').replace(' ', '-')}"
        return Paper(f"{file_name}-{sheet.name}{part}.pdf", self.printer.pdf(sheet, language))

    def test_record(self, actor: Actor, consignment: ConsignmentId, device: DeviceKey, language: str) -> Paper:
        """Rule 5. NotFound for a device that is not in it; Refused for one that nobody tested."""
        with self.desk.storage.reading() as reads:
            found = self._offered(reads, actor, consignment)
            line = found.by_device.get(device)
            if line is None:
                raise NotFound(message("There is no device '{key}' in this consignment.", key=device[:40]))
            name = f"{'testverslag' if language == 'nl' else 'test-record'}-{device[:8]}.pdf"
            kept = None if line.condition is None else line.condition.test_record
            if kept is not None and language == KEPT_IN:
                return Paper(name, self.records.files.get(kept))
            record = self.records.of(reads, device)
        return Paper(name, self.records.pdf(record, language))

    def _offered(self, reads: LifecycleReads, actor: Actor, consignment: ConsignmentId) -> Consignment:
        if actor.capability is not None:
            raise NotPermitted(message("These papers are for people with an account."))
        found = self.desk.seen(reads, actor, consignment)
        if found.state is ConsignmentState.DRAFT:
            raise Conflict(
                message("Consignment {id} was not offered: nothing is frozen yet.", id=consignment),
                remedy=message("Offer it first."),
            )
        return found

    def _sheet(self, view: ConsignmentView, paper: LoadPaper, unit: LoadUnitId | None) -> LoadSheet:
        consignment = view.consignment
        parties = (consignment.sender, consignment.receiver, consignment.terms.carrier)
        asked = () if unit is None or paper is not LoadPaper.PACKING_LIST else (unit,)
        return LoadSheet(
            paper=paper,
            view=view,
            name=short_name(consignment.id),
            address=f"{self.links.public_url}/consignments/{consignment.id}",
            manifest_sha256=frozen_hash(consignment),
            unit=unit_of(consignment.units, asked[0]) if asked else None,
            waste=waste_of(consignment) if paper is LoadPaper.WASTE_NOTE else (),
            numbers={each: self._numbers(each, consignment) for each in parties if each is not None},
        )

    def _numbers(self, party: OrganisationId, consignment: Consignment) -> tuple[Held, ...]:
        """What a party could show on the day of the offer."""
        day = (consignment.offered_at or self.desk.recorder.clock()).date()
        return tuple(each for each in self.desk.organisations.credentials(party) if each.valid(day))


def waste_of(consignment: Consignment) -> tuple[WasteSum, ...]:
    """The devices of a consignment by WEEE category and usual waste code, in the order of category and code."""
    groups: dict[tuple[int | None, str | None], list[DeviceMass | None]] = {}
    for line in consignment.lines:
        condition = line.condition or Condition()
        category = None if condition.group is None else CATEGORY.get(condition.group)
        groups.setdefault((category, usual_code(condition.group)), []).append(condition.mass)
    ordered = sorted(groups.items(), key=lambda each: (each[0][0] or 9, each[0][1] or ""))
    return tuple(WasteSum(category, code, len(masses), summed(masses)) for (category, code), masses in ordered)
