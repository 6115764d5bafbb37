"""Acts by which a device leaves other than by donation or sale: to its owner, its lessor, its maker, or in a trade-in.

The contract and the legal ground are asked; what refuses it now (data on it, a legal hold, no decision that it is
surplus) is told before the form is filled in, by the guards of any exit.
"""

from dpp.domain.message import Message, message
from lifecycle.domain.events import (
    ExchangedUnderWarranty,
    Happening,
    ReturnedToLessor,
    ReturnedToOwner,
    TradedIn,
)
from lifecycle.domain.guards.grounds import OF_EXIT
from lifecycle.domain.vocabulary import Ground
from lifecycle.service.views import DeviceView
from web.pages.acts.base import REMARK, REMARK_ASKED, Act, Fields, Setting, plain_form
from web.pages.contexts.forms import Field, FieldKind
from web.pages.contexts.frame import Choice
from web.pages.rendering import Page
from web.pages.serving import Sent


def _to_owner_page(view: DeviceView, setting: Setting) -> Page:
    reason = Field(FieldKind.TEXT, "reason", message("Why does the owner want it back?"), message("Name no person."))
    words = (message("Give it back to its owner"), message("Save the return"))
    intro = message("It is no longer surplus, and goes out of what is divided.")
    return plain_form(view, setting, words, (reason, REMARK_ASKED), intro)


def _to_owner(sent: Sent, _view: DeviceView) -> tuple[Happening, ...]:
    fields = Fields(sent)
    return fields.checked(ReturnedToOwner(reason=fields.text("reason"), remark=fields.optional(REMARK)))


def _exit_page(view: DeviceView, setting: Setting, kind: str, words: tuple[Message, Message]) -> Page:
    grounds = tuple(Choice(each.value, each) for each in sorted(OF_EXIT[kind]))
    asked = (
        Field(FieldKind.TEXT, "contract", message("Number of the contract"), message("As in your own administration.")),
        Field(FieldKind.RADIOS, "ground", message("Legal ground"), choices=grounds),
        REMARK_ASKED,
    )
    return plain_form(view, setting, words, asked, message("It leaves for good: the rules of any exit hold."))


def _to_lessor_page(view: DeviceView, setting: Setting) -> Page:
    words = (message("Give it back to its lessor"), message("Save the return"))
    return _exit_page(view, setting, "returned_to_lessor", words)


def _exchange_page(view: DeviceView, setting: Setting) -> Page:
    words = (message("Record an exchange under warranty"), message("Save the exchange"))
    return _exit_page(view, setting, "exchanged_under_warranty", words)


def _trade_in_page(view: DeviceView, setting: Setting) -> Page:
    return _exit_page(view, setting, "traded_in", (message("Record a trade-in"), message("Save the trade-in")))


def _to_lessor(sent: Sent, _view: DeviceView) -> tuple[Happening, ...]:
    fields = Fields(sent)
    contract, ground, remark = _said(fields)
    return fields.checked(ReturnedToLessor(contract=contract, ground=ground, remark=remark))


def _exchange(sent: Sent, _view: DeviceView) -> tuple[Happening, ...]:
    fields = Fields(sent)
    contract, ground, remark = _said(fields)
    return fields.checked(ExchangedUnderWarranty(contract=contract, ground=ground, remark=remark))


def _trade_in(sent: Sent, _view: DeviceView) -> tuple[Happening, ...]:
    fields = Fields(sent)
    contract, ground, remark = _said(fields)
    return fields.checked(TradedIn(contract=contract, ground=ground, remark=remark))


def _said(fields: Fields) -> tuple[str, Ground, str | None]:
    return fields.text("contract"), fields.one_of("ground", Ground), fields.optional(REMARK)


ACTS = (
    Act("return-to-owner", "return_device", "returned_to_owner", _to_owner_page, _to_owner),
    Act("return-to-lessor", "return_device", "returned_to_lessor", _to_lessor_page, _to_lessor),
    Act("warranty-exchange", "return_device", "exchanged_under_warranty", _exchange_page, _exchange),
    Act("trade-in", "return_device", "traded_in", _trade_in_page, _trade_in),
)
