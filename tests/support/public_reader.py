"""The simple twin of the readers of the scan path: dictionaries."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from dpp.service.reading import Label, Named, PublicParts, Target


@dataclass
class FakePublicReader:
    """Answers from what a test put in."""

    passports: dict[str, PublicParts] = field(default_factory=dict)
    labels: dict[str, tuple[str, str | None]] = field(default_factory=dict)
    gs1_keys: dict[str, str] = field(default_factory=dict)

    async def passport(self, passport_id: str) -> PublicParts | None:
        return self.passports.get(passport_id)

    async def label(self, code: str) -> Label | None:
        if code not in self.labels:
            return None
        state, passport_id = self.labels[code]
        return Label(state, self._target(passport_id))

    async def gs1(self, paths: Sequence[str]) -> Named | None:
        path = next((path for path in paths if path in self.gs1_keys), None)
        target = None if path is None else self._target(self.gs1_keys[path])
        return None if path is None or target is None else Named(path, target)

    async def close(self) -> None:
        """Nothing is open."""

    def _target(self, passport_id: str | None) -> Target | None:
        parts = None if passport_id is None else self.passports.get(passport_id)
        return None if parts is None else Target(parts.passport_id, parts.model_id, parts.granularity)
