"""The rows of the messy list: good ones written in odd ways, and each fault of real lists three times."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from demo import names, numbers
from demo.county import FULL, township
from demo.dealing import rng
from demo.numbers import FEMALE, MALE

type Cells = dict[str, object]
TIMES = 3
ON_PAPER = "纸质已签"
EPOCH = date(1899, 12, 30)
_BASE: Cells = {
    "序号": 0,
    "姓名": "",
    "性别": "",
    "出生日期": "",
    "身份号码": "",
    "有没有登记户口": "已登记户口",
    "民族": "汉族",
    "户籍类型": "农村户籍",
    "户籍所在地": "",
    "现在住在哪个村": "",
    "现住详细地址": "",
    "能与父母一起正常生活吗": "否",
    "身体情况": "健康",
    "就学情况": "小学",
    "就读学校或幼儿园": "",
    "年级": "",
    "住校吗": "否",
    "父亲／姓名": "",
    "父亲／电话": "",
    "母亲／姓名": "",
    "母亲／电话": "",
    "家里靠什么生活": "打工收入、种养殖业",
    "照看人／姓名": "",
    "照看人／是孩子的": "祖母",
    "照看人／电话": "",
    "已有的救助": "无",
    "填报日期": "2026年9月10日",
    "父母外出情形": "父母双方外出务工",
    "父亲在哪里打工": "东海省滨湾市",
    "父亲打工的范围": "跨省",
    "父亲什么时候外出": "2026年2月",
    "母亲在哪里打工": "东海省滨湾市",
    "母亲打工的范围": "跨省",
    "母亲什么时候外出": "2026年2月",
    "在家一方不能照看的原因": "",
    "有没有委托别人照看": "是",
    "受委托人／姓名": "",
    "受委托人／出生日期": "1962年4月5日",
    "受委托人／身份号码": "不清楚",
    "受委托人／电话": "",
    "受委托人／是孩子的": "祖母",
    "受委托人／住址": "",
    "实际由谁监护": "（外）祖父母监护",
    "监护类型": "监护情况较好",
    "照看得怎么样": "较好",
    "填表人签名": ON_PAPER,
    "单位负责人签名": ON_PAPER,
    "父母或受委托人签名": ON_PAPER,
    "怎样确认的": "纸质已签",
}
HEADS = tuple(_BASE)
OF_GRANDPARENTS = ("行号", "是孩子的", "姓名", "出生日期", "电话")
_WIDE = str.maketrans("0123456789.", "０１２３４５６７８９．")
_OF_THE_AWAY = [
    head for head in HEADS if "打工" in head or "外出" in head or head.startswith("受委托人／")
]
DEAD = "dead-with-phone"
OF_TWO = {"same-number", "merged-person"}
"""Kinds that speak of the row above."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One row: its kind, the kind and what should come of it in words, its cells."""

    kind: str
    words: str
    outcome: str
    cells: Cells


@dataclass(slots=True)
class Given:
    """What a row is made of before something is wrong with it."""

    birth: date
    sex: str
    sequence: int
    cells: Cells
    above: Cells

    @property
    def number(self) -> str:
        return str(self.cells["身份号码"])


type Fault = Callable[[Given], Mapping[str, object]]


def _day(birth: date) -> str:
    return f"{birth.year}年{birth.month}月{birth.day}日"


def _wrong_digit(given: Given) -> Cells:
    return {"身份号码": given.number[:-1] + ("1" if given.number[-1] != "1" else "2")}


def _same(given: Given) -> Cells:
    return {head: given.above[head] for head in ("身份号码", "性别", "出生日期")}


def _ending_in_x(given: Given) -> Cells:
    for step in range(0, 60, 2):
        number = numbers.identity(given.birth, given.sequence - step)
        if number.endswith("X"):
            return {"身份号码": number.lower()}
    raise ValueError(given.birth)


def _minor(given: Given) -> Cells:
    return {"受委托人／出生日期": "2012年3月4日", "受委托人／是孩子的": "姐姐"}


def _one_at_home(given: Given) -> Cells:
    away: Cells = {"父母外出情形": "不符合留守情形", "有没有委托别人照看": "否"}
    return dict.fromkeys(_OF_THE_AWAY, "") | away


def _grown(given: Given) -> Cells:
    birth = date(2010, given.birth.month, min(given.birth.day, 9))
    return {
        "出生日期": _day(birth),
        "身份号码": numbers.identity(birth, given.sequence),
        "就学情况": "高中",
        "年级": "高一",
        "就读学校或幼儿园": "澜川县第一中学",
        "住校吗": "是",
    }


def _full_width(given: Given) -> Cells:
    phone = str(given.cells["父亲／电话"])
    told = {"身份号码": given.number, "父亲／电话": phone, "出生日期": f"{given.birth:%Y.%m.%d}"}
    return {head: text.translate(_WIDE) for head, text in told.items()}


def _unregistered(given: Given) -> Cells:
    none: Cells = dict.fromkeys(("身份号码", "户籍类型", "户籍所在地"), "")
    return none | {"有没有登记户口": "未登记户口"}


