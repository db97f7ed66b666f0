"""A scan that comes back: what code it shows, whose letter that is, and where it is filed."""

from __future__ import annotations

import io
from collections.abc import Iterator
from importlib import import_module
from typing import Any

from django.db import transaction
from PIL import Image

from forms_catalog.definition import Letter
from forms_catalog.problems import Problem, Refused, refuse

from .. import files
from ..acting import is_from
from ..asking import asked
from ..clock import now
from ..files import KeptFiles
from ..ids import tidy_number
from ..models import File, LetterIssue, Record
from ..registry import Live, live_by_id
from ..scope import reach
from ..submission import Part, Submission
from . import ending
from .house import thawed
from .states import UNSIGNED

WHY = "the upload of the person who files it"
MOST_PAGES = 8
MOST_PIXELS = 40_000_000


def keep(user: Any, name: str, content: Any) -> File:
    """The bytes, before it is known where they belong. Raises Refused."""
    said = KeptFiles().keep(user, name, content, image=False, sealed=True)
    found: File = File.objects.visible_to(user).get(sha256=said["sha256"])
    return found


def codes(data: bytes, kind: str) -> list[str]:
    """Short codes of letters that the picture shows; none where no reader is installed."""
    try:
        read: Any = import_module("zxingcpp").read_barcodes
    except ImportError:
        return []
    found: list[str] = []
    for picture in _pictures(data, kind):
        found += [tidy_number(code.text) for code in read(picture)]
    return list(dict.fromkeys(code for code in found if code))


def _pictures(data: bytes, kind: str) -> Iterator[Image.Image]:
    """The picture itself, or those that the pages of a scanned document consist of."""
    try:
        if kind != "application/pdf":
            with Image.open(io.BytesIO(data), formats=("JPEG", "PNG", "WEBP")) as picture:
                if picture.width * picture.height <= MOST_PIXELS:
                    yield picture.convert("L")
            return
        yield from _of_pages(data)
    except Exception:  # whatever a decoder makes of a hostile file: a person types the code
        return


def _of_pages(data: bytes) -> Iterator[Image.Image]:
    from pypdf import PdfReader

    for page in PdfReader(io.BytesIO(data)).pages[:MOST_PAGES]:
        for image in page.images:
            if image.image and image.image.width * image.image.height <= MOST_PIXELS:
                yield image.image.convert("L")


def shown(row: File) -> list[str]:
    return codes(files.read(row), row.type)


def by_code(user: Any, code: str) -> LetterIssue | None:
    """A letter in the person's scope."""
    rows = LetterIssue.objects.visible_to(user).select_related("record", "issued_by")
    found: LetterIssue | None = rows.filter(code=tidy_number(code)).first() if code else None
    return found


def against(issue: LetterIssue, read: list[str]) -> Problem | None:
    """What speaks against this scan being that of this letter."""
    if issue.state not in UNSIGNED:
        return Problem("letter.not-open", "这份文书已经签了或者作罢了，不能再存签字件")
    if read and issue.code not in read:
        text = "这是另一份文书的签字件，不能存在这里"
        return Problem("letter.other-scan", text, "找出这一份的签字件，或者到那一份去存")
    return None


def file(user: Any, issue: LetterIssue, scan: File) -> None:
    """Somebody looked at both and says that they belong together. Raises Refused."""
    if scan.record_id is not None or scan.author_id != user.pk:
        raise refuse("letter.scan-gone", "这个文件已经用过了，请重新上传")
    if problem := against(issue, shown(scan)):
        raise Refused(problem)
    letter = thawed(issue.edition_id)
    if letter.scan:
        _through_record(user, issue, letter, scan)
        return
    with transaction.atomic():
        rows = File.objects.unscoped(WHY).filter(pk=scan.pk, record=None)
        if not rows.update(record=issue.record_id):
            raise refuse("letter.scan-gone", "这个文件已经用过了，请重新上传")
        ending.signed(issue, issue.record, scan, user.pk)


def _through_record(user: Any, issue: LetterIssue, letter: Letter, scan: File) -> None:
    """The record asks for the scan itself: the gate takes it, and the letter follows."""
    from ..intake import accept

    row = issue.record
    ledger = live_by_id(row.ledger_id)
    action = action_for(user, row, letter)
    if not action:
        text = "这份记录现在还不能存签字件，或者不由您的岗位存"
        remedy = "先在记录上把前面的步骤做完；不归您存的，请交给填这张表的人"
        raise refuse("letter.record-not-ready", text, remedy)
    answer = {"sha256": scan.sha256, "name": scan.name, "type": scan.type, "size": scan.size}
    part = Part(ledger.key, {letter.scan: answer}, str(row.uid), action)
    result = accept(Submission(Submission.new_key(), "web", user, None, (part,), now()))
    if not result.ok:
        raise Refused(*result.problems)


def action_for(user: Any, row: Record, letter: Letter) -> str:
    """What this person can do with the record now that asks for the scan, '' when nothing does."""
    ledger = live_by_id(row.ledger_id)
    filling = _filling(user, ledger, row.place_path)
    for action in ledger.rules.actions:
        roles = [role for role in filling if role in action.who]
        due = roles and is_from(action, row.state)
        if due and letter.scan in asked(row.edition_id, ledger, action.name, roles):
            return action.name
    return ""


def _filling(user: Any, ledger: Live, path: str) -> list[str]:
    """The roles of the person that may answer questions of a record there."""
    near = [post for post in reach(user).posts if post.place_path]
    held = [post.role for post in near if path.startswith(post.place_path)]
    return [name for name in held if (rule := ledger.rules.role(name)) and rule.fill]
