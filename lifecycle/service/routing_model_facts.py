"""What the model of a device tells routing: its system and support, when it can have come into use, its footprint.

Rules:
1. Security support ends when the model's passport or the dataset says so, whichever goes first
   (`lifecycle.domain.support.of_model`). Support that has ended on a day that nobody knows, ended on the dataset's day
   at the latest. That no end is announced is no end that is known.
2. A device came into use between the day on which its model came on the market and the day on which it was first seen
   here; half-way is as likely as any day. Where either is not known, or they contradict each other, neither is this.
3. A further year of use avoids a year's share of the footprint of a new one, as far as one is not bought: 0.70 of it,
   0.54 to 0.73 in studies. What refurbishing and transport take is not subtracted. Only what making and transporting a
   new one emits counts, and nothing is said where the source does not part that from its use.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from dpp.domain.document import Elements
from lifecycle.domain.routing.facts import Fact, Figure, Known, Platform, Processor, Since
from lifecycle.domain.routing.limits import REUSE
from lifecycle.domain.support.of_model import NOTHING_KNOWN, DatasetWord, ModelUpdates
from lifecycle.domain.support.products import PRODUCTS
from lifecycle.domain.support.releases import TITLE
from lifecycle.domain.vocabulary import Route

MODEL_PASSPORT = "model passport"
NOT_BOUGHT = Figure(0.7, 0.54, 0.73, "1")
"""Of each device used again, the share that takes the place of a new one (studies of displacement)."""
_BEFORE_USE = ("manufacturing", "transport")
_PLATFORMS = {
    "windows": Platform.WINDOWS,
    "macos": Platform.MACOS,
    "chromeos": Platform.CHROMEOS,
    "chrome": Platform.CHROMEOS,
    "android": Platform.ANDROID,
    "ios": Platform.IOS,
    "ipados": Platform.IOS,
    "linux": Platform.LINUX,
    "ubuntu": Platform.LINUX,
}
_TPM = {"none": "none", "tpm-1.2": "1.2", "tpm-2.0": "2.0"}
_UEFI = {"bios": False, "uefi": True, "uefi-secure-boot": True}


def platform_of(model: Elements, updates: ModelUpdates) -> Fact[Platform] | None:
    """What its passport says it is sold with, else what all of its line run."""
    words = str(model.get("operatingSystem") or model.get("operatingSystemAtSale") or "").lower().split()
    if words and words[0] in _PLATFORMS:
        return Fact(_PLATFORMS[words[0]], MODEL_PASSPORT)
    word = updates.dataset
    return None if word is None else Fact(PRODUCTS[word.release.name.product].platform, _dataset(word), word.dated)


def support_end(updates: ModelUpdates) -> Fact[date] | None:
    """Rule 1."""
    ending, word = updates.ending, updates.dataset
    if word is not None and updates.dataset_leads:
        day = ending.day or (word.dated if ending.ended else None)
        return None if day is None else Fact(day, _dataset(word), word.dated)
    return None if ending.day is None else Fact(ending.day, MODEL_PASSPORT)


def since_when(model: Elements, updates: ModelUpdates, first_told: date | None) -> Fact[Since] | None:
    """Rule 2."""
    on_market = _on_market(model, updates)
    if on_market is None or first_told is None or on_market.value > first_told:
        return None
    earliest, source = on_market.value, f"{on_market.source}: on the market; first seen here"
    return Fact(Since(earliest + (first_told - earliest) / 2, earliest, first_told), source, first_told)


def _on_market(model: Elements, updates: ModelUpdates) -> Fact[date] | None:
    month, word = model.get("placedOnMarket"), updates.dataset
    if isinstance(month, str):
        return Fact(date.fromisoformat(f"{month}-01"), MODEL_PASSPORT)
    released = None if word is None else word.release.released
    return None if word is None or released is None else Fact(released, _dataset(word))


def security_of(model: Elements) -> dict[str, Any]:
    """The processor, TPM and firmware of the model, where its passport names them."""
    name, chip, firmware = (model.get(each) for each in ("processor", "securityChip", "firmwareType"))
    told = {
        "processor": processor(name) if isinstance(name, str) else None,
        "tpm": _TPM.get(str(chip)),
        "uefi": _UEFI.get(str(firmware)),
    }
    return {name: Fact(value, MODEL_PASSPORT) for name, value in told.items() if value is not None}


def computer_of(model: Elements) -> Known:
    """What Windows 11 looks at, as the passport of a model says it."""
    facts = {
        "model_name": model.get("modelName") and Fact(model["modelName"], MODEL_PASSPORT),
        "platform": platform_of(model, NOTHING_KNOWN),
        "memory_gib": figure_of(model, "memory"),
        **security_of(model),
    }
    return {name: fact for name, fact in facts.items() if fact is not None}


def figure_of(model: Elements, name: str) -> Fact[float] | None:
    """A figure of the passport, with the source that it names."""
    figure = model.get(name)
    return None if figure is None else Fact(float(figure["value"]), f"{MODEL_PASSPORT}: {figure['source']['title']}")


def processor(name: str, *numbers: int | None) -> Processor:
    """`numbers` are CPUID's family, model and stepping, as far as they are known."""
    low = name.lower()
    vendor = next((word for word in ("intel", "amd", "apple", "qualcomm") if word in low), "unknown")
    return Processor(vendor, name, *numbers)


def avoided(model: Elements) -> Fact[Mapping[Route, Figure]] | None:
    """Rule 3: kg CO2e for each further year of use, the same on every route on which the device is used again."""
    made, life = before_use(model), model.get("assumedLifetime")
    if made is None or life is None or life["value"] <= 0:
        return None
    years = float(life["value"])
    figure = Figure(
        made.value * NOT_BOUGHT.value / years,
        made.low * NOT_BOUGHT.low / years,
        made.high * NOT_BOUGHT.high / years,
        "kg CO2e per year",
    )
    return Fact(dict.fromkeys(REUSE, figure), f"{MODEL_PASSPORT}: {life['source']['title']}")


def before_use(model: Elements) -> Figure | None:
    """What making it emitted, or the shares of its footprint that do not come from use."""
    if (made := model.get("embodiedEmissions")) is not None:
        return _ranged(made, 1)
    whole, shares = model.get("carbonFootprint"), model.get("carbonFootprintShares")
    if whole is None or not isinstance(shares, Mapping) or "manufacturing" not in shares:
        return None
    return _ranged(whole, sum(float(shares.get(stage, 0)) for stage in _BEFORE_USE) / 100)


def _ranged(figure: Mapping[str, Any], share: float) -> Figure:
    value = float(figure["value"])
    low, high = float(figure.get("low", value)), float(figure.get("high", value))
    return Figure(value * share, low * share, high * share, "kg CO2e")


def _dataset(word: DatasetWord) -> str:
    return f"{TITLE}: {word.release.name}"
