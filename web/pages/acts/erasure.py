"""Acts of erasure, per storage medium: performed by one person, checked by another."""

from dataclasses import replace
from decimal import Decimal

from dpp.domain.actor import AccountId, OrganisationId
from dpp.domain.message import message
from lifecycle.domain.events import (
    Happening,
    MediaDestroyed,
    MediaRemoved,
    SanitisationFailed,
    SanitisationPerformed,
    SanitisationVerified,
    VerificationKind,
)
from lifecycle.domain.facts import ErasureReading
from lifecycle.domain.media import Whereabouts
from lifecycle.domain.vocabulary import SanitisationCategory
from lifecycle.service.views import DeviceView
from web.pages.acts.base import REMARK, REMARK_ASKED, Act, Fields, Setting, plain_form
from web.pages.acts.choosing import listed
from web.pages.contexts.device import ErasurePage, VerificationPage
from web.pages.contexts.forms import Field, FieldKind
from web.pages.contexts.frame import Choice
from web.pages.mapping.device import media_of
from web.pages.mapping.heads import head_of
from web.pages.rendering import Page
from web.pages.serving import Sent

_ALL = Decimal(100)
_LARGEST_MM = 1000


def _erasure_page(view: DeviceView, setting: Setting) -> Page:
    unsafe = {medium.serial for medium in view.device.unsafe_media}
    media = tuple(medium for medium in media_of(view, setting.names) if medium.serial in unsafe)
    chosen = setting.asked.get("medium") or (media[0].serial if media else "")
    report = report_on(view, chosen)
    form = replace(setting.form, values={**reported(chosen, report), **setting.form.values})
    tool = None if report is None else " ".join(filter(None, (report.tool, report.tool_version)))
    return ErasurePage(head_of(view), setting.send_to, form, media=media, chosen=chosen, reported_by=tool)


def report_on(view: DeviceView, serial: str) -> ErasureReading | None:
    """The last report of a tool on this medium."""
    reports = [report for report in view.device.erasure_reports if report.medium_serial == serial]
    return reports[-1] if reports else None


def reported(serial: str, report: ErasureReading | None) -> dict[str, str]:
    """The fields as a tool's log fills them in; what it does not say stays open."""
    if report is None:
        return {"medium": serial}
    said = {
        "technique": report.technique,
        "tool": report.tool,
        "tool_version": report.tool_version,
        "category": report.category,
        "succeeded": "yes" if report.succeeded else "no",
    }
    return {"medium": serial} | {name: value for name, value in said.items() if value}


def _erasure(sent: Sent, view: DeviceView) -> tuple[Happening, ...]:
    fields = Fields(sent)
    serial = fields.text("medium")
    return fields.checked(
        SanitisationPerformed(
            medium=serial,
            category=fields.one_of("category", SanitisationCategory),
            technique=fields.text("technique"),
            tool=fields.text("tool"),
            tool_version=fields.text("tool_version"),
            succeeded=fields.choice("succeeded", "yes", "no") == "yes",
            evidence=_evidence_of(view, serial),
            remark=fields.optional(REMARK),
        )
    )


def _evidence_of(view: DeviceView, serial: str) -> str | None:
    """The file in which a tool reported on this medium, by its hash."""
    for entry in reversed(view.timeline):
        erasures = getattr(entry.event.happening, "erasures", ())
        if any(report.medium_serial == serial for report in erasures):
            return str(getattr(entry.event.happening, "sha256", "")) or None
    return None


def _verification_page(view: DeviceView, setting: Setting) -> Page:
    waiting = {medium.serial for medium in view.device.unsafe_media if medium.awaits_verification}
    media = tuple(medium for medium in media_of(view, setting.names) if medium.serial in waiting)
    asked = setting.asked.get("medium", "")
    first = {"medium": media[0].serial} if len(media) == 1 else {"medium": asked} if asked in waiting else {}
    form = replace(setting.form, values={**first, **setting.form.values})
    return VerificationPage(head_of(view), setting.send_to, form, media=media)


