"""What the pages of a consignment share: the page itself, also when a form comes back, and how codes are looked up."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import timedelta

from fastapi import Request, Response

from dpp.api.http import fault_of
from dpp.domain.actor import Actor, Capability
from dpp.domain.errors import InvalidInput, KringpasError, Problem
from dpp.domain.message import Message, message
from dpp.domain.opaque import DeviceKey
from dpp.domain.permission import Relation
from lifecycle.domain.consignment import Consignment, Side
from lifecycle.domain.consignment import ConsignmentState as Stage
from lifecycle.domain.events import ConsignmentId, Place
from lifecycle.domain.permissions import PERMISSIONS
from lifecycle.domain.possible import OFFERS
from lifecycle.service.consignment_ports import Box
from lifecycle.service.consignment_views import ConsignmentView
from lifecycle.service.consignments import CONFIRM, Receipt
from lifecycle.service.ports import DeviceLine
from web.accounts.service.choosing_ports import Among
from web.bootstrap import Parts
from web.pages.acts.base import Fields
from web.pages.acts.choosing import Chooser, organisations
from web.pages.contexts.consignment import ConsignmentPage, ConsignmentsPage, NewLink
from web.pages.contexts.forms import NOTHING_OFFERED
from web.pages.contexts.frame import Choice, FormState
from web.pages.mapping.consignment import box_lines, consignment_page, turner_of
from web.pages.mapping.heads import head_of_line
from web.pages.mapping.load import load_shown
from web.pages.paging import wanted
from web.pages.serving import Sent, Site

LINK_LASTS = timedelta(days=14)
FIELDS = frozenset({"scan", "seal", "processor_agreement", "place", "extra", "manifest_sha256", "goods_place"})
SENDING = frozenset({Relation.CUSTODIAN})
_CARRIER = message("A carrier that is not in the list")


@dataclass(frozen=True)
class Desk:
    """Over the parts of the service."""

    parts: Parts

    def list_page(self, actor: Actor, devices: list[DeviceKey], form: FormState, address: str = "") -> ConsignmentsPage:
        """`address` names the page of each box."""
        found = self.parts.use.consignments.boxes(actor, {box: wanted(address, box) for box in Box})
        inbox, outbox, rest = (box_lines(found[box], actor.organisation) for box in Box)
        makes = PERMISSIONS.allows("create_consignment", actor, SENDING)
        parties = self.parties(actor)
        heads = [head_of_line(self.parts.use.devices.read(actor, key).line) for key in devices]
        return ConsignmentsPage(
            inbox=inbox,
            outbox=outbox,
            rest=rest,
            receivers=parties.offered(form, "receiver") if makes else NOTHING_OFFERED,
            carriers=parties.offered(form, "carrier", _CARRIER) if makes else NOTHING_OFFERED,
            devices=tuple(heads),
            keys=tuple(devices),
            routes=tuple(Choice(route.value, route) for route in OFFERS),
            form=form,
        )

    def parties(self, actor: Actor) -> Chooser[Among]:
        """To whom something can go, and who can carry it: everybody else."""
        return organisations(self.parts, actor, Among(without=actor.organisation))

    def page(self, actor: Actor, view: ConsignmentView, form: FormState, part: int = 1) -> ConsignmentPage:
        consignment = view.consignment
        sides = self.sides(actor, consignment)
        draft = consignment.state is Stage.DRAFT
        previews = Side.SENDER in sides and draft
        refusals = self.parts.use.consignments.preview(actor, consignment.id) if previews else {}
        page = consignment_page(view, refusals, form, sides=sides)
        relations = consignment.relations(actor.organisation)
        load = load_shown(
            view,
            sides,
            collects=PERMISSIONS.allows("collect_consignment", actor, relations),
            reports=PERMISSIONS.allows("report_weights", actor, relations),
        )
        turner = turner_of(page.address, len(page.items), part)
        return replace(page, load=load, turner=turner, can_print=_prints_all(actor, view))

    def sides(self, actor: Actor, consignment: Consignment) -> frozenset[Side]:
        """For which sides this person acts: somebody of the organisation, in a role that may."""
        relations = consignment.relations(actor.organisation)
        acts = (
            (Side.SENDER, consignment.sender, "offer_consignment"),
            (Side.RECEIVER, consignment.receiver, "receive_consignment"),
        )
        return frozenset(
            side
            for side, organisation, use_case in acts
            if organisation == actor.organisation and PERMISSIONS.allows(use_case, actor, relations)
        )

    def again(self, site: Site, request: Request, actor: Actor, form: FormState, error: KringpasError) -> Response:
        """The consignment with what was typed and what is wrong with it: beside its field, where it has one."""
        problems = {name.removeprefix("terms."): what for name, what in form.problems.items()}
        beside = {name if name in FIELDS else "": what for name, what in problems.items()}
        view = self.parts.use.consignments.read(actor, ConsignmentId(request.path_params["consignment"]))
        return site.page(request, self.page(actor, view, replace(form, problems=beside)), status=fault_of(error).status)

    def scanned(self, actor: Actor, name: str, raw: str) -> DeviceKey:
        """The one device that a code or number names, among those that this actor may see."""
        lines = self.parts.use.intake.named(actor, raw)
        if len(lines) == 1:
            return lines[0].device_key
        what = _not_one(lines, raw)
        raise InvalidInput(what, (Problem(name, what),))

    def receipt(self, actor: Actor, sent: Sent) -> Receipt:
        """What was ticked arrived, and so did what else was scanned."""
        fields = Fields(sent)
        place, extra = Place(fields.text("place")), sent.text("extra").splitlines()
        fields.check()
        found = [self.scanned(actor, "extra", raw.strip()) for raw in extra if raw.strip()]
        arrived = (DeviceKey(key) for key in sent.lists.get("arrived", ()))
        return Receipt(place=place, devices=(*arrived, *found), seal=fields.optional("seal"))

    def link(self, actor: Actor, view: ConsignmentView) -> NewLink:
        consignment = view.consignment
        until = self.parts.clock() + LINK_LASTS
        made = self.parts.accounts.links.issue(
            actor,
            Capability(CONFIRM, consignment.id),
            consignment.receiver,
            until,
            consignment.relations(actor.organisation),
        )
        return NewLink(f"{self.parts.settings.public_url}/k/{made.token}", until)


def _prints_all(actor: Actor, view: ConsignmentView) -> bool:
    """Labels are printed together: of a consignment of which each device is this person's to print."""
    may = {
        line.device_key
        for line in view.lines
        if PERMISSIONS.allows("print_device_label", actor, _relations(line, actor))
    }
    return may.issuperset(view.consignment.devices)


def _relations(line: DeviceLine, actor: Actor) -> frozenset[Relation]:
    sides = ((Relation.OWNER, line.owner), (Relation.CUSTODIAN, line.custodian))
    return frozenset(relation for relation, party in sides if party is not None and party == actor.organisation)


def _not_one(lines: Iterable[DeviceLine], raw: str) -> Message:
    shown = raw[:60]
    if tuple(lines):
        return message("Several devices carry {code}: scan the label instead.", code=shown)
    return message("No device that you may see carries {code}.", code=shown)
