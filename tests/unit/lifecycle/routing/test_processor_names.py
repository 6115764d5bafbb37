"""What a processor's name says about Windows 11, where nobody read its CPUID."""

import pytest

from lifecycle.domain.routing.facts import Processor
from lifecycle.domain.routing.processor_names import listed
from lifecycle.domain.routing.windows11 import Capable, Computer, capability
from tests.support.routing_samples import default_policy


@pytest.mark.parametrize(
    ("name", "answer"),
    [
        ("Intel(R) Core(TM) i5-8250U CPU @ 1.60GHz", True),
        ("Intel Core i5-1135G7", True),
        ("Intel Core i5-1145G7", True),
        ("Intel Core i7-10510U", True),
        ("Intel Core i7-1355U", True),
        ("Intel Core Ultra 5 125U", True),
        ("Intel Core i5-7200U", False),
        ("Intel Core i7-4600U", False),
        ("Intel Core i7-920", False),
        ("Intel Core i7-7740X", None),
        ("Intel Core i7-8809G", None),
        ("AMD Ryzen 5 PRO 5650U", True),
        ("AMD Ryzen 7 5850U", True),
        ("AMD Ryzen 3 1200", False),
        ("AMD Ryzen 5 2500U", None),
        ("Intel Pentium Gold 4415Y", None),
        ("Apple M1", None),
        ("", None),
    ],
)
def test_a_name_tells_as_far_as_its_whole_series_is_listed(name: str, answer: object) -> None:
    assert listed(name) is answer


@pytest.mark.parametrize(
    ("processor", "answer"),
    [
        (Processor("intel", "Intel Core i5-8250U"), Capable.YES),
        (Processor("intel", "Intel Core i5-7200U"), Capable.NO),
        (Processor("intel", "Intel Core m3-8100Y"), Capable.YES),
        (Processor("intel", "Intel Core i7-7820HQ"), Capable.NO),
        (Processor("intel", "Intel Core i5-8250U", 6, 142, 9), Capable.NO),
        (Processor("intel", "Intel Celeron"), Capable.UNKNOWN),
    ],
)
def test_cpuid_and_the_named_exceptions_go_before_the_series(processor: Processor, answer: Capable) -> None:
    computer = Computer(processor=processor, tpm="2.0", uefi=True, memory_gib=16)
    assert capability(computer, default_policy().windows_11).capable is answer


def test_an_exception_in_its_model_of_computer_is_supported() -> None:
    studio = Computer(
        Processor("intel", "Intel Core i7-7820HQ"), "2.0", uefi=True, memory_gib=16, model_name="Surface Studio 2"
    )
    assert capability(studio, default_policy().windows_11).capable is Capable.YES
