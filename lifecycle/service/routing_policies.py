"""The register of routing policies: load a version, see what it would change, let a second person activate it.

Rules:
1. Loading refuses what is not whole, with the line of every fault, and puts nothing in force.
2. A version is loaded once; the same file again is answered with what is there.
3. An owner of a scope is an organisation of this registry.
4. Activation sets deciding again to work: for the devices whose proposal rests on another policy and is not approved.
   Where the version is for a later day, that waits for the day.
5. A preview and deciding again are runs in the background (`lifecycle.service.routing_worker`).
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256

from dpp.domain.actor import Actor, OrganisationId
from dpp.domain.errors import Conflict, InvalidInput, NotFound, Problem
from dpp.domain.message import message
from dpp.domain.opaque import DeviceKey, encode
from dpp.service.ports import Chance, Clock
from lifecycle.domain.permissions import PERMISSIONS
from lifecycle.domain.routing.policy import Policy
from lifecycle.domain.routing.register import RegisteredPolicy, in_force
from lifecycle.domain.routing.runs import Move, RoutingRun, RoutingRunId, RunKind, Transition
from lifecycle.service.ports import (
    DeviceLine,
    LifecycleReads,
    LifecycleStorage,
    LifecycleWork,
    Organisations,
    Policies,
)
from lifecycle.service.routing_ports import MoveFilter, PolicyReader

PREVIEWS_KEPT = timedelta(days=90)
"""How long a preview is kept after it ended. What a policy moved when it came into force is kept for good."""


@dataclass(frozen=True)
class PolicyLine:
    """A version in the list, and whether it is in force today."""

    policy: RegisteredPolicy
    in_force: bool


@dataclass(frozen=True)
class PolicyList:
    """Everything in the register; `packaged` holds where nothing else does."""

    lines: tuple[PolicyLine, ...]
    packaged: Policy
    owners: Mapping[OrganisationId, str]


@dataclass(frozen=True)
class PolicyTally:
    """Versions in the register, those in force today, and those that wait for a second person."""

    count: int
    in_force: int
    waiting: int


@dataclass(frozen=True)
class PolicyView:
    """One version: its file, what it says, who loaded and activated it, and the runs over it."""

    policy: Policy
    file: bytes
    registered: RegisteredPolicy | None
    in_force: bool
    runs: tuple[RoutingRun, ...]
    owners: Mapping[OrganisationId, str]


@dataclass(frozen=True)
class RunView:
    """How far a run is, and what it found until now; `lines` are those of the devices of `moves`."""

    run: RoutingRun
    policy: RegisteredPolicy
    in_force: bool
    transitions: tuple[Transition, ...]
    moves: tuple[Move, ...]
    lines: Mapping[DeviceKey, DeviceLine]
    owners: Mapping[OrganisationId, str]


@dataclass(frozen=True)
class RoutingPolicies:
    """Each method is one transaction and checks its actor first. `wake` calls whoever works on runs that wait."""

    storage: LifecycleStorage
    policies: Policies
    read_file: PolicyReader
    organisations: Organisations
    clock: Clock
    chance: Chance
    wake: Callable[[], None] = lambda: None

    def all(self, actor: Actor) -> PolicyList:
        """Every version, and the policy of the package."""
        PERMISSIONS.check("read_routing_policy", actor)
        with self.storage.reading() as reads:
            register = reads.policies.all()
            packaged = self.policies.in_force(reads, self._today()).packaged
        now = in_force(register, self._today())
        lines = tuple(PolicyLine(each, each in now) for each in register)
        return PolicyList(lines, packaged, self._owners([each.name.scope.owners for each in register]))

    def tally(self, actor: Actor) -> PolicyTally:
        """How the register stands. Each decision reads it whole: a version is a file that two people took in hand."""
        PERMISSIONS.check("read_routing_policy", actor)
        with self.storage.reading() as reads:
            register = reads.policies.all()
        waiting = sum(each.activated_at is None for each in register)
        return PolicyTally(len(register), len(in_force(register, self._today())), waiting)

    def read(self, actor: Actor, policy: str, version: str) -> PolicyView:
        """One version; that of the package as well."""
        PERMISSIONS.check("read_routing_policy", actor)
        with self.storage.reading() as reads:
            registered = reads.policies.get(policy, version)
            if registered is None:
                return self._packaged(reads, policy, version)
            file = reads.policies.file(registered.sha256)
            assert file is not None  # it was stored with the version
            now = registered in in_force(reads.policies.all(), self._today())
            runs = reads.routing_runs.of_policy(policy, version)
        owners = self._owners([registered.name.scope.owners])
        return PolicyView(self.read_file(file), file, registered, now, runs, owners)

    def load(self, actor: Actor, content: bytes) -> RegisteredPolicy:
        """A version of a policy from its file (rules 1-3)."""
        PERMISSIONS.check("load_routing_policy", actor)
        policy = self.read_file(content)
        self._check_owners(policy)
        loaded = RegisteredPolicy(
            name=policy.name,
            sha256=sha256(content).hexdigest(),
            loaded_by=actor.account,
            loaded_for=actor.organisation,
            loaded_at=self.clock(),
        )
        with self.storage.writing() as work:
            known = work.policies.get(policy.name.id, policy.name.version)
            if known is not None:
                return _same(known, loaded)
            self._refuse_packaged(work, policy)
            work.policies.add(loaded, content)
            work.commit()
        return loaded

    def preview(self, actor: Actor, policy: str, version: str) -> RoutingRun:
        """A run that says where devices would go under this version; the one that is under way, where there is one."""
        PERMISSIONS.check("preview_routing_policy", actor)
        with self.storage.writing() as work:
            registered = _there(work, policy, version)
            for run in work.routing_runs.of_policy(policy, version):
                if run.kind is RunKind.PREVIEW and not run.is_over:
                    return run
            run = self._run(actor, RunKind.PREVIEW, registered, self._today())
            work.routing_runs.put(run)
            work.commit()
        self.wake()
        return run

    def forget_previews(self) -> int:
        """What nobody needs any more: a preview says something of the stock of its own day; how many that were."""
        with self.storage.writing() as work:
            number = work.routing_runs.forget_previews(self.clock() - PREVIEWS_KEPT)
            work.commit()
            return number

    def activate(self, actor: Actor, policy: str, version: str) -> RoutingRun:
        """Put a version in force from its day on; the run that decides again (rule 4)."""
        PERMISSIONS.check("activate_routing_policy", actor)
        with self.storage.writing() as work:
            activated = _there(work, policy, version).activated(actor, self.clock())
            work.policies.activate(activated)
            run = self._run(actor, RunKind.DECIDE_AGAIN, activated, activated.begins(self._today()))
            work.routing_runs.put(run)
            work.commit()
        self.wake()
        return run

    def run(self, actor: Actor, run_id: RoutingRunId, wanted: MoveFilter | None = None) -> RunView:
        """How far a run is, its counts, and some of the devices behind them."""
        PERMISSIONS.check("read_routing_run", actor)
        with self.storage.reading() as reads:
            run = reads.routing_runs.get(run_id)
            if run is None:
                raise NotFound(message("There is no preview or run '{run}'.", run=run_id[:40]))
            registered = _there(reads, run.policy, run.version)
            moves = () if wanted is None else reads.routing_runs.moves(run_id, wanted)
            found = (reads.devices.get(move.device) for move in moves)
            return RunView(
                run=run,
                policy=registered,
                in_force=registered in in_force(reads.policies.all(), self._today()),
                transitions=reads.routing_runs.transitions(run_id),
                moves=moves,
                lines={line.device_key: line for line in found if line is not None},
                owners=self._owners([registered.name.scope.owners]),
            )

    def _run(self, actor: Actor, kind: RunKind, of: RegisteredPolicy, on: date) -> RoutingRun:
        return RoutingRun(
            run_id=RoutingRunId(encode(self.chance(16), 20)),
            kind=kind,
            policy=of.name.id,
            version=of.name.version,
            on=on,
            account=actor.account,
            organisation=actor.organisation,
            roles=actor.roles,
            asked_at=self.clock(),
        )

    def _packaged(self, reads: LifecycleReads, policy: str, version: str) -> PolicyView:
        packaged = self.policies.in_force(reads, self._today()).packaged
        if (packaged.name.id, packaged.name.version) != (policy, version):
            raise _unknown(policy, version)
        return PolicyView(packaged, self.policies.file_of(reads, packaged), None, in_force=True, runs=(), owners={})

    def _refuse_packaged(self, reads: LifecycleReads, policy: Policy) -> None:
        """What this package carries keeps its name: two files that are called alike would both be cited."""
        packaged = self.policies.in_force(reads, self._today()).packaged.name
        if (packaged.id, packaged.version) == (policy.name.id, policy.name.version):
            raise _taken(policy.name.id, policy.name.version)

    def _check_owners(self, policy: Policy) -> None:
        """Rule 3."""
        problems = tuple(
            Problem("$.scope.owners", message("no organisation here has this id: {owner}", owner=owner))
            for owner in policy.name.scope.owners
            if not self._knows(OrganisationId(owner))
        )
        if problems:
            raise InvalidInput(
                message("The routing policy is for an owner that is not known here."),
                problems,
                remedy=message("Name owners by their id, as the list of organisations has it."),
            )

    def _knows(self, owner: OrganisationId) -> bool:
        try:
            self.organisations.names([owner])
        except NotFound:
            return False
        return True

    def _owners(self, scopes: Collection[tuple[str, ...]]) -> dict[OrganisationId, str]:
        owners = {OrganisationId(owner) for scope in scopes for owner in scope}
        return dict(self.organisations.names(owners)) if owners else {}

    def _today(self) -> date:
        return self.clock().date()


def _same(known: RegisteredPolicy, loaded: RegisteredPolicy) -> RegisteredPolicy:
    """Rule 2."""
    if known.sha256 != loaded.sha256:
        raise _taken(known.name.id, known.name.version)
    return known


def _taken(policy: str, version: str) -> Conflict:
    return Conflict(
        message("There is a version {version} of the policy '{policy}' already.", policy=policy, version=version),
        remedy=message("Give the file a new version and date."),
    )


def _there(reads: LifecycleReads | LifecycleWork, policy: str, version: str) -> RegisteredPolicy:
    registered = reads.policies.get(policy, version)
    if registered is None:
        raise _unknown(policy, version)
    return registered


def _unknown(policy: str, version: str) -> NotFound:
    return NotFound(
        message("There is no version '{version}' of a policy '{policy}'.", policy=policy[:80], version=version[:40]),
        remedy=message("Look in the list of policies."),
    )
