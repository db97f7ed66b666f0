"""Looks through words that are about to be published for what says who somebody is."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from html import unescape
from typing import Any

from django.utils.html import strip_tags

from forms_catalog.problems import Problem

DIGITS = r"(?<![\dA-Za-z])(?:{})(?![\dA-Za-z])"
IDENTITY = re.compile(DIGITS.format(r"\d{6}(?:19|20)\d\d(?:0\d|1[0-2])[0-3]\d\d{3}[\dXx]"))
MOBILE = re.compile(DIGITS.format(r"(?:\+?86)?1[3-9]\d{9}"))
GAPS = re.compile(r"(?<=\d)[ \-·.](?=[\dXx])")
SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎"
    "余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文安"
)
PUPIL = re.compile(
    r"(?:小学|中学|学校|幼儿园|学院)[^。；！？\n]{0,12}?班(?:级)?(?:的)?(?:学生|同学)?"
    rf"([{SURNAMES}][\u4e00-\u9fff]{{1,2}})"
)
NUMBERS = frozenset({"number", "phone"})
"""Parts of a page that are there to be called: an office says itself which number it gives."""


def scan(text: str) -> Iterator[Problem]:
    plain = GAPS.sub("", unicodedata.normalize("NFKC", unescape(strip_tags(text))))
    if IDENTITY.search(plain):
        yield Problem("page.identity-number", "这里有身份证号", "去掉号码再发布")
    if MOBILE.search(plain):
        yield Problem("page.mobile-number", "这里有个人手机号", "去掉，或者换成办公电话")
    if PUPIL.search(plain):
        remedy = "去掉名字，或者去掉学校和班级"
        yield Problem("page.school-class-name", "这里把学校、班级和名字写在了一起", remedy)


def texts(value: Any) -> Iterator[str]:
    """All words of a raw value; numbers that are there to be called are left out."""
    if isinstance(value, dict):
        for name, one in value.items():
            if name not in NUMBERS:
                yield from texts(one)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from texts(one)
    elif isinstance(value, str):
        yield value
