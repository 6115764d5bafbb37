"""Who sees an element, and why: what may be told of it to whoever asks.

Rules:
1. Of an element that the asker sees, the whole truth is told, for any audience.
2. Of any other that a catalogue knows, what would hold if the passport said it: the answer is the same whether it does.
   Who answers for all of the document sees what it says, and would see this.
3. Of an element that no catalogue knows, nothing, unless the asker sees it (who answers for the passport does).
4. A repairer whose registration does not hold is told so, where it would give the right.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace

from dpp.domain.actor import Role
from dpp.domain.audience import PUBLIC, AccessRules, Audience, Explanation, Ground, Reading
from dpp.domain.catalogue import AccessClass, Element, Granularity, ProductGroup
from dpp.domain.document import EffectiveDocument
from dpp.domain.errors import InvalidInput, NotFound, Problem
from dpp.domain.message import Message, message

ME, EVERYBODY = "me", "public"


@dataclass(frozen=True)
class ExplanationView:
    """Whether an audience sees an element, by which rule, and on which legal grounds.

    `said` is whether the asker sees that the passport says it; then `set_in` is the catalogue version whose class it
    keeps. `catalogue` is today's version. Each of `readings` must allow the audience to read.
    """

    element_id: str
    audience: str
    visible: bool
    said: bool
    ground: Ground
    why: Message
    catalogue: str
    set_in: str | None = None
    readings: tuple[Reading, ...] = ()


@dataclass(frozen=True)
class Asking:
    """A document, the passports of which it is made, the rules that hold for it now, and what the asker is."""

    document: EffectiveDocument
    rules: AccessRules
    mine: Audience
    passports: Collection[str]

    def elements(self) -> tuple[str, ...]:
        """Those that the asker sees, and then those of this sort of product that today's catalogue keeps for some."""
        seen = [each.element_id for each in self.document.elements if self.rules.may_read(each, self.mine)]
        kept = (
            each.element_id
            for each in self._possible()
            if each.access is not AccessClass.PUBLIC and each.element_id not in seen
        )
        return (*seen, *kept)

    def _possible(self) -> Iterable[Element]:
        """What a passport like this can have; the sort of product is public."""
        element = self.document.find("productGroup")
        if element is None:
            return ()
        granularity = self.document.header.granularity
        at = {granularity} | ({Granularity.MODEL} if granularity is not Granularity.MODEL else set())
        catalogue, group = self.rules.current, ProductGroup(element.value)
        return (each for each in catalogue.elements.values() if group in each.products and at & each.granularity)

    def explain(self, element_id: str, audience: str) -> ExplanationView:
        """For `me`, `public` or a role; InvalidInput for another audience, NotFound by rule 3."""
        asked = self._audience(audience)
        element = self.document.find(element_id)
        if element is not None and self.rules.may_read(element, self.mine):
            return self._view(self.rules.explain(element, asked), audience, element.schema)
        if not self.rules.knows(element_id):
            raise NotFound(message("No catalogue has an element '{element_id}'.", element_id=element_id[:100]))
        if asked is self.mine and self.mine.owns.issuperset(self.passports):
            why = message("You answer for the passport: you would read it.")
            would = Explanation(element_id, visible=True, ground=Ground.ANSWERS, why=why, said=False)
            return self._view(would, audience, None)
        foreseen = self.rules.foresee(element_id, self.passports, asked.roles)
        return self._view(self._with_what_bars(foreseen, asked), audience, None)

    def _with_what_bars(self, foreseen: Explanation, asked: Audience) -> Explanation:
        """Says why the asker's role of repairer does not count, where it would give the right (rule 4)."""
        barring = (each.access for each in foreseen.readings if not each.allowed)
        access = self.rules.current.access
        if asked.barred is None or not any(Role.REPAIRER in access[each].roles for each in barring):
            return foreseen
        return replace(foreseen, why=message("{why} {barred}", why=foreseen.why, barred=asked.barred))

    def _audience(self, name: str) -> Audience:
        if name == ME:
            return self.mine
        if name == EVERYBODY:
            return PUBLIC
        if name not in set(Role):
            what = message(
                "'{name}' is no audience: expected {expected}.", name=name[:40], expected=", ".join(audiences())
            )
            raise InvalidInput(what, (Problem("audience", what),))
        return Audience(frozenset({Role(name)}))

    def _view(self, explanation: Explanation, audience: str, schema: str | None) -> ExplanationView:
        return ExplanationView(
            element_id=explanation.element_id,
            audience=audience,
            visible=explanation.visible,
            said=explanation.said,
            ground=explanation.ground,
            why=explanation.why,
            catalogue=self.rules.current.version,
            set_in=schema,
            readings=explanation.readings,
        )


def audiences() -> Iterator[str]:
    """Every audience that can be asked about."""
    yield from (ME, EVERYBODY, *Role)
