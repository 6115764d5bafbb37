"""Keep the Dutch catalogue true: `translations.py update` collects what the code says, `check` finds what is missing.

Collected are `message("...")` in the Python packages and `_("...")`, `ngettext(...)` and `{% trans %}` in the
templates. `compile` writes a `.mo` file for translation tools; the service itself reads the `.po` file.

Two who update at the same time wait for each other (`refresh`), and whoever reads the catalogue meanwhile finds the old
one or the new one, never a part.
"""

import argparse
import fcntl
import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir, extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import write_po

from web.pages.translations import DUTCH, read_catalogue

ROOT = Path(__file__).parents[1]
HEADER = "# Dutch words of Kringpas. EUPL-1.2."
FIRST_MADE = datetime(2026, 11, 20, tzinfo=UTC)  # kept, so that an update changes messages only
PACKAGES = ("dpp", "lifecycle", "web")
Keywords = dict[str, tuple[int, ...] | None]
PYTHON_KEYWORDS: Keywords = {"message": None}
TEMPLATE_KEYWORDS: Keywords = {"_": None, "gettext": None, "ngettext": (1, 2)}
TEMPLATE_OPTIONS = {"newstyle_gettext": "true", "trimmed": "true", "trim_blocks": "true", "silent": "false"}


def collect(root: Path = ROOT) -> Catalog:
    """Every message that the code and the templates hold, with the files that hold it."""
    catalogue = Catalog(locale="nl", domain="kringpas", project="Kringpas", fuzzy=False)
    for package in PACKAGES:
        _add(catalogue, root, root / package, [("**.py", _python)], PYTHON_KEYWORDS, {})
    templates = root / "web" / "templates"
    _add(catalogue, root, templates, [("**.html", "jinja2")], TEMPLATE_KEYWORDS, {"**.html": TEMPLATE_OPTIONS})
    return catalogue


def _python(file: BinaryIO, keywords: Any, comments: Any, options: Any) -> Iterator[Any]:
    """Most modules say nothing: only the others are read word by word, which takes long."""
    if b"message(" in file.read():
        file.seek(0)
        yield from extract_python(file, keywords, comments, options)


def _add(
    catalogue: Catalog,
    root: Path,
    folder: Path,
    methods: list[tuple[str, Any]],
    keywords: Keywords,
    options: dict[str, dict[str, str]],
) -> None:
    for file, _line, text, _comments, context in extract_from_dir(folder, methods, options, keywords):
        place = (folder / file).relative_to(root).as_posix()
        catalogue.add(text, locations=[(place, None)], context=context)  # type: ignore[list-item]  # no line numbers


def update(path: Path = DUTCH) -> Catalog:
    """The Dutch catalogue with what is new added, without guesses, and what is gone left out."""
    known = read_catalogue(path) if path.is_file() else Catalog(locale="nl", domain="kringpas")
    fresh = collect()
    fresh.header_comment, fresh.creation_date = HEADER, FIRST_MADE
    for entry in fresh:
        if entry.id and (old := known.get(entry.id)):
            entry.string = old.string
    return fresh


def refresh(path: Path = DUTCH, words: Mapping[str, str | tuple[str, str]] | None = None) -> Catalog:
    """Write the catalogue as the code is now, with these translations put in; what others wrote until then stays."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with _alone(path.parent):
        catalogue = update(path)
        for text, said in (words or {}).items():
            entry = catalogue.get(text)
            if entry is None:
                raise KeyError(f"nobody says: {text}")
            entry.string = said
        write(catalogue, path)
    return catalogue


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Wait until nobody else changes what is in this folder; the lock ends with the process at the latest."""
    held = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield
    finally:
        os.close(held)


def missing(known: Catalog, said: Catalog) -> Iterator[str]:
    """What the code says and the catalogue does not know, or knows only by a guess."""
    for entry in said:
        if not entry.id:
            continue
        translated = known.get(entry.id)
        if translated is None or not _complete(translated) or translated.fuzzy:
            yield entry.id if isinstance(entry.id, str) else entry.id[0]


def stale(known: Catalog, said: Catalog) -> Iterator[str]:
    """What the catalogue knows and nobody says any more."""
    for entry in known:
        if entry.id and said.get(entry.id) is None:
            yield entry.id if isinstance(entry.id, str) else entry.id[0]


def _complete(entry: Message) -> bool:
    return all(entry.string) if isinstance(entry.string, list | tuple) else bool(entry.string)


def write(catalogue: Catalog, path: Path = DUTCH) -> None:
    """Write the catalogue in a form whose differences read well, all of it at once."""
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_name(f"{path.name}.{os.getpid()}.new")
    try:
        with new.open("wb") as target:
            write_po(target, catalogue, sort_output=True, include_lineno=False, omit_header=False, width=120)
        new.replace(path)
    finally:
        new.unlink(missing_ok=True)


def check() -> int:
    """Print what is missing or stale; 1 if anything is."""
    known, said = read_catalogue(), collect()
    lost, gone = list(missing(known, said)), list(stale(known, said))
    for text in lost:
        print(f"no Dutch for: {text}")
    for text in gone:
        print(f"nobody says: {text}")
    return 1 if lost or gone else 0


def compile_catalogue() -> None:
    """Write `kringpas.mo` beside the source."""
    with DUTCH.with_suffix(".mo").open("wb") as target:
        write_mo(target, read_catalogue())


def main(arguments: list[str] | None = None) -> int:
    """Run one command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("command", choices=("update", "check", "compile"))
    command = parser.parse_args(arguments).command
    if command == "check":
        return check()
    if command == "compile":
        compile_catalogue()
    else:
        refresh()
    return 0


if __name__ == "__main__":
    sys.exit(main())
