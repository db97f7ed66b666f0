"""A form: questions in sections, frozen, references unresolved (a Bundle resolves them)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, ClassVar

from .common import Template
from .keys import Pairs, key
from .logic import Decision, Rule, Scoring, ViewOf


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question. What only its type knows (`choices`, `fills` ...) stands in `options`."""

    name: str
    label: str = key("text", required=True, note="题目")
    type: str = key("name", required=True, note="题型")
    options: Pairs = ()
    questions: tuple[Question, ...] = ()
    required: bool | str = key("bool|expr", default=False, note="必填：是，或条件")
    required_message: str = key("text", note="没填时说的话")
    relevant: str = key("expr", since="logic", note="条件不成立时不问、不存")
    constraint: str = key("expr", since="logic", note="答案须满足的条件")
    constraint_message: str = key("text", since="logic", note="不满足时说的话")
    calculation: str = key("expr", since="logic", note="由系统算出的值")
    default: str = key("value", note="预先填好的值，或算式")
    read_only: bool | str = key("bool|expr", default=False, note="只读")
    number: str = key("template", note="由系统编号，如 M((_year))((_seq:4))")
    missing: tuple[str, ...] = key("names", note="可代替答案的原因：deceased unknown refused none")
    by: tuple[str, ...] = key("names", since="ledgers", note="由哪些角色填")
    at: tuple[str, ...] = key("names", since="ledgers", note="在哪些动作时填")
    sensitivity: int = key("int", default=1, note="敏感程度 1—3")
    sealed: bool = key("bool", note="加密存放，显示时遮住")
    print_in_clear: bool = key("bool", since="print", note="在本表的纸上完整打印")
    hint: str = key("text", note="题目下面的提示")
    appearance: str = key("text", note="外观（XLSForm 的词）")
    parameters: str = key("text", since="logic", note="XLSForm 参数")
    trigger: str = key("name", since="logic", note="该题变化时重算")
    extra: Pairs = key("map:text", part=str, since="logic", note="原样保留的 XLSForm 列")
    was: str = key("name", note="原来的名字")
    note: str = key("text", note="给管理员看的说明")

    def option(self, name: str, default: Any = "") -> Any:
        """A type's own attribute, as its `Options` declares it."""
        for known, value in self.options:
            if known == name:
                return value
        return default


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A heading and its questions, or another form's questions standing here."""

    name: str
    label: str = key("text", note="标题；引用别的表时可省")
    include: str = key("text", note="引用：表 或 表.部分")
    through: str = key("name", note="经由哪个记录题：答案存到它指向的记录")
    by: tuple[str, ...] = key("names", since="ledgers", note="由哪些角色填")
    at: tuple[str, ...] = key("names", since="ledgers", note="在哪些动作时填")
    relevant: str = key("expr", since="logic", note="条件")
    appearance: str = key("text", note="外观；compact：先收起来，点开再填")
    hint: str = key("text", note="标题下面的话")
    questions: tuple[Question, ...] = key("map:question", part=Question, note="名字：题")
    was: str = key("name", note="原来的名字")
    note: str = key("text", note="给管理员看的说明")


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintOptions:
    """How one copy lies on paper."""

    page: str = key("text", default="A4", short="yes", note="A4、A3、A4 landscape")
    pages: int | None = key("int", since="print", note="须在几页之内")
    layout: str = key("name", since="print", note="版式")
    secrecy: str = key("text", note="页眉的保密提示")
    note: str = key("text", note="说明")


@dataclass(frozen=True, slots=True, kw_only=True)
class FormDefinition(Template):
    """What is asked, in order."""

    kind: ClassVar[str] = "form"

    code: str = key("text", note="人们知道的编号，如 F01")
    unit: str = key("text", note="一份表对应什么")
    print: PrintOptions | None = key("text|obj:print", part=PrintOptions, default=None)
    view: ViewOf | None = key("obj:viewof", part=ViewOf, since="tables", note="不填写的汇总表")
    instance_name: str = key("template", note="一份表的标题，如 ((name))")
    by: tuple[str, ...] = key("names", since="ledgers", note="由哪些角色填")
    at: tuple[str, ...] = key("names", since="ledgers", note="在哪些动作时填")
    sections: tuple[Section, ...] = key(
        "map:section", part=Section, required=True, note="名字：部分"
    )
    rules: tuple[Rule, ...] = key("list:rule", part=Rule, since="logic", note="跨题的规则")
    decisions: tuple[Decision, ...] = key(
        "map:decision", part=Decision, since="logic", note="决策表"
    )
    scoring: Scoring | None = key("obj:scoring", part=Scoring, since="logic", note="计分")
    normal: Pairs = key("map:value", part=str, note="「一切正常」时各题的值")

    def questions(self) -> Iterator[Question]:
        """The form's own questions in order, without rows' columns and without included forms."""
        for section in self.sections:
            yield from section.questions

    def question(self, name: str) -> Question | None:
        return next((item for item in self.questions() if item.name == name), None)

    def decision(self, name: str) -> Decision | None:
        return next((item for item in self.decisions if item.name == name), None)
