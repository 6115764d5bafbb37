"""Identification links: addresses that name one thing and lead to information about it (IEC 61406-1:2022).

What the standard's public contents tell: the link is a URL, globally unique, never given to another thing and never
altered; it limits the length, the characters, upper and lower case, and combinations that have a special function. Its
text is licensed and the limits were not read, so these are **our own**, and no narrower than what we mint ourselves:

1. `https`, a host by its name, something after the host. No user, no fragment: a browser does not send the fragment, so
   it could not tell two things apart.
2. At most 255 characters, of those that RFC 3986 lets stand in a path or query unescaped, and `%` with two digits.
3. Two links are the same when they are the same character by character; nothing is normalised.
"""

import re
from collections.abc import Iterator

from dpp.domain.errors import InvalidInput, Problem
from dpp.domain.message import Message, message

LONGEST = 255
_HOST = re.compile(r"(?:[A-Za-z0-9](?:[A-Za-z0-9\-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,63}(?::[0-9]{1,5})?")
_REST = re.compile(r"[/?](?:[A-Za-z0-9\-._~!$&'()*+,;=:@/?]|%[0-9A-Fa-f]{2})+")
_SCHEME = "https://"


def read_identification_link(text: str) -> str:
    """The link as it is; raises InvalidInput that lists what keeps it from being one."""
    if problems := tuple(Problem("$", fault) for fault in _faults(text)):
        raise InvalidInput(message("'{text}' is not an identification link.", text=text[:100]), problems)
    return text


def _faults(text: str) -> Iterator[Message]:
    if len(text) > LONGEST:
        yield message("It has {length} characters; {longest} are taken.", length=len(text), longest=LONGEST)
        return
    if not text.startswith(_SCHEME):
        yield message("It does not begin with https://.")
        return
    authority = re.split(r"[/?#]", text[len(_SCHEME) :], maxsplit=1)[0]
    rest, marker, _ = text[len(_SCHEME) + len(authority) :].partition("#")
    if not _HOST.fullmatch(authority):
        yield message("'{host}' is not the name of a host.", host=authority)
    if marker:
        yield message("What follows a # is not sent to the host, so it cannot name a thing.")
    if not _REST.fullmatch(rest):
        yield message("After the host a path or query is expected, of characters that an address may have.")
