"""Reads an official text: headings, articles, paragraphs and items, and what is wrong with them."""

from __future__ import annotations

from dataclasses import dataclass, field

from forms_catalog.problems import Place, Problem
from public.statutes import preface
from public.statutes.lines import Line, lines
from public.statutes.model import Article, Heading, Item, Paragraph, Statute
from public.statutes.numerals import chinese

LONGEST = 1_500_000
"""Signs of one text; the longest code in force has a quarter of that."""


@dataclass
class Reading:
    """The statute as far as it could be read, and every problem; one that does not warn refuses it."""

    statute: Statute
    problems: list[Problem]

    @property
    def refused(self) -> bool:
        return any(not problem.warn for problem in self.problems)


@dataclass
class _Open:
    """The article that lines are being added to."""

    line: Line
    heading: int
    paragraphs: list[tuple[str, list[Item]]] = field(default_factory=list)

    def closed(self) -> Article:
        made = (Paragraph(text, tuple(items)) for text, items in self.paragraphs)
        return Article(self.line.number, self.line.added, tuple(made), self.heading)


class _Parser:
    """Goes through the lines once; what it remembers is the open article and the last numbers."""

    def __init__(self) -> None:
        self.head: list[Line] = []
        self.headings: list[Heading] = []
        self.places: list[int] = []
        self.articles: list[Article] = []
        self.open: _Open | None = None
        self.problems: list[Problem] = []

    def tell(self, code: str, text: str, remedy: str, at: int, warn: bool = False) -> None:
        self.problems.append(Problem(f"statute.{code}", text, remedy, Place(line=at), warn))

    def take(self, line: Line) -> None:
        if line.kind == "article" and self._begins(line):
            self._article(line)
        elif line.kind == "heading":
            self._heading(line)
        elif self.open is None:
            self._outside(line)
        elif line.kind == "item":
            self._item(line, self.open)
        else:
            self._text(line, self.open)

    def _begins(self, line: Line) -> bool:
        """A paragraph may begin with 第五条规定的: an article does when it is the next, or clearly one."""
        if line.marked or self.open is None:
            return True
        last = self.open.line
        return (line.number, line.added) in ((last.number + 1, 0), (last.number, last.added + 1))

    def _article(self, line: Line) -> None:
        self._close()
        if self.articles:
            self._in_order(line, self.articles[-1])
        self.open = _Open(line, len(self.headings) - 1)
        if line.text:
            self.open.paragraphs.append((line.text, []))

    def _in_order(self, line: Line, last: Article) -> None:
        label = Article(line.number, line.added, ()).label
        if (line.number, line.added) == (last.number, last.added):
            self.tell("number-twice", f"{label}出现了两次", "对照原文，改正条号", line.at)
        elif (line.number, line.added) < (last.number, last.added):
            self.tell(
                "number-back", f"{last.label}后面是{label}", "对照原文，看次序和条号", line.at
            )
        elif line.number > last.number + 1 or line.added > last.added + 1:
            wanted = f"第{chinese(last.number + 1)}条"
            words = f"{last.label}后面直接是{label}，少了{wanted}"
            self.tell("number-missing", words, "对照原文，补上少的条", line.at)

    def _heading(self, line: Line) -> None:
        heading = Heading(line.unit, line.number, line.text)
        if not self.articles and self.open is None and self._again(heading):
            self.headings, self.places = [], []  # what stood above was the table of contents
        self._close()
        self._follows(heading, line.at)
        self.headings.append(heading)
        self.places.append(line.at)

    def _again(self, heading: Heading) -> bool:
        known = {(one.unit, one.number) for one in self.headings if one.level <= heading.level}
        first = self.headings[0] if self.headings else None
        return (heading.unit, heading.number) in known and bool(first) and first == heading

    def _follows(self, heading: Heading, at: int) -> None:
        for one in reversed(self.headings):
            if one.level < heading.level:
                break
            if one.level == heading.level:
                if heading.number not in (one.number + 1, 1 if heading.unit == "节" else -1):
                    words = f"{one.label}后面是{heading.label}"
                    self.tell("chapter-order", words, "对照原文，看章节的号", at)
                return

    def _outside(self, line: Line) -> None:
        if not self.articles and not self.headings:
            self.head.append(line)
        elif self.articles or not _contents(line):
            words = f"“{line.text[:12]}”不在任何一条里"
            self.tell("text-outside", words, "这一行不会收入，看是不是少了条号", line.at, warn=True)

    def _text(self, line: Line, open_: _Open) -> None:
        words = line.raw or line.text
        if line.kind == "point" and open_.paragraphs and open_.paragraphs[-1][1]:
            items = open_.paragraphs[-1][1]
            last = items[-1]
            items[-1] = Item(last.number, last.text, (*last.points, words))
        else:
            open_.paragraphs.append((words, []))

    def _item(self, line: Line, open_: _Open) -> None:
        if not open_.paragraphs:
            open_.paragraphs.append(("", []))
        items = open_.paragraphs[-1][1]
        wanted = items[-1].number + 1 if items else 1
        if line.number != wanted:
            where = Article(open_.line.number, open_.line.added, ()).label
            words = f"{where}里应是（{chinese(wanted)}），写的是（{chinese(line.number)}）"
            self.tell("item-order", words, "对照原文，看项的号", line.at, warn=True)
        items.append(Item(line.number, line.text))

    def _close(self) -> None:
        if self.open is None:
            return
        made = self.open.closed()
        if not made.text.strip():
            words = f"{made.label}下面没有字"
            self.tell("article-empty", words, "对照原文，补上这一条", self.open.line.at)
        self.articles.append(made)
        self.open = None

    def done(self) -> Reading:
        self._close()
        self._whole()
        title, events = preface.read([line.text for line in self.head])
        articles = tuple(self.articles)
        effective = preface.effective([line.text for line in self.head], articles, events)
        statute = Statute(title, events, tuple(self.headings), articles, effective)
        if not title:
            self.tell("no-title", "没有读到名称", "第一行写法律的全名", 1, warn=True)
        return Reading(statute, self.problems)

    def _whole(self) -> None:
        if not self.articles:
            words = "没有读到条文"
            self.tell("no-articles", words, "要贴有“第一条”“第二条”的正式文本", 0)
        used = {article.heading for article in self.articles}
        for at, heading in enumerate(self.headings):
            below = self.headings[at + 1 : at + 2]
            deeper = below and below[0].level > heading.level
            if self.articles and at not in used and not deeper:
                words = f"{heading.label}下面没有条文"
                self.tell("chapter-empty", words, "对照原文，补上这一章", self.places[at])


def _contents(line: Line) -> bool:
    return "".join(line.text.split()) == "目录"


def parse(text: str) -> Reading:
    """Everything that can be read, and everything that is wrong, at once."""
    parser = _Parser()
    if len(text) > LONGEST:
        parser.tell("too-long", "文字太长", "一次放一部法律", 0)
        text = ""
    for line in lines(text):
        parser.take(line)
    return parser.done()
