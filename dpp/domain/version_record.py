"""One version of a passport as a back-up provider gets it: a document of EN 18223 that carries its own record.

Rules:
1. The document is the passport's own layer: its header, its own elements, and the addresses of the model and the batch
   that it inherits from. Whoever reads EN 18223 can read it.
2. Its element `versionRecord` is what is needed to restore exactly: the package (`dpp.domain.package`) of the passport
   with this one version, which proves itself, and the organisation that answers for the passport.
3. As a merge patch (RFC 7396) the document takes away what the version before said and this one does not.
"""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any

from dpp.domain.document import context, specification, utc_text
from dpp.domain.package import PackedPassport, PackedVersion, digest_fits, read_package, write_package

RECORD = "versionRecord"
_PACKAGE, _ORGANISATION = "package", "organisation"


@dataclass(frozen=True)
class VersionRecord:
    """A passport with one version of it, and the organisation that answers for it."""

    passport: PackedPassport
    organisation: str | None

    @property
    def version(self) -> PackedVersion:
        return self.passport.versions[0]

    @property
    def address(self) -> str:
        """The passport's own address: `digitalProductPassportId`."""
        address: str = self.passport.head["digitalProductPassportId"]
        return address


def replica(record: VersionRecord, above: Mapping[str, str], gone: Collection[str] = ()) -> dict[str, Any]:
    """The document that is sent.

    `above` are the addresses of the model and the batch under the names of their elements, `gone` the elements that
    this version took away.
    """
    version = record.version
    elements: dict[str, Any] = json.loads(version.received)
    members: dict[str, Any] = {
        "@context": context(version.schema_version),
        **record.passport.head,
        "dppStatus": version.status or record.passport.head["dppStatus"],
        "contentSpecificationIds": [specification(version.schema_version)],
        "lastUpdated": utc_text(version.recorded_at),
    }
    return members | dict.fromkeys(gone) | dict(above) | elements | {RECORD: written(record)}


def written(record: VersionRecord) -> dict[str, Any]:
    """The record as JSON members."""
    package = json.loads(write_package([record.passport]))
    return {_PACKAGE: package, _ORGANISATION: record.organisation}


def package_of(member: Mapping[str, Any]) -> Mapping[str, Any]:
    """The package in a record as it came; KeyError or TypeError where there is none."""
    package = member[_PACKAGE]
    if not isinstance(package, Mapping):
        raise TypeError("the record has no package")
    return package


def read_record(member: Mapping[str, Any]) -> VersionRecord:
    """A record whose package has the right form. ValueError where it does not hold one passport with one version."""
    package = package_of(member)
    packed = read_package(package)
    if len(packed) != 1 or len(packed[0].versions) != 1:
        raise ValueError("a record holds one version of one passport")
    if not digest_fits(package):
        raise ValueError("the digest does not fit")
    organisation = member.get(_ORGANISATION)
    return VersionRecord(packed[0], None if organisation is None else str(organisation))


def merged(records: Collection[VersionRecord]) -> VersionRecord:
    """All versions of one passport, which stands as its newest record says. ValueError for none."""
    if not records:
        raise ValueError("a passport has one version at least")
    ordered = sorted(records, key=lambda record: record.version.version)
    versions = tuple(record.version for record in ordered)
    return replace(ordered[-1], passport=replace(ordered[-1].passport, versions=versions))


def elements_of(record: VersionRecord) -> dict[str, Any]:
    """What the version says itself."""
    elements: dict[str, Any] = json.loads(record.version.received)
    return elements
