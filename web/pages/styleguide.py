"""The gallery of components, for whoever builds the pages: only where the service runs on somebody's own machine."""

from ipaddress import ip_address
from urllib.parse import urlsplit

from fastapi import APIRouter, Request, Response

from dpp.domain.message import message
from web.pages.contexts.frame import Figure, FormState, Link, Turner
from web.pages.contexts.general import StyleguidePage
from web.pages.serving import Site

_GALLERY = StyleguidePage(
    pages=(
        Link(message("Scan a device"), "/"),
        Link(message("Models"), "/models"),
        Link(message("Sign in"), "/sign-in"),
        Link(message("Not found"), "/passports/nothing"),
    ),
    form=FormState({"right": "7k3m"}, {"wrong": message("Fill this in.")}),
    figure=Figure(341, "kg CO2e", 260, 422, "Dell Latitude 7420", "https://www.dell.com/"),
    code="7k3m-9x2p-4q8d",
    turner=Turner(2, 7, "/styleguide?page=1", "/styleguide?page=3"),
)


def styleguide_routes(site: Site, public_url: str) -> APIRouter:
    """`/styleguide`, or nothing where the outside world can reach this service."""
    routes = APIRouter()

    def show(request: Request) -> Response:
        return site.page(request, _GALLERY)

    if is_local(public_url):
        routes.add_api_route("/styleguide", show)
    return routes


def is_local(public_url: str) -> bool:
    """Whether this address is that of the machine itself."""
    host = urlsplit(public_url).hostname or ""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
