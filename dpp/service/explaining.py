"""Who sees an element, and why: what may be told of it to whoever asks.

Rules:
1. Of an element that the asker sees, the whole truth is told, for any audience.
2. Of any other that a catalogue knows, what would hold if the passport said it: the answer is the same whether it does.
3. Of an element that no catalogue knows, nothing, unless the asker sees it (who answers for the passport does).
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from dpp.domain.actor import Role
from dpp.domain.audience import PUBLIC, AccessRules, Audience, Explanation, Ground, Reading
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
    """A document, the rules that hold for it now, and what the asker is."""

    document: EffectiveDocument
    rules: AccessRules
    mine: Audience

    def explain(self, element_id: str, audience: str, passports: Collection[str]) -> ExplanationView:
        """For `me`, `public` or a role; InvalidInput for another audience, NotFound by rule 3.

        `passports` are those of which the document is made.
        """
        asked = self._audience(audience)
        element = self.document.find(element_id)
        if element is not None and self.rules.may_read(element, self.mine):
            return self._view(self.rules.explain(element, asked), audience, element.schema)
        if not self.rules.knows(element_id):
            raise NotFound(message("No catalogue has an element '{element_id}'.", element_id=element_id[:100]))
        return self._view(self.rules.foresee(element_id, passports, asked.roles), audience, None)

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
