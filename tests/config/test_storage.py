"""What is served of our scripts is the same code, without its notes and without idle blanks."""

from __future__ import annotations

import pytest

from config.storage import slim, tight

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


TIGHT = {
    "signs": ("const { a } = b, [c] = (d) => ({ e: 1 });", "const{a}=b,[c]=(d)=>({e:1});"),
    "words stay apart": ("return new A() ?? typeof b;", "return new A()??typeof b;"),
    "sums": ("a + b - (c) + 'd'", "a+b-(c)+'d'"),
    "two signs of a sum": ("a - -b + +c", "a - -b + +c"),
    "one more": ("a++ + b; c - --d", "a++ + b;c - --d"),
    "added to": ("a += 1; b -= -c", "a+=1;b -=-c"),
    "divided": ("a / b + c / d", "a / b+c / d"),
    "texts": ("""a("b = c", 'd, e', `f ( ${g} )`);""", """a("b = c",'d, e',`f ( ${g} )`);"""),
    "a quotation mark in a text": (r'a("b\" = ", c)', r'a("b\" = ",c)'),
    "a text over lines": ("a(`b\n = c`, d)", "a(`b\n = c`,d)"),
    "patterns": (r"a(/[/'] = \/ = /g, b)", r"a(/[/'] = \/ = /g,b)"),
    "a mark in a pattern": ('if (/[`"] = /.test(a)) b = 1;', 'if(/[`"] = /.test(a))b=1;'),
    "a note behind the code": ("a = 1; // don't = \"\nb = 2;", "a=1;// don't = \"\nb=2;"),
    "an import": ('import { a, b } from "./c.js";', 'import{a,b}from "./c.js";'),
    "lines": ("a = b\n(c)\n", "a=b\n(c)\n"),
}


@pytest.mark.parametrize(("script", "served"), TIGHT.values(), ids=TIGHT)
def test_only_blanks_around_signs_are_left_out(script, served):
    assert tight(script) == served
