"""The use cases of rights, put together."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Self

from dpp.service.access.closing import Closing
from dpp.service.access.ports import AccessStorage
from dpp.service.access.reclassifying import Reclassifying
from dpp.service.access.reviewing import Reviewing
from dpp.service.passports import Passports


@dataclass(frozen=True)
class Access:
    """Everything about who may see what."""

    passports: Passports
    closing: Closing
    reviewing: Reviewing
    reclassifying: Reclassifying

    @classmethod
    def of(cls, storage: AccessStorage, passports: Passports, readers_kept: timedelta) -> Self:
        """The use cases over one storage; `readers_kept` is how long is remembered who read."""
        return cls(
            passports,
            Closing(storage, passports),
            Reviewing(storage, passports, readers_kept),
            Reclassifying(storage, passports),
        )