def _traditional(given: Given) -> Cells:
    return {"民族": "漢族", "父亲／姓名": "陳" + str(given.cells["父亲／姓名"])[1:]}


def _elsewhere(given: Given) -> Cells:
    return {"现在住在哪个村": [v for v in township(FULL).villages if v.kind == "村"][3].name}


NEW, ASKED, NOT = "收", "要写明原因", "不收"
_KINDS: tuple[tuple[str, str, str, Fault], ...] = (
    ("plain", "照表填的", NEW, lambda g: {}),
    ("full-width", "数字是全角的", NEW, _full_width),
    ("serial-date", "日期存成了天数", NEW, lambda g: {"出生日期": (g.birth - EPOCH).days}),
    ("lower-x", "身份号码末位是小写x", NEW, _ending_in_x),
    ("no-household", "没有登记户口", NEW, _unregistered),
    ("traditional", "写的是繁体字，民族对不上", NOT, _traditional),
    ("check-digit", "身份号码最后一位不对", NOT, _wrong_digit),
    (
        "other-sex",
        "身份号码与性别不一样",
        ASKED,
        lambda g: {"性别": "女" if g.sex == MALE else "男"},
    ),
    (
        "other-birth",
        "身份号码与出生日期不一样",
        ASKED,
        lambda g: {"出生日期": _day(g.birth + timedelta(1))},
    ),
    ("same-number", "和上一行是同一个身份号码", NOT, _same),
    (
        "old-number",
        "受委托人的身份号码是15位的旧号",
        NOT,
        lambda g: {"受委托人／身份号码": "990121620405" + g.number[14:17]},
    ),
    (
        "stored-as-number",
        "身份号码被存成了数字，后几位丢了",
        NOT,
        lambda g: {"身份号码": int(g.number[:15] + "000")},
    ),
    ("formula", "以等号开头的文字", NOT, lambda g: {"姓名": "=cmd|'/C calc'!A1"}),
    ("one-at-home", "一方在家能照看，不算留守", NOT, _one_at_home),
    ("entrusted-minor", "受委托人不满18周岁", NOT, _minor),
    ("grown-up", "已满16周岁", NOT, _grown),
    ("elsewhere", "住在别的村", NOT, _elsewhere),
    ("merged-person", "照看人和上一行合并成了一格", NOT, lambda g: {"照看人／姓名": ""}),
    (DEAD, "祖父已故，却填了电话", "收，这个电话不留", lambda g: {}),
)


def entries() -> Iterator[Entry]:
    """Each kind three times, as chance mixes them; a plain row before what speaks of the row above."""
    random = rng("roster")
    order = [kind for kind in _KINDS for _ in range(TIMES)]
    random.shuffle(order)
    above: Cells = {}
    place = 0
    for kind, words, outcome, fault in order:
        pair = [("plain", *_KINDS[0][1:])] if kind in OF_TWO else []
        for own in (*pair, (kind, words, outcome, fault)):
            place += 1
            given = _given(place, above, random)
            given.cells |= own[3](given)
            above = given.cells
            yield Entry(own[0], own[1], own[2], given.cells)


def _given(place: int, above: Cells, random: Random) -> Given:
    """A schoolchild of eight to eleven; sequence numbers that the county does not reach."""
    village = next(v for v in township(FULL).villages if v.kind == "村").name
    years = random.randrange(8, 12)
    birth = date(2026 - years, random.randrange(1, 9), random.randrange(1, 29))
    sex = random.choice((MALE, FEMALE))
    sequence = 998 - 2 * place + int(sex) % 2
    surname, carer = names.surname(random), names.surname(random) + names.elder(random, False)
    phone, address = numbers.phone(random), f"第{random.randrange(1, 9)}组{place}号"
    cells = _BASE | {
        "序号": place,
        "姓名": surname + names.given(random),
        "性别": "男" if sex == MALE else "女",
        "出生日期": _day(birth),
        "身份号码": numbers.identity(birth, sequence),
        "户籍所在地": village,
        "现在住在哪个村": village,
        "现住详细地址": address,
        "就读学校或幼儿园": f"{township(FULL).stem}中心小学",
        "年级": "一二三四五六"[years - 6] + "年级",
        "父亲／姓名": surname + names.given(random),
        "父亲／电话": numbers.phone(random),
        "母亲／姓名": names.person(random),
        "母亲／电话": numbers.phone(random),
        "照看人／姓名": carer,
        "照看人／电话": phone,
        "受委托人／姓名": carer,
        "受委托人／电话": phone,
        "受委托人／住址": village + address,
    }
    return Given(birth, sex, sequence, cells, above)


def grandparents(rows: Iterable[tuple[int, Entry]]) -> Iterator[tuple[object, ...]]:
    """Of some dead grandfathers a telephone number, of some grandmothers all there is."""
    for row, entry in rows:
        if entry.kind == DEAD:
            yield row, "祖父", "已故", "", entry.cells["父亲／电话"]
        elif entry.kind == "plain":
            yield row, "祖母", entry.cells["照看人／姓名"], "1962年4月5日", ""
