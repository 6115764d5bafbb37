"""How the forms of repair orders are read; names of fields are those of what they become."""

from collections.abc import Iterable, Mapping
from decimal import Decimal

from dpp.domain.message import message
from lifecycle.domain.events import TestResult
from lifecycle.domain.repair_orders import LEAST_DAYS, EntryId, PartIn, PartOut, Quote, Repairer
from lifecycle.domain.vocabulary import (
    ComponentKind,
    CosmeticGrade,
    FaultKind,
    FunctionalGrade,
    PartOrigin,
    RepairBarrier,
)
from lifecycle.service.repair_entries import NewDiagnosis, NewEnd, NewTests, NewWork
from lifecycle.service.repair_order_views import NewAnswer, QuoteStart
from web.pages.acts.base import EVENT, Fields, event_id_of
from web.pages.contexts.frame import Choice, FormState
from web.pages.serving import Sent

REPAIRED = "repaired"
VAT = Decimal(21)


def id_of(sent: Sent) -> EntryId | None:
    """The id that the form carries: sending it twice says it once."""
    given = event_id_of(sent)
    return None if given is None else EntryId(given)


def diagnosis_in(sent: Sent) -> NewDiagnosis:
    chosen = sent.lists.get("faults", ())
    return NewDiagnosis(
        faults=tuple(each for each in FaultKind if each in chosen),
        findings=sent.text("findings"),
        codes=tuple(filter(None, (code.strip() for code in sent.text("codes").split(",")))),
        evidence=sent.lists.get("evidence", ()),
        id=id_of(sent),
    )


Kept = Mapping[str, tuple[ComponentKind, PartOrigin]]
"""What the parts are that are kept for this organisation, by their reservation."""


def work_in(sent: Sent, parts_kept: Kept) -> NewWork:
    """One part at a time: it came out, went in, or was replaced. A part that was kept says itself what it is."""
    fields = Fields(sent)
    part, origin = fields.maybe_one_of("part", ComponentKind), fields.maybe_one_of("origin", PartOrigin)
    kept, serial, old = fields.optional("reservation"), fields.optional("serial"), fields.optional("old_serial")
    if kept is not None and kept in parts_kept:
        part, origin = parts_kept[kept]
    minutes = fields.whole("minutes") or 0
    if part is not None and origin is None and not sent.text("out"):
        fields.wrong("origin", message("Say where the new part comes from, or that it only came out."))
    if part is None and (serial or old or origin):
        fields.wrong("part", message("Choose which part it is."))
    fields.check()
    if part is None:
        return NewWork(minutes=minutes, id=id_of(sent))
    out = (PartOut(component=part, serial=old, kept=bool(sent.text("keep"))),)
    if origin is None:
        return NewWork(parts_out=out, minutes=minutes, id=id_of(sent))
    into = (PartIn(component=part, origin=origin, serial=serial, reservation=kept),)
    return NewWork(parts_out=out if sent.text("out") else (), parts_in=into, minutes=minutes, id=id_of(sent))


def tests_in(sent: Sent, choices: Iterable[Choice]) -> NewTests:
    """Every test was done: one that is not said to fail passed."""
    fields = Fields(sent)
    tests = tuple(TestResult(each.value, not sent.text(f"failed-{each.value}")) for each in choices)
    return NewTests(
        tests=tests,
        functional=fields.maybe_one_of("functional", FunctionalGrade),
        cosmetic=fields.maybe_one_of("cosmetic", CosmeticGrade),
        id=id_of(sent),
    )


def end_in(sent: Sent) -> NewEnd:
    fields = Fields(sent)
    failed = fields.choice("outcome", REPAIRED, "failed") == "failed"
    barrier = fields.one_of("barrier", RepairBarrier) if failed else None
    months = 0 if failed else fields.whole("warranty_months") or 0
    fields.check()
    covers = None if failed or not months else sent.optional("covers")
    return NewEnd(barrier=barrier, warranty_months=months, covers=covers, id=id_of(sent))


def answer_in(sent: Sent) -> tuple[bool, NewAnswer]:
    """Whether it is a yes, and what it answers."""
    fields = Fields(sent)
    yes = fields.choice("answer", "yes", "no") == "yes"
    version = fields.whole("version")
    if version is None:
        fields.wrong("", message("This form is not complete. Open the page again."))
    fields.check()
    assert version is not None
    reason = None if yes else sent.optional("decline_reason")
    return yes, NewAnswer(version=version, digest=sent.text("digest"), reason=reason, id=id_of(sent))


def quote_in(sent: Sent) -> Quote:
    """The fields of the European Repair Information Form; what is wrong with them is told by the form's own rules."""
    fields = Fields(sent)
    days = fields.whole("days")
    if days is None:
        fields.wrong("days", message("Give a whole number."))
    chosen = sent.lists.get("parts", ())
    vat, valid = fields.number("vat_percent"), fields.whole("valid_days")
    price, most, replacement = (fields.amount(name) for name in ("price_eur", "most_eur", "replacement_eur"))
    fields.check()
    assert days is not None
    texts = ("telephone", "number", "website")
    return Quote(
        repairer=Repairer(
            name=sent.text("repairer.name"),
            address=sent.text("repairer.address"),
            email=sent.text("repairer.email"),
            **{name: sent.optional(f"repairer.{name}") for name in texts},
        ),
        good=sent.text("good"),
        defect=sent.text("defect"),
        repair=sent.text("repair"),
        parts=tuple(each for each in ComponentKind if each in chosen),
        price_eur=price,
        method=sent.optional("method"),
        most_eur=most,
        vat_percent=VAT if vat is None else vat,
        days=days,
        replacement=sent.optional("replacement"),
        replacement_eur=replacement,
        place=sent.text("place"),
        ancillary=sent.optional("ancillary"),
        valid_days=LEAST_DAYS if valid is None else valid,
        more=sent.optional("more"),
    )


def quote_begun(start: QuoteStart, findings: str, event: str) -> FormState:
    """The form with what is known: who repairs, from the last quote; the good; what was found."""
    values = {EVENT: event, "good": start.good, "defect": findings, "vat_percent": "21", "valid_days": str(LEAST_DAYS)}
    if start.last is not None:
        last = start.last
        values |= {f"repairer.{name}": value for name, value in vars(last.repairer).items() if value}
        values |= {"place": last.place, "vat_percent": f"{last.vat_percent:f}"}
        values |= {name: text for name, text in (("ancillary", last.ancillary), ("more", last.more)) if text}
    return FormState(values)
