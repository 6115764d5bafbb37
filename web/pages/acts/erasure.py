"""Acts of erasure, per storage medium: performed by one person, checked by another."""

from lifecycle.domain.events import (
    Happening,
    SanitisationFailed,
    SanitisationPerformed,
    SanitisationVerified,
    VerificationKind,
)
from lifecycle.domain.facts import ErasureReading
from lifecycle.domain.vocabulary import SanitisationCategory
from lifecycle.service.views import DeviceView
from web.pages.acts.base import REMARK, Act, Fields, Setting
from web.pages.contexts.device import ErasurePage, VerificationPage
from web.pages.contexts.frame import FormState
from web.pages.mapping.device import media_of
from web.pages.mapping.heads import head_of
from web.pages.rendering import Page
from web.pages.serving import Sent


def _erasure_page(view: DeviceView, setting: Setting) -> Page:
    unsafe = {medium.serial for medium in view.device.unsafe_media}
    media = tuple(medium for medium in media_of(view, setting.names) if medium.serial in unsafe)
    chosen = setting.asked.get("medium") or (media[0].serial if media else "")
    report = report_on(view, chosen)
    form = FormState({**reported(chosen, report), **setting.form.values}, setting.form.problems, setting.form.refusal)
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
    first = {"medium": media[0].serial} if len(media) == 1 else {}
    form = FormState({**first, **setting.form.values}, setting.form.problems, setting.form.refusal)
    return VerificationPage(head_of(view), setting.send_to, form, media=media)


def _verification(sent: Sent, _view: DeviceView) -> tuple[Happening, ...]:
    """What was found decides which event it is."""
    fields = Fields(sent)
    serial, outcome = fields.text("medium"), fields.choice("outcome", "clean", "failed")
    remark = fields.optional(REMARK)
    if outcome == "failed":
        return fields.checked(SanitisationFailed(medium=serial, remark=remark))
    extent = fields.one_of("verification", VerificationKind)
    return fields.checked(SanitisationVerified(medium=serial, verification=extent, remark=remark))


ACTS = (
    Act("erasure", "perform_sanitisation", "sanitisation_performed", _erasure_page, _erasure),
    Act("verification", "verify_sanitisation", "sanitisation_verified", _verification_page, _verification),
)
