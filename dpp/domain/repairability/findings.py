"""Where what a model passport declares does not follow from what else it declares.

Rules:
1. What is declared is the record. A finding stands beside it, is never written into it, and is no verdict: it says what
   follows from which figures by which rule, and within what tolerance.
2. Nothing is found where a figure that a rule needs is missing, or where a value inside the tolerance gives what is
   declared.
3. Findings are about one passport. They never rank makers.
"""

from collections.abc import Callable, Iterator, Mapping

from dpp.domain.document import Elements
from dpp.domain.repairability import display_findings, phone_findings
from dpp.domain.repairability.finding import Finding

_OF_GROUP: Mapping[str, Callable[[Elements], Iterator[Finding]]] = {
    "phone": phone_findings.findings,
    "display": display_findings.findings,
}


def warnings(elements: Elements) -> tuple[Finding, ...]:
    """Every finding on the elements of a model passport, in the order of the passport; none for other products."""
    of_group = _OF_GROUP.get(str(elements.get("productGroup")))
    return tuple(of_group(elements)) if of_group else ()
