"""What the code says, collected once in a process: it takes seconds."""

from functools import cache

from babel.messages.catalog import Catalog

from scripts.translations import collect


@cache
def said() -> Catalog:
    """Every message of the code and the templates, not to be changed."""
    return collect()
