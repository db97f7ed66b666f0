"""What the county shows beside its pack: news, events, a document, the people of a town and a village."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from django.utils import timezone
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page

from demo.drawing import courtyard
from forms_catalog.writers.pdf import printed
from people.models import Place
from public.models import EventPage, NewsPage, PlacePage, PolicyPage, Shipped
from public.shipping.words import body

ANNEX = (
    '<html lang="zh-CN" class="a4"><title>暑期走访分工</title><h1>暑期走访分工</h1>'
    "<p>乡镇：儿童督导员带队。村：儿童主任入户。学校：班主任打电话。</p></html>"
)
HOURS = "周一到周五，8:30到12:00，14:30到17:30"


def show() -> str:
    """Puts up what is not there yet; what an editor changed stays changed."""
    made = [*_news(), *_events(), *_policies(), *_places()]
    return f"{sum(made)}个页面"


def _put(section: str, model: type[Page], slug: str, **values: Any) -> bool:
    parent = _wanted(section, slug)
    if parent is None:
        return False
    page = parent.add_child(instance=model(slug=slug, **values))
    page.save_revision().publish()
    return True


def _wanted(section: str, slug: str) -> Page | None:
    """The section, when it is there and lacks the page."""
    row = Shipped.objects.select_related("page").filter(key=section).first()
    parent = row.page if row else None
    there = parent is not None and parent.get_children().filter(slug=slug).exists()
    return None if there else parent


def _news() -> list[bool]:
    today = timezone.localdate()
    rows: tuple[tuple[str, str, str, int, list[Any]], ...] = (
        (
            "training",
            "新任儿童主任<wbr>集中学了三天",
            "怎么走访、怎么填表、发现伤情怎么报，一样一样练。",
            19,
            [{"p": "三个乡镇的32名儿童主任参加。每人都练了一次入户，也练了一次打110。"}],
        ),
        (
            "swimming",
            "放假前，<wbr>每所学校上了防溺水课",
            "讲了六不准，也讲了看见同伴落水该怎么办：先喊人，不下水。",
            8,
            [{"p": "家长不在身边的孩子，由儿童主任上门再讲一遍。"}, {"pages": ["answers/water"]}],
        ),
    )
    found = [
        _put(
            "news",
            NewsPage,
            slug,
            title=title,
            search_description=said,
            on=today - timedelta(days=ago),
            body=_body(parts),
        )
        for slug, title, said, ago, parts in rows
    ]
    return [*found, _home_for_children(today)]


def _home_for_children(today: date) -> bool:
    if _wanted("news", "home-for-children") is None:
        return False
    file = ImageFile(courtyard(), name="home-for-children.jpg")
    picture = get_image_model().objects.create(title="儿童之家", file=file)
    parts: list[Any] = [
        {"p": "周末和放学后开门，有书、有棋、有人陪着写作业，不收钱。"},
        {"facts": {"在哪里": "石桥村村委会旁边", "几点开": "放学后到18:30，周末9:00到17:00"}},
    ]
    return _put(
        "news",
        NewsPage,
        "home-for-children",
        title="石桥村<wbr>儿童之家开门了",
        search_description="放学没地方去的孩子，可以到这里看书、写作业。",
        on=today - timedelta(days=2),
        picture=picture,
        picture_words="儿童之家的院子，画的示意图",
        body=_body(parts),
    )


def _events() -> list[bool]:
    today = timezone.localdate()
    saturday = today + timedelta(days=(5 - today.weekday()) % 7 or 7)
    return [
        _put("news", EventPage, slug, title=title, search_description=said, **more)
        for slug, title, said, more in (
            (
                "parents-evening",
                "夜校：<wbr>打工在外，怎么和孩子说话",
                "已经讲完的一课，讲了每周那一通电话怎么打。",
                {"where": "枫树坪镇便民服务中心二楼", "contact": "镇儿童督导员"}
                | _hours(today - timedelta(days=12), 19, 21),
            ),
            (
                "consulting-day",
                "周六坐诊：<wbr>心理老师来镇上",
                "孩子心里难受、不肯说话、睡不好，可以带来聊聊，不收钱，不登记名字。",
                {"where": "枫树坪镇中心小学图书室", "contact": "镇儿童督导员，提前一天说一声"}
                | _hours(saturday, 9, 12)
                | {
                    "body": _body(
                        [{"h": "怎么来"}, {"p": "自己来、大人带来都行。走不开的，打电话也能聊。"}]
                    )
                },
            ),
        )
    ]


def _hours(day: date, begins: int, ends: int) -> dict[str, datetime]:
    def at(hour: int) -> datetime:
        return timezone.make_aware(datetime.combine(day, time(hour)))

    return {"starts_at": at(begins), "ends_at": at(ends)}


def _policies() -> list[bool]:
    if _wanted("policies", "summer") is None:
        return [False]
    made = ContentFile(printed(ANNEX, "leaflet.css"), name="summer.pdf")
    annex = get_document_model().objects.create(title="暑期走访分工（PDF）", file=made)
    annex.get_file_size()
    parts: list[Any] = [
        {"p": "各乡镇人民政府，县直有关单位："},
        {"p": "暑假期间，孩子在家时间长、大人外出多。现就走访和看护的事通知如下。"},
        {
            "steps": [
                "**放假前走一遍。**每个村在7月10日前，把留守儿童、困境儿童的家都走到。",
                "**高温和涨水天加一次。**水边、工地、看护不了的家，再去一趟。",
                "**开学前核一遍。**谁没来报名，学校和村里一起上门问。",
            ]
        },
        {"p": "发现孩子受侵害、没人管的，立刻报公安，同时告诉县未保中心。"},
    ]
    return [
        _put(
            "policies",
            PolicyPage,
            "summer",
            title="关于做好暑期<wbr>儿童走访和看护的通知",
            search_description="放假前走一遍，高温涨水天加一次，开学前核一遍。",
            issuer="澜川县民政局、澜川县教育局（虚构）",
            number="澜民发〔2026〕12号",
            issued_on=date(2026, 6, 25),
            body=_body(parts),
            annexes=[{"type": "file", "value": annex.pk}],
        )
    ]


def _places() -> list[bool]:
    rows = (
        (
            "fengshuping",
            "枫树坪镇",
            "儿童督导员",
            "child_supervisor",
            "枫树坪镇便民服务中心一楼3号窗口",
        ),
        ("shiqiao", "石桥村", "儿童主任", "village_director", "石桥村村委会"),
    )
    return [
        _put(
            "places",
            PlacePage,
            slug,
            title=name,
            search_description=f"{name}管孩子的事的人，什么时候找得到。",
            place=Place.objects.filter(name=name).first(),
            address=address,
            holders=[_holder(title, role)],
            body=_body([{"p": "不在的时候，打12345，会转过来。"}]),
        )
        for slug, name, title, role, address in rows
    ]


def _holder(title: str, role: str) -> dict[str, Any]:
    value = {"title": title, "role": role, "phone": "0990-5550112", "hours": HOURS}
    return {"type": "holder", "value": value}


def _body(parts: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """As the pack writes it; the pages it names by their way are looked up."""
    known = dict(Shipped.objects.values_list("key", "page_id"))
    found = body(parts)
    for part in found:
        if part["type"] == "pages":
            part["value"] = [known[one[1:]] for one in part["value"] if one[1:] in known]
    return found
