"""Who may read which element of a document.

Rules (ESPR art. 9(2)(f) and 11(b): access according to rights):
1. Default deny: an element is shown where a right to it is found, and hidden otherwise.
2. Everybody reads what is public. Roles give the other classes, as the catalogue's `access` table says.
3. The classes are a lattice, not a ladder: an authority does not see what is for professionals, and the reverse.
4. Who answers for a passport reads all that this passport says, and by that alone nothing that its model keeps closed.
5. An element that the catalogue does not know is for those of rule 4 alone.
"""

from collections.abc import Collection
from dataclasses import dataclass

from dpp.domain.actor import Role
from dpp.domain.catalogue import AccessClass, Catalogue
from dpp.domain.document import EffectiveDocument, EffectiveElement, Elements


@dataclass(frozen=True)
class Audience:
    """The classes that a reader may read by right, and the passports (`Layer.passport`) for which it answers."""

    classes: frozenset[AccessClass] = frozenset()
    owns: frozenset[str] = frozenset()


PUBLIC = Audience(frozenset({AccessClass.PUBLIC}))


def audience_of(catalogue: Catalogue, roles: Collection[Role], owns: Collection[str] = ()) -> Audience:
    """The audience to which an actor with these roles belongs, answering for the passports in `owns`."""
    return Audience(catalogue.classes_of(roles), frozenset(owns))


def for_audience(document: EffectiveDocument, audience: Audience, catalogue: Catalogue) -> EffectiveDocument:
    """The document with only those elements that this audience may read."""
    return document.only(
        frozenset(element.element_id for element in document.elements if _may_read(element, audience, catalogue))
    )


def public_elements(elements: Elements, catalogue: Catalogue) -> Elements:
    """The elements of one passport that everybody may read."""
    return {name: value for name, value in elements.items() if catalogue.access_of(name) is AccessClass.PUBLIC}


def _may_read(element: EffectiveElement, audience: Audience, catalogue: Catalogue) -> bool:
    if element.origin.passport in audience.owns:
        return True
    access = catalogue.access_of(element.element_id)
    return access is not AccessClass.OWNER and access in audience.classes
