"""Pages of faults: filled, few and empty; files that wait, are done, failed; a section of a model."""

from dataclasses import replace

from dpp.domain.actor import AccountId
from dpp.domain.message import message
from dpp.domain.opaque import PassportId
from lifecycle.domain.faults.counts import Counted, FaultFigures, Wanted, figures
from lifecycle.domain.faults.kinds import NOT_CLASSIFIED, NOT_DESCRIBED, NOT_KNOWN, OTHER_BRAND, Origin, ProductKind
from lifecycle.domain.faults.loads import FaultLoad, LoadState, Refusal, Taken
from lifecycle.domain.faults.open_data import read_row
from lifecycle.service.faults import FaultReport, ModelFaults, Source
from tests.support.fault_samples import NOW, PUBLISHED, REFERENCE, row
from web.pages.contexts.faults import FaultFilePage, FaultFilesPage, FaultsSection
from web.pages.contexts.frame import NEW_FORM, Person
from web.pages.mapping.faults import FAULTS, FILES, faults_page, load_line, section_of
from web.pages.rendering import Page

POLICY = REFERENCE.policy
SOURCE = Source("OpenRepairData_v0.3_aggregate_202507.csv", PUBLISHED, "0" * 64, 12_989)
LOAD = FaultLoad(number=1, name=SOURCE.name, sha256="ab", dated=PUBLISHED, tables="1", asked_at=NOW, by=AccountId("a"))
LOADS = (
    LOAD,
    LOAD.held(NOW).after(Taken(10, 2, 3, 4), 19, NOW),
    replace(LOAD, state=LoadState.FINISHED, taken=Taken(10, 0, 0, 0, refused=1)),
    replace(LOAD, state=LoadState.FAILED, why=message("The file cannot be read as CSV: line {line}.", line=4)),
)

_FAULTS: Counted = {
    ("battery", "fixed"): 60,
    ("screen", "end-of-life"): 30,
    (NOT_CLASSIFIED, "unknown"): 9,
    (NOT_DESCRIBED, "fixed"): 1,
}
_FEW: Counted = {("battery", "fixed"): 3, ("screen", "end-of-life"): 2}
_BARRIERS: Counted = {("repair-information-not-available", "end-of-life"): 20, (NOT_KNOWN, "end-of-life"): 10}
_BRANDS: Counted = {("HP", "fixed"): 70, (OTHER_BRAND, "fixed"): 20, (NOT_KNOWN, "fixed"): 10}
_AGES: Counted = {("0-2", "fixed"): 70, ("10+", "end-of-life"): 20, (NOT_KNOWN, "fixed"): 10}


def counted(origin: Origin, by_fault: Counted) -> FaultFigures:
    return figures(origin, POLICY, by_fault, _BARRIERS, _BRANDS, _AGES)


MANY, FEW = counted(Origin.OPEN, _FAULTS), counted(Origin.OWN, _FEW)
NONE = figures(Origin.OWN, POLICY, {}, {}, {}, {})
REPORT = FaultReport(Wanted(), MANY, FEW, (SOURCE,), ("Acer", "HP"), POLICY.bands, POLICY.small)


def section() -> FaultsSection:
    """What usually breaks of a model with a few repairs here."""
    wanted = Wanted(kind=ProductKind.LAPTOP, brand="HP")
    found = section_of(ModelFaults(PassportId("model-hp"), FEW, MANY, wanted, (SOURCE,)))
    assert found is not None
    return found


def refusals() -> tuple[Refusal, ...]:
    read = read_row(row(country="NL"), REFERENCE, PUBLISHED)
    assert isinstance(read, tuple)
    return tuple(Refusal(2, problem.path, problem.what) for problem in read)


def samples(administrator: Person) -> dict[str, tuple[Page, Person | None, str]]:
    """As everybody and as an administrator see them."""
    asked = replace(REPORT, wanted=Wanted(ProductKind.LAPTOP, "HP", "0-2"))
    nothing = replace(REPORT, others=NONE, own=NONE, sources=())
    lines = tuple(map(load_line, LOADS))
    return {
        "faults": (faults_page(REPORT, files=True, export=True), administrator, FAULTS),
        "faults-asked": (faults_page(asked, files=False, export=False), None, FAULTS),
        "faults-none": (faults_page(nothing, files=False, export=False), None, FAULTS),
        "fault-files": (FaultFilesPage(lines, 2**24), administrator, FILES),
        "fault-files-none": (FaultFilesPage((), 2**24, NEW_FORM), administrator, FILES),
        "fault-file": (FaultFilePage(lines[2], refusals()), administrator, f"{FILES}/1"),
        "fault-file-whole": (FaultFilePage(lines[0], ()), administrator, f"{FILES}/1"),
    }
