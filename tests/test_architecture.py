"""The law of the house, kept by counting: small rooms, blind engine, two gates, no list to edit."""

from __future__ import annotations

import ast
import re
import statistics
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("site", "forms_catalog", "ledgers")
PROTECTED = ("Record", "Change", "Link", "Draft", "File", "AccessEvent", "Standing", "Duty")
QUERIES = {
    f"ledgers/queries/{part}.py" for part in ("identities", "links", "lists", "ones", "past")
}
FIELD_WORDS = re.compile(
    r"留守|困境|监护|强制报告|委托照护|儿童|孩子|祖父|照护|left_behind|guardian|custody|\bchild(ren)?_?protection\b"
    r"|\bchildren\b|household|hukou|caregiver"
)
ALLOWED = {
    # the pack that is used unless TONGHU_PACK says otherwise
    "site/config/settings.py": {"child_protection"},
    # places have children, in the people app and where it is asked
    "": {"children"},
}


def modules(*roots: str) -> list[Path]:
    found = [p for root in roots for p in (ROOT / root).rglob("*.py")]
    return [p for p in found if "migrations" not in p.parts and "__pycache__" not in p.parts]


SCRIPTS = [p for root in (*PACKAGES, "tests") for p in (ROOT / root).rglob("*.js")]


def lines(path: Path) -> int:
    return len(path.read_text().splitlines())


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def test_rooms_are_small():
    sizes = {name(p): lines(p) for p in modules(*PACKAGES, "tests")}
    assert {n: s for n, s in sizes.items() if s > 400} == {}
    assert statistics.median(sizes[name(p)] for p in modules(*PACKAGES)) <= 90


def test_rooms_of_the_browser_are_small_and_say_why():
    sizes = {name(p): lines(p) for p in SCRIPTS}
    assert {n: s for n, s in sizes.items() if s > 400} == {}
    assert [name(p) for p in SCRIPTS if not p.read_text().startswith(("/**", "//"))] == []


def test_functions_are_short():
    lengths = [
        node.end_lineno - node.lineno + 1
        for path in modules(*PACKAGES)
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
    ]
    assert statistics.median(lengths) <= 8
    assert statistics.quantiles(lengths, n=10)[-1] <= 25


@pytest.mark.parametrize("path", modules(*PACKAGES), ids=name)
def test_every_module_and_public_class_says_why(path: Path):
    tree = ast.parse(path.read_text())
    assert ast.get_docstring(tree) or not tree.body, "a module docstring of one sentence"
    silent = [
        node.name
        for node in tree.body
        if isinstance(node, ast.ClassDef)
        and not node.name.startswith("_")
        and not ast.get_docstring(node)
    ]
    assert silent == []


def test_site_is_a_source_root():
    assert not (ROOT / "site" / "__init__.py").exists()


def test_no_python_in_templates():
    assert [p for p in (ROOT / "templates").rglob("*") if p.suffix == ".py"] == []


ENGINE = [
    p
    for root in PACKAGES
    for suffix in ("py", "js", "css")
    for p in (ROOT / root).rglob(f"*.{suffix}")
    if "demo" not in p.relative_to(ROOT).parts and "__pycache__" not in p.parts
]


@pytest.mark.parametrize("path", ENGINE, ids=name)
def test_the_engine_is_blind(path: Path):
    """No word of the shipped pack's field in Python, JavaScript or CSS."""
    said = {found[0] for found in FIELD_WORDS.finditer(path.read_text())}
    assert said - ALLOWED.get(name(path), set()) - ALLOWED[""] == set()


def test_the_word_list_bites():
    assert FIELD_WORDS.search("农村留守登记") and FIELD_WORDS.search("guardian_type")


def _managers(tree: ast.AST) -> list[tuple[str, str]]:
    """(table, method) of every `Table.objects.method` in a module."""
    found = []
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Attribute) and isinstance(node.value, ast.Attribute)):
            continue
        manager = node.value
        if manager.attr == "objects" and isinstance(manager.value, ast.Name):
            found.append((manager.value.id, node.attr))
    return found


