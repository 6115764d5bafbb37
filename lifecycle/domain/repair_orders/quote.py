"""A quote in the form of the European Repair Information Form (Directive (EU) 2024/1799, Article 4 and Annex I).

Rules:
1. Every field of the form that concerns this repair is there: who repairs and how to reach them, the good, the nature
   of the defect and the type of repair, the price, the time, a replacement good and its cost, the place of handing
   over, ancillary services, the validity and more information (Annex I).
2. The price is given, or, where it cannot be calculated, the method of calculating it and the maximum price; one of
   both, never both.
3. It is valid for 30 days or more (`LEAST_DAYS`). Until then its conditions do not change: another price
   is another quote.
4. Amounts are in euros excluding VAT, with the rate beside them; what a consumer pays is told with it.
5. Its hash is that of its canonical content. Who accepts a quote names its hash, so that nobody accepts what was not
   read.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from dpp.domain.errors import InvalidInput, Problem
from dpp.domain.message import message
from dpp.domain.proof import canonical, sha256
from lifecycle.domain.events import plain
from lifecycle.domain.repair_orders.texts import problems_of
from lifecycle.domain.vocabulary import ComponentKind

LEAST_DAYS = 30
"""Days of validity, at least (Directive (EU) 2024/1799, Article 4)."""
MOST_DAYS = 365
MOST_EUR = Decimal(100_000)
_LINE = 200
_CENT = Decimal("0.01")


@dataclass(frozen=True, kw_only=True)
class Repairer:
    """Identity and contact of who repairs: a business, never a person. `number` is that of a register (KvK)."""

    name: str
    address: str
    email: str
    telephone: str | None = None
    number: str | None = None
    website: str | None = None


@dataclass(frozen=True, kw_only=True)
class Quote:
    """One quote. `good` says which device; `days` is the time to complete; amounts as rule 4 says.

    `price_eur`, or `method` with `most_eur` (rule 2). `valid_days` are counted from the day on which it is sent.
    """

    repairer: Repairer
    good: str
    defect: str
    repair: str
    parts: tuple[ComponentKind, ...] = ()
    price_eur: Decimal | None = None
    method: str | None = None
    most_eur: Decimal | None = None
    vat_percent: Decimal = Decimal(21)
    days: int
    replacement: str | None = None
    replacement_eur: Decimal | None = None
    place: str
    ancillary: str | None = None
    valid_days: int = LEAST_DAYS
    more: str | None = None

    @property
    def at_most_eur(self) -> Decimal:
        """What the repair costs at most, in euros excluding VAT."""
        amount = self.most_eur if self.price_eur is None else self.price_eur
        assert amount is not None  # rule 2
        return amount

    def with_vat(self, amount: Decimal) -> Decimal:
        """Euros including VAT, in whole cents."""
        return (amount * (100 + self.vat_percent) / 100).quantize(_CENT, ROUND_HALF_UP)

    @property
    def digest(self) -> str:
        """Rule 5: a SHA-256 in lower-case hexadecimal."""
        return sha256(canonical(plain(self)))

    def valid_until(self, sent_on: date) -> date:
        """The last day on which it can be accepted."""
        return sent_on + timedelta(days=self.valid_days)


def check_quote(quote: Quote) -> None:
    """Return when it can be sent; InvalidInput lists everything that is wrong or missing."""
    faults = tuple(_faults(quote))
    if faults:
        raise InvalidInput(message("The quote is not complete, or not right."), faults)


def _faults(it: Quote) -> Iterator[Problem]:
    yield from _repairer_faults(it.repairer)
    for path, text in (("good", it.good), ("place", it.place)):
        yield from _line(f"$.{path}", text)
    for path, text in (("defect", it.defect), ("repair", it.repair)):
        yield from problems_of(f"$.{path}", text)
    for path, maybe in (("replacement", it.replacement), ("ancillary", it.ancillary), ("more", it.more)):
        yield from problems_of(f"$.{path}", maybe, required=False)
    yield from _price_faults(it)
    if not 0 <= it.vat_percent <= 100:
        yield Problem("$.vat_percent", message("Give a percentage from 0 to 100."))
    if not 0 <= it.days <= MOST_DAYS:
        yield Problem("$.days", message("Give how many days it takes, from 0 to {most}.", most=MOST_DAYS))
    if not LEAST_DAYS <= it.valid_days <= MOST_DAYS:
        what = message(
            "A quote is valid for {least} days at least, and {most} at most.", least=LEAST_DAYS, most=MOST_DAYS
        )
        yield Problem("$.valid_days", what)


def _repairer_faults(it: Repairer) -> Iterator[Problem]:
    for path, text in (("name", it.name), ("address", it.address), ("email", it.email)):
        yield from _line(f"$.repairer.{path}", text)
    if it.email.strip() and ("@" not in it.email or " " in it.email.strip()):
        yield Problem("$.repairer.email", message("Give an e-mail address."))
    for path, maybe in (("telephone", it.telephone), ("number", it.number), ("website", it.website)):
        if maybe is not None:
            yield from _line(f"$.repairer.{path}", maybe)


def _price_faults(it: Quote) -> Iterator[Problem]:
    """Rule 2."""
    if it.price_eur is None and (it.method is None or it.most_eur is None):
        what = message("Give the price; if it cannot be calculated, the method and the maximum price.")
        yield Problem("$.price_eur", what)
    if it.price_eur is not None and (it.method is not None or it.most_eur is not None):
        yield Problem("$.price_eur", message("Give the price, or the method and the maximum price: not both."))
    if it.method is not None:
        yield from problems_of("$.method", it.method)
    if it.replacement_eur is not None and it.replacement is None:
        yield Problem("$.replacement", message("Say what the replacement is that has this cost."))
    for path, amount in (
        ("price_eur", it.price_eur),
        ("most_eur", it.most_eur),
        ("replacement_eur", it.replacement_eur),
    ):
        if amount is not None and (not amount.is_finite() or not 0 <= amount <= MOST_EUR or amount != _cents(amount)):
            yield Problem(
                f"$.{path}", message("Give an amount in euros, from 0 to {most}, in whole cents.", most=MOST_EUR)
            )


def _cents(amount: Decimal) -> Decimal:
    return amount.quantize(_CENT, ROUND_HALF_UP) if amount.is_finite() and abs(amount) <= MOST_EUR else amount


def _line(path: str, text: str) -> Iterator[Problem]:
    if not text.strip():
        yield Problem(path, message("Fill this in."))
    elif len(text) > _LINE:
        yield Problem(path, message("Use at most {most} characters.", most=_LINE))
