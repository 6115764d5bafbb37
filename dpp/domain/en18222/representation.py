"""The two forms that the calls of EN 18222 give and take (`dpp.domain.forms`)."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from dpp.domain.catalogue import Catalogue
from dpp.domain.document import EffectiveDocument
from dpp.domain.forms import compressed, full


class Representation(StrEnum):
    """The query parameter `representation`."""

    COMPRESSED = "compressed"
    FULL = "full"

    def of(self, document: EffectiveDocument, catalogue: Catalogue) -> Mapping[str, Any]:
        """The document in this form."""
        return full(document, catalogue) if self is Representation.FULL else compressed(document, catalogue)
