"""The resolver: what a QR code on a device leads to.

Source: GS1-conformant resolver standard 1.2.1; GS1 Digital Link URI syntax 1.7.

Rules:
1. A plain request is sent on (307) to the one default link; the query goes along unchanged.
2. A key answers from its own level, else from the level above. A serial number that is not registered is answered from
   its model, and that is said: the address ends in `#serial-not-registered`, the linkset describes it so, and
   `Kringpas-Answered-By` names the path that answered.
3. `linkType` names a link: sent on, or 404 where there is none, or 300 with the candidates where none is better.
4. `linkType=linkset`, or an Accept header that prefers it, is answered with the linkset of all levels.
5. Malformed is 400, valid but unknown is 404, and each answer, these too, names where the linkset is.
6. A retired label still leads to its device; one that was never claimed is not found.
"""

import json
import re
from collections.abc import Callable
from functools import lru_cache
from html import escape
from typing import Any, NamedTuple
from urllib.parse import parse_qs

from dpp.api.raw import CORS, Asked, Headers, printable
from dpp.domain import linkset
from dpp.domain.errors import NotFound
from dpp.domain.gs1.application_identifiers import IDENTIFIERS
from dpp.domain.gs1.digital_link import WITHDRAWN_NAMES, DigitalLink, parse_path
from dpp.domain.links import Links
from dpp.domain.linkset import Level, Link, Wanted
from dpp.domain.message import message
from dpp.domain.negotiation import languages, media_types
from dpp.domain.opaque import ALPHABET, read_label_code
from dpp.service.reading import PublicReader, Target

WELL_KNOWN = b"/.well-known/gs1resolver"
SUPPORTED_KEYS = ("01", "8004", "414", "417")
NOT_REGISTERED = "serial-not-registered"
_SERIAL_KEYS = frozenset({"21", "235"})
_FIRST_SEGMENTS = frozenset(segment.encode() for segment in {*IDENTIFIERS, *WITHDRAWN_NAMES})
_CODE = re.compile(f"[{ALPHABET}]{{12}}")
_HTML, _JSON, _JSON_LD = "text/html", "application/json", "application/ld+json"
_FORMS = (linkset.MEDIA_TYPE, _JSON, _JSON_LD)

_LINKSET_LINK = f'<%b%b?linkType=linkset>; rel="linkset"; type="{linkset.MEDIA_TYPE}"'.encode()
_PASSPORT_LINK = f'<%b>; rel="{linkset.VOCABULARY}dpp"; type="{_HTML}"'.encode()
_ALWAYS: Headers = [
    (b"vary", b"accept, accept-language"),
    (b"cache-control", b"no-cache"),
    (b"x-content-type-options", b"nosniff"),
    *CORS,
]

LinksOf = Callable[[Links, str, str | None], tuple[Link, ...]]
Answer = tuple[int, Headers, bytes]
Missed = Callable[[], None]


class Resolved(NamedTuple):
    """Where a request leads: `answered_by` is the registered path; `missing` the serial number that is not."""

    target: Target
    anchor: str
    answered_by: str
    model_anchor: str
    missing: str | None = None


def is_resolvable(path: bytes) -> bool:
    """Whether this path is the resolver's: a label, or a GS1 key, however malformed."""
    first, _, rest = path[1:].partition(b"/")
    return (first == b"d" and bool(rest) and b"/" not in rest.rstrip(b"/")) or first in _FIRST_SEGMENTS


