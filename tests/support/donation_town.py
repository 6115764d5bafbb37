"""A running service in which a coordinator has displays, an open programme, and a library with an agreement.

The way of the displays to the coordinator is told to the recorder at once: it is not what these tests are about.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Self

from dpp.domain.actor import Actor
from dpp.domain.opaque import DeviceKey
from lifecycle.domain import events as on
from lifecycle.domain.donation import ProgrammeState
from lifecycle.domain.events import ConsignmentId, Happening, Place
from lifecycle.domain.vocabulary import Ground, Holding, Route
from lifecycle.service.recording import Draft
from tests.support.town import Program, Town
from web.accounts.domain.organisation import Credential
from web.bootstrap import Parts

MANIFEST = "ab" * 32
SERIALS = ("DISPLAY-0001", "DISPLAY-0002")


@dataclass
class DonationTown:
    """`devices` are with the coordinator; `programme` is open."""

    town: Town
    parts: Parts
    devices: tuple[DeviceKey, ...] = ()
    programme: str = ""

    @classmethod
    def opened(cls, town: Town, parts: Parts) -> Self:
        made = cls(town, parts)
        made.credential()
        model = town.model("dell-e2423h")
        made.devices = tuple(made.display(serial, model) for serial in SERIALS)
        body = {
            "name": "Displays for libraries",
            "coordinator": made.coordinator.organisation,
            "decision": "aanwijzingsbesluit 2026-4",
            "valid_from": "2026-01-01",
            "purpose": "Lessons in digital skills",
            "wanted": 40,
        }
        programme = made.coordinator.made("/api/v1/donation-programmes", body)["version"]["programme"]["id"]
        opening = f"/api/v1/donation-programmes/{programme}/states"
        made.coordinator.made(opening, {"state": ProgrammeState.OPEN.value})
        made.programme = programme
        return made

    @property
    def coordinator(self) -> Program:
        return self.town.program("regie")

    @property
    def library(self) -> str:
        return self.town.program("bibliotheek").organisation

    def credential(self) -> None:
        """The library's donation agreement."""
        agreed = Credential("donation-agreement", "DO-1", "contract", date(2026, 1, 1), None, "seen")
        owner = self.town.actors["bibliotheek"].organisation
        assert owner is not None
        self.town.accounts.organisations.add_credential(self.town.actors["beheer"], owner, agreed)

    def display(self, serial: str, model: str) -> DeviceKey:
        owner = self.town.program("eigenaar")
        body = {"model": model, "owner": owner.organisation, "place": "Store", "serial": serial}
        key = DeviceKey(owner.made("/api/v1/devices", {**body, "classification": "none"})["device"]["key"])
        self._given(key)
        return key

    def _given(self, key: DeviceKey) -> None:
        actors = self.town.actors
        owner, drz, coordinator = actors["eigenaar"], actors["drz"], actors["regie"]
        assert owner.organisation is not None
        assert coordinator.organisation is not None
        consignment = ConsignmentId(f"c-{key}")
        decided = on.DeclaredSurplus(decision="OS-1", decided_on=date(2026, 1, 5), authority=owner.organisation)
        proposed = on.RouteProposed(
            decision=f"d-{key}", route=Route.DONATE, rule_set="r", inputs_sha256=MANIFEST, trace_sha256=MANIFEST
        )
        offered = on.TransferOffered(
            consignment=consignment,
            manifest_sha256=MANIFEST,
            receiver=coordinator.organisation,
            inside_state=False,
            ground=Ground.GIFT,
            holding=Holding.COORDINATOR,
            route=Route.DONATE,
        )
        self._record(key, owner, (decided,))
        self._record(key, drz, (proposed, on.RouteApproved(decision=proposed.decision, route=Route.DONATE)))
        self._record(key, owner, (offered,))
        whose = coordinator.organisation
        self._record(
            key,
            coordinator,
            (
                on.TransferReceived(consignment=consignment, manifest_sha256=MANIFEST),
                on.CustodyChanged(custodian=whose, place=Place("Depot"), inside_state=False, consignment=consignment),
                on.OwnershipChanged(
                    owner=whose, holding=Holding.COORDINATOR, ground=Ground.GIFT, consignment=consignment
                ),
                on.Donated(receiver=whose),
            ),
        )

    def _record(self, key: DeviceKey, actor: Actor, happenings: Sequence[Happening]) -> None:
        with self.parts.use.devices.storage.writing() as work:
            self.parts.use.devices.recorder.record(work, actor, key, [Draft(each) for each in happenings])
            work.commit()
