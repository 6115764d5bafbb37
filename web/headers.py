"""Security headers on every answer, and the content security policy: nothing inline, nothing from elsewhere.

`wasm-unsafe-eval` lets the camera's bar code reader compile its WebAssembly; it allows no JavaScript. The camera is
asked for on our own pages alone.
"""

from starlette.middleware.cors import CORSMiddleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_SOURCES = {
    "default-src": "'none'",
    "script-src": "'self' 'wasm-unsafe-eval'",
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
CONTENT_SECURITY_POLICY = "; ".join(f"{directive} {sources}" for directive, sources in _SOURCES.items())

_ALWAYS = (
    (b"content-security-policy", CONTENT_SECURITY_POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(self), geolocation=(), microphone=(), payment=(), usb=()"),
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
        is_api = scope["type"] == "http" and scope["path"].startswith(("/api/", "/v1/"))
        await (self._api if is_api else self._app)(scope, receive, send)

    async def _with_version(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def versioned(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", ()), self._version]
            await send(message)

        await self._app(scope, receive, versioned)
