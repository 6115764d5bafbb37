"""The registration of a device: its model, its owner, its numbers, and since when it is in use."""

from collections.abc import Callable, Mapping

from dpp.domain.actor import Actor, OrganisationId
from dpp.domain.message import message
from dpp.domain.opaque import DeviceKey, PassportId
from lifecycle.domain.events import IntakeScanned, Place
from lifecycle.domain.facts import ClaimKind
from lifecycle.domain.vocabulary import Classification
from lifecycle.service.lines import claimed
from lifecycle.service.registering import Registration
from lifecycle.service.views import DeviceView
from web.accounts.service.choosing_ports import Among
from web.pages.acts.base import Fields, choices, event_id_of
from web.pages.acts.choosing import Chooser, listed
from web.pages.contexts.forms import Field, FieldKind, FormPage, Offered
from web.pages.contexts.frame import Choice, FormState, Link
from web.pages.serving import Sent


def registration_page(models: tuple[Field, ...], owners: Offered, form: FormState) -> FormPage:
    """The form, with these fields for the model; where only one organisation can be the owner, it is not asked."""
    one = len(owners.choices) == 1
    owner = Field(FieldKind.SELECT, "owner", message("Owner"), empty=None if one else message("choose"))
    hidden = [Choice(name, form.values[name]) for name in ("device",) if form.values.get(name)]
    return FormPage(
        title=message("Register a device"),
        back=Link(message("Devices"), "/devices"),
        send_to="/devices",
        send=message("Register"),
        fields=(
            *models,
            *listed(owner, owners),
            Field(FieldKind.TEXT, "serial", message("Serial number"), required=False),
            Field(
                FieldKind.TEXT, "imei", message("IMEI"), message("Of a phone: type *#06# to see it."), required=False
            ),
            Field(FieldKind.TEXT, "asset_tag", message("Asset tag"), required=False),
            Field(
                FieldKind.SELECT,
                "classification",
                message("Highest classification of the data on it"),
                message("While it is not known, the device cannot leave."),
                choices=choices(Classification),
                empty=message("choose"),
            ),
            Field(
                FieldKind.TEXT, "place", message("Where is it?"), message("A site or a shelf, never a home address.")
            ),
            Field(FieldKind.DATE, "in_use_since", message("In use since"), required=False),
        ),
        intro=message("It gets a passport of its own and a label. What its model says, its passport says too."),
        hidden=tuple(hidden),
        form=form,
    )


def typed_of(view: DeviceView) -> Mapping[str, str]:
    """What is known of a placeholder, so that nobody types it again."""
    kinds = {"serial": ClaimKind.SERIAL, "imei": ClaimKind.IMEI, "asset_tag": ClaimKind.ASSET_TAG}
    known = {name: claimed(view.device, kind) for name, kind in kinds.items()}
    scans = (entry.event.happening for entry in view.timeline)
    owners = [scan.said_owner for scan in scans if isinstance(scan, IntakeScanned)]
    known["owner"] = next(filter(None, reversed(owners)), None)
    found = {name: value for name, value in known.items() if value}
    return {**found, "device": view.device.key, "place": view.device.custody.place}


def registration(
    sent: Sent, actor: Actor, model: Callable[[Fields], PassportId], owners: Chooser[Among]
) -> Registration:
    """What the form says; a placeholder stays with who has it, a new device is with who registers it.

    `model` reads which model it is, `owners` whose it can be.
    """
    fields = Fields(sent)
    chosen, owner = model(fields), OrganisationId(owners.one(fields, "owner"))
    serial, imei, tag = (fields.optional(name) for name in ("serial", "imei", "asset_tag"))
    if not (serial or imei or tag):
        fields.wrong("serial", message("Give at least one number that is on the device."))
    wanted = Registration(
        model=chosen,
        owner=owner,
        place=Place(fields.text("place")),
        serial=serial,
        imei=imei,
        asset_tag=tag,
        classification=fields.one_of("classification", Classification),
        in_use_since=fields.day("in_use_since", required=False),
        custodian=actor.organisation,
        device=DeviceKey(sent.text("device")) if sent.text("device") else None,
        event_id=event_id_of(sent),
    )
    fields.check()
    return wanted
