"""The lists of a workbook: those the form refers to, those it writes inline, and the helpers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from ..bundle import Bundle
from ..checks.scalars import CODE
from ..definition import ChoiceList, dump, keys_of
from ..xlsform.cells import to_cell
from ..xlsform.columns import PREFIX, header
from ..xlsform.types import is_yes_no

Options = Sequence[Mapping[str, Any]]
Cells = dict[str, str]
_FIRST = ["list_name", "name", "label"]


class Lists:
    """Gives every list of options its name in the workbook and collects what stands in `choices`."""

    def __init__(self, bundle: Bundle) -> None:
        found = (item for item in bundle.embedded.values() if isinstance(item, ChoiceList))
        self.templates = {item.id: dump(item) for item in found}
        self.lists: dict[str, Options] = {
            id: data.get("options", ()) for id, data in self.templates.items()
        }
        self.elsewhere: dict[str, None] = {}

    def named(self, question: str, choices: Any) -> str:
        """The list of a question: a template by its id, or its own options under a free name."""
        if not isinstance(choices, str):
            return self.added(question, choices or ())
        if choices not in self.templates:
            self.elsewhere[choices] = None
        return choices

    def added(self, wanted: str, options: Options) -> str:
        """A list of this workbook alone; the same options under the same wish are one list."""
        name = wanted
        while name in self.elsewhere or (name in self.lists and self.lists[name] != options):
            name += "_"
        if name in self.templates:
            return self.added(f"{name}_", options)
        self.lists[name] = options
        return name

    def is_yes_no(self, name: str) -> bool:
        options = self.lists.get(name, ())
        labels = {item["name"]: item.get("label", "") for item in options}
        return is_yes_no(labels)

    def heads(self) -> list[Cells]:
        """A row for every list template; one that lies elsewhere has no more than its name."""
        rows: list[Cells] = []
        for id, data in self.templates.items():
            names = (name for name in keys_of(ChoiceList) if name in data and name != "options")
            rows.append({"list_name": id} | {name: to_cell(data[name]) for name in names})
        return rows + [{"list_name": id} for id in self.elsewhere if id not in self.templates]

    def columns(self) -> list[str]:
        used = dict.fromkeys(name for row in self.rows() for name in row)
        tags = [name for name in self._tags() if name in used]
        return list(dict.fromkeys([*_FIRST, *tags, *used]))

    def rows(self) -> list[Cells]:
        tags = self._tags()
        return [
            {"list_name": name} | _option(option, tags)
            for name, options in self.lists.items()
            for option in options
        ]

    def _tags(self) -> list[str]:
        """The tags of all lists that can be headers, in the order of their first use."""
        found = (
            tag["name"]
            for options in self.lists.values()
            for option in options
            for tag in option.get("tags", ())
        )
        return [name for name in dict.fromkeys(found) if _may_head(name)]


def _may_head(tag: str) -> bool:
    known = header("choices", tag)
    taken = tag.startswith(PREFIX) or "::" in tag or tag in _FIRST or not CODE.fullmatch(tag)
    return known.column == tag and not taken


def _option(option: Mapping[str, Any], order: Iterable[str]) -> Cells:
    row = {"name": option["name"], "label": option.get("label", "")}
    tags = {tag["name"]: tag["value"] for tag in option.get("tags", ())}
    row |= {name: tags[name] for name in order if tags.get(name) and name != "parent"}
    if [tag for tag in order if tag in tags and tags[tag] and tag != "parent"] != list(tags):
        row[f"{PREFIX}tags"] = to_cell(option["tags"])
    if "parent" in option:
        row["parent"] = option["parent"]
    for name in ("disabled", "hint", "was", "note"):
        if name in option:
            row[PREFIX + name] = to_cell(option[name])
    return row
