"""Web hooks for programs: make one, see what was delivered, send a dead letter again."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Response
from pydantic import Field

from dpp.api.http import asking
from dpp.api.rendering import answer
from dpp.domain.actor import Actor
from lifecycle.domain.hooks import LONGEST_URL, DeliveryState, HookId
from lifecycle.service.hooks import WebHooks

Asking = Annotated[Actor, Depends(asking)]


@dataclass(frozen=True, kw_only=True)
class NewWebHook:
    """Where events go, and which kinds; no kinds are all."""

    url: Annotated[str, Field(min_length=1, max_length=LONGEST_URL)]
    kinds: Annotated[tuple[str, ...], Field(max_length=100)] = ()


def hook_routes(hooks: WebHooks) -> APIRouter:
    """Below `/api/v1/web-hooks`."""
    routes = APIRouter(prefix="/api/v1/web-hooks", tags=["web hooks"])

    @routes.post("", status_code=201)
    def subscribe(actor: Asking, body: NewWebHook) -> Response:
        """The answer holds the secret; it is not shown again."""
        made = hooks.subscribe(actor, body.url, body.kinds)
        return answer(made, 201, {"Location": f"/api/v1/web-hooks/{made.hook.id}", "Cache-Control": "no-store"})

    @routes.get("")
    def find(actor: Asking) -> Response:
        return answer({"web_hooks": hooks.all(actor)})

    @routes.get("/{hook}")
    def read(actor: Asking, hook: HookId, state: Annotated[DeliveryState | None, Query()] = None) -> Response:
        return answer(hooks.read(actor, hook, state))

    @routes.post("/{hook}/end")
    def end(actor: Asking, hook: HookId) -> Response:
        return answer(hooks.end(actor, hook))

    @routes.post("/{hook}/deliveries/{entry}/resend", status_code=201)
    def resend(actor: Asking, hook: HookId, entry: int) -> Response:
        return answer(hooks.resend(actor, hook, entry), 201)

    return routes
