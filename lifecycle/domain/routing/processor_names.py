"""What the name of a processor says about Windows 11, where nobody read its CPUID.

Rules (Microsoft, "Windows 11 supported Intel processors" and "Windows 11 supported AMD processors"):
1. Intel Core i3, i5, i7 and i9 are on the list from the eighth generation on and not before it; Core Ultra is. The
   generation is what stands before the last three digits (i5-8250U: 8, i5-10210U: 10), and of four digits that
   begin with a 1 the first two (i5-1135G7: 11).
2. AMD Ryzen is on the list from the 3000 series on, and the 1000 series is not.
3. Series of which a part is listed are not judged: Ryzen 2000, Intel's X of the seventh and G of the eighth generation,
   and everything else.
"""

import re

_CORE = re.compile(r"\bcore(?:\(tm\))?\s+i[3579][- ](\d{3,5})(g[1-7]|[a-z]{0,2})\b")
_ULTRA = re.compile(r"\bcore(?:\(tm\))?\s+ultra\b")
_RYZEN = re.compile(r"\bryzen(?:\(tm\))?\s+(?:[3579]\s+)?(?:pro\s+)?(\d{4})([a-z]{0,2})\b")
_FIRST_CORE, _FIRST_RYZEN, _LAST_REFUSED_RYZEN = 8, 3, 1
_UNCERTAIN = {(7, "x"), (8, "g")}


def listed(name: str) -> bool | None:
    """Whether Microsoft lists a processor of this name; None where the name does not tell."""
    low = name.lower().replace("(r)", "")
    if _ULTRA.search(low):
        return True
    if core := _CORE.search(low):
        return _core(core[1], core[2])
    if ryzen := _RYZEN.search(low):
        series = int(ryzen[1][0])
        return True if series >= _FIRST_RYZEN else False if series <= _LAST_REFUSED_RYZEN else None
    return None


def _core(digits: str, suffix: str) -> bool | None:
    generation = _generation(digits)
    if (generation, suffix) in _UNCERTAIN:
        return None
    return generation >= _FIRST_CORE


def _generation(digits: str) -> int:
    if len(digits) == len("1135") and digits.startswith("1"):
        return int(digits[:2])
    return int(digits[:-3] or "1")
