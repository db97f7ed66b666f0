"""What is YAML and not of the subset."""

from ..tools import form

CASES = {
    "alias": form("a: &x «yaml.alias»{label: 题, type: text}\nb: *x").replace(
        "&x «yaml.alias»", "«yaml.alias»&x "
    ),
    "alias without anchor": form("a: {label: «yaml.alias»*x, type: text}"),
    "anchor on a scalar": form("a: {label: «yaml.alias»&x 题, type: text}"),
    "anchor on a list": "format: 1\nform: f\nnormal: «yaml.alias»&x [a]",
    "tag": form("a: {label: «yaml.tag»!!str 题, type: text}"),
    "own tag": form("a: {label: «yaml.tag»!python/object:os.system 题, type: text}"),
    "tag on a map": form("a: «yaml.tag»!x {label: 题, type: text}"),
    "merge key": form("a: {«yaml.merge-key»<<: {label: 题}, type: text}"),
    "second document": "format: 1\nform: f\n«yaml.second-document»---\nformat: 1\n",
    "duplicate key": form(
        "a: {label: 题, type: text}\n«yaml.duplicate-key»a: {label: 题, type: text}"
    ),
    "duplicate key in a flow map": form(
        "a: {label: 题, «yaml.duplicate-key»label: 题, type: text}"
    ),
    "duplicate key, quoted": form('a: {label: 题, «yaml.duplicate-key»"label": 题, type: text}'),
    "tab for indentation": "format: 1\nform: f\ntitle:\n«yaml.tab»\t表",
    "tab in text": 'format: 1\nform: f\ntitle: "甲«yaml.tab»\t乙"',
    "folded text": form("a:\n  label: «yaml.folded»>\n    甲\n    乙\n  type: text"),
    "key that is a list": form("a: {label: 题, type: text}\n? «yaml.odd-key»[b]\n: x"),
    "key that is a map": form("a: {label: 题, type: text, «yaml.odd-key»{b: c}: x}"),
    "two colons": "format: 1\nform: f\ntitle: 甲«yaml.syntax»: 乙",
    "unclosed brace": "format: 1\nform: f\nnormal: {a: b\n«yaml.syntax»",
    "unclosed quote": 'format: 1\nform: f\ntitle: "甲\n«yaml.syntax»',
    "bad indentation": "format: 1\n  form«yaml.syntax»: f\ntitle: 甲",
    "too deep": "format: 1\nform: f\nnote: " + "[" * 13 + "«yaml.too-deep»[" + "]" * 14,
    "nothing": "«yaml.empty»",
    "only a comment": "# 只有注释\n",
}
del CASES["only a comment"], CASES["nothing"]
"""Their problem has no line: `test_reader_yaml` asks for them."""
