"""What is served of our scripts is the same code, without its notes."""

from __future__ import annotations

import pytest

from config.storage import slim

CASES = {
    "a note behind the code": ("a(); // why\n\n/** what */\nb();\n", "a(); // why\nb();\n"),
    "a note between": ("a();\n// why\nb();\n", "a();\nb();\n"),
    "blank lines": ("a();\n\n\nb();\n", "a();\nb();\n"),
    "a long note": ("/**\n * why\n */\nexport const a = 1;\n", "export const a = 1;\n"),
    "indentation": ("if (a) {\n    b();\n}\n", "if (a) {\nb();\n}\n"),
    "a note at the top of a block": (
        "f(() => {\n  // why\n  b();\n});\n",
        "f(() => {\nb();\n});\n",
    ),
    "an address in a text": ('a("http://b");\n', 'a("http://b");\n'),
}


@pytest.mark.parametrize(("source", "served"), CASES.values(), ids=CASES)
def test_only_notes_are_left_out(source, served):
    assert slim(source) == served
