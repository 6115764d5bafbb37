"""The tables of passports, one module a topic. Private to the adapters of passports.

Importing this package makes all of them known to the metadata (`migrations.tables`).
"""

from dpp.adapters.rows import claims, imports, outbox, passports

__all__ = ["claims", "imports", "outbox", "passports"]
