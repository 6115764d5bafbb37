"""By which public texts a model is found: its name, its GTIN, and the numbers that its maker and EPREL gave it."""

from collections.abc import Mapping
from typing import Any

from dpp.domain.search.subjects import Kind, Subject, What, entries_of, gone

_NUMBERS = {"gtin": What.GTIN, "modelIdentifier": What.MODEL_NUMBER, "eprelRegistrationNumber": What.EPREL}


def model_subject(model_id: str, elements: Mapping[str, Any], *, is_offered: bool) -> Subject:
    """Of the public elements of a model; one whose passport is not offered is not found."""
    if not is_offered:
        return gone(Kind.MODEL, model_id)
    name = f"{elements['brand']} {elements['modelName']}"
    numbers = [(what, str(elements[element])) for element, what in _NUMBERS.items() if element in elements]
    return Subject(Kind.MODEL, model_id, name, entries_of([(What.NAME, name), *numbers]))
