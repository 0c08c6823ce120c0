"""Files that come with what is said: looked at before they are kept, and taken away whole."""

import codecs
import logging
import re
from contextlib import contextmanager
from unicodedata import category, normalize

import filetype
from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from impact_spaces.lib import vault
from impact_spaces.lib.refusals import NotPossible
from spaces.models import File

log = logging.getLogger(__name__)

OFFICE = "application/vnd.openxmlformats-officedocument"
OPEN = "application/vnd.oasis.opendocument"
KINDS = {
    "pdf": "application/pdf",
    "docx": f"{OFFICE}.wordprocessingml.document",
    "xlsx": f"{OFFICE}.spreadsheetml.sheet",
    "pptx": f"{OFFICE}.presentationml.presentation",
    "odt": f"{OPEN}.text",
    "ods": f"{OPEN}.spreadsheet",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "webp": "image/webp",
    "txt": "text/plain; charset=utf-8",
    "csv": "text/csv; charset=utf-8",
}
MOST_FILES, LONGEST_NAME, MB = 5, 120, 1024**2
NO_TEXT = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")
NO_NAME = re.compile(r'[<>:"|?*]')  # what some computer or other takes for something else
A_DAY = 24 * 60 * 60


def examine(upload):
    """The name and the content type under which a sent file may be kept. Nothing in it is unpacked.

    Raises NotPossible with the reason.
    """
    name = clean_name(upload.name)
    _stem, dot, extension = name.lower().rpartition(".")
    if not dot or extension not in KINDS:
        kinds = ", ".join(KINDS)
        raise NotPossible(
            _("“{name}” is of a kind that is not taken. Taken are: {kinds}.").format(name=name, kinds=kinds)
        )
    if not upload.size:
        raise NotPossible(_("“{name}” is empty.").format(name=name))
    if upload.size > settings.FILE_LIMIT_MB * MB:
        raise NotPossible(_("“{name}” is larger than {n} MB.").format(name=name, n=settings.FILE_LIMIT_MB))
    if not is_what_it_says(upload, extension):
        raise NotPossible(reason_for(name, extension))
    return name, KINDS[extension]


def clean_name(name):
    """The name without a path, without what is not seen, and not too long; what the reader sees is what it is."""
    last = normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    seen = "".join(sign for sign in NO_NAME.sub("_", last) if category(sign)[0] != "C")
    stem, dot, extension = " ".join(seen.split()).strip(" .").rpartition(".")
    return f"{stem[:LONGEST_NAME].strip()}{dot}{extension[:10]}"


def is_what_it_says(upload, extension):
    if KINDS[extension].startswith("text/"):
        return is_text(upload)
    upload.seek(0)
    found = filetype.guess(upload.read(8192))
    return found is not None and found.mime == KINDS[extension]


def is_text(upload):
    upload.seek(0)
    try:
        return not any(NO_TEXT.search(part) for part in codecs.iterdecode(upload.chunks(), "utf-8"))
    except UnicodeDecodeError:
        return False


def reason_for(name, extension):
    if KINDS[extension].startswith("text/"):
        return _("“{name}” is no text in UTF-8. Please save it in that encoding, or as XLSX.").format(name=name)
    return _("“{name}” is not the {kind} file that its name says, or it is damaged.").format(
        name=name, kind=extension.upper()
    )


@contextmanager
def kept_or_undone():
    """A list for the names of files that are written; when what follows goes wrong, they are taken away again."""
    written = []
    try:
        yield written
    except BaseException:
        for name in written:
            vault.remove(name)
        raise


def keep(uploads, post, written):
    """Write files to disk and their rows beside what they came with. Raises NotPossible when the disk refuses."""
    for upload in uploads:
        name, kind = examine(upload)
        upload.seek(0)
        try:
            written.append(vault.keep(upload.chunks()))
        except OSError:
            log.exception("A file could not be kept.")
            raise NotPossible(_("The file could not be kept. Please try again later.")) from None
        File.objects.create(
            owner_id=post.author_id, post=post, name=name, type=kind, size=upload.size, stored=written[-1]
        )


def take_away(files):
    """Remove files from a space: their rows now, what lies on disk once that is certain."""
    names = list(files.values_list("stored", flat=True))
    files.delete()
    transaction.on_commit(lambda: [vault.remove(name) for name in names])


def sweep():
    """Remove from disk what no row knows: left there by a process that died between the two.

    Where no row knows any file, nothing is removed: that is rather the wrong database beside this folder.
    """
    if not File.objects.exists():
        return
    names = vault.old_names(A_DAY)
    known = set(File.objects.filter(stored__in=names).values_list("stored", flat=True))
    for name in names:
        if name not in known:
            vault.remove(name)
