"""The page of the search box: exact codes lead to their device at once, all else to what answers, by kind.

Rules:
1. What leads somewhere by itself (`web.pages.finding`) goes there, as on `/find`. Who asks for one kind, or for the
   list (`list=yes`), gets the list.
2. What somebody may not know of is not found (`dpp.service.search`).
3. Where nothing is found exactly, what is easily misread in a code is said beside what is near to it.
"""

from collections.abc import Iterable, Mapping
from typing import Annotated

from anyio.to_thread import run_sync
from fastapi import APIRouter, Query, Request, Response

from dpp.domain.actor import Actor, OrganisationId
from dpp.domain.message import Message, message
from dpp.domain.scanning import ScanResult
from dpp.domain.search import How, Kind
from dpp.domain.search.matching import GUESSES, reason
from dpp.service.search import LONGEST, SHORTEST, Group, Hit
from lifecycle.service.scanning import LONGEST_SCAN
from web.bootstrap import Parts
from web.pages.contexts.frame import FormState
from web.pages.contexts.search import SearchGroup, SearchHit, SearchPage
from web.pages.finding import Finder
from web.pages.serving import Asking, Site, go

PLACES: Mapping[Kind, str] = {
    Kind.DEVICE: "/devices",
    Kind.MODEL: "/passports",
    Kind.CONSIGNMENT: "/consignments",
    Kind.LOT: "/lots",
    Kind.REQUEST: "/requests",
    Kind.REPAIR_ORDER: "/repairs",
    Kind.ORGANISATION: "/admin/organisations",
}
"""Below which address the page of each kind stands."""


def search_pages(parts: Parts, site: Site) -> APIRouter:
    """`/search`."""
    routes, pages = APIRouter(), _Pages(parts)

    @routes.get("/search")
    async def search(
        request: Request,
        actor: Asking,
        q: str = "",
        kind: str = "",
        listed: Annotated[str, Query(alias="list")] = "",
    ) -> Response:
        typed, chosen = q.strip(), Kind(kind) if kind in set(Kind) else None
        if len(typed) > LONGEST_SCAN:
            return site.page(request, pages.too_long(actor, typed), status=400)
        address = await pages.leads_to(actor, typed) if typed and chosen is None and not listed else None
        if address is not None:
            return go(address)
        if len(typed) > LONGEST:
            return site.page(request, pages.too_long(actor, typed), status=400)
        page = await run_sync(pages.found, actor, typed, chosen)
        return site.page(request, page, status=200 if page.groups or not typed else 404)

    return routes


class _Pages:
    """The page of one search."""

    def __init__(self, parts: Parts) -> None:
        self._search, self._use, self._finder = parts.search, parts.use, Finder(parts)

    async def leads_to(self, actor: Actor, typed: str) -> str | None:
        """Rule 1."""
        return (await self._finder.exact(actor, typed)).address

    def found(self, actor: Actor, typed: str, chosen: Kind | None) -> SearchPage:
        """Rules 2 and 3."""
        kinds = tuple(self._search.sights(actor))
        groups = self._search.find(actor, typed, kinds if chosen is None else (chosen,))
        is_exact = any(hit.match.how in {How.EXACT, How.ALIKE} for group in groups for hit in group.hits)
        scan = None if is_exact or not typed else self._use.scans.codes.classify(typed)
        return SearchPage(
            query=typed,
            groups=tuple(self._groups(groups)),
            kinds=kinds,
            chosen=chosen,
            form=FormState({"q": typed}),
            too_short=0 < len(typed) < SHORTEST,
            understood=() if groups or scan is None else _reasons(scan),
            warnings=() if scan is None else _warnings(scan),
        )

    def too_long(self, actor: Actor, typed: str) -> SearchPage:
        """What was typed, cut off, and why it is not looked for."""
        problem = message(
            "A search has {least} to {most} characters; this one has {count}.",
            least=SHORTEST,
            most=LONGEST,
            count=len(typed),
        )
        return SearchPage(
            kinds=tuple(self._search.sights(actor)), form=FormState({"q": typed[:LONGEST]}, {"q": problem})
        )

    def _groups(self, groups: Iterable[Group]) -> Iterable[SearchGroup]:
        found = tuple(groups)
        parties = {party for group in found for hit in group.hits for party in hit.candidate.parties}
        names = self._use.devices.organisations.names(parties) if parties else {}
        for group in found:
            yield SearchGroup(group.kind, tuple(hit_line(hit, names) for hit in group.hits), group.more)


def hit_line(hit: Hit, names: Mapping[OrganisationId, str]) -> SearchHit:
    """One line of the list."""
    it = hit.candidate
    return SearchHit(
        name=it.label or it.entry.text,
        address=f"{PLACES[it.kind]}/{it.id}",
        what=it.entry.what,
        text=it.entry.text,
        why=reason(hit.match),
        is_guess=hit.match.how in GUESSES,
        parties=tuple(names[party] for party in it.parties if party in names),
    )


def _reasons(scan: ScanResult) -> tuple[Message, ...]:
    candidates = sorted(scan.candidates, key=lambda each: -each.confidence)
    return _once(each.reason for each in candidates)


def _warnings(scan: ScanResult) -> tuple[Message, ...]:
    return _once(warning for each in scan.candidates for warning in each.warnings)


def _once(messages: Iterable[Message]) -> tuple[Message, ...]:
    return tuple({str(each): each for each in messages}.values())
