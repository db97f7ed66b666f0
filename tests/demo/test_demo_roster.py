"""The messy list that comes with the demonstration: every fault is told with its row, the rest goes in."""

from __future__ import annotations

import re
import shlex
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from demo import posts, roster
from ledgers.exchange import judging, writing
from ledgers.exchange.bringing import bring, choose, reading_of
from ledgers.exchange.stepping import begin_judging
from ledgers.models import Import, Record
from ledgers.registry import live
from people.models import User
from tests.ledgers.tools import answers

EXPECTED: dict[str, tuple[str, str]] = {
    "plain": ("new", ""),
    "full-width": ("new", ""),
    "serial-date": ("new", "cell.date-from-number"),
    "lower-x": ("new", ""),
    "no-household": ("new", ""),
    "traditional": ("refused", "cell.not-an-option"),
    "check-digit": ("refused", "id-card.check-digit"),
    "other-sex": ("doubt", "rule.doubt"),
    "other-birth": ("doubt", "rule.doubt"),
    "same-number": ("refused", "record.duplicate-in-batch"),
    "old-number": ("refused", "id-card.old-number"),
    "stored-as-number": ("refused", "answer.lost-digits"),
    "formula": ("refused", "person-name.bad-character"),
    "one-at-home": ("refused", "answer.constraint"),
    "entrusted-minor": ("refused", "answer.constraint"),
    "grown-up": ("refused", "rule.broken"),
    "elsewhere": ("refused", "place.out-of-reach"),
    "merged-person": ("refused", "cell.merged-person"),
    "dead-with-phone": ("new", ""),
}
"""Kind of row -> what the import makes of it, and the code of what is told."""


def brought(director: User) -> Import:
    roster.write()
    data = roster.file().read_bytes()
    batch = bring(director, live(roster.LEDGER), "花名册.xlsx", data)
    asked = [d for d in reading_of(batch).decisions if d.code == "blank-below"]
    choose(batch, {decision.id: "leave" for decision in asked})
    begin_judging(batch)
    judging.judge(batch, director)
    return batch


def director() -> User:
    return User.objects.get(username=posts.shown()[0][1].username)


def test_every_row_comes_to_what_is_foretold(small_house: None) -> None:
    who = director()
    batch = brought(who)
    told = {row.row: (row.status, codes(batch, row)) for row in judging.rows_of(batch, who)}
    lines = roster.lines()
    assert told.keys() == {line.row for line in lines}
    for line in lines:
        status, code = EXPECTED[line.entry.kind]
        assert told[line.row][0] == status, (line.row, line.entry.kind)
        assert not code or code in told[line.row][1], (line.row, line.entry.kind)


def codes(batch: Import, row: Any) -> set[str]:
    said = judging.said(batch, row)
    return {problem["code"] for problem in (*said["problems"], *said["notes"])}


def test_what_is_good_goes_in_as_it_was_meant(small_house: None) -> None:
    who = director()
    batch = brought(who)
    writing.confirm(batch)
    writing.write(batch, who)
    rows = Record.objects.unscoped("test").filter(ledger__key="children")
    kept = {str(answers(row)["name"]): answers(row) for row in rows}
    good = [line for line in roster.lines() if EXPECTED[line.entry.kind][0] == "new"]
    assert kept.keys() == {line.entry.cells["姓名"] for line in good}
    for line in good:
        told = kept[str(line.entry.cells["姓名"])]
        assert str(told.get("id_card", "X"))[-1] in "0123456789X"
        assert re.fullmatch("20[0-9]{2}-[0-9]{2}-[0-9]{2}", str(told["birth_date"]))
        assert re.fullmatch("1000000[0-9]{4}", str(told["father_phone"]))
        for elder in told.get("grandparents") or ():
            assert ("gp_phone" in elder) <= isinstance(elder["gp_name"], str)


def test_each_kind_stands_there_three_times_and_is_told() -> None:
    found = Counter(line.entry.kind for line in roster.lines())
    assert found.keys() == EXPECTED.keys()
    assert min(found.values()) == 3
    told = "\n".join(roster.told())
    assert all(re.search(rf"[第、]{line.row}[、行]", told) for line in roster.lines())


def test_the_file_is_the_same_every_time() -> None:
    assert roster.workbook() == roster.workbook()
    assert all(
        re.fullmatch("990121.*", str(line.entry.cells["身份号码"]).translate(_NARROW) or "990121")
        for line in roster.lines()
    )


_NARROW = str.maketrans("０１２３４５６７８９", "0123456789")


def test_the_command_of_the_readme_tells_what_is_not_taken(
    small_house: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = (Path(__file__).parents[2] / "README.md").read_text()
    (line,) = re.findall(r"^\.venv/bin/python manage\.py (import .*)$", text, re.M)
    roster.write()
    words = [word.replace("var/", f"{tmp_path}/") for word in shlex.split(line)]
    assert roster.file() == Path(words[2]) and words[-1] == director().username
    choices: list[str] = []
    for _ in range(2):  # what is asked first, then every row
        with pytest.raises(SystemExit) as ended:
            call_command(*words, *(["--choose", *choices] if choices else []))
        assert ended.value.code == 1
        said = capsys.readouterr().out
        choices = re.findall(r"--choose (\S+=leave)", said)
    refused = [line.row for line in roster.lines() if EXPECTED[line.entry.kind][0] == "refused"]
    assert all(f"第{row}行" in said for row in refused)
