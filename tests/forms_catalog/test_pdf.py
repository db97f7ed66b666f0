"""Paper: every label, every rare name, nothing from outside, nothing that was sealed."""

from __future__ import annotations

import io
import re
import subprocess
import unicodedata
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
from pypdf import PdfReader
from pypdf.generic import ByteStringObject, ContentStream, TextStringObject
from weasyprint import HTML
from weasyprint.urls import FatalURLFetchingError

from forms_catalog.bundle import Bundle, make
from forms_catalog.questions import Context
from forms_catalog.writers import pdf
from tests.golden import bundles

from .tools import SHELF, define, form

PAGES = {
    "child_protection.case_followup": 1,
    "child_protection.case_plan": 2,
    "child_protection.change_record": 1,
    "child_protection.child": 2,
    "child_protection.coverage_survey": 1,
    "child_protection.difficulty_registration": 4,
    "child_protection.difficulty_roster": 1,
    "child_protection.emergency_response": 2,
    "child_protection.entrust_notice": 1,
    "child_protection.entrusted_care_letter": 2,
    "child_protection.guardian_urge": 1,
    "child_protection.home_visit": 2,
    "child_protection.hotline_call": 1,
    "child_protection.household_register": 1,
    "child_protection.left_behind_registration": 3,
    "child_protection.left_behind_roster": 1,
    "child_protection.mandatory_report": 2,
    "child_protection.pairing": 1,
    "child_protection.risk_assessment": 2,
    "child_protection.round_register": 1,
    "child_protection.village_group_register": 1,
}
OURS = {"Paper-Song", "Paper-Song-Bold", "Paper-Hei", "Paper-Hei-Bold", "BabelStone-Han"}
RARE = {
    "A": "㛃㐀䶮㑇",
    "B": "𠅤𠮷𪚥𤋮𡵆",
    "C": "𫄧𪣻",
    "D": "𫟹𫠊",
    "E": "𬭎𬱖𬸘",
    "F": "𮧵𬺰",
    "G": "𰻞𱁬",
}
SIXTEEN = "".join(RARE.values())
CTX = Context(options={})


@cache
def blank(name: str) -> PdfReader:
    return PdfReader(io.BytesIO(pdf.blank(bundles()[name])))


def words(reader: PdfReader) -> str:
    """All text without the blanks that lines and cells make; signs in their usual form."""
    text = "".join(page.extract_text() for page in reader.pages)
    return "".join(text.split())


def drawn(question: str, answers: dict[str, Any], **options: Any) -> PdfReader:
    bundle = make(define(form(question), SHELF), SHELF)
    sheet = options.pop("sheet", pdf.Sheet())
    ctx = Context(options=bundle.options)
    return PdfReader(io.BytesIO(pdf.draw(bundle, answers, ctx, sheet, **options)))


def fonts(reader: PdfReader) -> Iterator[Any]:
    for page in reader.pages:
        for font in page["/Resources"]["/Font"].values():  # type: ignore[index]
            yield font.get_object()


def glyphs(reader: PdfReader) -> Iterator[int]:
    """The number of every glyph that is drawn; 0 is the empty box of a missing one."""
    for page in reader.pages:
        stream = ContentStream(page.get_contents(), reader)
        for operands, operator in stream.operations:
            if operator in {b"Tj", b"TJ"}:
                for bit in operands[0] if operator == b"TJ" else operands:
                    if isinstance(bit, (TextStringObject, ByteStringObject)):
                        raw = bit.original_bytes
                        yield from (int.from_bytes(raw[n : n + 2]) for n in range(0, len(raw), 2))


@pytest.mark.parametrize("name", sorted(bundles()))
def test_every_shipped_form(name: str) -> None:
    reader, bundle = blank(name), bundles()[name]
    assert len(reader.pages) == PAGES[name]
    text = words(reader)
    assert "".join(bundle.form.title.split()) in text
    assert [label for label in _labels(bundle) if "".join(label.split()) not in text] == []
    assert f"第1页，共{PAGES[name]}页" in text
    assert "None" not in text


def _labels(bundle: Bundle) -> Iterator[str]:
    yield from (section.label for section in bundle.placed if section.questions)
    for question, _ in bundle.questions.values():
        if question.name not in bundle.through:
            yield question.label
            yield from (column.label for column in question.questions)


