"""Routing policies as this package carries them."""

import tomllib
from datetime import date
from functools import cache

from lifecycle.domain.routing.in_force import PoliciesInForce
from lifecycle.domain.routing.policy import Policy
from lifecycle.service.ports import LifecycleReads
from schemas import catalog

KIND, VERSION, DEFAULT = "routing-policy", "1.0", "default.toml"


class PackagedPolicies:
    """`Policies`: the one policy of the package is always in force, and nothing else."""

    def in_force(self, reads: LifecycleReads, on: date) -> PoliciesInForce:  # noqa: ARG002 (there is nothing to choose)
        return PoliciesInForce((), packaged_policy())


@cache
def packaged_policy() -> Policy:
    return Policy.parse(tomllib.loads(catalog.read_text(KIND, VERSION, DEFAULT)))
