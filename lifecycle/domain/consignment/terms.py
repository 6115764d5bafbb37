"""On what terms a consignment changes hands.

Rules:
1. Where ownership passes, ground, holding and route are all given; else none of them.
2. Sealed custody outside the State names the seal and the processor agreement.
3. A return to the lessor names its contract, a redeployment the unit that will use the devices.
4. Only what is sold or donated is exported: waste goes abroad by other rules, and custody alone is no export.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from dpp.domain.actor import OrganisationId
from dpp.domain.errors import Problem
from dpp.domain.message import message
from lifecycle.domain.credentials import Destination
from lifecycle.domain.vocabulary import Ground, Holding, Route


@dataclass(frozen=True, kw_only=True)
class Terms:
    """Ground, holding and route are given where ownership passes, else none of them.

    `inside_state`: the receiver is an organisation of the State. `contract` is the lease, for a return to the lessor;
    `unit` the one that will use a redeployed device. `export`: the devices go to a user outside the Netherlands.
    """

    inside_state: bool
    carrier: OrganisationId | None = None
    ground: Ground | None = None
    holding: Holding | None = None
    route: Route | None = None
    seal: str | None = None
    processor_agreement: str | None = None
    contract: str | None = None
    unit: str | None = None
    export: bool | None = None

    @property
    def destination(self) -> Destination:
        """What of the terms decides which credentials are asked."""
        return Destination(
            self.route,
            self.holding,
            sealed_outside=self.route is None and self.seal is not None and not self.inside_state,
        )


def problems(terms: Terms) -> Iterable[Problem]:
    """What is not stated that must be."""
    faults = (
        (
            not (terms.ground is None) == (terms.holding is None) == (terms.route is None),
            "$.terms.ground",
            message("Where ownership passes, ground, holding and route are all given; else none of them."),
        ),
        (
            terms.seal is not None and not terms.inside_state and not terms.processor_agreement,
            "$.terms.processor_agreement",
            message("Sealed custody outside the State needs a processor agreement."),
        ),
        (
            terms.route is Route.RETURN_TO_LESSOR and not terms.contract,
            "$.terms.contract",
            message("A return to the lessor names its contract."),
        ),
        (
            terms.route is Route.REDEPLOY and not terms.unit,
            "$.terms.unit",
            message("Redeployment names the unit that will use the devices."),
        ),
        (
            bool(terms.export) and terms.route not in {Route.SELL, Route.DONATE},
            "$.terms.export",
            message("Only what is sold or donated is exported here."),
        ),
    )
    return (Problem(path, what) for wrong, path, what in faults if wrong)
