"""Letters on paper: what is said, where it is signed and sealed, and the code that finds it again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import segno

from ..rendering import template
from .letter_words import Block
from .pdf import pages, together

SIZES = (14.0, 12.0, 10.5)
"""Points; a longer letter is written smaller, down to what is still read easily."""
FEW = 2
"""Pages that a letter should not exceed: one sheet, printed on both sides."""
STYLE = "letter.css"


@dataclass(frozen=True, slots=True)
class LetterPage:
    """One letter as it is printed; `code` is empty on what is no numbered letter."""

    title: str
    blocks: Sequence[Block]
    number: str = ""
    code: str = ""
    sign: Sequence[str] = ()
    seal: Sequence[str] = ()
    term: str = ""
    copies: str = ""
    secrecy: str = ""
    page: str = "A4"
    mark: str = ""
    kind: str = field(default="")
    """Letters of one kind are of one length: the size that fitted the last is tried first."""


_fitted: dict[str, int] = {}


def draw(letters: Sequence[LetterPage]) -> bytes:
    """One file, each letter counting its own pages."""
    return together([_fitting(letter) for letter in letters])


def _fitting(letter: LetterPage) -> Any:
    at = _fitted.get(letter.kind, 0)
    while True:
        made = pages(html(letter, SIZES[at]), STYLE)
        if len(made.pages) <= FEW or at + 1 == len(SIZES):
            break
        at += 1
    if letter.kind:
        _fitted[letter.kind] = at
    return made


def html(letter: LetterPage, size: float = SIZES[0]) -> str:
    image = _code(letter.code) if letter.code else ""
    found: str = template("print/letter.html").render(
        letter=letter, size=size, image=image, code=_grouped(letter.code)
    )
    return found


def _code(code: str) -> str:
    """Nothing but the short code: whoever reads it elsewhere learns nothing."""
    image: str = segno.make(code, error="q", micro=False).svg_data_uri(scale=4, border=2)
    return image


def _grouped(code: str) -> str:
    return f"{code[:4]}-{code[4:8]}-{code[8:]}" if len(code) == 9 else code
