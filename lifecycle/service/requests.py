"""Who asks for devices: make a request, change it, withdraw it, and see what became of it.

Rules, besides those of `lifecycle.domain.requests`:
1. An organisation sees its own requests; DRZ and the auditor see everybody's, but no drafts.
2. A request that is withdrawn gives back what is kept for it and has not arrived, in one act.
3. What is given follows from events: every event of a device that is kept for a request passes
   `lifecycle.service.allotments`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from dpp.domain.actor import Actor, OrganisationId, Role
from dpp.domain.errors import InvalidInput, NotFound
from dpp.domain.message import message
from dpp.domain.opaque import DeviceKey
from dpp.domain.permission import Relation
from lifecycle.domain.events import Released, TransactionId
from lifecycle.domain.permissions import PERMISSIONS
from lifecycle.domain.requests.allotment import Allotment, AllotmentState
from lifecycle.domain.requests.cancelled import CancelledOrder, displacement
from lifecycle.domain.requests.request import (
    ROUTE_OF,
    DeviceRequest,
    Doing,
    RequestId,
    RequestState,
    Wanted,
    changed,
    made,
    opened,
    order_confirmed,
    role_for,
    withdrawn,
)
from lifecycle.domain.routing.facts import Figure
from lifecycle.domain.vocabulary import ReleaseReason, Route
from lifecycle.service.identity import lines_of
from lifecycle.service.ports import LifecycleReads, LifecycleStorage, LifecycleWork
from lifecycle.service.recording import Draft, Recorder

LARGEST_LIST = 500


@dataclass(frozen=True)
class RequestLine:
    """A request as lists show it."""

    request: DeviceRequest
    given: int
    state: RequestState
    needs: int


@dataclass(frozen=True)
class RequestView:
    """A request with the devices that were given to it, oldest first.

    `displacement` is the share of new devices that the arrived ones displace, once any arrived by redeployment
    (`lifecycle.domain.requests.cancelled`).
    """

    line: RequestLine
    allotments: tuple[Allotment, ...]
    displacement: Figure | None


@dataclass(frozen=True)
class Requests:
    """Each method is one transaction and checks its actor first."""

    storage: LifecycleStorage
    recorder: Recorder

    def make(self, actor: Actor, wanted: Wanted, *, role: Role | None = None, draft: bool = False) -> RequestView:
        """Ask for devices. `role` is in which role, where the actor has several; InvalidInput with every fault."""
        requester, asking = _requester(actor, role)
        with self.storage.writing() as work:
            name = RequestId(self.recorder.new_id())
            request = made(name, requester, asking, wanted, self._doing(actor), draft=draft)
            return self._put(work, request)

    def change(self, actor: Actor, request: RequestId, wanted: Wanted) -> RequestView:
        """Ask for something else from now on."""
        with self.storage.writing() as work:
            before = _held(work, actor, "change_request", request)
            given = work.allotments.given((request,)).get(request, 0)
            return self._put(work, changed(before, wanted, given, self._doing(actor)))

    def open(self, actor: Actor, request: RequestId) -> RequestView:
        """A draft counts from now on."""
        with self.storage.writing() as work:
            return self._put(work, opened(_held(work, actor, "change_request", request), self._doing(actor)))

    def models(self, actor: Actor, request: RequestId) -> Mapping[DeviceKey, str]:
        """Brand and model of each device that was given to a request: what its requester may know of them."""
        view = self.read(actor, request)
        with self.storage.reading() as reads:
            lines = lines_of(reads, [each.device for each in view.allotments])
        return {line.device_key: f"{line.brand or ''} {line.name or ''}".strip() for line in lines}

    def withdraw(self, actor: Actor, request: RequestId, reason: str | None = None) -> RequestView:
        """Nothing is needed any more (rule 2). The reason names no person."""
        with self.storage.writing() as work:
            for allotment in work.allotments.of_request(request):
                work.devices.hold(allotment.device)
            after_all = withdrawn(_held(work, actor, "change_request", request), reason, self._doing(actor))
            act = TransactionId(self.recorder.new_id())
            for allotment in work.allotments.of_request(request):
                if allotment.is_kept:
                    release = Released(reason=ReleaseReason.WITHDRAWN)
                    self.recorder.record(work, actor, allotment.device, [Draft(release, transaction=act)])
            return self._put(work, after_all)

    def confirm_cancelled_order(self, actor: Actor, request: RequestId, order: CancelledOrder) -> RequestView:
        """A purchase was cancelled because of this redeployment, which decides how much impact was avoided."""
        with self.storage.writing() as work:
            before = _held(work, actor, "change_request", request)
            arrived = sum(each.state is AllotmentState.ARRIVED for each in work.allotments.of_request(request))
            return self._put(work, order_confirmed(before, order, arrived, self._doing(actor)))

    def read(self, actor: Actor, request: RequestId) -> RequestView:
        """One request with what became of it; NotFound also for what this actor may not know."""
        with self.storage.reading() as reads:
            found = reads.requests.get(request)
            if found is None or not _may_read(actor, found):
                raise nowhere(request)
            return self._view(reads, found)

    def mine(self, actor: Actor) -> tuple[RequestLine, ...]:
        """The requests of the actor's organisation, drafts too; newest first."""
        PERMISSIONS.check("read_request", actor, frozenset({Relation.OWNER}))
        with self.storage.reading() as reads:
            if actor.organisation is None:
                return ()
            return self._lines(reads, reads.requests.found(actor.organisation, limit=LARGEST_LIST))

    def all(self, actor: Actor) -> tuple[RequestLine, ...]:
        """Everybody's requests but drafts, newest first."""
        PERMISSIONS.check("read_request", actor)
        with self.storage.reading() as reads:
            return self._lines(reads, reads.requests.found(None, limit=LARGEST_LIST))

    def _put(self, work: LifecycleWork, request: DeviceRequest) -> RequestView:
        work.requests.put(request)
        work.commit()
        return self._view(work, request)

    def _lines(self, reads: LifecycleReads, requests: tuple[DeviceRequest, ...]) -> tuple[RequestLine, ...]:
        given = reads.allotments.given([each.id for each in requests])
        return tuple(line_of(each, given.get(each.id, 0), self._today) for each in requests)

    def _view(self, reads: LifecycleReads, request: DeviceRequest) -> RequestView:
        allotments = reads.allotments.of_request(request.id)
        given = reads.allotments.given((request.id,)).get(request.id, 0)
        arrived = sum(each.state is AllotmentState.ARRIVED for each in allotments)
        order = request.confirmed_order
        counts = arrived > 0 and request.route is Route.REDEPLOY
        share = displacement(arrived, 0 if order is None else order.devices) if counts else None
        return RequestView(line_of(request, given, self._today), allotments, share)

    def _doing(self, actor: Actor) -> Doing:
        return Doing(actor.account, self.recorder.clock())

    @property
    def _today(self) -> date:
        return self.recorder.clock().date()


