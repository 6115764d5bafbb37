"""Numbers and quantities as people type them: `1,4 kg`, `14 inch`, `1.299,00`, `512 GB`.

Rules:
1. A map says which sign marks decimals. The other sign parts thousands, and only where three digits follow: `1.5` is
   refused where a comma marks decimals, because nobody can tell whether it is one and a half or a typing error.
2. A unit in the cell counts before the unit of the column, and that before the unit of the field.
3. Units are converted only by an exact or agreed factor (1 inch = 2.54 cm; 1 TB = 1000 GB, IEC 80000-13).
"""

import re
from collections.abc import Mapping
from decimal import Context, Decimal
from enum import StrEnum
from types import MappingProxyType

from dpp.domain.figure import Unit


class DecimalSign(StrEnum):
    """What parts whole from broken numbers: a comma in Dutch, a point in English and in programs."""

    COMMA = "comma"
    POINT = "point"


_SPACES = "\u0020\u00a0\u2009\u202f"
_NUMBER = {
    DecimalSign.COMMA: re.compile(rf"[+-]?(?:\d{{1,3}}(?:[.{_SPACES}]\d{{3}})+|\d+)(?:,\d+)?"),
    DecimalSign.POINT: re.compile(rf"[+-]?(?:\d{{1,3}}(?:[,{_SPACES}]\d{{3}})+|\d+)(?:\.\d+)?"),
}
_ONE = Decimal(1)
_PRECISION = Context(prec=6)

_WORDS: Mapping[str, tuple[Unit, Decimal]] = MappingProxyType(
    {
        word: (unit, Decimal(factor))
        for unit, factor, words in (
            (Unit.KILOGRAM, "1", "kg kilo kilogram"),
            (Unit.GRAM, "1", "g gr gram grams"),
            (Unit.KILOGRAM_CO2E, "1", "kgco2e kgco2eq kgco2 kgco2-eq"),
            (Unit.INCH, "1", "in inch inches \" '' \u2033 \u201d"),
            (Unit.CENTIMETRE, "1", "cm centimeter centimetre"),
            (Unit.CENTIMETRE, "0.1", "mm millimeter millimetre"),
            (Unit.METRE, "1", "m meter metre"),
            (Unit.WATT, "1", "w watt"),
            (Unit.WATT_HOUR, "1", "wh wattuur"),
            (Unit.KILOWATT_HOUR, "1", "kwh"),
            (Unit.KILOWATT_HOUR_PER_YEAR, "1", "kwhperyear kwhperjaar kwh/year kwh/jaar kwh/a"),
            (Unit.MILLIAMPERE_HOUR, "1", "mah"),
            (Unit.MILLIAMPERE_HOUR, "1000", "ah"),
            (Unit.GIGABYTE, "1", "gb gigabyte"),
            (Unit.GIGABYTE, "1000", "tb terabyte"),
            (Unit.HERTZ, "1", "hz hertz"),
            (Unit.CANDELA_PER_SQUARE_METRE, "1", "cd/m2 cd/m\u00b2 cdperm2 nit nits"),
            (Unit.PERCENT, "1", "% procent percent"),
            (Unit.HOUR, "1", "h hour hours uur uren"),
            (Unit.WORKING_DAY, "1", "workingdays werkdagen"),
            (Unit.MONTH, "1", "month months maand maanden mnd"),
            (Unit.YEAR, "1", "year years jaar jaren"),
            (Unit.CYCLE, "1", "cycle cycles cyclus cycli"),
            (Unit.EURO, "1", "eur euro \u20ac"),
        )
        for word in words.split()
    }
)
_BETWEEN: Mapping[tuple[Unit, Unit], Decimal] = MappingProxyType(
    {
        (Unit.GRAM, Unit.KILOGRAM): Decimal("0.001"),
        (Unit.KILOGRAM, Unit.GRAM): Decimal(1000),
        (Unit.INCH, Unit.CENTIMETRE): Decimal("2.54"),
        (Unit.CENTIMETRE, Unit.INCH): _PRECISION.divide(_ONE, Decimal("2.54")),
        (Unit.METRE, Unit.CENTIMETRE): Decimal(100),
        (Unit.CENTIMETRE, Unit.METRE): Decimal("0.01"),
        (Unit.YEAR, Unit.MONTH): Decimal(12),
        (Unit.MONTH, Unit.YEAR): _PRECISION.divide(_ONE, Decimal(12)),
        (Unit.KILOWATT_HOUR, Unit.WATT_HOUR): Decimal(1000),
        (Unit.WATT_HOUR, Unit.KILOWATT_HOUR): Decimal("0.001"),
    }
)


def read_number(text: str, sign: DecimalSign) -> Decimal | None:
    """The number of a text that is one as a whole; None where it is not, or where it is written in the other way."""
    if not _NUMBER[sign].fullmatch(text.strip()):
        return None
    plain = re.sub(rf"[{_SPACES}]", "", text.strip())
    parts, marks = (".", ",") if sign is DecimalSign.COMMA else (",", ".")
    return Decimal(plain.replace(parts, "").replace(marks, "."))


def read_quantity(text: str, sign: DecimalSign, wanted: Unit, assumed: Unit | None = None) -> Decimal | None:
    """The number in the wanted unit (rule 2); None where it is no quantity, or cannot be given in that unit."""
    number = re.match(r"[+-]?\s*[\d.,\u0020\u00a0\u2009\u202f]*\d", text.strip())
    if number is None:
        return None
    value = read_number(number.group(), sign)
    word = text.strip()[number.end() :]
    said = (assumed or wanted, _ONE) if not word.strip() else unit_of(word)
    if value is None or said is None:
        return None
    unit, factor = said
    between = _ONE if unit is wanted else _BETWEEN.get((unit, wanted))
    if between is None:
        return None
    return value if factor * between == _ONE else _PRECISION.multiply(value, factor * between)


def unit_of(word: str) -> tuple[Unit, Decimal] | None:
    """The unit that a word means, and how many of it: `TB` is 1000 gigabyte."""
    plain = "".join(word.split()).casefold().rstrip(".")
    known = _WORDS.get(plain)
    if known is not None:
        return known
    return next(((unit, _ONE) for unit in Unit if "".join(unit.value.split()).casefold() == plain), None)


def can_become(unit: Unit, wanted: Unit) -> bool:
    """Whether a quantity in this unit can be given in the wanted one."""
    return unit is wanted or (unit, wanted) in _BETWEEN


def plain_number(value: Decimal) -> int | float:
    """As JSON has it: a whole number without decimals, so that `14,0` and `14` are the same."""
    return int(value) if value == value.to_integral_value() else float(value)


def sign_of(samples: list[str]) -> DecimalSign | None:
    """The decimal sign that these cells can only have been written with; None where nothing tells."""
    for text in samples:
        fits = [sign for sign in DecimalSign if _looks_right(text, sign)]
        if len(fits) == 1:
            return fits[0]
    return None


def _looks_right(text: str, sign: DecimalSign) -> bool:
    number = re.match(r"[+-]?[\d.,]*\d", text.strip())
    return number is not None and read_number(number.group(), sign) is not None
