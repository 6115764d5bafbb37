"""Messages, words, dates, numbers and figures in the reader's language and form."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_datetime
from babel.numbers import format_currency, format_decimal

from dpp.domain.message import Kept, Message, list_of, message
from lifecycle.domain.spares.prices import CURRENCIES
from web.pages.contexts.frame import Figure, Language, Month
from web.pages.translations import translations
from web.pages.words import WORDS, word

_LOCALES: dict[Language, Locale] = {"nl": Locale("nl", "NL"), "en": Locale("en", "GB")}
ZONE = ZoneInfo("Europe/Amsterdam")
_NOT_PUBLISHED = message("not published")
_RANGE = message("{value} ({low} to {high})")
_UNITS = {
    "kWh per year": message("kWh a year"),
    "working days": message("working days"),
    "months": message("months"),
    "years": message("years"),
    "cycles": message("charge cycles"),
    "h": message("hours"),
    "in": message("inch"),
    "dm2": message("dm²"),
    "cd per m2": message("cd/m²"),
}
_SIGNS: dict[Language, dict[str, str]] = {"nl": {"EUR": "\N{EURO SIGN}"}}
"""Units that a language writes as a sign in its sentences."""
_FIXED = "\u00a0"
_LISTS: Mapping[str, type[StrEnum]] = {list_of(each): each for each in WORDS}
_THOUSAND = 1000


class Reader:
    """One language's way of saying things; its methods are the filters of the templates."""

    def __init__(self, language: Language) -> None:
        self.language = language
        self._locale = _LOCALES[language]
        self._gettext = translations(language).gettext
        self._readings: tuple[tuple[type, Callable[[Any], str]], ...] = (
            (Message, self.say),
            (StrEnum, self.word),
            (Kept, self._kept),
            (str, str),
            (datetime, self.moment),
            (date, self.day),
            (Month, self.month),
            (Figure, self.figure),
            (bool, str),
            (int, self.number),
            (float, self.number),
        )

    def country(self, code: str) -> str:
        """The name of a country from its code (ISO 3166-1, two letters); a code that nobody knows as it is."""
        return str(self._locale.territories.get(code.upper(), code))

    def say(self, said: object) -> str:
        """A message in this language, its values filled in after; anything else as `text` gives it."""
        if not isinstance(said, Message):
            return self.text(said)
        values = {name: self.text(value) for name, value in said.values.items()}
        if "unit" in values:
            values["unit"] = _SIGNS.get(self.language, {}).get(values["unit"], values["unit"])
        return self._gettext(said.template).format(**values)

    def text(self, value: object) -> str:
        """A value as a person reads it: words for enums, dates and numbers in the reader's form."""
        for kind, reading in self._readings:
            if isinstance(value, kind):
                return reading(value)
        return str(value)

    def word(self, member: StrEnum) -> str:
        """The word for a member of a fixed list; of a list without words, the member as it is written."""
        return self.say(word(member)) if type(member) in WORDS else member.value

    def _kept(self, member: Kept) -> str:
        """The same for one that comes from a store; of a list that is gone, its value."""
        of = _LISTS.get(member.of)
        return self.word(of(str(member))) if of is not None and str(member) in set(of) else str(member)

    def day(self, value: date) -> str:
        """As in `20 november 2026`."""
        return format_date(value, "d MMMM y", locale=self._locale)

    def month(self, value: date | Month | str) -> str:
        """As in `mei 2026`; takes a date, a month or `2026-05`."""
        if isinstance(value, Month):
            return self.month(value.value)
        first = value if isinstance(value, date) else date.fromisoformat(f"{value}-01")
        return format_date(first, "MMMM y", locale=self._locale)

    def moment(self, value: datetime) -> str:
        """As in `20 nov 2026, 14:05`, in Dutch time."""
        pattern = "d MMM y, HH:mm"
        return format_datetime(value, pattern, tzinfo=ZONE, locale=self._locale)

    def clock(self, value: datetime) -> str:
        """As in `14:05:09`, in Dutch time."""
        return format_datetime(value, "HH:mm:ss", tzinfo=ZONE, locale=self._locale)

    def number(self, value: float) -> str:
        """Three figures that matter below a hundred, whole numbers above."""
        size = abs(value)
        pattern = "#,##0" if size >= 100 else "#,##0.#" if size >= 10 else "#,##0.##"
        return format_decimal(value, pattern, locale=self._locale)

    def figure(self, figure: Figure) -> str:
        """As in `280 kg CO₂e (210 tot 350)`, or `niet gepubliceerd`."""
        if figure.value is None:
            return self.say(_NOT_PUBLISHED)
        value = self._with_unit(figure.value, figure.unit)
        if figure.low is None or figure.high is None:
            return value
        return self.say(Message(_RANGE.template, {"value": value, "low": figure.low, "high": figure.high}))

    def bytes(self, size: int) -> str:
        """As in `512 GB`: powers of a thousand, as on the medium's own label."""
        value, unit = float(size), "B"
        for larger in ("kB", "MB", "GB", "TB"):
            if value < _THOUSAND:
                break
            value, unit = value / _THOUSAND, larger
        return f"{self.number(round(value))}{_FIXED}{unit}"

    def _with_unit(self, value: float, unit: str) -> str:
        if unit in CURRENCIES:
            digits = "#,##0" if value == int(value) else "#,##0.00"
            pattern = f"¤{_FIXED}{digits};¤{_FIXED}-{digits}"
            return format_currency(value, unit, pattern, locale=self._locale, currency_digits=False)
        word = self.say(_UNITS[unit]) if unit in _UNITS else unit.replace("CO2", "CO₂")
        return f"{self.number(value)}{_FIXED}{word}" if unit != "1" else self.number(value)
