"""Packs what the EU registry has to be told: entries that passed their pre-checks, parents first."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from dpp.domain.links import Links
from dpp.domain.opaque import PassportId
from dpp.domain.parts import read_head
from dpp.domain.registration.identifiers import product_identifier
from dpp.domain.registration.notices import Destination
from dpp.domain.registration.packages import Entry, Package, content_of, correlation_of, in_order, largest_after
from dpp.domain.registration.prechecks import Obstacle, obstacles
from dpp.domain.registration.standing import Registration
from dpp.service.outbox.ports import OutboxReads, Packed, Queued, RegistryWire


@dataclass(frozen=True)
class RegistryPacker:
    """`endpoint` is where our EN 18222 interface is; `backup_operator` who keeps the back-up copies (Annex III(l))."""

    links: Links
    endpoint: str
    backup_operator: str | None
    wire: RegistryWire

    def pack(self, work: OutboxReads, due: Sequence[Queued]) -> Packed:
        """One package of those that may go, and the reason for each that may not."""
        gathering = _Gathering(work, self.links)
        refusals = due[0].refusals
        known = work.registrations.known(Destination.REGISTRY, [each.notice.passport_id for each in due])
        for queued in (each for each in due if each.refusals == refusals):
            if len(gathering.entries) == largest_after(refusals):
                break
            gathering.take(queued, self._entry(work, queued, known.get(queued.notice.passport_id)))
        return Packed(self._packages(gathering.entries), tuple(gathering.held))

    def _packages(self, entries: Sequence[Entry]) -> tuple[Package, ...]:
        if not entries:
            return ()
        ordered = in_order(entries)
        correlation_id = correlation_of([content_of(entry) for entry in ordered])
        lines = tuple(entry.notice.line for entry in ordered)
        return (Package(correlation_id, lines, self.wire.body(correlation_id, ordered)),)

    def _entry(self, work: OutboxReads, queued: Queued, known: Registration | None) -> Entry:
        notice = queued.notice
        passport = work.passports.get(notice.passport_id)
        version = work.passports.version(notice.passport_id, notice.version)
        assert passport is not None
        assert version is not None
        address = self.links.passport(notice.passport_id)
        parents = () if passport.granularity == "model" else (passport.batch_id, passport.model_id)
        return Entry(
            notice=notice,
            passport=address,
            product=product_identifier(read_head(passport.head).unique_product_identifier, address),
            operator=version.operator or passport.operator,
            endpoint=self.endpoint,
            granularity=passport.granularity,
            status=version.status or passport.status,
            updated_at=version.recorded_at,
            parents=tuple(
                self.links.passport(parent) for parent in parents if parent and parent != passport.passport_id
            ),
            backup_operator=self.backup_operator,
            registration_id=known.registration_id if known else None,
        )


@dataclass
class _Gathering:
    """Entries that go together, and what is held back, while a package is put together."""

    work: OutboxReads
    links: Links
    entries: list[Entry] = field(default_factory=list)
    held: list[tuple[Queued, Obstacle]] = field(default_factory=list)
    known: dict[str, bool] = field(default_factory=dict)

    def take(self, queued: Queued, entry: Entry) -> None:
        registered = {parent for parent in entry.parents if self._is_known(parent)}
        found = obstacles(entry, registered)
        if found:
            self.held.append((queued, found[0]))
        else:
            self.entries.append(entry)
            self.known[entry.passport] = True

    def _is_known(self, address: str) -> bool:
        if address not in self.known:
            parent = PassportId(address.removeprefix(self.links.passport("")))
            registration = self.work.registrations.get(Destination.REGISTRY, parent)
            self.known[address] = registration is not None and registration.version > 0
        return self.known[address]
