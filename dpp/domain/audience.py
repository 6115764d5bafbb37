"""Who may read which element of a document, and why.

Rules (ESPR art. 9(2)(f) and 11(b): access according to rights):
1. Default deny: an element is shown where a right to it is found, and hidden otherwise.
2. Everybody reads what is public. Roles give the other classes, as the catalogue's `access` table says.
3. The classes are a lattice, not a ladder: an authority does not see what is for professionals, and the reverse.
4. Who answers for a passport reads all that this passport says, and by that alone nothing that its model keeps closed.
5. An element that the catalogue does not know is for those of rule 4 alone.
6. The class of an element is pinned to the catalogue version in which it was set: a newer catalogue never opens it.
7. A stricter class wins at once: that of the pinned version, that of the current one, and that of a closure
   (`Closure`) must all allow a reading.
8. A closure never hides anything from whoever answers for the passport, and never touches what says which product a
   passport is about (`IDENTIFYING`).
9. Of an element that a reader may not see it is not told whether the passport says it (`AccessRules.foresee`).
10. The role `repairer` counts where a register has the reader's organisation, for the product group and on the day
   (`dpp.service.professionals`): whoever makes an `Audience` leaves out a role that does not count, and says why.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from functools import cached_property

from dpp.domain.actor import Role
from dpp.domain.catalogue import AccessClass, Catalogue
from dpp.domain.document import EffectiveDocument, EffectiveElement, Elements, newest
from dpp.domain.message import Message, message


@dataclass(frozen=True)
class Audience:
    """The roles of a reader that count, and the passports (`Layer.passport`) for which it answers.

    `barred` says why the role `repairer` does not count for this product group today, where the reader has that role.
    """

    roles: frozenset[Role] = frozenset()
    owns: frozenset[str] = frozenset()
    barred: Message | None = None


PUBLIC = Audience()
IDENTIFYING = frozenset({"productGroup", "brand", "modelName"})
"""Every list, label and page names a product by these: a passport that may not be named can be archived."""


@dataclass(frozen=True)
class Closure:
    """A stricter class for an element, in every passport or in one (`passport`), from a moment on.

    `legal` is the ground on which it was closed; `closure_id` names it, to lift it again.
    """

    element_id: str
    access: AccessClass
    reason: str
    since: datetime
    passport: str | None = None
    legal: str = ""
    closure_id: str = ""

    def concerns(self, element_id: str, passport: str) -> bool:
        return self.element_id == element_id and self.passport in {None, passport}


class Ground(StrEnum):
    """The rule by which an element is shown or hidden."""

    PUBLIC = "public"
    ROLE = "role"
    ANSWERS = "answers-for-it"
    UNKNOWN = "unknown-element"
    NO_RIGHT = "no-right"


@dataclass(frozen=True)
class Reading:
    """One class that an element has, and where from: `catalogue 1.0`, `catalogue 1.1`, a closure's reason."""

    access: AccessClass
    by: Message
    legal: str
    allowed: bool


@dataclass(frozen=True)
class Explanation:
    """Whether an audience sees an element, by which rule, and on what legal ground; `readings` must all allow it.

    `said` is True where whoever asks may know that the passport says the element. Else the explanation is the same
    whether it does or not: what would hold if it did (rule 9).
    """

    element_id: str
    visible: bool
    ground: Ground
    why: Message
    readings: tuple[Reading, ...] = ()
    said: bool = True


