"""What the keys of a question are called in the editor, where their declared note is too terse.

A key that does not stand here takes its words from the note: what stands before the first sign
is its label, the rest its help.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ..definition import Key
from ..questions import QuestionType


@dataclass(frozen=True, slots=True)
class Words:
    """Label, help, and the words for the values that a key may have."""

    label: str
    help: str = ""
    choices: tuple[tuple[str, str], ...] = ()


KEYS: dict[str, Words] = {
    "label": Words("问什么", "写成一句问话，不超过20个字。"),
    "type": Words("题型", "写题型的名字。"),
    "hint": Words("一句提示", "写在题目下面，可以不写。"),
    "choices": Words("现成的选项表", "先看有没有现成的，没有再在下面写。"),
    "questions": Words("表格的列", "一列问一件事。"),
    "record": Words("哪个台账"),
    "required": Words("要不要填", choices=(("", "选填"), ("yes", "必填"), ("when", "有条件"))),
    "required_when": Words("什么时候必填", "条件成立就必填。"),
    "required_message": Words("没填时说什么", "可以不写。"),
    "name": Words("代码", "给电脑用，空着就由题目的拼音来。发布后不能改。"),
    "sensitivity": Words("敏感级", choices=(("", "1 一般"), ("2", "2 敏感"), ("3", "3 很敏感"))),
    "sealed": Words("加密存放", "显示时遮住。"),
    "default": Words("预先填好的值", "可以不写。"),
    "missing": Words("答不出时可选的原因"),
    "read_only": Words("能不能改", choices=(("", "可以改"), ("yes", "只能看"), ("when", "有条件"))),
    "read_only_when": Words("什么时候只能看", "条件成立就只能看。"),
    "number": Words("自动编号", "由系统编号，如 M((_year))((_seq:4))。"),
    "note": Words("给管理员的说明", "填表的人看不到。"),
    "was": Words("原来的代码", "换了代码又要接着用旧记录时才写。"),
    "appearance": Words("外观", "一般不用写。"),
}
OPTION_KEYS: dict[str, Words] = {
    "name": Words("代码", "给电脑用，发布后不能改。"),
    "label": Words("文字", "给人看。"),
    "disabled": Words("停用", "旧记录照样显示，新填时不再出现。"),
    "hint": Words("选项下面的小字", "可以不写。"),
    "parent": Words("上级选项的代码"),
    "tags": Words("标签", "供筛选选项用。"),
    "was": Words("原来的代码", "换了代码又要接着用旧记录时才写。"),
    "note": Words("给管理员的说明"),
}
PAIRS: dict[str, tuple[Words, Words]] = {
    "fills": (Words("带出什么"), Words("填到哪一题", "写那一题的代码。")),
    "tags": (Words("标签"), Words("值")),
}
PAIR = (Words("名称"), Words("内容"))


def words_of(item: Key, own: dict[str, Words]) -> Words:
    """The words of a key: those written here, or what its note says."""
    if item.name in own:
        return own[item.name]
    label, _, rest = (item.note or item.name).partition("：")
    if not rest:
        label, _, rest = label.partition("，")
    return Words(re.sub(r"[。；]$", "", label), rest)


@dataclass(frozen=True, slots=True)
class Look:
    """The group and the icon of a type in the chooser."""

    group: str
    icon: str


KINDS: dict[str, Look] = {
    "text": Look("文字", "pilcrow"),
    "integer": Look("数字", "decimal"),
    "decimal": Look("数字", "decimal"),
    "date": Look("日期", "date"),
    "boolean": Look("选择", "tick-inverse"),
    "list": Look("选择", "list-ul"),
    "place": Look("地方和机构", "site"),
    "rows": Look("表格", "table"),
    "file": Look("附件和签名", "upload"),
    "said": Look("说明", "info-circle"),
}
STRANGE = Look("其他", "help")


def kind_of(type_: QuestionType) -> str:
    """The kind, or what matters more: that it looks outside the form, or asks nothing."""
    if not type_.asked:
        return "said"
    return "place" if type_.looks_out else type_.kind
