"""Runs one of the measurements: the scan path, or the one that is named."""

import sys

from scripts.bench import (
    decisions,
    faults,
    figures,
    imports,
    indexing,
    labels,
    lives,
    log,
    pages,
    resolver,
    scan_path,
    search,
    waiting,
)

MEASUREMENTS = {
    "decisions": decisions.main,
    "faults": faults.main,
    "figures": figures.main,
    "imports": imports.main,
    "indexing": indexing.main,
    "labels": labels.main,
    "lives": lives.main,
    "log": log.main,
    "pages": pages.main,
    "resolver": resolver.main,
    "scan-path": scan_path.main,
    "search": search.main,
    "waiting": waiting.main,
}

name, *arguments = sys.argv[1:] or ["scan-path"]
if name in MEASUREMENTS:
    MEASUREMENTS[name](arguments)
else:
    sys.exit(f"There is no measurement '{name}'. There are: {', '.join(MEASUREMENTS)}.")
