"""`QuotePrinter`: the European Repair Information Form, set by typst from `quote.typ` beside this file.

The order and the sections are those of Annex I of Directive (EU) 2024/1799: who repairs, then the repair. A field that
does not concern this repair says so, so that nobody wonders what was left out.
"""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from lifecycle.adapters.papers.setting import qr_picture, set_paper
from lifecycle.adapters.papers.words import Words, words
from lifecycle.domain.repair_orders import Quote, Repairer
from lifecycle.service.repair_order_ports import QuoteSheet

Fact = tuple[str, str]


class TypstQuotes:
    """`QuotePrinter`."""

    def pdf(self, sheet: QuoteSheet, language: str) -> bytes:
        return set_paper("quote.typ", plain_quote(sheet, words(language)))


def plain_quote(sheet: QuoteSheet, say: Words) -> dict[str, Any]:
    """What the template sets: texts, in the reader's language."""
    text = say.tables["quote"]
    return {
        "language": say.language,
        "title": text["title"],
        "facts": [
            (text["number"], sheet.number),
            (text["date"], _day(sheet.sent_on)),
            (text["valid"], _day(sheet.valid_until)),
        ],
        "sections": [
            {"heading": text["identity"], "facts": list(_identity(sheet.quote.repairer, say))},
            {"heading": text["repair"], "facts": list(_repair(sheet, say))},
        ],
        "notes": [text["note_conditions"], text["note_basis"], f"{text['hash']} {sheet.digest}"],
        "address": sheet.address,
        "picture": qr_picture(sheet.address),
        "scan": text["scan"],
        "footer": f"{text['title']} {sheet.number}",
    }


def _identity(it: Repairer, say: Words) -> Iterator[Fact]:
    text = say.tables["quote"]
    yield text["repairer"], it.name
    yield text["address"], it.address
    yield text["email"], it.email
    for word, value in (("telephone", it.telephone), ("register", it.number), ("website", it.website)):
        yield text[word], value or text["not_given"]


def _repair(sheet: QuoteSheet, say: Words) -> Iterator[Fact]:
    text, it = say.tables["quote"], sheet.quote
    yield text["good"], it.good
    yield text["defect"], it.defect
    yield text["type"], it.repair
    if it.parts:
        yield text["parts"], ", ".join(say("component", part) for part in it.parts)
    yield from _price(it, say)
    yield text["days"], text["day" if it.days == 1 else "many_days"].replace("{count}", str(it.days))
    yield text["replacement"], it.replacement or text["none"]
    if it.replacement is not None:
        cost = text["free"] if not it.replacement_eur else _with_vat(it, it.replacement_eur, say)
        yield text["replacement_cost"], cost
    yield text["place"], it.place
    yield text["ancillary"], it.ancillary or text["none"]
    yield (
        text["validity"],
        text["until"].replace("{days}", str(it.valid_days)).replace("{day}", _day(sheet.valid_until)),
    )
    yield text["more"], it.more or text["none"]


def _price(it: Quote, say: Words) -> Iterator[Fact]:
    text = say.tables["quote"]
    if it.price_eur is not None:
        yield text["price"], _with_vat(it, it.price_eur, say)
        return
    yield text["price"], text["not_calculated"]
    yield text["method"], it.method or ""
    yield text["most"], _with_vat(it, it.at_most_eur, say)


def _with_vat(it: Quote, amount: Decimal, say: Words) -> str:
    """What a consumer pays, with what it is made of."""
    made_of = say("quote", "vat").replace("{net}", _euro(amount, say)).replace("{percent}", f"{it.vat_percent:f}")
    return f"{_euro(it.with_vat(amount), say)} ({made_of})"


def _euro(amount: Decimal, say: Words) -> str:
    written = f"{amount:,.2f}"
    if say.language == "nl":
        written = written.replace(",", " ").replace(".", ",").replace(" ", ".")
    return f"EUR {written}"


def _day(day: date) -> str:
    return day.strftime("%d-%m-%Y")
