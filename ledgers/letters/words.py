"""What a letter says of a record: the notices' words, with tables written row by row."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from forms_catalog.definition import Letter, Question
from forms_catalog.forming import formed, plain_line
from forms_catalog.placeholders import marks
from forms_catalog.questions import is_missing, mask, show
from forms_catalog.writers.letter_words import Block, Word, blocks

from ..notices.ground import Ground, safe
from ..notices.words import spoken, veiled
from ..sight import PLAIN, Eyes
from ..witnessing.shown import saw

LONGEST = 2000
"""Signs of one answer: paper has room, but not for everything."""
ROWS = "rows"
MISSING = "—"
type Look = Callable[[Ground], Eyes]


def whole(ground: Ground) -> Eyes:
    """Sees all but what is sealed."""
    return PLAIN


class Speaking:
    """One letter about one record, as the person sees it who prints it.

    `clear` names the sealed answers that are written out; a role for which one is masked prints it
    masked all the same. `look` is what the person sees of a record that this one points at.
    """

    def __init__(
        self,
        letter: Letter,
        ground: Ground,
        sight: Eyes = PLAIN,
        clear: bool = True,
        look: Look = whole,
    ) -> None:
        self.letter, self.ground, self.look = letter, ground, look
        self._sights = {ground: sight}
        self.clear = letter.clear if clear else ()
        self.values = dict(letter.values)

    def blocks(self) -> list[Block]:
        return blocks(self.letter.text, self.word, self.rows)

    def word(self, name: str, form: str) -> str:
        return plain_line(self._word(name, form), LONGEST)

    def _word(self, name: str, form: str) -> str:
        ground = self.ground
        if name in ground.given:
            return formed(ground.given[name], form)
        if name.startswith("_"):
            return formed(ground.reserved.get(name, ""), form)
        if text := self.values.get(name):
            return formed(safe(ground, text), form)
        link, _, inner = name.partition(".")
        if inner:
            other = ground.linked(link)
            return self._answer(other, inner, form, ()) if other else ""
        return self._answer(ground, name, form, self.clear)

    def _sight(self, ground: Ground) -> Eyes:
        if ground not in self._sights:
            self._sights[ground] = self.look(ground)
        return self._sights[ground]

    def _answer(self, ground: Ground, name: str, form: str, clear: tuple[str, ...]) -> str:
        if name in self._sight(ground).hidden:
            return ""
        question, answer = ground.answer(name)
        if question is None:
            return "、".join(self._cells(ground, name, form, clear))
        return self._said(ground, question, answer, form, clear)

    def _said(
        self, ground: Ground, question: Question, answer: Any, form: str, clear: tuple[str, ...]
    ) -> str:
        if answer is None:
            return ""
        if is_missing(answer):
            return MISSING if form else show(question, answer, ground.ctx)
        shut = veiled(question, clear) or self._sight(ground).veils(question.name)
        saw(question, not shut)
        return mask(question, answer) if shut else spoken(question, answer, form, ground)

    # ---- tables ----

    def _cells(self, ground: Ground, name: str, form: str, clear: tuple[str, ...]) -> Iterator[str]:
        """A column of a table, outside a line of its own: all rows in one."""
        table, column = _column(ground, name)
        if table is None or column is None or table.name in self._sight(ground).hidden:
            return
        for row in _rows(ground, table):
            if said := self._said(ground, column, row.get(name), form, clear):
                yield said

    def rows(self, text: str) -> list[Word]:
        """Once for each row of the table whose columns the line names, else once."""
        for mark in marks(text):
            if self.ground.questions.get(mark.name) or mark.name.startswith("_"):
                continue
            table, _ = _column(self.ground, mark.name)
            if table is not None and table.name not in self._sight(self.ground).hidden:
                return [self._in(table, row) for row in _rows(self.ground, table)] or [self.word]
        return [self.word]

    def _in(self, table: Question, row: Mapping[str, Any]) -> Word:
        columns = {column.name: column for column in table.questions}

        def word(name: str, form: str) -> str:
            column = columns.get(name)
            if column is None:
                return self.word(name, form)
            said = self._said(self.ground, column, row.get(name), form, self.clear)
            return plain_line(said, LONGEST)

        return word


def _column(ground: Ground, name: str) -> tuple[Question | None, Question | None]:
    for table in ground.questions.values():
        for column in table.questions:
            if column.name == name:
                return table, column
    return None, None


def _rows(ground: Ground, table: Question) -> list[Mapping[str, Any]]:
    found = ground.opened.get(table.name)
    return [row for row in found if isinstance(row, dict)] if isinstance(found, list) else []
