"""How many peers depend on a candidate's body: counted once, and only ever said in steps.

A figure that follows what people write could be watched: it moves, and whoever wrote last is known. So it is counted
one time, when the window is over and everybody had the days to say what there is, and stays as it is. A second
candidate of the same body within three months gets the same figure. A step is said only where as many peers as the
floor could be without it: in a group of six, “five or more” would be nearly everybody by name.
"""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from spaces.actions.moving import hold
from spaces.models import Candidacy, DependencySheet
from spaces.models.candidacy import Figure
from spaces.models.dependency import keys_of
from spaces.states import FLOOR

STEPS = ((20, Figure.TWENTY), (10, Figure.TEN), (FLOOR, Figure.FIVE))
SAME_FOR = timedelta(days=90)


def count_due(now=None):
    """Count for every candidate whose window is over. Returns for how many."""
    due = Candidacy.objects.filter(counted_on=None, window_until__lte=now or timezone.now())
    found = list(due.values_list("pk", "invitation__space"))
    for pk, space in found:
        with transaction.atomic():
            hold(space)
            count(Candidacy.objects.select_related("invitation__organisation").get(pk=pk))
    return len(found)


def count(candidacy):
    """Count, unless it was counted. The caller holds the space."""
    if candidacy.counted_on is not None:
        return
    candidacy.counted_on = timezone.localdate()
    candidacy.figure = counted_lately(candidacy) or step(*dependents(candidacy))
    candidacy.save(update_fields=["counted_on", "figure"])


def counted_lately(candidacy):
    """The figure of another candidate of the same body, if there is one."""
    body = body_of(candidacy)
    others = Candidacy.objects.filter(
        invitation__space=candidacy.invitation.space_id, counted_on__gt=timezone.localdate() - SAME_FOR
    )
    others = others.exclude(pk=candidacy.pk).select_related("invitation__organisation").order_by("counted_on", "pk")
    return next((one.figure for one in others if not body.isdisjoint(body_of(one))), None)


def dependents(candidacy):
    """(how many active peers depend on the body, how many active peers there are)"""
    body, space = body_of(candidacy), candidacy.invitation.space
    sheets = DependencySheet.objects.of_active_peers(space)
    n = sum(any(line.means(body) for line in sheet.readable_lines()) for sheet in sheets)
    return n, space.memberships.active().peers().count()


def body_of(candidacy):
    return keys_of(candidacy.invitation.organisation, candidacy.invitation.organisation_name)


def step(n, peers):
    for size, figure in STEPS:
        if n >= size and peers - size >= FLOOR:
            return figure
    return Figure.NONE
