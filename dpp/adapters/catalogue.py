"""The field catalogues as this package carries them."""

from functools import cache
from types import MappingProxyType

from dpp.domain.audience import AccessRules
from dpp.domain.catalogue import Catalogue
from dpp.domain.catalogue_file import parse_catalogue
from schemas import catalog

CURRENT = catalog.versions("passport")[-1]
"""The version in which passports are written."""


@cache
def load_catalogue(version: str = CURRENT) -> Catalogue:
    """The catalogue of a version, parsed once. Raises FileNotFoundError for a version that is not there."""
    return parse_catalogue(catalog.read_text("passport", version, "catalogue.json"))


@cache
def load_rules() -> AccessRules:
    """The rules of access of every version that a stored passport can be written in, without closures."""
    versions = catalog.versions("passport")
    return AccessRules(MappingProxyType({version: load_catalogue(version) for version in versions}))
