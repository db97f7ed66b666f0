"""What a statute is made of, as plain data that goes into JSON and comes back the same."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from public.statutes.numerals import SIGNS, chinese

ACT = re.compile(rf"(?:第[{SIGNS}]+次)?(?:修正|修订|修改|通过|公布|发布|批准)$")
LEVELS = {"编": 1, "分编": 2, "章": 3, "节": 4}


@dataclass(frozen=True, slots=True)
class Item:
    """One of an enumeration, with the finer points below it."""

    number: int
    text: str
    points: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One 款 of an article and the 项 that belong to it."""

    text: str
    items: tuple[Item, ...] = ()

    @property
    def whole(self) -> str:
        bits = [self.text]
        for item in self.items:
            bits += [f"（{chinese(item.number)}）{item.text}", *item.points]
        return "\n".join(bits)


@dataclass(frozen=True, slots=True)
class Article:
    """One 条; `added` counts those put in behind it (第五条之一)."""

    number: int
    added: int
    paragraphs: tuple[Paragraph, ...]
    heading: int = -1

    @property
    def key(self) -> str:
        return f"{self.number}-{self.added}" if self.added else str(self.number)

    @property
    def label(self) -> str:
        return f"第{chinese(self.number)}条" + (f"之{chinese(self.added)}" if self.added else "")

    @property
    def text(self) -> str:
        return "\n".join(paragraph.whole for paragraph in self.paragraphs)


@dataclass(frozen=True, slots=True)
class Heading:
    """A part, chapter or section; `level` grows downwards."""

    unit: str
    number: int
    title: str

    @property
    def level(self) -> int:
        return LEVELS[self.unit]

    @property
    def label(self) -> str:
        return f"第{chinese(self.number)}{self.unit}"


@dataclass(frozen=True, slots=True)
class Event:
    """A line of the note on top: when the text was passed, amended, promulgated."""

    day: str
    words: str

    @property
    def on(self) -> date:
        return date.fromisoformat(self.day)

    @property
    def act(self) -> str:
        """What was done, without who did it by which decision: 第二次修正."""
        found = ACT.search(self.words)
        return found[0] if found else self.words

    @property
    def begins(self) -> bool:
        """Whether the line tells when the text came into force, and not who made it."""
        return self.words.startswith(("施行", "起施行", "实施"))


@dataclass(frozen=True, slots=True)
class Statute:
    """A text in order; headings stand by themselves, each article names the one it stands under."""

    title: str
    events: tuple[Event, ...]
    headings: tuple[Heading, ...]
    articles: tuple[Article, ...]
    effective: str = ""

    @property
    def newest(self) -> Event | None:
        """The last thing that happened to the text before it came into force."""
        made = [event for event in self.events if not event.begins]
        return max(made, key=lambda event: event.day, default=None)

    def article(self, key: str) -> Article | None:
        return next((article for article in self.articles if article.key == key), None)

    def above(self, article: Article) -> list[Heading]:
        """The headings an article stands under, the widest first."""
        found: list[Heading] = []
        for heading in reversed(self.headings[: article.heading + 1]):
            if not found or heading.level < found[-1].level:
                found.append(heading)
        return found[::-1]


def dump(statute: Statute) -> dict[str, Any]:
    return asdict(statute)


def load(data: dict[str, Any]) -> Statute:
    return Statute(
        title=data["title"],
        events=tuple(Event(**one) for one in data["events"]),
        headings=tuple(Heading(**one) for one in data["headings"]),
        articles=tuple(_article(one) for one in data["articles"]),
        effective=data["effective"],
    )


def _article(data: dict[str, Any]) -> Article:
    return Article(
        data["number"],
        data["added"],
        tuple(
            Paragraph(
                one["text"],
                tuple(Item(i["number"], i["text"], tuple(i["points"])) for i in one["items"]),
            )
            for one in data["paragraphs"]
        ),
        data["heading"],
    )
