"""Publishing tells the outbox: one notice for each version and destination, in the same transaction."""

from dataclasses import dataclass, field, replace

import pytest

from dpp.domain.document import PassportStatus
from dpp.domain.opaque import DeviceKey, PassportId
from dpp.domain.proof import canonical
from dpp.domain.registration.notices import Destination, Notice
from dpp.service.acts import Act, Subject
from dpp.service.publishing import Publisher
from tests.support.service_world import OWNER, ROUTER, START, World, laptop


@dataclass
class Press:
    """A publisher that tells these destinations."""

    destinations: tuple[Destination, ...] = (Destination.REGISTRY,)
    world: World = field(default_factory=World)

    @property
    def publisher(self) -> Publisher:
        return replace(self.world.publisher, destinations=self.destinations)

    @property
    def notices(self) -> list[Notice]:
        return [queued.notice for queued in self.world.storage.committed.outbox.rows.values()]

    def model(self) -> PassportId:
        with self.world.storage.writing() as work:
            model = self.publisher.new_model(work, Act(ROUTER, START), laptop())
            work.commit()
        return model.passport_id


@pytest.fixture
def press() -> Press:
    return Press()


def test_where_nobody_is_configured_nothing_is_stored() -> None:
    press = Press(destinations=())
    press.model()
    assert press.notices == []


def test_a_version_gives_a_notice_for_each_destination_with_its_hash(press: Press) -> None:
    press.destinations = (Destination.REGISTRY, Destination.BACKUP)
    model = press.model()
    version = press.world.storage.committed.passports.every_version[model, 1]
    assert [(each.destination, each.version, each.kind, each.rank) for each in press.notices] == [
        (Destination.REGISTRY, 1, "created", 0),
        (Destination.BACKUP, 1, "created", 0),
    ]
    assert {each.sha256 for each in press.notices} == {version.sha256}
    assert {each.at for each in press.notices} == {version.recorded_at}


def test_a_transaction_that_fails_tells_nobody(press: Press) -> None:
    with press.world.storage.writing() as work:
        press.publisher.new_model(work, Act(ROUTER, START), laptop())
    assert press.notices == []


def test_a_change_and_a_change_of_status_are_told_as_what_they_are(press: Press) -> None:
    model = press.model()
    for number in range(2):
        with press.world.storage.writing() as work:
            stored = work.passports.get(model)
            assert stored is not None
            if number:
                press.publisher.set_status(work, Act(ROUTER, START), stored, PassportStatus.ARCHIVED)
            else:
                press.publisher.revise_model(work, Act(ROUTER, START), stored, laptop(weight=None, releaseYear=2021))
            work.commit()
    assert [(each.version, each.kind) for each in press.notices] == [(1, "created"), (2, "revised"), (3, "status")]


def test_many_items_at_once_are_told_at_once(press: Press) -> None:
    model = press.model()
    many = [(Subject(model, device=DeviceKey(f"device{number:010}")), canonical({})) for number in range(3)]
    with press.world.storage.writing() as work:
        made = press.publisher.new_items(work, Act(OWNER, START), many)
        work.commit()
    assert len(made) == 3
    assert [each.rank for each in press.notices] == [0, 2, 2, 2]
