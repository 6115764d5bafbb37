"""Characters that people confuse who read a label.

O and 0, I and 1 and L: many alphabets leave some of them out. S and 5, B and 8, Z and 2 look alike in print.
"""

from collections.abc import Mapping
from types import MappingProxyType

ALIKE: Mapping[str, str] = MappingProxyType({"0": "O", "O": "0", "1": "IL", "I": "1L", "L": "1I"})
ALIKE_IN_PRINT: Mapping[str, str] = MappingProxyType({"5": "S", "S": "5", "8": "B", "B": "8", "2": "Z", "Z": "2"})
TO_DIGITS, TO_LETTERS = str.maketrans("OIL", "011"), str.maketrans("01", "OI")
"""Upper case only: every character that may be a digit as that digit, and the other way round."""
