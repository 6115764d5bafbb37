"""Proposes a column map from the headings of a file and some of its cells.

Rules:
1. A heading means a field when it is the field's name, its label in either language, or a word that lists use for it.
2. A unit behind the heading, `Gewicht (g)` or `Weight in kg`, is the unit of the column's bare numbers.
3. Each field is proposed once, for the first column that means it; every other column is proposed to be ignored.
4. The decimal sign is the one that the cells can only have been written with; a comma where they do not tell.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence

from dpp.domain.catalogue import ValueType
from dpp.domain.figure import Unit
from dpp.domain.imports.columns import Column, ColumnMap
from dpp.domain.imports.fields import Field
from dpp.domain.imports.quantities import DecimalSign, can_become, sign_of, unit_of
from dpp.domain.imports.synonyms import MEANT, SYNONYMS

_NUMERIC = frozenset({ValueType.NUMBER, ValueType.FIGURE})
_UNIT_BEHIND = re.compile(r"^(?P<name>.+?)\s*(?:[(\[](?P<bracketed>[^)\]]+)[)\]]|\bin (?P<worded>\S+))$", re.IGNORECASE)


def propose(
    headings: Sequence[str], samples: Sequence[Sequence[object]], fields: Mapping[str, Field], source: str
) -> ColumnMap:
    """A map for these headings. `samples` are records; `source` names where the figures come from."""
    known = _words(fields.values())
    taken: set[str] = set()
    columns = []
    for heading in headings:
        column = _column(heading, known, fields)
        if column.field in taken:
            column = Column(heading)
        taken |= {column.field} if column.field else set()
        columns.append(column)
    return ColumnMap(tuple(columns), sign=_sign(columns, samples, fields), source=source)


def plain_word(text: str) -> str:
    """Letters and digits alone, without accents: `Serie-nr.` and `SerieNr` are one word."""
    bare = "".join(sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign))
    return "".join(sign for sign in bare.casefold() if sign.isalnum())


def _words(fields: Iterable[Field]) -> dict[str, str]:
    """What headings mean; a field's own name and label go before a synonym of another."""
    every = list(fields)
    words = {word: name for word, name in MEANT.items() if any(name == one.name for one in every)}
    for spoken in (lambda one: (one.name, one.label.en, one.label.nl), lambda one: SYNONYMS.get(one.name, ())):
        for one in every:
            for word in spoken(one):
                words.setdefault(plain_word(word), one.name)
    return words


def _column(heading: str, known: Mapping[str, str], fields: Mapping[str, Field]) -> Column:
    if name := known.get(plain_word(heading)):
        return Column(heading, name)
    behind = _UNIT_BEHIND.match(" ".join(heading.split()))
    name = known.get(plain_word(behind["name"])) if behind else None
    if behind is None or name is None:
        return Column(heading)
    return Column(heading, name, _unit(behind["bracketed"] or behind["worded"], fields[name].unit))


def _unit(word: str, wanted: Unit | None) -> Unit | None:
    """The unit of a column, where it is one of the field's and not the field's own anyhow."""
    found = unit_of(word)
    if found is None or wanted is None or found[1] != 1 or found[0] is wanted:
        return None
    return found[0] if can_become(found[0], wanted) else None


def _sign(columns: Sequence[Column], samples: Sequence[Sequence[object]], fields: Mapping[str, Field]) -> DecimalSign:
    numeric = [
        place for place, column in enumerate(columns) if column.field and fields[column.field].value_type in _NUMERIC
    ]
    cells = [record[place] for record in samples for place in numeric if place < len(record)]
    return sign_of([cell for cell in cells if isinstance(cell, str)]) or DecimalSign.COMMA
