"""The desk: one form being filled, whatever page of it is asked: its sheet, its edition, its sitting."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.urls import reverse
from django.utils.datastructures import MultiValueDict

from forms_catalog import editions
from forms_catalog.bundle import Bundle
from forms_catalog.definition import Question
from forms_catalog.filling import Page, pages
from forms_catalog.logic import Outcome, program_of
from forms_catalog.placeholders import fill
from forms_catalog.posted import answers_of
from forms_catalog.problems import Problem, Refused
from forms_catalog.questions import Context, read, show, type_of
from forms_catalog.questions.rows import every_column

from .. import queries
from ..drafts import Content, Drafts, Sheet, digest, owner
from ..registry import Live
from ..submission import Part
from ..titles import shown
from .settling import settled
from .sitting import NO_FILES, Sitting, keep_upload, opening

ALL, CHECK = "all", "check"


class Elsewhere(Exception):
    """The page was changed in another place meanwhile; `sheet` is how it stands there."""

    def __init__(self, sheet: Sheet) -> None:
        super().__init__(sheet.key)
        self.sheet = sheet


@dataclass
class Desk:
    """A person's form between its first page and its receipt. Steps are page names, '' the whole form."""

    user: Any
    ledger: Live
    sheet: Sheet
    problems: list[Problem] = field(default_factory=list)
    stored: Sheet = field(init=False)
    """As it was last read or written, whatever this request adds for itself."""

    def __post_init__(self) -> None:
        self.stored = self.sheet

    @property
    def content(self) -> Content:
        return self.sheet.content

    @property
    def kept(self) -> bool:
        return self.sheet.version > 0

    @property
    def withdrawn(self) -> bool:
        """Whether the form has a newer edition than the one being filled."""
        return self.sheet.edition != self.ledger.form_edition

    @cached_property
    def bundle(self) -> Bundle:
        return editions.bundle(self.sheet.edition)

    @cached_property
    def pages(self) -> Sequence[Page]:
        return pages(self.bundle, self._opened.skip)

    @cached_property
    def _opened(self) -> Sitting:
        through = _through(self.content.through)
        return opening(self.user, self.ledger, through, self.content.carried)

    @cached_property
    def sitting(self) -> Sitting:
        made = self._opened
        made.reasons = self.content.reasons
        made.fresh = self.fresh
        made.typed, made.settle = lambda: self.raws, settled
        return made

    @cached_property
    def raws(self) -> Mapping[str, Any]:
        """What was typed on every page, of the questions that decide something."""
        data, names = MultiValueDict(self.content.values), program_of(self.bundle).reads
        return {
            name: raw
            for seat in self.sitting.seats
            for name, raw in answers_of(
                _among(seat.questions, names), data, NO_FILES, seat.stored
            ).items()
        }

    @property
    def outcome(self) -> Outcome | None:
        """What the form's logic makes of everything typed so far."""
        return self.sitting.outcome

    def shown(self, question: Question) -> bool:
        """Whether it is asked, as far as can be known now."""
        return self.outcome is None or question.name not in self.outcome.hidden

    def must(self, question: Question) -> bool:
        fixed = question.required is True and not question.calculation
        return self.outcome.must(question.name, fixed) if self.outcome else fixed

    @property
    def open_pages(self) -> list[Page]:
        """The pages on which anything is asked now."""
        return [page for page in self.pages if any(map(self.shown, page.questions))]

    @cached_property
    def fresh(self) -> frozenset[str]:
        """Questions of pages that were never posted, and under whose names nothing stands."""
        there = {owner(name) for name in self.content.values}
        return frozenset(
            name
            for page in self.pages
            if page.step not in self.content.seen
            for name in page.names - there
        )

    @property
    def ctx(self) -> Context:
        return Context(options=self.bundle.options, user=self.user)

    def page(self, step: str) -> Page | None:
        return next((page for page in self.pages if page.step == step), None)

    def names(self, step: str = "") -> frozenset[str]:
        """The questions of a page, or of all."""
        if page := self.page(step):
            return page.names
        return frozenset(name for page in self.pages for name in page.names)

    def typed(self, step: str) -> dict[str, list[str]]:
        return self.content.slice(self.names(step))

    def base(self, step: str) -> str:
        """What the page was drawn from, so that another browser's writing in between is seen."""
        return digest(self.stored.content.slice(self.names(step)))

    def stands(self, question: str) -> bool:
        return self.sitting.stands(question)

    def settled(self, question: Question, raw: Any) -> Any:
        return self.sitting.settled(question, raw)

    # ---- keeping ----

    def keep(self, step: str, data: Any, files: Any = None) -> None:
        """Keeps what a page posted, unjudged; uploads that cannot be kept become problems.

        Raises Elsewhere when the page was changed in another place, TooMuch, Lost.
        """
        names = self.names(step)
        base, posted = data.get("base", ""), texts_of(data, names)
        posted |= self._uploads(names, files)

        def change(sheet: Sheet) -> None:
            stored = digest(sheet.content.slice(names))
            if sheet.version and base and stored not in (base, digest(posted)):
                raise Elsewhere(sheet)
            self._put(sheet, step, data, posted)

        self.change(change)

    def hold(self, step: str, data: Any, files: Any = None) -> None:
        """The same for this request alone: nothing typed is written."""
        names = self.names(step)
        posted = texts_of(data, names)
        self.sheet = deepcopy(self.stored)
        self._put(self.sheet, step, data, posted)
        if uploads := self._uploads(names, files):
            self._put(self.sheet, step, data, posted | uploads)
        self._forget()

    def _put(self, sheet: Sheet, step: str, data: Any, posted: dict[str, list[str]]) -> None:
        names = self.names(step)
        sheet.content.put(names, posted)
        sheet.content.reasons |= reasons_of(data, names)
        self._mark(sheet.content, step)
        self._forget()

    def change(self, change: Callable[[Sheet], None]) -> None:
        """Raises Lost when the draft is gone."""
        self.sheet = self.stored = Drafts(self.user).save(self.stored, change)
        self._forget()

    def _forget(self) -> None:
        for name in ("_opened", "sitting", "fresh", "raws"):
            self.__dict__.pop(name, None)

    def _mark(self, content: Content, step: str) -> None:
        steps = [step] if step else [page.step for page in self.pages]
        content.seen += [name for name in steps if name not in content.seen]
        content.at = step or ALL

    def _uploads(self, names: frozenset[str], files: Any) -> dict[str, list[str]]:
        kept = {}
        for name, upload in files.items() if files else ():
            question = self._asked(name) if owner(name) in names else None
            if question is None or not upload:
                continue
            try:
                answer = keep_upload(self.user, question, upload)
            except Refused as refused:
                self.problems += [problem.at(question=owner(name)) for problem in refused]
            else:
                kept[f"{name.removesuffix('.file')}.kept"] = [answer["sha256"]]
        return kept

    def _asked(self, name: str) -> Question | None:
        """The question, or the column of a table, that takes an upload of this name."""
        columns = every_column(self.bundle.questions[owner(name)][0])
        last = name.removesuffix(".file").rpartition("-")[2]
        found = next((q for q in columns if q.name == last), None)
        return found if found and type_of(found).kind == "file" else None

    # ---- what stands ----

    def read(self, names: frozenset[str] | None = None) -> tuple[Part, ...]:
        """The parts of everything that was posted so far, or of some questions."""
        asked = (names or self.names()) - self.fresh
        return self.sitting.read(MultiValueDict(self.content.values), names=asked)

    def answered(self) -> frozenset[str]:
        """Questions with an answer, typed or brought along."""
        stored = {name for seat in self.sitting.seats for name in seat.stored}
        return frozenset((stored & self.fresh) | self.content.answered()) | self._stored_sealed()

    def _stored_sealed(self) -> set[str]:
        return {n for seat in self.sitting.seats for n in seat.stored if self.stands(n)}

    def progress(self) -> tuple[int, int]:
        """(answered, asked)."""
        asked = frozenset(question.name for question in self._to_answer())
        return len(asked & self.answered()), len(asked)

    def _to_answer(self) -> Iterator[Question]:
        for page in self.open_pages:
            asked = (q for q in page.questions if type_of(q).asked and not q.calculation)
            yield from (q for q in asked if self.shown(q))

    def resume(self) -> str:
        """The page to go on with: where one stopped, the next when nothing is missing there."""
        if self.content.at in (ALL, CHECK):
            return self.content.at
        pages = self.open_pages
        steps = [page.step for page in pages]
        at = steps.index(self.content.at) if self.content.at in steps else 0
        page, answered = pages[at], self.answered()
        gap = any(self.must(q) and q.name not in answered for q in page.questions)
        if gap or page.step not in self.content.seen:
            return page.step
        return steps[at + 1] if at + 1 < len(steps) else CHECK

    def first_gap(self) -> str:
        """The first page on which something required is missing, else the first of all."""
        answered = self.answered()
        gaps = (
            page.step
            for page in self.open_pages
            if any(self.must(q) and q.name not in answered for q in page.questions)
        )
        return next(gaps, self.pages[0].step)

    def title(self) -> str:
        """What the record will be called, as far as that is typed by now; '' before."""
        values, said = MultiValueDict(self.content.values), []

        def value(name: str, form: str) -> str:
            if found := self._beside(name, values):
                said.append(found)
                return found
            question = self.bundle.questions.get(name.rpartition(".")[2], (None, ""))[0]
            if question is None or question.sealed:
                return ""
            said.append(words_of(question, self._answer(question, values), self.ctx))
            return said[-1]

        words = fill(self.bundle.form.instance_name, value).strip()
        return words if any(said) else ""

    def _beside(self, name: str, values: Any) -> str:
        """What a record says that is chosen on the form: a visit is called after who is visited."""
        link, _, inner = name.partition(".")
        question = self.bundle.questions.get(link, (None, ""))[0]
        if not inner or question is None or question.type != "record":
            return ""
        uid = self._answer(question, values)
        record = queries.record(self.user, uid) if isinstance(uid, str) and uid else None
        return shown(record, inner) if record else ""

    def _answer(self, question: Question, values: Any) -> Any:
        if question.name in self.fresh:
            seats = self.sitting.seats
            return next((s.stored[question.name] for s in seats if question.name in s.stored), None)
        return values.get(question.name)

    # ---- addresses ----

    def href(self, step: str) -> str:
        """Of a page once the draft is kept; before that, of the two doors."""
        if not self.kept:
            name = "pages" if step != ALL else "fill"
            return reverse(name, args=[self.ledger.key])
        return draft_href(self.sheet, step)

    @property
    def save_href(self) -> str:
        return reverse("draft-save", args=[self.sheet.uid])


