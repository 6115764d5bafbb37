"""What the intake station in the browser is made of: its page, its service worker and its manifest.

| address                         | what                                                                             |
|---------------------------------|----------------------------------------------------------------------------------|
| `/station`                      | the shell: a page with nothing of a person in it; `?language=` asks for one      |
| `/station/manifest.webmanifest` | what makes it an app that can be installed                                       |
| `/station/worker.js`            | the service worker, which keeps the shell and its assets for when it is offline  |
| `/station/decoder.js`           | the reader of codes for the camera; here, so that the worker keeps it too        |

Rules:
1. The worker names the shell and every asset with the hash of its content. Another content is another worker: a browser
   notices, and keeps the new ones before the old ones go.
2. The modules of the station name each other without a hash; the worker answers them from what it keeps, so that all
   are of one version.
3. The shell is the same for everybody: the worker may keep it, and what it keeps tells nothing.
"""

import hashlib
import json
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path

from fastapi import APIRouter, Request, Response
from fastapi.responses import FileResponse, JSONResponse

from web.headers import CAMERA_PAGE, DECODER_POLICY
from web.pages.contexts.frame import LANGUAGES, Frame, Language
from web.pages.contexts.station_shell import StationShell
from web.pages.rendering import STATIC, Pages, StaticAddresses
from web.pages.serving import language_of
from web.pages.translations import translations

ADDRESS = "/station"
_ALSO = (
    "ring.svg",
    "wedge.js",
    "tones.js",
    "camera.js",
    "vendor/icons.svg",
    "vendor/public-icons.svg",
    "vendor/kringpas.css",
    "vendor/zxing.js",
    "vendor/zxing.wasm",
)
_ASK_AGAIN = {"Cache-Control": "no-cache"}


class Shell:
    """The page in each language, and what the worker keeps of it; both are made once. `folder` has the static files."""

    def __init__(self, folder: Path = STATIC) -> None:
        self._folder = folder
        self._static = StaticAddresses(folder)

    @cached_property
    def pages(self) -> Mapping[Language, str]:
        pages = Pages(self._static)
        frames = (Frame(language=language, address=ADDRESS) for language in LANGUAGES)
        return {frame.language: pages.render(StationShell(), frame) for frame in frames}

    @cached_property
    def worker(self) -> str:
        """Rule 1."""
        own = sorted(path.relative_to(self._folder).as_posix() for path in (self._folder / "station").iterdir())
        assets = [self._static(path) for path in (*_ALSO, *own)] + [f"{ADDRESS}/decoder.js"]
        pages = [f"{ADDRESS}?language={language}" for language in LANGUAGES]
        content = [(self._folder / name).read_text("utf-8") for name in ("station-worker.js", "decoder.js")]
        whole = json.dumps([assets, content, *self.pages.values()])
        kept = {"version": hashlib.sha256(whole.encode()).hexdigest()[:12], "pages": pages, "assets": assets}
        return f"const KEPT = {json.dumps(kept)};\n{content[0]}"


def station_shell_routes() -> APIRouter:
    """The routes; none of them asks who it is."""
    routes, shell = APIRouter(), Shell()

    @routes.get(ADDRESS)
    def page(request: Request, language: Language | None = None) -> Response:
        chosen = language or language_of(request)
        headers = {**_ASK_AGAIN, **CAMERA_PAGE, "Content-Language": chosen, "Vary": "Accept-Language, Cookie"}
        return Response(shell.pages[chosen], media_type="text/html", headers=headers)

    @routes.get(f"{ADDRESS}/worker.js")
    def worker() -> Response:
        headers = {**_ASK_AGAIN, "Service-Worker-Allowed": ADDRESS}
        return Response(shell.worker, media_type="text/javascript", headers=headers)

    @routes.get(f"{ADDRESS}/decoder.js")
    def decoder() -> Response:
        headers = {**_ASK_AGAIN, "Content-Security-Policy": DECODER_POLICY}
        return FileResponse(STATIC / "decoder.js", media_type="text/javascript", headers=headers)

    @routes.get(f"{ADDRESS}/manifest.webmanifest")
    def manifest(language: Language = "nl") -> Response:
        return JSONResponse(_manifest(language), media_type="application/manifest+json", headers=_ASK_AGAIN)

    return routes


def _manifest(language: Language) -> dict[str, object]:
    """Web Application Manifest (W3C)."""
    say = translations(language).gettext
    return {
        "id": ADDRESS,
        "name": f"Kringpas: {say('Intake station')}",
        "short_name": say("Intake"),
        "lang": language,
        "start_url": ADDRESS,
        "scope": ADDRESS,
        "display": "standalone",
        "display_override": ["fullscreen", "standalone"],
        "background_color": "#ffffff",
        "theme_color": "#ffffff",
        "icons": [{"src": StaticAddresses()("ring.svg"), "sizes": "any", "type": "image/svg+xml", "purpose": "any"}],
    }
