"""What each number of a routing policy says in words, by its name in the file."""

from collections.abc import Mapping

from dpp.domain.message import Message, message
from lifecycle.domain.routing.absence import Effect
from lifecycle.domain.routing.limits import Unverified
from lifecycle.domain.routing.offering import Party
from lifecycle.domain.routing.words import PART

SECTIONS: Mapping[str, Message] = {
    "missing": message("When something is not known"),
    "media": message("Storage media"),
    "disk": message("When a disk fails"),
    "locks": message("Locks"),
    "repair": message("Repairing first"),
    "advice": message("Advice to repair or not"),
    "options": message("Every kind of device"),
    "marketplace": message("How long it is offered"),
    "reservation": message("Reservations"),
    "donation": message("Donation"),
    "windows_11": message("Windows 11"),
    "costs": message("Costs"),
}
"""The tables of a policy."""

KINDS: Mapping[str, Message] = {
    "laptop": message("Laptops"),
    "desktop": message("Desktop computers"),
    "display": message("Screens"),
    "phone": message("Phones"),
    "tablet": message("Tablets"),
    "dock": message("Docks"),
    "server": message("Servers"),
}
"""The kinds of device for which policies have a line."""

MEANINGS: Mapping[str, tuple[Message, str]] = {
    "unverified": (message("A storage medium that is not erased and verified yet"), ""),
    "destroy_from": (message("From this classification on media are destroyed, never used again"), ""),
    "pending_above": (message("Sectors that wait to be replaced, more than"), ""),
    "reallocated_above": (message("Sectors that were replaced, more than"), ""),
    "media_errors_above": (message("Read and write errors of an SSD, more than"), ""),
    "percentage_used_from": (message("Wear of an SSD, from"), "%"),
    "release_eur": (message("Releasing all locks of a device costs"), "EUR"),
    "total": (message("All parts together cost at most this share of the market value"), "%"),
    "battery": (message("It has a battery"), ""),
    "storage": (message("It has storage media"), ""),
    "platform": (message("It is made for"), ""),
    "reuse_needs_erasure_method": (message("It is only used again where its method of erasure is approved"), ""),
    "erasure_methods": (message("Approved methods of erasure"), ""),
    "wipe_eur": (message("Erasing one costs"), "EUR"),
    "handling_eur": (message("Handling one costs"), "EUR"),
    "age_months_at_most": (message("Age at most"), "months"),
    "functional_grade_at_least": (message("Functional grade at least F"), ""),
    "cosmetic_grade_at_least": (message("Cosmetic grade at least C"), ""),
    "reachable_grade_counts": (message("A grade that refurbishing can reach is enough"), ""),
    "no_failed_tests": (message("No test may have failed"), ""),
    "battery_percent_at_least": (message("Battery condition at least"), "%"),
    "working_storage": (message("Its storage must work"), ""),
    "charger": (message("Its charger must be there"), ""),
    "memory_gib_at_least": (message("Memory at least"), "GiB"),
    "storage_gb_at_least": (message("Storage at least"), "GB"),
    "diagonal_inch_at_least": (message("Screen at least"), "inch"),
    "lines_at_least": (message("Lines on the screen at least"), ""),
    "support_months_at_least": (message("Security updates for at least"), "months"),
    "alternative_system": (message("Another maintained operating system is good enough"), ""),
    "value_after_costs_eur_above": (message("Market value after costs more than"), "EUR"),
    "request": (message("Somebody must ask for it"), ""),
    "credential": (message("The receiver must show"), ""),
    "mass": (message("Its mass must be known"), ""),
    "internal_days": (message("Offered to public servants alone"), "days"),
    "donation_days": (message("Then offered to donation programmes"), "days"),
    "days": (message("A device is kept for who reserved it"), "days"),
    "devices_at_most": (message("Devices that one organisation keeps at once, at most"), ""),
    "parties": (message("The parties that a donated device passes, in this order"), ""),
    "tpm_at_least": (message("TPM at least version"), ""),
    "support_months": (message("What runs it counts as supported for"), "months"),
    "as_is_percent_of_value": (message("What it is worth now, of its value in working order"), "%"),
    "labour_eur_per_hour": (message("An hour of work costs"), "EUR"),
    "extra_years": (message("How much longer a repaired device is used"), "years"),
    "new_years": (message("How long a new device is used"), "years"),
    "eur": (message("price without work"), "EUR"),
    "minutes": (message("time of the work"), "minutes"),
    "blocked": (message("Processors that it does not support"), ""),
    "exceptions": (message("Processors that it supports all the same"), ""),
}
"""What a name says, and the unit of its number."""

PARTS: Mapping[str, Message] = {
    **PART,
    "touchpad": message("a new touchpad"),
    "camera": message("a new camera"),
    "speaker": message("a new speaker"),
    "power-supply": message("a new power supply"),
}
"""The parts of which a policy says a share, a price or a time."""

SHARE_OF_PART = message("At most this share of the market value for {part}")

VALUES: Mapping[str, Message] = {
    Effect.ASK.value: message("wait for the answer"),
    Effect.BLOCK.value: message("not possible"),
    Unverified.BEFORE_HAND_OVER.value: message("must be done before the hand-over"),
    Unverified.CLOSE.value: message("no destination until that is done"),
    Party.COORDINATOR.value: message("coordinator"),
    Party.REFURBISHER.value: message("refurbisher"),
    Party.INTERMEDIARY.value: message("intermediary"),
    Party.RECIPIENT.value: message("recipient"),
    "healthy": message("in order"),
    "unknown": message("not known"),
}
"""Words of a policy."""