def _among(questions: Mapping[str, Question], names: frozenset[str]) -> dict[str, Question]:
    return {name: questions[name] for name in names & questions.keys()}


def draft_href(sheet: Sheet, step: str) -> str:
    if step in (ALL, CHECK):
        return reverse(f"draft-{step}", args=[sheet.uid])
    return reverse("draft-step", args=[sheet.uid, step])


def _through(found: Mapping[str, Sequence[Any]]) -> dict[str, tuple[str, int | None]]:
    return {name: (str(uid), version) for name, (uid, version) in found.items()}


def texts_of(data: Any, names: frozenset[str]) -> dict[str, list[str]]:
    """What was posted for these questions, texts only."""
    return {
        name: [text for text in texts if isinstance(text, str)]
        for name, texts in data.lists()
        if owner(name) in names and not name.endswith((".why", ".file"))
    }


def reasons_of(data: Any, names: frozenset[str]) -> dict[str, str]:
    """Why a doubted answer is right: `<question>.why`."""
    found = {name: data.get(f"{name}.why") for name in names}
    return {name: words for name, words in found.items() if isinstance(words, str)}


def words_of(question: Question, raw: Any, ctx: Context) -> str:
    """Words for what was typed, as far as it can be read."""
    try:
        return show(question, read(question, raw, ctx), ctx)
    except Refused:
        return raw if isinstance(raw, str) else ""