@pytest.mark.parametrize("path", modules(*PACKAGES), ids=name)
def test_protected_tables_are_asked_with_a_scope(path: Path):
    """Everywhere but in the gates' own modules a protected manager is only ever scoped first."""
    legal = {"visible_to", "unscoped"}
    if name(path).startswith("ledgers/intake/"):
        legal |= {"bulk_create"}
    used = {m for table, m in _managers(ast.parse(path.read_text())) if table in PROTECTED}
    assert used <= legal


@pytest.mark.parametrize("path", modules(*PACKAGES), ids=name)
def test_no_plain_manager_and_no_raw_sql(path: Path):
    text = path.read_text()
    assert "_base_manager" not in text and "_default_manager" not in text
    legal = QUERIES | {"ledgers/inserting.py"}  # one INSERT, for the gate
    legal |= {"ledgers/derived/rows.py"}  # one UPDATE, of columns that follow it
    legal |= {"site/people/prepared.py"}  # what Django compiled, sent again
    legal |= {"ledgers/sql_views.py"}  # no rows: views over the table, for those who analyse
    legal |= {"ledgers/duties/keeping.py"}  # one UPDATE, of rounds that are examined anew
    assert not re.search(r"\.raw\(|\.extra\(|cursor\(\)", text) or name(path) in legal


def test_records_are_written_by_the_gate_alone():
    """Identities are made anew, of the same answers, when the key of their index is renewed."""
    kept = ("Record", "Change", "Link", "BlindIndex")
    made, inserted = set(), set()
    for path in modules(*PACKAGES):
        if "portal" in path.parts:  # a Link of its own: a word of the navigation
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name)):
                continue
            if node.func.id in kept:
                made.add(name(path))
            elif node.func.id == "insert" and node.args and ast.unparse(node.args[0]) in kept:
                inserted.add(name(path))
    assert made == {"ledgers/sealing/reindexing.py"}
    assert inserted == {"ledgers/intake/writing.py", "ledgers/intake/restating.py"}


def test_subqueries_to_protected_tables_stand_in_one_module():
    """A query set of records handed to another query is only made in ledgers.queries."""
    guilty = []
    for path in modules(*PACKAGES):
        text = path.read_text()
        if name(path) not in QUERIES and re.search(r"record__(?!isnull|in\b)[a-z_]+", text):
            guilty.append(name(path))
    assert set(guilty) <= {"ledgers/models/history.py", "ledgers/scope.py", "ledgers/protect.py"}


def test_no_path_says_startswith_to_the_database():
    """What an index cannot follow is asked nowhere; days of a year, whatever the year, have no range."""
    for path in modules("ledgers", "forms_catalog"):
        words = r"__(startswith|iexact|year)\b"
        if name(path) != "ledgers/filtering/values.py":
            words = r"__(startswith|iexact|month|year)\b"
        assert not re.search(words, path.read_text()), name(path)


def test_a_question_type_touches_one_module():
    """No module but its own names a type that needs no special place in the engine."""
    for kind in ("person_name", "phone", "money", "geopoint", "yes_no"):
        touching = [
            name(path)
            for path in modules("forms_catalog", "ledgers")
            if re.search(rf"""["']{kind}["']""", path.read_text())
        ]
        allowed = {f"forms_catalog/questions/{kind}.py"}
        if kind == "yes_no":  # the macro of the boolean kind bears the same name
            allowed |= {"forms_catalog/writers/field_of.py"}
        if kind == "yes_no":  # and a derived truth is shown as one
            allowed |= {"forms_catalog/logic/derived.py"}
        if kind == "person_name":  # a column in the examples of a table
            allowed |= {"forms_catalog/questions/rows.py"}
        assert set(touching) <= allowed, kind


def test_nothing_speaks_of_where_it_was_made():
    """No machine path and no registry host in anything that is kept."""
    words = re.compile(r"/work/main|(?<![\w)])/root/|/opt/pypi|claude|anthropic|\bissue #?\d", re.I)
    kept = [*modules(*PACKAGES, "tests"), *ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
    kept += [p for p in (ROOT / ".ci").iterdir() if p.is_file()] + [ROOT / "Makefile"]
    guilty = [name(p) for p in kept if words.search(p.read_text()) and p != Path(__file__)]
    assert guilty == []
