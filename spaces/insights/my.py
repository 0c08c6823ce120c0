"""What waits for a person, and what they see of their spaces. Read only; everything starts from `visible_to`."""

from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from members.models import Audience
from members.profile import Lines, lines_for
from spaces.insights.relations import declared
from spaces.models import Agreement, Invitation, Membership, Question, Response, Signature
from spaces.models.membership import Circle, Role
from spaces.states import InvitationState, Stage


def documents_to_sign(person):
    """The agreements in force that wait for this person's name."""
    mine = person.memberships.present().exclude(role=Role.FACILITATOR).exclude(space__stage=Stage.CLOSED)
    signed = Signature.objects.filter(membership__in=mine).values("agreement")
    found = Agreement.objects.visible_to(person).current().filter(space__in=mine.values("space"))
    return found.exclude(pk__in=signed).select_related("space").order_by("published_at", "pk")


def document_waiting(membership):
    """The document that this member is asked to sign next, or None."""
    return documents_to_sign(membership.person).filter(space=membership.space_id).first()


def decisions_to_answer(person):
    """Open decisions that ask this person and have no answer yet, the nearest first."""
    mine = Response.objects.filter(membership__person=person, membership__ended_at=None, answer="")
    still_open = mine.filter(decision__outcome="", decision__closes_at__gt=timezone.now())
    return still_open.defer("sealed").select_related("decision__space").order_by("decision__closes_at")


def questions_to_explain(person):
    """Open questions to what this person proposed, where they are a peer: on the desk they wait there."""
    inside = person.memberships.active().peers().values("space")
    mine = Question.objects.filter(decision__by=person, decision__outcome="", decision__space__in=inside, answer="")
    return mine.select_related("decision__space")


def invitations_to(person):
    """Invitations to this person's address that wait for an answer, the nearest deadline first."""
    waiting = Invitation.objects.filter(
        email=person.email, state=InvitationState.OPEN, deadline__gt=timezone.now()
    ).exclude(space__stage__in=[Stage.PAUSED, Stage.CLOSED])
    return waiting.select_related("space").order_by("deadline")


def spaces_of(person):
    """This person's places, those at work first."""
    mine = person.memberships.present().select_related("space").order_by("-space__stage_since")
    return sorted(mine, key=lambda place: place.space.is_over)


def ended_places(person):
    """Places of this person that came to an end, in spaces where they have no other. The last few."""
    present = person.memberships.present().values("space")
    over = person.memberships.filter(ended_at__isnull=False).exclude(space__in=present)
    return over.select_related("space").order_by("-ended_at")[:5]


@dataclass(frozen=True)
class MemberSeen:
    """Somebody in a space, as one reader may see them."""

    name: str
    where: str
    sector: str
    sector_name: str
    role: str  # where it says more than the group does
    group: str  # under which heading they stand
    lines: Lines
    relations: list[str]  # what a stakeholder declares


def members_seen(place):
    """Who is in now, as the owner of this place may see it: peers by circle first, then the others."""
    seen = Membership.objects.visible_to(place.person).active().filter(space=place.space_id)
    seen = seen.select_related("person__profile", "organisation")
    circles = list(Circle)
    roles = [Role.INITIATOR, Role.PEER, Role.STAKEHOLDER, Role.FACILITATOR]
    inside = place.role != Role.STAKEHOLDER

    def rank(one):
        return not one.is_peer, roles.index(one.role), inside and circles.index(one.circle), one.person.name

    seen = sorted(seen, key=rank)
    relations = declared(seen)
    reader = Audience.GROUP if inside else Audience.STAKEHOLDERS
    return [member_seen(one, reader, relations.get(one.pk, [])) for one in seen]


def member_seen(membership, reader, relations):
    organisation = membership.organisation
    return MemberSeen(
        name=membership.person.name,
        where=membership.from_where,
        sector=organisation.sector if organisation else "",
        sector_name=organisation.get_sector_display() if organisation else "",
        role=membership.get_role_display() if membership.role == Role.INITIATOR else "",
        group=group_of(membership, reader),
        lines=lines_for(membership.person, reader),
        relations=relations,
    )


def group_of(membership, reader):
    """Peers stand in their circle for those inside; how the group is built within is not for others."""
    if membership.role == Role.STAKEHOLDER:
        return _("From other sectors")
    if membership.role == Role.FACILITATOR:
        return _("Facilitation")
    return membership.get_circle_display() if reader == Audience.GROUP else _("From the social sector")


def agreements_seen(person, space):
    """Each agreement in force with who signed it, and whether this person did."""
    members = [one for one in space.memberships.present() if one.role != Role.FACILITATOR]
    found = []
    for agreement in Agreement.objects.visible_to(person).current().filter(space=space).order_by("-kind"):
        asked = [one for one in members if one.is_peer or agreement.kind == Agreement.Kind.ANNEX]
        signatures = list(agreement.signatures.select_related("membership").order_by("at", "pk"))
        names = [one.name for one in signatures if one.membership.ended_at is None]
        mine = any(one.membership.person_id == person.pk for one in signatures)
        found.append({"agreement": agreement, "names": names, "asked": len(asked), "is_mine": mine})
    return found


def became(stage):
    return _("The space is now: {stage}").format(stage=Stage(stage).label)


def answered_by(person, space):
    """The open decisions of a space that this person has answered."""
    mine = Response.objects.filter(membership__person=person, decision__space=space, decision__outcome="")
    return set(mine.exclude(answer="").values_list("decision", flat=True))
