"""Context of the page on which labels are printed: one, a consignment's, or those of codes that somebody scans."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

from dpp.domain.message import Message
from web.pages.contexts.frame import NEW_FORM, Choice, FormState, Link


@dataclass(frozen=True)
class PrintChoices:
    """What can be chosen for any label."""

    sizes: Annotated[tuple[Choice, ...], "The sizes, by name and title"]
    data_matrix: Annotated[tuple[Choice, ...], "What a Data Matrix beside the QR code may carry"]
    parts: Annotated[tuple[Choice, ...], "What may stand on it besides link and code"]
    resolutions: Annotated[tuple[Choice, ...], "Dots to the inch, of printers"]
    places: Annotated[int, "How many labels are on a sheet of this size; 1 for a roll"]


@dataclass(frozen=True)
class LabelPage:
    """Labels to print: how they will look, and what the printer is given."""

    template: ClassVar[str] = "label.html"
    title: Annotated[Message, "Whose labels"]
    address: Annotated[str, "Where the form goes"]
    choices: Annotated[PrintChoices, "What can be chosen"]
    chosen: Annotated[frozenset[str], "The parts that stand on the label"]
    form: Annotated[FormState, "What was chosen, and why it cannot be printed so"] = NEW_FORM
    count: Annotated[int, "How many labels; 0 where the person still says which"] = 1
    preview: Annotated[str | None, "The first label as an address of an image; none where it cannot be printed so"] = (
        None
    )
    words: Annotated[str, "What that label says, for who does not see it"] = ""
    link: Annotated[str, "What its QR code says"] = ""
    files: Annotated[tuple[Link, ...], "The labels for printers"] = ()
    calibration: Annotated[str | None, "Address of the page that shows how far a printer is off"] = None
    back: Annotated[Link | None, "The page that this belongs to"] = None