@pytest.mark.parametrize("name", sorted(bundles()))
def test_fonts_are_ours_and_go_along(name: str) -> None:
    for font in fonts(blank(name)):
        family = font["/BaseFont"].split("+")[-1].lstrip("/")
        assert family in OURS
        descriptor = font["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object()
        assert {"/FontFile", "/FontFile2", "/FontFile3"} & set(descriptor)
    assert 0 not in set(glyphs(blank(name)))


def test_long_options_stay_on_the_sheet() -> None:
    """The end of every line as poppler sees it, in points, beside the right margin."""
    paper = pdf.blank(bundles()["child_protection.mandatory_report"])
    asked = ["pdftotext", "-bbox", "-", "-"]
    told = subprocess.run(asked, input=paper, capture_output=True, check=True).stdout.decode()
    ends = [float(end) for end in re.findall(r'xMax="([0-9.]+)"', told)]
    width = float(re.findall(r'<page width="([0-9.]+)"', told)[0])
    assert ends and max(ends) < width - 30


def test_rare_names_are_printed() -> None:
    assert len(SIXTEEN) >= 16
    for extension, names in RARE.items():
        assert all(unicodedata.name(c).startswith("CJK UNIFIED") for c in names), extension
    questions = "n: {label: 姓名, type: person_name}\nw: {label: 说明, type: long_text}"
    reader = drawn(questions, {"n": SIXTEEN, "w": SIXTEEN}, sheet=pdf.Sheet(unit=SIXTEEN))
    assert words(reader).count(SIXTEEN) == 3
    found = list(glyphs(reader))
    assert 0 not in found
    assert len(found) > 3 * len(SIXTEEN)
    families = {font["/BaseFont"].split("+")[-1].lstrip("/") for font in fonts(reader)}
    assert families <= OURS


def test_the_page_of_rows_is_full_of_what_was_answered() -> None:
    question = """
        r:
          label: 亲属
          type: rows
          questions:
            a: {label: 姓名, type: person_name}
            b: {label: 身份号码, type: id_card, sealed: true}
        """
    rows = [{"_id": "0" * 12, "a": f"罗{c}", "b": "990121201301110025"} for c in "安柏川"]
    text = words(drawn(question, {"r": rows}))
    assert all(f"罗{c}" in text for c in "安柏川")
    assert text.count("**************0025") == 3
    assert "990121" not in text


def test_sealed_answers_are_masked_and_reasons_are_a_dash() -> None:
    question = (
        "a: {label: 号码, type: id_card, sealed: true}\nb: {label: 电话, type: phone, missing: [unknown]}\n"
        "c: {label: 不印, type: text}\nd: {label: 密语, type: text, sealed: true}"
    )
    answers = {
        "a": "990121201301110025",
        "b": {"$missing": "unknown"},
        "c": "别人",
        "d": "秘密的话",
    }
    text = words(drawn(question, answers, hidden=frozenset({"c"})))
    assert "0025" in text
    assert "990121" not in text
    assert "电话—" in text
    assert "不印" not in text
    assert "别人" not in text
    assert "秘密的话" not in text


def test_the_line_of_secrecy_stands_only_where_there_is_a_secret() -> None:
    sheet = pdf.Sheet(secrecy="内部资料", edition="第3版", number="LH-1", day="2026年1月2日")
    plain = words(drawn("a: {label: 甲, type: text}", {}, sheet=sheet))
    secret = words(drawn("a: {label: 甲, type: text, sensitivity: 3}", {}, sheet=sheet))
    assert "内部资料" not in plain
    assert "内部资料" in secret
    assert all(bit in plain for bit in ("第3版", "LH-1", "2026年1月2日"))


MARKUP = [
    "<b>粗</b>",
    "<script>alert(1)</script>",
    '<img src="file:///etc/passwd">',
    '<link rel="attachment" href="file:///etc/passwd">',
    "<style>*{display:none}</style>",
    "&lt;已转&gt; &amp;",
    "{{ form }}{% raw %}",
    "((name))",
]


@pytest.mark.parametrize("text", MARKUP)
def test_an_answer_is_only_text(text: str) -> None:
    reader = drawn(
        "a: {label: 甲, type: text}\nb: {label: 乙, type: long_text}", {"a": text, "b": text}
    )
    assert words(reader).count("".join(text.split())) == 2
    assert reader.attachments == {}


def test_a_label_is_only_text() -> None:
    text = words(drawn("a: {label: '<b>甲</b>&amp;', type: text, hint: '<i>'}", {}))
    assert "<b>甲</b>&amp;" in text


FOLDER = pdf._font_folder()
OUTSIDE = [
    "file:///etc/passwd",
    "file://localhost/etc/passwd",
    "FILE:///etc/passwd",
    "http://127.0.0.1/x.png",
    "https://example.org/x.css",
    "ftp://127.0.0.1/x",
    f"{FOLDER.as_uri()}/../pypdf/__init__.py",
    f"{FOLDER.as_uri()}/%2e%2e/pypdf/__init__.py",
    f"{FOLDER.as_uri()}/%2E%2E%2Fpypdf%2F__init__.py",
    f"{FOLDER.as_uri()}x/font.otf",
    f"file://{FOLDER}/./../../etc/passwd",
    str(FOLDER / "NotoSerifSC-Regular.otf"),
    "javascript:alert(1)",
    "",
]


@pytest.mark.parametrize("url", OUTSIDE)
def test_nothing_is_fetched_from_outside(url: str) -> None:
    with pytest.raises(FatalURLFetchingError):
        pdf._fetcher().fetch(url)


def test_fonts_and_data_are_fetched() -> None:
    font = FOLDER / "NotoSerifSC-Regular.otf"
    assert pdf._fetcher().fetch(font.as_uri()).read(4) == font.read_bytes()[:4]
    assert pdf._fetcher().fetch("data:text/plain,%E7%94%B2").read() == "甲".encode()


@pytest.mark.parametrize(
    "markup",
    [
        '<link rel="attachment" href="file:///etc/passwd">',
        '<a rel="attachment" href="file:///etc/passwd">x</a>',
        '<img src="file:///etc/passwd">',
        '<link rel="stylesheet" href="http://127.0.0.1/x.css">',
        '<div style="background:url(file:///etc/passwd)">x</div>',
    ],
)
def test_even_a_template_cannot_take_a_file_along(markup: str) -> None:
    try:
        made = HTML(string=markup, url_fetcher=pdf._fetcher()).write_pdf()
    except FatalURLFetchingError:
        return
    reader = PdfReader(io.BytesIO(made))
    assert reader.attachments == {}
    assert b"root:" not in made


def test_a_blank_is_drawn_once_an_edition() -> None:
    bundle = make(define(form("a: {label: 甲, type: text}"), SHELF), SHELF)
    again = make(define(form("a: {label: 甲, type: text}"), SHELF), SHELF)
    other = make(define(form("a: {label: 乙, type: text}"), SHELF), SHELF)
    assert pdf.blank(bundle) is pdf.blank(again)
    assert pdf.blank(bundle) is not pdf.blank(other)
    assert pdf.blank(bundle) is not pdf.blank(bundle, "第2版")
    assert pdf.write(bundle) is pdf.blank(bundle)
