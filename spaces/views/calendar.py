"""What calendar programs ask for and send; no sign-in, a secret instead. And the page where a person gets theirs."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import get_conditional_response
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from impact_spaces.lib.ical_replies import Unreadable
from impact_spaces.lib.tokens import digest
from spaces.actions.calendar_feed import make_feed, revoke_feed
from spaces.actions.calendar_reply import count
from spaces.insights.calendar_feed import feed_of, reader_of
from spaces.models import Feed

LARGEST = 256 * 1024  # bytes of a mail; a calendar's reply is a few thousand


@login_not_required
@require_safe
def feed(request, token):
    """The private feed. 404 for an address that was never given out, or that ended."""
    person = reader_of(token)
    if person is None:
        raise Http404
    text = feed_of(person)
    etag = f'"{digest(text)[:32]}"'
    response = HttpResponse(text, content_type="text/calendar; charset=utf-8", headers={"ETag": etag})
    response["Cache-Control"] = "private, no-cache"
    response["X-Robots-Tag"] = "noindex"
    return get_conditional_response(request, etag=etag, response=response)


@csrf_exempt
@login_not_required
@require_POST
def inbox(request):
    """A mail that came to the calendars' address, raw. Taken is taken, whether it counted or not: what is known here
    is not told to whoever sends mails.
    """
    if not settings.CALENDAR_INBOX_SECRET:
        raise Http404
    shown = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if not constant_time_compare(shown, settings.CALENDAR_INBOX_SECRET):
        return HttpResponse(status=401, headers={"WWW-Authenticate": "Bearer"})
    raw = request.read(LARGEST + 1)
    if len(raw) > LARGEST:
        return HttpResponse(status=413)
    try:
        count(raw)
    except Unreadable:
        return HttpResponse(status=422)
    return HttpResponse(status=202)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def my_calendar(request):
    """Make the address, make it anew, take it back. It is shown in the answer to this, and never again."""
    token = ""
    if request.method == "POST" and "revoke" in request.POST:
        revoke_feed(request.user)
        messages.success(request, _("The address ended. Calendars that used it get nothing more."))
        return redirect("spaces:my_calendar")
    if request.method == "POST":
        token = make_feed(request.user)
    context = {"feed": Feed.objects.filter(person=request.user).first(), "token": token, "base": settings.BASE_URL}
    return render(request, "spaces/my/calendar.html", context)
