"""All pages, in one router: each module of handlers gives its own routes."""

from collections.abc import Callable, Iterator

from fastapi import APIRouter
from fastapi.routing import APIRoute

from dpp.api.http import take_routes
from dpp.domain.actor import Actor
from web.bootstrap import Parts
from web.identity import SessionCookie
from web.pages.access import access_pages
from web.pages.account import account_routes
from web.pages.acts.routes import act_routes
from web.pages.admin import admin_pages
from web.pages.administration import key_routes, organisation_routes
from web.pages.allocations import allocation_pages
from web.pages.applicability import applicability_pages
from web.pages.bulk import bulk_pages
from web.pages.cases import case_pages
from web.pages.checking import checking_routes
from web.pages.claims import claim_pages
from web.pages.class_decisions import class_decision_pages
from web.pages.consignments import consignment_routes
from web.pages.contradictions import contradiction_pages
from web.pages.corrections import correction_pages
from web.pages.decisions import decision_routes
from web.pages.devices import device_routes
from web.pages.donation import donation_routes
from web.pages.donation_link import donation_link_routes
from web.pages.editor import editor_routes
from web.pages.erasure import erasure_pages
from web.pages.erasure_pallet import erasure_pallet_pages
from web.pages.erasure_statements import erasure_statement_pages
from web.pages.erasure_tools import erasure_tool_pages
from web.pages.evidence import evidence_pages
from web.pages.faults import fault_pages
from web.pages.foreign import foreign_pages
from web.pages.found_reports import found_report_routes
from web.pages.goods import goods_pages
from web.pages.guide_editor import guide_editor_pages
from web.pages.home import home_routes
from web.pages.hooks import hook_pages
from web.pages.imports import import_routes
from web.pages.inbox import inbox_pages
from web.pages.intake import intake_routes
from web.pages.kept_forms import kept_form_routes
from web.pages.label_rolls import label_roll_pages, withdrawal_pages
from web.pages.labelling import bench_routes
from web.pages.labels import label_routes
from web.pages.links import link_routes
from web.pages.loads import load_pages
from web.pages.mandates import mandate_pages
from web.pages.marketplace import marketplace_pages
from web.pages.model_repair import model_repair_pages
from web.pages.models import model_routes
from web.pages.monitoring import monitoring_pages
from web.pages.overrides import override_pages
from web.pages.overview import overview_pages
from web.pages.passports import passport_routes
from web.pages.people import people_routes
from web.pages.reasoned import reasoned_pages
from web.pages.receiving import receiving_routes
from web.pages.repair_bench import repair_bench_pages
from web.pages.repair_comparison import repair_comparison_pages
from web.pages.repair_keys import repair_key_pages
from web.pages.repair_link import repair_link_pages
from web.pages.repair_orders import repair_order_pages
from web.pages.repair_steps import repair_step_pages
from web.pages.repairers import repairer_pages
from web.pages.requests import request_pages
from web.pages.reservations import reservation_pages
from web.pages.routing_policies import routing_policy_pages
from web.pages.sales import sale_pages
from web.pages.schemas import schema_routes
from web.pages.searching import search_pages
from web.pages.serving import Site, Waiting
from web.pages.signing_in import sign_in_routes
from web.pages.spares import spare_pages
from web.pages.station import station_routes
from web.pages.station_people import station_people_routes
from web.pages.station_shell import station_shell_routes
from web.pages.stations import badge_routes, enrolment_routes, station_administration
from web.pages.styleguide import styleguide_routes
from web.pages.support import support_pages
from web.pages.texts import text_routes
from web.pages.things import thing_pages
from web.pages.user_guides import user_guide_routes
from web.pages.versions import version_routes
from web.pages.worklist import worklist_routes
from web.pages.worklists import worklists_pages

Maker = Callable[[Parts, Site], APIRouter]
"""Handlers of some pages, made over the parts of the service."""

PASSPORTS: tuple[Maker, ...] = (
    home_routes,
    search_pages,
    model_routes,
    model_repair_pages,
    repair_step_pages,
    guide_editor_pages,
    repair_comparison_pages,
    version_routes,
    editor_routes,
    label_routes,
    passport_routes,
    foreign_pages,
    applicability_pages,
    claim_pages,
    contradiction_pages,
)
PEOPLE: tuple[Maker, ...] = (
    admin_pages,
    access_pages,
    people_routes,
    organisation_routes,
    key_routes,
    link_routes,
    station_administration,
    enrolment_routes,
    badge_routes,
)
DEVICES: tuple[Maker, ...] = (
    intake_routes,
    station_people_routes,
    station_routes,
    bench_routes,
    label_roll_pages,
    withdrawal_pages,
    import_routes,
    act_routes,
    reasoned_pages,
    decision_routes,
    class_decision_pages,
    mandate_pages,
    override_pages,
    repair_bench_pages,
    repair_order_pages,
    repair_link_pages,
    repair_key_pages,
    repairer_pages,
    device_routes,
    evidence_pages,
    thing_pages,
    goods_pages,
    worklist_routes,
    worklists_pages,
    overview_pages,
    bulk_pages,
    found_report_routes,
    inbox_pages,
    erasure_statement_pages,
    erasure_pallet_pages,
    erasure_tool_pages,
    erasure_pages,
    correction_pages,
    case_pages,
    hook_pages,
    spare_pages,
    support_pages,
)
EXITS: tuple[Maker, ...] = (
    consignment_routes,
    receiving_routes,
    load_pages,
    donation_routes,
    donation_link_routes,
    sale_pages,
    request_pages,
    allocation_pages,
    marketplace_pages,
    reservation_pages,
    routing_policy_pages,
    monitoring_pages,
    fault_pages,
)


def page_routes(parts: Parts, site: Site) -> APIRouter:
    """The routes of every page over the parts of the service; the first that takes an address answers it."""
    routes = APIRouter()
    take_routes(routes, _of_the_site(parts, site))
    take_routes(routes, (make(parts, site) for make in (*PASSPORTS, *PEOPLE, *DEVICES, *EXITS)))
    for route in routes.routes:
        if isinstance(route, APIRoute):
            route.include_in_schema = False
    return routes


def _of_the_site(parts: Parts, site: Site) -> Iterator[APIRouter]:
    """Pages that need less than all parts, or a cookie beside them."""
    cookie = SessionCookie(parts.settings.is_secure)
    yield schema_routes()
    yield checking_routes(parts.checking, site)
    yield text_routes(site, cookie, parts.settings.contact_email)
    yield user_guide_routes(site)
    yield sign_in_routes(parts, site, cookie)
    yield kept_form_routes(parts, site)
    yield account_routes(parts, site, cookie)
    yield styleguide_routes(site, parts.settings.public_url)
    yield station_shell_routes()


def waiting_for(parts: Parts) -> Waiting:
    """What the navigation counts."""

    def waiting(actor: Actor) -> dict[str, int]:
        counts = {
            "/consignments": parts.use.consignments.waiting(actor),
            "/reservations": parts.use.market.reservations.waiting(actor),
            "/repairs": parts.use.repairs.orders.waiting(actor),
        }
        return {address: count for address, count in counts.items() if count}

    return waiting
