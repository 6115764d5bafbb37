"""Rules of access over two catalogue versions that differ in the classes of some elements."""

from dataclasses import replace

from dpp.adapters.catalogue import load_catalogue, load_rules
from dpp.domain.audience import AccessRules
from dpp.domain.catalogue import AccessClass, Catalogue

LATER = "1.9"


def later(**access: AccessClass) -> Catalogue:
    """Today's catalogue under a later number, with other classes for these elements."""
    today = load_catalogue()
    changed = {name: replace(today.element(name), access=other) for name, other in access.items()}
    return replace(today, version=LATER, elements={**today.elements, **changed})


def rules_with(**access: AccessClass) -> AccessRules:
    """The rules of a registry that now writes in the later version."""
    return AccessRules({**load_rules().catalogues, LATER: later(**access)})
