"""Whether the device is safe to use for long enough to put money into it.

Rules:
1. Money goes only into what gets security updates for the months of the policy. A computer for Windows must run Windows
   11; where nobody says until when, it then has the months that the policy gives it.
2. A system that still gets updates is enough where the policy lets an alternative system count for some reuse.
"""

from dpp.domain.figure import Figure, Source, Unit
from dpp.domain.message import Message, message
from lifecycle.domain.advice.reason import NamedFigure, Reason, Stand, said
from lifecycle.domain.routing.advising import AdviceRules
from lifecycle.domain.routing.facts import Platform, months_between
from lifecycle.domain.routing.findings import Case
from lifecycle.domain.routing.support import platform, windows_11
from lifecycle.domain.routing.windows11 import Capable

_COMPUTER = ("processor", "tpm", "uefi", "memory_gib", "platform", "category")
PLACE = "advice.support_months_at_least"


def supported(case: Case, rules: AdviceRules) -> Reason | None:
    """None for what needs no updates, as a display."""
    if platform(case) is Platform.NONE:
        return None
    months, why, looked = _support(case)
    needed, facts = rules.support_months_at_least, (*looked, "alternative_system")
    figures = () if months is None else (NamedFigure("support_months", _months(case, months)),)
    if months is not None and months >= needed:
        return Reason("support", Stand.FOR, why, figures, facts, PLACE)
    if _runs_another(case):
        return Reason("support", Stand.FOR, _with_another(case, why), figures, facts, PLACE)
    if months is not None:
        why = message("{why}, and a repair asks for {needed} months", why=why, needed=needed)
        return Reason("support", Stand.AGAINST, why, figures, facts, PLACE)
    missing = message("until when it gets security updates: {needed} months more would be enough", needed=needed)
    return Reason("support", Stand.UNKNOWN, why, figures, facts, PLACE, missing)


def _support(case: Case) -> tuple[int | None, Message, tuple[str, ...]]:
    """Months that are left (0 where it is over), in words, and the facts behind it."""
    windows, end = windows_11(case), case.value("security_support_end")
    if windows is not None and windows.capable is Capable.NO:
        return 0, message("it cannot run Windows 11, and the regular updates of Windows 10 have ended"), _COMPUTER
    if windows is not None and windows.capable is Capable.UNKNOWN:
        return None, message("nobody knows whether it can run Windows 11"), _COMPUTER
    facts = ("security_support_end", *_COMPUTER)
    if end is not None:
        months = max(0, months_between(case.on, end))
        if end < case.on:
            return 0, message("its security updates ended on {day}", day=end), facts
        return months, message("it gets security updates until {day}", day=end), facts
    if windows is not None:
        months = case.policy.windows_11.support_months
        return months, message("it runs Windows 11, which counts for {months} months of updates", months=months), facts
    return None, message("nobody says until when it gets security updates"), facts


def _runs_another(case: Case) -> bool:
    """As routing has it: the category lets an alternative system count for some reuse, and one runs on it."""
    allowed = any(asks.alternative_system is not None and asks.alternative_system.value for _, asks in case.reuse())
    return allowed and case.value("alternative_system") is True


def _with_another(case: Case, why: Message) -> Message:
    """Whether somebody said so of the model, or the policy reckons with it, is told apart."""
    if case.is_known("alternative_system"):
        return message("{why}; another operating system that still gets updates runs on it", why=why)
    return message("{why}; the policy reckons that another operating system can run on it", why=why)


def _months(case: Case, months: int) -> Figure:
    fact = case.facts.get("security_support_end")
    source = Source("policy: windows_11.support_months") if fact is None else said(fact)
    return Figure(months, Unit.MONTH, source)
