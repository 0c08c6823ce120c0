"""Files: looked at before they are kept, served after a look at who asks, and whole or not there."""

import io
import os
import time
import zipfile
from pathlib import Path

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from impact_spaces.lib import vault
from impact_spaces.lib.refusals import NotPossible
from spaces.actions import file as files
from spaces.actions import post
from spaces.models import File, Post
from tests import world as w

pytestmark = pytest.mark.django_db

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 30
ODT = b"PK\x03\x04" + b"\0" * 26 + b"mimetype" + b"application/vnd.oasis.opendocument.text"


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def on_disk():
    return sorted(path.name for path in vault.folder().iterdir())


def a_sheet():
    content = io.BytesIO()
    openpyxl.Workbook().save(content)
    return content.getvalue()


def a_zip(name="word/document.xml"):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr(name, "x")
    return content.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("plan.pdf", b"%PDF-1.7", "application/pdf"),
        ("Plan.PDF", b"%PDF-1.7", "application/pdf"),
        ("sheet.xlsx", a_sheet(), files.KINDS["xlsx"]),
        ("letter.docx", a_zip(), files.KINDS["docx"]),
        ("letter.odt", ODT, files.KINDS["odt"]),
        ("picture.png", PNG, "image/png"),
        ("photo.jpg", b"\xff\xd8\xff\xe0" + b"\0" * 20, "image/jpeg"),
        ("photo.webp", b"RIFF\0\0\0\0WEBPVP8 ", "image/webp"),
        ("notes.txt", "שלום\tעולם\r\n".encode(), "text/plain; charset=utf-8"),
        ("list.csv", "\ufeffשם,דוא״ל\n".encode(), "text/csv; charset=utf-8"),
    ],
)
def test_these_are_taken(name, content, kind):
    assert files.examine(SimpleUploadedFile(name, content)) == (name, kind)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("page.html", b"<script>"), ("picture.svg", b"<svg>"), ("program.exe", b"MZ"), ("plan", b"%PDF-1.7"),
        ("empty.pdf", b""), ("plan.pdf", b"<html>"), ("plan.pdf", PNG), ("picture.png", b"%PDF-1.7"),
        ("sheet.xlsx", a_zip()), ("letter.docx", a_zip("other.txt")), ("archive.zip", a_zip()),
        ("notes.txt", b"\xf9\xec\xe5\xed"), ("notes.txt", b"a\0b"), ("list.csv", PNG), ("letter.docm", a_zip()),
    ],
)  # fmt: skip
def test_these_are_not(name, content):
    space = w.consolidated()
    with pytest.raises(NotPossible):
        w.said(space, "avi", files=[SimpleUploadedFile(name, content)])
    assert (Post.objects.count(), on_disk()) == (0, [])


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("../../etc/plan.pdf", "plan.pdf"),
        ("C:\\Users\\avi\\plan.pdf", "plan.pdf"),
        ("pl\u202efdp.exe.pdf", "plfdp.exe.pdf"),
        ("  a \t plan  .pdf", "a plan.pdf"),
        ('a"b<c>:|?*.pdf', "a_b_c_____.pdf"),
        ("תכנית עבודה.pdf", "תכנית עבודה.pdf"),
        ("x" * 300 + ".pdf", "x" * 120 + ".pdf"),
        ("line\r\nSet-Cookie: x.pdf", "lineSet-Cookie_ x.pdf"),
    ],
)
def test_a_name_is_what_the_reader_sees(sent, kept):
    assert files.clean_name(sent) == kept


def test_too_large_and_too_many_are_refused(settings):
    settings.FILE_LIMIT_MB = 1
    space = w.consolidated()
    for many in ([w.a_pdf(content=b"%PDF-1.7" + b"x" * 1024**2)], [w.a_pdf() for _n in range(6)]):
        with pytest.raises(NotPossible):
            w.said(space, "avi", files=many)
    assert on_disk() == []


