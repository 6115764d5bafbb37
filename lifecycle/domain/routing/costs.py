"""What erasing and handling a device costs: what is known of it, else what the policy reckons for its category.

A cost of the policy counts as a fact, with its line and the policy's date, so that the trace shows where it came from.
A category without one has what the policy says of a cost that is not known (`missing`).
"""

from lifecycle.domain.routing.facts import Fact, Figure, Known
from lifecycle.domain.routing.limits import CategoryRules
from lifecycle.domain.routing.policy import Policy

_LINES = {"wipe_cost": "wipe_eur", "handling_cost": "handling_eur"}


def priced(known: Known, policy: Policy, line: CategoryRules | None) -> Known:
    """The facts with the costs of the category, where a cost is not known of the device itself."""
    if line is None:
        return known
    costs = {
        name: Fact(Figure.exact(amount, "EUR"), f"policy: {line.place}.{written}", policy.name.date)
        for name, written in _LINES.items()
        if name not in known and (amount := getattr(line, written)) is not None
    }
    return {**known, **costs}
