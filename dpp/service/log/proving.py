"""Proofs of inclusion and consistency over the published log, from its tiles."""

from dataclasses import dataclass

from dpp.domain.errors import InvalidInput, NotFound, Unavailable
from dpp.domain.log.checkpoint import SignedCheckpoint
from dpp.domain.log.tiles import Tile, TileNodes
from dpp.domain.log.tree import consistency_path, inclusion_path
from dpp.domain.log.witness import AddCheckpoint
from dpp.domain.message import message
from dpp.service.log.ports import LogFiles
from dpp.service.log.publishing import CHECKPOINT


@dataclass(frozen=True)
class PublishedLog:
    """The log as it was published at one moment, with all its proofs."""

    signed: SignedCheckpoint
    nodes: TileNodes

    @property
    def size(self) -> int:
        return self.signed.checkpoint.size

    def inclusion(self, index: int, size: int | None = None) -> tuple[bytes, ...]:
        """That the entry is in the tree of the first `size` entries (all of them); InvalidInput where it is not."""
        wanted = self.size if size is None else size
        if not 0 <= index < wanted <= self.size:
            raise InvalidInput(
                message(
                    "Entry {index} of {size} is not in the log, which has {now}.",
                    index=index,
                    size=wanted,
                    now=self.size,
                )
            )
        return inclusion_path(self.nodes, index, wanted)

    def consistency(self, old: int, size: int | None = None) -> tuple[bytes, ...]:
        """That the tree of `size` entries (all of them) goes on from that of `old`; InvalidInput where it cannot."""
        wanted = self.size if size is None else size
        if not 0 <= old <= wanted <= self.size:
            raise InvalidInput(
                message(
                    "The log has {now} entries: there is no proof from {old} to {size}.",
                    now=self.size,
                    old=old,
                    size=wanted,
                )
            )
        return consistency_path(self.nodes, old, wanted)

    def request(self, old: int) -> AddCheckpoint:
        """What a witness is asked that saw `old` entries last."""
        return AddCheckpoint(old, self.consistency(old), self.signed)


@dataclass(frozen=True)
class Proofs:
    """What can be proven now."""

    files: LogFiles

    def published(self) -> PublishedLog:
        """NotFound where nothing was published yet."""
        content = self.files.read(CHECKPOINT)
        if content is None:
            raise NotFound(
                message("The log has no checkpoint yet."),
                remedy=message("Wait a minute, or run 'kringpas log sequence'."),
            )
        signed = SignedCheckpoint.parse(content.decode())
        return PublishedLog(signed, TileNodes(self._read, signed.checkpoint.size))

    def _read(self, tile: Tile) -> bytes:
        content = self.files.read(tile.path)
        if content is None and not tile.is_full:
            content = self.files.read(tile.full_path)
        if content is None:
            raise Unavailable(
                message("The tile {path} of the log is missing.", path=tile.path),
                remedy=message("Run 'kringpas log publish': it writes what is missing again."),
            )
        return content