class Resolver:
    """Answers for labels and GS1 keys. Raises errors of the tree; `headers` gives what such an answer carries too."""

    def __init__(self, reader: PublicReader, links: Links, links_of: LinksOf = linkset.passport_links) -> None:
        self._reader = reader
        self._links = links
        self._links_of = links_of
        self._public_url = links.public_url.encode()
        self._description = json.dumps(_description(links), indent=1).encode()

    def headers(self, path: bytes) -> Headers:
        """Where the linkset is, and who may read: on every answer."""
        return [(b"link", _LINKSET_LINK % (self._public_url, printable(path))), *_ALWAYS]

    async def describe(self, asked: Asked) -> Answer:
        """The resolver description file."""
        return 200, [*_sized(_JSON, self._description), *self.headers(asked.path)], self._description

    async def resolve(self, asked: Asked, missed: Missed | None = None) -> Answer:
        """The answer to a GET or HEAD of a resolvable path; `missed` is called for a serial number that is not."""
        path = asked.path.decode("ascii", "replace")
        if len(path) > 1 and path.endswith("/"):
            path = path[:-1]
        found = await (self._label(path) if path.startswith("/d/") else self._gs1(path, asked.query))
        if missed is not None and found.missing is not None:
            missed()
        kind = _link_type(asked.query)
        if kind is None:
            form = _preferred((_HTML, *_FORMS), asked.accept)
            return self._default(found, asked) if form == _HTML else self.linkset(found, asked, form)
        if kind == linkset.LINKSET:
            return self.linkset(found, asked, _preferred((*_FORMS, _HTML), asked.accept))
        return self._of_type(found, asked, kind)

    async def _label(self, path: str) -> Resolved:
        code = path.removeprefix("/d/")
        if not _CODE.fullmatch(code):
            code = read_label_code(code)
        label = await self._reader.label(code)
        if label is None:
            raise NotFound(message("No label was printed with code '{code}'.", code=read_label_code(code)))
        if label.target is None:
            raise NotFound(
                message("Label {code} is not on a device yet.", code=code),
                remedy=message("If you are about to label a device, link the label to it first."),
            )
        model_anchor = self._links.passport(label.target.model_id)
        return Resolved(label.target, f"{self._links.public_url}{path}", f"/d/{code}", model_anchor)

    async def _gs1(self, path: str, query: bytes) -> Resolved:
        anchor = f"{self._links.public_url}{path}"
        if not query:  # what is registered is valid and canonical: what equals it needs no parsing
            named = await self._reader.gs1((path,))
            if named is not None:
                return Resolved(named.target, anchor, path, self._links.gs1("/".join(path.split("/")[:3])))
        link = parse_path(path, query.decode("ascii", "replace"))
        levels = link.levels
        named = await self._reader.gs1(levels)
        if named is None:
            raise NotFound(
                message("{elements} is valid, but nothing is registered for it here.", elements=link.elements),
                remedy=message("Ask the maker's own resolver, or scan another code on the device."),
            )
        return Resolved(named.target, anchor, named.path, self._links.gs1(levels[-1]), _missing(link, named.path))

    def _default(self, found: Resolved, asked: Asked) -> Answer:
        """The one default link of the level that answers. Rule 2 of linkset: there is exactly one."""
        return self._send_on(self._links.passport(found.target.passport_id), found, asked)

    def _of_type(self, found: Resolved, asked: Asked, kind: str) -> Answer:
        links = self._links_of(self._links, found.target.passport_id, found.target.model_id)
        accepted = Wanted(languages(_text(asked.languages)), media_types(_text(asked.accept)))
        name = linkset.read_link_type(kind)
        best = linkset.best((link for link in links if link.type == name), accepted)
        if not best:
            raise NotFound(
                message("There is no link of type '{kind}' here.", kind=kind[:100]),
                remedy=message("Ask for linkType=linkset to see which there are."),
            )
        if len(best) > 1:
            body = json.dumps(linkset.linkset([Level(found.anchor, _description_of(found), best)])).encode()
            return 300, [*self._found_headers(found, asked), *_sized(linkset.MEDIA_TYPE, body)], body
        return self._send_on(best[0].href, found, asked)

    def _send_on(self, href: str, found: Resolved, asked: Asked) -> Answer:
        location = href.encode()
        if asked.query:
            location += (b"&" if b"?" in location else b"?") + printable(asked.query)
        if found.missing is not None and b"#" not in location:
            location += b"#" + NOT_REGISTERED.encode()
        return 307, [(b"location", location), *self._found_headers(found, asked), (b"content-length", b"0")], b""

    def linkset(self, found: Resolved, asked: Asked, form: str) -> Answer:
        """The links of all levels, as JSON, JSON-LD or a plain page."""
        levels = self._levels(found)
        headers = self._found_headers(found, asked)
        if form == _HTML:
            body = _page(levels).encode()
            return 200, [*headers, *_sized("text/html; charset=utf-8", body)], body
        context = f'<{linkset.CONTEXT}>; rel="http://www.w3.org/ns/json-ld#context"; type="{_JSON_LD}"'
        body = json.dumps(linkset.linkset(levels, with_context=form == _JSON_LD), ensure_ascii=False).encode()
        return 200, [*headers, (b"link", context.encode()), *_sized(form, body)], body

    def _levels(self, found: Resolved) -> tuple[Level, ...]:
        target = found.target
        own = self._links_of(self._links, target.passport_id, target.model_id)
        levels = [Level(found.anchor, _description_of(found), own)]
        if found.model_anchor != found.anchor:
            product = self._links_of(self._links, target.model_id, target.model_id)
            levels.append(Level(found.model_anchor, "A model of device", product))
        return tuple(levels)

    def _found_headers(self, found: Resolved, asked: Asked) -> Headers:
        page = self._links.passport(found.target.passport_id)
        return [
            (b"link", _PASSPORT_LINK % page.encode()),
            (b"kringpas-answered-by", found.answered_by.encode()),
            *self.headers(asked.path),
        ]


