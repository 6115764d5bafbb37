"""The second line of defence: patterns of personal data in what an allow-list would keep.

The first line is `shape` (and the grammar of a log): only named members of a known form are kept at all. This guard
looks into those that hold text. What it finds is removed whole, not mended: half a name is still a name.

Rules:
1. Nothing that looks like an e-mail address, a phone number, an IP or MAC address, a product key, a user's folder, a
   domain account or a domain name stays in a text.
2. A name that the file gives for a user, a host or a Wi-Fi network (and that is removed there) stays nowhere else.
3. A phone number that is written as one (`+31 6 ...`) stays nowhere at all: no serial number or version looks like it.
"""

import re
from collections.abc import Iterable
from enum import StrEnum

NAME_LENGTH = 4
"""A user, host or network name shorter than this is not searched for elsewhere: it would hit half of all words."""

MOST_WORDS = 6
"""A name with more words is not searched for: the number of runs of words in a text stays small."""

_WORD = re.compile(r"\w+")


class Removed(StrEnum):
    """Kinds of thing that are taken out before storage. The kinds are kept, the values never."""

    ACCOUNT = "user-account"
    HOST = "host-or-domain-name"
    NETWORK = "network"
    WIFI = "wifi-name"
    IP_ADDRESS = "ip-address"
    MAC_ADDRESS = "mac-address"
    EMAIL = "e-mail-address"
    PHONE = "phone-number"
    SIM = "sim"
    PRODUCT_KEY = "product-key"
    SOFTWARE = "software"
    PROCESS = "process"
    REMOTE_ACCESS = "remote-access"
    PERIPHERAL = "peripheral"
    UNNEEDED = "not-needed"


NAMES = frozenset({Removed.ACCOUNT, Removed.HOST, Removed.WIFI})
"""Kinds whose values are names, to be searched for in what stays."""

_PATTERNS: dict[Removed, re.Pattern[str]] = {
    Removed.EMAIL: re.compile(r"[^\s@]@(?![\d.]+[GM]Hz(?:\s|$))[^\s@]"),
    Removed.ACCOUNT: re.compile(r"\\|/(?:home|users)/\w", re.IGNORECASE),
    Removed.IP_ADDRESS: re.compile(
        r"(?<![\w.])(?:\d{1,3}\.){3}\d{1,3}(?![\w.])|(?<![\w:])(?:[0-9a-f]{0,4}:){2,7}[0-9a-f]{0,4}(?![\w:])",
        re.IGNORECASE,
    ),
    Removed.MAC_ADDRESS: re.compile(
        r"(?<!\w)[0-9a-f]{2}(?:[:-][0-9a-f]{2}){5}(?!\w)|(?<!\w)(?:[0-9a-f]{4}\.){2}[0-9a-f]{4}(?!\w)", re.IGNORECASE
    ),
    Removed.PRODUCT_KEY: re.compile(r"(?<!\w)[A-Z0-9]{5}(?:-[A-Z0-9]{5}){4}(?!\w)", re.IGNORECASE),
    Removed.PHONE: re.compile(
        r"(?<!\w)(?:(?:\+|00)\d(?:[ ().-]{0,2}\d){7,13}|\(?0(?:[ ().-]{0,2}\d){9}|316\d{8})(?!\w)", re.ASCII
    ),
    Removed.HOST: re.compile(
        r"(?<![\w.-])(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,24}(?![\w.-])", re.IGNORECASE
    ),
}

_WRITTEN_PHONE = re.compile(r"\+[1-9](?:[ ().-]{0,2}\d){8,14}(?!\w)", re.ASCII)

EVERYTHING = frozenset(_PATTERNS)
IN_IDENTIFIERS = EVERYTHING - {Removed.PHONE, Removed.HOST}
"""A serial number of digits alone can look like a phone number, and it is what we came for."""
IN_VERSIONS = EVERYTHING - {Removed.IP_ADDRESS, Removed.HOST, Removed.PHONE}
"""A firmware version of four numbers looks like an IP address, one with a suffix like a domain."""


def found_in(text: str, kinds: frozenset[Removed] = EVERYTHING, names: frozenset[str] = frozenset()) -> Removed | None:
    """The first kind of personal data that `text` shows, or None; `names` are case-folded (`folded`)."""
    for kind, pattern in _PATTERNS.items():
        if kind in kinds and pattern.search(text):
            return kind
    if _WRITTEN_PHONE.search(text):
        return Removed.PHONE
    return Removed.ACCOUNT if names and _holds_name(text, names) else None


def folded(names: Iterable[str]) -> frozenset[str]:
    """Names in the form that `found_in` compares, those too short to tell left out."""
    return frozenset(name.strip().casefold() for name in names if len(name.strip()) >= NAME_LENGTH)


def _holds_name(text: str, names: frozenset[str]) -> bool:
    """Whether a run of whole words of `text` is one of `names`, in time that depends on the text alone."""
    text = text.casefold()
    words = [match.span() for match in _WORD.finditer(text)]
    return any(text[start:end] in names for n, (start, _) in enumerate(words) for _, end in words[n : n + MOST_WORDS])
