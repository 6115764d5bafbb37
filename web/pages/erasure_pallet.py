"""Verifying the erasures of a pallet: choose devices, see what is clean and what is not, verify what is clean.

What is chosen stands in the address, so that the page can be sent to a colleague and read again.
"""

from dataclasses import dataclass
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request, Response

from dpp.api.http import fault_of
from dpp.domain.actor import Actor
from dpp.domain.errors import Conflict, InvalidInput, NotFound, Refused
from dpp.domain.stretch import Onward
from lifecycle.domain.events import ConsignmentId, EventId
from lifecycle.domain.permissions import PERMISSIONS
from lifecycle.service.erasure_pallet import Lot
from web.bootstrap import Parts
from web.pages.contexts.frame import Choice, FormState
from web.pages.mapping.erasure import BENCH, VERIFICATION, pallet_page
from web.pages.rendering import Page
from web.pages.serving import Asking, Sent, SentForm, Site, go

_NEWEST = Onward(0, 50)
COMES_BACK = (InvalidInput, Refused, Conflict, NotFound)


@dataclass(frozen=True)
class _Chosen:
    """What the form names."""

    tray: str = ""
    scans: str = ""
    consignment: str = ""

    @property
    def lot(self) -> Lot | None:
        scans = tuple(line.strip() for line in self.scans.splitlines() if line.strip())
        if not (scans or self.tray or self.consignment):
            return None
        consignment = ConsignmentId(self.consignment) if self.consignment else None
        return Lot(scans=scans, consignment=consignment, tray=bool(self.tray))

    @property
    def address(self) -> str:
        asked = {name: value for name, value in vars(self).items() if value}
        return f"{VERIFICATION}?{urlencode(asked)}"


def erasure_pallet_pages(parts: Parts, site: Site) -> APIRouter:
    """`/erasure/verification`."""
    routes, pallets = APIRouter(prefix=BENCH), parts.use.erasure.pallets

    def page(actor: Actor, chosen: _Chosen, form: FormState) -> Page:
        lot = chosen.lot
        view = None if lot is None else pallets.preview(actor, lot)
        return pallet_page(view, form, _consignments(parts, actor))

    @routes.get("/verification")
    def preview(
        request: Request,
        actor: Asking,
        tray: Annotated[str, Query(max_length=3)] = "",
        scans: Annotated[str, Query(max_length=50_000)] = "",
        consignment: Annotated[str, Query(max_length=100)] = "",
    ) -> Response:
        PERMISSIONS.check("read_erasure_bench", actor)
        chosen = _Chosen(tray, scans, consignment)
        return site.page(request, page(actor, chosen, FormState(vars(chosen))))

    @routes.post("/verification")
    def verify(request: Request, actor: Asking, sent: SentForm) -> Response:
        chosen = _chosen(sent)
        try:
            pallets.verify(actor, chosen.lot or Lot(), [EventId(each) for each in sent.lists.get("erasure", ())])
        except COMES_BACK as error:
            return site.page(request, page(actor, chosen, sent.again(error)), status=fault_of(error).status)
        return go(chosen.address, said="verified")

    return routes


def _chosen(sent: Sent) -> _Chosen:
    return _Chosen(sent.text("tray"), sent.text("scans"), sent.text("consignment"))


def _consignments(parts: Parts, actor: Actor) -> tuple[Choice, ...]:
    """Those that the actor may read, newest first; their devices are chosen as far as they are here."""
    if not PERMISSIONS.allows("read_consignment", actor) and actor.organisation is None:
        return ()
    found = parts.use.consignments.find(actor, _NEWEST).rows
    return tuple(Choice(each.tally.id, each.tally.id) for each in found)
