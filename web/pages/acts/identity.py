"""The act that says which device a placeholder is, or settles which of two devices carries a number."""

from collections.abc import Iterable
from dataclasses import replace

from dpp.domain.message import message
from lifecycle.domain.events import Happening, IdentityMatched
from lifecycle.domain.facts import ClaimKind, IdentityClaim
from lifecycle.service.views import DeviceView
from web.pages.acts.base import REMARK, REMARK_ASKED, Act, Fields, Setting, plain_form
from web.pages.contexts.forms import Field, FieldKind
from web.pages.contexts.frame import Choice, FormState
from web.pages.rendering import Page
from web.pages.serving import Sent

TYPED = "looked at the device"
SEEN = 1.0
"""A person who reads the number on the thing itself is as sure as it gets."""


def _identity_page(view: DeviceView, setting: Setting) -> Page:
    device = view.device
    fields = (
        *_about_claims(device.claims),
        Field(
            FieldKind.TEXT,
            "serial",
            message("Serial number on the device"),
            message("If it is not among the numbers above. Read it from the device itself."),
            required=False,
        ),
        *_about_others(tuple(dict.fromkeys(conflict.other for conflict in device.conflicts)), known=device.known),
        REMARK_ASKED,
    )
    intro = message("Compare each number with the device in your hands. Untick what is wrong: that is recorded too.")
    words = (message("Confirm which device it is"), message("Confirm"))
    return plain_form(view, replace(setting, form=_ticked(view, setting.form)), words, fields, intro)


def _ticked(view: DeviceView, form: FormState) -> FormState:
    """In a new form every number is ticked; one that comes back keeps what was done to it."""
    if "serial" in form.values:
        return form
    ticks = {f"claim-{number}": "yes" for number, _ in enumerate(view.device.claims)}
    return replace(form, values={**ticks, **form.values})


def _about_claims(claims: Iterable[IdentityClaim]) -> Iterable[Field]:
    for number, claim in enumerate(claims):
        words = message("{kind} {value}, says {source}", kind=claim.kind, value=claim.value, source=claim.source)
        yield Field(FieldKind.CHECK, f"claim-{number}", words, required=False)


def _about_others(others: tuple[str, ...], *, known: bool) -> Iterable[Field]:
    if not others:
        return
    choices = [Choice("settled", message("They are different devices: the numbers that I ticked belong to this one"))]
    if not known:
        choices += [Choice(f"same-{each}", message("It is the same as device {key}", key=each)) for each in others]
    label = message("Another device claims the same number. What is it?")
    yield Field(FieldKind.RADIOS, "others", label, choices=tuple(choices))


def _identity(sent: Sent, view: DeviceView) -> tuple[Happening, ...]:
    fields, device = Fields(sent), view.device
    kept = tuple(claim for number, claim in enumerate(device.claims) if sent.text(f"claim-{number}"))
    serial = fields.optional("serial")
    typed = () if serial is None else (IdentityClaim(ClaimKind.SERIAL, serial, TYPED, SEEN),)
    others = tuple(dict.fromkeys(conflict.other for conflict in device.conflicts))
    same = next((other for other in others if sent.text("others") == f"same-{other}"), None)
    if not kept and not typed and same is None:
        fields.wrong("serial", message("Tick a number that is right, or type the serial number."))
    return fields.checked(
        IdentityMatched(
            claims=(*kept, *typed),
            rejected=tuple(claim for claim in device.claims if claim not in kept),
            same_as=same,
            settles=others if sent.text("others") == "settled" else (),
            remark=fields.optional(REMARK),
        )
    )


ACTS = (Act("identity", "match_identity", "identity_matched", _identity_page, _identity),)
