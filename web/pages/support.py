"""The register of support ends: how old it is, which release each model is, and every release of a product."""

from fastapi import APIRouter, Request, Response

from dpp.api.http import fault_of
from dpp.domain.actor import Actor
from dpp.domain.errors import InvalidInput, NotFound, Problem
from dpp.domain.message import message
from dpp.domain.opaque import PassportId
from lifecycle.domain.permissions import PERMISSIONS
from lifecycle.domain.support.products import PRODUCTS
from lifecycle.domain.support.releases import ReleaseName
from web.bootstrap import Parts
from web.pages.contexts.frame import NEW_FORM, FormState, Link
from web.pages.contexts.support import SupportPage
from web.pages.mapping.support import PLACE, match_line, release_line
from web.pages.serving import Asking, Sent, SentForm, Site, go

NONE = "none"


def support_pages(parts: Parts, site: Site) -> APIRouter:
    """Below `/support`."""
    routes, support = APIRouter(prefix=PLACE), parts.use.support

    def page(actor: Actor, product: str | None, form: FormState = NEW_FORM) -> SupportPage:
        today = parts.clock().date()
        table = support.table(actor, [product] if product else ["windows"])
        models = support.models(actor)
        lines = [match_line(each, today) for each in models]
        newest = max(table.loads, key=lambda load: load.dated, default=None)
        return SupportPage(
            dated=None if newest is None else newest.dated,
            retrieved=None if newest is None else newest.retrieved_at.date(),
            unmatched=tuple(line for line in lines if line.release is None),
            matched=tuple(line for line in lines if line.release is not None),
            products=tuple(Link(each.name, f"{PLACE}?product={key}#releases") for key, each in PRODUCTS.items()),
            product=table.releases[0].release.title if table.releases else None,
            releases=tuple(release_line(each, today) for each in table.releases),
            may_confirm=PERMISSIONS.allows("confirm_support", actor),
            form=form,
        )

    @routes.get("")
    def read(request: Request, actor: Asking, product: str | None = None) -> Response:
        return site.page(request, page(actor, product))

    @routes.post("/models/{model}")
    def confirm(request: Request, actor: Asking, model: PassportId, sent: SentForm) -> Response:
        try:
            support.confirm(actor, model, _release(sent))
        except (InvalidInput, NotFound) as error:
            return site.page(request, page(actor, None, sent.again(error)), status=fault_of(error).status)
        return go(PLACE, said="saved")

    return routes


def _release(sent: Sent) -> ReleaseName | None:
    """`pixel/7`, or that it is none."""
    chosen = sent.text("release")
    if chosen == NONE:
        return None
    product, slash, release = chosen.partition("/")
    if not slash:
        what = message("Choose one.")
        raise InvalidInput(what, (Problem("$.release", what),))
    return ReleaseName(product, release)
