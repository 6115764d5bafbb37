"""The labels of a device, as its events tell."""

from dataclasses import replace

from dpp.domain.labels.rolls import LabelFault, LabelState
from dpp.domain.opaque import LabelCode
from lifecycle.domain.events import LabelLinked, LabelRetired
from lifecycle.domain.facts import ClaimKind, IdentityClaim
from lifecycle.domain.fold import apply
from lifecycle.domain.labels import labels_of
from lifecycle.domain.public import public_history
from tests.unit.lifecycle.device.lives import REGISTERED, SCANNED, Life, registered

FIRST, SECOND = LabelCode("000000000011"), LabelCode("00000000002z")
LINKED = LabelLinked(label=FIRST)


def test_a_label_is_on_the_device_until_it_is_retired_and_is_known_after() -> None:
    life = registered().then(LINKED).then(LabelLinked(label=SECOND))
    assert life.state.labels[-2:] == (FIRST, SECOND)
    life.then(LabelRetired(label=FIRST, fault=LabelFault.DAMAGED))
    assert life.state.labels == (SECOND,)
    assert life.state.retired_labels == (FIRST,)
    assert labels_of(life.state) == {SECOND: LabelState.ACTIVE, FIRST: LabelState.RETIRED}


def test_a_label_on_a_placeholder_is_a_claim_by_which_it_is_found() -> None:
    """A device with a passport needs no claim: its label leads to the passport."""
    claim = IdentityClaim(ClaimKind.LABEL, FIRST, "link", 1.0)
    assert Life().then(SCANNED).then(LINKED).state.claims == (claim,)
    assert claim not in registered().then(LINKED).state.claims


def test_a_label_that_was_scanned_on_a_placeholder_is_its_label_and_can_be_retired() -> None:
    scanned = replace(SCANNED, claims=(IdentityClaim(ClaimKind.LABEL, FIRST, "scan", 0.9),))
    life = Life().then(scanned)
    assert labels_of(life.state) == {FIRST: LabelState.ACTIVE}
    life.then(LabelRetired(label=FIRST, fault=LabelFault.LOST))
    assert labels_of(life.state) == {FIRST: LabelState.RETIRED}


def test_a_placeholder_that_is_registered_under_its_label_has_it_once() -> None:
    life = Life().then(SCANNED).then(LINKED)
    before = life.event(replace(REGISTERED, label=FIRST))
    assert apply(life.state, before).labels == (FIRST,)


def test_the_public_hears_nothing_of_labels() -> None:
    life = registered()
    before = public_history(life.events)
    life.then(LINKED).then(LabelRetired(label=FIRST, fault=LabelFault.LOST))
    assert public_history(life.events) == before
