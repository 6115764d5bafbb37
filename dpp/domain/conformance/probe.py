"""One resolver that is asked about one identifier that it knows: asks each thing once, and remembers the answer."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlsplit

from dpp.domain.conformance.exchange import Answer, Ask, Fetch
from dpp.domain.errors import InvalidInput
from dpp.domain.gs1.digital_link import DigitalLink, parse
from dpp.domain.message import message

LINKSET_JSON = "application/linkset+json"
VOCABULARIES = ("https://ref.gs1.org/voc/", "https://gs1.org/voc/", "http://gs1.org/voc/", "https://www.gs1.org/voc/")
_DEFAULT = "defaultLink"


@dataclass(frozen=True)
class TypedLink:
    """One link of a linkset. `type` is the name in GS1's vocabulary, or the whole key where it is none of that."""

    type: str
    href: str
    media_type: str
    languages: tuple[str, ...]
    contexts: tuple[str, ...]


class Probe:
    """Over a root such as `https://id.example.org`, and a Digital Link below it. `fetch` asks relative to the host."""

    def __init__(self, link: DigitalLink, scheme: str, fetch: Fetch) -> None:
        self.link = link
        self.root = f"{scheme}://{link.host}{link.stem}"
        self.scheme = scheme
        self.path = f"{link.stem}{link.path}"
        self._fetch = fetch
        self._answers: dict[Ask, Answer] = {}
        self._asked: list[str] = []

    def ask(self, path: str, method: str = "GET", *, accept: str = "", language: str = "") -> Answer:
        """The answer to this request, from memory where it was asked before."""
        asked = Ask(path, method, accept, language)
        if str(asked) not in self._asked:
            self._asked.append(str(asked))
        if asked not in self._answers:
            self._answers[asked] = self._fetch(asked)
        return self._answers[asked]

    def asked(self) -> tuple[str, ...]:
        """The requests since this was last called."""
        asked, self._asked = tuple(self._asked), []
        return asked

    @property
    def plain(self) -> Answer:
        """The answer to whoever asks for nothing in particular."""
        return self.ask(self.path)

    def of_type(self, kind: str, *, accept: str = "", language: str = "", context: str = "") -> Answer:
        """The answer to a request for one link type, written as in a query."""
        more = f"&context={quote(context, safe='')}" if context else ""
        return self.ask(f"{self.path}?linkType={kind}{more}", accept=accept, language=language)

    @property
    def linkset_answer(self) -> Answer:
        return self.ask(f"{self.path}?linkType=linkset", accept=LINKSET_JSON)

    def contexts(self) -> list[dict[str, Any]]:
        """The link contexts of the linkset; none where there is no linkset."""
        document = self.linkset_answer.json()
        listed = document.get("linkset") if isinstance(document, dict) else None
        return [entry for entry in listed if isinstance(entry, dict)] if isinstance(listed, list) else []

    def links(self) -> list[TypedLink]:
        """The links of the first level that has any: what a request for a link type is answered from."""
        return next((found for context in self.contexts() if (found := links_of(context))), [])

    def described(self) -> Any:
        """The description file as JSON; None where there is none."""
        return self.ask("/.well-known/gs1resolver", accept="application/json").json()


def links_of(context: dict[str, Any]) -> list[TypedLink]:
    """Every link of a link context that has an address."""
    return [
        _typed(name_of(key), entry)
        for key, entries in context.items()
        for entry in (entries if isinstance(entries, list) else ())
        if isinstance(entry, dict) and isinstance(entry.get("href"), str)
    ]


def name_of(key: str) -> str:
    """The name of a link type of GS1, whichever of its namespaces the key is written in."""
    return next((key.removeprefix(prefix) for prefix in VOCABULARIES if key.startswith(prefix)), key)


def is_default(link: TypedLink) -> bool:
    return link.type == _DEFAULT


def leads_to(answer: Answer, href: str) -> bool:
    """Whether an answer sends on to this address, with or without the query of the request."""
    if not answer.is_redirect:
        return False
    wanted, got = urlsplit(href), urlsplit(answer.location)
    same = (wanted.scheme, wanted.netloc, wanted.path) == (got.scheme, got.netloc, got.path)
    return same and got.query.startswith(wanted.query)


def probe(url: str, identifier: str | None, fetch: Fetch) -> Probe:
    """The probe for a whole Digital Link URI, or for a root and an identifier (`/01/.../21/...`) below it.

    Raises InvalidInput for what is no Digital Link.
    """
    whole = url.rstrip("/") + (identifier or "")
    try:
        link = parse(whole)
    except InvalidInput as error:
        raise InvalidInput(
            message("'{url}' is not the address of an identifier that can be asked for.", url=whole[:200]),
            error.problems,
            remedy=message("Give one that the resolver knows: --identifier /01/09521234543213/21/ABC"),
        ) from error
    return Probe(link, urlsplit(whole).scheme.lower(), fetch)


def _typed(kind: str, entry: dict[str, Any]) -> TypedLink:
    media_type = entry.get("type")
    return TypedLink(
        kind,
        entry["href"],
        media_type if isinstance(media_type, str) else "",
        _texts(entry.get("hreflang")),
        _texts(entry.get("context")),
    )


def _texts(value: Any) -> tuple[str, ...]:
    listed = value if isinstance(value, list) else [value]
    return tuple(each for each in listed if isinstance(each, str))
