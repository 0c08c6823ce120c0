"""The link in a mail that stops mails. Opening it changes nothing; its button does, or a mail program's (RFC 8058)."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from impact_spaces.lib.links import read_stop_token
from spaces.actions.answering import stop_writing, write_again
from spaces.models import Message


@login_not_required
@csrf_exempt  # a mail program posts without having seen the page; the signed link is the proof
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request, token):
    message = get_object_or_404(Message.objects.filter(invitation__isnull=False), pk=number(token))
    done = ""
    if request.method == "POST":
        done = "again" if "again" in request.POST else "stopped"
        (write_again if done == "again" else stop_writing)(message.address)
    return render(request, "spaces/links/stop_writing.html", {"address": message.address, "done": done})


def number(token):
    try:
        return read_stop_token(token)
    except LookupError as error:
        raise Http404 from error
