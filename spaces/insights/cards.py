"""The cards of the spaces that somebody runs: a page of them in a fixed number of queries."""

from dataclasses import dataclass, field

from django.db.models import Count, F, Window
from django.db.models.functions import RowNumber
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from spaces.insights.space import bar, face
from spaces.models import Invitation, Membership
from spaces.models.invitation import Kind
from spaces.models.membership import Role
from spaces.states import Stage

FACES = 5


@dataclass
class Card:
    space: object
    stage: str
    people: list = field(default_factory=list)
    count: int = 0
    answers: list = field(default_factory=list)
    next: str = ""

    @property
    def more(self):
        return max(self.count - len(self.people), 0)


def cards(spaces, waiting):
    """Cards for spaces, in order. `waiting` are the sentences of what waits, as {space: sentence}."""
    stages = {str(stage): str(stage.label) for stage in Stage}
    found = {space.pk: Card(space, stages[space.stage]) for space in spaces}
    add_people(found)
    add_answers(found)
    for pk, card in found.items():
        card.next = waiting.get(pk) or what_next(card)
    return list(found.values())


def add_people(found):
    inside = Membership.objects.present().filter(space__in=list(found)).exclude(role=Role.FACILITATOR)
    place = Window(RowNumber(), partition_by=[F("space_id")], order_by="id")
    first = inside.annotate(place=place).filter(place__lte=FACES).select_related("person", "organisation")
    for member in first.order_by("space_id", "id"):
        found[member.space_id].people.append(face(member))
    for pk, n in inside.order_by().values_list("space_id").annotate(n=Count("pk")):
        found[pk].count = n


def add_answers(found):
    invited = Invitation.objects.filter(space__in=list(found), kind=Kind.PEER).order_by()
    counted = {pk: {} for pk in found}
    for pk, state, n in invited.values_list("space_id", "state").annotate(n=Count("pk")):
        counted[pk][Kind.PEER, state] = n
    for pk, card in found.items():
        card.answers = bar(counted[pk], Kind.PEER) if counted[pk] else []


def what_next(card):
    if not card.answers and card.space.stage in (Stage.EXPLORING, Stage.GATHERING):
        return _("Invite the first peers")
    return ngettext("{n} member", "{n} members", card.count).format(n=card.count)
