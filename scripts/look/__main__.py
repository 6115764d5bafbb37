"""Photograph and check every sample page: `python -m scripts.look [FOLDER]`, or `make look FOLDER=...`.

The pages come from `tests/support/page_samples.py`, which has every template, with the Content-Security-Policy of the
service. Each is rendered in Dutch and in English; `scripts.look.ways` says what is asked of it. Pictures, and a page
that lists them with what fails, go into the folder; what fails is printed too, and makes the exit code 1. Needs the
browser assets (`scripts/npm.sh run build`) and a Chromium.
"""

import argparse
import sys
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from itertools import chain
from multiprocessing import cpu_count
from pathlib import Path
from time import perf_counter

from scripts.look.looking import Share, look
from scripts.look.memory import Memory
from scripts.look.report import Looked, write
from scripts.look.ways import WAYS
from tests.support.page_samples import frame_for, samples
from web.pages.contexts.frame import LANGUAGES, Language
from web.pages.rendering import Pages


def main() -> int:
    """The exit code: 1 where something fails."""
    chosen = _parser().parse_args()
    languages = (chosen.language,) if chosen.language else LANGUAGES
    chosen.folder.mkdir(parents=True, exist_ok=True)
    began = perf_counter()
    memory = Memory(chosen.folder)
    if not (chosen.changed or chosen.only or chosen.language or chosen.way):
        memory.forget()
    looked: list[Looked] = []
    shares: list[Share] = []
    for language in languages:
        pages = _pages(language, chosen.only)
        known = memory.seen(language, chosen.way, pages) if chosen.changed else {}
        looked += chain.from_iterable(known.values())
        new = {name: html for name, html in pages.items() if name not in known}
        shares += _dealt(language, new, chosen.way, chosen.folder)
    for each in looked:
        _tell(each)
    for seen in _looking(shares, chosen.jobs):
        looked += seen
    write(chosen.folder, looked)
    failing = [each for each in looked if each.complaints]
    print(f"{len(looked)} looks in {perf_counter() - began:.0f} s, {len(failing)} with something to mend")
    print(chosen.folder / "index.html")
    return 1 if failing else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="scripts.look", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("folder", type=Path, nargs="?", default=Path("var/look"))
    parser.add_argument("--only", default="", help="part of a sample's name")
    parser.add_argument("--language", choices=LANGUAGES, help="one language instead of both")
    parser.add_argument("--way", choices=sorted(WAYS), help="one way of looking instead of all")
    parser.add_argument("--changed", action="store_true", help="only what is not as this folder last saw it")
    parser.add_argument("--jobs", type=int, default=cpu_count(), help="how many browsers beside each other")
    return parser


def _pages(language: Language, only: str) -> dict[str, str]:
    """Each sample as HTML, by its name."""
    pages = Pages()
    return {
        name: pages.render(page, frame_for(language, person, address))
        for name, (page, person, address) in samples().items()
        if only in name
    }


_SHARE = 30
"""Pages that one browser looks at: few enough that a slow share at the end keeps nobody waiting long."""


def _dealt(language: Language, pages: dict[str, str], way: str | None, folder: Path) -> Iterator[Share]:
    names = list(pages)
    for start in range(0, len(names), _SHARE):
        yield Share(language, {name: pages[name] for name in names[start : start + _SHARE]}, way, folder)


def _looking(shares: list[Share], jobs: int) -> Iterator[list[Looked]]:
    """What every browser saw, share by share."""
    if jobs == 1 or len(shares) <= 1:
        for share in shares:
            yield from map(list, _look_at(share))
        return
    with ProcessPoolExecutor(jobs) as processes:
        yield from chain.from_iterable(processes.map(_look_at, shares))


def _look_at(share: Share) -> list[list[Looked]]:
    """In a process of its own: prints and remembers each page as it goes."""
    memory = Memory(share.folder)
    all_seen = []
    for seen in look(share):
        memory.remember(share.way, share.pages[seen[0].name], seen)
        for each in seen:
            _tell(each)
        all_seen.append(seen)
    return all_seen


def _tell(looked: Looked) -> None:
    for complaint in looked.complaints:
        print(f"{looked.name} ({looked.language}, {looked.way}): {complaint}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