@dataclass(frozen=True)
class AccessRules:
    """Every catalogue version that a document can be written in, and the closures in force."""

    catalogues: Mapping[str, Catalogue] = field(repr=False)
    closures: tuple[Closure, ...] = field(default=())

    @property
    def current(self) -> Catalogue:
        return self.catalogues[self._today]

    @cached_property
    def _today(self) -> str:
        return newest(self.catalogues)

    def explain(self, element: EffectiveElement, audience: Audience) -> Explanation:
        """Whether this audience may read this element, and why."""
        name, passport = element.element_id, element.origin.passport
        if passport in audience.owns:
            why = message("Whoever answers for a passport reads all that it says.")
            return Explanation(name, visible=True, ground=Ground.ANSWERS, why=why)
        if all(self.catalogues[version].find(name) is None for version in self._versions(element.schema)):
            why = message("No catalogue knows '{name}': it is for whoever answers for the passport alone.", name=name)
            return Explanation(name, visible=False, ground=Ground.UNKNOWN, why=why)
        return _explained(name, self._readings(name, element.schema, passport, audience.roles))

    def foresee(self, element_id: str, passports: Collection[str], roles: Collection[Role]) -> Explanation:
        """What holds of an element that may or may not be there: by today's catalogue, and by each that knows it.

        `passports` are those of which the document is made; their closures count.
        """
        older = (each for each in self.catalogues.values() if each is not self.current and each.find(element_id))
        knowing = (self.current, *older)
        by_catalogue = (_by_catalogue(each, element_id, roles) for each in knowing)
        closures = (each for each in self.closures if any(each.concerns(element_id, one) for one in passports))
        by_closure = (_by_closure(closure, self.current, roles) for closure in closures)
        return replace(_explained(element_id, (*by_catalogue, *by_closure)), said=False)

    def knows(self, element_id: str) -> bool:
        """Whether any catalogue version knows the element: that it can exist is public knowledge then."""
        return any(catalogue.find(element_id) for catalogue in self.catalogues.values())

    def kept_for(self, element: EffectiveElement) -> AccessClass:
        """The class that keeps an element from the public; `PUBLIC` where nothing does."""
        readings = self._readings(element.element_id, element.schema, element.origin.passport, ())
        return next((reading.access for reading in readings if not reading.allowed), AccessClass.PUBLIC)

    def may_read(self, element: EffectiveElement, audience: Audience) -> bool:
        """The verdict of `explain` alone."""
        if element.origin.passport in audience.owns:
            return True
        readings = self._readings(element.element_id, element.schema, element.origin.passport, audience.roles)
        return all(reading.allowed for reading in readings)

    def is_public(self, element_id: str, schema: str, passport: str) -> bool:
        """Whether everybody may read an element that was written in this catalogue version."""
        closed = any(closure.concerns(element_id, passport) for closure in self.closures)
        return not closed and all(
            self.catalogues[version].access_of(element_id) is AccessClass.PUBLIC for version in self._versions(schema)
        )

    def class_of(self, element_id: str, schema: str) -> AccessClass:
        """The class that an element has by its pinned version and today's: the one that is not public, if any."""
        classes = [self.catalogues[version].access_of(element_id) for version in self._versions(schema)]
        return next((access for access in classes if access is not AccessClass.PUBLIC), AccessClass.PUBLIC)

    def pins(self, before: Mapping[str, str], unchanged: Collection[str], schema: str) -> dict[str, str]:
        """The pins of a new version in `schema`, from the version that each unchanged element kept until now (rule 6).

        An element whose class is the same in both has no pin.
        """
        return {
            name: before[name]
            for name in sorted(unchanged)
            if self.catalogues[before[name]].access_of(name) is not self.catalogues[schema].access_of(name)
        }

    def closed_since(self) -> frozenset[str]:
        """Elements that some version called public and today's does not: bytes of then must not show them."""
        current = self.current
        return frozenset(
            name
            for catalogue in self.catalogues.values()
            for name, element in catalogue.elements.items()
            if element.access is AccessClass.PUBLIC and current.access_of(name) is not AccessClass.PUBLIC
        )

    def _versions(self, schema: str) -> tuple[str, ...]:
        today = self._today
        return (schema,) if schema == today else (schema, today)

    def _readings(self, name: str, schema: str, passport: str, roles: Collection[Role]) -> tuple[Reading, ...]:
        by_catalogue = (_by_catalogue(self.catalogues[version], name, roles) for version in self._versions(schema))
        by_closure = (
            _by_closure(closure, self.current, roles) for closure in self.closures if closure.concerns(name, passport)
        )
        return (*by_catalogue, *by_closure)


def for_audience(document: EffectiveDocument, audience: Audience, rules: AccessRules) -> EffectiveDocument:
    """The document with only those elements that this audience may read."""
    return document.only(
        frozenset(element.element_id for element in document.elements if rules.may_read(element, audience))
    )


def public_elements(
    elements: Elements, rules: AccessRules, passport: str, schema: str, pins: Mapping[str, str]
) -> Elements:
    """The elements of one version of a passport that everybody may read."""
    return {name: value for name, value in elements.items() if rules.is_public(name, pins.get(name, schema), passport)}


def _explained(name: str, readings: tuple[Reading, ...]) -> Explanation:
    """By the rules of roles alone: every reading must allow it."""
    barred = next((reading for reading in readings if not reading.allowed), None)
    if barred is not None:
        why = message("It is for '{access}' alone: {by}.", access=barred.access.value, by=barred.by)
        return Explanation(name, visible=False, ground=Ground.NO_RIGHT, why=why, readings=readings)
    if all(reading.access is AccessClass.PUBLIC for reading in readings):
        why = message("Everybody may read it.")
        return Explanation(name, visible=True, ground=Ground.PUBLIC, why=why, readings=readings)
    why = message("A role gives the right to read it.")
    return Explanation(name, visible=True, ground=Ground.ROLE, why=why, readings=readings)


def _by_catalogue(catalogue: Catalogue, name: str, roles: Collection[Role]) -> Reading:
    access = catalogue.access_of(name)
    element = catalogue.find(name)
    legal = element.access_reason if element else catalogue.access[AccessClass.OWNER].ground
    by = message("the catalogue of version {version} says so", version=catalogue.version)
    return Reading(access, by, f"{legal} ({catalogue.access[access].ground})", _allows(catalogue, access, roles))


def _by_closure(closure: Closure, catalogue: Catalogue, roles: Collection[Role]) -> Reading:
    by = message("it was closed on {day}: {reason}", day=closure.since.date().isoformat(), reason=closure.reason)
    allowed = _allows(catalogue, closure.access, roles)
    ground = catalogue.access[closure.access].ground
    return Reading(closure.access, by, f"{closure.legal} ({ground})" if closure.legal else ground, allowed)


def _allows(catalogue: Catalogue, access: AccessClass, roles: Collection[Role]) -> bool:
    return access is AccessClass.PUBLIC or not catalogue.access[access].roles.isdisjoint(roles)
