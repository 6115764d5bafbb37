"""Brings passports back from where their copies are held: the same ids, versions, bytes, hashes and leaves.

Rules:
1. Every version proves itself before anything of its passport is stored (`dpp.service.packages`).
2. A passport comes back whole or not at all; a version that is missing is told, and the others are not renumbered.
3. Restoring again changes nothing: what was broken off goes on where it was.
4. Labels lead to the address under which the passports were made: this service has to have the same one.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from dpp.domain.actor import AccountId, Actor, OrganisationId, Role
from dpp.domain.errors import KringpasError, Refused
from dpp.domain.links import Links
from dpp.domain.message import message
from dpp.domain.package import write_package
from dpp.domain.version_record import VersionRecord, merged
from dpp.service.holding.ports import CopySource
from dpp.service.packages import Packages

_RESTORER = AccountId("restore")


@dataclass(frozen=True)
class Restored:
    """How many passports and versions are new here; `faults` are those that did not come back, with the reason."""

    passports: int
    versions: int
    faults: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Restoring:
    """For whoever runs the service, on its command line."""

    packages: Packages
    links: Links

    def restore(self, source: CopySource, progress: Callable[[str, int], None]) -> Restored:
        """Take in everything that the source holds for us."""
        passports = versions = 0
        faults: list[tuple[str, str]] = []
        for records in source.passports():
            try:
                new = self._passport(records)
            except KringpasError as error:
                faults.append((records[0].address, str(error)))
                continue
            passports, versions = passports + (new > 0), versions + new
            progress("passports", passports)
        return Restored(passports, versions, tuple(faults))

    def _passport(self, records: Sequence[VersionRecord]) -> int:
        whole = merged(records)
        if whole.address != self.links.passport(whole.passport.passport_id):
            raise Refused(
                "restore-address",
                message("This passport was made at another address than {url}.", url=self.links.public_url),
                remedy=message("Set KRINGPAS_PUBLIC_URL as it was."),
            )
        answering = None if whole.organisation is None else OrganisationId(whole.organisation)
        restorer = Actor(_RESTORER, answering, frozenset({Role.ADMINISTRATOR}))
        taken = self.packages.take_in(restorer, write_package([whole.passport]))
        return sum(each.new_versions for each in taken)
