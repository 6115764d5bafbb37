"""The state of a battery out of its two capacities."""

_LEAST_HEALTH, _MOST_HEALTH = 0.0, 1.2
"""A new battery can hold a little more than its design; much more is a gauge that went wrong."""


def health_of(design: float | None, full: float | None) -> float | None:
    """Full charge over design capacity, in the same unit; None where the two make no sense together."""
    health = full / design if design and full is not None else None
    return health if health is not None and _LEAST_HEALTH < health <= _MOST_HEALTH else None
