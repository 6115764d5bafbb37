"""The proofs of one device or passport in one file, which can be checked without asking anybody.

Rules:
1. An entry is *open* with its salt and the content that it commits to, as the canonical bytes that were hashed; it is
   *closed* without them, and then proves only that the log holds this commitment.
2. A text that may have to be erased is never in a bundle, only its own commitment, which is a part of the content: so a
   bundle that somebody kept stays as true after an erasure as before. That it was erased is told with its day.
3. Entries that the log has not numbered yet are named as waiting.
"""

import json
from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dpp.domain.log.faults import LeafKey

FORMAT = "kringpas-proof/1"
MOST_BYTES = 64 * 1024 * 1024


@dataclass(frozen=True)
class Opening:
    """What opens a commitment; `received` are the bytes of a passport version, whose hash the content holds."""

    salt: bytes
    content: bytes
    received: bytes | None = None


@dataclass(frozen=True)
class Erased:
    """That a text of an event was erased: the day (ISO 8601), and the ground."""

    on: str
    ground: str


@dataclass(frozen=True)
class ProvenEntry:
    """One entry of the log with its proof of inclusion."""

    key: LeafKey
    index: int
    commitment: bytes
    path: tuple[bytes, ...]
    opening: Opening | None = None
    erased: Erased | None = None


@dataclass(frozen=True)
class GoesOn:
    """Proves that the tree of the checkpoint goes on from that of `size` entries."""

    size: int
    path: tuple[bytes, ...]


@dataclass(frozen=True)
class Bundle:
    """`about` is `device` or `passport`, `made` a time (ISO 8601); `checkpoint` is a signed note."""

    about: str
    subject: str
    made: str
    checkpoint: str
    entries: tuple[ProvenEntry, ...]
    waiting: tuple[LeafKey, ...] = ()
    goes_on: GoesOn | None = None


def write_bundle(bundle: Bundle) -> bytes:
    """As JSON, for people to look into."""
    document: dict[str, Any] = {
        "format": FORMAT,
        "about": bundle.about,
        "subject": bundle.subject,
        "made": bundle.made,
        "checkpoint": bundle.checkpoint,
        "entries": [_entry(each) for each in bundle.entries],
        "waiting": [_key(each) for each in bundle.waiting],
    }
    if bundle.goes_on is not None:
        document["consistency"] = {"size": bundle.goes_on.size, "proof": [_text(each) for each in bundle.goes_on.path]}
    return json.dumps(document, indent=1, ensure_ascii=False).encode() + b"\n"


def read_bundle(content: bytes) -> Bundle:
    """ValueError for what is no bundle, saying what is wrong with it."""
    if len(content) > MOST_BYTES:
        raise ValueError(f"a bundle has {MOST_BYTES} bytes at most")
    try:
        document = json.loads(content)
        if document["format"] != FORMAT:
            raise ValueError(f"its format is not {FORMAT}")
        goes_on = document.get("consistency")
        return Bundle(
            about=_string(document["about"]),
            subject=_string(document["subject"]),
            made=_string(document["made"]),
            checkpoint=_string(document["checkpoint"]),
            entries=tuple(_read_entry(each) for each in document["entries"]),
            waiting=tuple(_read_key(each) for each in document["waiting"]),
            goes_on=goes_on and GoesOn(_number(goes_on["size"]), tuple(map(_bytes, goes_on["proof"]))),
        )
    except (KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ValueError(f"this is no bundle of proofs: {type(error).__name__} {error}") from error


def _entry(entry: ProvenEntry) -> dict[str, Any]:
    said: dict[str, Any] = {
        **_key(entry.key),
        "index": entry.index,
        "commitment": _text(entry.commitment),
        "proof": [_text(each) for each in entry.path],
    }
    if entry.opening is not None:
        said |= {"salt": _text(entry.opening.salt), "content": entry.opening.content.decode()}
        if entry.opening.received is not None:
            said["received"] = _text(entry.opening.received)
    if entry.erased is not None:
        said["erased"] = {"on": entry.erased.on, "ground": entry.erased.ground}
    return said


def _read_entry(entry: Mapping[str, Any]) -> ProvenEntry:
    erased, received = entry.get("erased"), entry.get("received")
    opening = None
    if "content" in entry:
        content = _string(entry["content"]).encode()
        opening = Opening(_bytes(entry["salt"]), content, None if received is None else _bytes(received))
    return ProvenEntry(
        key=_read_key(entry),
        index=_number(entry["index"]),
        commitment=_bytes(entry["commitment"]),
        path=tuple(map(_bytes, entry["proof"])),
        opening=opening,
        erased=None if erased is None else Erased(_string(erased["on"]), _string(erased["ground"])),
    )


def _key(key: LeafKey) -> dict[str, Any]:
    return {"kind": key.kind, "subject": key.subject, "number": key.number}


def _read_key(entry: Mapping[str, Any]) -> LeafKey:
    return LeafKey(_string(entry["kind"]), _string(entry["subject"]), _number(entry["number"]))


def _text(content: bytes) -> str:
    return b64encode(content).decode()


def _bytes(text: object) -> bytes:
    return b64decode(_string(text), validate=True)


def _string(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("expected a text")
    return value


def _number(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError("expected a whole number")
    return value
