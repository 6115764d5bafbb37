"""Unique product identifiers as the calls of EN 18222 take them.

Source: EN 18219 (identifiers) as implementers read it; GS1 Digital Link Standard, URI syntax 1.7.

Rules:
1. An identifier is a URI: a GS1 Digital Link of whatever resolver, another web address, a URN or a DID.
2. GS1 Digital Links name the same product when their keys do, whatever their host: they are compared by their canonical
   path. Data attributes in the query are no part of it.
3. A serial number is unique under its GTIN: the variant and the batch between them do not tell two items apart.
4. What a GS1 Digital Link names says the granularity: a serial number one item, a batch number one batch, a GTIN alone
   a model. Other identifiers say nothing of it.
"""

import re
from dataclasses import dataclass
from itertools import pairwise
from urllib.parse import SplitResult, urlsplit

from dpp.domain.catalogue import Granularity
from dpp.domain.errors import InvalidInput, Problem
from dpp.domain.gs1.digital_link import PRIMARY_KEYS, DigitalLink, parse
from dpp.domain.message import message

LONGEST = 1000
_URI = re.compile(r"(?i:https?://[^\s/]+|urn:[a-z0-9][a-z0-9-]{0,31}:|did:[a-z0-9]+:)[\x21-\x7e]*")
_SERIAL, _BATCH = "21", "10"
_ITEMS = frozenset({"8003", "8004", "8006"})


@dataclass(frozen=True)
class Product:
    """An identifier that was read. `key` is the same for all that name the same product; `link` where GS1 made it."""

    identifier: str
    key: str
    link: DigitalLink | None = None

    @property
    def granularity(self) -> Granularity | None:
        """Rule 4; nothing where the identifier does not say."""
        if self.link is None:
            return None
        qualifiers = {key for key, _ in self.link.qualifiers}
        if self.link.key in _ITEMS or _SERIAL in qualifiers:
            return Granularity.ITEM
        return Granularity.BATCH if _BATCH in qualifiers else Granularity.MODEL

    @property
    def gtin(self) -> str | None:
        return self.link.value if self.link and self.link.key == "01" else None

    @property
    def batch_key(self) -> str | None:
        """The key of the batch that a GS1 Digital Link of an item names."""
        if self.link is None or self.granularity is not Granularity.ITEM:
            return None
        pairs = tuple((key, value) for key, value in self.link.qualifiers if key != _SERIAL)
        if _BATCH not in dict(pairs):
            return None
        return DigitalLink("", "", self.link.key, self.link.value, pairs).path


def model_key(gtin: str) -> str:
    """The key of the model with this GTIN."""
    return DigitalLink("", "", "01", gtin).path


def read_product(identifier: str) -> Product:
    """The product that is named; InvalidInput for what is no URI, and for a GS1 Digital Link with a fault in it."""
    if len(identifier) > LONGEST or not _URI.fullmatch(identifier):
        what = message("This is not a product identifier: {found}.", found=identifier[:100])
        raise InvalidInput(
            what,
            (Problem("$.uniqueProductIdentifier", what),),
            remedy=message("Expected a URI of at most {most} characters, best a GS1 Digital Link.", most=LONGEST),
        )
    if not _is_gs1(identifier):
        return Product(identifier, _other_key(identifier))
    link = parse(identifier)
    return Product(identifier, _key(link), link)


def _key(link: DigitalLink) -> str:
    """Rule 3."""
    serial = dict(link.qualifiers).get(_SERIAL)
    if serial is None:
        return link.path
    return DigitalLink("", "", link.key, link.value, ((_SERIAL, serial),)).path


def _is_gs1(identifier: str) -> bool:
    """Whether a web address claims to be a GS1 Digital Link: a primary key in its path, and digits after it."""
    if not _is_web(identifier):
        return False
    segments = _split(identifier).path.split("/")
    return any(segment in PRIMARY_KEYS and following[:1].isdigit() for segment, following in pairwise(segments))


def _other_key(identifier: str) -> str:
    """The identifier itself; of a web address scheme and host in lower case, as these have no case."""
    if not _is_web(identifier):
        return identifier
    parts = _split(identifier)
    return parts._replace(scheme=parts.scheme.lower(), netloc=parts.netloc.lower()).geturl()


def _is_web(identifier: str) -> bool:
    return identifier[:4].lower() == "http"


def _split(address: str) -> SplitResult:
    try:
        return urlsplit(address)
    except ValueError as error:  # half an IPv6 address
        what = message("This is not a web address: {found}.", found=address[:100])
        raise InvalidInput(what, (Problem("$.uniqueProductIdentifier", what),)) from error
