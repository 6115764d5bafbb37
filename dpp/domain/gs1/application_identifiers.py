"""The GS1 Application Identifiers (AI): which exist, what a value of each looks like.

Source: GS1 General Specifications, section 3 (format and title of each AI) and 7.8.5 (predefined lengths); GS1 Digital
Link URI syntax 1.7 (which of them may stand in a query).

Rules:
1. A value has exactly the characters and the length that the table states, and its check digit or date is right.
2. Keys that begin with a GS1 Company Prefix begin with at least four digits.
3. Values whose AI begins with 00-04, 11-20, 31-36 or 41 have a predefined length: no separator follows them.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property

from dpp.domain.errors import InvalidInput, Problem
from dpp.domain.gs1.check_digits import ends_in_check_digit, ends_in_check_pair
from dpp.domain.message import Message, message

# AIs | format | Q where it may stand in a Digital Link's query | title. Formats: n digits, x GS1's set of 82, y its set
# of 39, z and i file-safe base 64 (i without =), o zeros, d date YYMMDD whose day may be 00, c digits with a check
# digit, k set 82 beginning with a company prefix, p the same with a check pair; `6` exactly, `..6` at most, [...]
# optional.
_TABLE = """
00        | c18                   | Q | SSCC
01        | c14                   | Q | GTIN
02        | c14                   | Q | content
03        | c14                   |   | made-to-order GTIN
10        | x..20                 | Q | batch or lot
11-13     | d6                    | Q | date
15-17     | d6                    | Q | date
20        | n2                    | Q | variant
21        | x..20                 |   | serial number
22        | x..20                 |   | consumer product variant
235       | x..28                 |   | third-party serial number
240-241   | x..30                 | Q | additional identification
242       | n..6                  | Q | made-to-order variation
243       | x..20                 | Q | packaging component
250-251   | x..30                 | Q | secondary serial number
253       | c13 [x..17]           | Q | document type
254       | x..20                 |   | location extension
255       | c13 [n..12]           | Q | coupon
30        | n..8                  | Q | count
37        | n..8                  | Q | count
3900-3909 | n..15                 | Q | amount
3910-3919 | n3 n..15              | Q | amount
3920-3929 | n..15                 | Q | price
3930-3939 | n3 n..15              | Q | price
3940-3943 | n4                    | Q | discount
3950-3955 | n6                    | Q | price
400       | x..30                 | Q | order number
401       | k..30                 | Q | consignment
402       | c17                   | Q | shipment
403       | x..30                 | Q | route
410-417   | c13                   | Q | GLN
420       | x..20                 | Q | postal code
421       | n3 x..9               | Q | postal code
422       | n3                    | Q | country
423       | n3 [n3] [n3] [n3] [n3] | Q | country
424       | n3                    | Q | country
425       | n3 [n3] [n3] [n3] [n3] | Q | country
426       | n3                    | Q | country
427       | x..3                  | Q | country subdivision
4300-4301 | x..35                 | Q | ship to
4302-4306 | x..70                 | Q | ship to
4307      | x2                    | Q | ship to
4308      | x..30                 | Q | ship to
4309      | n20                   | Q | ship to
4310-4311 | x..35                 | Q | return to
4312-4316 | x..70                 | Q | return to
4317      | x2                    | Q | return to
4318      | x..20                 | Q | return to
4319      | x..30                 | Q | return to
4320      | x..35                 | Q | service
4321-4323 | n1                    | Q | flag
4324-4325 | d6 n4                 | Q | delivery time
4326      | d6                    | Q | date
4330-4333 | n6 [x1]               | Q | temperature
7001      | n13                   | Q | NATO stock number
7002      | x..30                 | Q | meat cut
7003      | d6 n4                 | Q | expiry time
7004      | n..4                  | Q | potency
7005      | x..12                 | Q | catch area
7006      | d6                    | Q | date
7007      | d6 [d6]               | Q | harvest date
7008      | x..3                  | Q | species
7009      | x..10                 | Q | fishing gear
7010      | x..2                  | Q | production method
7011      | d6 [n4]               | Q | test by date
7020-7022 | x..20                 | Q | refurbishment lot and status
7023      | k..30                 | Q | assembly
7030-7039 | n3 x..27              | Q | processor
7040      | n1 x1 x1 i1           |   | unique identification code
7041      | x..4                  |   | freight unit type
710-717   | x..20                 | Q | reimbursement number
7230-7239 | x2 x..28              | Q | certification reference
7240      | x..20                 | Q | protocol
7241      | n2                    | Q | medium type
7242      | x..25                 | Q | version
7250      | n8                    | Q | date of birth
7251      | n12                   | Q | time of birth
7252      | n1                    | Q | sex
7253-7254 | x..40                 | Q | name
7255      | x..10                 | Q | name
7256      | x..90                 | Q | name
7257      | x..70                 | Q | address
7258      | x3                    | Q | birth sequence
7259      | x..40                 | Q | name
8001      | n14                   | Q | dimensions
8002      | x..20                 | Q | telephone identifier
8003      | o1 c13 [x..16]        | Q | GRAI
8004      | k..30                 | Q | GIAI
8005      | n6                    | Q | price
8006      | c14 n4                | Q | piece of a trade item
8007      | x..34                 | Q | account
8008      | d6 n2 [n2] [n2]       | Q | production time
8009      | x..50                 | Q | sensor indicator
8010      | y..30                 | Q | component or part
8011      | n..12                 |   | component serial number
8012      | x..20                 | Q | version
8013      | p..25                 | Q | model number
8014      | p..25                 |   | device registration
8017-8018 | c18                   | Q | service relation
8019      | n..10                 |   | service relation instance
8020      | x..25                 |   | payment reference
8026      | c14 n4                | Q | pieces of a trade item
8030      | z..90                 | Q | signature
8040-8041 | n15                   |   | IMEI
8042      | n32                   |   | embedded SIM number
8043      | n18 [n..2]            |   | SIM number
8110      | x..70                 | Q | coupon
8111      | n4                    | Q | points
8112      | x..70                 | Q | coupon
8200      | x..70                 |   | product URL
90        | x..30                 | Q | internal
91-99     | x..90                 | Q | internal
"""

# 3100-3695: the fourth digit is the number of decimals.
_MEASURES = (*range(310, 317), *range(320, 338), *range(340, 358), *range(360, 370))

_CLASSES = {
    "n": "[0-9]",
    "c": "[0-9]",
    "d": "[0-9]",
    "o": "0",
    "x": r"[!\"%&'()*+,\-./0-9:;<=>?A-Z_a-z]",
    "y": r"[#\-/0-9A-Z]",
    "z": r"[\-0-9=A-Z_a-z]",
    "i": r"[\-0-9A-Z_a-z]",
}
_CLASSES["k"] = _CLASSES["p"] = _CLASSES["x"]
_PREDEFINED = frozenset({"00", "01", "02", "03", "04", *map(str, range(11, 21)), *map(str, range(31, 37)), "41"})
_COMPONENT = re.compile(r"(\[)?([a-z])(\.\.)?([0-9]+)\]?")
_MONTH_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_COMPANY_PREFIX = re.compile(r"[0-9]{4}")


def _is_date(text: str) -> bool:
    month, day = int(text[2:4]), int(text[4:6])
    return 1 <= month <= 12 and day <= _MONTH_DAYS[month - 1]


_CHECKS: dict[str, tuple[Callable[[str], bool], Message]] = {
    "c": (ends_in_check_digit, message("its check digit does not fit")),
    "d": (_is_date, message("it is not a date (YYMMDD)")),
    "k": (lambda text: _COMPANY_PREFIX.match(text) is not None, message("it does not begin with a company prefix")),
    "p": (
        lambda text: _COMPANY_PREFIX.match(text) is not None and ends_in_check_pair(text),
        message("its check characters do not fit"),
    ),
}


@dataclass(frozen=True)
class ApplicationIdentifier:
    """One AI. `format` is GS1's notation, `title` a plain name; `in_query`: may be a Digital Link's data attribute."""

    code: str
    format: str
    title: str
    in_query: bool

    @property
    def is_predefined(self) -> bool:
        """Whether the length follows from the AI, so that no separator ends the value in an element string."""
        return self.code[:2] in _PREDEFINED

    @cached_property
    def length(self) -> int:
        """The greatest length of a value."""
        return sum(int(count) for _, _, _, count in self._components)

    def fault(self, value: str) -> Message | None:
        """What is wrong with this value, or None."""
        matched = self._pattern.fullmatch(value)
        if matched is None:
            return message("{format} is expected ({title})", format=self._expected, title=self.title)
        for (_, kind, _, _), part in zip(self._components, matched.groups(), strict=True):
            test, complaint = _CHECKS.get(kind, (None, None))
            if test is not None and part is not None and not test(part):
                return complaint
        return None

    def check(self, value: str, path: str) -> None:
        """Raise InvalidInput that names `path` unless the value is right."""
        if (fault := self.fault(value)) is not None:
            what = message("({code}) '{value}' is wrong: {fault}.", code=self.code, value=value[:100], fault=fault)
            raise InvalidInput(what, (Problem(path, fault),))

    @cached_property
    def _components(self) -> list[tuple[str, str, str, str]]:
        return _COMPONENT.findall(self.format)

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        return re.compile("".join(self._group(*component) for component in self._components))

    @staticmethod
    def _group(optional: str, kind: str, ranged: str, count: str) -> str:
        lengths = f"{{1,{count}}}" if ranged else f"{{{count}}}"
        return f"({_CLASSES[kind]}{lengths}){'?' if optional else ''}"

    @property
    def _expected(self) -> str:
        """The format as GS1's own texts write it: N for digits (with or without check digit), X for the set of 82."""
        return self.format.translate(str.maketrans("cdokpniyxz", "NNNXXNZYXZ"))


def _rows() -> Iterator[ApplicationIdentifier]:
    for measure in _MEASURES:
        for decimals in range(6):
            yield ApplicationIdentifier(f"{measure}{decimals}", "n6", "measure", in_query=True)
    for line in _TABLE.strip().splitlines():
        codes, spec, query, title = (cell.strip() for cell in line.split("|"))
        first, _, last = codes.partition("-")
        for number in range(int(first), int(last or first) + 1):
            yield ApplicationIdentifier(f"{number:0{len(first)}}", spec, title, in_query=query == "Q")


IDENTIFIERS = {identifier.code: identifier for identifier in _rows()}
