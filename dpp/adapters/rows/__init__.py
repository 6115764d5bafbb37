"""The tables of passports, one module a topic. Private to the adapters of passports.

Importing this package makes all of them known to the metadata (`migrations.tables`).
"""

from dpp.adapters.rows import (
    access,
    claims,
    held_copies,
    imports,
    labels,
    log,
    outbox,
    passports,
    repair_guides,
    search,
    search_index,
)

__all__ = [
    "access",
    "claims",
    "held_copies",
    "imports",
    "labels",
    "log",
    "outbox",
    "passports",
    "repair_guides",
    "search",
    "search_index",
]
