"""Divide the free devices over the open requests: propose with reasons, then confirm or cancel.

Rules, besides those of `lifecycle.domain.allocation`:
1. A proposal changes nothing: it is kept with its reasons and the hash of what it was made from. What the newest
   proposal that nobody decided about gave to a request stays there, where it can.
2. Confirming reserves each device for its requester, until a day by the policy for that device, as one act. Each device
   is looked at again, with the rules of every reservation (`lifecycle.domain.marketplace.reserving`): what changed
   since, and what is for the State alone on this day, is not given, with the reason, and the others go on.
3. A device is given once, and a request never gets more than it needs, whoever confirms what at the same moment.
4. A confirmation that broke off is done again: what was given already is not given twice.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from dpp.domain.actor import Actor
from dpp.domain.errors import Conflict, KringpasError, NotFound, Refused
from dpp.domain.message import message
from dpp.domain.opaque import DeviceKey
from lifecycle.domain.allocation.allocate import allocate
from lifecycle.domain.allocation.answer import Question, Standing
from lifecycle.domain.allocation.record import inputs_hash, said, to_plain
from lifecycle.domain.allocation.rule import DEFAULT_RULE, LADDER, AllocationRule, Need
from lifecycle.domain.events import Reserved, TransactionId
from lifecycle.domain.marketplace.reserving import ReservingTerms, last_day, refuse_reserving
from lifecycle.domain.permissions import PERMISSIONS
from lifecycle.domain.requests.allotment import AllocationId, Allotment
from lifecycle.domain.requests.request import DeviceRequest, RequestId
from lifecycle.domain.requests.specification import Refusal, refusals
from lifecycle.domain.vocabulary import Route
from lifecycle.service.allotments import needed
from lifecycle.service.free_devices import FreeDevices
from lifecycle.service.identity import lines_of
from lifecycle.service.market_windows import MarketWindows
from lifecycle.service.ports import DeviceLine, LifecycleReads, LifecycleStorage, LifecycleWork, Organisations, Policies
from lifecycle.service.recording import Draft, Recorder, state_of
from lifecycle.service.request_ports import AllocationState, Solver, StoredAllocation
from lifecycle.service.requests import nowhere
from lifecycle.service.routing_reading import FactsReader

LARGEST_LIST = 50


@dataclass(frozen=True)
class AllocationView:
    """An allocation with what was given of it. `requests` are those that it is about, as they are now."""

    allocation: StoredAllocation
    given: tuple[Allotment, ...]
    requests: Mapping[RequestId, DeviceRequest]


@dataclass(frozen=True)
class Allocations:
    """Each method but `confirm` is one transaction and checks its actor first; `confirm` is one for each device."""

    storage: LifecycleStorage
    recorder: Recorder
    organisations: Organisations
    policies: Policies
    solver: Solver
    rule: AllocationRule = DEFAULT_RULE

    def propose(self, actor: Actor, routes: Iterable[Route] = LADDER) -> AllocationView:
        """Who would get what, with every reason; for some routes, or all."""
        PERMISSIONS.check("allocate", actor)
        with self.storage.reading() as reads:
            question = self._question(reads, frozenset(routes))
        answer = allocate(question, self.solver)
        stored = StoredAllocation(
            allocation_id=AllocationId(self.recorder.new_id()),
            state=AllocationState.PROPOSED,
            proposed_at=self.recorder.clock(),
            proposed_by=actor.account,
            inputs_hash=inputs_hash(question, self.solver.name),
            content=to_plain(answer, question, self.solver.name),
        )
        with self.storage.writing() as work:
            work.allocations.put(stored)
            work.commit()
            return _view(work, stored)

    def read(self, actor: Actor, allocation: AllocationId) -> AllocationView:
        """One allocation, with its reasons and what was given."""
        PERMISSIONS.check("read_allocation", actor)
        with self.storage.reading() as reads:
            return _view(reads, _found(reads, allocation))

    def find(self, actor: Actor) -> tuple[StoredAllocation, ...]:
        """The newest allocations."""
        PERMISSIONS.check("read_allocation", actor)
        with self.storage.reading() as reads:
            return reads.allocations.newest(LARGEST_LIST)

    def confirm(self, actor: Actor, allocation: AllocationId) -> AllocationView:
        """Give what was proposed (rules 2 to 4)."""
        PERMISSIONS.check("allocate", actor)
        with self.storage.reading() as reads:
            proposed = _undecided(reads, allocation)
        outcomes = [self._give(actor, proposed, placed) for placed in proposed.content["placed"]]
        refused = tuple(each for each in outcomes if each is not None)
        return self._decide(actor, allocation, AllocationState.CONFIRMED, refused)

    def cancel(self, actor: Actor, allocation: AllocationId) -> AllocationView:
        """Nothing of it is given. Refused where a confirmation gave something before it broke off."""
        PERMISSIONS.check("allocate", actor)
        with self.storage.reading() as reads:
            if reads.allotments.of_allocation(_undecided(reads, allocation).allocation_id):
                raise Refused(
                    "allocation-begun",
                    message("Some of these devices are given already."),
                    remedy=message("Confirm it again: what is left is given then."),
                )
        return self._decide(actor, allocation, AllocationState.CANCELLED, ())

    def lines(self, actor: Actor, devices: Collection[DeviceKey]) -> Mapping[DeviceKey, DeviceLine]:
        """The devices of an allocation as lists show them, as they are now."""
        PERMISSIONS.check("read_allocation", actor)
        with self.storage.reading() as reads:
            return {line.device_key: line for line in lines_of(reads, devices)}

    def explain(self, actor: Actor, request: RequestId, device: DeviceKey) -> tuple[Refusal, ...]:
        """Why this device does not answer this request as it is now; nothing where it does."""
        PERMISSIONS.check("read_allocation", actor)
        with self.storage.reading() as reads:
            asked = reads.requests.get(request)
            if asked is None:
                raise nowhere(request)
            return tuple(self._refusals(reads, asked, device))

    def _question(self, reads: LifecycleReads, routes: frozenset[Route]) -> Question:
        on = self._today
        open_needs = {request: left for request, left in needed(reads, on).items() if request.route in routes}
        given = reads.allotments.given([request.id for request in open_needs])
        needs = tuple(Need(request, left, given.get(request.id, 0)) for request, left in open_needs.items())
        asked = frozenset(need.request.route for need in needs)
        stock = tuple(self._free(reads).all(asked)) if needs else ()
        return Question(needs, stock, on, self.rule, _standing(reads))

    def _free(self, reads: LifecycleReads) -> FreeDevices:
        reader = FactsReader(reads, self.recorder.publisher, self.organisations)
        return FreeDevices(reads, reader, self.policies, self._today)

    def _refusals(self, reads: LifecycleReads, asked: DeviceRequest, key: DeviceKey) -> Iterable[Refusal]:
        free = self._free(reads)
        gathered = free.reader.of_devices((key,)).get(key)
        if gathered is None:
            raise NotFound(message("There is no device '{key}'.", key=key[:40]))
        seen = free.see(gathered)
        if asked.route not in seen.routes:
            why = message("it is not free to go this way: {route}", route=asked.route.value)
            yield Refusal("route", why)
        if asked.wanted.category != seen.category:
            yield Refusal("category", message("it is another kind of device: {kind}", kind=seen.category or "?"))
        yield from refusals(asked.wanted.specification, seen)

    def _give(self, actor: Actor, proposed: StoredAllocation, placed: Mapping[str, Any]) -> dict[str, Any] | None:
        """Reserve one device; None where it is given, else why not."""
        device, request = DeviceKey(placed["device"]), RequestId(placed["request"])
        try:
            with self.storage.writing() as work:
                work.devices.hold(device)
                work.requests.hold(request)
                if self._is_given(work, proposed.allocation_id, device):
                    return None
                self._reserve(work, actor, proposed.allocation_id, device, self._asked(work, request, device))
                work.commit()
        except KringpasError as refusal:
            return {"device": device, "request": request, "code": refusal.code, "why": said(refusal.what)}
        return None

    @staticmethod
    def _is_given(work: LifecycleWork, allocation: AllocationId, device: DeviceKey) -> bool:
        """Rule 4."""
        kept = work.allotments.kept(device)
        return kept is not None and kept.allocation == allocation

    def _asked(self, work: LifecycleWork, request: RequestId, device: DeviceKey) -> DeviceRequest:
        """The request, when it still needs a device and this one still answers it (rules 2 and 3)."""
        asked = work.requests.get(request)
        given = work.allotments.given((request,)).get(request, 0)
        if asked is None or not asked.needs(given, self._today):
            raise Refused("request-needs-one", message("The request needs nothing more."))
        first = next(iter(self._refusals(work, asked, device)), None)
        if first is not None:
            raise Refused(f"fits-{first.criterion}", message("It does not fit any more: {why}.", why=first.why))
        return asked

    def _reserve(
        self, work: LifecycleWork, actor: Actor, allocation: AllocationId, key: DeviceKey, asked: DeviceRequest
    ) -> None:
        device, windows = state_of(work, key), MarketWindows.of_day(self.policies, work, self._today)
        numbers, in_state = windows.of(device), self.organisations.in_state(asked.requester)
        refuse_reserving(device, asked.requester, ReservingTerms(asked.route, in_state, numbers, windows.on))
        until = last_day(numbers, windows.on)
        happening = Reserved(requester=asked.requester, until=until, request=asked.id)
        self.recorder.record(work, actor, key, [Draft(happening, transaction=TransactionId(allocation))])
        work.allotments.put(
            Allotment(
                device=key,
                allocation=allocation,
                request=asked.id,
                requester=asked.requester,
                until=until,
                given_at=self.recorder.clock(),
            )
        )

    def _decide(
        self, actor: Actor, allocation: AllocationId, state: AllocationState, refused: tuple[dict[str, Any], ...]
    ) -> AllocationView:
        with self.storage.writing() as work:
            work.allocations.hold(allocation)
            stored = replace(
                _undecided(work, allocation),
                state=state,
                decided_at=self.recorder.clock(),
                decided_by=actor.account,
                refused=refused,
            )
            work.allocations.put(stored)
            work.commit()
            return _view(work, stored)

    @property
    def _today(self) -> date:
        return self.recorder.clock().date()


def _standing(reads: LifecycleReads) -> Standing:
    """Rule 1."""
    newest = reads.allocations.newest(1, AllocationState.PROPOSED)
    placed = newest[0].content["placed"] if newest else ()
    return {DeviceKey(each["device"]): RequestId(each["request"]) for each in placed}


def _view(reads: LifecycleReads, stored: StoredAllocation) -> AllocationView:
    names = (RequestId(each["request"]) for each in stored.content["outcomes"])
    requests = {name: found for name in names if (found := reads.requests.get(name)) is not None}
    return AllocationView(stored, reads.allotments.of_allocation(stored.allocation_id), requests)


def _found(reads: LifecycleReads, allocation: AllocationId) -> StoredAllocation:
    stored = reads.allocations.get(allocation)
    if stored is None:
        raise NotFound(message("There is no allocation '{allocation}'.", allocation=allocation[:40]))
    return stored


def _undecided(reads: LifecycleReads, allocation: AllocationId) -> StoredAllocation:
    stored = _found(reads, allocation)
    if stored.state is not AllocationState.PROPOSED:
        raise Conflict(
            message("This allocation is decided already."), remedy=message("Read it again, or make a new proposal.")
        )
    return stored