def line_of(request: DeviceRequest, given: int, on: date) -> RequestLine:
    """A request as it stands on a day."""
    return RequestLine(request, given, request.state(given, on), request.needs(given, on))


def nowhere(request: RequestId) -> NotFound:
    """What is told of an id that no request has, or none that the actor may know of."""
    return NotFound(message("There is no request '{request}'.", request=request[:40]))


def _requester(actor: Actor, role: Role | None) -> tuple[OrganisationId, Role]:
    PERMISSIONS.check("make_request", actor)
    asking = role_for(actor.roles) if role is None else role
    if asking is None or asking not in ROUTE_OF or not actor.holds(asking):
        raise InvalidInput(
            message("In this role you cannot ask for devices."),
            remedy=message("Leave the role out, or choose one of your own."),
        )
    if actor.organisation is None:
        raise InvalidInput(message("Devices are asked for by an organisation, and your account has none."))
    return actor.organisation, asking


def _held(work: LifecycleWork, actor: Actor, use_case: str, request: RequestId) -> DeviceRequest:
    """The request, held, after looking whether this actor may do this with it."""
    work.requests.hold(request)
    found = work.requests.get(request)
    if found is None or not _may_read(actor, found):
        raise nowhere(request)
    PERMISSIONS.check(use_case, actor, _relations(actor, found))
    return found


def _may_read(actor: Actor, request: DeviceRequest) -> bool:
    """Rule 1."""
    if PERMISSIONS.allows("read_request", actor) and request.stage.value != "draft":
        return True
    relations = _relations(actor, request)
    return Relation.OWNER in relations and PERMISSIONS.allows("read_request", actor, relations)


def _relations(actor: Actor, request: DeviceRequest) -> frozenset[Relation]:
    return frozenset({Relation.OWNER} if actor.organisation == request.requester else ())
