"""Everything about imports that pages, programs and commands ask, and the thread that works on those that wait."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from dpp.service.imports.column_maps import ColumnMaps
from dpp.service.imports.imports import Imports
from dpp.service.imports.runner import Runner
from dpp.service.ports import Clock
from web.background import Working

FILES_KEPT = timedelta(days=7)
"""How long a file stays that was tried and not imported."""


@dataclass(frozen=True, kw_only=True)
class Importing(Working[Runner[Any]]):
    """Imports with their column maps."""

    imports: Imports[Any]
    column_maps: ColumnMaps[Any]
    clock: Clock

    def forget_files(self) -> int:
        """Files that nobody imported within their time."""
        return self.imports.forget_files(self.clock() - FILES_KEPT)
