"""All pages, in one router: each module of handlers gives its own routes."""

from fastapi import APIRouter
from fastapi.routing import APIRoute

from dpp.api.http import take_routes
from dpp.domain.actor import Actor
from web.bootstrap import Parts
from web.identity import SessionCookie
from web.pages.access import access_pages
from web.pages.account import account_routes
from web.pages.acts.routes import act_routes
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
from web.pages.foreign import foreign_pages
from web.pages.found_reports import found_report_routes
from web.pages.goods import goods_pages
from web.pages.home import home_routes
from web.pages.hooks import hook_pages
from web.pages.imports import import_routes
from web.pages.inbox import inbox_pages
from web.pages.intake import intake_routes
from web.pages.label_rolls import label_roll_pages, withdrawal_pages
from web.pages.labelling import bench_routes
from web.pages.labels import label_routes
from web.pages.links import link_routes
from web.pages.loads import load_pages
from web.pages.mandates import mandate_pages
from web.pages.marketplace import marketplace_pages
from web.pages.models import model_routes
from web.pages.monitoring import monitoring_pages
from web.pages.overrides import override_pages
from web.pages.passports import passport_routes
from web.pages.people import people_routes
from web.pages.reasoned import reasoned_pages
from web.pages.receiving import receiving_routes
from web.pages.requests import request_pages
from web.pages.reservations import reservation_pages
from web.pages.routing_policies import routing_policy_pages
from web.pages.sales import sale_pages
from web.pages.schemas import schema_routes
from web.pages.serving import Site, Waiting
from web.pages.signing_in import sign_in_routes
from web.pages.styleguide import styleguide_routes
from web.pages.support import support_pages
from web.pages.texts import text_routes
from web.pages.things import thing_pages
from web.pages.versions import version_routes
from web.pages.worklist import worklist_routes
from web.pages.worklists import worklists_pages


def page_routes(parts: Parts, site: Site) -> APIRouter:
    """The routes of every page over the parts of the service."""
    routes, cookie = APIRouter(), SessionCookie(parts.settings.is_secure)
    pages = (
        home_routes(parts, site),
        model_routes(parts, site),
        version_routes(parts, site),
        editor_routes(parts, site),
        label_routes(parts, site),
        passport_routes(parts, site),
        schema_routes(),
        checking_routes(parts.checking, site),
        foreign_pages(parts, site),
        applicability_pages(parts, site),
        claim_pages(parts, site),
        contradiction_pages(parts, site),
        text_routes(site, cookie),
        sign_in_routes(parts, site, cookie),
        account_routes(parts, site, cookie),
        access_pages(parts, site),
        people_routes(parts, site),
        organisation_routes(parts, site),
        key_routes(parts, site),
        styleguide_routes(site, parts.settings.public_url),
        intake_routes(parts, site),
        bench_routes(parts, site),
        label_roll_pages(parts, site),
        withdrawal_pages(parts, site),
        import_routes(parts, site),
        act_routes(parts, site),
        reasoned_pages(parts, site),
        decision_routes(parts, site),
        class_decision_pages(parts, site),
        mandate_pages(parts, site),
        override_pages(parts, site),
        device_routes(parts, site),
        evidence_pages(parts, site),
        thing_pages(parts, site),
        goods_pages(parts, site),
        worklist_routes(parts, site),
        worklists_pages(parts, site),
        bulk_pages(parts, site),
        consignment_routes(parts, site),
        receiving_routes(parts, site),
        load_pages(parts, site),
        link_routes(parts, site),
        donation_routes(parts, site),
        sale_pages(parts, site),
        request_pages(parts, site),
        allocation_pages(parts, site),
        donation_link_routes(parts, site),
        found_report_routes(parts, site),
        inbox_pages(parts, site),
        erasure_statement_pages(parts, site),
        erasure_pallet_pages(parts, site),
        erasure_tool_pages(parts, site),
        erasure_pages(parts, site),
        correction_pages(parts, site),
        case_pages(parts, site),
        hook_pages(parts, site),
        support_pages(parts, site),
        marketplace_pages(parts, site),
        reservation_pages(parts, site),
        routing_policy_pages(parts, site),
        monitoring_pages(parts, site),
    )
    take_routes(routes, pages)
    for route in routes.routes:
        if isinstance(route, APIRoute):
            route.include_in_schema = False
    return routes


def waiting_for(parts: Parts) -> Waiting:
    """What the navigation counts."""

    def waiting(actor: Actor) -> dict[str, int]:
        counts = {
            "/consignments": parts.use.consignments.waiting(actor),
            "/reservations": parts.use.market.reservations.waiting(actor),
        }
        return {address: count for address, count in counts.items() if count}

    return waiting
