"""Cutting an expression into tokens; full-width signs and smart quotes are read as what they stand for."""

from __future__ import annotations

import re
from typing import NamedTuple

from ..problems import Place, Problem, Refused

LONGEST = 10_000
_WIDE = {chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
_WIDE |= {
    "　": " ",
    "≥": ">=",
    "≤": "<=",
    "≠": "!=",
    "×": "*",
    "÷": "div",
    "−": "-",
    "【": "[",
    "】": "]",
}
_FOLD = str.maketrans(_WIDE)
_SINGLE, _DOUBLE = "'‘’＇", '"“”＂'
_TOKEN = re.compile(
    r"""
      (?P<space>[\s　]+)
    | (?P<name>[$＄][{｛](?P<inner>[^{}｛｝]*)[}｝])
    | (?P<text>'[^']*'|"[^"]*"|[‘’＇][^'‘’＇]*['‘’＇]|[“”＂][^"“”＂]*["“”＂])
    | (?P<number>[0-9０-９]+(?:[.．][0-9０-９]*)?|[.．][0-9０-９]+)
    | (?P<word>[^\W\d][\w\-.]*(?<![.])(?::[^\W\d][\w\-.]*(?<![.]))?)
    | (?P<sign>[.．]{2}|[!！<＜>＞][=＝]|//|／／|[≥≤≠×÷−【】]
        |[()（）\[\],，=＝<＜>＞+＋\-－*＊/／|｜.．])
    """,
    re.VERBOSE,
)
_HINTS = {
    "==": "相等只写一个“=”",
    "&&": "“并且”写成“and”",
    "||": "“或者”写成“or”",
    "<>": "不等于写成“!=”",
    "=>": "至少写成“>=”",
    "=<": "至多写成“<=”",
    "&gt;": "大于号直接写“>”",
    "&lt;": "小于号直接写“<”",
    "!": "“不是”写成“not(…)”",
    "%": "余数写成“mod”",
    "**": "乘方写成“pow(底数, 指数)”",
}


class Token(NamedTuple):
    """`kind` is name, text, number, word, sign or end; `value` what it stands for."""

    kind: str
    value: str
    start: int
    end: int


def fault(code: str, text: str, remedy: str, start: int, end: int) -> Refused:
    return Refused(Problem(code, text, remedy, Place(start=start, end=end)))


def cut(source: str) -> tuple[list[Token], list[tuple[int, int]]]:
    """The tokens, an end token last, and the stretches that were folded; raises Refused."""
    if len(source) > LONGEST:
        text = f"算式太长：{len(source)}个字，最多{LONGEST}个"
        raise fault("expression.too-long", text, "拆成几题分步计算", 0, len(source))
    found: list[Token] = []
    folded: list[tuple[int, int]] = []
    at, size = 0, len(source)
    while at < size:
        match = _TOKEN.match(source, at)
        if match is None:
            raise _unknown(source, at)
        end, kind = match.end(), match.lastgroup
        if kind == "inner":
            kind = "name"
        if kind != "space":
            token = Token(str(kind), _value(match, str(kind)), at, end)
            found.append(token)
            if not source.isascii() and _changed(source, token):
                folded.append((at, end))
        elif "　" in match[0]:
            folded.append((at, end))
        at = end
    found.append(Token("end", "", size, size))
    return found, folded


def _value(match: re.Match[str], kind: str) -> str:
    if kind == "name":
        return match["inner"].strip()
    if kind == "text":
        return match[0][1:-1]
    return match[0] if match[0].isascii() or kind == "word" else match[0].translate(_FOLD)


def _changed(source: str, token: Token) -> bool:
    if token.kind == "text":
        ends = source[token.start], source[token.end - 1]
        return any(sign in _SINGLE[1:] + _DOUBLE[1:] for sign in ends)
    if token.kind == "name":
        return not (source[token.start : token.start + 2] + source[token.end - 1]).isascii()
    return token.kind != "word" and not source[token.start : token.end].isascii()


def _unknown(source: str, at: int) -> Refused:
    rest = source[at:]
    if rest[0] in _SINGLE + _DOUBLE:
        return fault("expression.unclosed", "引号没有配对", "补上后一个引号", at, len(source))
    if rest[0] in "$＄":
        if rest[1:2] not in ("{", "｛"):
            return fault("expression.syntax", "“$”后面要写 {题名}", "写成“${题名}”", at, at + 1)
        text = "“${”没有配上“}”"
        return fault("expression.unclosed", text, "写成“${题名}”", at, len(source))
    return fault(
        "expression.syntax", f"不认识“{rest[0]}”", hint(rest) or "删去这个字符", at, at + 1
    )


def hint(rest: str) -> str:
    """How to write what other languages write otherwise."""
    return next((words for sign, words in _HINTS.items() if rest.startswith(sign)), "")
