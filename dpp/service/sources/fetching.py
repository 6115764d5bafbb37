"""Fetching registrations from EPREL, page by page.

Rules:
1. A registration counts once: while pages are read, the list moves.
2. The list ends where a page brings nothing new, or where as many were seen as the list says that there are.
3. A supplier is chosen by its own name, whatever its case and legal form; never by a part of it.
"""

from collections.abc import Callable, Iterator

from dpp.domain.sources.eprel.groups import EprelGroup
from dpp.domain.sources.matching import maker_key
from dpp.service.sources.ports import Product, ProductDatabase

PAGE_SIZE = 100
Progress = Callable[[str, int], None]


def fetch(
    database: ProductDatabase,
    group: EprelGroup,
    *,
    supplier: str | None = None,
    limit: int | None = None,
    progress: Progress = lambda _, __: None,
) -> tuple[Product, ...]:
    """The registrations of a group, of one supplier where it is named, `limit` at most; reports what it has read."""
    found: list[Product] = []
    for read, product in enumerate(_every(database, group), start=1):
        progress("registrations", read)
        if _is_of(product, supplier):
            found.append(product)
            if len(found) == limit:
                break
    return tuple(found)


def _every(database: ProductDatabase, group: EprelGroup) -> Iterator[Product]:
    """Rules 1 and 2."""
    seen: set[str] = set()
    page = 0
    while True:
        page += 1
        listing = database.listing(group, page, PAGE_SIZE)
        fresh = {str(product.get("eprelRegistrationNumber")): product for product in listing.products}
        fresh = {number: product for number, product in fresh.items() if number not in seen}
        yield from fresh.values()
        seen |= set(fresh)
        if not fresh or (listing.total is not None and len(seen) >= listing.total):
            return


def _is_of(product: Product, supplier: str | None) -> bool:
    """Rule 3."""
    return supplier is None or maker_key(str(product.get("supplierOrTrademark", ""))) == maker_key(supplier)
