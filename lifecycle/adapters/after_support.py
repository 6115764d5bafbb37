"""What can run on a device after its last security update, as this package carries it."""

from functools import cache

from lifecycle.domain.support.afterwards import Way, parse_ways
from schemas import catalog

KIND, VERSION, FILE = "after-support", "1.0", "systems.json"


@cache
def packaged_ways() -> tuple[Way, ...]:
    """The ways, parsed once."""
    return parse_ways(catalog.read_text(KIND, VERSION, FILE))
