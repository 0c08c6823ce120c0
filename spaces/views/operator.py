"""How the mails go, for those who run the installation: counts and ages, and nothing about anybody."""

import time

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from impact_spaces.lib import lost_codes
from impact_spaces.lib.refusals import NotPossible
from spaces.actions import suppressing
from spaces.forms.operator import LiftForm
from spaces.insights import operator as insights
from spaces.insights.heartbeat import heard, silence
from spaces.insights.outbox import LATE, oldest_due_seconds
from spaces.views.glass import require_staff


@never_cache
@require_safe
def operator(request):
    require_staff(request.user)
    return show(request, LiftForm())


@require_POST
def operator_lift(request):
    """Write again to an address that led nowhere. Whoever types it knows it already; none is shown."""
    require_staff(request.user)
    form = LiftForm(request.POST)
    if not form.is_valid():
        return show(request, form)
    try:
        suppressing.lift(form.cleaned_data["email"], by=request.user)
    except NotPossible as refusal:
        form.add_error("email", str(refusal))
        return show(request, form)
    messages.success(request, _("This address is written to again."))
    return redirect("spaces:operator")


def show(request, form):
    now = timezone.now()
    oldest, queue = oldest_due_seconds(now), insights.queue(now)
    minutes, hours = insights.per_minute(now), insights.per_hour(now)
    return render(request, "spaces/operator/show.html", {
        "now": now, "warnings": [one for one in (silence(), lateness(oldest)) if one], "queue": queue,
        "facts": [*facts(queue, oldest), *alive()], "unseen": unseen(now),
        "minutes": minutes, "hours": hours, "answers": insights.answers(now),
        "complaints": insights.complaints(now),
        "last_hour": sum(one.count for one in minutes), "last_day": sum(one.count for one in hours),
        "domains": insights.domains(now), "paused": insights.paused_mailings(),
        "suppressions": insights.suppressions(), "several": insights.SEVERAL, "form": form,
    })  # fmt: skip


def lateness(seconds):
    """A sentence when a due mail has waited for long."""
    minutes = (seconds or 0) // 60
    if minutes < LATE:
        return ""
    return ngettext(
        "A mail has been due for {n} minute. Look at the worker's log, and at what the mail server answers.",
        "A mail has been due for {n} minutes. Look at the worker's log, and at what the mail server answers.",
        minutes,
    ).format(n=minutes)


def facts(queue, oldest):
    return [
        (_("Due now"), queue.due),
        (_("Due longest"), age(oldest) if oldest else _("nothing waits")),
        (_("In a worker's hands"), queue.going),
        (_("Due later"), queue.later),
        (_("Tried before, tried again"), queue.again),
        (_("Held, their mailing is paused"), queue.held),
        (_("Mailings on their way"), queue.mailings),
        (_("Lists being read in"), insights.running_imports()),
    ]


def alive():
    beats = heard()
    processes = {"mail": _("Mail worker heard"), "worker": _("Worker heard"), "beat": _("Timetable heard")}
    return [(words, ago(beats.get(process))) for process, words in processes.items()]


def unseen(now):
    """Mails of no space, of which no facilitator learns when they do not arrive."""
    return [(_("Digests this week"), insights.lost_digests(now)), (_("Sign-in codes this week"), codes())]


def codes():
    lost = lost_codes.lately()
    return _("not known") if lost is None else lost


def ago(beat):
    return _("never") if beat is None else _("{age} ago").format(age=age(round(time.time() - beat)))


def age(seconds):
    if seconds < 120:
        return ngettext("{n} second", "{n} seconds", seconds).format(n=seconds)
    minutes = seconds // 60
    if minutes < 120:
        return ngettext("{n} minute", "{n} minutes", minutes).format(n=minutes)
    return ngettext("{n} hour", "{n} hours", minutes // 60).format(n=minutes // 60)
