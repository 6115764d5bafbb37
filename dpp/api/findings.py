"""What a passport declares, held against what else it declares; for those who answer for it."""

from fastapi import APIRouter, Response

from dpp.api.rendering import answer
from dpp.api.routes import Asking
from dpp.domain.opaque import PassportId
from dpp.service.findings import Findings


def finding_routes(findings: Findings) -> APIRouter:
    """The route over its use case."""
    routes = APIRouter(prefix="/api/v1", tags=["passports"])

    @routes.get("/passports/{passport_id}/findings")
    def list_findings(actor: Asking, passport_id: PassportId) -> Response:
        """Each contradiction: what is declared and where, what follows by which rule, and within what tolerance."""
        return answer({"findings": findings.of(actor, passport_id)}, headers={"Cache-Control": "private, no-store"})

    return routes
