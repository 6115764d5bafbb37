"""The tables of devices, one module a topic. Private to the adapters of devices.

Importing this package makes all of them known to the metadata (`migrations.tables`).
"""

from lifecycle.adapters.rows import (
    cases,
    consignments,
    decisions,
    devices,
    donations,
    epcis,
    erasure,
    erasure_maps,
    evidence,
    found_reports,
    hooks,
    inbox,
    loads,
    mandates,
    marketplace,
    monitoring,
    policies,
    requests,
    sales,
    support,
    things,
    worklists,
)

__all__ = [
    "cases",
    "consignments",
    "decisions",
    "devices",
    "donations",
    "epcis",
    "erasure",
    "erasure_maps",
    "evidence",
    "found_reports",
    "hooks",
    "inbox",
    "loads",
    "mandates",
    "marketplace",
    "monitoring",
    "policies",
    "requests",
    "sales",
    "support",
    "things",
    "worklists",
]
