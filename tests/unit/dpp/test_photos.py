"""Photos without metadata: the picture stays what it was, and nothing tells who took it where."""

from io import BytesIO
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, PngImagePlugin

from dpp.domain.errors import InvalidInput, KringpasError, TooLarge
from dpp.domain.photos import MOST_BYTES, media_type, without_metadata

SECRET = "52.0907 N, taken by Anna"


def picture() -> Image.Image:
    """Something with edges, so that a changed byte would be seen."""
    found = Image.new("RGB", (40, 30), "white")
    for across in range(20):
        found.putpixel((across, across), (200, 10 * across, 0))
    return found


def jpeg(**more: Any) -> bytes:
    out = BytesIO()
    picture().save(out, "JPEG", **more)
    return out.getvalue()


def with_exif(orientation: int | None = None) -> bytes:
    exif = Image.Exif()
    exif[0x010E] = SECRET
    if orientation is not None:
        exif[0x0112] = orientation
    return jpeg(exif=exif, comment=SECRET.encode(), xmp=SECRET.encode(), icc_profile=None)


def opened(content: bytes) -> Image.Image:
    found = Image.open(BytesIO(content))
    found.load()
    return found


def test_a_jpeg_keeps_its_pixels_and_loses_what_was_said_in_it() -> None:
    taken = with_exif()
    assert SECRET.encode() in taken
    kept = without_metadata(taken)
    assert SECRET.encode() not in kept
    assert opened(kept).tobytes() == opened(taken).tobytes()
    assert not dict(opened(kept).getexif())


@pytest.mark.parametrize("orientation", range(1, 9))
def test_which_way_is_up_stays(orientation: int) -> None:
    kept = opened(without_metadata(with_exif(orientation)))
    assert kept.getexif().get(0x0112, 1) == orientation
    assert set(kept.getexif()) <= {0x0112}


def test_a_progressive_jpeg_with_restarts_stays_whole() -> None:
    taken = jpeg(progressive=True, restart_marker_blocks=1)
    assert opened(without_metadata(taken)).tobytes() == opened(taken).tobytes()


def test_a_png_loses_its_texts() -> None:
    out, texts = BytesIO(), PngImagePlugin.PngInfo()
    texts.add_text("Author", SECRET)
    picture().save(out, "PNG", pnginfo=texts)
    kept = without_metadata(out.getvalue())
    assert SECRET.encode() in out.getvalue()
    assert SECRET.encode() not in kept
    assert opened(kept).tobytes() == picture().tobytes()
    assert media_type(kept) == "image/png"


def test_what_follows_the_picture_goes() -> None:
    assert without_metadata(jpeg() + SECRET.encode()) == without_metadata(jpeg())


def test_it_is_the_same_when_it_is_done_twice() -> None:
    once = without_metadata(with_exif(6))
    assert without_metadata(once) == once


@pytest.mark.parametrize("content", [b"", b"GIF89a", b"<svg/>", jpeg()[:-2], jpeg()[:200], b"\xff\xd8\xff\xe0"])
def test_what_is_no_photo_or_breaks_off_is_refused(content: bytes) -> None:
    with pytest.raises(InvalidInput):
        without_metadata(content)


def test_a_photo_has_a_largest_size() -> None:
    with pytest.raises(TooLarge):
        without_metadata(b"\xff\xd8\xff" + bytes(MOST_BYTES))


@given(tail=st.binary(max_size=200), cut=st.integers(min_value=3, max_value=600))
def test_no_bytes_make_it_fail_otherwise(tail: bytes, cut: int) -> None:
    for content in (jpeg()[:cut] + tail, b"\x89PNG\r\n\x1a\n" + tail, b"\xff\xd8\xff" + tail):
        try:
            kept = without_metadata(content)
        except KringpasError:
            continue
        assert without_metadata(kept) == kept
