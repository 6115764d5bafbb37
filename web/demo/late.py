"""What came late: a scanner that was offline, and one whose clock nobody can believe."""

from datetime import timedelta

from dpp.domain.opaque import DeviceKey
from lifecycle.domain.events import ChargerSeen, EventId, Inspected
from lifecycle.domain.inbox import BatchId, SentEvent
from lifecycle.domain.vocabulary import CosmeticGrade, FunctionalGrade
from lifecycle.service.event_batches import EventBatch
from web.demo.stage import Stage

GRADED = Inspected(functional=FunctionalGrade.F4, cosmetic=CosmeticGrade.C4)


def offline(stage: Stage, phone: DeviceKey, swollen: DeviceKey) -> None:
    """Two minutes behind: its first event is recorded. The second waits: a colleague found that battery swollen."""
    sent = stage.use.event_batches.clock() - timedelta(minutes=2)
    events = (
        SentEvent(
            event_id=EventId("demo-offline-1"),
            occurred_at=sent - timedelta(hours=2),
            happening=ChargerSeen(present=True),
            device=phone,
        ),
        SentEvent(
            event_id=EventId("demo-offline-2"),
            occurred_at=sent - timedelta(hours=1),
            happening=GRADED,
            device=swollen,
        ),
    )
    batch = EventBatch(batch=BatchId("demo-offline"), scanner="Handscanner 3", sent_at=sent, events=events)
    stage.use.event_batches.send(stage.actors["ict"], batch)


def wrong_clock(stage: Stage, phone: DeviceKey) -> None:
    """Three hours behind: nobody knows when anything happened, and all of it waits."""
    sent = stage.use.event_batches.clock() - timedelta(hours=3)
    event = SentEvent(
        event_id=EventId("demo-clock-1"), occurred_at=sent - timedelta(minutes=10), happening=GRADED, device=phone
    )
    batch = EventBatch(batch=BatchId("demo-clock"), scanner="Handscanner 7", sent_at=sent, events=(event,))
    stage.use.event_batches.send(stage.actors["ict"], batch)
