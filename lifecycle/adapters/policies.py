"""Routing policies as this package carries them."""

import tomllib
from datetime import date
from functools import cache

from lifecycle.domain.routing.policy import Policy
from schemas import catalog

KIND, VERSION, DEFAULT = "routing-policy", "1.0", "default.toml"


class PackagedPolicies:
    """`Policies`: the one policy of the package is always in force."""

    def current(self, on: date) -> Policy:  # noqa: ARG002 (a store of dated policies will choose by day)
        return _default()


@cache
def _default() -> Policy:
    return Policy.parse(tomllib.loads(catalog.read_text(KIND, VERSION, DEFAULT)))
