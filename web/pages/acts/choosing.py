"""A field in which somebody chooses an organisation or a person, however many there are.

Rules:
1. Where a list shows all there are, there is that list alone.
2. Where there are more, the list may be left open and a second field takes the name of any other.
3. What is typed goes over what is chosen in the list, as with models (`web.pages.acts.registration`).
4. What is wrong with a name stands beside it: nobody has it, or several, and then who.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

from dpp.domain.actor import Actor
from dpp.domain.message import Message, message
from web.accounts.service.choosing import SHOWN, TOLD, Choices
from web.accounts.service.choosing_ports import Among, Choosable, Working
from web.bootstrap import Parts
from web.pages.acts.base import Fields
from web.pages.contexts.forms import NAMED, Field, FieldKind, Offered
from web.pages.contexts.frame import Choice, FormState
from web.pages.serving import Sent

Q = TypeVar("Q")


@dataclass(frozen=True)
class _Words:
    """What is said of organisations, or of people."""

    label: Message
    help: Message
    nobody: Message
    several: Message
    many: Message


@dataclass(frozen=True)
class Chooser(Generic[Q]):
    """What one field of a form offers to somebody, and how it is read when the form comes in."""

    choices: Choices[Q]
    actor: Actor
    among: Q
    words: _Words
    with_organisation: bool = False

    def offered(self, form: FormState, name: str, label: Message | None = None) -> Offered:
        """What the field `name` of this form offers; `label` stands over the second field."""
        shown = self.choices.shown(self.actor, self.among, {form.values.get(name, ""), *form.lists.get(name, ())})
        found = tuple(Choice(each.id, self._said(each)) for each in shown.found)
        return Offered(found, shown.more, label or self.words.label, self.words.help)

    def one(self, fields: Fields, name: str) -> str:
        """The id of who was chosen or typed; empty where that is wrong, which the form is told."""
        typed = fields.optional(name + NAMED)
        return self._meant(fields, name, typed) if typed else fields.text(name)

    def maybe(self, fields: Fields, name: str) -> str | None:
        """The same, where nobody need be chosen."""
        typed = fields.optional(name + NAMED)
        return (self._meant(fields, name, typed) if typed else fields.optional(name)) or None

    def many(self, fields: Fields, name: str) -> tuple[str, ...]:
        """The ids of all that were ticked, and of those whom the second field names, one a line."""
        named = [line for line in fields.sent.text(name + NAMED).splitlines() if line.strip()]
        if len(named) > SHOWN:
            fields.wrong(name + NAMED, message("Name at most {most} at once.", most=SHOWN))
        found = (self._meant(fields, name, line) for line in named[:SHOWN])
        return tuple(dict.fromkeys((*fields.sent.lists.get(name, ()), *found)))

    def settled(self, sent: Sent, name: str, *, required: bool = False) -> Sent:
        """The form as if what was typed had been chosen in the list; InvalidInput where nobody in particular is meant.

        For forms that are read without `Fields`, or far from here.
        """
        fields = Fields(sent)
        chosen = self.one(fields, name) if required else self.maybe(fields, name)
        fields.check()
        return replace(sent, values={**sent.values, name: chosen or ""})

    def _meant(self, fields: Fields, name: str, typed: str) -> str:
        found = self.choices.named(self.actor, self.among, typed)
        if len(found) == 1:
            return found[0].id
        fields.wrong(name + NAMED, self._unclear(typed, found))
        return ""

    def _unclear(self, typed: str, found: Sequence[Choosable]) -> Message:
        shown = typed[:60]
        if not found:
            return Message(self.words.nobody.template, {"name": shown})
        names = "; ".join(f"{each.name} ({each.also})" if each.also else each.name for each in found[:TOLD])
        said = self.words.several if len(found) <= TOLD else self.words.many
        return Message(said.template, {"name": shown, "names": names})

    def _said(self, it: Choosable) -> str:
        return f"{it.name}, {it.organisation}" if self.with_organisation else it.name


def organisations(parts: Parts, actor: Actor, among: Among | None = None) -> Chooser[Among]:
    """Organisations, all or these, for who is signed in."""
    return Chooser(parts.accounts.organisation_choices, actor, among or Among(), _ORGANISATIONS)


def people(
    parts: Parts, actor: Actor, among: Working | None = None, *, with_organisation: bool = True
) -> Chooser[Working]:
    """People with an account in use, all or these, for who may list accounts."""
    return Chooser(parts.accounts.person_choices, actor, among or Working(), _PEOPLE, with_organisation)


def listed(field: Field, offered: Offered) -> tuple[Field, ...]:
    """This list with what it offers, and where there is more than it shows (rule 2) the second field."""
    if not offered.more:
        return (replace(field, choices=offered.choices),)
    rest = Field(FieldKind.TEXT, field.name + NAMED, offered.label, offered.help, required=False)
    open_list = replace(field, choices=offered.choices, required=False, empty=field.empty or message("choose"))
    return open_list, rest


_ORGANISATIONS = _Words(
    message("An organisation that is not in the list"),
    message("Its name, or a part of it that no other has. The list has the first {count} by name.", count=SHOWN),
    message("No organisation that can be chosen here has {name} in its name."),
    message("Several organisations have {name} in their name: {names}. Type more of the one you mean."),
    message("Many organisations have {name} in their name: {names}, and others. Type more of the one you mean."),
)
_PEOPLE = _Words(
    message("Somebody who is not in the list"),
    message("A name, or an e-mail address. The list has the first {count} by name.", count=SHOWN),
    message("Nobody who can be chosen here has {name} in their name or e-mail address."),
    message("Several people have {name} in their name or address: {names}. Type the e-mail address."),
    message("Many people have {name} in their name or address: {names}, and others. Type the e-mail address."),
)
