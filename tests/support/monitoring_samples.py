"""Pages of monitoring, filled, hidden and empty."""

from datetime import UTC, date, datetime

from dpp.domain.message import message
from lifecycle.domain.monitoring.aggregates import aggregates
from lifecycle.domain.monitoring.tables import Report
from lifecycle.domain.monitoring.topics import Topic
from lifecycle.domain.vocabulary import DataState, Lifecycle
from lifecycle.domain.worklists import ListName
from lifecycle.service.monitoring import ReportView
from tests.support.monitoring_reports import BUSY, EARLIER, FULL, NAMES
from web.pages.contexts.device import DeviceHead, DeviceRow
from web.pages.contexts.frame import Person
from web.pages.contexts.monitoring import BehindPage
from web.pages.mapping.monitoring import MONITORING, Opens, monitoring_page, topic_page
from web.pages.rendering import Page

AT = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)
NOTHING = Report(date(2026, 1, 1), date(2026, 12, 31), date(2026, 5, 4), ())
ROW = DeviceRow(DeviceHead("Dell Latitude 7420", "/devices/a", "SSC-1"), Lifecycle.DONATED, DataState.VERIFIED)
ALL = Opens(overrides=True, lists=frozenset(ListName))


def samples(drz: Person) -> dict[str, tuple[Page, Person, str]]:
    """As DRZ and as a policy adviser see them."""
    full = ReportView(BUSY, NAMES, may_see_devices=True, counted_at=AT, before=EARLIER)
    hidden = ReportView(aggregates(FULL), NAMES, may_see_devices=False, counted_at=AT, before=aggregates(EARLIER))
    plenty = ReportView(aggregates(BUSY), NAMES, may_see_devices=False, counted_at=AT, before=aggregates(EARLIER))
    none = ReportView(NOTHING, {}, may_see_devices=True, counted_at=AT)
    behind = BehindPage(MONITORING, (ROW,), (message("Handed over"),), f"{MONITORING}/devices?after=a")
    topics = {
        f"monitoring-{topic.value}": (topic_page(full, topic, ALL), drz, f"{MONITORING}/{topic.value}")
        for topic in Topic
    }
    return {
        "monitoring": (monitoring_page(full, ALL), drz, MONITORING),
        **topics,
        "monitoring-aggregates": (monitoring_page(hidden, ALL), drz, MONITORING),
        "monitoring-aggregates-busy": (monitoring_page(plenty, ALL), drz, MONITORING),
        "monitoring-none": (monitoring_page(none, ALL), drz, MONITORING),
        "monitoring-devices": (behind, drz, MONITORING),
        "monitoring-devices-none": (BehindPage(MONITORING, (), ()), drz, MONITORING),
    }
