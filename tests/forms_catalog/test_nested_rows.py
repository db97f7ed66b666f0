"""A table in a table: posted, read, shown, drawn, printed, described."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.utils.datastructures import MultiValueDict

from forms_catalog.definition import Question
from forms_catalog.logic import Setting, evaluate, program_of
from forms_catalog.posted import answers_of
from forms_catalog.problems import Refused
from forms_catalog.questions import Context, read, show
from forms_catalog.questions.rows import every_column, filled, holds_sealed, is_open
from forms_catalog.samples import sample_answers
from forms_catalog.writers import pdf, schema
from forms_catalog.writers.field_of import Showing, field_of
from forms_catalog.writers.fields import Field
from forms_catalog.writers.paper import tables

from . import nested
from .nested import ONE, THREE, TWO

CTX = Context()
FILES: Any = MultiValueDict()


def homes() -> Question:
    found = nested.form().question("homes")
    assert found is not None
    return found


def posted(stored: Any = None, **texts: str) -> Any:
    """What these texts make of the table; `__` stands for `-`."""
    data = MultiValueDict({name.replace("__", "-"): [text] for name, text in texts.items()})
    kept = {} if stored is None else {"homes": stored}
    return answers_of({"homes": homes()}, data, FILES, kept)["homes"]


def test_names_are_read_to_the_bottom() -> None:
    found = posted(
        homes__0___id="",
        homes__0__town="枫树坪镇",
        homes__0__people__0___id="",
        homes__0__people__0__who="罗川",
        homes__0__people__1___id=ONE,
        homes__0__people__1__who="罗安",
        homes__1___id=TWO,
        homes__1__town="青禾镇",
    )
    inner = [[row["who"] for row in home["people"]] for home in found]
    assert inner == [["罗川", "罗安"], []]
    assert found[0]["people"][1]["_id"] == ONE


def untouched(answers: Any) -> dict[str, str]:
    """A page that shows these homes, sealed cells empty."""
    texts: dict[str, str] = {}
    for at, home in enumerate(answers):
        head = f"homes-{at}"
        texts |= {f"{head}-_id": home["_id"], f"{head}-town": home["town"], f"{head}-door": ""}
        for number, one in enumerate(home.get("people", ())):
            cells = {"_id": one["_id"], "who": one["who"], "age": str(one["age"]), "phone": ""}
            texts |= {f"{head}-people-{number}-{name}": text for name, text in cells.items()}
    return texts


def test_sealed_cells_left_empty_are_not_posted() -> None:
    stored = nested.answers()["homes"]
    found = posted(stored, **untouched(stored))
    assert "door" not in found[0] and "phone" not in found[0]["people"][0]
    gone = untouched(stored) | {"homes-0-people-0-phone": "清空"}
    assert posted(stored, **gone)[0]["people"][0]["phone"] is None


def test_a_row_emptied_with_all_that_is_in_it_is_to_go() -> None:
    stored = nested.answers()["homes"]
    blank = {n: t if n.endswith("_id") else "" for n, t in untouched(stored).items()}
    assert read(homes(), posted(stored, **blank), CTX) is None
    half = blank | {"homes-0-people-1-who": "罗安"}
    [home] = read(homes(), posted(stored, **half), CTX)
    assert [one["who"] for one in home["people"]] == ["罗安"] and home["_id"] == ONE


def test_identities_in_empty_rows_are_nothing() -> None:
    empty = {"_id": ONE, "town": " ", "people": [{"_id": TWO, "who": ""}]}
    assert not filled(homes(), empty)
    assert filled(homes(), empty | {"people": [{"_id": TWO, "who": "罗安"}]})


def test_what_is_sealed_within() -> None:
    table = homes()
    assert holds_sealed(table) and [c.name for c in every_column(table) if c.sealed] == [
        "door",
        "phone",
    ]
    assert is_open(table, {"people": [{"phone": "1", "who": "罗安"}]})
    assert not is_open(table, {"door": "1", "people": [{"phone": "1"}]})


def test_problems_name_every_row_on_the_way() -> None:
    raw = [{"town": "甲"}, {"town": "乙", "people": [{}, {"who": "罗安", "age": "三"}]}]
    with pytest.raises(Refused) as refused:
        read(homes(), raw, CTX)
    [problem] = refused.value
    assert problem.place.question == "homes.2.people.2.age"
    assert problem.code == "integer.not-a-number"


def test_words_tell_the_tables_apart_and_no_number() -> None:
    words = show(homes(), nested.answers()["homes"], CTX)
    assert "同住的人（罗川 40" in words and "；罗安 8）" in words and words.endswith("；青禾镇")
    assert "10000001234" not in words and "3组12号" not in words


# ---- drawn


def drawn(**more: Any) -> Field:
    return field_of(homes(), Showing(CTX, **more))


def cell(made: Field, *path: int | str) -> Field:
    """A cell by row number and column name, again and again."""
    for row, name in zip(path[::2], path[1::2], strict=True):
        [made] = [one for one in made.rows[int(row)] if one.name.endswith(f"-{name}")]
    return made


def test_controls_of_a_stored_table() -> None:
    made = drawn(answers=nested.answers())
    who = cell(made, 0, "people", 1, "who")
    assert (who.name, who.id, who.path, who.value) == (
        "homes-0-people-1-who",
        "q-homes-1-people-2-who",
        "homes.1.people.2.who",
        "罗安",
    )
    phone = cell(made, 0, "people", 0, "phone")
    assert phone.stored.endswith("1234") and not phone.value and phone.sealed
    assert len(cell(made, 0, "people").rows) == 3 and len(cell(made, 2, "people").rows) == 2


def test_one_row_more_within_a_row_keeps_everything() -> None:
    typed = {"homes": [{"_id": "", "town": "甲", "people": [{"_id": "", "who": "罗安"}]}]}
    made = drawn(posted=typed, more="homes-0-people")
    assert len(made.rows) == 1 and len(cell(made, 0, "people").rows) == 2
    assert cell(made, 0, "people", 0, "who").value == "罗安"
    assert cell(made, 0, "town").value == "甲"


def test_what_is_typed_stands_over_what_is_stored() -> None:
    typed = [{"_id": ONE, "town": "新", "people": [{"_id": TWO, "who": "罗丹"}]}]
    made = drawn(posted={"homes": typed}, answers=nested.answers())
    assert cell(made, 0, "people", 0, "who").value == "罗丹"
    assert cell(made, 0, "people", 0, "phone").stored == ""


def test_the_logic_is_drawn_in_the_row_it_speaks_of() -> None:
    """Blank rows before it are rows of the page, and none of the logic."""
    bundle = nested.bundle()
    people = [{}, {"who": "罗安", "age": 8}, {"who": "罗川", "age": 40}]
    typed = [{}, {"town": "甲", "people": people}]
    answers = {"homes": read(homes(), typed, CTX)}
    outcome = evaluate(program_of(bundle), answers, Setting(dt.datetime(2026, 11, 22)))
    assert outcome.hidden == {"homes.1.people.1.job"}
    made = drawn(posted={"homes": typed}, outcome=outcome)
    hidden = [cell(made, 1, "people", at, "job").hidden for at in range(3)]
    assert hidden == [False, True, False]
    assert (cell(made, 0, "counted").shown, cell(made, 1, "counted").shown) == ("", "2")


# ---- on paper, as a schema, as a sample


def test_paper_draws_the_inner_table_below_its_row() -> None:
    [table] = tables(nested.bundle(), nested.answers(), CTX)
    found = next(line[0] for line in table.lines if line[0].label == "住过的地方")
    assert found.head == ["哪个镇", "门牌", "几人"] and found.rows[0][0] == "枫树坪镇"
    assert [[one.label for one in row] for row in found.below] == [["同住的人"], ["同住的人"]]
    inner = found.below[0][0]
    assert inner.rows[0][:3] == ["罗川", "40", "*******1234"] and len(inner.rows) == 2


def test_blank_paper_has_room_in_every_row() -> None:
    [table] = tables(nested.bundle(), {}, CTX)
    found = next(line[0] for line in table.lines if line[0].rows)
    assert len(found.rows) == 4 and [len(row[0].rows) for row in found.below] == [2] * 4
    assert pdf.blank(nested.bundle()).startswith(b"%PDF")


def test_a_reason_in_the_place_of_a_table_is_printed() -> None:
    answers = nested.answers(homes=[{"_id": THREE, "town": "甲", "people": {"$missing": "none"}}])
    assert pdf.draw(nested.bundle(), answers, CTX, pdf.Sheet()).startswith(b"%PDF")


def test_schema_and_sample_agree() -> None:
    described = schema.schema(nested.bundle())["properties"]["homes"]["anyOf"][0]
    inner = described["items"]["properties"]["people"]
    assert inner["items"]["required"] == ["_id"] and "who" in inner["items"]["properties"]
    sample = sample_answers(nested.bundle())["homes"]
    assert read(homes(), sample, CTX) == sample and sample[0]["people"][0]["who"]
