"""The check that every fetched page goes through sees each fault that it promises to see."""

import pytest

from tests.support.html import check_page

PAGE = (
    '<!DOCTYPE html><html lang="en"><head><title>Title</title></head><body><header>Top</header>'
    "<main><h1>Heading</h1>{}</main><footer>End</footer></body></html>"
)


def test_a_good_page_passes() -> None:
    """The page around the faults below has none itself."""
    check_page(
        PAGE.format('<form action="/find" method="get"><label for="q">Code</label><input id="q" name="q"></form>')
    )


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        ("<p><div></p>", "not valid HTML5"),
        ("<h1>Second</h1>", "one h1"),
        ("<h3>Too deep</h3>", "skips"),
        ('<i id="a"></i><i id="a"></i>', "occurs 2 times"),
        ('<a href="#nowhere">Go</a>', "not there"),
        ('<label for="nowhere">Code</label>', "not there"),
        ('<input name="q">', "no label"),
        ('<a href="/x"></a>', "no words"),
        ('<img src="/x.png">', "no alt"),
        ('<form method="get"></form>', "where it goes"),
        ('<form action="/x"></form>', "how it goes"),
        ('<form action="/x" method="post"></form>', "0 CSRF fields"),
        ('<form action="/x" method="get"><input type="hidden" name="csrf"></form>', "into the address"),
        ("<button>Go</button>", "no type"),
        ('<p style="color: red">Red</p>', "inline style"),
        ('<p onclick="go()">Go</p>', "inline onclick"),
        ("<script>go()</script>", "a script"),
        ('<img alt="" src="https://cdn.example/x.png">', "from elsewhere"),
        ('<a href="javascript:go()">Go</a>', "runs something"),
        ("<p>None</p>", "of the program"),
        ("<nav>Here</nav>", "no name"),
    ],
)
def test_a_fault_is_seen(fault: str, said: str) -> None:
    """Each rule of `check_page` fails on its own fault."""
    with pytest.raises(AssertionError, match=said):
        check_page(PAGE.format(fault))


def test_a_page_without_frame_is_refused() -> None:
    """Language, title and landmarks are asked for."""
    with pytest.raises(AssertionError) as caught:
        check_page("<!DOCTYPE html><html><head></head><body><p>Bare</p></body></html>")
    for said in ("lang", "title", "one main", "one header", "one footer"):
        assert said in str(caught.value)
