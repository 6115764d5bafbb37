"""Whether the process lives (`/healthz`) and whether it can answer requests (`/readyz`), for whoever runs it."""

from collections.abc import Callable

from fastapi import APIRouter
from fastapi.responses import JSONResponse

NO_STORE = {"Cache-Control": "no-store"}


def health_routes(check_ready: Callable[[], None]) -> APIRouter:
    """`check_ready` returns, or raises Unavailable, which is answered 503."""
    routes = APIRouter(include_in_schema=False)

    @routes.get("/healthz")
    async def healthz() -> JSONResponse:
        return JSONResponse({"status": "alive"}, headers=NO_STORE)

    @routes.get("/readyz")
    def readyz() -> JSONResponse:
        check_ready()
        return JSONResponse({"status": "ready"}, headers=NO_STORE)

    return routes
