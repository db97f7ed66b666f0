"""The style sheet, the drawings and the script, judged as text: no browser needed."""

from __future__ import annotations

import gzip
import re
from functools import cache

import pytest

from .samples import STATIC, WEB

CSS = re.sub(r"/\*.*?\*/", "", (STATIC / "site.css").read_text(), flags=re.S)
SCREEN = CSS[: CSS.index("@page")]
JS = (STATIC / "site.js").read_text()
# What the engine must not know, written so that this file may speak of it.
FIELD_WORDS = ["留守", "困境", "监护", "儿童", "孩子", "child", "guardian", "left_behind", "orphan"]
OTHER_CHILDREN = r"(?:nth|first|last|only)-child|get_children|add_child|\.children|lastElementChild"

PAIRS = [
    ("ink", "card", 4.5),
    ("ink", "paper", 4.5),
    ("ink", "sunk", 4.5),
    ("ink", "sun-soft", 4.5),
    ("ink-2", "card", 4.5),
    ("ink-2", "paper", 4.5),
    ("ink-2", "sunk", 4.5),
    ("brand", "card", 4.5),
    ("brand", "paper", 4.5),
    ("brand", "brand-soft", 4.5),
    ("btn-ink", "btn", 4.5),
    ("btn-ink", "btn-over", 4.5),
    ("bad", "card", 4.5),
    ("bad", "paper", 4.5),
    ("bad", "bad-soft", 4.5),
    ("bad-btn-ink", "bad-btn", 4.5),
    ("good", "card", 4.5),
    ("warn", "card", 4.5),
    ("warn", "paper", 4.5),
    ("warn", "sun-soft", 4.5),
    ("info", "card", 4.5),
    ("on-deep", "deep", 4.5),
    ("on-deep-2", "deep", 4.5),
    ("edge", "card", 3),
    ("edge", "paper", 3),
    ("focus", "card", 3),
    ("focus", "paper", 3),
]


def _tokens(selector: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for body in re.findall(re.escape(selector) + r"\s*{([^{}]*)}", SCREEN):
        found |= dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{3,6})\b", body))
    return found


@cache
def _modes() -> dict[str, dict[str, str]]:
    plain_css, dark_css = SCREEN.split("@media (prefers-color-scheme: dark)", 1)
    light = dict(
        re.findall(r"--([\w-]+):\s*(#[0-9a-f]{3,6})\b", re.search(r":root {[^}]*}", plain_css)[0])
    )
    dark = dict(
        re.findall(r"--([\w-]+):\s*(#[0-9a-f]{3,6})\b", re.search(r":root {[^}]*}", dark_css)[0])
    )
    care, more = _tokens('[data-mode="care"]'), _tokens(':root[data-contrast="more"]')
    return {
        "light": light,
        "care": light | care,
        "dark": light | dark,
        # `:root` inside the media query comes later and weighs as much as the attribute
        "care, dark": light | care | dark,
        "more": light | more,
        "more, dark": light | dark | more,
    }


def _light(colour: str) -> float:
    digits = colour.lstrip("#")
    if len(digits) == 3:
        digits = "".join(digit * 2 for digit in digits)
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (
        (p / 12.92) if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, light = sorted((_light(one), _light(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("mode", _modes())
@pytest.mark.parametrize(("front", "back", "least"), PAIRS)
def test_ux_02_contrast(mode: str, front: str, back: str, least: float) -> None:
    tokens = _modes()[mode]
    if "care" in mode and least == 4.5:
        least = 7
    assert contrast(tokens[front], tokens[back]) >= least


def test_ux_03_no_small_text() -> None:
    """16 px at least; em sizes stand in body text of 18 px; SVG text is in user units."""
    sizes = re.findall(r"font(?:-size)?:[^;}]*?([\d.]+)(rem|em|px|pt)\b", SCREEN)
    assert sizes
    least = {"rem": 1, "em": 0.89, "px": 16}
    assert [size for size in sizes if float(size[0]) < least[size[1]]] == []
    tokens = re.findall(r"--(?:t|t-s|t-l|h\d):\s*([\d.]+)rem", SCREEN)
    assert min(map(float, tokens)) >= 1


def test_ux_06_text_may_grow() -> None:
    base = (WEB / "base.html").read_text()
    assert "text-size-adjust" not in CSS
    assert "user-scalable" not in base and "maximum-scale" not in base


def test_ux_08_nothing_floats_over_the_page() -> None:
    assert not re.search(r"position:\s*fixed", CSS)


def test_no_outside_host() -> None:
    for path in [*STATIC.iterdir(), *WEB.iterdir()]:
        text = path.read_text().replace("http://www.w3.org/2000/svg", "")
        assert not re.search(r"(?:https?:)?//[\w-]+\.\w", text), path.name
        assert "@import" not in text and "url(" not in text.replace("{{ url(", ""), path.name


def test_the_engine_is_blind() -> None:
    """No word of any pack's field in what every county shares."""
    portal = STATIC.parents[1]
    for path in [*STATIC.iterdir(), *portal.glob("*.py"), *WEB.iterdir()]:
        text = re.sub(OTHER_CHILDREN, "", path.read_text())
        assert [word for word in FIELD_WORDS if word in text] == [], path.name


def test_ux_31_small_files() -> None:
    assert len(JS.encode()) <= 8 * 1024
    assert len(CSS.encode()) <= 42 * 1024
    packed = sum(len(gzip.compress(path.read_bytes(), 6)) for path in STATIC.iterdir())
    assert packed <= 20 * 1024


def test_every_drawing_used_is_there() -> None:
    drawn = set(re.findall(r'<symbol id="(\w+)"', (STATIC / "icons.svg").read_text()))
    used: set[str] = set()
    for path in WEB.iterdir():
        used |= set(re.findall(r"icon\('(\w+)'\)", path.read_text()))
    from portal.blocks import ICONS

    assert used | {name for name, _ in ICONS} <= drawn
