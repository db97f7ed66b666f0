"""A tree in plain Chinese words: what a condition says, with the labels of questions and options."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from .building import Rule, age_of, compile_rule, decompile, line_of
from .nodes import Node, path_name
from .patterns import PATTERNS, named
from .printing import plain, to_text

Labels = Mapping[str, str]
Options = Mapping[str, Labels]
SELF = "."
OWN = "答案"


def say(node: Node, labels: Labels | None = None, options: Options | None = None) -> str:
    """A sentence without its full stop; `labels` by question (`.`: the one it belongs to)."""
    return _Speaker(labels or {}, options or {}).condition(node)


def say_line(line: Mapping[str, Any], labels: Labels, options: Options) -> str:
    """The words of one line of the rule builder."""
    return _Speaker(labels, options).line(line)


class _Speaker:
    """What it needs to know of the form."""

    def __init__(self, labels: Labels, options: Options) -> None:
        self.labels = labels
        self.options = options

    # ---- conditions ----

    def condition(self, node: Node) -> str:
        if line := line_of(node):
            return self.line(line)
        if node.op in ("and", "or"):
            word = "，并且" if node.op == "and" else "，或者"
            return word.join(self._items(node))
        if node.op == "call" and node.value == "not" and len(node.args) == 1:
            inner = node.args[0]
            words = "不是同时" if inner.op == "and" else "不是"
            return f"{words}（{self.condition(inner)}）"
        if node.op in _SIGNS:
            one, other = (self.value(part) for part in node.args)
            return f"{one}{_SIGNS[node.op]}{other}"
        return self.value(node)

    def _items(self, node: Node) -> list[str]:
        if node.op == "and" and (found := decompile(node)) and "all" in found:
            return [self._said(part) for part in found["all"]]
        return [self._item(part, node.op) for part in _chain(node)]

    def _said(self, part: Rule) -> str:
        return self.line(part) if "op" in part else self._item(compile_rule(part), "and")

    def _item(self, node: Node, sign: str) -> str:
        words = self.condition(node)
        mixed = node.op in ("and", "or") and node.op != sign and not line_of(node)
        return f"（{words}）" if mixed else words

    # ---- lines of the rule builder ----

    def line(self, line: Mapping[str, Any]) -> str:
        measure, _, op = str(line["op"]).rpartition(".")
        field, value = str(line["field"]), line.get("value")
        subject = self.called(field)
        if measure == "age":
            return subject + self._up_to(line) + _years(op, value)
        if measure:
            return f"{subject}{_COUNTED[measure]}{_sized(op, value)}"
        if op in ("eq", "ne"):
            return subject + self._equal(field, op, value)
        if op in _WORDS:
            return subject + _WORDS[op].format(self._listed(field, value))
        return subject + self._ordered(op, value)

    def _up_to(self, line: Mapping[str, Any]) -> str:
        return f"到{self.called(line['on'])}" if line.get("on") else "到今天"

    def _equal(self, field: str, op: str, value: Any) -> str:
        if isinstance(value, dict) and "field" in value:
            return f"和{self.called(value['field'])}{'相同' if op == 'eq' else '不同'}"
        if isinstance(value, str):
            return f"{'是' if op == 'eq' else '不是'}{self._option(field, value)}"
        if isinstance(value, dict):
            return f"{'是' if op == 'eq' else '不是'}{self.operand(value)}"
        return f"{'等于' if op == 'eq' else '不等于'}{self.operand(value)}"

    def _ordered(self, op: str, value: Any) -> str:
        if op == "between":
            return f"介于{self.operand(value[0])}和{self.operand(value[1])}之间（含两头）"
        words = _DAYS if isinstance(value, dict) and "date" in value else _SIZES
        return f"{words[op]}{self.operand(value)}"

    def _listed(self, field: str, value: Any) -> str:
        if isinstance(value, list):
            return "".join(self._option(field, code) for code in value)
        if isinstance(value, str) and value in PATTERNS:
            return PATTERNS[value].label
        return self._option(field, str(value))

    def _option(self, field: str, code: str) -> str:
        words = self.options.get(field, {}).get(code, code)
        return f"「{clean(words)}」"

    def operand(self, value: Any) -> str:
        if isinstance(value, dict):
            return self.called(value["field"]) if "field" in value else day(value["date"])
        return value if isinstance(value, str) else plain(value)

    def called(self, name: str) -> str:
        """A question by its label; a column of a table or of a linked record by both."""
        if name in self.labels:
            return f"「{clean(self.labels[name])}」"
        if name == SELF:
            return OWN
        head, _, tail = name.partition(".")
        if tail and head in self.labels:
            return f"「{clean(self.labels[head])}」的{self.called(tail)}"
        return RESERVED.get(name) or f"「{name}」"

    # ---- values ----

    def value(self, node: Node) -> str:
        if found := age_of(node):
            return f"{self.called(found['field'])}{self._up_to(found)}的周岁数"
        maker = getattr(self, f"_{node.op}", None)
        if maker is not None:
            return str(maker(node))
        if node.op in _SUMS:
            return self._sum(node)
        return self.condition(node) if node.op in _TRUTHS else self.read(node)

    def _sum(self, node: Node) -> str:
        """Brackets only where sums and products stand in one another."""
        one, other = node.args
        left = self.value(one) if one.op in _TERMS and node.op in _TERMS else self._part(one)
        return _SUMS[node.op].format(left, self._part(other))

    def _part(self, node: Node) -> str:
        words = self.value(node)
        return f"（{words}）" if node.op in _SUMS and not age_of(node) else words

    def read(self, node: Node) -> str:
        """What has no words is shown as it is written, with the words of its questions."""
        return f"算式“{_NAMED.sub(lambda found: self.called(found[1]), to_text(node))}”"

    def _name(self, node: Node) -> str:
        return self.called(node.value)

    def _self(self, node: Node) -> str:
        return self.called(SELF)

    def _path(self, node: Node) -> str:
        return self.called(path_name(node)) if path_name(node) else self.read(node)

    def _column(self, node: Node) -> str:
        return f"选项的“{node.value}”"

    def _text(self, node: Node) -> str:
        return f"“{node.value}”" if node.value else "空白"

    def _number(self, node: Node) -> str:
        return plain(node.value)

    def _neg(self, node: Node) -> str:
        return f"负{self._part(node.args[0])}"

    def _call(self, node: Node) -> str:
        maker = _CALLS.get((node.value, len(node.args))) or _CALLS.get((node.value, -1))
        if maker is None:
            return self.read(node)
        if isinstance(maker, str):
            return maker.format(*(self.value(part) for part in node.args))
        return maker(self, node)


def _chain(node: Node) -> list[Node]:
    items: list[Node] = []
    sign = node.op
    while node.op == sign:
        items.append(node.args[1])
        node = node.args[0]
    return [node, *reversed(items)]


def clean(words: str) -> str:
    return words.replace("<wbr>", "").strip()


def day(text: str) -> str:
    if text in _CLOCK:
        return _CLOCK[text]
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return f"“{text}”"
    return f"{found.year}年{found.month}月{found.day}日"


def _years(op: str, value: Any) -> str:
    if op in ("ge", "lt") and not isinstance(value, (dict, list)):
        return f"{'满' if op == 'ge' else '不满'}{plain(value)}周岁"
    return f"的周岁数{_sized(op, value)}"


def _sized(op: str, value: Any) -> str:
    if op == "between":
        return f"介于{_number(value[0])}和{_number(value[1])}之间（含两头）"
    return f"{_SIZES[op]}{_number(value)}"


def _number(value: Any) -> str:
    return plain(value) if isinstance(value, (int, float)) else f"“{value}”"


def _shaped(speaker: _Speaker, node: Node) -> str:
    subject, pattern = node.args
    known = named(pattern.value) if pattern.op == "text" else ""
    words = f"“{PATTERNS[known].label}”" if known else speaker.value(pattern)
    return f"{speaker.value(subject)}符合格式{words}"


def _joined(speaker: _Speaker, node: Node) -> str:
    return "接".join(speaker.value(part) for part in node.args) or "空白"


def _listing(words: str) -> Callable[[_Speaker, Node], str]:
    return lambda speaker, node: "、".join(map(speaker.value, node.args)) + words


def _chosen(speaker: _Speaker, node: Node) -> str:
    """`if(condition, one, other)`."""
    asked, one, other = node.args
    return f"如果{speaker.condition(asked)}，就是{speaker.value(one)}，否则是{speaker.value(other)}"


_SIGNS = {"=": "等于", "!=": "不等于", ">": "大于", ">=": "至少是", "<": "小于", "<=": "至多是"}
_TRUTHS = {"and", "or", *_SIGNS}
_SIZES = {"eq": "等于", "ne": "不等于", "gt": "大于", "ge": "至少", "lt": "小于", "le": "至多"}
_DAYS = {"gt": "晚于", "ge": "不早于", "lt": "早于", "le": "不晚于"}
_TERMS = {"+", "-"}
_SUMS = {
    "+": "{}＋{}",
    "-": "{}－{}",
    "*": "{}×{}",
    "div": "{}÷{}",
    "mod": "{}除以{}的余数",
}
_NAMED = re.compile(r"\$\{([^{}]+)\}")
_COUNTED = {"picked": "选了的项数", "count": "的行数", "sum": "的合计", "length": "的字数"}
_WORDS = {
    "blank": "没填",
    "filled": "填了",
    "has": "选了{}",
    "lacks": "没选{}",
    "among": "是{}其中之一",
    "outside": "不是{}其中任何一项",
    "format": "的格式是“{}”",
}
_CLOCK = {"today": "今天", "now": "现在"}
RESERVED = {
    "_today": "今天",
    "_now": "现在",
    "_place": "所在地方",
    "_round_date": "本轮的日期",
    "_actor": "填表人",
    "_actor_name": "填表人姓名",
    "_row": "第几行",
    "_count": "行数",
    "_year": "今年",
    "_round": "本轮",
    "_missing": "没有查到的数目",
    "_unfinished": "要再去的数目",
}
_CALLS: dict[tuple[str, int], str | Callable[[_Speaker, Node], str]] = {
    ("true", 0): "总是成立",
    ("false", 0): "总不成立",
    ("today", 0): "今天",
    ("now", 0): "现在",
    ("selected", 2): "{0}选了{1}",
    ("count-selected", 1): "{0}选了的项数",
    ("selected-at", 2): "{0}选的第（{1}＋1）项",
    ("count", 1): "{0}的行数",
    ("count-non-empty", 1): "{0}填了的行数",
    ("sum", 1): "{0}的合计",
    ("min", 1): "{0}里最小的",
    ("max", 1): "{0}里最大的",
    ("min", -1): _listing("里最小的"),
    ("max", -1): _listing("里最大的"),
    ("string-length", 1): "{0}的字数",
    ("number", 1): "{0}",
    ("string", 1): "{0}",
    ("int", 1): "{0}（去掉小数）",
    ("abs", 1): "{0}的绝对值",
    ("round", 1): "{0}（四舍五入）",
    ("round", 2): "{0}（四舍五入到{1}位小数）",
    ("coalesce", 2): "{0}（没填就用{1}）",
    ("contains", 2): "{0}里有{1}",
    ("starts-with", 2): "{0}以{1}开头",
    ("ends-with", 2): "{0}以{1}结尾",
    ("jr:choice-name", 2): "{0}的文字",
    ("once", 1): "{0}（只算一次）",
    ("date", 1): lambda speaker, node: (
        day(node.args[0].value) if node.args[0].op == "text" else speaker.value(node.args[0])
    ),
    ("regex", 2): _shaped,
    ("concat", -1): _joined,
    ("if", 3): _chosen,
    ("not", 1): lambda speaker, node: speaker.condition(node),
}

__all__ = ["say", "say_line"]
