"""Files of a room: never by their place on disk, always after a look at who asks."""

import tempfile
import zipfile

from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from impact_spaces.lib import vault
from impact_spaces.lib.refusals import NotPossible
from spaces.models import File

IN_MEMORY = 1024**2


@require_safe
def file(request, pk):
    found = get_object_or_404(File.objects.visible_to(request.user), pk=pk)
    try:
        return as_attachment(vault.opened(found.stored), found.name, found.type)
    except FileNotFoundError:
        raise NotPossible(_("This file is missing on the disk. Please tell whoever runs this site.")) from None


def as_attachment(content, name, kind):
    """A file to keep, which no browser opens as a page of ours and nothing on the way keeps."""
    response = FileResponse(content, as_attachment=True, filename=name, content_type=kind)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cache-Control"] = "private, no-store"
    return response


@require_safe
def my_files(request, pk):
    """All files that somebody shared in one membership, to take along."""
    place = get_object_or_404(request.user.memberships, pk=pk)
    mine = File.objects.of(place).order_by("at", "id")
    if not mine.exists():
        raise Http404
    return as_attachment(packed(mine), f"files-{place.space_id}.zip", "application/zip")


def packed(files):
    content = tempfile.SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115  the response closes it
    with zipfile.ZipFile(content, "w") as archive:
        for number, one in enumerate(files, start=1):
            add(archive, f"{number:03}-{one.name}", one.stored)
    content.seek(0)
    return content


def add(archive, name, stored):
    """What is missing on disk is left out: the others still go along."""
    try:
        with vault.opened(stored) as source, archive.open(name, "w") as target:
            for chunk in iter(lambda: source.read(IN_MEMORY), b""):
                target.write(chunk)
    except FileNotFoundError:
        pass
