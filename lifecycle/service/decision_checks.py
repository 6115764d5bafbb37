"""Makes stored decisions again from what they keep, and says what differs.

Rules:
1. A decision is made again from its own facts, its own day and the policy with its digest: the answer must be the same
   bytes, and its inputs must have the hash that is on it.
2. The event that proposed it has the hash of the whole answer: what is stored must have that hash.
3. What cannot be made again says why: the first decisions kept no facts, and a policy can be gone.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from dpp.domain.errors import InvalidInput
from dpp.domain.opaque import DeviceKey
from dpp.domain.proof import canonical, sha256
from lifecycle.domain.events import RouteProposed
from lifecycle.domain.routing.decision import Decision, decide
from lifecycle.domain.routing.policy import Policy
from lifecycle.domain.routing.record import from_plain, to_plain
from lifecycle.service.ports import LifecycleReads, LifecycleStorage, Policies, StoredDecision
from lifecycle.service.recording import nowhere

_BATCH = 200


class Verdict(StrEnum):
    SAME = "same"
    OTHER = "other"
    CHANGED = "changed"
    NO_FACTS = "no-facts"
    NO_POLICY = "no-policy"


@dataclass(frozen=True)
class Checked:
    """One decision. `differs` are the paths of what came out otherwise (`$.alternatives[2].figures`)."""

    device: DeviceKey
    decision: str
    verdict: Verdict
    differs: tuple[str, ...] = ()

    @property
    def is_wrong(self) -> bool:
        return self.verdict in {Verdict.OTHER, Verdict.CHANGED}


@dataclass(frozen=True)
class DecisionChecks:
    """For whoever runs the service; it changes nothing."""

    storage: LifecycleStorage
    policies: Policies

    def of_device(self, key: DeviceKey) -> tuple[Checked, ...]:
        """Every decision about one device; NotFound where there is no such device."""
        with self.storage.reading() as reads:
            if reads.devices.get(key) is None:
                raise nowhere(key)
            return tuple(self._of(reads, key))

    def of_all(self) -> Iterator[tuple[Checked, ...]]:
        """Every decision, device by device; one look at the database for each some hundred devices."""
        after = DeviceKey("")
        while True:
            with self.storage.reading() as reads:
                keys = reads.events.devices(after, _BATCH)
                if not keys:
                    return
                found = [tuple(self._of(reads, key)) for key in keys]
            yield from found
            after = keys[-1]

    def _of(self, reads: LifecycleReads, key: DeviceKey) -> Iterator[Checked]:
        decisions = reads.decisions.of_device(key)
        if not decisions:
            return
        proposed = (event.happening for event in reads.events.of_device(key))
        hashes = {it.decision: it.trace_sha256 for it in proposed if isinstance(it, RouteProposed)}
        for stored in decisions:
            yield self._checked(reads, stored, hashes.get(stored.decision_id))

    def _checked(self, reads: LifecycleReads, stored: StoredDecision, trace_sha256: str | None) -> Checked:
        if trace_sha256 is not None and sha256(stored.written.encode()) != trace_sha256:
            return Checked(stored.device_key, stored.decision_id, Verdict.CHANGED, ("$",))
        try:
            decision = from_plain(stored.content)
        except InvalidInput:
            return Checked(stored.device_key, stored.decision_id, Verdict.CHANGED, ("$",))
        if decision.facts is None:
            return Checked(stored.device_key, stored.decision_id, Verdict.NO_FACTS)
        policy = self.policies.by_digest(reads, decision.policy.digest)
        if policy is None:
            return Checked(stored.device_key, stored.decision_id, Verdict.NO_POLICY)
        differs = tuple(differences(stored.content, again(decision, policy)))
        return Checked(stored.device_key, stored.decision_id, Verdict.OTHER if differs else Verdict.SAME, differs)


def again(decision: Decision, policy: Policy) -> dict[str, Any]:
    """The decision made again (rule 1); it has its facts."""
    assert decision.facts is not None
    return to_plain(decide(decision.facts, policy, on=decision.on))


def differences(first: Any, second: Any, path: str = "$") -> Iterator[str]:
    """The paths at which two pieces of plain data differ, as deep as they can be named."""
    if isinstance(first, Mapping) and isinstance(second, Mapping):
        for name in sorted(first.keys() | second.keys()):
            if name in first and name in second:
                yield from differences(first[name], second[name], f"{path}.{name}")
            else:
                yield f"{path}.{name}"
    elif isinstance(first, list) and isinstance(second, list) and len(first) == len(second):
        for place, (one, other) in enumerate(zip(first, second, strict=True)):
            yield from differences(one, other, f"{path}[{place}]")
    elif canonical(first) != canonical(second):
        yield path