def _missing(link: DigitalLink, answered_by: str) -> str | None:
    """The serial number that was asked for, where a level above it answers."""
    answering = answered_by.split("/")[1::2]
    return next((value for ai, value in link.qualifiers if ai in _SERIAL_KEYS and ai not in answering), None)


def _description_of(found: Resolved) -> str:
    if found.missing is not None:
        return f"Serial number {found.missing} is not registered here: these links are about its model"
    return "A device" if found.target.is_item else "A model of device"


def _link_type(query: bytes) -> str | None:
    """The link type that is asked for, as it was written."""
    if b"linkType" not in query:
        return None
    values = parse_qs(_text(query), keep_blank_values=True, errors="replace").get("linkType")
    return values[0] if values else None


@lru_cache(maxsize=512)
def _preferred_of(offers: tuple[str, ...], accept: bytes) -> str:
    wanted = media_types(_text(accept))
    return max(offers, key=wanted.weight)


def _preferred(offers: tuple[str, ...], accept: bytes) -> str:
    """The offer that is wanted most, of equals the first; also where none is wanted."""
    return _preferred_of(offers, accept[:1000])


def _text(header: bytes) -> str:
    return header.decode("latin-1")


def _sized(media_type: str, body: bytes) -> Headers:
    return [(b"content-type", media_type.encode()), (b"content-length", b"%d" % len(body))]


def _page(levels: tuple[Level, ...]) -> str:
    """The linkset for a person: complete, and plain."""
    parts = []
    for level in levels:
        rows = "".join(
            f'<li><a href="{escape(link.href)}">{escape(title)}</a> ({escape(link.media_type)})</li>'
            for link, title in ((link, link.as_object()["title"]) for link in level.links)
        )
        parts.append(f"<h2>{escape(level.description)}</h2><p>{escape(level.anchor)}</p><ul>{rows}</ul>")
    head = '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Links</title></head>'
    return f"{head}<body><main><h1>Links</h1>{''.join(parts)}</main></body></html>"


def _description(links: Links) -> dict[str, Any]:
    """What `/.well-known/gs1resolver` says, after the description file schema 1.2.0."""
    return {
        "resolverRoot": links.public_url,
        "name": "Kringpas",
        "supportedPrimaryKeys": list(SUPPORTED_KEYS),
        "supportedLinkType": [{"namespace": linkset.VOCABULARY, "prefix": "gs1:"}],
        "linkTypeDefaultCanBeLinkset": False,
        "jsonLdContextLocation": linkset.CONTEXT,
    }
