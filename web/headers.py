"""Security headers on every answer, and the content security policy: nothing inline, nothing from elsewhere.

1. Only a page that scans may open the camera: `CAMERA_PAGE` takes the place of the header that closes it.
2. Only the worker that reads codes may compile WebAssembly (`wasm-unsafe-eval`, which allows no JavaScript): a worker
   has the policy of its own script's answer, so no page needs it.
"""

from collections.abc import Mapping
from types import MappingProxyType

from starlette.middleware.cors import CORSMiddleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_SOURCES = {
    "default-src": "'none'",
    "script-src": "'self'",
    "worker-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "media-src": "'self'",
    "connect-src": "'self'",
    "manifest-src": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
    "base-uri": "'none'",
}


def _policy(sources: Mapping[str, str]) -> str:
    return "; ".join(f"{directive} {allowed}" for directive, allowed in sources.items())


CONTENT_SECURITY_POLICY = _policy(_SOURCES)
DECODER_POLICY = _policy({**_SOURCES, "script-src": "'self' 'wasm-unsafe-eval'"})
_FEATURES = "geolocation=(), microphone=(), payment=(), usb=()"
CAMERA_PAGE: Mapping[str, str] = MappingProxyType({"Permissions-Policy": f"camera=(self), {_FEATURES}"})

_ALWAYS = (
    (b"content-security-policy", CONTENT_SECURITY_POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"permissions-policy", f"camera=(), {_FEATURES}".encode()),
)
_SECURE = ((b"strict-transport-security", b"max-age=31536000; includeSubDomains"),)


def headers_of_pages(*, secure: bool) -> dict[str, str]:
    """The same headers by name, for a page that is answered in front of the layer that adds them."""
    return {name.decode(): value.decode() for name, value in _headers(secure=secure)}


def _headers(*, secure: bool) -> tuple[tuple[bytes, bytes], ...]:
    return _ALWAYS + _SECURE if secure else _ALWAYS


class SecurityHeaders:
    """Adds them, unless the answer already carries one of the same name (a page may tighten its policy)."""

    def __init__(self, app: ASGIApp, *, secure: bool) -> None:
        self._app = app
        self._headers = _headers(secure=secure)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                given = message.get("headers", ())
                names = {name for name, _ in given}
                message["headers"] = [*given, *(header for header in self._headers if header[0] not in names)]
            await send(message)

        await self._app(scope, receive, with_headers)


class PublicApi:
    """What programs of others call: `API-Version` on every answer, and CORS from everywhere.

    Cookies are never sent along with such calls (no credentials), so nobody's session is lent to another site.
    """

    def __init__(self, app: ASGIApp, version: str) -> None:
        self._app = app
        self._api = CORSMiddleware(
            self._with_version,
            allow_origins=["*"],
            allow_methods=["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"],
            allow_headers=["Authorization", "Content-Type", "If-Match", "If-None-Match"],
            expose_headers=["API-Version", "ETag", "Kringpas-Deviations", "Link", "Location", "Retry-After"],
        )
        self._version = (b"api-version", version.encode())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        is_api = scope["type"] == "http" and scope["path"].startswith(("/api/", "/v1/", "/log/"))
        await (self._api if is_api else self._app)(scope, receive, send)

    async def _with_version(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def versioned(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", ()), self._version]
            await send(message)

        await self._app(scope, receive, versioned)
