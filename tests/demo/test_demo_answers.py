"""Every synthetic answer is one that the pack's own forms accept; nothing required is left out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from demo import county, schools
from demo.children import sittings
from forms_catalog.bundle import Bundle, make
from forms_catalog.definition import FormDefinition
from forms_catalog.packs import Folder
from forms_catalog.ports import BodyRef, PlaceRef, ports
from forms_catalog.questions import Context, read

PACK = Path(__file__).parents[2] / "templates" / "packs" / "child_protection"


class Tree:
    """The places and schools of the synthetic county without a database."""

    def __init__(self) -> None:
        self.known: dict[str, PlaceRef] = {}
        towns = {town.code: town.name for town in county.townships()}
        villages = {village.code: village.name for _, village in county.villages()}
        for number, (level, code, name, parent, _) in enumerate(county.place_rows(), 1):
            above = towns.get(parent[:9], "") + (villages.get(parent, ""))
            ref = PlaceRef(f"{number:04d}", name, level, code, above + name)
            self.known |= {code or ref.full_name: ref, ref.path: ref}
        self.schools = {s.key: BodyRef(s.key, s.name, schools.KIND) for s in schools.schools()}

    def place(self, path: str) -> PlaceRef | None:
        return self.known.get(path)

    def named(self, text: str, under: str = "") -> Sequence[PlaceRef]:
        return [self.known[text]] if text in self.known else []

    def children(self, path: str) -> Sequence[PlaceRef]:
        return []

    def ancestors(self, path: str) -> Sequence[PlaceRef]:
        return []

    def body(self, key: str) -> BodyRef | None:
        return self.schools.get(key)

    def bodies(self, kinds: Sequence[str], under: str = "") -> Sequence[BodyRef]:
        return list(self.schools.values())


@pytest.fixture(scope="module")
def folder() -> Folder:
    return Folder(PACK)


@pytest.fixture
def tree(monkeypatch: pytest.MonkeyPatch) -> Iterator[Tree]:
    found = Tree()
    monkeypatch.setattr(ports, "places", found, raising=False)
    return found


def bundle(folder: Folder, name: str) -> Bundle:
    form = folder.get("form", name)
    assert isinstance(form, FormDefinition)
    return make(form, folder)


def test_every_answer_reads_as_itself_or_a_place(folder: Folder, tree: Tree) -> None:
    whole = bundle(folder, "left_behind_registration")
    ctx = Context(options=whole.options)
    dossier = {question.name: question for question in whole.part("child")}
    own = {question.name: question for question in whole.part()}
    for sitting in sittings("S"):
        for questions, answers in ((dossier, sitting.child), (own, sitting.registration)):
            for name, given in answers.items():
                answer = read(questions[name], given, ctx)
                if questions[name].type != "division":
                    assert answer == given


def test_every_assessment_reads_as_itself(folder: Folder, tree: Tree) -> None:
    whole = bundle(folder, "risk_assessment")
    ctx = Context(options=whole.options)
    own = {question.name: question for question in whole.part()}
    for sitting in sittings("S"):
        for name, given in sitting.assessment.items():
            assert read(own[name], given, ctx) == given


def test_nothing_required_is_left_out(folder: Folder) -> None:
    whole = bundle(folder, "left_behind_registration")
    dossier = {question.name for question in whole.part("child") if question.required is True}
    own = {question.name for question in whole.part() if question.required is True} - {"child"}
    for sitting in sittings("S"):
        assert dossier <= sitting.child.keys()
        assert own <= sitting.registration.keys()


def test_the_pack_has_no_problem(folder: Folder) -> None:
    assert [str(problem) for problem in folder.check()] == []
