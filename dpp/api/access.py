"""Who may see what, and who did (`/api/v1`): explanations, closures, adopted classes, and access records."""

from collections.abc import Collection
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Response
from pydantic import AwareDatetime, BaseModel, Field

from dpp.api.http import asking
from dpp.api.rendering import answer
from dpp.domain.access_record import AccessKind
from dpp.domain.actor import AccountId, Actor
from dpp.domain.catalogue import AccessClass
from dpp.domain.opaque import PassportId
from dpp.service.access.closing import Wanted
from dpp.service.access.ports import RecordFilter
from dpp.service.access.reviewing import LARGEST_PAGE
from dpp.service.access.use_cases import Access
from dpp.service.explaining import ME

Asking = Annotated[Actor, Depends(asking)]
From = Annotated[AwareDatetime | None, Query(alias="from", description="Not before this moment.")]
Until = Annotated[AwareDatetime | None, Query(description="Before this moment.")]
Kinds = Annotated[list[AccessKind] | None, Query(alias="kind", description="Only these kinds; all where left out.")]
After = Annotated[str | None, Query(description="What an earlier answer gave as `next`.", max_length=40)]
Limit = Annotated[int, Query(ge=1, le=LARGEST_PAGE, description="How many at most.")]


class ClosureBody(BaseModel):
    """An element to close."""

    element_id: str = Field(description="The element, as the catalogue names it.", examples=["componentSerialNumbers"])
    access: AccessClass = Field(description="For whom it stays open; not `public`.")
    reason: str = Field(description="Why, for everybody to read.", examples=["A person's name stood in it."])
    legal: str = Field(description="The legal ground.", examples=["ESPR art. 10(1)(e)"])
    passport_id: str | None = Field(default=None, description="In which passport; in every one where left out.")


class LiftingBody(BaseModel):
    """Why a closure ends."""

    reason: str = Field(description="Why, for everybody to read.", examples=["The name was taken out."])


class AdoptionBody(BaseModel):
    """Elements that take today's class."""

    elements: list[str] = Field(description="Elements of this passport whose class is that of an older catalogue.")
    reason: str = Field(description="Why.", examples=["The maker publishes it himself now."])


def access_routes(access: Access) -> APIRouter:
    """The routes over one set of use cases."""
    routes = APIRouter(prefix="/api/v1", tags=["access"])
    _explanations(routes, access)
    _closures(routes, access)
    _records(routes, access)
    return routes


def _explanations(routes: APIRouter, access: Access) -> None:
    @routes.get("/passports/{passport_id}/elements/{element_id}/explanation")
    def explain_access(
        actor: Asking,
        passport_id: PassportId,
        element_id: str,
        audience: Annotated[str, Query(description="`me`, `public`, or a role.", max_length=40)] = ME,
    ) -> Response:
        return answer(access.passports.explain(actor, passport_id, element_id, audience))

    @routes.get("/passports/{passport_id}/classification")
    def list_pinned(actor: Asking, passport_id: PassportId) -> Response:
        return answer({"pinned": access.reclassifying.pinned(actor, passport_id)})

    @routes.post("/passports/{passport_id}/classification")
    def adopt_classification(actor: Asking, passport_id: PassportId, body: AdoptionBody) -> Response:
        return answer({"version": access.reclassifying.adopt(actor, passport_id, body.elements, body.reason)})


def _closures(routes: APIRouter, access: Access) -> None:
    @routes.get("/closures")
    def list_closures(
        actor: Asking, passport: Annotated[str | None, Query(description="Only those that touch this passport.")] = None
    ) -> Response:
        return answer({"closures": access.closing.closures(actor, PassportId(passport) if passport else None)})

    @routes.post("/closures", status_code=201)
    def close_element(actor: Asking, body: ClosureBody) -> Response:
        passport = PassportId(body.passport_id) if body.passport_id else None
        wanted = Wanted(body.element_id, body.access, body.reason, body.legal, passport)
        return answer(access.closing.close(actor, wanted), 201)

    @routes.post("/closures/{closure_id}/lifting")
    def lift_closure(actor: Asking, closure_id: str, body: LiftingBody) -> Response:
        return answer(access.closing.lift(actor, closure_id, body.reason))


def _records(routes: APIRouter, access: Access) -> None:
    @routes.get("/passports/{passport_id}/access-records")
    def list_access_records_of_passport(
        actor: Asking,
        passport_id: PassportId,
        since: From = None,
        until: Until = None,
        kinds: Kinds = None,
        after: After = None,
        limit: Limit = 50,
    ) -> Response:
        wanted = RecordFilter(kinds=_of(kinds), since=since, until=until, after=after, limit=limit)
        return answer(access.reviewing.of_passport(actor, passport_id, wanted))

    @routes.get("/access-records")
    def list_access_records(
        actor: Asking,
        account: Annotated[str | None, Query(description="Only of this account.", max_length=40)] = None,
        since: From = None,
        until: Until = None,
        kinds: Kinds = None,
        after: After = None,
        limit: Limit = 50,
    ) -> Response:
        whose = AccountId(account) if account else None
        wanted = RecordFilter(account=whose, kinds=_of(kinds), since=since, until=until, after=after, limit=limit)
        return answer(access.reviewing.records(actor, wanted))


def _of(kinds: Collection[AccessKind] | None) -> frozenset[AccessKind]:
    return frozenset(kinds or AccessKind)
