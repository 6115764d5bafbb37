"""Parsers of evidence that need a library: text of command line tools, XML. Their results are read in the domain.

`FORMATS` are all formats there are: those of the domain, and those of here. What reads PDF and spreadsheets is apart
(`reports`): it takes 25 MB and half a second, and only reports of erasure tools need it.
"""

from lifecycle.adapters.parsers.documents import BATTERY_REPORT, IDEVICEINFO
from lifecycle.adapters.parsers.snapshots import WORKBENCH
from lifecycle.adapters.parsers.texts import DMIDECODE, SYSTEMINFO, UPOWER
from lifecycle.domain.evidence import android, erasure_report, lshw, sanitise, snapshot, xrandr
from lifecycle.domain.evidence.format import Format
from lifecycle.domain.evidence.recognise import FORMATS as DOMAIN_FORMATS

FORMATS: tuple[Format, ...] = (
    *DOMAIN_FORMATS,
    sanitise.FORMAT,
    WORKBENCH,
    snapshot.FORMAT,
    lshw.FORMAT,
    DMIDECODE,
    UPOWER,
    xrandr.FORMAT,
    SYSTEMINFO,
    BATTERY_REPORT,
    android.FORMAT,
    IDEVICEINFO,
    erasure_report.FORMAT,
)
"""No file is of two formats, so that the order says nothing (a test turns it round)."""
