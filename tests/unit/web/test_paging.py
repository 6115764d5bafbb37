"""Long lists in parts."""

from hypothesis import given
from hypothesis import strategies as st

from web.pages.contexts.frame import Frame
from web.pages.paging import ROWS, page_address, paged


def frame(address: str) -> Frame:
    return Frame("en", address, "")


def test_a_short_list_is_whole_and_has_no_turner() -> None:
    part = paged(range(ROWS), frame("/people"))
    assert (list(part.rows), part.turner) == (list(range(ROWS)), None)


def test_a_page_keeps_the_filters_of_its_address() -> None:
    part = paged(range(250), frame("/inbox?closed=true&q=a+b&page=2"))
    assert (part.first, part.last, part.count) == (101, 200, 250)
    assert part.turner is not None
    assert part.turner.previous == "/inbox?closed=true&q=a+b&page=1"
    assert part.turner.next == "/inbox?closed=true&q=a+b&page=3"


@given(st.integers(0, 70), st.integers(1, 20))
def test_the_pages_together_are_the_list(count: int, most: int) -> None:
    """Following 'next' from the first page meets every row once."""
    address = "/x"
    met: list[int] = []
    while address:
        part = paged(range(count), frame(address), most=most)
        met.extend(part.rows)
        address = (part.turner.next if part.turner else None) or ""
    assert met == list(range(count))


@given(st.text(max_size=20))
def test_any_page_number_is_answered_with_rows(said: str) -> None:
    """Nonsense, zero, and numbers beyond the list."""
    assert paged(range(300), frame(f"/x?page={said}")).rows
    assert page_address("/x?page=9", 2) == "/x?page=2"


def test_two_lists_on_a_page_are_turned_apart() -> None:
    address = "/consignments?in=2"
    assert (paged(range(250), frame(address), "in").first, paged(range(250), frame(address)).first) == (101, 1)
    turner = paged(range(250), frame(address)).turner
    assert turner is not None
    assert turner.next == "/consignments?in=2&page=2"
