"""A folder of template files as a book: read once, references resolve inside it, else in a book beneath."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from .bundle import Book, Bundle, EmptyBook
from .checks import Node, check
from .checks.shape import judge
from .definition import KINDS, LATER_KINDS, ChoiceList, FormDefinition, Pack, Template, load
from .problems import Place, Problem
from .readers import READERS, xlsform


class Folder:
    """The templates below one pack folder, by kind and id; faulty files are reported, not hidden."""

    def __init__(self, root: Path, beneath: Book | None = None) -> None:
        self.root = root
        self.beneath = beneath or EmptyBook()
        self.trees: list[tuple[Path, Node]] = []
        self.templates: dict[tuple[str, str], Template] = {}
        self.problems: list[Problem] = []
        for path in self._files():
            self._read(path)
        if not (root / "pack.yaml").is_file():
            place = Place(file=str(root))
            text = "这里不是模板包，没有“pack.yaml”"
            self.problems.append(Problem("pack.no-head", text, "检查文件夹", place))

    def _files(self) -> list[Path]:
        folders = [self.root / f"{kind}s" for kind in (*KINDS, *LATER_KINDS) if kind != "pack"]
        files = [self.root / "pack.yaml", *(p for f in folders for p in sorted(f.glob("*.yaml")))]
        return [path for path in files if path.is_file()]

    def _read(self, path: Path) -> None:
        node, problems = READERS[path.suffix].read(path.read_bytes(), str(path))
        self.problems += problems
        if node is None:
            return
        sheet = judge(node, str(path))
        self.trees.append((path, node))
        if sheet.data:
            self.templates[sheet.kind, sheet.id] = load(sheet.data)
        if sheet.kind != "pack" and path.stem != sheet.id:
            text = f"文件名应当是“{sheet.id}.yaml”"
            self.problems.append(Problem("pack.file-name", text, "改文件名", Place(file=str(path))))

    @property
    def pack(self) -> Pack | None:
        return next((item for item in self.templates.values() if isinstance(item, Pack)), None)

    def get(self, kind: str, id: str) -> Template | None:
        return self._own(kind, id) or self.beneath.get(kind, id)

    def _own(self, kind: str, id: str) -> Template | None:
        if kind == "calendar" and not id:
            return next((t for (k, _), t in sorted(self.templates.items()) if k == kind), None)
        return self.pack if kind == "pack" else self.templates.get((kind, id))

    def later(self) -> frozenset[str]:
        return frozenset(self.pack.later) if self.pack else frozenset()

    def check(self) -> list[Problem]:
        """All problems of all files, in file order."""
        problems = list(self.problems)
        for path, node in self.trees:
            problems += check(node, str(path), self)[1]
        problems += self._of_levels()
        return sorted(problems, key=lambda p: (p.place.file, p.place.line, p.place.column))

    def _of_levels(self) -> list[Problem]:
        """A pack that comes to another one stands in the same tree of places."""
        own, other = self.pack, self.beneath.get("pack", "")
        if own is None or not isinstance(other, Pack) or other.id == own.id:
            return []
        if [level.name for level in own.levels] == [level.name for level in other.levels]:
            return []
        text = f"“levels”和已经在用的“{other.title}”不一样"
        place = Place(file=str(self.root / "pack.yaml"), path="levels")
        return [Problem("pack.other-levels", text, "照在用的模板包写", place)]


def folder_of(file: Path) -> Folder | None:
    """The pack that a template file lies in (`packs/PACK/KINDs/ID.yaml`), if it does."""
    root = file.resolve().parent.parent
    return Folder(root) if (root / "pack.yaml").is_file() else None


def check_file(file: Path, book: Book | None = None) -> tuple[Template | None, list[Problem]]:
    """Reads and judges one file of any format that has a reader."""
    template, _, problems = check_whole(file, book)
    return template, problems


def check_whole(
    file: Path, book: Book | None = None
) -> tuple[Template | None, dict[str, ChoiceList], list[Problem]]:
    """The same with the lists that a workbook brings along; the form's references look there first."""
    node, brought, problems = _read_whole(file)
    lists: dict[str, ChoiceList] = {}
    for id, tree in brought.items():
        found, more = check(tree, str(file), book)
        problems += more
        if isinstance(found, ChoiceList):
            lists[id] = found
    if node is None:
        return None, lists, problems
    template, more = check(node, str(file), Beside(book or EmptyBook(), lists))
    problems += more
    faulty = any(not problem.warn for problem in problems)
    return (None if faulty else template), lists, problems


def _read_whole(file: Path) -> tuple[Node | None, dict[str, Node], list[Problem]]:
    if xlsform.is_folder(file):
        workbook, problems = xlsform.read_folder(file)
        return workbook.form, workbook.lists, problems
    if file.suffix in xlsform.SUFFIXES:
        workbook, problems = xlsform.read_all(file.read_bytes(), str(file))
        return workbook.form, workbook.lists, problems
    node, problems = READERS[file.suffix].read(file.read_bytes(), str(file))
    return node, {}, problems


class Beside:
    """A book with a workbook's own lists on top."""

    def __init__(self, book: Book, lists: Mapping[str, ChoiceList]) -> None:
        self.book = book
        self.lists = lists

    def get(self, kind: str, id: str) -> Template | None:
        own = self.lists.get(id) if kind == "list" else None
        return own or self.book.get(kind, id)

    def later(self) -> frozenset[str]:
        return self.book.later()


def check_bundle(file: Path) -> tuple[Bundle | None, list[Problem]]:
    """Reads a Bundle's canonical JSON; (None, []) when the file is a template on its own."""
    node, problems = READERS[".json"].read(file.read_bytes(), str(file))
    if node is None or node.get("template") is None:
        return None, problems
    embedded: dict[str, Template] = {}
    inner = node.get("embedded") or Node(entries=[])
    for name, tree in inner.entries or ():
        sheet = judge(tree, str(file))
        problems += sheet.problems
        if sheet.data:
            embedded[str(name.text)] = load(sheet.data)
    template, more = check(node.get("template") or Node(), str(file), _Embedded(embedded))
    problems += [problem for problem in more if problem.code != "form.later-ledger"]
    ok = isinstance(template, FormDefinition) and not any(not p.warn for p in problems)
    return (
        Bundle(template, embedded) if ok and isinstance(template, FormDefinition) else None
    ), problems


class _Embedded:
    """What a Bundle carries, as a book; ledgers are never embedded, so their names are taken on trust."""

    def __init__(self, embedded: dict[str, Template]) -> None:
        self.embedded = embedded

    def get(self, kind: str, id: str) -> Template | None:
        return self.embedded.get(f"{kind}:{id}")

    def later(self) -> frozenset[str]:
        return _Anything()


class _Anything(frozenset[str]):
    """Every name: a reference that a Bundle does not embed is resolved elsewhere."""

    def __contains__(self, name: object) -> bool:
        return True
