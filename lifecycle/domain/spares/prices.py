"""What a supplier asked for a part on a day, and whether it had one: sightings, and what follows from them.

Rules:
1. A sighting is never changed: a new day is a new sighting. The same one twice is one.
2. The price of a part is the newest that is at most `fresh_days` old; an older one is shown as what it was, with its
   age. Of one supplier an older price never goes before a newer one.
3. The median and the range are over suppliers, each with its newest price that is fresh, within one currency and one
   treatment of VAT. Nothing is converted: a rate of a day that nobody gave would be invented.
4. An amount is above zero, in a currency of ISO 4217. Where nobody says whether VAT is in it, that is said.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from statistics import median

from dpp.domain.errors import InvalidInput, Problem
from dpp.domain.message import message
from dpp.domain.opaque import PassportId
from dpp.domain.proof import canonical, sha256
from lifecycle.domain.spares.catalogue import Said, SparePartId, fault_of_text

MOST = Decimal(1_000_000)
_SMALLEST_EXPONENT = -3
"""ISO 4217 has currencies of three decimals."""

_CODES = (
    "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF "
    "CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG "
    "HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA "
    "MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD "
    "RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX "
    "USD UYU UZS VES VND VUV WST XAF XCD XCG XOF XPF YER ZAR ZMW ZWG"
)
CURRENCIES = frozenset(_CODES.split())
"""Active currencies of ISO 4217, without units of account, metals and codes for tests."""

SightedId = SparePartId | PassportId
"""A sighting is of a part, or of a device of a model as a whole: the price of a new one."""


class Vat(StrEnum):
    """Whether VAT is in an amount."""

    INCLUDED = "included"
    EXCLUDED = "excluded"
    NOT_SAID = "not-said"


class InStock(StrEnum):
    """Whether a supplier had it."""

    IN = "in-stock"
    OUT = "out-of-stock"
    UNKNOWN = "unknown"


class About(StrEnum):
    """What a sighting is of."""

    PART = "part"
    MODEL = "model"


@dataclass(frozen=True)
class Price:
    """An amount of money."""

    amount: Decimal
    currency: str
    vat: Vat = Vat.NOT_SAID


@dataclass(frozen=True)
class Sighting:
    """What somebody saw at a supplier on a day; `source` is where: a page, a catalogue, an invoice without names."""

    about: About
    subject: SightedId
    supplier: str
    seen_on: date
    source: str
    said: Said
    price: Price | None = None
    stock: InStock | None = None

    @property
    def id(self) -> str:
        """The same for the same words about the same thing, whoever repeats them (rule 1)."""
        price = (
            None if self.price is None else [str(self.price.amount.normalize()), self.price.currency, self.price.vat]
        )
        words = [self.about, self.subject, self.supplier, self.seen_on.isoformat(), self.source, price, self.stock]
        return sha256(canonical(words))[:32]


@dataclass(frozen=True)
class PriceNow:
    """The price that counts; not `is_current` where it is older than the policy lets a price be."""

    price: Price
    supplier: str
    seen_on: date
    days_ago: int
    is_current: bool


@dataclass(frozen=True)
class Spread:
    """The median and the range over suppliers."""

    currency: str
    vat: Vat
    suppliers: int
    low: Decimal
    middle: Decimal
    high: Decimal


def price_now(sightings: Iterable[Sighting], today: date, fresh_days: int) -> PriceNow | None:
    """Rule 2; None where nobody saw a price up to today."""
    priced = [each for each in sightings if each.price is not None and each.seen_on <= today]
    newest = max(priced, key=_recency, default=None)
    if newest is None or newest.price is None:
        return None
    age = (today - newest.seen_on).days
    return PriceNow(newest.price, newest.supplier, newest.seen_on, age, age <= fresh_days)


def spreads(sightings: Iterable[Sighting], today: date, fresh_days: int) -> tuple[Spread, ...]:
    """Rule 3, by currency and treatment of VAT; what most suppliers say first."""
    priced = (each for each in sightings if each.price is not None and each.seen_on <= today)
    groups: dict[tuple[str, Vat], list[Decimal]] = {}
    for each in newest_of_each(priced):
        if each.price is not None and (today - each.seen_on).days <= fresh_days:
            groups.setdefault((each.price.currency, each.price.vat), []).append(each.price.amount)
    found = [
        Spread(currency, vat, len(amounts), min(amounts), median(amounts), max(amounts))
        for (currency, vat), amounts in groups.items()
    ]
    return tuple(sorted(found, key=lambda each: (-each.suppliers, each.currency, each.vat)))


def newest_of_each(sightings: Iterable[Sighting]) -> tuple[Sighting, ...]:
    """The last of each supplier, whatever the case of its name."""
    last: dict[str, Sighting] = {}
    for each in sorted(sightings, key=_recency):
        last[each.supplier.casefold()] = each
    return tuple(last.values())


def _recency(each: Sighting) -> tuple[date, float, str]:
    return each.seen_on, each.said.at.timestamp(), each.id


def check_sighting(sighting: Sighting, today: date) -> Sighting:
    """The sighting; InvalidInput with every fault in it."""
    texts = {"supplier": sighting.supplier, "source": sighting.source}
    problems = [problem for name, text in texts.items() if (problem := fault_of_text(f"$.{name}", text))]
    if sighting.price is None and sighting.stock is None:
        problems.append(Problem("$.price", message("Give a price, or whether it was in stock.")))
    if sighting.seen_on > today:
        problems.append(Problem("$.seen_on", message("A day that has yet to come cannot have been seen.")))
    if sighting.price is not None:
        problems += _faults_of(sighting.price)
    if problems:
        raise InvalidInput(message("The sighting has {count} fault(s).", count=len(problems)), tuple(problems))
    return sighting


def _faults_of(price: Price) -> list[Problem]:
    problems = []
    exponent = price.amount.as_tuple().exponent
    is_amount = isinstance(exponent, int) and exponent >= _SMALLEST_EXPONENT and 0 < price.amount <= MOST
    if not is_amount:
        problems.append(Problem("$.price", message("Expected an amount above zero, with three decimals at most.")))
    if price.currency not in CURRENCIES:
        problems.append(Problem("$.currency", message("Expected a currency of ISO 4217, such as EUR.")))
    return problems
