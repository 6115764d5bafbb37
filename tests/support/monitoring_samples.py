"""Pages of monitoring, filled, hidden and empty."""

from datetime import date

from dpp.domain.message import message
from lifecycle.domain.monitoring.aggregates import aggregates
from lifecycle.domain.monitoring.figures import Report
from lifecycle.domain.vocabulary import DataState, Lifecycle
from lifecycle.service.monitoring import ReportView
from tests.support.monitoring_reports import FULL
from web.pages.contexts.device import DeviceHead, DeviceRow
from web.pages.contexts.frame import Person
from web.pages.contexts.monitoring import BehindPage
from web.pages.mapping.monitoring import MONITORING, monitoring_page
from web.pages.rendering import Page

NOTHING = Report(date(2026, 1, 1), date(2026, 12, 31), date(2026, 5, 4), ())
ROW = DeviceRow(DeviceHead("Dell Latitude 7420", "/devices/a", "SSC-1"), Lifecycle.DONATED, DataState.VERIFIED)


def samples(drz: Person) -> dict[str, tuple[Page, Person, str]]:
    """As DRZ and as a policy adviser see them."""
    full = monitoring_page(ReportView(FULL, {}, may_see_devices=True), overrides=True)
    hidden = monitoring_page(ReportView(aggregates(FULL), {}, may_see_devices=False), overrides=False)
    behind = BehindPage(MONITORING, (ROW,), (message("Handed over"),), f"{MONITORING}/devices?after=a")
    return {
        "monitoring": (full, drz, MONITORING),
        "monitoring-aggregates": (hidden, drz, MONITORING),
        "monitoring-none": (
            monitoring_page(ReportView(NOTHING, {}, may_see_devices=True), overrides=True),
            drz,
            MONITORING,
        ),
        "monitoring-devices": (behind, drz, MONITORING),
        "monitoring-devices-none": (BehindPage(MONITORING, (), ()), drz, MONITORING),
    }
