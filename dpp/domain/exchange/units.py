"""The units of our figures as codes of UN/ECE Recommendation 20, which UNTP, GS1 and EPCIS write.

A unit for which the recommendation has no code of its own (kilograms of CO2 equivalent, money) is not here; UNTP
writes an emission in kilograms and says in the metric what was weighed.
"""

from dpp.domain.figure import Unit

CODES: dict[Unit, str] = {
    Unit.ONE: "C62",
    Unit.PERCENT: "P1",
    Unit.KILOGRAM: "KGM",
    Unit.GRAM: "GRM",
    Unit.MILLIGRAM: "MGM",
    Unit.INCH: "INH",
    Unit.MILLIMETRE: "MMT",
    Unit.CENTIMETRE: "CMT",
    Unit.SQUARE_DECIMETRE: "DMK",
    Unit.METRE: "MTR",
    Unit.VOLT: "VLT",
    Unit.AMPERE: "AMP",
    Unit.WATT: "WTT",
    Unit.WATT_HOUR: "WHR",
    Unit.KILOWATT_HOUR: "KWH",
    Unit.MILLIAMPERE_HOUR: "E09",
    Unit.GIGABYTE: "E34",
    Unit.HERTZ: "HTZ",
    Unit.DECIBEL: "2N",
    Unit.CANDELA_PER_SQUARE_METRE: "A24",
    Unit.HOUR: "HUR",
    Unit.WORKING_DAY: "E49",
    Unit.MONTH: "MON",
    Unit.YEAR: "ANN",
    Unit.CYCLE: "B7",
}
UNITS: dict[str, Unit] = {code: unit for unit, code in CODES.items()}


def unit_of(text: str) -> Unit | None:
    """The unit that somebody else's text means: a code, or our own word in any case."""
    if text.upper() in UNITS:
        return UNITS[text.upper()]
    return next((unit for unit in Unit if unit.value.casefold() == text.casefold()), None)
