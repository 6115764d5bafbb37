"""Puts a worker together for each destination that passports are told to."""

from contextlib import ExitStack
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import httpx

from dpp.adapters.backup_provider import BackupProvider
from dpp.adapters.eu_registry import EuRegistry
from dpp.adapters.outbound import OutboundPolicy, outbound_client
from dpp.domain.audience import AccessRules
from dpp.domain.links import Links
from dpp.domain.registration.notices import Destination
from dpp.service.holding.ports import CopySource
from dpp.service.holding.replicating import ReplicaPacker
from dpp.service.outbox.delivering import Delivery
from dpp.service.outbox.ports import OutboxStorage
from dpp.service.outbox.registering import RegistryPacker
from dpp.service.ports import Chance, Clock

_LARGEST_ANSWER = 1024 * 1024
_LARGEST_PAGE = 256 * 1024 * 1024
_DEADLINE_SECONDS = 60
EN_18222 = "/v1"


@dataclass(frozen=True)
class Means:
    """What every worker works with."""

    storage: OutboxStorage
    links: Links
    clock: Clock
    chance: Chance


@dataclass(frozen=True)
class Provider:
    """Where a destination is, and the key that it gave us."""

    url: str
    key: str = field(repr=False)


def registry(means: Means, provider: Provider, backup_operator: str | None, closing: ExitStack) -> Delivery:
    """The worker that registers at the EU registry."""
    wire = EuRegistry(_client(provider.url, closing), provider.url, provider.key)
    packer = RegistryPacker(means.links, f"{means.links.public_url}{EN_18222}", backup_operator, wire)
    return Delivery(Destination.REGISTRY, means.storage, packer, wire, means.clock, means.chance)


def backup(means: Means, provider: Provider, rules: AccessRules, closing: ExitStack) -> Delivery:
    """The worker that sends each version to the back-up provider."""
    courier = BackupProvider(_client(provider.url, closing), provider.url, provider.key)
    packer = ReplicaPacker(means.links, rules)
    return Delivery(Destination.BACKUP, means.storage, packer, courier, means.clock, means.chance)


def provider_of_copies(provider: Provider, closing: ExitStack) -> CopySource:
    """Where our passports are held, to bring them back; its pages are large."""
    return BackupProvider(_client(provider.url, closing, largest=_LARGEST_PAGE), provider.url, provider.key)


def _client(url: str, closing: ExitStack, largest: int = _LARGEST_ANSWER) -> httpx.Client:
    """A client for one host. It makes one attempt: trying again is the outbox's work."""
    parts = urlsplit(url)
    policy = OutboundPolicy(
        frozenset({parts.netloc.lower()}),
        allow_loopback=parts.scheme == "http",
        attempts=1,
        largest=largest,
        deadline_seconds=_DEADLINE_SECONDS,
    )
    client = outbound_client(policy)
    closing.callback(client.close)
    return client
