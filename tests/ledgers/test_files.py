"""Uploads: judged by what they are, emptied of what they carry, sealed, shown to few."""

from __future__ import annotations

import io
import stat
import zipfile
import zlib
from pathlib import Path

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from PIL import Image, ImageFile, PngImagePlugin

from forms_catalog.problems import Refused
from ledgers import files
from ledgers.files import KeptFiles, clean, tidy_name
from ledgers.models import File
from ledgers.submission import Part
from tests import people
from tests.ledgers.tools import answers, change, child, problems, row, send

PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


def picture(kind="jpeg", size=(40, 30), **save):
    out = io.BytesIO()
    Image.new("RGB", size, (200, 30, 60)).save(out, kind, **save)
    return out.getvalue()


def archive():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.writestr("a.jpg", picture())
    return out.getvalue()


def keep(user, data, name="a.jpg", image=True, sealed=True):
    return dict(KeptFiles().keep(user, name, io.BytesIO(data), image=image, sealed=sealed))


def code_of(data, image=True):
    with pytest.raises(Refused) as refused:
        clean(data, image)
    (problem,) = refused.value
    return problem.code


WRONG = {
    "a script named .jpg": (b"<?php system($_GET['c']); ?>", "file.wrong-type"),
    "a script after a comment": (b"#!/bin/sh\necho " + picture(), "file.wrong-type"),
    "a drawing with a script": (b'<svg xmlns="x"><script>1</script></svg>', "file.wrong-type"),
    "a page": (b"<!DOCTYPE html><script>alert(1)</script>", "file.wrong-type"),
    "a page before a document": (b"<html>" + PDF, "file.wrong-type"),
    "an archive": (archive(), "file.wrong-type"),
    "a picture of another kind": (picture("gif"), "file.wrong-type"),
    "a large bitmap": (picture("bmp"), "file.wrong-type"),
    "a printer's page": (b"%!PS-Adobe-3.0\n%%BoundingBox: 0 0 9 9\nshowpage", "file.wrong-type"),
    "a program": (b"MZ" + bytes(200), "file.wrong-type"),
    "words": ("只是文字".encode(), "file.wrong-type"),
    "nothing": (b"", "file.empty"),
    "a document for a photo": (PDF, "file.not-image"),
    "a page with the head of a picture": (
        b"\xff\xd8\xff\xe0<script>alert(1)</script>",
        "file.broken",
    ),
    "a page with the head of another": (
        b"\x89PNG\r\n\x1a\n<script>alert(1)</script>",
        "file.broken",
    ),
    "half a picture": (picture()[:300], "file.broken"),
    "too much": (picture() + bytes(files.MAX_BYTES), "file.too-big"),
}


@pytest.mark.parametrize("what", WRONG)
def test_what_is_not_kept(what):
    data, code = WRONG[what]
    assert code_of(data) == code


@pytest.mark.parametrize("kind", ["jpeg", "png", "webp"])
def test_what_is_kept(kind):
    data, found = clean(picture(kind), True)
    assert found == f"image/{kind}"
    assert Image.open(io.BytesIO(data)).size == (40, 30)


def test_a_document_stays_as_it_is():
    assert clean(PDF, False) == (PDF, "application/pdf")


def test_what_is_hung_on_a_picture_falls_off():
    """A page or an archive behind the last pixel does not survive being drawn anew."""
    for tail in (b"<script>alert(1)</script>", archive()):
        data, _ = clean(picture() + tail, True)
        assert b"script" not in data and b"PK\x03\x04" not in data


def place_of_taking():
    exif = Image.Exif()
    exif[0x0110] = "PHONE-OF-HE"
    exif[0x9003] = "2026:11:21 09:00:00"
    exif.get_ifd(0x8825).update({1: "N", 2: (26.0, 5.0, 4.0), 3: "E", 4: (119.0, 18.0, 1.0)})
    return exif.tobytes()


