"""The Dutch words, from `web/locale/nl/LC_MESSAGES/kringpas.po`.

The catalogue is compiled in memory when the service starts: there is no compiled file that could be older than its
source. English is what the code says.
"""

from functools import cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from web.pages.contexts.frame import Language

DUTCH = Path(__file__).parents[1] / "locale" / "nl" / "LC_MESSAGES" / "kringpas.po"


def read_catalogue(path: Path = DUTCH) -> Catalog:
    """The catalogue as Babel sees it."""
    with path.open("rb") as source:
        return read_po(source, locale="nl", domain="kringpas")


@cache
def translations(language: Language) -> NullTranslations:
    """What turns English into the reader's language; fuzzy entries are left out."""
    if language == "en":
        return NullTranslations()
    compiled = BytesIO()
    write_mo(compiled, read_catalogue())
    compiled.seek(0)
    return GNUTranslations(compiled)
