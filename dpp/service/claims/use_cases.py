"""The use cases of whose passport it is, in one place."""

from dataclasses import dataclass

from dpp.service.claims.claims import Claims
from dpp.service.claims.contradictions import Contradictions
from dpp.service.claims.takeover import TakeOver


@dataclass(frozen=True)
class ClaimUseCases:
    """Claims on models, take-over, and contradictions."""

    claims: Claims
    takeover: TakeOver
    contradictions: Contradictions