def told():
    info = PngImagePlugin.PngInfo()
    info.add_text("where", "PHONE-OF-HE")
    info.add_itxt("where", "PHONE-OF-HE", zip=False)
    profile = b"PHONE-OF-HE" * 12
    return {
        "jpeg": {
            "exif": place_of_taking(),
            "comment": b"PHONE-OF-HE",
            "icc_profile": profile,
            "xmp": b"PHONE-OF-HE",
        },
        "png": {"exif": place_of_taking(), "pnginfo": info},
        "webp": {"exif": place_of_taking(), "icc_profile": profile, "xmp": b"PHONE-OF-HE"},
    }


@pytest.mark.parametrize("kind", ["jpeg", "png", "webp"])
def test_a_picture_forgets_where_it_was_taken(kind):
    before = picture(kind, **told()[kind])
    assert b"PHONE-OF-HE" in before
    data, _ = clean(before, True)
    after = Image.open(io.BytesIO(data))
    after.load()
    assert b"PHONE-OF-HE" not in data and b"Exif" not in data and b"EXIF" not in data
    assert not after.getexif() and not {"comment", "xmp", "icc_profile"} & after.info.keys()


def test_a_picture_is_turned_upright():
    exif = Image.Exif()
    exif[0x0112] = 6
    data, _ = clean(picture(size=(40, 30), exif=exif.tobytes()), True)
    assert Image.open(io.BytesIO(data)).size == (30, 40)


def test_a_large_picture_is_made_smaller():
    data, _ = clean(picture("png", (5000, 1000)), True)
    assert Image.open(io.BytesIO(data)).size == (2400, 480)


