"""Browser assets. An address with a version (`?v=...`) never changes, so that a browser may keep it for a year."""

from pathlib import Path

from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from web.headers import DECODER_POLICY

FOLDER = Path(__file__).parent / "static"
_FOR_EVER = "public, max-age=31536000, immutable"
_ASK_AGAIN = "public, no-cache"
_DECODER = "decoder.js"


class VersionedFiles(StaticFiles):
    """Static files; the page templates write their addresses with the hash of the content."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        versioned = scope["query_string"].startswith(b"v=")
        response.headers["Cache-Control"] = _FOR_EVER if versioned else _ASK_AGAIN
        if path == _DECODER:
            response.headers["Content-Security-Policy"] = DECODER_POLICY
        return response
