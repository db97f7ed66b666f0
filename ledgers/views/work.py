"""今天: what waits, what is half filled, what is registered most, what is kept, what one did last."""

from __future__ import annotations

from collections.abc import Mapping
from types import SimpleNamespace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from .. import queries
from ..drafts import Drafts, Sheet
from ..exchange import agreeing
from ..models import LetterIssue
from ..notices import reading, slips
from ..registry import Live, live_by_id
from ..rights import keeps_house
from ..scope import reach
from ..sealing import KeysMissing
from ..titles import Titled, linked, title
from ..witnessing.watching import watched
from . import grid_columns
from .desk import CHECK, Desk
from .drafts import described
from .duties import NOTHING
from .duties import waiting as due
from .frame import by_use, may, seen, staff, who
from .keeping import over
from .looks import door
from .queues import waiting
from .through import tasks_href
from .ways import lacking_href
from .worker import failures

DAYS = "一二三四五六日"


@staff
def work(request: HttpRequest) -> HttpResponse:
    ledgers = seen(reach(request.user))
    counts = {item.key: queries.count(request.user, item, queries.Ask()) for item in ledgers}
    often = sorted(by_use(reach(request.user)), key=lambda item: -counts[item.key])
    todo = due(request)
    late = [row for row in todo if row[1] != NOTHING]
    day = timezone.localdate()
    context = {
        "hello": f"{who(request).get_full_name()}，您好",
        "date_words": f"{day.year}年{day.month}月{day.day}日，星期{DAYS[day.weekday()]}",
        "drafts": _drafts(request),
        "first": _unconfirmed(request)
        + late
        + waiting(request)
        + _exports(request)
        + _slips(request),
        "doors": [_door(request, item) for item in often if may(request, item, "opening")],
        "tasks": [row for row in todo if row not in late]
        + over(request)
        + [
            (f"{item.title}：还差哪些", "一份一份做，做好的排在后面", href)
            for item in ledgers
            if may(request, item, "opening") and (href := tasks_href(request, item))
        ]
        + [
            (f"{item.title}：新版要补问的", "表换了新版，还缺几项", href)
            for item in ledgers
            if grid_columns.fills(request, item) and (href := lacking_href(request, item))
        ]
        + _letters(request)
        + _watching(request)
        + _background(request),
        "lists": [
            (item.title, count_words(counts[item.key]), reverse("ledger", args=[item.key]))
            for item in ledgers
        ],
        "recent": _recent(request),
    }
    return render(request, "web/work.html", context)


def _drafts(request: HttpRequest) -> list[SimpleNamespace]:
    """What was begun, the latest first; without the keys nothing of it can be said."""
    try:
        return [
            _draft(request, sheet)
            for sheet in Drafts(request.user).latest()
            if may(request, live_by_id(sheet.ledger), "opening")
        ]
    except KeysMissing:
        return []


def _unconfirmed(request: HttpRequest) -> list[tuple[str, str, str]]:
    """What cannot wait: others are told when nobody says that it was received."""
    number = reading.wanting(request.user)
    words = f"{number}条消息等您确认收到"
    return [(words, "打开看了，按“收到了”", reverse("inbox"))] if number else []


def _exports(request: HttpRequest) -> list[tuple[str, str, str]]:
    """Who waits for a word of this person, and how their own askings stand."""
    found, href = [], reverse("exports")
    if waiting := len(agreeing.waiting(request.user)):
        found.append((f"{waiting}份导出等您批准", "看清要导出什么、做什么用，再定", href))
    own = agreeing.lately(request.user)
    if ready := sum(map(agreeing.open_now, own)):
        found.append((f"{ready}份导出可以下载", f"批准后{agreeing.DAYS}天里可以下载", href))
    elif own:
        found.append(("我的导出申请", agreeing.words_of(own[0]), href))
    return found


def _watching(request: HttpRequest) -> list[tuple[str, str, str]]:
    """The way to who was shown what, for those who look after accounts or keys."""
    return [("查看记录", "谁看过保密的内容", reverse("seen"))] if watched(request.user) else []


def _background(request: HttpRequest) -> list[tuple[str, str, str]]:
    """The way to what the house does by itself, for those who look after it."""
    if not keeps_house(who(request)):
        return []
    failed = failures()
    hint = f"有{failed}件没有做完，看看原因" if failed else "正在做的、排队的、定时做的"
    outbox = ("发件", "通知发出去了没有", reverse("outbox"))
    return [("后台", hint, reverse("worker")), outbox]


def _letters(request: HttpRequest) -> list[tuple[str, str, str]]:
    rows = LetterIssue.objects.visible_to(request.user)
    return [("文书", "打印、存签字件", reverse("letters"))] if rows.exists() else []


def _slips(request: HttpRequest) -> list[tuple[str, str, str]]:
    """Paper that somebody has to take along."""
    number = len(slips.waiting(request.user))
    return [(f"要打印的通知单：{number}张", "带给收的人", reverse("slips"))] if number else []


def _draft(request: HttpRequest, sheet: Sheet) -> SimpleNamespace:
    desk = Desk(request.user, live_by_id(sheet.ledger), sheet)
    return SimpleNamespace(
        label=f"接着填 {described(desk)}",
        hint=_where(desk),
        when=when(sheet),
        href=reverse("draft", args=[sheet.uid]),
        delete_href=reverse("draft-delete", args=[sheet.uid]),
    )


def _where(desk: Desk) -> str:
    """「停在“…”，还有9题没填」."""
    if desk.withdrawn:
        return "这张表换了新版，打开看看"
    done, asked = desk.progress()
    step = desk.resume()
    page = desk.page(step)
    left = f"还有{asked - done}题没填" if asked > done else "都填了"
    if step == CHECK:
        return f"等您核对提交，{left}"
    return f"停在“{page.label}”，{left}" if page and page.label else left


def when(sheet: Sheet) -> str:
    assert sheet.saved_at is not None
    at = timezone.localtime(sheet.saved_at)
    day = "今天" if at.date() == timezone.localdate() else f"{at.month}月{at.day}日"
    return f"{day}{at:%H:%M}存的"


def _door(request: HttpRequest, ledger: Live) -> tuple[str, str, str, str]:
    form = ledger.bundle.form
    return form.title, form.unit, door(request, ledger), "add"


def count_words(total: int) -> str:
    return f"{queries.COUNTED:,}+" if total > queries.COUNTED else f"{total:,}"


def _recent(request: HttpRequest) -> list[tuple[str, str, str]]:
    rows = queries.recent(request.user)
    titles = linked(request.user, rows)
    return [_line(row, titles) for row in rows]


def _line(row: Titled, titles: Mapping[str, Titled]) -> tuple[str, str, str]:
    ledger = live_by_id(row.ledger_id)
    return title(row, titles), ledger.title, reverse("record", args=[row.uid])
