"""Works on previews of policies, and on deciding again under a policy that came into force.

Rules:
1. A preview asks for each device of the stock where it would go under the policies of the day, and where with the new
   version among them: on the same day and the same facts, so that nothing but the policy makes the difference. What a
   person approved or chose otherwise is not asked again: no policy moves it.
2. Deciding again looks at devices whose proposal stands and is not approved. Where it rests on the policy that counts
   for the device now, nothing is proposed: the same question would have the same answer.
3. Some devices at a time: what became of them and the progress in one transaction. A run that was broken off goes on
   behind them; what is refused for one device is told with it, and the others go on.
4. Whoever asked for it acts with the rights of today.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from dpp.domain.actor import Actor
from dpp.domain.errors import KringpasError, NotFound, Unavailable
from dpp.domain.message import message
from dpp.domain.opaque import DeviceKey
from dpp.service.imports.ports import Standing
from dpp.service.ports import Clock
from lifecycle.domain.events import TransactionId
from lifecycle.domain.permissions import PERMISSIONS
from lifecycle.domain.routing.decision import route_of
from lifecycle.domain.routing.in_force import PoliciesInForce
from lifecycle.domain.routing.policy import Policy
from lifecycle.domain.routing.runs import Move, RoutingRun, RoutingRunId, RunKind, Step
from lifecycle.domain.vocabulary import Lifecycle, Route
from lifecycle.service.ports import LifecycleReads, LifecycleStorage, LifecycleWork, StoredDecision
from lifecycle.service.routing import Routing
from lifecycle.service.routing_ports import StockFilter
from lifecycle.service.routing_reading import Gathered
from lifecycle.service.worklist import TO_DECIDE

PREVIEWED_AT_ONCE = 500
DECIDED_AT_ONCE = 50

Progress = Callable[[RoutingRun], None]

_PROPOSED = "proposed"
_STOCK = {
    RunKind.PREVIEW: StockFilter((*TO_DECIDE, Lifecycle.IN_REPAIR), (None, _PROPOSED)),
    RunKind.DECIDE_AGAIN: StockFilter(tuple(Lifecycle), (_PROPOSED,)),
}


class _Taken(Exception):
    """Another worker went on with the run."""


@dataclass(frozen=True)
class RoutingWorker:
    """`stopping` is asked after each step whether to leave the rest for later."""

    storage: LifecycleStorage
    routing: Routing
    standing: Standing
    clock: Clock
    stopping: Callable[[], bool] = lambda: False

    def run_pending(self) -> int:
        """Work on every run that waits, or was broken off, until none is left; how many that were."""
        number = 0
        while not self.stopping() and (run_id := self._free()) is not None:
            self.work_on(run_id)
            number += 1
        return number

    def work_on(self, run_id: RoutingRunId, progress: Progress = lambda _: None) -> RoutingRun | None:
        """Bring a run to its end; None where another works on it, or its day has not come."""
        run = self._take(run_id)
        if run is None:
            return None
        try:
            return self._go_on(run, progress)
        except _Taken:
            return None
        except KringpasError as error:
            return self._fail(run_id, error)
        except Exception:
            self._fail(run_id, _our_mistake())
            raise
        except BaseException:  # the process is told to stop: another may go on at once
            self._end(run_id, RoutingRun.released)
            raise

    def _free(self) -> RoutingRunId | None:
        with self.storage.reading() as reads:
            return reads.routing_runs.free(self.clock())

    def _take(self, run_id: RoutingRunId) -> RoutingRun | None:
        now = self.clock()
        with self.storage.writing() as work:
            run = _there(work, run_id)
            if not run.is_free(now):
                return None
            taken = run.taken(now, work.stock.count(_STOCK[run.kind]))
            work.routing_runs.put(taken)
            work.commit()
            return taken

    def _go_on(self, run: RoutingRun, progress: Progress) -> RoutingRun:
        actor = self._actor(run)
        progress(run)
        while (further := self._step(run, actor)) is not None:
            run = further
            progress(run)
            if self.stopping():
                return self._end(run.run_id, RoutingRun.released)
        return self._end(run.run_id, lambda held: held.finished(self.clock()))

    def _actor(self, run: RoutingRun) -> Actor:
        """Rule 4."""
        actor = self.standing.today(run.actor)
        PERMISSIONS.check("preview_routing_policy" if run.kind is RunKind.PREVIEW else "propose_route", actor)
        return actor

    def _step(self, run: RoutingRun, actor: Actor) -> RoutingRun | None:
        return self._look_ahead(run) if run.kind is RunKind.PREVIEW else self._propose_again(run, actor)

    def _look_ahead(self, run: RoutingRun) -> RoutingRun | None:
        """A preview reads beside the writers, and writes for a moment."""
        with self.storage.reading() as reads:
            keys = reads.stock.keys(_STOCK[run.kind], run.after, PREVIEWED_AT_ONCE)
            if not keys:
                return None
            step = self._previewed(reads, run, keys)
        with self.storage.writing() as work:
            return self._written(work, run, step)

    def _previewed(self, reads: LifecycleReads, run: RoutingRun, keys: Sequence[DeviceKey]) -> Step:
        registered = reads.policies.get(run.policy, run.version)
        assert registered is not None
        candidate = self.routing.policies.by_digest(reads, registered.name.digest)
        assert candidate is not None  # it was stored with the version
        day = registered.begins(run.on)
        now = self.routing.policies.in_force(reads, day)
        then, gathered = now.with_candidate(candidate), self.routing.deciding(reads).reader.of_devices(keys)
        asked = [each for each in gathered.values() if now.of(each.device).name != then.of(each.device).name]
        moves = (_move(each, now, then, day) for each in asked)
        return Step(keys[-1], len(keys), len(asked), tuple(move for move in moves if move.before is not move.after))

    def _propose_again(self, run: RoutingRun, actor: Actor) -> RoutingRun | None:
        with self.storage.writing() as work:
            keys = work.stock.keys(_STOCK[run.kind], run.after, DECIDED_AT_ONCE)
            if not keys:
                return None
            work.devices.hold(*keys)
            return self._written(work, run, self._proposed(work, actor, TransactionId(run.run_id), keys))

    def _proposed(
        self, work: LifecycleWork, actor: Actor, transaction: TransactionId, keys: Sequence[DeviceKey]
    ) -> Step:
        deciding, newest = self.routing.deciding(work), work.decisions.newest(keys)
        gathered, policies = deciding.reader.of_devices([key for key in keys if key in newest]), deciding.policies
        stale = {key: it for key, it in gathered.items() if _rests_on_another(newest[key], policies.of(it.device))}
        moves: list[Move] = []
        for key, each in stale.items():
            before, (decision, policy) = Route(newest[key].route), deciding.about(each)
            try:
                with work.undoing():
                    self.routing.propose_decided(work, actor, each.device, decision, policy, transaction)
            except KringpasError as error:
                moves.append(Move(key, each.device.category, before, decision.route, error.what))
            else:
                moves += [Move(key, each.device.category, before, decision.route)] * (decision.route is not before)
        return Step(keys[-1], len(keys), len(stale), tuple(moves))

    def _written(self, work: LifecycleWork, run: RoutingRun, step: Step) -> RoutingRun:
        held = _there(work, run.run_id)
        if held.is_over or held.after != run.after:
            raise _Taken
        further = held.after_step(step, self.clock())
        work.routing_runs.add_moves(run.run_id, step.moves)
        work.routing_runs.put(further)
        work.commit()
        return further

    def _fail(self, run_id: RoutingRunId, error: KringpasError) -> RoutingRun:
        return self._end(run_id, lambda held: held.failed(error, self.clock()))

    def _end(self, run_id: RoutingRunId, change: Callable[[RoutingRun], RoutingRun]) -> RoutingRun:
        with self.storage.writing() as work:
            run = change(_there(work, run_id))
            work.routing_runs.put(run)
            work.commit()
            return run


def _move(each: Gathered, now: PoliciesInForce, then: PoliciesInForce, on: date) -> Move:
    """Rule 1."""
    before = route_of(each.facts, now.of(each.device), on=on)
    after = route_of(each.facts, then.of(each.device), on=on)
    return Move(each.device.key, each.device.category, before, after)


def _rests_on_another(stored: StoredDecision, policy: Policy) -> bool:
    """Rule 2."""
    return bool(stored.content["policy"]["digest"] != policy.name.digest)


def _there(reads: LifecycleReads | LifecycleWork, run_id: RoutingRunId) -> RoutingRun:
    run = reads.routing_runs.hold(run_id)
    if run is None:
        raise NotFound(message("There is no preview or run '{run}'.", run=run_id[:40]))
    return run


def _our_mistake() -> Unavailable:
    return Unavailable(
        message("Something went wrong here, and the run stopped."),
        remedy=message("Start it again: what was done already stays as it is."),
    )
