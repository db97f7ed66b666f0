"""Publishing a template: checked with all that depends on it, then frozen together with it.

A draft is judged as if it were published already: problems it would make in forms and ledgers that
use it are its own problems.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from . import editions
from .applying import StoredBook
from .bundle import Bundle, every_question, make
from .burden import too_many
from .checks import check
from .consequences import Consequences, broken_promises, consequences
from .definition import ChoiceList, FormDefinition, Ledger, Letter, Notice, dump, load, to_bytes
from .definition import Template as Definition
from .differences import Differences, differences
from .models import Template, publisher
from .ports import Use, ports
from .problems import Problem, Refused, refuse
from .questions import TYPES
from .readers import READERS

REVEAL = "reveal"
"""The action by which a role may ask for a masked answer."""


class Overlay(StoredBook):
    """The stored book with one template replaced by its draft."""

    def __init__(self, draft: Definition) -> None:
        super().__init__()
        self.draft = draft

    def get(self, kind: str, id: str) -> Definition | None:
        if (kind, id) == (self.draft.kind, self.draft.id):
            return self.draft
        return super().get(kind, id)


def problems_of(draft: Definition) -> list[Problem]:
    """Every problem that publishing the draft would meet, its own first; warnings among them."""
    book, stored = Overlay(draft), StoredBook()
    found = _judged(draft, book) + list(_broken_promises(draft))
    for other in dependents(draft):
        known = {(p.code, p.place.path) for p in _judged(other, stored)}
        fresh = (p for p in _judged(other, book) if (p.code, p.place.path) not in known)
        found += [_elsewhere(problem, other) for problem in fresh if not problem.warn]
    return found


def own_problems(draft: Definition) -> list[Problem]:
    """Those that stand in the draft itself."""
    return _judged(draft, Overlay(draft))


def _judged(template: Definition, book: StoredBook) -> list[Problem]:
    node, problems = READERS[".json"].read(to_bytes(dump(template)))
    return problems + (check(node, "", book)[1] if node else [])


def _elsewhere(problem: Problem, other: Definition) -> Problem:
    text = f"“{other.title.replace('<wbr>', '')}”用到了这里：{problem.text}"
    return Problem(problem.code, text, problem.remedy)


def dependents(draft: Definition) -> list[Definition]:
    """What is published and includes, offers, is opened by or speaks of this template."""
    rows = Template.objects.filter(owner="", live=True, kind__in=DEPENDING)
    others = [load(body) for body in rows.order_by("kind", "key").values_list("body", flat=True)]
    spoken = _spoken_of(draft, others)
    return [
        other
        for other in others
        if other.id != draft.id or other.kind != draft.kind
        if (
            other.ledger in spoken if isinstance(other, Notice | Letter) else _depends(other, draft)
        )
    ]


DEPENDING = ("form", "ledger", "letter", "notice")


def _spoken_of(draft: Definition, others: Sequence[Definition]) -> set[str]:
    """The ledgers whose records a change of this template may touch, those linked to them too."""
    ledgers = [other for other in others if isinstance(other, Ledger)]
    if isinstance(draft, FormDefinition):
        near = {one.id for one in ledgers if one.form.partition(".")[0] == draft.id}
    else:
        near = {draft.id} if isinstance(draft, Ledger) else set()
    linked = {
        form.id
        for form in others
        if isinstance(form, FormDefinition)
        and any(q.option("record") in near for q in every_question(form))
    }
    return near | {one.id for one in ledgers if one.form.partition(".")[0] in linked}


def _depends(other: Definition, draft: Definition) -> bool:
    if isinstance(draft, Ledger):
        return reads(other, draft.id)
    if not isinstance(other, FormDefinition):
        return (
            draft.kind == "form" and str(getattr(other, "form", "")).partition(".")[0] == draft.id
        )
    if draft.kind == "list":
        return any(q.option("choices") == draft.id for q in every_question(other))
    return any(section.include.partition(".")[0] == draft.id for section in other.sections)


def reads(other: Definition, ledger: str) -> bool:
    """A form that chooses records of the ledger, another ledger that takes values from it."""
    if isinstance(other, FormDefinition):
        return any(q.option("record") == ledger for q in every_question(other))
    return isinstance(other, Ledger) and any(column.from_ == ledger for column in other.derived)


def _broken_promises(draft: Definition) -> Iterator[Problem]:
    """What an edition promised stays: codes are switched off, never removed; answers keep their kind."""
    before = StoredBook().get(draft.kind, draft.id)
    if isinstance(before, ChoiceList) and isinstance(draft, ChoiceList):
        yield from _options_gone(before, draft)
    if isinstance(before, FormDefinition) and isinstance(draft, FormDefinition):
        yield from _questions_changed(before, draft)
    if isinstance(draft, Ledger):
        yield from broken_promises(draft)
        yield from too_many(draft)


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
    ledger: Consequences
    others: tuple[str, ...]
    uses: tuple[Use, ...]


def effects_of(draft: Definition) -> Effects:
    """Said before it is done; the draft need not be without problems."""
    before = StoredBook().get(draft.kind, draft.id)
    old = every_question(before) if isinstance(before, FormDefinition) else ()
    new = every_question(draft) if isinstance(draft, FormDefinition) else ()
    last = editions.latest(draft.kind, draft.id)
    frozen = [] if isinstance(draft, Ledger) else dependents(draft)
    others = [other for other in frozen if isinstance(other, FormDefinition)]
    forms = [draft.id] if isinstance(draft, FormDefinition) else []
    return Effects(
        number=last.number + 1 if last else 1,
        form=differences(old, new),
        ledger=_of_ledger(before, draft),
        others=tuple(other.title for other in others),
        uses=tuple(
            use for id in [*forms, *(o.id for o in others)] for use in ports.uses.of_form(id)
        ),
    )


def _of_ledger(before: Definition | None, draft: Definition) -> Consequences:
    if not isinstance(draft, Ledger):
        return Consequences()
    return consequences(before if isinstance(before, Ledger) else None, draft, Overlay(draft))


def bundle_of(form: FormDefinition) -> Bundle:
    """The draft with what it embeds, as publishing would freeze it: for previews and trying out."""
    return make(form, Overlay(form))


def judge(row: Template) -> None:
    faults = [problem for problem in problems_of(load(row.body)) if not problem.warn]
    if faults:
        raise Refused(*faults)


def needs_second(draft: Definition) -> bool:
    """Whether it lets something sealed out of the house, or shows it to more, than any edition did."""
    before = StoredBook().get(draft.kind, draft.id)
    if isinstance(draft, Notice | Letter):
        return not _let_out(draft) <= (_let_out(before) if before else set())
    if isinstance(draft, Ledger) and isinstance(before, Ledger):
        return not _shown(draft) <= _shown(before)
    if isinstance(draft, FormDefinition) and isinstance(before, FormDefinition):
        return _unsealed(before, draft)
    return False


def _let_out(found: Definition) -> set[str]:
    """What a notice or a letter writes out although it is sealed."""
    if isinstance(found, Notice):
        return {*found.sealed}
    return {*found.clear} if isinstance(found, Letter) else set()


def _shown(ledger: Ledger) -> set[tuple[str, str]]:
    """(role, sealed question that it sees whole), and (role, "") where it may ask for one."""
    found = {(access.name, name) for access in ledger.access for name in access.clear}
    asked = (a for a in ledger.actions if REVEAL in (a.verb, "" if a.verb else a.name))
    return found | {(role, "") for action in asked for role in action.who}


def _unsealed(before: FormDefinition, draft: FormDefinition) -> bool:
    """Whether a question that was sealed is asked on, in clear."""
    sealed = {question.name for question in every_question(before) if question.sealed}
    now = (question for question in every_question(draft) if not question.sealed)
    return any(not sealed.isdisjoint((question.name, question.was)) for question in now)


def second(row: Template, author: int | None, by: int | None) -> None:
    """Whoever wrote it last may not be the one who publishes it."""
    if by is not None and by == author and needs_second(load(row.body)):
        text = "这样一来有人会看到加密的内容，要由另一个人来发布"
        raise refuse(f"{row.kind}.needs-second", text, "请另一位有发布权的人来按")


@transaction.atomic
def freeze(row: Template) -> None:
    """Editions of the template and of every form that embeds it; then the ledgers follow.

    A ledger that follows what is published makes its own edition, with its slots.
    """
    changed = load(row.body)
    if not isinstance(changed, Ledger):
        _freeze_embedded(changed, row.body)
    ports.uses.refresh()


def _freeze_embedded(changed: Definition, body: dict[str, Any]) -> None:
    if not isinstance(changed, FormDefinition):
        editions.publish(changed.kind, changed.id, {"format": 1, "template": body, "embedded": {}})
    book = StoredBook()
    for form in (changed, *dependents(changed)):
        if isinstance(form, FormDefinition):
            editions.publish("form", form.id, make(form, book).canonical())


def plug_in() -> None:
    publisher.judge, publisher.freeze, publisher.second = judge, freeze, second
