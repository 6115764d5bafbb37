"""A model in a form: chosen from those that changed last, or any other by its name or the code of its passport."""

from dpp.domain.actor import Actor
from dpp.domain.message import Message, message
from dpp.domain.opaque import PassportId
from dpp.service.choosing import Choosable, ModelChoices
from web.bootstrap import Parts
from web.pages.acts.base import Fields
from web.pages.acts.choosing import listed
from web.pages.contexts.forms import NAMED, Field, FieldKind, Offered
from web.pages.contexts.frame import Choice, FormState

SHOWN = 100
_MODEL, _TYPED = "model", f"model{NAMED}"


def model_fields(parts: Parts, actor: Actor, form: FormState) -> tuple[Field, ...]:
    """A list; where there are more models than it shows, another field for any of them."""
    chosen = form.values.get(_TYPED) or form.values.get(_MODEL, "")
    models = _choices(parts).newest(actor, SHOWN, chosen)
    found = tuple(Choice(each.model_id, _said(each)) for each in models.models)
    rest = message("Its brand and name, as in its passport, or the code of its passport. The list has the newest ones.")
    offered = Offered(found, models.more, message("A model that is not in the list"), rest)
    return listed(Field(FieldKind.SELECT, _MODEL, message("Model"), empty=message("choose")), offered)


def model_in(fields: Fields, parts: Parts, actor: Actor) -> PassportId:
    """The model that was chosen or typed; a fault of its field where there is none."""
    typed = fields.optional(_TYPED)
    if typed is None:
        return PassportId(fields.text(_MODEL))
    found = _choices(parts).named(actor, typed)
    if found is None:
        fields.wrong(_TYPED, message("There is no model with this name or code."))
    return found or PassportId("")


def _choices(parts: Parts) -> ModelChoices:
    return ModelChoices(parts.passports.storage)


def _said(model: Choosable) -> str | Message:
    return message("{model} (its passport is archived)", model=model.name) if model.archived else model.name
