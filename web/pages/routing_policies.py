"""Routing policies as pages: the register, one version with every number, its preview, and its activation.

Rules:
1. A file that is not whole is told fault by fault, with its line, and nothing of it is kept.
2. How far a run is, is on its page without any script; with script the page keeps itself up to date.
"""

from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from dpp.api.http import fault_of
from dpp.domain.actor import Actor
from dpp.domain.errors import Conflict, InvalidInput, Refused, TooLarge
from dpp.domain.message import message
from dpp.domain.opaque import DeviceKey
from lifecycle.domain.permissions import PERMISSIONS
from lifecycle.domain.routing.runs import RoutingRunId
from lifecycle.domain.vocabulary import Route
from lifecycle.service.routing_policies import RunView
from lifecycle.service.routing_ports import MoveFilter
from web.bootstrap import Parts
from web.pages.contexts.frame import NEW_FORM, FormState
from web.pages.contexts.routing_policies import PoliciesPage, PolicyPage, PolicyRow
from web.pages.mapping.routing_policies import PLACE, policy_page, policy_row, policy_rows, run_page
from web.pages.serving import Asking, Sent, SentForm, Site, go

DEVICES = 50


def routing_policy_pages(parts: Parts, site: Site) -> APIRouter:
    """Below `/routing-policies`."""
    routes, policies = APIRouter(prefix=PLACE), parts.use.policies

    @routes.get("")
    def list_policies(request: Request, actor: Asking) -> Response:
        return site.page(request, _register(parts, actor))

    @routes.post("")
    def load(request: Request, actor: Asking, sent: SentForm) -> Response:
        try:
            loaded = policies.load(actor, _file(sent))
        except (InvalidInput, TooLarge, Conflict) as error:
            faults = tuple((each.path, each.what) for each in error.problems) if isinstance(error, InvalidInput) else ()
            page = replace(_register(parts, actor), form=FormState(problems={"file": error.what}), faults=faults)
            return site.page(request, page, status=fault_of(error).status)
        return go(f"{PLACE}/{loaded.name.id}/{loaded.name.version}", said="saved")

    @routes.get("/runs/{run_id}")
    def run(
        request: Request,
        actor: Asking,
        run_id: RoutingRunId,
        category: Annotated[str | None, Query(max_length=40)] = None,
        before: Route | None = None,
        after: Route | None = None,
        beyond: Annotated[str, Query(max_length=40)] = "",
    ) -> Response:
        wanted = MoveFilter(category, before, after, None, DeviceKey(beyond), DEVICES)
        view = policies.run(actor, run_id, wanted)
        asked = {"category": category, "before": before and before.value, "after": after and after.value}
        kept = {name: value for name, value in asked.items() if value}
        return site.page(request, run_page(view, _row_of(view), kept, DEVICES))

    _add_steps(routes, parts, site)
    return routes


def _add_steps(routes: APIRouter, parts: Parts, site: Site) -> None:
    """What a person does with one version."""
    policies = parts.use.policies

    @routes.get("/{policy}/{version}")
    def read(request: Request, actor: Asking, policy: str, version: str) -> Response:
        return site.page(request, _page(parts, actor, policy, version))

    @routes.post("/{policy}/{version}/preview")
    def preview(actor: Asking, policy: str, version: str, _sent: SentForm) -> Response:
        return go(f"{PLACE}/runs/{policies.preview(actor, policy, version).run_id}")

    @routes.post("/{policy}/{version}/activation")
    def activate(request: Request, actor: Asking, policy: str, version: str, sent: SentForm) -> Response:
        try:
            run = policies.activate(actor, policy, version)
        except (Refused, Conflict) as error:
            page = replace(_page(parts, actor, policy, version), form=sent.again(error))
            return site.page(request, page, status=fault_of(error).status)
        return go(f"{PLACE}/runs/{run.run_id}")


def _register(parts: Parts, actor: Actor) -> PoliciesPage:
    rows = policy_rows(parts.use.policies.all(actor))
    return PoliciesPage(rows, may_load=PERMISSIONS.allows("load_routing_policy", actor), form=NEW_FORM)


def _page(parts: Parts, actor: Actor, policy: str, version: str) -> PolicyPage:
    view = parts.use.policies.read(actor, policy, version)
    of = view.registered
    people = set() if of is None else {each for each in (of.loaded_by, of.activated_by) if each is not None}
    names = parts.accounts.people.names(actor, people)
    may_change = PERMISSIONS.allows("activate_routing_policy", actor)
    page = policy_page(view, names, may_change=may_change, account=actor.account)
    if PERMISSIONS.allows("read_routing_run", actor):
        return page
    return replace(page, runs=tuple(replace(run, address=None) for run in page.runs))


def _row_of(view: RunView) -> PolicyRow:
    return policy_row(view.policy, view.owners, in_force=view.in_force)


def _file(sent: Sent) -> bytes:
    if "file" not in sent.files:
        raise InvalidInput(message("Choose a file."))
    return sent.files["file"][1]