def _verification(sent: Sent, _view: DeviceView) -> tuple[Happening, ...]:
    """What was found decides which event it is."""
    fields = Fields(sent)
    serial, outcome = fields.text("medium"), fields.choice("outcome", "clean", "failed")
    remark = fields.optional(REMARK)
    if outcome == "failed":
        return fields.checked(SanitisationFailed(medium=serial, remark=remark))
    extent = fields.one_of("verification", VerificationKind)
    share = _share(fields) if extent is VerificationKind.SAMPLE else None
    return fields.checked(SanitisationVerified(medium=serial, verification=extent, sample_share=share, remark=remark))


def _share(fields: Fields) -> Decimal | None:
    """The part of the medium that was read, given in percent and kept between 0 and 1."""
    percent = fields.number("percent")
    if percent is None or not 0 < percent <= _ALL:
        fields.wrong("percent", message("Give a percentage above 0 and at most 100."))
        return None
    return percent / _ALL


def _media_in(view: DeviceView, setting: Setting) -> tuple[Choice, ...]:
    """The media that can be taken out or destroyed, the one that the address asks for first."""
    asked = setting.asked.get("medium", "")
    serials = [medium.serial for medium in view.device.media if medium.whereabouts is not Whereabouts.REMOVED]
    return tuple(Choice(serial, serial) for serial in sorted(serials, key=lambda serial: serial != asked))


def _with_first(setting: Setting, media: tuple[Choice, ...]) -> Setting:
    first = {"medium": media[0].value} if media else {}
    form = replace(setting.form, values={**first, **setting.form.values})
    return replace(setting, form=form)


def _medium_field(media: tuple[Choice, ...]) -> Field:
    return Field(FieldKind.RADIOS, "medium", message("Which storage medium?"), choices=media)


def _destruction_page(view: DeviceView, setting: Setting) -> Page:
    media = _media_in(view, setting)
    fields = (
        _medium_field(media),
        Field(FieldKind.TEXT, "method", message("How was it destroyed?"), message("For example: shredded.")),
        Field(
            FieldKind.NUMBER,
            "particle",
            message("Largest particle, in millimetres"),
            message("Leave it empty where there are no particles, as after melting."),
            required=False,
        ),
        Field(
            FieldKind.SELECT,
            "witness",
            message("Who was the witness?"),
            message("A colleague who saw it; not you."),
            choices=setting.colleagues,
            empty=message("choose"),
        ),
        REMARK_ASKED,
    )
    words = (message("Destroy a medium"), message("Save destruction"))
    return plain_form(view, _with_first(setting, media), words, fields)


def _destruction(sent: Sent, _view: DeviceView) -> tuple[Happening, ...]:
    fields = Fields(sent)
    return fields.checked(
        MediaDestroyed(
            medium=fields.text("medium"),
            method=fields.text("method"),
            particle_mm=_particle(fields),
            witness=AccountId(fields.text("witness")),
            remark=fields.optional(REMARK),
        )
    )


def _particle(fields: Fields) -> Decimal | None:
    size = fields.number("particle")
    if size is not None and not 0 < size < _LARGEST_MM:
        fields.wrong("particle", message("Give a size in millimetres, above 0."))
    return size


def _removal_page(view: DeviceView, setting: Setting) -> Page:
    media = _media_in(view, setting)
    fields = (
        _medium_field(media),
        *listed(
            Field(
                FieldKind.SELECT,
                "kept_by",
                message("Who keeps it?"),
                message("It stays as it is: what is on it is still to be erased or destroyed."),
                empty=message("choose"),
            ),
            setting.organisations,
        ),
        REMARK_ASKED,
    )
    words = (message("Take a medium out"), message("Save removal"))
    return plain_form(view, _with_first(setting, media), words, fields)


def _removal(sent: Sent, _view: DeviceView) -> tuple[Happening, ...]:
    fields = Fields(sent)
    kept_by = OrganisationId(fields.text("kept_by"))
    return fields.checked(MediaRemoved(medium=fields.text("medium"), kept_by=kept_by, remark=fields.optional(REMARK)))


ACTS = (
    Act("erasure", "perform_sanitisation", "sanitisation_performed", _erasure_page, _erasure),
    Act("verification", "verify_sanitisation", "sanitisation_verified", _verification_page, _verification),
    Act("destruction", "record_media", "media_destroyed", _destruction_page, _destruction),
    Act("removal", "record_media", "media_removed", _removal_page, _removal, "kept_by"),
)
