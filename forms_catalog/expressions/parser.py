"""The Pratt parser of the XLSForm dialect of XPath 1.0: text to tree, or one problem with its place."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from ..problems import Place, Problem, Refused
from .nodes import Node
from .tokens import Token, cut, fault, hint

DEEPEST = 64
"""Brackets and calls within one another."""
MOST_NODES = 2_000
_POWERS = {
    "or": 1, "and": 2, "=": 3, "!=": 3, "<": 4, "<=": 4, ">": 4, ">=": 4,
    "+": 5, "-": 5, "*": 6, "div": 6, "mod": 6, "|": 8,
}  # fmt: skip
_COMPARING = (3, 4)
_NEGATIVE = 7
_CLOSING = {")": "(", "]": "["}


class Parsed(NamedTuple):
    """A tree, and notes about what was read otherwise than it was typed."""

    node: Node
    notes: tuple[Problem, ...] = ()


def parse(source: str) -> Node:
    """The tree of a text; raises Refused with one problem that says where and what to do."""
    return parse_noting(source).node


@lru_cache(maxsize=4096)
def parse_noting(source: str) -> Parsed:
    """The same with its notes; the trees of the last few thousand texts are kept."""
    tokens, folded = cut(source)
    node = _Parser(source, tokens).whole()
    notes = (_folding(source, *folded[0]),) if folded else ()
    return Parsed(node, notes)


def problems_in(source: str) -> list[Problem]:
    """What keeps a text from being read, else the notes; never raises."""
    try:
        return list(parse_noting(source).notes)
    except Refused as refused:
        return list(refused)


def _folding(source: str, start: int, end: int) -> Problem:
    text = f"“{source[start:end].strip() or '全角空格'}”是全角的，已按半角读"
    place = Place(start=start, end=end)
    return Problem("expression.folded", text, "不用改，保存时会换成半角", place, warn=True)


class _Parser:
    """One run over the tokens of one text."""

    def __init__(self, source: str, tokens: list[Token]) -> None:
        self.source = source
        self.tokens = tokens
        self.at = 0
        self.depth = 0
        self.count = 0

    def whole(self) -> Node:
        if self.tokens[0].kind == "end":
            raise fault(
                "expression.syntax", "这里还没有写", "写一个条件或算式", 0, len(self.source)
            )
        node = self.expression(0)
        if self.tokens[self.at].kind != "end":
            raise self._stray(self.tokens[self.at])
        return node

    # ---- Pratt ----

    def expression(self, power: int) -> Node:
        self.depth += 1
        if self.depth > DEEPEST:
            raise self._limit("expression.too-deep", f"括号套得太深，最多{DEEPEST}层")
        left, compared = self.prefix(), 0
        while True:
            token = self.tokens[self.at]
            own = _POWERS.get(token.value, 0) if token.kind in ("sign", "word") else 0
            if own <= power:
                break
            self.at += 1
            compared += own in _COMPARING
            if compared > DEEPEST:
                raise self._limit("expression.too-deep", f"连着比较最多{DEEPEST}次")
            right = self.expression(own)
            op = "union" if token.value == "|" else token.value
            left = self.node(op, None, (left, right), left.start, right.end)
        self.depth -= 1
        return left

    def prefix(self) -> Node:
        token = self.tokens[self.at]
        self.at += 1
        kind, value = token.kind, token.value
        if kind == "name":
            return self.node("name", value, (), token.start, token.end)
        if kind == "text":
            return self.node("text", value, (), token.start, token.end)
        if kind == "number":
            return self._number(token)
        if kind == "word":
            return self._word(token)
        if kind == "sign":
            return self._sign(token)
        raise self._ended()

    def _number(self, token: Token) -> Node:
        number = float(token.value)
        if number == float("inf"):
            raise self._limit("expression.syntax", "这个数太大")
        value = int(number) if number.is_integer() else number
        return self.node("number", value, (), token.start, token.end)

    def _word(self, token: Token) -> Node:
        following = self.tokens[self.at]
        if following.value == "(" and following.kind == "sign":
            return self._call(token)
        if (following.value == "/" and following.kind == "sign") or following.value == "[":
            self.at -= 1
            return self._path("", (), token.start)
        return self.node("column", token.value, (), token.start, token.end)

    def _sign(self, token: Token) -> Node:
        if token.value == "(":
            node = self.expression(0)
            end = self._close(token, ")")
            return node._replace(start=token.start, end=end)
        if token.value == "-":
            node = self.expression(_NEGATIVE)
            return self.node("neg", None, (node,), token.start, node.end)
        if token.value == "." and self.tokens[self.at].value not in ("/", "["):
            return self.node("self", None, (), token.start, token.end)
        if token.value == "*" and self.at > 1 and self.tokens[self.at - 2].value == "*":
            raise self._stray(token)
        if token.value in ("..", ".", "*"):
            self.at -= 1
            return self._path("", (), token.start)
        if token.value in ("/", "//"):
            self.at -= token.value == "//"
            return self._path("/", (), token.start)
        raise self._stray(token)

    def _call(self, token: Token) -> Node:
        bracket = self.tokens[self.at]
        self.at += 1
        args: list[Node] = []
        if self.tokens[self.at].value != ")" or self.tokens[self.at].kind != "sign":
            args.append(self.expression(0))
            while self.tokens[self.at].value == "," and self.tokens[self.at].kind == "sign":
                self.at += 1
                args.append(self.expression(0))
        end = self._close(bracket, ")")
        node = self.node("call", token.value, tuple(args), token.start, end)
        following = self.tokens[self.at]
        if following.kind == "sign" and following.value in ("/", "//", "["):
            self.at += following.value == "/"
            return self._path("", (node,), token.start)
        return node

    # ---- paths ----

    def _path(self, root: str, base: tuple[Node, ...], start: int) -> Node:
        """Steps from here on; for a path that begins with a call, its first predicates are the call's."""
        steps: list[Node] = []
        if base and self.tokens[self.at].value == "[":
            token = self.tokens[self.at]
            steps.append(self._predicates(".", token))
        else:
            steps.append(self._step())
        while self.tokens[self.at].kind == "sign" and self.tokens[self.at].value in ("/", "//"):
            self.at += self.tokens[self.at].value == "/"
            steps.append(self._step())
        return self.node("path", root, (*base, *steps), start, steps[-1].end)

    def _step(self) -> Node:
        token = self.tokens[self.at]
        self.at += 1
        if token.value == "//" and token.kind == "sign":
            self.tokens[self.at - 1] = token._replace(value="/")
            self.at -= 1
            return self.node("step", "", (), token.start, token.end)
        known = token.kind == "word" or (token.kind == "sign" and token.value in ("..", ".", "*"))
        if not known:
            raise self._stray(token) if token.kind != "end" else self._ended()
        return self._predicates(token.value, token)

    def _predicates(self, name: str, token: Token) -> Node:
        found: list[Node] = []
        end = token.end
        while self.tokens[self.at].value == "[" and self.tokens[self.at].kind == "sign":
            bracket = self.tokens[self.at]
            self.at += 1
            found.append(self.expression(0))
            end = self._close(bracket, "]")
        return self.node("step", name, tuple(found), token.start, end)

    # ---- making and failing ----

    def node(self, op: str, value: object, args: tuple[Node, ...], start: int, end: int) -> Node:
        self.count += 1
        if self.count > MOST_NODES:
            raise self._limit("expression.too-big", f"算式太大，最多{MOST_NODES}个部分")
        return Node(op, value, args, start, end)

    def _close(self, bracket: Token, sign: str) -> int:
        token = self.tokens[self.at]
        if token.kind == "sign" and token.value == sign:
            self.at += 1
            return token.end
        raise self._ended() if token.kind == "end" else self._stray(token)

    def _limit(self, code: str, text: str) -> Refused:
        return fault(code, text, "拆成几题分步计算", 0, len(self.source))

    def _ended(self) -> Refused:
        """The text is over: the bracket that is still open is the fault, else the part before."""
        bracket = self._open()
        if bracket:
            sign = {"(": ")", "[": "]"}[bracket.value]
            text, end = f"“{bracket.value}”没有配上“{sign}”", len(self.source)
            return fault("expression.unclosed", text, f"补上“{sign}”", bracket.start, end)
        token = self.tokens[self.at - 1]
        before = self.tokens[self.at - 2] if self.at > 1 else token
        text = f"“{self._typed(before)}”后面没有写完"
        return fault("expression.syntax", text, "补上后面的部分", before.start, token.end)

    def _open(self) -> Token | None:
        """The innermost bracket that nothing closes."""
        found: list[Token] = []
        for token in self.tokens:
            if token.kind == "sign" and token.value in ("(", "["):
                found.append(token)
            elif token.kind == "sign" and token.value in _CLOSING and found:
                found.pop()
        return found[-1] if found else None

    def _stray(self, token: Token) -> Refused:
        """A token where none may stand."""
        if token.kind == "sign" and token.value in _CLOSING:
            text = f"多了一个“{token.value}”，前面没有“{_CLOSING[token.value]}”"
            return fault("expression.syntax", text, "删去，或补上前一个", token.start, token.end)
        before = max(token.start - 1, 0)
        words = hint(self.source[token.start :]) or hint(self.source[before:])
        if not words and token.kind not in ("sign", "end"):
            words = "两部分之间要有“and”“or”“=”“+”这样的词或符号"
        text = f"“{self._typed(token)}”不能写在这里"
        return fault("expression.syntax", text, words or "检查这里", token.start, token.end)

    def _typed(self, token: Token) -> str:
        return self.source[token.start : token.end][:20]
