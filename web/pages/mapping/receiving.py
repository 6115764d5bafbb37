"""The station of a receipt from what became of its scans."""

from collections.abc import Mapping
from types import MappingProxyType

from dpp.domain.message import Message, message
from lifecycle.domain.consignment import Verdict
from lifecycle.service.consignment_views import ScanAnswer
from web.pages.contexts.frame import Tone
from web.pages.contexts.receiving import ReceiptScanLine, ReceiptVerdict
from web.pages.mapping.heads import address_of

_SHOWN = 60
TONES: Mapping[Verdict, tuple[Tone, Message]] = MappingProxyType(
    {
        Verdict.ON_MANIFEST: (Tone.GOOD, message("received")),
        Verdict.ALREADY_RECEIVED: (Tone.INFO, message("received already")),
        Verdict.SET_APART: (Tone.ATTENTION, message("set apart")),
        Verdict.EXTRA: (Tone.ATTENTION, message("extra")),
        Verdict.NOT_YOURS: (Tone.STOP, message("not for you")),
        Verdict.UNKNOWN: (Tone.STOP, message("not known")),
        Verdict.AMBIGUOUS: (Tone.STOP, message("several devices")),
        Verdict.REFUSED: (Tone.STOP, message("refused")),
    }
)


def verdict_of(answer: ScanAnswer) -> ReceiptVerdict:
    tone, _ = TONES[answer.verdict]
    return ReceiptVerdict(
        tone=tone,
        sound="again" if tone is Tone.INFO else tone.value,
        headline=answer.what,
        next_step=answer.next_step,
        scanned=answer.raw[:_SHOWN],
        device=_model(answer),
        address=None if answer.device is None else address_of(answer.device),
    )


def scan_line(answer: ScanAnswer) -> ReceiptScanLine:
    tone, word = TONES[answer.verdict]
    return ReceiptScanLine(
        at=answer.occurred_at,
        scanned=answer.raw[:_SHOWN],
        tone=tone,
        word=word,
        device=_model(answer),
        address=None if answer.device is None else address_of(answer.device),
    )


def _model(answer: ScanAnswer) -> str | None:
    return None if answer.condition is None else answer.condition.model
