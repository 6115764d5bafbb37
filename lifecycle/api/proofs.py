"""The proofs of a device as a file."""

from fastapi import APIRouter, Response

from dpp.api.log import BUNDLE, Since, bundle_answer
from dpp.domain.opaque import DeviceKey
from lifecycle.api.routes import Asking
from lifecycle.service.proving import DeviceProofs


def proof_routes(proofs: DeviceProofs) -> APIRouter:
    """The route over one set of use cases."""
    routes = APIRouter(prefix="/api/v1", tags=["log"])

    @routes.get("/devices/{key}/proof", responses=BUNDLE)
    def proof(actor: Asking, key: DeviceKey, since: Since = None) -> Response:
        """Everything that happened to the device, with the proof that the log holds it: `kringpas verify` checks it."""
        return bundle_answer(proofs.bundle(actor, key, since), key)

    return routes
