"""Sections of the advice, as the pages of models, devices and the bench show them."""

from dpp.domain.opaque import DeviceKey
from lifecycle.adapters.after_support import packaged_ways
from lifecycle.domain.advice.work import NOTHING, typical
from lifecycle.domain.routing.facts import RoutingFacts
from lifecycle.domain.routing.findings import Case
from lifecycle.domain.support.afterwards import afterwards
from lifecycle.domain.support.of_model import NOTHING_KNOWN, updates_of
from lifecycle.service.advice import DeviceAdvice
from tests.support.advice_samples import advised
from tests.support.routing_samples import I7_4600U, ON, default_policy, eur, laptop
from web.pages.contexts.advice import AdviceSection, CostSection, SoftwareSection
from web.pages.contexts.device import AdviceInShort
from web.pages.mapping.advice import advice_in_short, advice_section, cost_line, software_section, usual_basis

KEY = DeviceKey("7k3m9x2p4q8d5w1z")
_UPDATES = {"securitySupportUntil": "2027-06-30", "alternativeOperatingSystems": ["Fedora"]}


def broken() -> RoutingFacts:
    """An old laptop with a worn battery and a keyboard that failed its test."""
    return laptop(
        battery_health=61.0,
        failed_tests=frozenset({"keyboard", "wireless"}),
        functional_grade=3,
        processor=I7_4600U,
        market_value=eur(150, 120, 190),
    )


def advice() -> AdviceSection:
    return advice_section(advised(broken()))


def in_short() -> AdviceInShort:
    return advice_in_short(DeviceAdvice(KEY, advised(broken()), NOTHING_KNOWN, ()))


def software() -> SoftwareSection:
    policy = default_policy()
    case = Case(broken().known(), policy, ON, policy.categories["laptop"])
    return software_section(updates_of(_UPDATES, None), afterwards(case, packaged_ways()), ON)


def costs() -> CostSection:
    rules = default_policy().advice
    assert rules is not None
    lines = tuple(map(cost_line, typical("laptop", rules, NOTHING)))
    return CostSection(lines, "default 1.2.0", usual_basis(lines))
