"""A decision about a class of devices: described by facts, with its exceptions singled out and a sample looked at.

Rules:
1. A class is described by facts: kind, model, owner, grades, battery, age, and the route that the rules propose. A
   device of which the kind, the model or the owner is another, or not known, is no member. One of which a grade, the
   battery or the age is not known may be one: it is a member, and an exception.
2. What a person must decide about by itself is an exception: another route, an open question or a closed option for
   lack of a fact, a figure of which the ends disagree, a lock, a hazard, a hold, an unsettled identity, a deviation
   that somebody proposed, a refusal of the proposal. Exceptions are never approved with the class.
3. Of the others a sample is drawn (`lifecycle.domain.sampling`) after the members are fixed. Every drawn device is
   looked at and found right before the class can be approved; one that is wrong ends it.
4. Who decided the class is not who approves it. It is closed once: approved, or withdrawn.
5. At the approval a member whose proposal changed since, or that has become an exception, is left out and told.
"""

from lifecycle.domain.class_decisions.decision import (
    MOST,
    ClassDecision,
    ClassId,
    Closed,
    Closing,
    Look,
    Member,
    changed_since,
    content_of,
    looked,
    refuse_closed,
    refuse_nothing_left,
    refuse_unready,
    with_sample,
)
from lifecycle.domain.class_decisions.exceptions import Exceptional, Why, exceptions_of, standing_exceptions
from lifecycle.domain.class_decisions.selection import LONGEST, Selection, Traits, checked, traits_of, unknown_of

__all__ = [
    "LONGEST",
    "MOST",
    "ClassDecision",
    "ClassId",
    "Closed",
    "Closing",
    "Exceptional",
    "Look",
    "Member",
    "Selection",
    "Traits",
    "Why",
    "changed_since",
    "checked",
    "content_of",
    "exceptions_of",
    "looked",
    "refuse_closed",
    "refuse_nothing_left",
    "refuse_unready",
    "standing_exceptions",
    "traits_of",
    "unknown_of",
    "with_sample",
]
