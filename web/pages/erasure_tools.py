"""The register of erasure tools: everybody who erases or audits reads it, an administrator edits it."""

from collections.abc import Mapping
from dataclasses import dataclass

from fastapi import APIRouter, Request, Response

from dpp.api.http import fault_of
from dpp.domain.actor import Actor
from dpp.domain.errors import Conflict, InvalidInput, NotFound
from dpp.domain.message import message
from lifecycle.domain.erasure.tools import Tool
from lifecycle.domain.permissions import PERMISSIONS
from web.bootstrap import Parts
from web.pages.acts.base import Fields
from web.pages.contexts.erasure import RegisterPage
from web.pages.contexts.forms import Field, FieldKind, FormPage
from web.pages.contexts.frame import Choice, FormState, Link
from web.pages.mapping.erasure import BENCH, tool_row
from web.pages.rendering import Page
from web.pages.serving import Asking, Sent, SentForm, Site, go

REGISTER = f"{BENCH}/tools"
_EDIT = "edit_erasure_tools"
_SEPARATE = message("Several with commas between them; empty for all.")

FIELDS = (
    Field(FieldKind.TEXT, "product", message("Tool"), message("As its reports write it, such as nwipe.")),
    Field(FieldKind.TEXT, "versions", message("Versions"), _SEPARATE, required=False),
    Field(FieldKind.TEXT, "methods", message("Methods"), _SEPARATE, required=False),
    Field(
        FieldKind.TEXT,
        "advice",
        message("Reference of the advice"),
        message("Of the AIVD (NBV), or of your own organisation. Empty: listed without an advice."),
        required=False,
    ),
    Field(FieldKind.DATE, "advised_from", message("First day of the advice"), required=False),
    Field(FieldKind.DATE, "advised_until", message("Last day of the advice"), required=False),
    Field(FieldKind.TEXT, "source", message("Address of the source"), message("Begins with https://."), required=False),
    Field(FieldKind.CHECK, "withdrawn", message("Taken off the register"), required=False),
)


def erasure_tool_pages(parts: Parts, site: Site) -> APIRouter:
    """`/erasure/tools`."""
    routes, register = APIRouter(prefix=BENCH), _Register(parts)

    @routes.get("/tools")
    def read(request: Request, actor: Asking) -> Response:
        return site.page(request, register.page(actor))

    @routes.get("/tools/{tool}")
    def ask(request: Request, actor: Asking, tool: str) -> Response:
        PERMISSIONS.check(_EDIT, actor)
        return site.page(request, _form(tool, FormState(register.typed(actor, tool))))

    @routes.post("/tools/{tool}")
    def save(request: Request, actor: Asking, tool: str, sent: SentForm) -> Response:
        try:
            register.save(actor, tool, sent)
        except (InvalidInput, Conflict) as error:
            return site.page(request, _form(tool, sent.again(error)), status=fault_of(error).status)
        return go(REGISTER, said="saved")

    return routes


@dataclass(frozen=True)
class _Register:
    """What the handlers share; the entry `new` is one that is not there yet."""

    parts: Parts

    def page(self, actor: Actor) -> Page:
        view, may_edit = self.parts.use.erasure.tools.read(actor), PERMISSIONS.allows(_EDIT, actor)
        by = {each.changed_by for tool in view.tools for each in tool.history if each.changed_by is not None}
        names = self.parts.accounts.people.names(actor, by)
        rows = tuple(tool_row(tool, names, may_edit=may_edit) for tool in view.tools)
        return RegisterPage(rows, view.policy.gate, f"{REGISTER}/new" if may_edit else None)

    def typed(self, actor: Actor, tool: str) -> Mapping[str, str]:
        """The entry as the form shows it."""
        if tool == "new":
            return {"number": "0"}
        found = next(
            (each.tool for each in self.parts.use.erasure.tools.read(actor).tools if each.tool.id == tool), None
        )
        if found is None:
            raise NotFound(message("The register has no entry '{id}'.", id=tool[:40]))
        said = {
            "product": found.product,
            "versions": ", ".join(found.versions),
            "methods": ", ".join(found.methods),
            "advice": found.advice,
            "advised_from": found.advised_from and found.advised_from.isoformat(),
            "advised_until": found.advised_until and found.advised_until.isoformat(),
            "source": found.source,
            "withdrawn": "yes" if found.withdrawn else "",
            "number": str(found.number),
        }
        return {name: value for name, value in said.items() if value}

    def save(self, actor: Actor, tool: str, sent: Sent) -> None:
        register, read = self.parts.use.erasure.tools, _read(sent, tool)
        if tool == "new":
            register.add(actor, read)
        else:
            register.change(actor, read)


def _read(sent: Sent, tool: str) -> Tool:
    fields = Fields(sent)
    number = sent.text("number")
    read = Tool(
        id=tool,
        product=fields.text("product"),
        versions=_several(fields, "versions"),
        methods=_several(fields, "methods"),
        advice=fields.optional("advice"),
        advised_from=fields.day("advised_from", required=False),
        advised_until=fields.day("advised_until", required=False),
        source=fields.optional("source"),
        withdrawn=sent.text("withdrawn") == "yes",
        number=int(number) if number.isascii() and number.isdigit() else 0,
    )
    fields.check()
    return read


def _several(fields: Fields, name: str) -> tuple[str, ...]:
    return tuple(filter(None, (part.strip() for part in (fields.optional(name) or "").split(","))))


def _form(tool: str, form: FormState) -> Page:
    new = tool == "new"
    return FormPage(
        title=message("Add an erasure tool") if new else message("Change an erasure tool"),
        back=Link(message("Register of erasure tools"), REGISTER),
        send_to=f"{REGISTER}/{tool}",
        send=message("Save entry"),
        fields=FIELDS,
        intro=message("Every change is kept, with who made it and when."),
        hidden=(Choice("number", form.values.get("number", "0")),),
        form=form,
    )
