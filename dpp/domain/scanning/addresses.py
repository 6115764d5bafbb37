"""Addresses: our own, those of others, and bare label codes.

Rules:
1. An address is ours when its host is on the list, exactly: no user, no other port, no look-alike.
2. Others are named, never opened; one that looks like ours is warned of (`dpp.domain.hosts`) and identifies nothing.
3. Somebody else's https address may be the identification link of the device (`dpp.domain.identification_link`).
"""

import re
from collections.abc import Iterator
from urllib.parse import unquote

from dpp.domain.errors import InvalidInput
from dpp.domain.gs1.check_digits import are_digits
from dpp.domain.hosts import looks_like_ours
from dpp.domain.identification_link import read_identification_link
from dpp.domain.message import message
from dpp.domain.opaque import ALPHABET, read_label_code
from dpp.domain.scanning.gs1_data import digital_link
from dpp.domain.scanning.result import Candidate, Scan, ScanKind

_URL = re.compile(r"(?i)(?P<scheme>[a-z][a-z0-9+.\-]{1,20}://)?(?P<host>[^/?#]*)(?P<path>[^?#]*)", re.DOTALL)
_PLAIN_HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9\-]{0,61}[a-z0-9])?\.){1,10}[a-z]{2,63}(?::[0-9]{1,5})?")


def address(scan: Scan) -> Iterator[Candidate]:
    matched = _URL.match(scan.text)
    if matched is None:
        return
    host, is_web = matched["host"].lower(), (matched["scheme"] or "").lower() in {"http://", "https://"}
    if host in scan.own_hosts and (is_web or not matched["scheme"]):
        yield from _own_address(scan.text, matched["path"], f"https://{scan.text[matched.start('host') :]}")
    elif matched["scheme"] or (_PLAIN_HOST.fullmatch(host) and matched["path"]):
        yield from _foreign_address(scan, host, has_scheme=bool(matched["scheme"]))


def _own_address(text: str, path: str, uri: str) -> Iterator[Candidate]:
    kind, _, rest = path.strip("/").partition("/")
    if kind == "d":
        try:
            yield Candidate(ScanKind.LABEL, read_label_code(unquote(rest)), 1.0, message("the address on our label"))
        except InvalidInput as fault:
            yield Candidate(ScanKind.OWN_PAGE, text, 0.5, message("an address of ours"), (fault.what,))
    elif kind == "passports" and rest and set(rest) <= set(ALPHABET):
        yield Candidate(ScanKind.PASSPORT, rest, 1.0, message("the address of a passport"))
    elif not (links := list(digital_link(uri))):
        yield Candidate(ScanKind.OWN_PAGE, text, 0.5, message("an address of ours"))
    else:
        yield from links


def _foreign_address(scan: Scan, host: str, *, has_scheme: bool) -> Iterator[Candidate]:
    alike = looks_like_ours(scan.text, scan.own_hosts)
    reason = message("an address of {host}; it was not opened", host=host[:100] or "?")
    yield Candidate(ScanKind.FOREIGN_URL, scan.text, 0.9, reason, (alike,) if alike else ())
    if alike:
        return
    links = list(digital_link(scan.text if has_scheme else f"https://{scan.text}"))
    yield from links
    if not links:
        yield from _identification_link(scan)


def _identification_link(scan: Scan) -> Iterator[Candidate]:
    """Not one that carries our name somewhere in it: that is a redirect through somebody else, or worse."""
    try:
        link = read_identification_link(scan.text)
    except InvalidInput:
        return
    if any(host in link.lower() for host in scan.own_hosts):
        return
    reason = message("an https address: the identification link of the thing, if its maker gave each its own")
    yield Candidate(ScanKind.IDENTIFICATION_LINK, link, 0.4, reason)


def label_code(scan: Scan) -> Iterator[Candidate]:
    """A bare code; one in 32 other strings of this length has a fitting check character too."""
    try:
        code = read_label_code(scan.text)
    except InvalidInput:
        return
    sure = 0.95 if "-" in scan.text else 0.3 if are_digits(scan.text) else 0.8
    yield Candidate(ScanKind.LABEL, code, sure, message("a label code with a fitting check character"))
