"""A long list in parts: a page shows `ROWS` rows, says which, and leads to the rest.

The place in the list stands in the address (`?page=2`), beside the filters that stand there, so that it can be sent to
a colleague. A list that is bounded by its nature (the keys of an account, the latest acts of a journal) is divided
here; one that grows with the work is divided by the database, which gives a `Stretch`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from typing import Generic, TypeVar
from urllib.parse import parse_qsl, urlencode

from dpp.domain.stretch import Stretch, Wanted
from web.pages.contexts.frame import Frame, Rows, Turner

ROWS = 100
T = TypeVar("T")


@dataclass(frozen=True)
class Part(Generic[T]):
    """Some rows of a list: from number `first` on, of `count`; `turner` is None where one page holds all."""

    rows: Sequence[T]
    first: int
    count: int
    turner: Turner | None

    @property
    def last(self) -> int:
        return self.first + len(self.rows) - 1


def paged(rows: Rows[T], frame: Frame, name: str = "page", most: int = ROWS) -> Part[T]:
    """The rows of the page that the address asks for; the last page, where it asks for one beyond.

    A page with several lists gives each a `name` of its own in the address.
    """
    pages = max(1, ceil(len(rows) / most))
    page = rows.start // most + 1 if isinstance(rows, Stretch) else min(asked_page(frame.address, name), pages)
    start = (page - 1) * most
    some = rows.rows if isinstance(rows, Stretch) else rows[start : start + most]
    if pages == 1:
        return Part(some, 1, len(rows), None)
    before = page_address(frame.address, page - 1, name) if page > 1 else None
    after = page_address(frame.address, page + 1, name) if page < pages else None
    return Part(some, start + 1, len(rows), Turner(page, pages, before, after))


def wanted(address: str, name: str = "page", most: int = ROWS) -> Wanted:
    """The page that an address asks for, for a list that the database divides."""
    return Wanted(asked_page(address, name), most)


def page_address(address: str, page: int, name: str = "page") -> str:
    """The same address at another page of its list."""
    path, _, query = address.partition("?")
    said = [(key, value) for key, value in parse_qsl(query, keep_blank_values=True) if key != name]
    return f"{path}?{urlencode([*said, (name, str(page))])}"


def asked_page(address: str, name: str) -> int:
    """The page number in the address; 1 for anything that is none."""
    said = dict(parse_qsl(address.partition("?")[2])).get(name, "")
    return max(1, int(said)) if said.isascii() and said.isdigit() and len(said) < 7 else 1
