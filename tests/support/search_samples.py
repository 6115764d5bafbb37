"""Contexts for the page of the search. What is found is invented; the models exist."""

from dpp.domain.message import message
from dpp.domain.search import How, Kind, Match, What
from dpp.domain.search.matching import reason
from web.pages.contexts.frame import FormState, Person
from web.pages.contexts.search import SearchGroup, SearchHit, SearchPage
from web.pages.rendering import Page

LONG = "Stichting ter bevordering van het hergebruik van beeldschermen en telefoons in de noordelijke provincies (demo)"
EXACT, GUESS = reason(Match(How.BEGINS, 0.9)), reason(Match(How.SIMILAR, 0.5, 1))
LAPTOP = SearchHit("Dell Latitude 7420", "/devices/7k3m9x2p4q8d7k3m", What.SERIAL, "5CG1234X9B", EXACT)
NEAR = SearchHit("HP EliteBook 840", "/devices/7k3m9x2p4q8d7k3n", What.ASSET_TAG, "SSC-004127", GUESS, is_guess=True)
PALLET = SearchHit(
    "7k3m9x2p4q8d7k3m9x2p",
    "/consignments/7k3m9x2p4q8d7k3m9x2p",
    What.LOAD_UNIT,
    "387119000000000015",
    EXACT,
    parties=("Ministerie (demo)", "Domeinen Roerende Zaken (demo)"),
)
HELPER = SearchHit(LONG, "/admin/organisations/o1", What.NAME, LONG, reason(Match(How.WORDS, 0.6)))
FOUND = SearchPage(
    query="5CG1234",
    groups=(
        SearchGroup(Kind.DEVICE, (LAPTOP, NEAR), more=True),
        SearchGroup(Kind.CONSIGNMENT, (PALLET,)),
        SearchGroup(Kind.ORGANISATION, (HELPER,)),
    ),
    kinds=tuple(Kind),
    form=FormState({"q": "5CG1234"}),
    warnings=(message("It has the letter O: compare it with the label, it may be the digit 0."),),
)
NOTHING = SearchPage(
    query="5CGO",
    kinds=tuple(Kind),
    chosen=Kind.DEVICE,
    form=FormState({"q": "5CGO"}),
    understood=(message("Three groups of four: a label code with a typing error?"),),
    warnings=(message("It has the letter O: compare it with the label, it may be the digit 0."),),
)
TOO_LONG = SearchPage(
    kinds=(Kind.MODEL,),
    form=FormState(
        {"q": "x" * 100},
        {
            "q": message(
                "A search has {least} to {most} characters; this one has {count}.", least=2, most=100, count=120
            )
        },
    ),
)


def samples(person: Person) -> dict[str, tuple[Page, Person | None, str]]:
    """What is found, nothing, too little and too much."""
    return {
        "search": (SearchPage(kinds=tuple(Kind)), person, "/search"),
        "search-found": (FOUND, person, "/search?q=5CG1234"),
        "search-nothing": (NOTHING, person, "/search?q=5CGO&kind=device"),
        "search-visitor": (SearchPage(query="5CGO", kinds=(Kind.MODEL,), form=NOTHING.form), None, "/search?q=5CGO"),
        "search-too-short": (SearchPage(query="5", form=FormState({"q": "5"}), too_short=True), None, "/search?q=5"),
        "search-too-long": (TOO_LONG, None, "/search"),
    }