def test_one_bad_file_among_good_ones_keeps_none():
    space = w.consolidated()
    with pytest.raises(NotPossible):
        w.said(space, "avi", files=[w.a_pdf(), w.a_pdf("bad.pdf", b"bad")])
    assert (Post.objects.count(), File.objects.count(), on_disk()) == (0, 0, [])


def test_a_disk_that_refuses_is_a_reason_for_people(settings, tmp_path):
    space = w.consolidated()
    settings.MEDIA_ROOT = tmp_path / "file"
    settings.MEDIA_ROOT.write_text("no folder")
    with pytest.raises(NotPossible):
        w.said(space, "avi", files=[w.a_pdf()])
    assert Post.objects.count() == 0


def test_the_name_on_disk_tells_nothing_and_the_rights_are_narrow():
    w.said(w.consolidated(), "avi", files=[w.a_pdf()])
    (name,) = on_disk()
    assert len(name) == 40
    assert oct(Path(vault.folder(), name).stat().st_mode)[-3:] == "600"
    assert oct(vault.folder().stat().st_mode)[-3:] == "700"


def test_a_file_is_handed_out_to_keep_and_nothing_else(client):
    w.said(w.consolidated(), "avi", files=[w.a_pdf("תכנית.pdf")])
    client.force_login(w.named("dana"))
    response = client.get(reverse("spaces:file", args=[File.objects.get().pk]))
    assert b"".join(response) == b"%PDF-1.7 the plan"
    assert response["Content-Disposition"].startswith("attachment; filename*=utf-8''")
    headers = ("Content-Type", "X-Content-Type-Options", "Content-Security-Policy", "Cache-Control")
    assert [response[name] for name in headers] == [
        "application/pdf", "nosniff", "sandbox; default-src 'none'", "private, no-store",
    ]  # fmt: skip


def test_a_file_that_is_missing_on_disk_is_said_to_be(client):
    w.said(w.consolidated(), "avi", files=[w.a_pdf()])
    vault.remove(File.objects.get().stored)
    client.force_login(w.named("dana"))
    assert client.get(reverse("spaces:file", args=[File.objects.get().pk])).status_code == 409


def test_a_refused_file_leaves_the_words_in_the_form(client):
    space = w.consolidated()
    client.force_login(w.named("avi"))
    sent = {"text": "Long thoughts", "files": [w.a_pdf("bad.pdf", b"bad"), SimpleUploadedFile("x.exe", b"MZ")]}
    page = client.post(reverse("spaces:post_new", args=[space.pk]), sent)
    assert page.status_code == 200
    assert [name in str(page.context["form"].errors["files"]) for name in ("bad.pdf", "x.exe")] == [True, True]
    assert "Long thoughts</textarea>" in page.content.decode()
    assert Post.objects.count() == 0


def test_files_go_from_disk_once_that_is_certain(django_capture_on_commit_callbacks):
    said = w.said(w.consolidated(), "avi", files=[w.a_pdf()])
    with django_capture_on_commit_callbacks() as to_come:
        post.withdraw(said, by=w.named("avi"))
    assert len(on_disk()) == 1
    for callback in to_come:
        callback()
    assert on_disk() == []


def test_beside_a_database_without_files_nothing_is_swept_away():
    stray = vault.keep([b"stray"])
    a_while_ago = time.time() - 2 * files.A_DAY
    os.utime(vault.folder() / stray, (a_while_ago, a_while_ago))
    files.sweep()
    assert on_disk() == [stray]


def test_what_no_row_knows_is_swept_away_once_it_is_old():
    w.said(w.consolidated(), "avi", files=[w.a_pdf()])
    known = File.objects.get().stored
    stray, fresh, unfinished = vault.keep([b"stray"]), vault.keep([b"fresh"]), vault.folder() / ("a" * 40 + ".part")
    unfinished.write_bytes(b"half")
    a_while_ago = time.time() - 2 * files.A_DAY
    for name in (known, stray, unfinished.name):
        os.utime(vault.folder() / name, (a_while_ago, a_while_ago))
    files.sweep()
    assert on_disk() == sorted([known, fresh])
