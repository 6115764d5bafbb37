"""Reports of finders as the pages of their owner show them."""

from lifecycle.domain.found_reports import CHOSEN, print_reference
from lifecycle.service.found_reports import ReportView
from web.pages.contexts.found_reports import FoundReportLine, FoundReportPage
from web.pages.contexts.frame import Choice, FormState
from web.pages.mapping.heads import head_of_line


def report_line(view: ReportView) -> FoundReportLine:
    report = view.report
    return FoundReportLine(
        address=f"/found-reports/{report.reference}",
        reference=print_reference(report.reference),
        head=head_of_line(view.device),
        reported=report.reported_at,
        missing=view.missing,
        outcome=report.outcome,
    )


def report_page(view: ReportView, form: FormState) -> FoundReportPage:
    """A missing device can be recorded as found, with the reference of the report as its reason."""
    line, words = report_line(view), view.report.words
    by_people = view.may_answer and view.report.is_open
    return FoundReportPage(
        line=line,
        where=None if words is None else words.where,
        contact=None if words is None else words.contact,
        may_answer=view.may_answer,
        find=f"{line.head.address}/finding?report={line.reference}" if by_people and view.missing else None,
        closed=view.report.closed_at,
        outcomes=tuple(Choice(each.value, each) for each in CHOSEN) if by_people else (),
        form=form,
    )
