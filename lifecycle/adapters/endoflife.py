"""Fetches the whole list of endoflife.date through the guard of outgoing calls; nothing does so by itself."""

import httpx

from dpp.adapters.outbound import OutboundPolicy, outbound_client
from dpp.adapters.outbound.transport import Connections
from dpp.domain.errors import Unavailable
from dpp.domain.message import message
from lifecycle.domain.support.releases import ADDRESS

WHOLE_LIST = f"{ADDRESS}/api/v1/products/full"
_REMEDY = message("Try again later, or give a file that was fetched elsewhere.")


def fetch_dataset(address: str = WHOLE_LIST, *, connections: Connections | None = None) -> bytes:
    """The file as it is there today; Unavailable where it cannot be had. `connections` are for tests."""
    policy = OutboundPolicy.for_address(address)
    with outbound_client(policy, headers={"Accept": "application/json"}, connections=connections) as client:
        try:
            response = client.get(address)
        except httpx.HTTPError as error:
            raise Unavailable(message("{address} does not answer.", address=address), remedy=_REMEDY) from error
    if not response.is_success:
        what = message("{address} answers {status}.", address=address, status=response.status_code)
        raise Unavailable(what, remedy=_REMEDY)
    return response.content