def bomb(width, height):
    """A small file that says it is enormous."""

    def chunk(name, body):
        crc = zlib.crc32(name + body).to_bytes(4)
        return len(body).to_bytes(4) + name + body + crc

    head = width.to_bytes(4) + height.to_bytes(4) + b"\x08\x02\x00\x00\x00"
    data = zlib.compress(bytes(1 + width * 3) * 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


@pytest.mark.parametrize("size", [(8000, 5001), (30000, 30000), (2**31 - 1, 2**31 - 1)])
def test_too_many_pixels(size):
    assert code_of(bomb(min(size[0], 30000), size[1])) in {"file.too-many-pixels", "file.broken"}


def test_the_pixel_cap_is_met_before_any_pixel_is_read(monkeypatch):
    monkeypatch.setattr(Image.Image, "load", lambda self: pytest.fail("read"))
    assert code_of(bomb(8000, 5001)) == "file.too-many-pixels"


@pytest.mark.parametrize("lenient", [False, True])
def test_words_that_inflate(monkeypatch, lenient):
    """80 MB of blanks in a text chunk: refused, or left out where a library made the decoder lenient."""
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", lenient)

    def chunk(name, body):
        return len(body).to_bytes(4) + name + body + zlib.crc32(name + body).to_bytes(4)

    plain = picture("png")
    text = chunk(b"zTXt", b"a\x00\x00" + zlib.compress(bytes(80_000_000)))
    swollen = plain[:33] + text + plain[33:]
    if lenient:
        assert len(clean(swollen, True)[0]) < 10_000
    else:
        assert code_of(swollen) == "file.broken"


SEEDS = [picture(), picture("png"), picture("webp"), picture("png", **told()["png"]), PDF]


@given(
    seed=st.sampled_from(SEEDS),
    cut=st.integers(0, 400),
    noise=st.lists(st.tuples(st.integers(0, 600), st.integers(0, 255)), max_size=6),
)
@hypothesis_settings(max_examples=150, deadline=None)
def test_spoiled_bytes_are_kept_or_refused(seed, cut, noise):
    data = bytearray(seed[: len(seed) - cut] if cut % 3 == 0 else seed)
    for place, value in noise:
        if data:
            data[place % len(data)] = value
    try:
        kept, kind = clean(bytes(data), False)
    except Refused as refused:
        told = {problem.code.partition(".")[0] for problem in refused}
    else:
        told = {"file"} if kind in files.TYPES and kept else set()
    assert told == {"file"}


NAMES = [
    ("近照.jpg", "image/jpeg", "近照.jpg"),
    ("近照.PHP", "image/jpeg", "近照.jpg"),
    ("a.php.jpg", "image/png", "a.php.png"),
    ("../../etc/passwd", "image/jpeg", "passwd.jpg"),
    ("C:\\桌面\\近照.jpg", "image/jpeg", "近照.jpg"),
    ("..", "image/jpeg", "文件.jpg"),
    (".jpg", "image/jpeg", "jpg.jpg"),
    ("", "application/pdf", "文件.pdf"),
    ("/", "application/pdf", "文件.pdf"),
    ("???.jpg", "image/jpeg", "文件.jpg"),
    ("a\r\nSet-Cookie: x.jpg", "image/jpeg", "aSet-Cookie x.jpg"),
    ("gpj.\u202eexe.jpg", "image/jpeg", "gpj.exe.jpg"),
    ("a\x00.jpg", "image/jpeg", "a.jpg"),
    ('a"b<c>.jpg', "image/jpeg", "abc.jpg"),
    ("长" * 300 + ".jpg", "image/jpeg", "长" * 80 + ".jpg"),
    (" . .jpg", "image/jpeg", "文件.jpg"),
]


@pytest.mark.parametrize(("name", "kind", "expected"), NAMES)
def test_names(name, kind, expected):
    assert tidy_name(name, kind) == expected


@given(st.text(max_size=300), st.sampled_from(sorted(files.TYPES)))
def test_any_name_is_a_name(name, kind):
    found = tidy_name(name, kind)
    stem, _, ending = found.rpartition(".")
    assert stem and ending == files.TYPES[kind] and len(found) <= 85
    assert not set(found) & set('/\\"<>\r\n\x00') and not found.startswith(".")


@pytest.mark.django_db
@pytest.mark.storage
class TestKept:
    """In the private folder, in the table, and in whose sight."""

    def test_nothing_on_the_disk_can_be_read(self, officer):
        for sealed in (True, False):
            kept = keep(officer, PDF, "合同.pdf", image=False, sealed=sealed)
            path = files.path_of(kept["sha256"])
            assert stat.S_IMODE(path.stat().st_mode) == 0o600
            assert b"PDF" not in path.read_bytes()
            assert "合同" not in str(list(Path(settings.FILES_DIR).rglob("*")))
            row = File.objects.unscoped("test").get(sha256=kept["sha256"])
            assert files.read(row) == PDF
            assert (kept["name"], kept["type"], kept["size"]) == (
                "合同.pdf",
                "application/pdf",
                len(PDF),
            )

    def test_swapped_on_the_disk(self, officer):
        from ledgers.sealing import KeysMissing

        one, two = (keep(officer, picture(size=(n, n)))["sha256"] for n in (9, 10))
        files.path_of(one).write_bytes(files.path_of(two).read_bytes())
        with pytest.raises(KeysMissing):
            files.read(File.objects.unscoped("test").get(sha256=one))

    def test_equal_bytes_are_two_uploads(self, world, officer):
        """Neither betrays the other, and neither is taken along by the other's record."""
        other = world.users["other_village_officer"]
        one = keep(officer, picture(), "罗安的近照.jpg", sealed=False)
        two = keep(other, picture(), "b.jpg", sealed=False)
        assert one["sha256"] != two["sha256"] and two["name"] == "b.jpg"

    def test_known(self, officer):
        kept = keep(officer, picture())
        assert KeptFiles().known(kept["sha256"]) and not KeptFiles().known("0" * 64)

    def test_whose_eyes(self, world, officer):
        photo = keep(officer, picture())
        users = world.users
        assert seen(officer, photo) and not seen(users["county_admin"], photo)
        kept = people.register(officer, photo=photo).records[0]
        assert answers(kept)["photo"]["sha256"] == photo["sha256"]
        assert {name for name, user in users.items() if seen(user, photo)} == {
            "village_officer",
            "township_supervisor",
            "county_admin",
        }
        assert not seen(None, photo)
        assert row(kept).pk == File.objects.unscoped("test").get().record_id

    def test_an_upload_of_nobody_is_nobodys(self, world):
        """No author is not everybody who is nobody."""
        from django.contrib.auth.models import AnonymousUser

        keep(None, picture())
        for user in (None, AnonymousUser(), *world.users.values()):
            assert File.objects.visible_to(user).count() == 0

    def test_another_ones_upload_is_none(self, world, officer):
        photo = keep(world.users["other_village_officer"], picture())
        result = send(officer, Part("children", child(1, photo=photo)))
        assert problems(result) == {("file.unknown", "photo")}
        assert seen(world.users["other_village_officer"], photo)

    def test_a_file_of_another_record_is_not_taken_away(self, officer):
        photo = keep(officer, picture())
        kept = people.register(officer, photo=photo).records[0]
        thief = send(officer, Part("children", child(1, photo=photo)))
        assert problems(thief) == {("file.unknown", "photo")}
        assert send(officer, change(kept, photo=photo)).records[0].version == 1
        assert File.objects.unscoped("test").get().record_id == row(kept).pk

    def test_one_upload_for_two_records_of_a_sitting(self, officer):
        photo = keep(officer, picture())
        two = people.registration(signer_fill=photo)
        first = Part("children", people.dossier(photo=photo))
        result = send(officer, first, Part("left_behind", two, links={"child": 0}))
        assert result.ok
        assert File.objects.unscoped("test").get().record_id == row(result.records[0]).pk

    def test_an_upload_in_a_table(self, club):
        """Whoever sees the record sees the file; it is not swept away as forgotten."""
        clerk, manager = club.users["clerk"], club.users["manager"]
        photo = keep(clerk, picture())
        cups = [{"cup": "甲", "won_on": "2020-01-01", "proof": photo}]
        typed = {"name": "罗安", "sex": "F", "phone": "110", "court": club.places["河湾村"].path}
        kept = send(clerk, Part("members", typed | {"cups": cups})).records[0]
        found = File.objects.unscoped("test").get()
        assert (found.record_id, found.question) == (row(kept).pk, "cups")
        assert seen(manager, photo)
        stranger = keep(manager, picture())
        cells = answers(kept)["cups"][0] | {"proof": stranger}
        assert problems(send(clerk, change(kept, cups=[cells]))) == {("file.unknown", "cups")}

    def test_a_replaced_upload_stays_with_its_record(self, officer):
        one, two = keep(officer, picture()), keep(officer, picture("png"))
        kept = people.register(officer, photo=one).records[0]
        assert send(officer, change(kept, photo=two)).ok
        assert set(File.objects.unscoped("test").values_list("record_id", flat=True)) == {
            row(kept).pk
        }

    @pytest.mark.parametrize(
        "told", [{"sha256": "0" * 64}, {"sha256": "../x"}, {"sha256": 5}, {"name": "x"}, "x"]
    )
    def test_uploads_that_never_were(self, officer, told):
        (found,) = problems(send(officer, Part("children", child(1, photo=told))))
        assert found[1] == "photo" and found[0] in {"file.unknown", "file.not-a-file"}

    def test_nothing_half_written(self, officer, monkeypatch):
        monkeypatch.setattr(files.os, "replace", lambda a, b: (_ for _ in ()).throw(OSError))
        before = File.objects.unscoped("test").count()
        with pytest.raises(OSError):  # noqa: PT011
            keep(officer, picture())
        assert File.objects.unscoped("test").count() == before


def seen(user, kept):
    return File.objects.visible_to(user).filter(sha256=kept["sha256"]).exists()
