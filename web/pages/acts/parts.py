"""Acts on the parts of a device and what belongs to it: its charger, a part taken out, the whole taken apart."""

from dpp.domain.message import message
from lifecycle.domain.events import ChargerSeen, ComponentRemoved, Happening, Harvested, Part
from lifecycle.domain.vocabulary import ComponentKind
from lifecycle.service.views import DeviceView
from web.pages.acts.base import REMARK, REMARK_ASKED, Act, Fields, Setting, choices, plain_form
from web.pages.contexts.forms import Field, FieldKind
from web.pages.contexts.frame import Choice
from web.pages.rendering import Page
from web.pages.serving import Sent

MOST_PARTS = 6


def _charger_page(view: DeviceView, setting: Setting) -> Page:
    there = Field(
        FieldKind.RADIOS,
        "charger",
        message("Is the charger there?"),
        message("A charger that fits and works counts, also of another maker."),
        choices=(Choice("yes", message("Yes")), Choice("no", message("No"))),
    )
    return plain_form(view, setting, (message("Say whether the charger is there"), message("Save")), (there,))


def _charger(sent: Sent, _view: DeviceView) -> tuple[Happening, ...]:
    fields = Fields(sent)
    return fields.checked(ChargerSeen(present=fields.choice("charger", "yes", "no") == "yes"))


def _out_page(view: DeviceView, setting: Setting) -> Page:
    fields = (
        Field(
            FieldKind.SELECT, "part", message("Which part?"), choices=choices(ComponentKind), empty=message("choose")
        ),
        Field(
            FieldKind.TEXT,
            "serial",
            message("Serial number of the part"),
            message("Of a storage medium it is needed: it explains why the medium is gone."),
            required=False,
        ),
        Field(FieldKind.TEXT, "maker", message("Maker of the part"), required=False),
        Field(FieldKind.TEXT, "model", message("Part number"), required=False),
        Field(FieldKind.CHECK, "kept", message("It goes into the stock of parts"), required=False),
        REMARK_ASKED,
    )
    return plain_form(view, setting, (message("Take a part out"), message("Save part")), fields)


def _out(sent: Sent, _view: DeviceView) -> tuple[Happening, ...]:
    fields = Fields(sent)
    return fields.checked(
        ComponentRemoved(
            component=fields.one_of("part", ComponentKind),
            serial=fields.optional("serial"),
            maker=fields.optional("maker"),
            model=fields.optional("model"),
            kept=bool(sent.text("kept")),
            remark=fields.optional(REMARK),
        )
    )


def _harvest_page(view: DeviceView, setting: Setting) -> Page:
    rows = tuple(field for number in range(1, MOST_PARTS + 1) for field in _row(number))
    intro = message("The device ends here. What you name goes into the stock of parts; the rest goes to a recycler.")
    return plain_form(
        view, setting, (message("Take apart for parts"), message("Save parts")), (*rows, REMARK_ASKED), intro
    )


def _row(number: int) -> tuple[Field, Field]:
    part = Field(
        FieldKind.SELECT,
        f"part-{number}",
        message("Part {number}", number=number),
        choices=choices(ComponentKind),
        empty=message("none"),
        required=False,
    )
    serial = Field(
        FieldKind.TEXT, f"serial-{number}", message("Serial number of part {number}", number=number), required=False
    )
    return part, serial


def _harvest(sent: Sent, _view: DeviceView) -> tuple[Happening, ...]:
    fields = Fields(sent)
    named = [(number, fields.maybe_one_of(f"part-{number}", ComponentKind)) for number in range(1, MOST_PARTS + 1)]
    parts = tuple(Part(part, fields.optional(f"serial-{number}")) for number, part in named if part is not None)
    if not parts:
        fields.wrong("part-1", message("Name at least one part that came out."))
    return fields.checked(Harvested(parts=parts, remark=fields.optional(REMARK)))


ACTS = (
    Act("charger", "inspect", "charger_seen", _charger_page, _charger),
    Act("part-out", "repair", "component_removed", _out_page, _out),
    Act("harvest", "harvest", "harvested", _harvest_page, _harvest),
)
