"""Collections, weights and differences of loads in SQL: the store behind `lifecycle.service.load_ports`."""

from pydantic import TypeAdapter
from sqlmodel import Session, col, select

from dpp.adapters.contested import add_contested
from dpp.domain.actor import AccountId, OrganisationId
from dpp.domain.message import message
from dpp.domain.proof import canonical
from lifecycle.adapters.rows.loads import ConsignmentCollectionRow, LoadDifferenceRow, WeightReportRow
from lifecycle.domain.consignment import Collection, LoadDifference, WeightReport, WeightReportId
from lifecycle.domain.events import ConsignmentId, plain

_REPORT: TypeAdapter[WeightReport] = TypeAdapter(WeightReport)
_DIFFERENCE: TypeAdapter[LoadDifference] = TypeAdapter(LoadDifference)


class SqlLoads:
    """`LoadStore` over a session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add_collection(self, collection: Collection) -> None:
        add_contested(
            self._session,
            ConsignmentCollectionRow(
                consignment_id=collection.consignment,
                collected_at=collection.collected_at,
                recorded_at=collection.recorded_at,
                actor=collection.by,
                organisation=collection.organisation,
                manifest_sha256=collection.manifest_sha256,
                seal=collection.seal,
            ),
            message("Consignment {id} was collected already.", id=collection.consignment),
            message("Read it again: somebody else recorded the collection."),
        )

    def collection(self, consignment: ConsignmentId) -> Collection | None:
        row = self._session.get(ConsignmentCollectionRow, consignment)
        if row is None:
            return None
        return Collection(
            consignment=consignment,
            collected_at=row.collected_at,
            recorded_at=row.recorded_at,
            by=AccountId(row.actor),
            organisation=OrganisationId(row.organisation),
            manifest_sha256=row.manifest_sha256,
            seal=row.seal,
        )

    def add_report(self, report: WeightReport) -> None:
        self._session.add(
            WeightReportRow(
                report_id=report.id,
                consignment_id=report.consignment,
                stage=report.stage,
                recorded_at=report.recorded_at,
                content=canonical(plain(report)).decode(),
            )
        )
        self._session.flush()

    def report(self, report: WeightReportId) -> WeightReport | None:
        row = self._session.get(WeightReportRow, report)
        return None if row is None else _REPORT.validate_json(row.content)

    def reports(self, consignment: ConsignmentId) -> tuple[WeightReport, ...]:
        row = WeightReportRow
        mine = select(row.content).where(row.consignment_id == consignment)
        ordered = mine.order_by(col(row.recorded_at), col(row.report_id))
        return tuple(map(_REPORT.validate_json, self._session.exec(ordered)))

    def put_difference(self, difference: LoadDifference) -> None:
        answer = difference.answer
        self._session.merge(
            LoadDifferenceRow(
                difference_id=difference.id,
                consignment_id=difference.consignment,
                kind=difference.kind,
                found_at=difference.found_at,
                answered_at=None if answer is None else answer.at,
                content=canonical(plain(difference)).decode(),
            )
        )
        self._session.flush()

    def differences(self, consignment: ConsignmentId) -> tuple[LoadDifference, ...]:
        row = LoadDifferenceRow
        mine = select(row.content).where(row.consignment_id == consignment)
        ordered = mine.order_by(col(row.found_at), col(row.difference_id))
        return tuple(map(_DIFFERENCE.validate_json, self._session.exec(ordered)))
