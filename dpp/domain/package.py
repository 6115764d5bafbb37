"""A passport with all that belongs to it, as one document that another provider can take in (EN 18221).

Rules:
1. It is whole: every version as the bytes that were received, who made it and when, labels, GS1 addresses, the public
   life, and the class of access of each element with its reason.
2. What a passport inherits from travels before it: its model, then its batch, then itself. Where the sender has no
   right to all that these say, they are left out, and have to be at the other place already.
3. It proves itself: each version has its hash and the salt of its leaf in the log, and the whole has a digest.
4. The same passport gives the same package, wherever it is kept: nothing of the place or the time of export is in it.
5. What belongs to the place stays behind: the key of a device, and which account here answers for the passport.
"""

from base64 import b64decode, b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from dpp.domain.proof import canonical, sha256

SPECIFICATION = "https://kringpas.nl/schemas/passport-package/1.0"


@dataclass(frozen=True)
class Salted:
    """The leaf of a version: its commitment, and the salt that opens it."""

    commitment: str
    salt: bytes


@dataclass(frozen=True)
class PackedVersion:
    """One version; names and meaning as in `dpp.service.ports.StoredVersion`."""

    version: int
    received: bytes
    media_type: str
    schema_version: str
    sha256: str
    actor: str
    organisation: str | None
    recorded_at: datetime
    changed: tuple[str, ...]
    status: str
    operator: str
    evidence: tuple[str, ...]
    pins: Mapping[str, str]
    leaf: Salted


@dataclass(frozen=True)
class PackedLabel:
    """A label code that leads to the passport."""

    code: str
    state: str
    issued_at: datetime


@dataclass(frozen=True)
class PackedRight:
    """Who may read an element: its class, the catalogue version that gave it, and the reason."""

    element_id: str
    access: str
    schema_version: str
    reason: str


@dataclass(frozen=True)
class PackedPassport:
    """One passport; `head` are the members of its header, `history` the value of its life so far."""

    passport_id: str
    granularity: str
    model_id: str
    batch_id: str | None
    successor_of: str | None
    head: Mapping[str, Any]
    versions: tuple[PackedVersion, ...]
    labels: tuple[PackedLabel, ...]
    gs1_keys: tuple[str, ...]
    history: Mapping[str, Any] | None
    rights: tuple[PackedRight, ...]


def write_package(passports: Sequence[PackedPassport]) -> bytes:
    """The package as canonical JSON, in UTF-8."""
    entries = [_passport(passport) for passport in passports]
    return canonical({"specification": SPECIFICATION, "passports": entries, "digest": sha256(canonical(entries))})


def digest_fits(content: Mapping[str, Any]) -> bool:
    """Whether the digest is that of the passports in it."""
    digest: str = content["digest"]
    return sha256(canonical(content["passports"])) == digest


def read_package(content: Mapping[str, Any]) -> tuple[PackedPassport, ...]:
    """The passports of a document whose form the schema has found right. ValueError for base 64 that is none."""
    return tuple(_read_passport(entry) for entry in content["passports"])


def _passport(passport: PackedPassport) -> dict[str, Any]:
    return {
        "passportId": passport.passport_id,
        "granularity": passport.granularity,
        "modelId": passport.model_id,
        "batchId": passport.batch_id,
        "successorOf": passport.successor_of,
        "head": dict(passport.head),
        "versions": [_version(version) for version in passport.versions],
        "labels": [
            {"code": label.code, "state": label.state, "issuedAt": label.issued_at.isoformat()}
            for label in passport.labels
        ],
        "gs1Keys": list(passport.gs1_keys),
        "history": None if passport.history is None else dict(passport.history),
        "rights": [
            {
                "elementId": right.element_id,
                "access": right.access,
                "schemaVersion": right.schema_version,
                "reason": right.reason,
            }
            for right in passport.rights
        ],
    }


def _version(version: PackedVersion) -> dict[str, Any]:
    return {
        "version": version.version,
        "received": b64encode(version.received).decode(),
        "mediaType": version.media_type,
        "schemaVersion": version.schema_version,
        "sha256": version.sha256,
        "actor": version.actor,
        "organisation": version.organisation,
        "recordedAt": version.recorded_at.isoformat(),
        "changed": list(version.changed),
        "status": version.status,
        "operator": version.operator,
        "evidence": list(version.evidence),
        "pins": dict(version.pins),
        "leaf": {"commitment": version.leaf.commitment, "salt": b64encode(version.leaf.salt).decode()},
    }


def _read_passport(entry: Mapping[str, Any]) -> PackedPassport:
    return PackedPassport(
        passport_id=entry["passportId"],
        granularity=entry["granularity"],
        model_id=entry["modelId"],
        batch_id=entry["batchId"],
        successor_of=entry["successorOf"],
        head=entry["head"],
        versions=tuple(_read_version(version) for version in entry["versions"]),
        labels=tuple(
            PackedLabel(label["code"], label["state"], datetime.fromisoformat(label["issuedAt"]))
            for label in entry["labels"]
        ),
        gs1_keys=tuple(entry["gs1Keys"]),
        history=entry["history"],
        rights=tuple(
            PackedRight(right["elementId"], right["access"], right["schemaVersion"], right["reason"])
            for right in entry["rights"]
        ),
    )


def _read_version(entry: Mapping[str, Any]) -> PackedVersion:
    leaf = entry["leaf"]
    return PackedVersion(
        version=entry["version"],
        received=b64decode(entry["received"], validate=True),
        media_type=entry["mediaType"],
        schema_version=entry["schemaVersion"],
        sha256=entry["sha256"],
        actor=entry["actor"],
        organisation=entry["organisation"],
        recorded_at=datetime.fromisoformat(entry["recordedAt"]),
        changed=tuple(entry["changed"]),
        status=entry["status"],
        operator=entry["operator"],
        evidence=tuple(entry["evidence"]),
        pins=entry["pins"],
        leaf=Salted(leaf["commitment"], b64decode(leaf["salt"], validate=True)),
    )
