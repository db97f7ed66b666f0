"""The boxes of a letter's edit page."""

from __future__ import annotations

from typing import Any

from django import forms

from ..definition import Letter
from .forms import DraftForm, area, head
from .letters_parts import from_boxes, to_boxes
from .merging import Part
from .notices_forms import RULE, Open, condition, line, words
from .notices_parts import only_rules
from .roles import roles_there


class LetterForm(DraftForm):
    """All of it on one page: what is said is one text."""

    definition = Letter
    head_note = head(Letter, "note", widget=area())
    head_source = head(Letter, "source", widget=area())
    rule_ledger = Open("ledger", "由哪个台账的记录出具")
    rule_who = forms.MultipleChoiceField(
        label="谁可以出具", required=False, widget=forms.CheckboxSelectMultiple
    )
    rule_when = condition("只在什么条件下能出具", "不写条件，就都能出具。")
    rule_text = words(
        "正文",
        "空一行是新的一段；行首写“1. ”或“- ”是列表；**两边加星号**是粗体。点下面的名字，就插进文字里。",
        rows=18,
    )
    rule_number = words(
        "编号", "如((_county_code))-((_year))-((_seq:5))，每年从1起连着编。不写就没有编号。", rows=1
    )
    rule_sign = forms.CharField(
        label="签名处",
        required=False,
        help_text="一行一个，如“甲方签名（手印）”。",
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    rule_seal = forms.CharField(
        label="盖章处",
        required=False,
        help_text="一行一个。",
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    rule_copies = forms.IntegerField(label="一式几份", required=False, min_value=1, max_value=20)
    rule_scan = line("签字件存到哪一题", "不选，就只存在文书上。", names="file")
    rule_term_from = line("从哪天起有效", names="date")
    rule_term_to = line("到哪天止", "过了这一天就算过期。", names="date")
    rule_needed_ledger = Open("ledger", "算签订率：哪个台账里的该有一份")
    rule_needed_filter = condition(
        "算签订率：其中哪些该有", "只能用能作列的题。", "columns", "rule_needed_ledger"
    )
    rule_clear = line(
        "可以完整印出来的加密内容", "选了，就要由另一个人来发布。", names="sealed", many="order"
    )
    rule_values = words("另外算的", "一行一个，写成“名字：算式”，文字里用((名字))。")

    @staticmethod
    def box(name: str) -> str:
        if name == "title":
            return name
        return f"head_{name}" if name in ("note", "source") else RULE + name

    def open_part(self) -> None:
        self.initial |= {RULE + name: value for name, value in to_boxes(self.draft).items()}
        known = roles_there()
        gone = [(key, key) for key in self.draft.who if key not in dict(known)]
        who: Any = self.fields["rule_who"]
        who.choices = [*known, *gone]

    @property
    def part(self) -> Part:
        found: Letter = self.draft
        return only_rules(found)

    def posted_part(self, data: dict[str, Any]) -> Part:
        boxes = [name for name in self.fields if name.startswith(RULE)]
        return from_boxes({name.removeprefix(RULE): data.get(name) for name in boxes}, self.draft)
