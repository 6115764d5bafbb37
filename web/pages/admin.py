"""The entrance of administration: every part of it in one line that says how it stands."""

from collections.abc import Callable, Iterator

from fastapi import APIRouter, Request, Response

from dpp.domain.actor import Actor
from dpp.domain.permissions import PERMISSIONS as PASSPORTS
from lifecycle.domain.permissions import PERMISSIONS
from web.accounts.domain.permissions import ACCOUNTS
from web.bootstrap import Parts
from web.pages.contexts.admin import AdminLine
from web.pages.mapping.admin import (
    SOON,
    admin_page,
    claims_line,
    closures_line,
    imports_line,
    journal_line,
    keys_line,
    mandates_line,
    organisations_line,
    people_line,
    policies_line,
    repairers_line,
    stations_line,
    support_line,
    tools_line,
)
from web.pages.serving import Asking, Site


def admin_pages(parts: Parts, site: Site) -> APIRouter:
    """`/admin`: for whoever reads the journal of rights, the parts of it that this person may see."""
    routes = APIRouter(prefix="/admin")

    @routes.get("")
    def read(request: Request, actor: Asking) -> Response:
        ACCOUNTS.check("journal.read", actor)
        return site.page(request, admin_page(admin_lines(parts, actor)))

    return routes


def admin_lines(parts: Parts, actor: Actor) -> Iterator[AdminLine]:
    """What this person may see: of accounts, of devices, of passports."""
    asked = ((ACCOUNTS, _of_accounts(parts, actor)), (PERMISSIONS, _of_devices(parts, actor)))
    for table, lines in (*asked, (PASSPORTS, _of_passports(parts, actor))):
        yield from (line() for use_case, line in lines.items() if table.allows(use_case, actor))


Lines = dict[str, Callable[[], AdminLine]]
"""How a line is made, by the use case that lets somebody see it."""


def _of_accounts(parts: Parts, actor: Actor) -> Lines:
    tallies = parts.accounts.tallies
    return {
        "organisation.create": lambda: organisations_line(tallies.organisations(actor, SOON)),
        "account.list": lambda: people_line(tallies.people(actor)),
        "key.list": lambda: keys_line(tallies.keys(actor, SOON)),
        "station.list": lambda: stations_line(tallies.stations(actor, SOON)),
        "journal.read": lambda: journal_line(next(iter(parts.accounts.people.journal(actor, 1)), None)),
    }


def _of_devices(parts: Parts, actor: Actor) -> Lines:
    use, today = parts.use, parts.clock().date()
    return {
        "read_routing_policy": lambda: policies_line(use.policies.tally(actor)),
        "read_mandates": lambda: mandates_line(use.approvals.mandates.tally(actor, SOON)),
        "read_erasure_tools": lambda: tools_line(use.erasure.tools.read(actor).tools, today),
        "read_support": lambda: support_line(use.support.dated(actor), today),
        "read_registration": lambda: repairers_line(use.repairers.waiting(actor)),
    }


def _of_passports(parts: Parts, actor: Actor) -> Lines:
    return {
        "read_import": lambda: imports_line(parts.importing.imports.newest(actor)),
        "decide_claim": lambda: claims_line(parts.claiming.claims.tally(actor)),
        "read_closures": lambda: closures_line(parts.access.closing.standing(actor)),
    }
