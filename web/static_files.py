"""Browser assets. An address with a version (`?v=...`) never changes, so that a browser may keep it for a year.

They go as gzip to whoever accepts it (`web.compressing`), but for pictures, which are compressed by themselves.
"""

from pathlib import Path

from starlette.responses import FileResponse, Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from web.compressing import accepts_gzip, file_as_gzip, mark
from web.headers import DECODER_POLICY

FOLDER = Path(__file__).parent / "static"
_FOR_EVER = "public, max-age=31536000, immutable"
_ASK_AGAIN = "public, no-cache"
_DECODER = "decoder.js"
_PACKED = frozenset({".png", ".jpg", ".jpeg", ".webp", ".ico"})


class VersionedFiles(StaticFiles):
    """Static files; the page templates write their addresses with the hash of the content."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = _as_accepted(await super().get_response(path, scope), scope)
        versioned = scope["query_string"].startswith(b"v=")
        response.headers["Cache-Control"] = _FOR_EVER if versioned else _ASK_AGAIN
        if path == _DECODER:
            response.headers["Content-Security-Policy"] = DECODER_POLICY
        return response


def _as_accepted(response: Response, scope: Scope) -> Response:
    """The file as gzip where the client takes it."""
    if not isinstance(response, FileResponse):  # it has not changed (304)
        mark(response.headers, length=None)
        return response
    if Path(response.path).suffix in _PACKED:
        return response
    if scope["method"] != "GET" or not accepts_gzip(scope):
        mark(response.headers, length=None)
        return response
    content = file_as_gzip(Path(response.path), Path(response.path).stat().st_mtime_ns)
    packed = Response(content, media_type=response.media_type)
    packed.headers.update({name: response.headers[name] for name in ("etag", "last-modified")})
    mark(packed.headers, length=len(content))
    return packed
