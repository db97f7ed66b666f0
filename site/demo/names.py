"""Invented names of people: common surnames with neutral characters, a few of them hard to type."""

from __future__ import annotations

from random import Random

SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹"
    "彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖"
)
GIVEN = "安柏晨川丹恩芳禾佳静可岚宁沛清然若舒棠文希夏言一雨远月云泽知竹景默初嘉晴朗岩"
ELDER_MEN = "福贵德顺长有根水金树茂田生庆林兴华全"
ELDER_WOMEN = "秀兰桂英凤香玉莲菊春梅芝巧珍翠云"
RARE = ("𠮷安", "㛃", "㛃宁", "𠮷")
"""Characters that old fonts, old encodings and two-byte databases lose."""
DOTTED = ("阿依·安禾", "麦朵·清然", "古丽·若云", "卓玛·雨晴")


def surname(random: Random) -> str:
    return random.choice(SURNAMES)


def given(random: Random) -> str:
    """One character for a quarter of the people, else two different ones."""
    count = 1 if random.random() < 0.25 else 2
    return "".join(random.sample(GIVEN, count))


def elder(random: Random, male: bool) -> str:
    """A given name of the grandparents' generation."""
    return "".join(random.sample(ELDER_MEN if male else ELDER_WOMEN, 2))


def person(random: Random) -> str:
    return surname(random) + given(random)
