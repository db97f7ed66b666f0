"""A small made-up form: members of a club, filled through their household."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from stdnum.iso7064 import mod_11_2

from forms_catalog.bundle import Bundle, make
from forms_catalog.definition import FormDefinition
from forms_catalog.exchange.columns import Layout, layout
from forms_catalog.packs import Folder
from forms_catalog.questions import Context
from tests.forms_catalog.tools import Shelf, define

HOME = """
format: 1
form: home
title: 家庭
sections:
  home:
    label: 家庭
    questions:
      head: {label: 户主, type: person_name}
      village: {label: 现住村, type: division, level: village, required: true}
      address: {label: 住址, type: address}
      income: {label: 年收入, type: money}
      people: {label: 家庭人口（人）, type: integer}
"""
MEMBER = """
format: 1
form: member
title: 会员登记表
sections:
  home: {include: home, through: home}
  base:
    label: 基本情况
    questions:
      home: {label: 家庭档案, type: record, record: things, required: true}
      name: {label: 姓名, type: person_name, required: true}
      number: {label: 身份号码, type: id_card, sealed: true, fills: {birth: birth, sex: sex}}
      sex:
        label: 性别
        type: choice
        choices: {"1": 男, "2": 女}
      birth: {label: 出生日期, type: date}
      since: {label: 入会年月, type: month}
      phone: {label: 联系电话, type: phone, missing: [unknown, none], sealed: true}
      height: {label: 身高（厘米）, type: decimal}
      insured: {label: 有没有保险, type: yes_no}
      boards: {label: 住校吗, type: yes_no}
      grade:
        label: 会员等级
        type: choice
        choices: {A: 金卡, B: 银卡（年付）, C: 体验卡}
      hobbies:
        label: 爱好
        type: choices
        choices: {ball: 球类, chess: 棋牌, none: 无, draw: "书法、绘画"}
      school: {label: 学校, type: body, bodies: [school]}
      seen: {label: 签到时间, type: datetime}
      opens: {label: 几点到, type: time}
      photo: {label: 近照, type: photo}
      age: {label: 年龄, type: calculated, calculation: "1"}
      old: {label: 班级, type: text, was: class}
      remark: {label: 备注, type: long_text}
  parents:
    label: 父母
    questions:
      father_name: {label: 父亲姓名, type: person_name, missing: [deceased, unknown]}
      father_phone: {label: 父亲电话, type: phone}
      mother_name: {label: 母亲姓名, type: person_name, missing: [deceased, unknown]}
      mother_phone: {label: 母亲电话, type: phone}
      kin:
        label: 亲属
        type: rows
        questions:
          kin_name: {label: 姓名, type: person_name}
          kin_age: {label: 年龄, type: integer}
          visits:
            label: 来访
            type: rows
            questions:
              visit_day: {label: 日期, type: date}
"""
SHELF = Shelf(HOME, later=("things",))
CTX = Context(today=dt.date(2026, 11, 21))


def bundle_of(text: str = MEMBER) -> Bundle:
    return make(define(text, SHELF), SHELF)


def shipped(form: str) -> Bundle:
    """A form of the pack that is shipped."""
    folder = Folder(Path(__file__).parents[3] / "templates" / "packs" / "child_protection")
    found = folder.get("form", form)
    assert isinstance(found, FormDefinition)
    return make(found, folder)


BUNDLE = bundle_of()
LAYOUT: Layout = layout(BUNDLE)


def identity(number: int, birth: str = "20130111") -> str:
    """An invented identity number, its check digit right."""
    stem = f"990121{birth}{number:03d}"
    return stem + mod_11_2.calc_check_digit(stem)
