"""Where what a model passport declares does not follow from what else it declares.

Rules:
1. What is declared is the record. A finding stands beside it, is never written into it, and is no verdict: it says what
   follows from which figures by which rule, and within what tolerance.
2. Nothing is found where a figure that a rule needs is missing, or where a value inside the tolerance gives what is
   declared.
3. Findings are about one passport. They never rank makers.
4. A finding is a working (`working`) whose result differs: there is no second way of working a score out.
"""

from dpp.domain.document import Elements
from dpp.domain.repairability.finding import Finding
from dpp.domain.repairability.workings import workings


def warnings(elements: Elements) -> tuple[Finding, ...]:
    """Every finding on the elements of a model passport, in the order of its workings; none for other products."""
    return tuple(finding for working in workings(elements) if (finding := working.finding))
