"""The application: every layer that a request passes, from the outside in.

1. The scan path: resolver and public passports, from prepared bytes. Outermost, because it is asked most, and because
   whoever scans a device in the street is not logged. It sets its own headers.
2. Paths and errors of EN 18222 and of EPCIS.
3. Pages for everybody are compressed.
4. Security headers, on every other answer, errors included.
5. The request log.
6. CORS and the API's version, for what programs of others call.
7. Errors become answers.
8. The largest body.
9. Who asks.
10. Linksets for whoever is known: with links that are not for everybody. They are counted like those of the scan path.
11. How much those without an account may read and list (the scan path counts what it answers itself).
12. The router: JSON, pages, static files, health.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from functools import partial
from importlib.metadata import version
from typing import Any

from fastapi import APIRouter, FastAPI
from granian.utils.proxies import wrap_asgi_with_proxy_headers
from starlette.types import ASGIApp

from dpp.api.access import access_routes
from dpp.api.applicability import applicability_routes
from dpp.api.checking import checking_routes
from dpp.api.claims import claim_routes
from dpp.api.drawers import Drawers
from dpp.api.en18222.description import Description
from dpp.api.en18222.layer import En18222
from dpp.api.en18222.routes import en18222_routes
from dpp.api.exports import export_routes
from dpp.api.findings import finding_routes
from dpp.api.foreign import foreign_routes
from dpp.api.held_copies import held_copy_routes
from dpp.api.http import ErrorAnswers, take_routes
from dpp.api.imports import import_routes
from dpp.api.label_rolls import label_roll_routes
from dpp.api.labels import label_routes
from dpp.api.limits import AnonymousLimits, ReaderLimits
from dpp.api.log import log_routes
from dpp.api.models import model_routes
from dpp.api.packages import package_routes
from dpp.api.reader_links import ReaderLinks
from dpp.api.registrations import registration_routes
from dpp.api.repair_guides import repair_guide_routes
from dpp.api.repairability import repairability_routes
from dpp.api.resolver import Resolver
from dpp.api.routes import passport_routes
from dpp.api.scanpath import ScanPath
from dpp.api.search import search_routes
from dpp.domain.links import Links
from dpp.service.linking import LinkReading
from lifecycle.api.epcis.layer import EpcisLayer
from lifecycle.api.labels import label_sheet_routes
from lifecycle.api.proofs import proof_routes
from lifecycle.api.routes import lifecycle_routes
from web import logs, openapi
from web.background import working
from web.bootstrap import Parts
from web.compressing import CompressedPages
from web.headers import PublicApi, SecurityHeaders, headers_of_pages
from web.health import health_routes
from web.housekeeping import delivering, keeping_log, now_and_then
from web.identity import Identity
from web.limits import BodyLimit
from web.pages.errors import error_page
from web.pages.guidebook import PICTURES
from web.pages.kept_forms import kept_forms
from web.pages.linkset import linkset_page
from web.pages.rendering import Pages
from web.pages.routes import page_routes, waiting_for
from web.pages.serving import Site
from web.pages.sign_in_page import sign_in_again
from web.pages.user_guides import PICTURES_PLACE
from web.settings import Settings
from web.static_files import FOLDER, VersionedFiles

API_VERSION = "1.0.0"


def create_app(settings: Settings) -> ASGIApp:
    """The whole service over the configured database, which must be migrated (`/readyz` tells)."""
    parts = Parts.of(settings)
    site = Site(Pages(), waiting_for(parts))
    own_headers = headers_of_pages(secure=settings.is_secure)
    forms = kept_forms(parts, site)
    answers = ErrorAnswers(error_page(site, own_headers, forms, partial(sign_in_again, parts)))
    links = Links(settings.public_url)
    resolver = Resolver(parts.reader, links, linkset_page(site, own_headers, links))
    limits = ReaderLimits(
        parts.chance,
        settings.reads_per_minute,
        settings.misses_per_minute,
        settings.lists_per_minute,
        reports=settings.found_reports_per_hour,
    )
    app: ASGIApp = _router(parts, answers, site)
    app = AnonymousLimits(app, limits)
    link_reading = LinkReading(parts.passports, parts.use.epcis.queries.may_read_passport)
    app = ReaderLinks(app, resolver, parts.reader, link_reading, answers, limits)
    app = Identity(app, parts.accounts, secure=settings.is_secure, mark=forms.sealer.mark)
    app = BodyLimit(app, settings.max_body_bytes)
    app = answers.around(app)
    app = PublicApi(app, API_VERSION)
    app = logs.RequestLog(app)
    app = SecurityHeaders(app, secure=settings.is_secure)
    app = CompressedPages(app)
    app = En18222(app, parts.clock)
    app = EpcisLayer(app)
    app = ScanPath(parts.reader, links, answers, app, resolver=resolver, limits=limits)
    if settings.trusted_proxies:
        app = wrap_asgi_with_proxy_headers(app, trusted_hosts=settings.trusted_proxies.split(","))
    return app


def from_environment() -> ASGIApp:
    """What a web server starts, by this name."""
    settings = Settings.from_environment()
    logs.configure(settings.log_level)
    return create_app(settings)


def api_description(settings: Settings) -> dict[str, Any]:
    """The OpenAPI document, without serving it."""
    with Parts.opened(settings) as parts:
        return _router(parts, ErrorAnswers(), Site(Pages())).openapi()


def _router(parts: Parts, answers: ErrorAnswers, site: Site) -> FastAPI:
    router = FastAPI(
        title="Kringpas",
        description="Digital Product Passports and the circular life of government devices.",
        version=version("kringpas"),
        license_info={"name": "EUPL-1.2", "identifier": "EUPL-1.2"},
        openapi_url=f"{openapi.API}/openapi.json",
        docs_url=None,  # both fetch their scripts from elsewhere, which our content policy forbids
        redoc_url=None,
        lifespan=lambda _: _at_work(parts),
    )
    answers.install(router)
    examples = Description(parts.dpps.passports.publisher.catalogue).examples
    openapi.describe(router, parts.settings.public_url, parts.settings.contact_email, examples)
    router.state.parts = parts
    take_routes(router.router, (*_passport_routes(parts), *_device_routes(parts), page_routes(parts, site)))
    router.mount("/static", VersionedFiles(directory=FOLDER, check_dir=False), name="static")
    router.mount(PICTURES_PLACE, VersionedFiles(directory=PICTURES, check_dir=False), name="pictures")
    router.router.middleware_stack = Drawers(router.router)
    return router


@asynccontextmanager
async def _at_work(parts: Parts) -> AsyncIterator[None]:
    """What runs beside the requests, from the start of the service to its end; then the parts are closed."""
    async with (
        now_and_then(parts.accounts.sessions.sweep),
        now_and_then(parts.accounts.shifts.sweep),
        now_and_then(parts.access.reviewing.forget),
        now_and_then(parts.importing.forget_files),
        keeping_log(parts.log, timedelta(seconds=parts.settings.log_every_seconds)),
        now_and_then(parts.use.found_reports.forget),
        now_and_then(parts.use.market.reservations.expire),
        now_and_then(parts.use.policies.forget_previews),
        delivering(
            (*parts.deliveries.values(), parts.hook_deliveries),
            timedelta(seconds=parts.settings.deliver_every_seconds),
        ),
        working(parts.importing),
        working(parts.deciding),
        working(parts.fault_loading),
    ):
        yield
    parts.close()


def _passport_routes(parts: Parts) -> tuple[APIRouter, ...]:
    """JSON of passports and models. The first that takes an address answers it."""
    return (
        health_routes(parts.check_ready),
        repairability_routes(parts.repairability),
        model_routes(parts.finding_models, parts.versions),
        passport_routes(parts.passports),
        en18222_routes(parts.dpps),
        registration_routes(parts.registrations),
        held_copy_routes(parts.keeping),
        checking_routes(parts.checking),
        foreign_routes(parts.foreign),
        export_routes(parts.exports),
        finding_routes(parts.findings),
        package_routes(parts.packages),
        import_routes(parts.importing.imports, parts.importing.column_maps),
        label_roll_routes(parts.rolls),
        access_routes(parts.access),
        applicability_routes(parts.applicability),
        label_routes(parts.printing),
        repair_guide_routes(parts.repair_guides),
        claim_routes(parts.claiming),
        log_routes(parts.log, parts.passport_proofs),
        search_routes(parts.search),
    )


def _device_routes(parts: Parts) -> tuple[APIRouter, ...]:
    """JSON of devices."""
    return (label_sheet_routes(parts.device_labels), lifecycle_routes(parts.use), proof_routes(parts.device_proofs))
