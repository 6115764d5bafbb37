"""Checks a bundle, asking nobody.

Rules:
1. The checkpoint is signed by a key that the reader trusts (`dpp.domain.log.trust`).
2. Every entry is in the tree of that checkpoint; an open one opens its commitment, and its content is about what the
   bundle says that it is about.
3. Of what is open, no number is missing between the first and the last. That nothing came after the last one is not in
   a bundle's power to prove: the log only shows what is in it.
4. Against an earlier checkpoint the tree must go on from there, by the proof in the bundle.
"""

import json
from collections.abc import Iterator
from typing import Any

from dpp.domain.log.bundle import Bundle, Opening, ProvenEntry
from dpp.domain.log.checkpoint import Checkpoint, SignedCheckpoint
from dpp.domain.log.faults import Fault, FaultKind, LeafKey, Verdict
from dpp.domain.log.proofs import is_consistent, is_included
from dpp.domain.log.tree import leaf_hash
from dpp.domain.log.trust import Head, Trust
from dpp.domain.proof import commitment, sha256

_NAMES = {"event": ("device", "number"), "version": ("passport", "version")}


def check_bundle(bundle: Bundle, trust: Trust, against: tuple[Head, ...] = ()) -> Verdict:
    """Every fault of a bundle; `against` are earlier checkpoints that the reader kept."""
    try:
        signed = SignedCheckpoint.parse(bundle.checkpoint)
    except ValueError as error:
        return Verdict({}, (Fault(FaultKind.FORM, f"its checkpoint cannot be read: {error}"),))
    head = signed.checkpoint
    faults = [*trust.faults_of(signed, "its checkpoint")]
    for entry in bundle.entries:
        faults.extend(_faults_of(entry, head))
    faults.extend(_gaps(bundle))
    for earlier in against:
        faults.extend(trust.faults_of(earlier.signed, earlier.name))
        faults.extend(_parted(bundle, head, earlier))
    opened = sum(entry.opening is not None for entry in bundle.entries)
    checked = {"entries": len(bundle.entries), "opened": opened, "size of the log": head.size}
    return Verdict(checked, tuple(faults), tuple(_notes(bundle)))


def _faults_of(entry: ProvenEntry, head: Checkpoint) -> Iterator[Fault]:
    def fault(kind: FaultKind, what: str) -> Fault:
        return Fault(kind, what, entry.index, entry.key)

    if not is_included(entry.index, head.size, leaf_hash(entry.commitment), entry.path, head.root):
        yield fault(FaultKind.PROOF, "its proof does not lead to the root of the checkpoint")
    if entry.opening is None:
        return
    try:
        opens = commitment(entry.opening.salt, entry.opening.content) == entry.commitment.hex()
    except ValueError as error:
        yield fault(FaultKind.FORM, str(error))
        return
    if not opens:
        yield fault(FaultKind.CONTENT_DIFFERS, "what it says is not what was committed to")
    elif what := _mislabelled(entry.key, entry.opening):
        yield fault(FaultKind.CONTENT_DIFFERS, what)


def _mislabelled(key: LeafKey, opening: Opening) -> str | None:
    """Why the content is not that of this key; None where it is."""
    try:
        said: Any = json.loads(opening.content)
    except ValueError:
        return "what was committed to is no JSON"
    subject, number = _NAMES.get(key.kind, ("subject", "number"))
    if not isinstance(said, dict) or (said.get(subject), said.get(number)) != (key.subject, key.number):
        return "what was committed to is about something else"
    if opening.received is not None and sha256(opening.received) != said.get("sha256"):
        return "the bytes of this version are not those that were received"
    return None


def _gaps(bundle: Bundle) -> Iterator[Fault]:
    there: dict[tuple[str, str], set[int]] = {}
    for entry in bundle.entries:
        if entry.opening is not None and entry.key.kind in _NAMES:
            there.setdefault((entry.key.kind, entry.key.subject), set()).add(entry.key.number)
    for (kind, subject), numbers in there.items():
        for number in sorted(set(range(1, max(numbers))) - numbers):
            what = "this is missing from the bundle, though later ones are in it"
            yield Fault(FaultKind.ENTRY_MISSING, what, about=LeafKey(kind, subject, number))


def _parted(bundle: Bundle, head: Checkpoint, earlier: Head) -> Iterator[Fault]:
    old = earlier.signed.checkpoint
    if old.origin != head.origin:
        yield Fault(FaultKind.FORKED, f"{earlier.name} is of another log, {old.origin}")
    elif old.size > head.size:
        yield Fault(FaultKind.TRUNCATED, f"{earlier.name} has {old.size} entries, the bundle's checkpoint {head.size}")
    elif old.size < head.size and (bundle.goes_on is None or bundle.goes_on.size != old.size):
        what = f"the bundle does not prove that the log goes on from {earlier.name}: ask for one since {old.size}"
        yield Fault(FaultKind.PROOF, what)
    else:
        path = bundle.goes_on.path if bundle.goes_on and old.size < head.size else ()
        if old.size and not is_consistent(old.size, head.size, old.root, head.root, path):
            yield Fault(FaultKind.FORKED, f"the log does not go on from {earlier.name}: its history was rewritten")


def _notes(bundle: Bundle) -> Iterator[str]:
    closed = sum(entry.opening is None for entry in bundle.entries)
    if closed:
        yield f"{closed} entries are closed: the log holds their commitments, what they say is not in this bundle."
    for entry in bundle.entries:
        if entry.erased is not None:
            yield f"A text of {entry.key} was erased on {entry.erased.on} ({entry.erased.ground}); its proof stands."
    if bundle.waiting:
        yield f"{len(bundle.waiting)} were not in the log yet when the bundle was made."
