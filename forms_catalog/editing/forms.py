"""The boxes of the edit page: heads and one part of the definition, merged into the draft when saved."""

from __future__ import annotations

import json
import secrets
from dataclasses import asdict, replace
from typing import Any

from django import forms
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.widgets import AdminAutoHeightTextInput
from wagtail.blocks import BlockField

from .. import editions
from ..blocks import (
    decisions_block,
    from_stream,
    logic_from_blocks,
    logic_to_blocks,
    options_block,
    options_from_stream,
    options_to_stream,
    questions_block,
    rules_block,
    scoring_block,
    to_stream,
)
from ..bundle import every_question
from ..definition import ChoiceList, FormDefinition, Section
from ..expressions import canonical
from ..models import Edition
from . import drafts
from .merging import Clash, Part, Posted, Sent, merge, only_options
from .operations import apply
from .titling import by_name
from .words import head_label

PAGES = (("A4", "A4 竖"), ("A4 landscape", "A4 横"), ("A3", "A3 竖"), ("A3 landscape", "A3 横"))
LOGIC = ("rules", "decisions", "scoring")
SECTION = ("questions", *(f"section_{name}" for name in drafts.SECTION_HEADS))
INSIST = "mine"
"""The value of the button that keeps one's own version although somebody else saved another."""


class Lenient(BlockField):
    """A stream that is taken as it is: drafts are judged by the check page, never while saving."""

    def clean(self, value: Any) -> Any:
        return value

    def has_changed(self, initial_value: Any, data_value: Any) -> bool:
        return True


def head(cls: type, name: str, **options: Any) -> forms.CharField:
    return forms.CharField(label=head_label(cls, name), required=False, **options)


def area() -> Any:
    return AdminAutoHeightTextInput(attrs={"rows": 1})


class DraftForm(WagtailAdminModelForm):
    """Heads in boxes named `head_…`, the part in one stream; subclasses know which part."""

    instance: Any
    base = forms.CharField(required=False, widget=forms.HiddenInput)
    loaded = forms.CharField(required=False, widget=forms.HiddenInput)
    opening = forms.CharField(required=False, widget=forms.HiddenInput, max_length=32)
    turn = forms.IntegerField(required=False, widget=forms.HiddenInput)
    definition: type = FormDefinition

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.draft: Any = drafts.definition_of(self.instance)
        self.clash = Clash()
        self.merged: Any = self.draft
        self.fields["title"].required = False
        self.open_part()
        heads = drafts.heads_of(self.draft)
        for name, text in heads.items():
            box = self.box(name)
            if box in self.fields:
                self.initial[box] = text
        self.initial["base"] = json.dumps(heads, ensure_ascii=False)
        self.initial["loaded"] = drafts.mark(self.part)
        self.initial |= {"opening": secrets.token_urlsafe(12), "turn": 0}

    @staticmethod
    def box(name: str) -> str:
        return "title" if name == "title" else f"head_{name}"

    @property
    def asked(self) -> str:
        """The name of the section that the address or the posted page means."""
        told = self.data.get("section") if self.is_bound else None
        return str(told or getattr(self.instance, "open_section", ""))

    @property
    def part(self) -> Part:
        """The part of the draft that this page shows."""
        raise NotImplementedError

    def open_part(self) -> None:
        """Fills the boxes of the part."""
        raise NotImplementedError

    def posted_part(self, data: dict[str, Any]) -> Part:
        """The part as it was sent, None when the page held none."""
        raise NotImplementedError

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        self.posted = Posted(
            heads=self._posted_heads(data),
            base=self._base(data),
            part=self.posted_part(data),
            loaded=data.get("loaded", ""),
            insist=self.data.get("whose") == INSIST,
            sent=self._sent(data),
        )
        self.remerge()
        return data

    def _posted_heads(self, data: dict[str, Any]) -> dict[str, str]:
        names = drafts.heads_of(self.draft)
        given = {name: data.get(self.box(name)) for name in names if self.box(name) in self.fields}
        return {name: drafts_text(text) for name, text in given.items() if text is not None}

    def _sent(self, data: dict[str, Any]) -> Sent | None:
        """None where no script counted: then only the marks speak."""
        opening, turn = data.get("opening"), data.get("turn")
        return Sent(opening, turn, self._posted_heads(data)) if opening and turn else None

    def _base(self, data: dict[str, Any]) -> dict[str, str]:
        try:
            found = json.loads(data.get("base") or "{}")
        except ValueError:
            found = {}
        return {str(k): str(v) for k, v in found.items()} if isinstance(found, dict) else {}

    def remerge(self) -> None:
        self.merged, self.clash = merge(self.draft, self.posted, self.instance.saved_by)

    def rebase(self, instance: Any) -> None:
        """Onto a draft that somebody saved between reading and writing."""
        for name in ("go_live_at", "expire_at"):
            setattr(instance, name, getattr(self.instance, name))
        self.instance = instance
        self.draft = drafts.definition_of(instance)
        self.remerge()

    def has_changed(self) -> bool:
        return bool(self.merged != self.draft) or any(
            name in self.changed_data for name in ("go_live_at", "expire_at")
        )

    def save(self, commit: bool = True) -> Any:
        drafts.put(self.instance, self.merged)
        if self.posted.sent:
            self.instance.saving = asdict(self.posted.sent)
        return super().save(commit)

    def get_field_updates_for_resave(self) -> list[tuple[str, str]]:
        """What an open page must know after it was saved in the background."""
        base = json.dumps(self._heads_here(), ensure_ascii=False)
        marks = [("base", base), ("loaded", drafts.mark(self._kept_part()))]
        return [*super().get_field_updates_for_resave(), *marks]

    def _heads_here(self) -> dict[str, str]:
        """A box that shows an older text than the draft's did not change it, then as now."""
        here = self.posted.heads
        return {name: here.get(name, text) for name, text in drafts.heads_of(self.merged).items()}

    def _kept_part(self) -> Part:
        from .merging import part_of

        return part_of(self.merged, self.posted.part)


