"""The gates of data and locks.

Rules:
1. A classification that is not known counts as Dep.V and closes every option that leaves the State.
2. From the policy's classification on (Stg. CONFIDENTIEEL), and where an erasure failed, a medium is destroyed and
   never reused; where it cannot be taken out, the whole device is destroyed.
3. Every medium is erased and verified, destroyed or absent before the hand-over. A route may be chosen first (the
   wipe follows the route, as the event guard lets nothing leave without it), unless the policy says `close`.
4. A category whose reuse needs an approved method of erasure has none of it until the policy names one.
5. An open lock closes internal reuse, donation and sale: the next user could not get in, and a wipe releases no lock.
"""

from collections.abc import Iterator

from dpp.domain.message import message
from lifecycle.domain.routing.facts import Medium
from lifecycle.domain.routing.findings import Case, Finding, Gate, Rule, Verdict
from lifecycle.domain.routing.limits import DIRECT, REUSE, MediaRules, Unverified
from lifecycle.domain.vocabulary import Classification, DataState, Route

DONE = frozenset({DataState.VERIFIED, DataState.DESTROYED, DataState.NO_MEDIUM})
GONE = frozenset({DataState.DESTROYED, DataState.NO_MEDIUM})
EVERY_EXIT = (*DIRECT, Route.RETURN_TO_LESSOR)
_MEDIA_FACTS = ("classification", "media")


def must_destroy(medium: Medium, classification: Classification, rules: MediaRules) -> bool:
    """Whether this medium may never be used again, however well it is erased."""
    if medium.fitted_new or medium.state in GONE:
        return False
    return medium.state is DataState.FAILED or rules.must_destroy(classification)


def to_destroy(case: Case) -> tuple[Medium, ...]:
    """The media of this device that must be destroyed; none where too little is known."""
    classification = case.value("classification") or Classification.UNKNOWN
    return tuple(
        medium for medium in case.value("media") or () if must_destroy(medium, classification, case.policy.media)
    )


def _classification(case: Case) -> Iterator[Finding]:
    facts = ("classification",)
    classification = case.value("classification")
    if classification is None:
        yield case.unknown(facts, (Route.DONATE, Route.SELL))
    elif classification is Classification.UNKNOWN:
        why = message("nobody has stated whether its data are classified, so it may not leave the State")
        yield Finding("missing.classification", Verdict.CLOSES, why, (Route.DONATE, Route.SELL), facts)
        why = message("the owner must state the classification of its data")
        exits = (Route.RECYCLE, Route.RETURN_TO_LESSOR)
        yield Finding("missing.classification", Verdict.CONDITION, why, exits, facts)
    else:
        why = message("the classification of its data is known ({classification})", classification=classification.value)
        yield Finding("domain", Verdict.PASSES, why, (), facts)


def _media(case: Case) -> Iterator[Finding]:
    if case.line is None or not case.line.storage:
        return
    media = case.value("media")
    if media is None:
        yield case.unknown(_MEDIA_FACTS[1:], DIRECT)
        return
    doomed = to_destroy(case)
    yield from _destruction(doomed)
    open_media = [medium for medium in media if medium.state not in DONE and medium not in doomed]
    if open_media:
        yield _unverified(case, len(open_media))
    elif not doomed:
        why = message("every storage medium is verified, destroyed or absent")
        yield Finding("domain", Verdict.PASSES, why, (), _MEDIA_FACTS)


def _destruction(doomed: tuple[Medium, ...]) -> Iterator[Finding]:
    place = "media.destroy_from"
    if any(medium.removable is False for medium in doomed):
        why = message("a storage medium that must be destroyed cannot be taken out")
        yield Finding(place, Verdict.CLOSES, why, (*REUSE, Route.PARTS), _MEDIA_FACTS)
    if doomed:
        why = message("storage media that must be destroyed, with a witness: {count}", count=len(doomed))
        yield Finding(place, Verdict.CONDITION, why, EVERY_EXIT, _MEDIA_FACTS)


def _unverified(case: Case, count: int) -> Finding:
    place = "media.unverified"
    if case.policy.media.unverified is Unverified.CLOSE:
        why = message("storage media that are not erased and verified yet: {count}", count=count)
        return Finding(place, Verdict.CLOSES, why, (*REUSE, Route.PARTS), _MEDIA_FACTS)
    why = message("storage media that must be erased, and verified by a second person: {count}", count=count)
    return Finding(place, Verdict.CONDITION, why, EVERY_EXIT, _MEDIA_FACTS)


def _method(case: Case) -> Iterator[Finding]:
    if case.line is None or not case.line.reuse_needs_erasure_method:
        return
    place = f"{case.line.place}.erasure_methods"
    facts = ("category",)
    methods = ", ".join(case.line.erasure_methods)
    if methods:
        why = message("the policy names an approved method of erasure: {methods}", methods=methods)
        yield Finding(place, Verdict.PASSES, why, REUSE, facts)
    else:
        why = message("the policy names no approved method of erasure for this kind of device")
        yield Finding(place, Verdict.CLOSES, why, REUSE, facts)


def _locks(case: Case) -> Iterator[Finding]:
    facts = ("locks",)
    locks = case.value("locks")
    if locks is None:
        yield case.unknown(facts, REUSE)
    elif locks:
        why = message("a lock is still on it ({locks})", locks=", ".join(sorted(lock.value for lock in locks)))
        yield Finding("domain", Verdict.CLOSES, why, REUSE, facts)
    else:
        yield Finding("domain", Verdict.PASSES, message("no lock is on it"), REUSE, facts)


RULES = (
    Rule("data.classification", Gate.DATA, frozenset({"classification"}), _classification),
    Rule("data.media", Gate.DATA, frozenset({"category", "classification", "media"}), _media),
    Rule("data.erasure-method", Gate.DATA, frozenset({"category"}), _method),
    Rule("locks.released", Gate.LOCKS, frozenset({"locks"}), _locks),
)
