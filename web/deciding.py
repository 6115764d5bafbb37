"""Previews of routing policies and deciding again in the background, and what makes stored decisions again."""

from dataclasses import dataclass

from lifecycle.service.decision_checks import DecisionChecks
from lifecycle.service.routing_worker import RoutingWorker
from web.background import Working


@dataclass(frozen=True, kw_only=True)
class Deciding(Working[RoutingWorker]):
    """What works on runs, and what makes stored decisions again."""

    checks: DecisionChecks