def drafts_text(text: str) -> str:
    """As the canonical form keeps it."""
    from ..definition import clean_text

    return clean_text(text)


class FormForm(DraftForm):
    """One section of a form with the form's heads."""

    head_code = head(FormDefinition, "code")
    head_unit = head(FormDefinition, "unit")
    head_instance_name = forms.CharField(
        label="一份表叫什么",
        required=False,
        help_text="双括号里写题目，如((姓名))。不写，就只看得到编号。",
    )
    head_note = head(FormDefinition, "note", widget=area())
    head_source = head(FormDefinition, "source", widget=area())
    head_print_page = forms.ChoiceField(label="纸张", required=False, choices=PAGES)
    head_print_secrecy = forms.CharField(label="页眉的保密提示", required=False)
    head_print_note = forms.CharField(label="打印说明", required=False, widget=area())
    section = forms.CharField(required=False, widget=forms.HiddenInput)
    section_label = forms.CharField(label="这一部分的标题", required=False)
    section_hint = forms.CharField(label="标题下面的话", required=False, widget=area())
    section_note = forms.CharField(label="给管理员看的说明", required=False, widget=area())
    section_relevant = forms.CharField(
        label="什么时候问这一部分",
        required=False,
        help_text="不写条件，就是每次都问。",
        widget=forms.Textarea(attrs={"rows": 1, "data-rule": "condition"}),
    )
    questions = Lenient(block=questions_block(), label="题目", required=False)
    rules = Lenient(block=rules_block(), label="规则", required=False)
    decisions = Lenient(block=decisions_block(), label="决策表", required=False)
    scoring = Lenient(block=scoring_block(), label="计分", required=False)

    def open_part(self) -> None:
        self._allow_page()
        part = self.part
        logical = isinstance(part, drafts.Logic)
        self._only([*LOGIC] if logical else [*SECTION] if part else [])
        if isinstance(part, drafts.Logic):
            self.initial["section"] = part.name
            self.initial |= logic_to_blocks(drafts.with_logic(self.draft, part))
        elif isinstance(part, Section):
            self._open_section(part)

    def _only(self, names: list[str]) -> None:
        """The boxes of other kinds of parts go."""
        for name in {*LOGIC, *SECTION} - {*names}:
            self.fields.pop(name, None)

    def _open_section(self, section: Section) -> None:
        self.initial["section"] = section.name
        if section.through:
            del self.fields["section_relevant"]
        for name in drafts.SECTION_HEADS:
            self.initial[f"section_{name}"] = getattr(section, name)
        if section.include:
            del self.fields["questions"]
        else:
            self.initial["questions"] = to_stream(section.questions)

    def _allow_page(self) -> None:
        """A size of paper that the list does not offer stays what it is."""
        page = drafts.heads_of(self.draft)["print_page"]
        if page and page not in dict(PAGES):
            field = self.fields["head_print_page"]
            field.choices = [*PAGES, (page, page)]  # type: ignore[attr-defined]

    def _posted_heads(self, data: dict[str, Any]) -> dict[str, str]:
        heads = super()._posted_heads(data)
        title = heads.get("instance_name", "")
        return heads | ({"instance_name": by_name(title, self.draft.questions())} if title else {})

    @property
    def part(self) -> Part:
        form: FormDefinition = self.draft
        if self.asked == drafts.LOGIC:
            return drafts.logic_of(form)
        found = drafts.section_of(form, self.asked)
        if found is None and self.is_bound and self.asked:
            return Section(name=self.asked)  # taken away meanwhile; what was typed is kept
        return found or (form.sections[0] if form.sections else None)

    def posted_part(self, data: dict[str, Any]) -> Part:
        name = data.get("section") or ""
        if not name:
            return None
        if name == drafts.LOGIC:
            return self._posted_logic(data)
        now = drafts.section_of(self.draft, name) or Section(name=name)
        given = {k: data.get(f"section_{k}") for k in drafts.SECTION_HEADS}
        heads: dict[str, Any] = {k: drafts_text(v) for k, v in given.items() if v is not None}
        if "relevant" in heads:
            heads["relevant"] = canonical(heads["relevant"].strip())
        if "questions" in self.fields and not now.include:
            asked = from_stream(data["questions"], published=published_names(self.draft.id))
            return replace(now, questions=asked, **heads)
        return replace(now, **heads)

    def _posted_logic(self, data: dict[str, Any]) -> drafts.Logic:
        published = published_decisions(self.draft.id)
        taken = {question.name for question in every_question(self.draft)}
        rules, decisions, scoring = (data[name] for name in LOGIC)
        found = logic_from_blocks(rules, decisions, scoring, published, taken)
        return drafts.logic_of(found)

    def remerge(self) -> None:
        """A button beside a section does its work on what was merged."""
        super().remerge()
        self.merged, self.went_to = apply(self.merged, self.data.get("op", ""))


def published_names(form: str) -> frozenset[str]:
    """The names that questions of any edition have: they stay theirs for ever."""
    keys = Edition.objects.filter(kind="form", key=form).values_list("pk", flat=True)
    return frozenset(q.name for pk in keys for q in every_question(editions.bundle(pk).form))


def published_decisions(form: str) -> frozenset[str]:
    """The same for the names of decision tables."""
    keys = Edition.objects.filter(kind="form", key=form).values_list("pk", flat=True)
    return frozenset(one.name for pk in keys for one in editions.bundle(pk).form.decisions)


class ListForm(DraftForm):
    """All options of a choice list with its heads."""

    definition = ChoiceList
    head_note = head(ChoiceList, "note", widget=area())
    head_source = head(ChoiceList, "source", widget=area())
    options = Lenient(block=options_block(), label="选项", required=False)

    def open_part(self) -> None:
        self.initial["options"] = options_to_stream(self.draft.options)

    @property
    def part(self) -> Part:
        return only_options(self.draft)

    def posted_part(self, data: dict[str, Any]) -> Part:
        found = options_from_stream(data["options"])
        return replace(only_options(self.draft), options=tuple(found))
