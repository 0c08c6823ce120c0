"""Reading the mails that were "sent" on a laptop: the files of DATA_DIR/mail in a browser. Never in production."""

import re
from email import message_from_bytes, policy
from pathlib import Path

from csp.decorators import csp_exempt
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import path, register_converter
from django.urls.converters import StringConverter
from django.views.decorators.cache import never_cache
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

MOST = 200


class MailName(StringConverter):
    regex = r"[0-9]{10,25}-[0-9a-f]{8}"


@login_not_required
@require_safe
@never_cache
def mails(request):
    files = sorted(Path(settings.EMAIL_FILE_PATH).glob("[0-9]*.eml"), reverse=True)[:MOST]
    rows = [{"name": file.stem, "mail": read(file.stem)} for file in files]
    return render(request, "dev/mails.html", {"mails": rows, "most": MOST})


@login_not_required
@require_safe
@never_cache
def mail(request, name):
    found = read(name)
    text = found.get_body(["plain"])
    about = {"name": name, "mail": found, "text": text.get_content() if text else "", "html": found.get_body(["html"])}
    return render(request, "dev/mail.html", about)


@login_not_required
@require_safe
@never_cache
@csp_exempt()  # a mail brings its own styles; the frame that shows it runs no script
@xframe_options_sameorigin
def html(request, name):
    body = read(name).get_body(["html"])
    if body is None:
        raise Http404
    return HttpResponse(re.sub("<head>", '<head><base target="_top">', body.get_content(), count=1))


def read(name):
    try:
        return message_from_bytes(Path(settings.EMAIL_FILE_PATH, f"{name}.eml").read_bytes(), policy=policy.default)
    except FileNotFoundError as error:
        raise Http404 from error


register_converter(MailName, "mail_name")
urlpatterns = [
    path("", mails, name="dev_mails"),
    path("<mail_name:name>/", mail, name="dev_mail"),
    path("<mail_name:name>/html/", html, name="dev_mail_html"),
]
