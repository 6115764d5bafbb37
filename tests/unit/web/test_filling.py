"""A page of ours with what somebody typed put back into its form."""

import html5lib  # type: ignore[import-untyped]  # it has no types
from hypothesis import given
from hypothesis import strategies as st

from tests.support.clicking import Form, value_of
from tests.support.html import HTML
from web.pages.filling import Filled, fill

PAGE = """<!DOCTYPE html>
<main><form action="/other" method="post"><input name="place" value="x"></form>
<form id="act" action="/acts?x=1#top" method="post"><input type="hidden" name="csrf" value="new">
<input type="hidden" name="event" value="1">
<input name="place" value="old &amp; dear"><input name="code"><input name="code">
<label><input type="radio" name="grade" value="A" checked>A</label>
<label><input type="radio" name="grade" value="B">B</label>
<input type="checkbox" name="part" value="battery"><input type="checkbox" name="part" value="screen" checked>
<input type="checkbox" name="seen" value="yes"><input type="checkbox" name="gone" value="yes" checked>
<select name="why"><option value="">-</option><option value="a">a</option><option value="b" selected>b</option></select>
<textarea name="remark" rows="3">
was &lt;here&gt;</textarea><input type="password" name="password"><input type="file" name="photo">
<button type="submit" name="step" value="next">Next</button></form>
<input name="apart" form="act"></main>"""
ACTION = "/acts?x=1"


def shown(filled: Filled | None) -> dict[str, list[str]]:
    """What a browser would send of the filled form, pressing nothing."""
    assert filled is not None
    root = html5lib.HTMLParser(namespaceHTMLElements=True).parse(filled.html)
    form = next(Form(form, root) for form in root.iter(f"{HTML}form") if form.get("id") == "act")
    sent: dict[str, list[str]] = {}
    for field in form.fields():
        value, name = value_of(field), field.get("name")
        if name and value is not None:
            sent.setdefault(name, []).append(value)
    return sent


def test_every_kind_of_field_shows_what_was_sent() -> None:
    """Texts, lists of one name, radio buttons, check boxes, selects, text areas, hidden fields and fields elsewhere."""
    sent = (
        ("event", "7"),
        ("place", 'Depot "Zuid" & <noord>'),
        ("code", "one"),
        ("code", "two"),
        ("grade", "B"),
        ("part", "battery"),
        ("seen", "yes"),
        ("why", "a"),
        ("remark", "first\r\nsecond </textarea>"),
        ("apart", "far"),
        ("step", "next"),
    )
    filled = fill(PAGE, ACTION, sent)
    assert filled is not None
    assert filled.left == ()
    assert shown(filled) == {
        "csrf": ["new"],
        "event": ["7"],
        "place": ['Depot "Zuid" & <noord>'],
        "code": ["one", "two"],
        "grade": ["B"],
        "part": ["battery"],
        "seen": ["yes"],
        "why": ["a"],
        "remark": ["first\nsecond </textarea>"],
        "password": [""],
        "apart": ["far"],
    }
    assert '<form action="/other" method="post"><input name="place" value="x">' in filled.html, "no other form"


def test_what_has_no_place_on_the_page_is_given_back() -> None:
    """A third code, an option that is gone, a field that is not there: the page cannot be shown as if it held them."""
    sent = (("code", "1"), ("code", "2"), ("code", "3"), ("why", "gone"), ("grade", "Z"), ("new", "x"), ("empty", ""))
    filled = fill(PAGE, ACTION, sent)
    assert filled is not None
    assert set(filled.left) == {("code", "3"), ("why", "gone"), ("grade", "Z"), ("new", "x")}


def test_a_page_without_the_form_is_none() -> None:
    assert fill(PAGE, "/acts", ()) is None


def test_of_several_forms_to_one_address_the_one_with_the_same_hidden_fields_is_filled() -> None:
    rows = "".join(
        f'<form action="/rows"><input type="hidden" name="row" value="{row}"><input name="said"></form>'
        for row in "abc"
    )
    filled = fill(rows, "/rows", (("row", "b"), ("said", "hello")))
    assert filled is not None
    assert 'value="b"><input name="said" value="hello">' in filled.html
    assert filled.html.count("hello") == 1


def test_a_button_that_sends_the_form_elsewhere_finds_its_form() -> None:
    page = '<form action="/a"><input name="x"><button type="submit" formaction="/b#here">B</button></form>'
    filled = fill(page, "/b", (("x", "1"),))
    assert filled is not None
    assert 'name="x" value="1"' in filled.html


@given(st.text(max_size=60), st.text(max_size=60))
def test_any_text_comes_back_as_it_was_typed(place: str, remark: str) -> None:
    """Markup, quotes and other scripts included; a browser sends no carriage return of its own."""
    place, remark = (_plain(text).replace("\n", " ") for text in (place, remark))
    said = shown(fill(PAGE, ACTION, (("place", place), ("remark", remark))))
    assert (said["place"], said["remark"]) == ([place], [remark])


def _plain(text: str) -> str:
    """What html5lib reads back unchanged: it replaces control characters and surrogates."""
    return "".join(each for each in text if each.isprintable())
