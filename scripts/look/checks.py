"""What is asked of a page that a browser shows; `scripts.look.ways` says in which windows each is asked.

A check yields what is wrong, in words. Some change the page for those after them: `unfolded` and `opened` open what is
folded, `spaced` sets the text apart.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from playwright.sync_api import Page

from tests.support.browser import AXE

Check = Callable[[Page], Iterator[str]]

_UNFOLD = "document.querySelectorAll('details').forEach(folded => { folded.open = true; })"
_WIDER = """() => {
    const room = document.documentElement.clientWidth;
    const lost = [...document.querySelectorAll('.kp-nav__rest')]
        .filter(element => element.getBoundingClientRect().left < -1).map(element => element.className);
    if (lost.length) return lost;
    if (document.documentElement.scrollWidth <= room) return [];
    const scrolls = element => element && (/auto|scroll|hidden|clip/.test(getComputedStyle(element).overflowX)
        && element !== document.body || scrolls(element.parentElement));
    return [...document.body.querySelectorAll('*')]
        .filter(element => element.getBoundingClientRect().right > room + 1 && !scrolls(element.parentElement))
        .map(element => `${element.tagName.toLowerCase()}.${element.className}`).slice(0, 5).concat('the page');
}"""
_SPACED = """() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: 0.12em !important; }
        * { word-spacing: 0.16em !important; } p { margin-block-end: 2em !important; }`);
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
}"""
_LISTEN = """() => {
    const named = element => [element.tagName.toLowerCase(), element.id && '#' + element.id,
        element.getAttribute('name') && `[name=${element.getAttribute('name')}]`,
        ' ', (element.innerText || element.getAttribute('aria-label') || '').trim().slice(0, 40)].join('');
    const groups = new Set();
    window.modal = document.querySelector('dialog:modal');
    window.expected = new Map([...document.querySelectorAll(
        'a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex="0"]')]
        .filter(element => !element.disabled && element.checkVisibility({visibilityProperty: true})
            && element.tabIndex >= 0 && (!window.modal || window.modal.contains(element)))
        .filter(element => {
            if (element.type !== 'radio') return true;
            const chosen = element.form?.querySelector(`input[type=radio][name="${element.name}"]:checked`);
            if (chosen) return chosen === element;
            const first = !groups.has(element.name);
            groups.add(element.name);
            return first;
        })
        .map(element => [element, named(element)]));
    window.unseen = [];
    document.activeElement.blur();
    const floats = element => element && (/fixed|sticky/.test(getComputedStyle(element).position)
        || floats(element.parentElement));
    const outlined = element => {
        const style = getComputedStyle(element);
        return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0 || style.boxShadow !== 'none';
    };
    const before = new Map([...window.expected.keys()].map(element => [element, outlined(element)]));
    document.addEventListener('focusin', ({target}) => {
        window.expected.delete(target);
        const shown = [target, target.closest('label')].filter(Boolean);
        const marked = shown.some(element => outlined(element)) && !before.get(target);
        if (!marked) window.unseen.push(`${named(target)} (no mark)`);
        const box = target.getBoundingClientRect();
        const over = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
        const covers = over && !target.contains(over) && !over.contains(target) && floats(over) && !floats(target);
        if (covers && box.top >= 0 && box.bottom <= innerHeight) window.unseen.push(`${named(target)} (covered)`);
    });
    return window.expected.size;
}"""
_MOVING = """() => {
    const seconds = text => Math.max(...text.split(',').map(parseFloat));
    const moves = [...document.querySelectorAll('*')].filter(element => {
        const style = getComputedStyle(element);
        return seconds(style.transitionDuration) > 0.01
            || style.animationName !== 'none' && seconds(style.animationDuration) > 0.01;
    });
    const scrolls = getComputedStyle(document.documentElement).scrollBehavior === 'smooth' ? ['html'] : [];
    return [...new Set(moves.map(element => `${element.tagName.toLowerCase()}.${element.className}`)), ...scrolls];
}"""
_PAINTED = """() => {
    const clear = new Set(['rgba(0, 0, 0, 0)', 'transparent']);
    const behind = element => element && (clear.has(getComputedStyle(element).backgroundColor)
        ? behind(element.parentElement) : getComputedStyle(element).backgroundColor);
    window.painted = [...document.body.querySelectorAll('*')].filter(element => {
        const style = getComputedStyle(element), box = element.getBoundingClientRect();
        const own = style.backgroundColor;
        return !element.textContent.trim() && !element.closest('svg') && !element.querySelector('svg, img')
            && box.width > 2 && box.height > 2
            && !['IMG', 'INPUT', 'SELECT', 'TEXTAREA', 'METER', 'PROGRESS', 'VIDEO'].includes(element.tagName)
            && !clear.has(own) && own !== behind(element.parentElement);
    });
}"""
_GONE = """() => window.painted.filter(element => {
        const style = getComputedStyle(element);
        const bordered = ['Top', 'Right', 'Bottom', 'Left'].some(side => parseFloat(style[`border${side}Width`]) > 0);
        return style.forcedColorAdjust !== 'none' && !bordered;
    }).map(element => `${element.tagName.toLowerCase()}.${element.className}`)"""
_MOST_TABS = 1500
_OF_LAYOUT = ("color-contrast", "target-size", "scrollable-region-focusable", "link-in-text-block")
"""The rules of axe-core whose answer hangs on how wide a window is; the others read the document."""
_NO_STYLE_SHEETS = {"preload": {"assets": ["media"]}}
"""No rule that is on by default reads style sheets, and fetching them anew takes a third of the time."""


def within(page: Page) -> Iterator[str]:
    """Nothing is wider than the window."""
    for element in page.evaluate(_WIDER):
        yield f"wider than the window: {element}"


def spaced(page: Page) -> Iterator[str]:
    """Nor with the text spaced out as WCAG 1.4.12 lets a reader do."""
    page.evaluate(_SPACED)
    for element in page.evaluate(_WIDER):
        yield f"wider than the window when the text is spaced: {element}"


def unfolded(page: Page) -> Iterator[str]:
    """Opens what is folded, so that it is checked and photographed too."""
    page.evaluate(_UNFOLD)
    yield from ()


def opened(page: Page) -> Iterator[str]:
    """The same, but for a list that would lie over the page."""
    page.evaluate(_UNFOLD.replace("'details'", "'details:not(.kp-nav__more)'"))
    yield from ()


def axe(page: Page) -> Iterator[str]:
    """No rule of axe-core is broken."""
    yield from _axe(page, {"rules": {"target-size": {"enabled": True}}})


def layout(page: Page) -> Iterator[str]:
    """No rule of axe-core about what only a layout tells."""
    yield from _axe(page, {"runOnly": _OF_LAYOUT})


def contrast(page: Page) -> Iterator[str]:
    """No text is too faint."""
    yield from _axe(page, {"runOnly": ["color-contrast"]})


def _axe(page: Page, options: Mapping[str, Any]) -> Iterator[str]:
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text("utf-8"))
    asked = json.dumps({"resultTypes": ["violations"], **_NO_STYLE_SHEETS, **options})
    for broken in page.evaluate(f"axe.run(document, {asked})")["violations"]:
        where = ", ".join(" ".join(map(str, node["target"])) for node in broken["nodes"][:4])
        yield f"axe: {broken['id']}: {broken['help']} ({where})"


def walked(page: Page) -> Iterator[str]:
    """The tab key reaches everything, and one sees where it is."""
    steps = page.evaluate(_LISTEN)
    for _ in range(min(steps + steps // 4 + 10, _MOST_TABS)):
        page.keyboard.press("Tab")
    if steps <= _MOST_TABS:
        yield from (f"the keyboard does not reach {name}" for name in page.evaluate("[...window.expected.values()]"))
    yield from (f"focus is not seen on {name}" for name in page.evaluate("window.unseen"))


def still(page: Page) -> Iterator[str]:
    """Nothing moves for who asks for less motion."""
    page.emulate_media(reduced_motion="reduce")
    moving = page.evaluate(_MOVING)
    page.emulate_media(reduced_motion="null")
    for element in moving:
        yield f"moves although less motion was asked for: {element}"


def forced(page: Page) -> Iterator[str]:
    """What is drawn with a background alone is gone where colours are forced."""
    page.emulate_media(forced_colors="none")
    page.evaluate(_PAINTED)
    page.emulate_media(forced_colors="active")
    for element in set(page.evaluate(_GONE)):
        yield f"gone where colours are forced: {element}"
