"""The field catalogue as this package carries it."""

from functools import cache

from dpp.domain.catalogue import Catalogue, parse_catalogue
from schemas import catalog

CURRENT = "1.0"


@cache
def load_catalogue(version: str = CURRENT) -> Catalogue:
    """The catalogue of a version, parsed once. Raises FileNotFoundError for a version that is not there."""
    return parse_catalogue(catalog.read_text("passport", version, "catalogue.json"))
