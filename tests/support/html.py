"""What must hold for every page that any test fetches: `check_page(html)` raises AssertionError with all faults.

1. It is valid HTML5, as html5lib reads it strictly.
2. It has a language, a title, exactly one h1, and the landmarks banner, main and contentinfo.
3. No id occurs twice, and whatever points at an id (label, aria, a link within the page) finds it.
4. Headings do not skip a level downwards.
5. Every field has a label, every button and link has words, every image says what it shows or that it shows nothing.
6. Every form says where it goes and how; one that changes something (POST) carries the CSRF field.
7. No script or style stands in the page, and no asset comes from another host: the Content-Security-Policy would
   refuse it.
8. Nothing of Python or Jinja shows through (`None`, `Undefined`, `{{`).
"""

import re
from collections import Counter
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from tests.support.html_reading import parser

HTML = "{http://www.w3.org/1999/xhtml}"
UNLABELLED = {"hidden", "submit", "button", "image", "reset"}
POINTERS = ("for", "aria-labelledby", "aria-describedby", "aria-controls")
ASSETS = (("script", "src"), ("img", "src"), ("link", "href"), ("source", "src"), ("iframe", "src"))
FOREIGN = ("http:", "https:", "//", "data:")
LEAKS = re.compile(r"\bNone\b|Undefined|\{\{|\}\}|\{%|<built-in|object at 0x|dataclass|Message\(")


def check_page(html: str) -> Element:
    """Check every rule above; the parsed page comes back for what else a test wants to ask of it."""
    reading = parser()
    root: Element = reading.parse(html)
    faults = [f"not valid HTML5: {code} at {place} {details}" for place, code, details in reading.errors]
    for rule in (_whole, _ids, _headings, _names, _forms, _policy, _leaks):
        faults.extend(rule(root))
    assert not faults, "\n".join(faults)
    return root


def text_of(element: Element) -> str:
    """The words in an element, with single spaces."""
    return " ".join(" ".join(element.itertext()).split())


def _all(root: Element, *names: str) -> Iterator[Element]:
    wanted = {HTML + name for name in names}
    return (element for element in root.iter() if element.tag in wanted)


def _whole(root: Element) -> Iterator[str]:
    if root.get("lang") not in {"nl", "en"}:
        yield "html has no lang"
    titles = list(_all(root, "title"))
    if len(titles) != 1 or not text_of(titles[0]):
        yield "there must be one title with words"
    for name in ("h1", "main", "header", "footer"):
        landmarks = [element for element in _all(root, name) if name in {"h1", "main"} or _is_landmark(root, element)]
        if len(landmarks) != 1:
            yield f"there must be one {name}, found {len(landmarks)}"


def _is_landmark(root: Element, element: Element) -> bool:
    """A header or footer outside article, section and main speaks for the page."""
    inner = (inside for outer in _all(root, "article", "section", "main", "aside", "nav") for inside in outer.iter())
    return element not in set(inner)


def _ids(root: Element) -> Iterator[str]:
    counted = Counter(element.get("id") for element in root.iter() if element.get("id") is not None)
    yield from (f"id '{name}' occurs {count} times" for name, count in counted.items() if count > 1)
    for element in root.iter():
        for attribute in POINTERS:
            for name in (element.get(attribute) or "").split():
                if name not in counted:
                    yield f"{attribute} points at '{name}', which is not there"
        link = element.get("href") or ""
        if element.tag == HTML + "a" and len(link) > 1 and link.startswith("#") and link[1:] not in counted:
            yield f"a link points at '{link}', which is not there"


def _headings(root: Element) -> Iterator[str]:
    level = 0
    for element in _all(root, "h1", "h2", "h3", "h4", "h5", "h6"):
        this = int(str(element.tag)[-1])
        if this > level + 1:
            yield f"heading '{text_of(element)}' skips from level {level} to {this}"
        if not text_of(element):
            yield f"a heading of level {this} has no words"
        level = this


def _names(root: Element) -> Iterator[str]:
    labels = {label.get("for") for label in _all(root, "label") if text_of(label)}
    for field in _all(root, "input", "select", "textarea"):
        if field.get("type") in UNLABELLED or field.get("aria-label") or field.get("aria-labelledby"):
            continue
        if field.get("id") not in labels:
            yield f"field '{field.get('name')}' has no label"
    for element in _all(root, "button", "a"):
        if not text_of(element) and not element.get("aria-label"):
            yield f"a {str(element.tag).removeprefix(HTML)} to '{element.get('href')}' has no words"
    yield from (f"image {image.get('src')} has no alt" for image in _all(root, "img") if image.get("alt") is None)
    for nested in _all(root, "nav", "table"):
        if nested.tag == HTML + "nav" and not (nested.get("aria-label") or nested.get("aria-labelledby")):
            yield "a nav has no name"


def _forms(root: Element) -> Iterator[str]:
    for form in _all(root, "form"):
        action, method = form.get("action"), (form.get("method") or "").lower()
        if not action:
            yield "a form does not say where it goes"
        if method not in {"get", "post"}:
            yield f"the form to {action} does not say how it goes"
        tokens = [field for field in _all(form, "input") if field.get("name") == "csrf"]
        if method == "post" and len(tokens) != 1:
            yield f"the form to {action} has {len(tokens)} CSRF fields"
        if method == "get" and tokens:
            yield f"the form to {action} would put the CSRF token into the address"
    for button in _all(root, "button"):
        if button.get("type") is None:
            yield f"button '{text_of(button)}' has no type"


def _policy(root: Element) -> Iterator[str]:
    for element in root.iter():
        inline = [name for name in element.attrib if name == "style" or name.startswith("on")]
        yield from (f"{element.tag} has an inline {name}" for name in inline)
    yield from ("a style element stands in the page" for _ in _all(root, "style"))
    yield from ("a script stands in the page" for script in _all(root, "script") if (script.text or "").strip())
    for name, attribute in ASSETS:
        addresses = (element.get(attribute) or "" for element in _all(root, name))
        yield from (f"{name} comes from elsewhere: {address}" for address in addresses if address.startswith(FOREIGN))
    links = ((link.get("href") or "").lower() for link in _all(root, "a"))
    yield from (f"a link runs something: {link}" for link in links if link.startswith(("javascript:", "data:")))


def _leaks(root: Element) -> Iterator[str]:
    body = next(_all(root, "body"))
    for found in LEAKS.finditer(text_of(body)):
        around = text_of(body)[max(0, found.start() - 30) : found.end() + 30]
        yield f"something of the program shows: '{found[0]}' in '{around}'"
