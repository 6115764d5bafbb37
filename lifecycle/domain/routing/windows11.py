"""Whether a computer can run Windows 11, and why.

Rules, in this order (Microsoft, "Windows 11 specifications" and its list of supported processors; the numbers are data
of the policy, `windows_11`):
1. A processor that the blocked lines name (CPUID vendor, family, model, stepping) cannot, unless an exception names
   it: CPUID cannot tell the Core m3-8100Y from blocked processors of the same model and stepping, and the i7-7820HQ
   is supported in two models of computer alone.
2. TPM 2.0 or later, UEFI, and the minimum of memory.
3. What is not known leaves the answer open, unless something known already says no. Where nobody read CPUID, the
   processor's name tells, as far as Microsoft lists its whole series (`processor_names`).
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from dpp.domain.message import Message, message
from lifecycle.domain.routing.facts import Processor
from lifecycle.domain.routing.plain import number
from lifecycle.domain.routing.processor_names import listed


class Capable(StrEnum):
    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class BlockedProcessors:
    """One line of processors that are not supported; what is None or empty does not narrow it."""

    vendor: str
    family: int | None = None
    family_at_most: int | None = None
    models: tuple[int, ...] = ()
    model_at_most: int | None = None
    except_models: tuple[int, ...] = ()
    stepping: int | None = None

    def covers(self, processor: Processor) -> bool | None:
        """None: it depends on a number that is not known."""
        answers = (
            self._family_fits(processor.family),
            self._model_fits(processor.model),
            _equal(self.stepping, processor.stepping),
        )
        if False in answers:
            return False
        return None if None in answers else True

    def _family_fits(self, family: int | None) -> bool | None:
        if self.family_at_most is not None:
            return None if family is None else family <= self.family_at_most
        return _equal(self.family, family)

    def _model_fits(self, model: int | None) -> bool | None:
        if not self.models and self.model_at_most is None:
            return True
        if model is None:
            return None
        within = model in self.models or (self.model_at_most is not None and model <= self.model_at_most)
        return within and model not in self.except_models


@dataclass(frozen=True, slots=True)
class ProcessorException:
    """A processor that is supported all the same, by its name; in the named models of computer alone, where any are."""

    processor: str
    models: tuple[str, ...] = ()

    def covers(self, processor: Processor, model_name: str | None) -> bool:
        if self.processor.lower() not in (processor.name or "").lower():
            return False
        return not self.models or any(model.lower() in (model_name or "").lower() for model in self.models)


@dataclass(frozen=True, slots=True)
class Windows11Rules:
    """What Windows 11 asks. `support_months` is what a computer that can run it counts as having left."""

    blocked: tuple[BlockedProcessors, ...]
    exceptions: tuple[ProcessorException, ...]
    tpm_at_least: float
    memory_gib_at_least: float
    support_months: int

    def __hash__(self) -> int:
        """Of few of its numbers: a policy is asked about for every device, and there are few policies."""
        return hash((self.tpm_at_least, self.memory_gib_at_least, self.support_months, len(self.blocked)))


@dataclass(frozen=True, slots=True)
class Capability:
    """The answer with its reason; `missing` names the facts (of `RoutingFacts`) that would settle an open one."""

    capable: Capable
    why: Message
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Computer:
    """The facts that Windows 11 looks at."""

    processor: Processor | None = None
    tpm: str | None = None
    uefi: bool | None = None
    memory_gib: float | None = None
    model_name: str | None = None


@lru_cache(maxsize=1024)
def capability(computer: Computer, rules: Windows11Rules) -> Capability:
    """Yes, no or not known; a no needs one known fact, a yes needs them all. Of computers that are alike asked once."""
    reason = _no(computer, rules)
    if reason is not None:
        return Capability(Capable.NO, reason)
    missing = _missing(computer, rules)
    if missing:
        return Capability(Capable.UNKNOWN, message("not everything that Windows 11 asks is known"), missing)
    if _exception(computer, rules):
        why = message("it runs Windows 11: Microsoft names its processor as an exception")
    else:
        why = message("it runs Windows 11")
    return Capability(Capable.YES, why)


def _no(computer: Computer, rules: Windows11Rules) -> Message | None:
    if _blocked(computer, rules):
        return _processor_reason(computer.processor)
    if computer.tpm is not None and _version(computer.tpm) < rules.tpm_at_least:
        return message(
            "Windows 11 asks for TPM {needed} and it has {found}", needed=rules.tpm_at_least, found=computer.tpm
        )
    if computer.uefi is False:
        return message("Windows 11 asks for UEFI firmware and it has none")
    if computer.memory_gib is not None and computer.memory_gib < rules.memory_gib_at_least:
        return message(
            "Windows 11 asks for {needed} GiB of memory and it has {found} GiB",
            needed=number(rules.memory_gib_at_least),
            found=number(computer.memory_gib),
        )
    return None


def _processor_reason(processor: Processor | None) -> Message:
    assert processor is not None
    if processor.family is None:
        return message("Windows 11 does not support its processor ({name})", name=processor.name)
    return message(
        "Windows 11 does not support its processor ({name}, family {family}, model {model})",
        name=processor.name or processor.vendor,
        family=processor.family,
        model="?" if processor.model is None else processor.model,
    )


def _missing(computer: Computer, rules: Windows11Rules) -> tuple[str, ...]:
    unknown = [name for name in ("tpm", "uefi", "memory_gib") if getattr(computer, name) is None]
    if computer.processor is None or _blocked(computer, rules) is None:
        unknown.insert(0, "processor")
    return tuple(unknown)


def _blocked(computer: Computer, rules: Windows11Rules) -> bool | None:
    """None where no line speaks of this maker, or a line depends on a number that is not known."""
    if computer.processor is None or _exception(computer, rules):
        return False
    if computer.processor.family is None and (supported := listed(computer.processor.name or "")) is not None:
        return not supported
    lines = [line for line in rules.blocked if line.vendor == _vendor(computer.processor.vendor)]
    answers = [line.covers(computer.processor) for line in lines]
    if True in answers:
        return True
    return None if None in answers or not lines else False


def _exception(computer: Computer, rules: Windows11Rules) -> bool:
    processor = computer.processor
    return processor is not None and any(line.covers(processor, computer.model_name) for line in rules.exceptions)


def _vendor(name: str) -> str:
    """`intel` for GenuineIntel and Intel(R) Corporation, `amd` for AuthenticAMD and Advanced Micro Devices."""
    low = name.lower()
    if "intel" in low:
        return "intel"
    return "amd" if "amd" in low or "advanced micro" in low else low


def _version(text: str) -> float:
    """The first version number of `2.0`, `2.0, 0, 1.38` or `TPM 1.2`; 0 where there is none (`none`)."""
    found = re.search(r"\d+(\.\d+)?", text)
    return float(found.group()) if found else 0.0


def _equal(needed: int | None, found: int | None) -> bool | None:
    if needed is None:
        return True
    return None if found is None else needed == found
