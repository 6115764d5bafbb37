"""Acts of a device in use: surplus, classification, given into use, lost and found."""

from dataclasses import replace

from dpp.domain.actor import OrganisationId
from dpp.domain.message import message
from lifecycle.domain.events import Assigned, Classified, DeclaredSurplus, Found, Happening, LostOrStolen, Place
from lifecycle.domain.vocabulary import Classification
from lifecycle.service.views import DeviceView
from web.pages.acts.base import LONGEST, REMARK, REMARK_ASKED, Act, Fields, Setting, choices, plain_form
from web.pages.contexts.device import SurplusPage
from web.pages.contexts.forms import Field, FieldKind
from web.pages.contexts.frame import Choice
from web.pages.mapping.heads import head_of
from web.pages.rendering import Page
from web.pages.serving import Sent


def _surplus_page(view: DeviceView, setting: Setting) -> Page:
    return SurplusPage(head_of(view), setting.send_to, setting.form, providers=setting.organisations)


def _surplus(sent: Sent, view: DeviceView) -> tuple[Happening, ...]:
    """The authority that decides is the owner, or the lessee of what is leased."""
    fields = Fields(sent)
    reference, decided, collects = fields.text("reference"), fields.day("decided"), fields.optional("intake_by")
    fields.check()
    owner = view.device.ownership
    assert decided is not None
    assert owner is not None
    return (
        DeclaredSurplus(
            decision=reference,
            decided_on=decided,
            authority=owner.lessee or owner.owner,
            intake_by=None if collects is None else OrganisationId(collects),
            remark=fields.optional(REMARK),
        ),
    )


def _classification_page(view: DeviceView, setting: Setting) -> Page:
    return plain_form(
        view,
        setting,
        (message("State the classification"), message("Save classification")),
        (
            Field(
                FieldKind.SELECT,
                "classification",
                message("Highest classification of the data on it"),
                choices=choices(Classification, Classification.UNKNOWN),
                empty=message("choose"),
            ),
            Field(
                FieldKind.TEXT,
                "decision",
                message("Reference of the decision"),
                message("Needed when the classification becomes lower."),
                required=False,
            ),
            REMARK_ASKED,
        ),
    )


def _classification(sent: Sent, _view: DeviceView) -> tuple[Happening, ...]:
    fields = Fields(sent)
    return fields.checked(
        Classified(
            classification=fields.one_of("classification", Classification),
            decision=fields.optional("decision"),
            remark=fields.optional(REMARK),
        )
    )


def _assignment_page(view: DeviceView, setting: Setting) -> Page:
    unit = Field(
        FieldKind.TEXT,
        "unit",
        message("Which part of the organisation uses it?"),
        message("A team or a department, never a person's name."),
    )
    words = (message("Give into use"), message("Give into use"))
    return plain_form(
        view, setting, words, (unit, REMARK_ASKED), message("From now on its storage media count as containing data.")
    )


def _assignment(sent: Sent, _view: DeviceView) -> tuple[Happening, ...]:
    fields = Fields(sent)
    return fields.checked(Assigned(unit=fields.text("unit"), remark=fields.optional(REMARK)))


def _loss_page(view: DeviceView, setting: Setting) -> Page:
    return plain_form(
        view,
        setting,
        (message("Report it missing"), message("Report it missing")),
        (
            Field(
                FieldKind.RADIOS,
                "stolen",
                message("What happened?"),
                choices=(Choice("no", message("Lost")), Choice("yes", message("Stolen"))),
            ),
            Field(
                FieldKind.TEXT,
                "report",
                message("Reference of the report"),
                message("Of the police when it was stolen, else of your own security officer."),
            ),
            REMARK_ASKED,
        ),
        message("Its public page will ask whoever finds it to hand it in, as long as it belongs to the State."),
    )


def _loss(sent: Sent, _view: DeviceView) -> tuple[Happening, ...]:
    fields = Fields(sent)
    stolen = fields.choice("stolen", "yes", "no") == "yes"
    return fields.checked(LostOrStolen(stolen=stolen, report=fields.text("report"), remark=fields.optional(REMARK)))


def _finding_page(view: DeviceView, setting: Setting) -> Page:
    """Whoever comes from the report of a finder finds its reference filled in."""
    values = {"report": setting.asked.get("report", "")[:LONGEST], **setting.form.values}
    return plain_form(
        view,
        replace(setting, form=replace(setting.form, values=values)),
        (message("Record that it was found"), message("Save finding")),
        (
            Field(FieldKind.TEXT, "place", message("Where is it now?"), message("A site or a shelf.")),
            Field(FieldKind.TEXT, "report", message("Reference of the report"), required=False),
            REMARK_ASKED,
        ),
        message("Nobody can say what happened to its data meanwhile: it is erased and checked again."),
    )


def _finding(sent: Sent, _view: DeviceView) -> tuple[Happening, ...]:
    fields = Fields(sent)
    place, report = Place(fields.text("place")), fields.optional("report")
    return fields.checked(Found(place=place, report=report, remark=fields.optional(REMARK)))


ACTS = (
    Act("surplus", "declare_surplus", "declared_surplus", _surplus_page, _surplus, "intake_by"),
    Act("classification", "classify", "", _classification_page, _classification),
    Act("assignment", "assign", "assigned", _assignment_page, _assignment),
    Act("loss", "report_lost", "lost_or_stolen", _loss_page, _loss),
    Act("finding", "report_lost", "found", _finding_page, _finding),
)
