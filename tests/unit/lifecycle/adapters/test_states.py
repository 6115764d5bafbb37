"""A device's state as text, and back; and recording on a kept state instead of on the whole life."""

from dataclasses import replace

from hypothesis import HealthCheck, given, settings

from lifecycle.adapters.states import FOLD, read_state, write_state
from lifecycle.domain.fold import apply, fold
from tests.unit.lifecycle.device.lives import Life
from tests.unit.lifecycle.device.test_sequences import lives


@settings(max_examples=50, suppress_health_check=list(HealthCheck))
@given(lives().filter(lambda life: bool(life.events)))
def test_a_state_reads_back_as_it_was_kept(life: Life) -> None:
    state = fold(life.events)
    assert state is not None
    assert read_state(write_state(state)) == state


@settings(max_examples=50, suppress_health_check=list(HealthCheck))
@given(lives().filter(lambda life: bool(life.events)))
def test_a_kept_state_goes_on_as_the_whole_life_would(life: Life) -> None:
    """What is kept after one event and read back takes the next event as the device itself does."""
    *earlier, last = sorted(life.events, key=lambda event: event.occurred_at)
    before = fold(earlier)
    if before is not None:
        assert apply(read_state(write_state(before)), last) == fold([*earlier, last])


@settings(max_examples=50, suppress_health_check=list(HealthCheck))
@given(lives().filter(lambda life: bool(life.events)))
def test_a_state_holds_nothing_that_may_have_to_be_erased(life: Life) -> None:
    said = [replace(event, happening=replace(event.happening, remark="Asked by Anna")) for event in life.events]
    assert fold(said) == fold(life.events)


def test_the_digest_of_the_code_is_a_hash() -> None:
    assert len(FOLD) == 64
    assert int(FOLD, 16)
