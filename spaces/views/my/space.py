"""A space as its members see it. Which page it is depends on whose it is: the peers' room, a stakeholder's side, or
for somebody who has accepted and not signed, the document and nothing else.
"""

from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from spaces import gate
from spaces.insights import candidates, meetings, my, partners
from spaces.insights.history import timeline
from spaces.insights.space import steps
from spaces.models import Agreement, Decision, Move, Need, Space
from spaces.models.decision import Topic, rule_in_force
from spaces.models.membership import Role
from spaces.views.my.frame import show


@require_safe
def space(request, pk):
    found = get_object_or_404(Space.objects.visible_to(request.user), pk=pk)
    place = get_object_or_404(request.user.memberships.present().select_related("person"), space=found)
    if not place.is_active:
        return before_signing(request, found, place)
    if place.role == Role.STAKEHOLDER:
        return stakeholders_side(request, found, place)
    return peers_room(request, found, place)


def before_signing(request, space, place):
    about = {"space": space, "place": place, "document": my.document_waiting(place)}
    return render(request, "spaces/my/before_signing.html", about)


def stakeholders_side(request, space, place):
    moves = Move.objects.told_to_stakeholder(place)
    about = {
        "meetings": meetings.next_of(space, request.user),
        "partners": partners.standing(space),
        "members": my.members_seen(place),
        **decisions_seen(request.user, space),
        "annexes": Agreement.objects.visible_to(request.user).filter(space=space),
        "to_sign": my.document_waiting(place),
        "moves": [{"at": move["at"], "text": my.became(move["to_state"])} for move in reversed(moves)],
    }
    return show(request, "my/stakeholders_side", space, place, here="my_space", **about)


def peers_room(request, space, place):
    person = request.user
    moves = Move.objects.visible_to(person).of_space().filter(space=space).select_related("by")
    about = {
        "way": steps(space),
        "meetings": meetings.next_of(space, person),
        "partners": partners.standing(space),
        "members": my.members_seen(place),
        "door": gate.criteria(space),
        "need": Need.objects.visible_to(person).filter(space=space).order_by("-version").first(),
        "agreements": my.agreements_seen(person, space),
        **decisions_seen(person, space),
        "candidates": candidates.count_in(person, space),
        "moves": timeline(moves.order_by("-at", "-id")),
    }
    return show(request, "my/room", space, place, here="my_space", **about)


def decisions_seen(person, space):
    """The decisions that this person may see, and which of the open ones they have answered."""
    found = Decision.objects.visible_to(person).filter(space=space)
    return {
        "open_decisions": found.open().order_by("closes_at"),
        "closed_decisions": found.exclude(outcome="").order_by("-closed_at"),
        "answered": my.answered_by(person, space),
        "shared": [Topic(matter).label for matter in rule_in_force(space)] if space.door_is_open else [],
    }
