"""The quick way through plain tags reads what html5lib reads, and finds the faults that it finds."""

from xml.etree.ElementTree import tostring

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.html_reading import as_it_comes, parser

WHOLE = "<!doctype html><html lang='en'><head><title>a</title></head><body>{}</body></html>"
PIECES = [
    *("<p>", "</p>", "<p", ">", "<P>", "</P >", "<br>", "<br/>", "<br / >", "<div/>", "</div/>", "</p id='a'>", "<td>"),
    *(' id="a"', " id='a'", ' id="a" id="b"', ' ID="a"', " hidden", " a=b", ' a ="b"', ' a="b"c="d"', ' a="&amp;"'),
    *(
        ' a="&"',
        ' a="<"',
        ' a="\0"',
        ' a="\n"',
        "/",
        '"',
        "'",
        "=",
        " ",
        "\n",
        "\t",
        "\f",
        "&amp;",
        "&",
        "<",
        "</",
        "<!",
    ),
    *("<script>", "</script>", "<textarea>", "</textarea>", "<svg>", "<path d=''/>", '<path d="M0"/>', "</svg>"),
    *("<table>", "</table>", "<!-- <p> -->", "<?", "</>", "<>", "é", "a", "<a-b>", "<h1 data-a-1>", "\0"),
]


def read(html: str) -> tuple[bytes, list[object]]:
    reading = parser()
    return tostring(reading.parse(html)), reading.errors


def read_as_it_comes(html: str) -> tuple[bytes, list[object]]:
    with as_it_comes():
        return read(html)


@given(st.lists(st.sampled_from(PIECES), max_size=12))
def test_whatever_is_written_is_read_as_html5lib_reads_it(pieces: list[str]) -> None:
    html = WHOLE.format("".join(pieces))
    assert read(html) == read_as_it_comes(html)


@pytest.mark.parametrize("before", [10_239, 10_240, 10_200, 10_180])
def test_a_tag_over_the_edge_of_what_is_read_at_once_is_read_whole(before: int) -> None:
    """html5lib reads ten thousand characters at a time."""
    html = f'{" " * (before - 60)}<!doctype html><title>a</title><p class="one two" id="three">text</p><a href="&">'
    assert read(html) == read_as_it_comes(html)
