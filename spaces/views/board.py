"""The desk: what needs me now, and the spaces that I run."""

from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from impact_spaces.lib.keyset import page_of
from spaces.insights.board import waiting
from spaces.insights.cards import cards
from spaces.insights.outbox import trouble
from spaces.models import Space
from spaces.states import Stage
from spaces.views.desk import require_desk
from spaces.views.sentences import row

CARDS = 24
FIRST = 8  # rows of what waits before "all of it" is asked for


def desk(request):
    require_desk(request.user)
    found = waiting(request.user)
    mine = Space.objects.run_by(request.user)
    over = "over" in request.GET
    mine = mine.filter(stage=Stage.CLOSED) if over else mine.exclude(stage=Stage.CLOSED)
    page = page_of(mine, request.GET, size=CARDS)
    everything = "all" in request.GET
    context = {
        "silence": trouble(),
        "greeting": greeting(request.user),
        "sentence": sentence(len(found)),
        "today": timezone.localdate(),
        "waiting": [row(one) for one in (found if everything else found[:FIRST])],
        "hidden": 0 if everything else max(len(found) - FIRST, 0),
        "cards": cards(page.rows, most_urgent(found, page.rows)),
        "page": page,
        "over": over,
    }
    return render(request, "spaces/board/desk.html", context)


def most_urgent(found, spaces):
    """{space: the sentence of what is most urgent in it}, for the spaces of this page."""
    first = {one.space_id: one for one in reversed(found)}
    return {space.pk: row(first[space.pk])["text"] for space in spaces if space.pk in first}


def greeting(person):
    hour = timezone.localtime().hour
    if 5 <= hour < 12:
        text = _("Good morning, {name}.")
    elif 12 <= hour < 18:
        text = _("Good afternoon, {name}.")
    else:
        text = _("Good evening, {name}.")
    return text.format(name=person.first_name or person.email)


def sentence(n):
    if not n:
        return _("Nothing waits for you.")
    return ngettext("{n} thing waits for you", "{n} things wait for you", n).format(n=n)
