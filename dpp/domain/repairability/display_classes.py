"""The workings of a display's energy classes: power and size against (EU) 2019/2013, Annex II (`displays`).

Rules:
1. SDR and HDR have a class each; that for HDR is worked out where the display says something of HDR.
2. The screen's area is worked out from diagonal and resolution where it is not declared.
3. Power and diagonal were rounded by whoever declared them, so the index is a range.
4. Above 500 cd/m2 the correction for signage counts too, unless the display is declared to be no signage.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal

from dpp.domain.document import Elements
from dpp.domain.message import Message, message
from dpp.domain.repairability import displays
from dpp.domain.repairability.between import Between
from dpp.domain.repairability.finding import number, text
from dpp.domain.repairability.working import Input, Result, Term, Verdict, Working, compared, doubts_of, missing_of

SOURCE = "(EU) 2019/2013, Annex II"
SIGNAGE_LUMINANCE = 500
_RANGES: tuple[tuple[str, str, str, Message], ...] = (
    ("energy.class", "energyClass", "onModePower", message("Energy class (SDR)")),
    ("energy.class-hdr", "energyClassHdr", "onModePowerHdr", message("Energy class (HDR)")),
)
_FORMULA = message(
    "(W + 1) / (3 × (90 × tanh(0.025 + 0.0035 × (dm² − 11)) + 4) + 3); A < 0.30, B < 0.40, C < 0.50, D < 0.60, "
    "E < 0.75, F < 0.90, else G"
)
_MAYBE_SIGNAGE = message(
    "The passport does not say whether this is signage, whose index is corrected for its luminance."
)


def workings(elements: Elements) -> Iterator[Working]:
    """For SDR and for HDR, as far as the passport says something of each."""
    for rule, class_name, power_name, title in _RANGES:
        if {class_name, power_name} & elements.keys():
            yield _working(elements, rule, class_name, power_name, title)


def _working(elements: Elements, rule: str, class_name: str, power_name: str, title: Message) -> Working:
    area, power = area_of(elements), _power(elements, power_name)
    luminance = _signage_luminance(elements)
    terms = (power, area, *([luminance] if luminance else ()))
    working = Working(
        rule=rule,
        title=title,
        path=f"$.{class_name}",
        source=SOURCE,
        verdict=Verdict.INCOMPLETE,
        declared=text(elements, class_name),
        terms=terms,
        formula=_FORMULA,
        tolerance=message("the rounding of power, diagonal or area"),
        doubts=doubts_of(terms),
        missing=missing_of(terms),
    )
    if power.value is None or area.value is None:
        return working
    index = _index(power.value, area.value, luminance.value if luminance else None)
    shown = Term("index", message("Energy index"), index)
    result = Result(displays.energy_class(index.low), displays.energy_class(index.high))
    known = compared(replace(working, terms=(*terms, shown), result=result))
    say = message(
        "{power} W on a screen of this size is energy class {recomputed}; class {declared} is declared.",
        power=power.inputs[0].value,
        recomputed=result,
        declared=known.declared,
    )
    return replace(known, why=(say,)) if known.verdict is Verdict.DIFFERS else known


def _power(elements: Elements, name: str) -> Term:
    label, declared = message("Power of the on mode"), number(elements, name)
    if declared is None:
        return Term(name, label, unit="W", missing=(name,))
    return Term(name, label, Between.around(declared), "W", inputs=(Input(f"$.{name}", declared, "W"),))


def area_of(elements: Elements) -> Term:
    """The viewable area in dm2, as a range (rules 2 and 3)."""
    label = message("Area of the screen")
    if declared := _positive(elements, "screenArea"):
        read = Input("$.screenArea", declared, "dm2")
        return Term("screenArea", label, Between.around(declared), "dm2", inputs=(read,))
    diagonal, resolution = _positive(elements, "screenDiagonal"), elements.get("resolution")
    sides = resolution if isinstance(resolution, Mapping) else {}
    width, height = _positive(sides, "width"), _positive(sides, "height")
    if diagonal is None or width is None or height is None:
        lacking = {"screenDiagonal": diagonal, "resolution.width": width, "resolution.height": height}
        return Term(
            "screenArea", label, unit="dm2", missing=tuple(name for name, value in lacking.items() if value is None)
        )
    inches, per_inch = Between.around(diagonal), displays.CENTIMETRES_PER_INCH
    area = Between(*(displays.area(end * per_inch, width, height) for end in (inches.low, inches.high)))
    reads = (
        Input("$.screenDiagonal", diagonal, "in"),
        Input("$.resolution.width", width),
        Input("$.resolution.height", height),
    )
    return Term("screenArea", label, area, "dm2", inputs=reads)


def _positive(elements: Elements, name: str) -> Decimal | None:
    value = number(elements, name)
    return value if value is not None and value > 0 else None


def _signage_luminance(elements: Elements) -> Term | None:
    """The luminance that an index is corrected for; nothing where the display is no signage, or too dark for it."""
    category, luminance = text(elements, "displayCategory"), number(elements, "maximumLuminance")
    if category in {"monitor", "television"} or luminance is None or luminance <= SIGNAGE_LUMINANCE:
        return None
    read = Input("$.maximumLuminance", luminance, "cd per m2")
    doubt = None if category == "signage" else _MAYBE_SIGNAGE
    label = message("Luminance")
    return Term("maximumLuminance", label, Between.of(luminance), "cd per m2", inputs=(read,), doubt=doubt)


def _index(power: Between, area: Between, luminance: Between | None) -> Between:
    """Low where the power is low and the screen large; a larger screen may use more."""
    extra = displays.signage_correction(luminance.high, area.high) if luminance else Decimal(0)
    return Between(displays.energy_index(power.low, area.high), displays.energy_index(power.high, area.low) + extra)
