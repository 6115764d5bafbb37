"""One page that shows every picture, and what fails above it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from itertools import groupby
from pathlib import Path

_HEAD = """<!DOCTYPE html>
<html lang="en">
<meta charset="utf-8">
<title>Every page of Kringpas</title>
<style>
body { font: 1rem/1.5 system-ui, sans-serif; margin: 2rem; }
figure { display: inline-block; margin: 0 1rem 1rem 0; vertical-align: top; }
img { display: block; border: 1px solid #ccc; block-size: 22rem; object-fit: cover; object-position: top; }
</style>
"""


@dataclass(frozen=True)
class Looked:
    """One page, in one language, looked at in one way; `broken`: the browser gave up on it."""

    name: str
    language: str
    way: str
    picture: str | None
    complaints: tuple[str, ...]
    broken: bool = False


def write(folder: Path, looked: Sequence[Looked]) -> None:
    """`index.html` in the folder of the pictures."""
    (folder / "index.html").write_text("\n".join(_page(looked)), "utf-8")


def _page(looked: Sequence[Looked]) -> Iterator[str]:
    failing = [each for each in looked if each.complaints]
    yield _HEAD
    yield f"<h1>{len(looked)} looks, {len(failing)} with something to mend</h1><ul>"
    for each in failing:
        for complaint in each.complaints:
            yield f"<li><a href='#{each.name}'>{each.name}</a> ({each.language}, {each.way}): {escape(complaint)}</li>"
    yield "</ul>"
    for name, those in groupby(sorted(looked, key=lambda each: each.name), key=lambda each: each.name):
        yield f"<h2 id='{name}'>{name}</h2>"
        for each in those:
            if each.picture:
                yield (
                    f"<figure><a href='{each.picture}'><img loading='lazy' src='{each.picture}' alt=''></a>"
                    f"<figcaption>{each.language}, {each.way}</figcaption></figure>"
                )
