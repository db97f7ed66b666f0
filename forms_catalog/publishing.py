"""Publishing a template: checked with all that depends on it, then frozen together with it.

A draft is judged as if it were published already: problems it would make in forms and ledgers that
use it are its own problems.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import transaction

from . import editions
from .applying import StoredBook
from .bundle import Bundle, every_question, make
from .checks import check
from .definition import ChoiceList, FormDefinition, dump, load, to_bytes
from .definition import Template as Definition
from .differences import Differences, differences
from .models import Template, publisher
from .ports import Use, ports
from .problems import Problem, Refused
from .questions import TYPES
from .readers import READERS


class Overlay(StoredBook):
    """The stored book with one template replaced by its draft."""

    def __init__(self, draft: Definition) -> None:
        self.draft = draft

    def get(self, kind: str, id: str) -> Definition | None:
        if (kind, id) == (self.draft.kind, self.draft.id):
            return self.draft
        return super().get(kind, id)


def problems_of(draft: Definition) -> list[Problem]:
    """Every problem that publishing the draft would meet, its own first; warnings among them."""
    book = Overlay(draft)
    found = _judged(draft, book) + list(_broken_promises(draft))
    for other in dependents(draft):
        known = {(p.code, p.place.path) for p in _judged(other, StoredBook())}
        fresh = (p for p in _judged(other, book) if (p.code, p.place.path) not in known)
        found += [_elsewhere(problem, other) for problem in fresh if not problem.warn]
    return found


def _judged(template: Definition, book: StoredBook) -> list[Problem]:
    node, problems = READERS[".json"].read(to_bytes(dump(template)))
    return problems + (check(node, "", book)[1] if node else [])


def _elsewhere(problem: Problem, other: Definition) -> Problem:
    text = f"“{other.title.replace('<wbr>', '')}”用到了这里：{problem.text}"
    return Problem(problem.code, text, problem.remedy)


def dependents(draft: Definition) -> list[Definition]:
    """Published forms and ledgers that include, offer or are opened by this template."""
    rows = Template.objects.filter(owner="", live=True, kind__in=("form", "ledger"))
    return [
        other
        for body in rows.order_by("kind", "key").values_list("body", flat=True)
        if (other := load(body)).id != draft.id or other.kind != draft.kind
        if _depends(other, draft)
    ]


def _depends(other: Definition, draft: Definition) -> bool:
    if not isinstance(other, FormDefinition):
        return (
            draft.kind == "form" and str(getattr(other, "form", "")).partition(".")[0] == draft.id
        )
    if draft.kind == "list":
        return any(q.option("choices") == draft.id for q in every_question(other))
    return any(section.include.partition(".")[0] == draft.id for section in other.sections)


def _broken_promises(draft: Definition) -> Iterator[Problem]:
    """What an edition promised stays: codes are switched off, never removed; answers keep their kind."""
    before = StoredBook().get(draft.kind, draft.id)
    if isinstance(before, ChoiceList) and isinstance(draft, ChoiceList):
        yield from _options_gone(before, draft)
    if isinstance(before, FormDefinition) and isinstance(draft, FormDefinition):
        yield from _questions_changed(before, draft)


def _options_gone(before: ChoiceList, draft: ChoiceList) -> Iterator[Problem]:
    kept = {option.name for option in draft.options} | {option.was for option in draft.options}
    for option in before.options:
        if option.name not in kept:
            text = f"选项“{option.label}”（{option.name}）发布过，不能删去"
            remedy = "把它放回来，勾上“停用”"
            data = (("option", option.name),)
            yield Problem("list.option-gone", text, remedy, data=data).at(path="options")


def _questions_changed(before: FormDefinition, draft: FormDefinition) -> Iterator[Problem]:
    old = {question.name: question for question in every_question(before)}
    for section in draft.sections:
        for question in section.questions:
            was = old.get(question.name)
            path = f"sections.{section.name}.questions.{question.name}"
            if was is None or question.type not in TYPES:
                continue
            if TYPES[was.type].kind != TYPES[question.type].kind:
                text = f"“{question.label}”发布过，不能改成另一种答案形式"
                remedy = "新添一题，再删去这一题"
                yield Problem("question.kind-changed", text, remedy).at(path=f"{path}.type")
            for code in sorted(_codes(was) - _codes(question)):
                text = f"选项“{code}”发布过，不能删去"
                remedy = "把它放回来，勾上“停用”"
                yield Problem("question.option-gone", text, remedy).at(path=f"{path}.choices")


def _codes(question: object) -> set[str]:
    own = question.option("choices", ())  # type: ignore[attr-defined]
    return set() if isinstance(own, str) else {str(dict(pairs).get("name", "")) for pairs in own}


@dataclass(frozen=True)
class Effects:
    """What publishing would do: what changes, who else gets a new edition, which records stay."""

    number: int
    form: Differences
    others: tuple[str, ...]
    uses: tuple[Use, ...]


def effects_of(draft: Definition) -> Effects:
    """Said before it is done; the draft need not be without problems."""
    before = StoredBook().get(draft.kind, draft.id)
    old = every_question(before) if isinstance(before, FormDefinition) else ()
    new = every_question(draft) if isinstance(draft, FormDefinition) else ()
    last = editions.latest(draft.kind, draft.id)
    others = [other for other in dependents(draft) if isinstance(other, FormDefinition)]
    forms = [draft.id] if isinstance(draft, FormDefinition) else []
    return Effects(
        number=last.number + 1 if last else 1,
        form=differences(old, new),
        others=tuple(other.title for other in others),
        uses=tuple(
            use for id in [*forms, *(o.id for o in others)] for use in ports.uses.of_form(id)
        ),
    )


def bundle_of(form: FormDefinition) -> Bundle:
    """The draft with what it embeds, as publishing would freeze it: for previews and trying out."""
    return make(form, Overlay(form))


def judge(row: Template) -> None:
    faults = [problem for problem in problems_of(load(row.body)) if not problem.warn]
    if faults:
        raise Refused(*faults)


@transaction.atomic
def freeze(row: Template) -> None:
    """Editions of the template and of every form that embeds it; then the ledgers follow."""
    changed = load(row.body)
    if not isinstance(changed, FormDefinition):
        editions.publish(
            changed.kind, changed.id, {"format": 1, "template": row.body, "embedded": {}}
        )
    book = StoredBook()
    for form in (changed, *dependents(changed)):
        if isinstance(form, FormDefinition):
            editions.publish("form", form.id, make(form, book).canonical())
    ports.uses.refresh()


def plug_in() -> None:
    publisher.judge, publisher.freeze = judge, freeze
