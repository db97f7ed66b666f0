"""The tabs of a notice's edit page: what it says, with the names that may stand in it, and its past."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from wagtail.admin.panels import FieldPanel, MultiFieldPanel, Panel, PublishingPanel

from ..applying import StoredBook
from ..bundle import own_questions
from ..checks.meaning.ledgers import questions_of
from ..definition import FormDefinition, Ledger, Notice, Question
from ..logic.reserved import OF_GAPS
from ..questions import TYPES
from .notices_forms import RULE, NoticeForm
from .panels import EditionsPanel, Named, RuledTab, Tabs
from .papers_offers import NAMES
from .recipients import PEOPLE, dialled
from .roles import roles_held
from .words import plain

ENGINE = (
    "_village",
    "_township",
    "_county",
    "_number",
    "_count",
    "_reason",
    "_due_date",
    "_late_days",
    "_actor_name",
    "_period",
    "_today",
)
"""What a message can say of itself; the words are those of the letters."""
FOLD = ("text_inbox", "text_sms", "text_email", "text_wework", "text_slip", "subject", "values")
AHEAD = ("ledger", "on", "on_what", "condition", "to")
SAID = ("channels", "text")
MORE = ("digest", "at_most", "urgent", "ack", "escalate", "attach", "sealed")


class ChipsPanel(Named, Panel):
    """The names that may stand in the text; a press puts one where the cursor was last."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "forms_catalog/panels/chips.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            return context | {"groups": list(groups(self.form.draft)), "veiled": "发出去时遮住"}


class RecipientsPanel(Named, Panel):
    """Who can be told; a press adds a line."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "forms_catalog/panels/chips.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            return context | {"groups": list(recipients(self.form.draft)), "line": f"{RULE}to"}


def recipients(notice: Notice) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Heading and chips: posts near the record, people of the record, telephones in it."""
    held = ((key, title, at.startswith("body")) for key, title, at in roles_held())
    yield (
        "岗位：记录在哪里，就是哪里的；那里没有，就是上一级的",
        [{"mark": f"{key}@{'body' if body else 'record'}", "label": t} for key, t, body in held],
    )
    yield "跟这份记录有关的人", [{"mark": key, "label": words} for key, words in PEOPLE.items()]
    phones = [question for question in _asked(notice) if dialled(question)]
    if phones:
        yield (
            "记录里的电话：只发短信和通知单",
            [{"mark": f"${{{q.name}}}", "label": plain(q.label)} for q in phones],
        )


def _asked(notice: Notice) -> Sequence[Question]:
    book = StoredBook()
    ledger = book.get("ledger", notice.ledger) if notice.ledger else None
    form = book.get("form", ledger.form.partition(".")[0]) if isinstance(ledger, Ledger) else None
    return tuple(own_questions(form, book)) if isinstance(form, FormDefinition) else ()


def groups(notice: Notice) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Heading and chips: of the record, of the engine."""
    ledger = StoredBook().get("ledger", notice.ledger) if notice.ledger else None
    if isinstance(ledger, Ledger):
        own = [_chip(question, notice) for question in _asked(notice) if question.type != "note"]
        own += [
            {"mark": f"(({c.name}))", "label": plain(c.label or c.name)} for c in ledger.derived
        ]
        yield plain(ledger.title), own
        yield from pointed(_asked(notice), lambda one: _chip(one, notice))
    of_rounds = isinstance(ledger, Ledger) and ledger.coverage is not None
    yield (
        "系统知道的",
        [
            {"mark": f"(({name}))", "label": NAMES[name]}
            for name in (*ENGINE, *(("_round", *OF_GAPS) if of_rounds else ()))
        ],
    )


def pointed(
    asked: Sequence[Question], chip: Callable[[Question], dict[str, Any]]
) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Of the records that record questions point at; the name says which."""
    book = StoredBook()
    for link in (one for one in asked if one.type == "record"):
        other = book.get("ledger", str(link.option("record")))
        theirs = questions_of(other, book) if isinstance(other, Ledger) else None
        said = [one for one in (theirs or {}).values() if one.type not in ("note", "rows")]
        if said:
            chips = [chip(replace(one, name=f"{link.name}.{one.name}")) for one in said]
            yield f"“{plain(link.label)}”那份记录的", chips


def _chip(question: Question, notice: Notice) -> dict[str, Any]:
    """A name is written short; what is sealed says so."""
    kind = TYPES.get(question.type)
    form = ":mask" if kind and kind.personal and not question.sealed else ""
    return {
        "mark": f"(({question.name}{form}))",
        "label": plain(question.label),
        "sealed": question.sealed and question.name not in notice.sealed,
        "sensitive": question.sensitivity == 3,
    }


def _boxes(names: tuple[str, ...]) -> list[FieldPanel]:
    return [FieldPanel(RULE + name) for name in names]


def notice_tabs(base_form_class: Any = NoticeForm) -> Tabs:
    return Tabs(
        [
            RuledTab(
                [
                    FieldPanel("title"),
                    *_boxes(AHEAD),
                    RecipientsPanel(heading="可以发给谁", name="recipients"),
                    *_boxes(SAID),
                    ChipsPanel(heading="可以插进文字的名字", name="chips"),
                    MultiFieldPanel(_boxes(FOLD), heading="各渠道单独写", classname="collapsed"),
                    *_boxes(MORE),
                    FieldPanel("head_source"),
                    FieldPanel("head_note"),
                ],
                heading="通知",
                name="basics",
            ),
            EditionsPanel(heading="历次版本", name="editions"),
            PublishingPanel(),
        ],
        base_form_class=base_form_class,
    )
