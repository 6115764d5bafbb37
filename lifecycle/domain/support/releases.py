"""A release of the dataset: a model of device, or a version and edition of an operating system.

The dataset is that of endoflife.date (MIT licence): people keep it by hand and name the maker's page of each release.
What counts as the end of a device is the end of its security updates (`eol`); for a computer of Microsoft that is the
end of its drivers and firmware.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from lifecycle.domain.support.endings import UNSAID, Ending, read_day, read_ending, write_ending

TITLE, LICENCE, ADDRESS = "endoflife.date", "MIT", "https://endoflife.date"


class Kind(StrEnum):
    """What the releases of a product are."""

    DEVICE = "device"
    SYSTEM = "system"


@dataclass(frozen=True, slots=True, order=True)
class ReleaseName:
    """How the dataset names a release: `samsung-mobile` and `galaxy-a16`."""

    product: str
    release: str

    def __str__(self) -> str:
        return f"{self.product}/{self.release}"


@dataclass(frozen=True, slots=True)
class Release:
    """`security` ends security updates, `updates` ends new versions or features, `extended` paid support, `sale` sale.

    `title` is the product's own (`Samsung Mobile`), `label` the release's.
    """

    name: ReleaseName
    kind: Kind
    title: str
    label: str
    released: date | None = None
    security: Ending = UNSAID
    updates: Ending = UNSAID
    extended: Ending = UNSAID
    sale: Ending = UNSAID
    long_term: bool = False
    link: str | None = None

    @property
    def page(self) -> str:
        """The dataset's page of the product."""
        return f"{ADDRESS}/{self.name.product}"


_ENDINGS = ("security", "updates", "extended", "sale")


def write_release(release: Release) -> dict[str, Any]:
    """Its plain form, without its name."""
    endings = {name: write_ending(getattr(release, name)) for name in _ENDINGS}
    rest: dict[str, Any] = {
        "kind": release.kind.value,
        "title": release.title,
        "label": release.label,
        "released": release.released and release.released.isoformat(),
        "long_term": release.long_term or None,
        "link": release.link,
    }
    return {name: value for name, value in {**rest, **endings}.items() if value is not None}


def read_release(name: ReleaseName, plain: Mapping[str, Any]) -> Release:
    """As `write_release` wrote it."""
    endings = {each: read_ending(plain.get(each)) for each in _ENDINGS}
    released = plain.get("released")
    return Release(
        name=name,
        kind=Kind(plain["kind"]),
        title=plain["title"],
        label=plain["label"],
        released=None if released is None else read_day(released),
        long_term=plain.get("long_term", False),
        link=plain.get("link"),
        **endings,
    )
