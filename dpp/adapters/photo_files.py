"""Photos of devices and pictures of repair guides as files, each under the SHA-256 of what is kept: `aa/bb/aabb...jpg`.

Rules:
1. A photo is drawn anew: what stood beside the picture (place, camera, time, names, a preview) is not kept. Which way
   is up is drawn, not told.
2. What is kept is a JPEG of at most 1,600 points a side, and one of at most 320 for lists.
3. What has more points than any camera of a phone makes is refused before it is opened.
4. A file is there whole or not at all, and is never changed.
"""

import re
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageOps, UnidentifiedImageError

from dpp.adapters.log.files import write_whole
from dpp.domain.errors import InvalidInput, NotFound, Problem
from dpp.domain.message import message
from dpp.domain.proof import sha256 as hash_of

FORMATS = ("JPEG", "PNG", "WEBP")
LARGE, SMALL = 1600, 320
MOST_POINTS = 64_000_000
_QUALITY = 82
_ADDRESS = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class PhotoFolder:
    """`PhotoFiles` in a folder, which is made when the first photo comes."""

    folder: Path

    def keep(self, content: bytes) -> str:
        picture = _picture(content)
        large, small = _drawn(picture, LARGE), _drawn(picture, SMALL)
        sha256 = hash_of(large)
        write_whole(self._path(sha256, small=False), large, mode=0o600)
        write_whole(self._path(sha256, small=True), small, mode=0o600)
        return sha256

    def get(self, sha256: str, *, small: bool) -> bytes:
        try:
            return self._path(sha256, small=small).read_bytes()
        except FileNotFoundError as error:
            raise _unknown() from error

    def has(self, sha256: str) -> bool:
        return all(self._path(sha256, small=small).is_file() for small in (True, False))

    def erase(self, sha256: str) -> None:
        for small in (True, False):
            self._path(sha256, small=small).unlink(missing_ok=True)

    def _path(self, sha256: str, *, small: bool) -> Path:
        """NotFound for what is no address: it could lead out of the folder."""
        if not _ADDRESS.fullmatch(sha256):
            raise _unknown()
        return self.folder / sha256[:2] / sha256[2:4] / f"{sha256}{'-small' if small else ''}.jpg"


def _picture(content: bytes) -> Image.Image:
    """The picture with its right side up, on white where it lets light through."""
    try:
        opened = Image.open(BytesIO(content), formats=FORMATS)
        if opened.width * opened.height > MOST_POINTS:
            raise _no_picture()
        opened.draft("RGB", (LARGE, LARGE))
        upright = ImageOps.exif_transpose(opened).convert("RGBA")
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, SyntaxError, ValueError) as error:
        raise _no_picture() from error
    white = Image.new("RGBA", upright.size, "white")
    return Image.alpha_composite(white, upright).convert("RGB")


def _drawn(picture: Image.Image, side: int) -> bytes:
    copy, written = picture.copy(), BytesIO()
    copy.thumbnail((side, side))
    copy.save(written, "JPEG", quality=_QUALITY, optimize=True)
    return written.getvalue()


def _no_picture() -> InvalidInput:
    what = message("This is no picture that can be kept.")
    return InvalidInput(
        what,
        (Problem("$.photo", what),),
        remedy=message("Send a photo as JPEG, PNG or WebP, of 64 megapixels at most."),
    )


def _unknown() -> NotFound:
    return NotFound(
        message("The picture of this photo is not kept here (any more)."),
        remedy=message("Add the photo again, or let whoever runs this service restore it from a backup."),
    )
