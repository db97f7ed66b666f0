"""A problem says where it lies, in a file, a workbook, an answer."""

from __future__ import annotations

import pytest

from forms_catalog.problems import Place, Problem

WHERE = {
    "": Place(),
    "f.yaml": Place(file="f.yaml"),
    "f.yaml:3:2": Place(file="f.yaml", line=3, column=2),
    "f.yaml:3:2 sections.s": Place(file="f.yaml", line=3, column=2, path="sections.s"),
    "birth_date": Place(question="birth_date", part="1", box="y"),
    "f.xlsx 表“survey”第3行第2列": Place(file="f.xlsx", sheet="survey", line=3, column=2),
    "f.xlsx 表“survey”第3行": Place(file="f.xlsx", sheet="survey", line=3),
    "f.xlsx 表“choices”": Place(file="f.xlsx", sheet="choices"),
    "表“survey”第3行第2列 sections.s": Place(
        sheet="survey", line=3, column=2, path="sections.s", start=4, end=9
    ),
}


@pytest.mark.parametrize(("words", "place"), WHERE.items(), ids=list(WHERE))
def test_a_place_in_words(words: str, place: Place) -> None:
    assert str(place) == words


def test_a_problem_is_moved_without_losing_its_place_in_the_expression() -> None:
    problem = Problem("x.y", "不对", "改", Place(start=4, end=9)).at(sheet="survey", line=3)
    assert problem.place == Place(sheet="survey", line=3, start=4, end=9)
    assert str(problem) == "表“survey”第3行  不对。改  [x.y]"
