"""Whose address it is: ours, somebody else's, or one that is made to look like ours.

Rules:
1. A host is ours when it is on the list, exactly, with its port; 443 and 80 are the ports of https and http and need
   not be named. Nothing else is: no longer name, no name before an `@`, no other port.
2. Somebody else's address looks like ours when our name stands before an `@`, when our name is a part of the host
   (`id.example.nl.evil.example`, `id-example-nl.evil.example`), when the host differs in one letter or in its last
   part alone, when it has letters of other scripts that look alike (also in punycode), or when only the port differs.
   A name under a name of ours is no look-alike: whoever has ours gave it out.
3. A look-alike is a warning for a person. What is not warned of is not thereby safe.
4. Who answers for the passports of a registry is, unless its setting says otherwise, its public address with
   `/#operator`. That of a former address stays ours; on the machine itself (a demonstration) the port may differ.

Source of the letters: a selection from Unicode Technical Standard 39 (confusables), those that look like Latin letters.
"""

import re
import unicodedata
from collections.abc import Iterable

from dpp.domain.message import Message, message

_AUTHORITY = re.compile(r"(?:(?P<scheme>[A-Za-z][A-Za-z0-9+.\-]{0,20}):[/\\]{2})?(?P<authority>[^/\\?#]*)")
_DEFAULT_PORTS = {"https": ":443", "http": ":80", "": ":443"}
_ADDRESS = re.compile(r"[0-9.]+|\[.*\]|localhost")
OPERATOR = "/#operator"
_LOOPBACK = re.compile(r"(?:127\.0\.0\.1|\[::1\]|localhost)(?::\d+)?")
_SHORTEST = 6
"""A shorter name differs from too many others in one letter."""
_LETTERS = str.maketrans(
    "\u0430\u0435\u043e\u0440\u0441\u0443\u0445\u0456\u0458\u0455\u043a\u04bb\u0501\u051b\u051d"  # Cyrillic
    "\u03bf\u03b1\u03b9\u03bd\u03ba\u03c1\u03c4\u03c5\u03c7"  # Greek
    "\u0131\u0142\u0261\u029f",  # Latin, dotless and small capitals
    "aeopcyxijskhdqwoaivkptuxilgl",
)
_SHAPES = (("rn", "m"), ("vv", "w"), ("0", "o"), ("1", "l"), ("i", "l"), ("3", "e"), ("5", "s"))
_JOINTS = re.compile(r"[^a-z]")


def host_of(address: str) -> str:
    """The host of an address, in lower case, without user and default port; empty where there is none."""
    matched = _AUTHORITY.match(address.strip())
    if matched is None:
        return ""
    host = matched["authority"].rpartition("@")[2].lower()
    return host.removesuffix(_DEFAULT_PORTS.get((matched["scheme"] or "").lower(), ":443"))


def read_hosts(text: str) -> frozenset[str]:
    """Hosts or whole addresses, with commas or spaces between, as rule 1 compares them."""
    return frozenset(host for each in re.split(r"[,\s]+", text) if (host := host_of(each)))


def is_our_operator(operator: str, own_hosts: Iterable[str]) -> bool:
    """Whether this names the operator of a registry at one of these hosts (rule 4)."""
    if not operator.endswith(OPERATOR):
        return False
    host, own = host_of(operator.removesuffix(OPERATOR)), frozenset(own_hosts)
    return host in own or (_LOOPBACK.fullmatch(host) is not None and any(map(_LOOPBACK.fullmatch, own)))


def looks_like_ours(address: str, own_hosts: Iterable[str]) -> Message | None:
    """What a person should know of an address that is not ours (rule 2); None where nothing is alike."""
    matched, host, own = _AUTHORITY.match(address.strip()), host_of(address), sorted(own_hosts)
    if matched is None or host in own:
        return None
    if "@" in matched["authority"]:
        return message("What stands before the @ is no host: this address leads to {host}.", host=host[:100])
    for ours in own:
        if _is_alike(host, ours):
            return message("{host} looks like {ours} and is not: do not trust it.", host=host[:100], ours=ours)
    return None


def _is_alike(host: str, ours: str) -> bool:
    name, our_name = host.partition(":")[0], ours.partition(":")[0]
    if _ADDRESS.fullmatch(our_name):
        return False
    if name == our_name:
        return True
    if name.endswith(f".{our_name}") or len(our_name) < _SHORTEST:
        return False
    shape, our_shape = _shape(name), _shape(our_name)
    if our_shape.rpartition(".")[0] == shape.rpartition(".")[0] and "." in our_shape:
        return True
    return _JOINTS.sub("", our_shape) in _JOINTS.sub("", shape) or _differ_in_one(shape, our_shape)


def _shape(name: str) -> str:
    """How a name looks: letters of other scripts, and letters that are taken for each other, become one."""
    plain = ".".join(map(_readable, name.split(".")))
    parts = unicodedata.normalize("NFKD", plain).casefold().translate(_LETTERS)
    shape = "".join(each for each in parts if not unicodedata.combining(each))
    for seen, meant in _SHAPES:
        shape = shape.replace(seen, meant)
    return shape


def _readable(label: str) -> str:
    """The letters that a label in punycode (`xn--`) shows."""
    if not label.startswith("xn--"):
        return label
    try:
        return label[4:].encode("ascii").decode("punycode")
    except UnicodeError:
        return label


def _differ_in_one(one: str, other: str) -> bool:
    """Whether one letter more, less, other, or two that changed places, is all the difference."""
    if abs(len(one) - len(other)) > 1:
        return False
    start = next((place for place, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1]), None)
    if start is None:
        return True
    rest, other_rest = one[start:], other[start:]
    swapped = rest[:2] == other_rest[1::-1] and len(rest) > 1
    return (
        rest[1:] == other_rest[1:]
        or rest == other_rest[1:]
        or rest[1:] == other_rest
        or (swapped and rest[2:] == other_rest[2:])
    )
