"""What looking at another provider's passport needs from outside."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from dpp.domain.foreign_links import HeaderLink

Turn = Callable[[bytes], float]
"""Takes one of the turns of who asks: 0, or the seconds until there is one."""


@dataclass(frozen=True)
class Answer:
    """What another provider answered, after redirects. `redirects` are the addresses on the way, the first one first.

    `links` are those of the `Link` headers of every answer on the way, the last one's first.
    """

    address: str
    media_type: str
    body: bytes
    redirects: tuple[str, ...] = ()
    links: tuple[HeaderLink, ...] = ()


class ForeignPages(Protocol):
    """Asks an address on the internet, within limits."""

    def fetch(self, address: str) -> Answer:
        """GET, as data. Refused for what may not be asked or was answered with a refusal; Unavailable for no answer."""
        ...
