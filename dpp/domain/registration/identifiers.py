"""Which identifiers the EU registry takes.

Rules (Regulation (EU) 2026/1778):
1. An identifier begins with `https://` and has at most 50 characters.
2. Where the GS1 form of a product's identifier is longer, the opaque address of its passport is registered in its
   place; the GS1 form goes on resolving to the same passport.
3. Whoever has an identifier issued that is too long is told so, with the arithmetic. Only where this service tells the
   registry of passports is the form refused as the registered one (rule 2); elsewhere it is a warning.
"""

from urllib.parse import quote

from dpp.domain.errors import InvalidInput
from dpp.domain.gs1.digital_link import parse
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


def warning_about(product: str, instead: str, *, registering: bool) -> Message | None:
    """What whoever issues an identifier should know of its length; nothing where it is short enough.

    `instead` is what is registered in its place; `registering` says whether this service tells the registry of
    passports. That an address begins with https:// is no matter of one identifier (`fault_of_address`).
    """
    if len(product) <= LONGEST:
        return None
    then = (
        message("{instead} is registered in its place; both lead to the passport.", instead=instead)
        if registering
        else message("Nothing is registered there now; {instead} would be.", instead=instead)
    )
    return message("{why} {then}", why=_arithmetic(product), then=then)


def _arithmetic(identifier: str) -> Message:
    length = len(identifier)
    host, serial = _host_and_serial(identifier)
    rest = length - len(host) - len(serial)
    if not serial or rest >= LONGEST:
        return message(
            "{identifier} has {length} characters, {over} more than the {longest} that the EU registry takes.",
            identifier=identifier,
            length=length,
            over=length - LONGEST,
            longest=LONGEST,
        )
    return message(
        "{identifier} has {length} characters, {over} more than the {longest} that the EU registry takes: the host has "
        "{host}, the serial number {serial}, everything else {rest}; host and serial number may have {room} together.",
        identifier=identifier,
        length=length,
        over=length - LONGEST,
        longest=LONGEST,
        host=len(host),
        serial=len(serial),
        rest=rest,
        room=LONGEST - rest,
    )


def _host_and_serial(identifier: str) -> tuple[str, str]:
    """As they stand in a GS1 Digital Link with a serial number; empty where it is none."""
    try:
        link = parse(identifier)
    except InvalidInput:
        return "", ""
    return link.host, quote(dict(link.qualifiers).get("21", ""), safe="")


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
