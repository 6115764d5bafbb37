"""Which element of a passport is a link of which type: a table.

Rules:
1. An element feeds the one link type whose definition in GS1's vocabulary it meets; the ground stands beside it.
2. Every element of the catalogue that is a document has a line here, or one in `LEFT_OUT` that says why it has none (a
   test holds this against the newest catalogue).
3. Who may read the element may see the link, nobody else: the table says nothing of access.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True)
class Feed:
    """One line. `address` and `title` are the members of the element's value that hold them."""

    element_id: str
    type: str
    address: str = "url"
    title: str = "title"


FEEDS = (
    Feed("userManual", "instructions"),
    Feed("safetyInformation", "safetyInfo"),
    Feed("repairInstructions", "serviceInfo"),
    Feed("batteryRemovalInstructions", "serviceInfo"),
    Feed("sparePartsInformation", "serviceInfo"),
    Feed("disassemblyInstructions", "serviceInfo"),
    Feed("explodedView", "serviceInfo"),
    Feed("diagnosticInformation", "serviceInfo"),
    Feed("repairServices", "support"),
    Feed("repairPrices", "support"),
    Feed("carbonFootprintReport", "sustainabilityInfo"),
    Feed("productDatabaseEntry", "sustainabilityInfo"),
    Feed("energyLabel", "sustainabilityInfo"),
    Feed("productInformationSheet", "sustainabilityInfo"),
    Feed("dismantlingInformation", "sustainabilityInfo"),
    Feed("collectionPoints", "sustainabilityInfo"),
    Feed("treatmentInformation", "sustainabilityInfo"),
    Feed("declarationOfConformity", "certificationInfo"),
    Feed("conformityCertificates", "certificationInfo", address="page", title="scheme"),
    Feed("technicalDocumentation", "certificationInfo"),
    Feed("recallNotices", "recallStatus"),
)

LEFT_OUT: Mapping[str, str] = MappingProxyType(
    {
        "thirdPartyReports": "a report of others is no certificate, and GS1's 'review' is an opinion",
        "productImage": "a picture is part of the passport's page",
    }
)
"""Documents that are no link, and why."""

FED = frozenset(feed.element_id for feed in FEEDS)
CONTEXTS = tuple(feed.element_id for feed in FEEDS)
"""The values of `context` that a request may ask for: the elements that name a link."""
