"""The page with all evidence of a device: what was kept, what was taken out, who read it, and reading it again."""

from fastapi import APIRouter, Request, Response

from dpp.domain.opaque import DeviceKey
from lifecycle.domain.permissions import PERMISSIONS
from web.bootstrap import Parts
from web.pages.mapping.evidence import files_page
from web.pages.mapping.heads import address_of
from web.pages.serving import Asking, SentForm, Site, go


def evidence_pages(parts: Parts, site: Site) -> APIRouter:
    """The routes of `/devices/{key}/files`; a file is attached by a form of the device (`web.pages.acts`)."""
    routes = APIRouter(prefix="/devices/{key}/files")
    use = parts.use

    @routes.get("")
    def of_device(request: Request, actor: Asking, key: DeviceKey) -> Response:
        view = use.devices.read(actor, key)
        may_attach = PERMISSIONS.allows("attach_evidence", actor, view.device.relations(actor.organisation))
        return site.page(request, files_page(view, use.evidence.of_device(actor, key), may_attach=may_attach))

    @routes.post("/{sha256}/reading")
    def read_again(actor: Asking, key: DeviceKey, sha256: str, _sent: SentForm) -> Response:
        changed = use.evidence.read_again(actor, key, sha256)
        return go(f"{address_of(key)}/files", said="read-again" if changed else "read-the-same")

    return routes
