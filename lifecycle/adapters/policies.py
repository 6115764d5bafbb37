"""Which routing policies are in force: those of the register, and the one that this package carries."""

from collections import OrderedDict
from datetime import date
from functools import cache
from threading import Lock

from lifecycle.adapters.policy_files import read_policy
from lifecycle.domain.routing.in_force import PoliciesInForce
from lifecycle.domain.routing.policy import Policy
from lifecycle.domain.routing.register import in_force
from lifecycle.service.ports import LifecycleReads
from schemas import catalog

KIND, VERSION, DEFAULT = "routing-policy", "1.0", "default.toml"

_REMEMBERED = 64


@cache
def packaged_file() -> bytes:
    """The policy that holds where nothing else was loaded, as its file has it."""
    return catalog.read_text(KIND, VERSION, DEFAULT).encode()


@cache
def packaged_policy() -> Policy:
    return read_policy(packaged_file())


class RegisteredPolicies:
    """`Policies` over the register. What was parsed is remembered by its digest, in each process."""

    def __init__(self) -> None:
        self._parsed: OrderedDict[str, Policy] = OrderedDict()
        self._lock = Lock()

    def in_force(self, reads: LifecycleReads, on: date) -> PoliciesInForce:
        activated = in_force(reads.policies.all(), on)
        return PoliciesInForce(tuple(self._policy(reads, each.name.digest) for each in activated), packaged_policy())

    def by_digest(self, reads: LifecycleReads, digest: str) -> Policy | None:
        """A policy by what it says, though it is in force no more; None where nobody kept it."""
        if digest == packaged_policy().name.digest:
            return packaged_policy()
        return (
            None
            if digest not in self._parsed and reads.policies.content(digest) is None
            else self._policy(reads, digest)
        )

    def file_of(self, reads: LifecycleReads, policy: Policy) -> bytes:
        if policy.name.digest == packaged_policy().name.digest:
            return packaged_file()
        content = reads.policies.content(policy.name.digest)
        assert content is not None  # it was parsed from there
        return content

    def _policy(self, reads: LifecycleReads, digest: str) -> Policy:
        with self._lock:
            known = self._parsed.get(digest)
        if known is not None:
            return known
        content = reads.policies.content(digest)
        assert content is not None  # it was loaded with its file
        parsed = read_policy(content)
        with self._lock:
            self._parsed[digest] = parsed
            while len(self._parsed) > _REMEMBERED:
                self._parsed.popitem(last=False)
        return parsed
