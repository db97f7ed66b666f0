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
    "relevant": Words("什么时候问", "不写条件，就是每次都问。条件不成立就不问、不存。"),
    "constraint": Words("答案要满足什么", "写成条件，“.”就是答案。"),
    "constraint_message": Words("不满足时说什么", "说清哪里不对、怎么改。"),
    "calculation": Words("怎么算", "写成算式。"),
    "decision": Words("取哪张决策表的结果", "写决策表的名字。"),
    "choice_filter": Words("提供哪些选项", "写成条件，不写就全部提供。"),
    "repeat_count": Words("固定几行", "写成算式，不写就由填的人加行。"),
    "trigger": Words("哪一题变了才重算", "写那一题的代码，一般不用写。"),
    "parameters": Words("题型的参数", "一般不用写。"),
    "extra": Words("导入时带来的其他列", "原样保留。"),
    "name": Words("代码", "给电脑用，空着就由题目的拼音来。发布后不能改。"),
    "sensitivity": Words("敏感级", choices=(("", "1 一般"), ("2", "2 敏感"), ("3", "3 很敏感"))),
    "sealed": Words("加密存放", "显示时遮住。"),
    "default": Words("预先填好的值", "可以不写。"),
    "missing": Words("答不出时可选的原因"),
    "derived": Words("值从哪里来", "从选中的那一份记录里取，不用填。"),
    "score": Words("分数", "由别的题的答案算出。"),
    "read_only": Words("能不能改", choices=(("", "可以改"), ("yes", "只能看"), ("when", "有条件"))),
    "read_only_when": Words("什么时候只能看", "条件成立就只能看。"),
    "number": Words("自动编号", "由系统编号，如 M((_year))((_seq:4))。"),
    "note": Words("给管理员的说明", "填表的人看不到。"),
    "was": Words("原来的代码", "换了代码又要接着用旧记录时才写。"),
    "appearance": Words("外观", "一般不用写。部分写 compact：先收起来，点开再填。"),
}
LOOKED_UP_KEYS: dict[str, Words] = {
    "via": Words("看哪一道记录题", "写那道题的代码，取它选中的那一份。"),
    "from": Words("那一份在哪个台账"),
    "take": Words("取哪一列", "写那个台账里一列的代码。"),
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
LOGIC_KEYS: dict[str, Words] = {
    "constraint": Words("什么必须成立", "不成立就说下面的话。"),
    "constraint_message": Words("不成立时说什么", "说清哪里不对、怎么改。"),
    "warn": Words("只提醒", "勾上：看到提醒仍可保存。"),
    "reason": Words("要写原因的话，写在哪一题"),
    "at": Words("在哪些动作时检查", "写动作的代码，不写就每次都检查。"),
    "label": Words("名称", "显示在说明上面。"),
    "hit": Words("取哪一行", choices=(("first", "第一行成立的"), ("all", "所有成立的"))),
    "rows": Words("各行", "从上到下。最后一行可以不写条件，表示其余情况。"),
    "when": Words("当", "不写就是其余情况。"),
    "then": Words("结果", "写选项的代码，或一个数。"),
    "why": Words("原因", "显示成“因为……”，可以不写。"),
    "total": Words("总分存在哪一题"),
    "by_score": Words("按哪张表由总分定级"),
    "level": Words("等级存在哪一题"),
    "forced": Words("强制定级的表", "等级不会比它轻。"),
    "lower": Words("谁可以把等级调轻"),
    "approve": Words("要哪个角色同意"),
    "outside": Words("值取自别处的题", "写题目的代码，列在说明里。"),
    "veto": Words("一票否决"),
    "note": Words("给管理员看的说明"),
    "decision": Words("一并显示哪张表的原因"),
    "name": Words("代码", "给电脑用，空着就由名称的拼音来。发布后不能改。"),
}
POINT_KEYS: dict[str, Words] = {
    "rows": Words("各行", "第一行成立的给分。"),
    "when": Words("当", "不写就是其余情况。"),
    "then": Words("得几分", "写一个数。"),
    "why": Words("原因", "可以不写。"),
    "max": Words("满分", "比各行的最高分还高时才写。"),
    "name": Words("代码"),
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
