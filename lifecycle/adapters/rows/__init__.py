"""The tables of devices, one module a topic. Private to the adapters of devices.

Importing this package makes all of them known to the metadata (`migrations.tables`).
"""

from lifecycle.adapters.rows import consignments, decisions, devices, evidence, found_reports, inbox

__all__ = ["consignments", "decisions", "devices", "evidence", "found_reports", "inbox"]
