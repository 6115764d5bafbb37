"""What the use cases need to know whether elements have the right form."""

from typing import Protocol

from dpp.domain.catalogue import Granularity
from dpp.domain.document import Elements
from dpp.domain.errors import Problem


class Validator(Protocol):
    """Says every fault in the elements of a passport, each with its path, what was expected and what was found.

    Without a granularity the elements are those of a whole document, which shows what models say too.
    Names of header members and personal data are not its business.
    """

    def problems(self, elements: Elements, granularity: Granularity | None) -> tuple[Problem, ...]: ...
