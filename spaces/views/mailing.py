"""Mailings on the desk: their list, one of them while it goes out, and its brake."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from impact_spaces.lib.keyset import page_of
from spaces.actions import mailing as actions
from spaces.insights import mailing as insights
from spaces.models import Mailing, Message
from spaces.states import MAILINGS, MESSAGES, MailingState
from spaces.views.desk import require_desk, run_space
from spaces.views.mailing_words import stop_points, title, why_paused

SIZE = 20
SHOWN = ("address", "language", "state", "problem", "sent_at", "due_at", "invitation__name")


def mailings(request, pk=None):
    """Those of a space, or of all that this person runs."""
    require_desk(request.user)
    space = run_space(request, pk) if pk else None
    found = Mailing.objects.visible_to(request.user).select_related("space", "made_by")
    page = page_of(found.filter(space=space) if space else found, request.GET, size=SIZE)
    rows = [{"row": one, **look(one.mailing, bool(one.left))} for one in insights.rows(page.rows)]
    return render(request, "spaces/mailing/list.html", {"space": space, "page": page, "rows": rows})


def look(mailing, has_more):
    """Title, state and tone of a mailing; one of which nothing is left has no state that matters."""
    if mailing.state == MailingState.GOING and not has_more:
        return {"title": title(mailing), "state": _("all out"), "tone": "good"}
    return {"title": title(mailing), "state": mailing.get_state_display(), "tone": MAILINGS[mailing.state].tone}


def the_mailing(request, pk):
    found = Mailing.objects.visible_to(request.user).select_related("space", "made_by")
    return get_object_or_404(found, pk=pk)


@never_cache
def mailing(request, pk):
    one = the_mailing(request, pk)
    show = request.GET.get("show", "")
    show = show if show in insights.GROUPS else ""
    mails = Message.objects.filter(mailing=one).select_related("invitation").only(*SHOWN)
    page = page_of(mails.filter(state__in=insights.GROUPS[show]) if show else mails, request.GET)
    found = insights.progress(one)
    return render(request, "spaces/mailing/show.html", standing(one, found) | {
        "space": one.space, "page": page, "rows": [mail_row(mail) for mail in page.rows],
        "tabs": tabs(one, found, show), "reasons": insights.reasons(one), "unmailed": insights.unmailed(one),
    })  # fmt: skip


def standing(one, found):
    return {"mailing": one, "progress": found, "why_paused": why_paused(one), **look(one, found.left > 0)}


def mail_row(mail):
    name = mail.invitation.name if mail.invitation else mail.address
    return {"mail": mail, "name": name, "state": mail.get_state_display(), "tone": MESSAGES[mail.state].tone}


def tabs(one, found, show):
    url = reverse("spaces:mailing", args=[one.pk])
    names = {"out": _("Sent"), "waits": _("Waiting"), "not_sent": _("Not sent"), "trouble": _("Did not arrive")}
    places = [("", _("All"), found.total - found.coming)]
    places += [(name, text, found.of(name)) for name, text in names.items()]
    return [
        {"url": f"{url}?show={name}" if name else url, "text": text, "count": count, "here": name == show}
        for name, text, count in places
        if count or name in ("", show)
    ]


@never_cache
@require_safe
def mailing_progress(request, pk):
    """The bar alone, for a page that looks again; the whole page once it would look otherwise (`seen`)."""
    one = the_mailing(request, pk)
    found = insights.progress(one)
    response = render(request, "spaces/mailing/progress.html", standing(one, found))
    if found.face != request.GET.get("seen") or not found.is_moving:
        response["HX-Refresh"] = "true"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def mailing_do(request, pk, verb):
    """Pause, go on, stop. Stopping is for good, so it is told what it means before."""
    one = the_mailing(request, pk)
    if verb not in DOING:
        raise Http404
    if request.method == "POST":
        do, done, too_late = DOING[verb]
        messages.add_message(request, *answer(do(one, by=request.user), done(), too_late()))
        return redirect("spaces:mailing", one.pk)
    if verb != "end" or one.is_stopped:
        return redirect("spaces:mailing", one.pk)
    points = stop_points(one, insights.progress(one))
    return render(request, "spaces/mailing/stop.html", {"mailing": one, "space": one.space, "points": points})


def answer(is_done, done, too_late):
    return (messages.SUCCESS, done) if is_done else (messages.WARNING, too_late)


DOING = {
    "pause": (
        actions.pause,
        lambda: _("Paused. What has not left waits."),
        lambda: _("It is not going out any more; somebody else was faster."),
    ),
    "resume": (
        actions.resume,
        lambda: _("It goes on."),
        lambda: _("It is not paused; somebody else was faster."),
    ),
    "end": (
        actions.stop,
        lambda: _("Stopped. Nothing more of it goes out."),
        lambda: _("It was stopped already."),
    ),
}
