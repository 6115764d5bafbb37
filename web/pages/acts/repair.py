"""Acts of repair without a repair order: a part replaced, a quote. What has an order is done on the bench."""

from decimal import Decimal

from dpp.domain.message import message
from lifecycle.domain.events import (
    ComponentInstalled,
    ComponentRemoved,
    Happening,
    Repaired,
    RepairFailed,
    RepairQuoted,
)
from lifecycle.domain.vocabulary import ComponentKind, PartOrigin, RepairBarrier
from lifecycle.service.views import DeviceView
from web.pages.acts.base import REMARK, REMARK_ASKED, Act, Fields, Setting, choices, plain_form
from web.pages.contexts.device import RepairPage
from web.pages.contexts.forms import Field, FieldKind
from web.pages.mapping.heads import head_of
from web.pages.rendering import Page
from web.pages.serving import Sent


def _repair_page(view: DeviceView, setting: Setting) -> Page:
    return RepairPage(head_of(view), setting.send_to, setting.form, parts=choices(ComponentKind))


def _repair(sent: Sent, _view: DeviceView) -> tuple[Happening, ...]:
    """A part that was replaced came out and went in, each by its own event; then how the repair ended."""
    fields = Fields(sent)
    outcome, part = fields.choice("outcome", "repaired", "failed"), fields.maybe_one_of("part", ComponentKind)
    cost, remark = fields.amount("cost"), fields.optional(REMARK)
    if outcome == "failed":
        barrier = fields.one_of("barrier", RepairBarrier)
        return fields.checked(RepairFailed(barrier=barrier, cost_eur=cost, remark=remark))
    if part is None:
        return fields.checked(Repaired(cost_eur=cost, remark=remark))
    origin = fields.one_of("origin", PartOrigin)
    return fields.checked(
        ComponentRemoved(component=part, serial=fields.optional("old_serial")),
        ComponentInstalled(component=part, origin=origin, serial=fields.optional("serial")),
        Repaired(parts=(part,), cost_eur=cost, remark=remark),
    )


def _quote_page(view: DeviceView, setting: Setting) -> Page:
    fields = (
        Field(
            FieldKind.SELECT,
            "part",
            message("Which part would be replaced?"),
            choices=choices(ComponentKind),
            empty=message("choose"),
        ),
        Field(FieldKind.NUMBER, "cost", message("Cost in euro"), message("Excluding VAT, work included.")),
        Field(FieldKind.NUMBER, "lead_days", message("Days until it is done"), required=False),
        REMARK_ASKED,
    )
    intro = message("The routing policy uses it to say what a repair would open.")
    return plain_form(view, setting, (message("Quote a repair"), message("Save quote")), fields, intro)


def _quote(sent: Sent, _view: DeviceView) -> tuple[Happening, ...]:
    fields = Fields(sent)
    part, cost, days = (
        fields.one_of("part", ComponentKind),
        fields.amount("cost", required=True),
        fields.whole("lead_days"),
    )
    return fields.checked(
        RepairQuoted(parts=(part,), cost_eur=cost or Decimal(0), lead_days=days, remark=fields.optional(REMARK))
    )


ACTS = (
    Act("repair/record", "repair", "repaired", _repair_page, _repair),
    Act("quote", "repair", "repaired", _quote_page, _quote),
)
