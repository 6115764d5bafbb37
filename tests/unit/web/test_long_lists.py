"""A thousand rows, and none: a list shows a bounded number and leads to the rest, and is never an empty table."""

import re
from dataclasses import replace
from inspect import signature
from typing import Any

import pytest

from dpp.service.imports.imports import Imports
from lifecycle.service import allocating, cases, found_reports, hooks, requests
from lifecycle.service.class_decisions import ClassDecisions
from tests.support.page_samples import frame_for, samples
from web.pages.paging import ROWS
from web.pages.rendering import TEMPLATES, Pages

PAGES = Pages()
MANY = 1000
LISTS = {
    "people": "people",
    "organisations": "organisations",
    "keys": "keys",
    "journal": "lines",
    "account": "keys",
    "inbox": "lines",
    "found-reports": "lines",
    "cases": "lines",
    "requests": "lines",
    "allocations": "lines",
    "classes": "lines",
    "lots": "lines",
    "lot-handed-over": "devices",
    "mandates": "lines",
    "overrides": "lines",
    "repairs": "rows",
    "repairers": "lines",
    "reservations": "lines",
    "web-hooks": "lines",
    "consignments": "inbox",
    "claims-queue": "waiting",
    "contradictions": "lines",
    "erasure-tray": "media",
    "marketplace-towns": "lines",
    "parts": "lines",
    "goods": "lines",
    "donation": "stock",
}
SAMPLES: dict[str, Any] = samples()


@pytest.mark.parametrize("name", LISTS)
def test_a_thousand_rows_come_in_pages_that_lead_to_the_rest(name: str) -> None:
    """The second page has other rows, and the same filters."""
    page, person, address = SAMPLES[name]
    rows = getattr(page, LISTS[name])
    assert rows, "the sample has a row to repeat"
    many = replace(page, **{LISTS[name]: (rows[0],) * MANY})
    html = PAGES.render(many, frame_for("en", person, address))
    body = html[html.index("<main") : html.index("</main>")]
    assert len(re.findall(r"<tr\b|<li\b", body)) < 3 * ROWS
    assert f"1 to {ROWS} of 1,000" in body
    assert 'rel="next"' in body


@pytest.mark.parametrize("name", [*LISTS, "erasure-tools"])
def test_a_list_without_rows_is_words_and_no_empty_table(name: str) -> None:
    page, person, address = SAMPLES[name]
    none = replace(page, **{LISTS.get(name, "tools"): ()})
    html = PAGES.render(none, frame_for("en", person, address))
    body = html[html.index("<main") : html.index("</main>")]
    assert not re.search(r"<(tbody|ul|ol|dl)\b[^>]*>\s*</\1>", body)


def test_a_list_that_ends_says_so_where_its_query_ends() -> None:
    """The number in the template is the limit of the question to the database."""
    limits = {
        "cases": cases.LARGEST_LIST,
        "found_reports": found_reports.LARGEST_LIST,
        "web_hook": hooks.LARGEST_LIST,
        "requests": requests.LARGEST_LIST,
        "allocations": allocating.LARGEST_LIST,
        "class_decisions": _default(ClassDecisions.newest, "limit"),
        "imports": _default(Imports.newest, "limit"),
    }
    told = {name: re.findall(r"most=(\d+)", (TEMPLATES / f"{name}.html").read_text()) for name in limits}
    assert told == {name: [str(limit)] for name, limit in limits.items()}


def _default(function: Any, name: str) -> int:
    default: int = signature(function).parameters[name].default
    return default
