"""How a letter will look: the real paper about a record that nobody filled."""

from __future__ import annotations

from django.http import HttpResponse

from ..definition import Letter
from ..writers.letter_paper import LetterPage, draw
from ..writers.letter_words import blocks
from .notices_previews import Sampled
from .words import plain

MODES = [("pdf", "纸上")]
BLANK = "（还没写）"
NUMBER, CODE = "示例-2026-00001", "00000000X"
MARK = "预览，内容是编的，不作凭证"


def page_of(letter: Letter) -> LetterPage:
    """A half-written one too."""
    sampled = Sampled(letter)
    return LetterPage(
        title=plain(letter.title) or BLANK,
        blocks=blocks(letter.text or BLANK, sampled.word, lambda text: [sampled.word]),
        number=NUMBER if letter.number else "",
        code=CODE,
        sign=letter.sign,
        seal=letter.seal,
        term="有效期：自2026年1月1日起至2026年12月31日止" if letter.term else "",
        secrecy=letter.print.secrecy if letter.print else "",
        mark=MARK,
    )


def show_letter(letter: Letter) -> HttpResponse:
    response = HttpResponse(draw([page_of(letter)]), content_type="application/pdf")
    response["Content-Disposition"] = 'inline; filename="preview.pdf"'
    return response
