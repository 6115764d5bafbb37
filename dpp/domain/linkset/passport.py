"""The links of one passport, for one reader: from what that reader may read of it.

Rules:
1. Every level has exactly one default link, the passport's page, which also stands under `gs1:dpp`; one `gs1:dpp` each.
2. `gs1:pip` leads to the model, `gs1:masterData` to the passport as JSON and JSON-LD.
3. `gs1:traceability` leads to the life of a device, where anything is recorded of it.
4. `gs1:epcis` leads to the events of a device, for a reader who may read them.
5. `gs1:reportFound` leads to the finder's page of a device that belongs to the State, while its passport is active.
6. All other types come from the passport's elements (`feeds`). Addresses of others are https, name a host and nobody's
   password, and are written as a header can carry them; one that is not so is no link.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, urlsplit

from dpp.domain.catalogue import Granularity
from dpp.domain.document import Elements, PassportStatus
from dpp.domain.history import PublicHistory
from dpp.domain.links import Links
from dpp.domain.linkset.feeds import FEEDS, Feed
from dpp.domain.linkset.link import DEFAULT, LevelKind, Link, read_language, read_media_type

_BOTH = ("nl", "en")
_HTML = "text/html"
_LONGEST = 2000
_HOST = re.compile(r"[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?")
_KEPT = "/:@!$&'()*+,;=%-._~?"


@dataclass(frozen=True)
class Said:
    """What a passport says to a reader, as far as links are made of it; `batch_id` where it has a batch.

    `tells_events`: this reader may read the events of the device.
    """

    passport_id: str
    model_id: str
    granularity: Granularity
    status: PassportStatus
    elements: Elements = field(repr=False)
    history: PublicHistory | None = None
    batch_id: str | None = None
    tells_events: bool = False

    @property
    def name(self) -> str:
        """Brand and model, which everybody may read."""
        return f"{self.elements.get('brand', '')} {self.elements.get('modelName', '')}".strip() or self.passport_id

    @property
    def kind(self) -> LevelKind:
        return LevelKind(self.granularity.value)


def passport_links(links: Links, said: Said) -> tuple[Link, ...]:
    """The links of this passport, the default first."""
    page = links.passport(said.passport_id)
    own = own_links(links, said.passport_id, said.model_id)
    return (*own, *_of_elements(said.elements), *_of_life(links, page, said))


def own_links(links: Links, passport_id: str, model_id: str) -> tuple[Link, ...]:
    """Those that every passport has, whoever reads it (rules 1 and 2)."""
    page = links.passport(passport_id)
    return (
        Link(DEFAULT, page),
        Link("dpp", page, _HTML, _BOTH),
        Link("pip", links.passport(model_id), _HTML, _BOTH),
        Link("masterData", page, "application/json"),
        Link("masterData", page, "application/ld+json"),
    )


OWN_TYPES = frozenset({DEFAULT, "dpp", "pip", "masterData"})
"""The types of `own_links`: nothing has to be read of a passport to know them."""


def _of_life(links: Links, page: str, said: Said) -> Iterator[Link]:
    """Rules 3 to 5."""
    if said.granularity is not Granularity.ITEM or said.history is None:
        return
    if said.history.entries:
        yield Link("traceability", f"{page}#life", _HTML, _BOTH)
    if said.tells_events:
        yield Link("epcis", links.events(page), "application/ld+json")
    if said.history.state_owned and said.status is PassportStatus.ACTIVE:
        yield Link("reportFound", f"{page}/found", _HTML, _BOTH)


def _of_elements(elements: Elements) -> Iterator[Link]:
    for feed in FEEDS:
        value = elements.get(feed.element_id)
        for entry in value if isinstance(value, list) else (value,):
            if isinstance(entry, Mapping) and (href := safe_address(entry.get(feed.address))) is not None:
                yield _link(feed, href, entry)


def _link(feed: Feed, href: str, entry: Mapping[str, Any]) -> Link:
    title = entry.get(feed.title)
    return Link(
        feed.type,
        href,
        read_media_type(entry.get("contentType")),
        read_language(entry.get("language")),
        (feed.element_id,),
        title if isinstance(title, str) else "",
    )


def safe_address(address: object) -> str | None:
    """A foreign address in ASCII, or None where it is none that a reader can be sent to (rule 6)."""
    if not isinstance(address, str) or len(address) > _LONGEST:
        return None
    try:
        parts = urlsplit(address)
        port = "" if parts.port is None else f":{parts.port}"
        host = (parts.hostname or "").encode("idna").decode("ascii")
    except ValueError:  # half an IPv6 address, a port that is none, a label that is too long (UnicodeError)
        return None
    if parts.scheme != "https" or "@" in parts.netloc or not _HOST.fullmatch(host):
        return None
    query = f"?{_quoted(parts.query)}" if parts.query else ""
    fragment = f"#{_quoted(parts.fragment)}" if parts.fragment else ""
    return f"https://{host}{port}{_quoted(parts.path)}{query}{fragment}"


def _quoted(text: str) -> str:
    return quote(text, safe=_KEPT, errors="replace")
