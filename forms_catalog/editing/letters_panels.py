"""The tabs of a letter's edit page: what it says, with the names that may stand in it, and its past."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from wagtail.admin.panels import FieldPanel, MultiFieldPanel, Panel, PublishingPanel

from ..applying import StoredBook
from ..bundle import own_questions
from ..definition import FormDefinition, Ledger, Letter, Question
from .letters_forms import LetterForm
from .notices_forms import RULE
from .notices_panels import pointed
from .panels import EditionsPanel, Named, RuledTab, Tabs
from .words import plain

ENGINE = {
    "_village": "村",
    "_township": "乡镇",
    "_county": "县",
    "_number": "记录编号",
    "_today": "今天",
    "_actor_name": "谁出具的",
    "_actor_phone": "出具人电话",
}
AHEAD = ("ledger", "who", "when", "text")
PARTIES = ("sign", "seal", "copies", "number", "scan", "term_from", "term_to")
MORE = ("needed_ledger", "needed_filter", "clear", "values")


class LetterChips(Named, Panel):
    """The names that may stand in the text; a press puts one where the cursor was last."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "forms_catalog/panels/chips.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            return context | {"groups": list(chips(self.form.draft)), "veiled": "印出来时遮住"}


def chips(letter: Letter) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Heading and chips: of the record and the rows of its tables, of the engine."""
    book = StoredBook()
    ledger = book.get("ledger", letter.ledger) if letter.ledger else None
    if isinstance(ledger, Ledger):
        form = book.get("form", ledger.form.partition(".")[0])
        asked = own_questions(form, book) if isinstance(form, FormDefinition) else ()
        said = [question for question in asked if question.type != "note"]
        own = [_chip(question, letter) for question in said if not question.questions]
        own += [
            {"mark": f"(({c.name}))", "label": plain(c.label or c.name)} for c in ledger.derived
        ]
        yield plain(ledger.title), own
        for table in (question for question in said if question.questions):
            yield f"{plain(table.label)}：一行印一次", [_chip(c, letter) for c in table.questions]
        yield from pointed(said, lambda one: _chip(one, letter))
    yield (
        "系统知道的",
        [{"mark": f"(({name}))", "label": label} for name, label in ENGINE.items()],
    )


def _chip(question: Question, letter: Letter) -> dict[str, Any]:
    return {
        "mark": f"(({question.name}))",
        "label": plain(question.label),
        "sealed": question.sealed and question.name not in letter.clear,
        "sensitive": question.sensitivity == 3,
    }


def letter_tabs(base_form_class: Any = LetterForm) -> Tabs:
    return Tabs(
        [
            RuledTab(
                [
                    FieldPanel("title"),
                    *(FieldPanel(RULE + name) for name in AHEAD),
                    LetterChips(heading="可以插进文字的名字", name="chips"),
                    MultiFieldPanel(
                        [FieldPanel(RULE + name) for name in PARTIES], heading="签名、盖章和编号"
                    ),
                    MultiFieldPanel(
                        [FieldPanel(RULE + name) for name in MORE],
                        heading="签订率和加密内容",
                        classname="collapsed",
                    ),
                    FieldPanel("head_source"),
                    FieldPanel("head_note"),
                ],
                heading="文书",
                name="basics",
            ),
            EditionsPanel(heading="历次版本", name="editions"),
            PublishingPanel(),
        ],
        base_form_class=base_form_class,
    )
