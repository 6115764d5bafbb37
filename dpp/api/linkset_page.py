"""The linkset for a person, complete and plain: what is served where nobody hands in a page of a better design."""

from html import escape

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from dpp.domain.linkset.link import Level


def plain_page(request: Request, levels: tuple[Level, ...], status: int) -> Response:  # noqa: ARG001 (every `LinksPage` gets it)
    """A heading for each level, and its links as a list."""
    head = '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Links</title></head>'
    sections = "".join(map(_section, levels))
    return HTMLResponse(f"{head}<body><main><h1>Links</h1>{sections}</main></body></html>", status)


def _section(level: Level) -> str:
    rows = (
        f'<li><a href="{escape(link.href)}">{escape(link.shown_title)}</a> {escape(link.media_type)}</li>'
        for link in level.links
    )
    return f"<h2>{escape(level.description)}</h2><p>{escape(level.anchor)}</p><ul>{''.join(rows)}</ul>"
