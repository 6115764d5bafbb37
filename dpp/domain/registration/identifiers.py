"""Which identifiers the EU registry takes.

Rules (Regulation (EU) 2026/1778):
1. An identifier begins with `https://` and has at most 50 characters.
2. Where the GS1 form of a product's identifier is longer, the opaque address of its passport is registered in its
   place; the GS1 form goes on resolving to the same passport.
"""

from dpp.domain.links import Links
from dpp.domain.message import Message, message
from dpp.domain.opaque import passport_id

LONGEST = 50
_SCHEME = "https://"
_SOME_ID = passport_id(bytes(16))  # all ids have the same length


def fits(identifier: str) -> bool:
    """Whether the EU registry takes this identifier."""
    return identifier.startswith(_SCHEME) and len(identifier) <= LONGEST


def product_identifier(product: str, passport: str) -> str:
    """The identifier that stands for the product: its own, else the passport's address."""
    return product if fits(product) else passport


def fault_of_address(public_url: str) -> Message | None:
    """Why no passport under this public address could be registered; nothing where each of them can."""
    address = Links(public_url).passport(_SOME_ID)
    if fits(address):
        return None
    return message(
        "The EU registry takes identifiers that begin with https:// and have at most {longest} characters; "
        "the passports of this service have addresses of {length}, such as {address}.",
        longest=LONGEST,
        length=len(address),
        address=address,
    )
