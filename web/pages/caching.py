"""Answers that a client may keep, if it asks again whether they still hold (RFC 9110, section 13)."""

from hashlib import sha256

from fastapi import Request, Response

_PUBLIC = "public, no-cache"
_PRIVATE = "private, no-store"
_ON_304 = ("etag", "cache-control", "vary", "link", "content-language", "access-control-allow-origin")


def keep(request: Request, response: Response, *, public: bool) -> Response:
    """The answer with what a cache must know, or 304 for a client that has it; `public`: the same for everybody."""
    if not public:
        response.headers["Cache-Control"] = _PRIVATE
        return response
    response.headers["Cache-Control"] = _PUBLIC
    if response.status_code != 200:
        return response
    tag = f'"{sha256(bytes(response.body)).hexdigest()[:32]}"'
    response.headers["ETag"] = tag
    if response.media_type == "text/html":  # sent compressed or not: `web.compressing`
        response.headers["ETag"] = f"W/{tag}"
        response.headers.add_vary_header("Accept-Encoding")
    if not _holds(request.headers.get("if-none-match", ""), tag):
        return response
    return Response(
        status_code=304, headers={name: response.headers[name] for name in _ON_304 if name in response.headers}
    )


def _holds(none_match: str, tag: str) -> bool:
    return none_match.strip() == "*" or tag in {each.strip().removeprefix("W/") for each in none_match.split(",")}
