"""How routes, facts and parts are called in a sentence, each as a message of its own so that it can be translated."""

from collections.abc import Mapping

from dpp.domain.message import Message, message
from lifecycle.domain.routing.facts import Figure
from lifecycle.domain.routing.plain import number
from lifecycle.domain.vocabulary import Route

OPTION: Mapping[Route, Message] = {
    Route.REDEPLOY: message("internal reuse"),
    Route.REPAIR: message("repair"),
    Route.DONATE: message("a donation programme"),
    Route.SELL: message("sale"),
    Route.PARTS: message("harvesting parts"),
    Route.RECYCLE: message("recycling"),
    Route.RETURN_TO_LESSOR: message("return to the lessor"),
    Route.HOLD: message("waiting"),
}

FACT: Mapping[str, Message] = {
    "category": message("the kind of device"),
    "model_name": message("the model"),
    "holding": message("the owner"),
    "flags": message("reports of loss and legal holds"),
    "hazards": message("hazards"),
    "classification": message("the classification of its data"),
    "media": message("the storage media"),
    "disk_health": message("the health of its disks"),
    "locks": message("the locks"),
    "functional_grade": message("the functional grade"),
    "cosmetic_grade": message("the cosmetic grade"),
    "reachable_functional_grade": message("the functional grade that refurbishing can reach"),
    "reachable_cosmetic_grade": message("the cosmetic grade that refurbishing can reach"),
    "failed_tests": message("the tests that failed"),
    "battery_health": message("the battery condition"),
    "battery_cycles": message("the battery's charge cycles"),
    "charger_present": message("the charger"),
    "repair_options": message("the repair options"),
    "in_use_since": message("the age"),
    "platform": message("the kind of operating system"),
    "processor": message("the processor"),
    "tpm": message("the TPM version"),
    "uefi": message("the kind of firmware"),
    "memory_gib": message("the memory"),
    "storage_gb": message("the storage"),
    "security_support_end": message("the end of security support"),
    "alternative_system": message("whether an alternative operating system runs on it"),
    "diagonal_inch": message("the diagonal of the screen"),
    "lines": message("the number of lines of the screen"),
    "market_value": message("the market value"),
    "wipe_cost": message("the cost of erasing"),
    "handling_cost": message("the cost of handling"),
    "open_requests": message("the open requests"),
    "credentials": message("the credentials of the receiver"),
    "offered_in_vain": message("where it was offered before"),
    "kg_co2e": message("kg CO2e per route"),
    "mass_kg": message("the mass"),
}

PART: Mapping[str, Message] = {
    "battery": message("a new battery"),
    "memory": message("more memory"),
    "storage": message("a new storage medium"),
    "display": message("a new screen"),
    "keyboard": message("a new keyboard"),
    "charger": message("a charger"),
}


def part(name: str) -> Message:
    return PART.get(name) or message("a repair ({part})", part=name)


def together(parts: tuple[Message, ...]) -> Message:
    """`a`, `a and b`, `a, b and c`; ValueError for none."""
    if not parts:
        raise ValueError("nothing to say")
    *before, last = parts
    if not before:
        return last
    first = before[0]
    for item in before[1:]:
        first = message("{first}, {second}", first=first, second=item)
    return message("{first} and {second}", first=first, second=last)


def euro(amount: float) -> int | float:
    """38 or 37.5: what stands after EUR."""
    return number(round(amount, 2))


def spread(figure: Figure) -> Message:
    """An amount with its unit, and with its range where it has one."""
    low, value, high = (number(round(end, 2)) for end in (figure.low, figure.value, figure.high))
    if figure.is_exact:
        return message("{unit} {value}", unit=figure.unit, value=value)
    return message("{unit} {value} ({low} to {high})", unit=figure.unit, value=value, low=low, high=high)
