"""Judges the rows of a post file against each other and against the standing places and bodies."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from people.loading.table import KEY, Row, Table
from people.models import Body, Place
from people.snapshot import plain_code

USERNAME = re.compile(r"[\w.@+-]{1,150}")
DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")


@dataclass(frozen=True, slots=True)
class Want:
    """An account and a post as the file wants them."""

    username: str
    name: str
    phone: str
    role: str
    place_id: int | None
    body_id: int | None
    since: date


def check(table: Table, today: date) -> list[Want]:
    """One want a row; what is wrong stands in `table.problems`."""
    places, bodies = _places(), _bodies()
    _check_people(table)
    return [
        Want(
            row["username"],
            row["name"],
            row["phone"],
            row["role"],
            _find(table, row, "place_code", places),
            _find(table, row, "body_code", bodies),
            _day(table, row, today),
        )
        for row in table.rows
    ]


def _places() -> dict[str, int]:
    rows = Place.objects.living().exclude(code="").values_list("code", "pk")
    return {plain_code(code): pk for code, pk in rows}


def _bodies() -> dict[str, int]:
    rows = list(Body.objects.filter(ended_on=None).values_list("key", "code", "pk"))
    return {key: pk for key, _, pk in rows} | {code: pk for _, code, pk in rows if code}


def _check_people(table: Table) -> None:
    first: dict[str, Row] = {}
    for row in table.rows:
        _check_words(table, row)
        other = first.setdefault(row["username"], row)
        for column in ("name", "phone"):
            if row["username"] and row[column] != other[column]:
                text = f"同一个用户名，与第{other.line}行填的不同"
                table.fault(row, column, "post.person-differs", text, "请改成一样的")


def _check_words(table: Table, row: Row) -> None:
    if not USERNAME.fullmatch(row["username"]):
        remedy = "请填写汉字、字母或数字，中间不留空格"
        table.fault(row, "username", "post.username", "用户名没有填或写法不对", remedy)
    if not row["name"]:
        table.fault(row, "name", "post.no-name", "没有姓名", "请填写姓名")
    elif len(row["name"]) > 60:
        table.fault(row, "name", "post.long-name", "姓名太长", "请控制在60字以内")
    if len(row["phone"]) > 40:
        table.fault(row, "phone", "post.long-phone", "电话太长", "请只填一个号码")
    if not KEY.fullmatch(row["role"]):
        remedy = "请写模板包里的岗位标识，由小写字母组成"
        table.fault(row, "role", "post.role", "岗位没有填或写法不对", remedy)
    if row["place_code"] and row["body_code"]:
        remedy = "一条任职只填其中一个"
        table.fault(row, "body_code", "post.place-and-body", "地方和机构都填了", remedy)


def _find(table: Table, row: Row, column: str, known: dict[str, int]) -> int | None:
    code = row[column]
    pk = known.get(plain_code(code) if column == "place_code" else code)
    if code and pk is None:
        text = f"找不到这个{table.words[column]}"
        table.fault(row, column, f"post.no-{column.partition('_')[0]}", text, "请核对代码")
    return pk


def _day(table: Table, row: Row, today: date) -> date:
    text = row["since"]
    if not text:
        return today
    try:
        match = DAY.fullmatch(text)
        return date(*map(int, match.groups())) if match else _no_day()
    except ValueError:
        remedy = "请写成年、月、日，如2026-03-01"
        table.fault(row, "since", "post.since", "没有这样的日期", remedy)
        return today


def _no_day() -> date:
    raise ValueError
