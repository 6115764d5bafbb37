"""The forms of asset tags, as their owners state them: templates, not regular expressions.

`SSC-ICT=SSC-######, SSC-@@-####; Rijkswaterstaat=RWS-*****` names an owner and its templates.

Rules:
1. `#` stands for one digit, `@` for one letter, `*` for either; any other letter, digit or one of `- . / _ :` for
   itself. Letters are compared without case.
2. A template has 4 to 48 places, at least 2 of which vary.
3. Every template has a fixed length, so that no tag takes long to compare, whatever its owner wrote.
"""

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType

from dpp.domain.errors import InvalidInput, Problem
from dpp.domain.message import Message, message

SHORTEST, LONGEST, LEAST_VARYING = 4, 48, 2
_VARYING = {"#": "[0-9]", "@": "[A-Za-z]", "*": "[0-9A-Za-z]"}
_LITERAL = re.compile(r"[A-Za-z0-9\-./_:]")

AssetTags = Mapping[str, re.Pattern[str]]
"""The form of asset tags by the name of their owner."""


def read_asset_tags(text: str) -> AssetTags:
    """The forms in a setting; InvalidInput with every fault, each at its owner or template."""
    forms: dict[str, list[str]] = {}
    problems: list[Problem] = []
    for part in filter(None, map(str.strip, text.split(";"))):
        owner, equals, templates = map(str.strip, part.partition("="))
        if not owner or not equals:
            problems.append(
                Problem(part[:100], message("Expected an owner, = and a template, such as SSC=SSC-######."))
            )
        for template in map(str.strip, templates.split(",") if equals else ()):
            problems.extend(Problem(template[:100], fault) for fault in _faults(template))
            forms.setdefault(owner, []).append(template)
    if problems:
        raise InvalidInput(message("The forms of asset tags cannot be read."), tuple(problems))
    return MappingProxyType({owner: _pattern(templates) for owner, templates in forms.items()})


def _faults(template: str) -> Iterator[Message]:
    if not SHORTEST <= len(template) <= LONGEST:
        yield message("A template has {least} to {most} places.", least=SHORTEST, most=LONGEST)
    if sum(place in _VARYING for place in template) < LEAST_VARYING:
        yield message("At least {least} places of a template vary: # digit, @ letter, * either.", least=LEAST_VARYING)
    strange = sorted({place for place in template if place not in _VARYING and not _LITERAL.fullmatch(place)})
    if strange:
        yield message("A template has letters, digits and - . / _ : only; not {found}.", found=" ".join(strange))


def _pattern(templates: list[str]) -> re.Pattern[str]:
    written = ("".join(_VARYING.get(place) or re.escape(place) for place in template) for template in templates)
    return re.compile("|".join(written), re.IGNORECASE | re.ASCII)
