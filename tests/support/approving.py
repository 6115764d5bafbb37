"""A mandate of DRZ by its pages: the administrator grants it, somebody of DRZ confirms it."""

from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import urlsplit

from tests.support.clicking import Clicker, Page
from tests.support.town import Town


def mandate(town: Town, administrator: Clicker, confirmer: Clicker, who: str, **more: Any) -> Page:
    """For everything that this person may approve; the page of the mandate, once it is confirmed."""
    holder = town.actors[who]
    administrator.open("/mandates/new")
    granted = administrator.fill(
        "/mandates",
        organisation=holder.organisation,
        holder=f"account:{holder.account}",
        **(_everything() | more),
    )
    assert granted.status == 200, granted.words
    assert "waits for a second person" in granted.words
    confirmer.open(urlsplit(granted.address).path)
    confirmed = confirmer.fill("/confirmation")
    assert "in force" in confirmed.words, confirmed.words
    return confirmed


def _everything() -> dict[str, Any]:
    return {
        "acts": ["device", "class", "override"],
        "routes": ["redeploy", "repair", "donate", "sell", "parts", "recycle", "return-to-lessor", "hold"],
        "from_day": today().isoformat(),
        "reference": "MB-2026-7",
    }


def today() -> date:
    return datetime.now(UTC).date()  # noqa: TID251 - the service under test has the real clock
