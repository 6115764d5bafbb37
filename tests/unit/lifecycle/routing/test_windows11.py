"""Whether a computer can run Windows 11, from what CPUID, TPM, firmware and memory say."""

import pytest

from lifecycle.domain.routing.facts import Processor
from lifecycle.domain.routing.windows11 import Capable, Computer, capability
from tests.support.routing_samples import I5_8250U, I7_4600U, default_policy

RULES = default_policy().windows_11
YES, NO, UNKNOWN = Capable.YES, Capable.NO, Capable.UNKNOWN


def intel(family: int, model: int | None, stepping: int | None = None, name: str | None = None) -> Processor:
    return Processor("GenuineIntel", name, family, model, stepping)


def computer(processor: Processor | None, model_name: str | None = None) -> Computer:
    return Computer(processor, "2.0", uefi=True, memory_gib=8, model_name=model_name)


@pytest.mark.parametrize(
    ("processor", "expected"),
    [
        (I7_4600U, NO),
        (I5_8250U, YES),
        (intel(6, 95), NO),
        (intel(6, 96), YES),
        (intel(6, 85, 4), YES),
        (intel(6, 142, 9), NO),
        (intel(6, 158, 9), NO),
        (intel(6, 158, 10), YES),
        (intel(6, 142), UNKNOWN),
        (intel(6, None), UNKNOWN),
        (intel(6, 78, name="Intel Core m3-8100Y"), YES),
        (intel(6, 142, 9, "Intel(R) Core(TM) m3-8100Y CPU @ 1.10GHz"), YES),
        (Processor("AuthenticAMD", None, 22, 48, 1), NO),
        (Processor("AuthenticAMD", None, 23, 1, 1), NO),
        (Processor("AMD", None, 23, 17, 0), NO),
        (Processor("Advanced Micro Devices, Inc.", None, 23, 24, 1), YES),
        (Processor("AuthenticAMD", None, 25, 80, 0), YES),
        (Processor("Qualcomm", "Snapdragon X"), UNKNOWN),
        (None, UNKNOWN),
    ],
)
def test_the_processor_decides(processor: Processor | None, expected: Capable) -> None:
    assert capability(computer(processor), RULES).capable is expected


@pytest.mark.parametrize(
    ("model_name", "expected"),
    [("Dell Precision 5520", YES), ("Microsoft Surface Studio 2", YES), ("Dell XPS 15 9560", NO), (None, NO)],
)
def test_one_processor_is_supported_in_two_models_of_computer_alone(model_name: str | None, expected: Capable) -> None:
    seventh = intel(6, 158, 9, "Intel(R) Core(TM) i7-7820HQ CPU @ 2.90GHz")
    assert capability(computer(seventh, model_name), RULES).capable is expected


@pytest.mark.parametrize(
    ("machine", "expected", "why"),
    [
        (Computer(I5_8250U, "1.2", uefi=True, memory_gib=8), NO, "TPM 2.0 and it has 1.2"),
        (Computer(I5_8250U, "none", uefi=True, memory_gib=8), NO, "it has none"),
        (Computer(I5_8250U, "2.0, 0, 1.38", uefi=True, memory_gib=8), YES, "it runs Windows 11"),
        (Computer(I5_8250U, "2.0", uefi=False, memory_gib=8), NO, "UEFI"),
        (Computer(I5_8250U, "2.0", uefi=True, memory_gib=2), NO, "4 GiB of memory and it has 2 GiB"),
        (Computer(I7_4600U), NO, "i7-4600U, family 6, model 69"),
    ],
)
def test_the_reason_is_given(machine: Computer, expected: Capable, why: str) -> None:
    answer = capability(machine, RULES)
    assert answer.capable is expected
    assert why in str(answer.why)


def test_what_is_not_known_is_named() -> None:
    answer = capability(Computer(I5_8250U, uefi=True), RULES)
    assert answer.capable is UNKNOWN
    assert answer.missing == ("tpm", "memory_gib")
