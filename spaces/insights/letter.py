"""What an invitee is told: how the invitation stands, what is to be signed, and who is in, as far as the space says."""

from dataclasses import dataclass, field

from django.utils import timezone

from impact_spaces.lib.tokens import digest
from sectors.models import Kind as OrganisationKind
from sectors.models import Sector
from spaces.models import Agreement, Invitation, Suppression
from spaces.models.invitation import Kind
from spaces.models.space import Disclosure
from spaces.states import InvitationState, Stage

ANSWERABLE = (InvitationState.OPEN, InvitationState.DEFERRED)


def standing(invitation):
    """How an invitation that went out stands for its invitee: its state, or what keeps it from being answered."""
    if invitation.state in ANSWERABLE and invitation.space.stage in (Stage.PAUSED, Stage.CLOSED):
        return "resting"
    if invitation.state in (InvitationState.PROPOSED, InvitationState.APPROVED):
        return "frozen"
    if invitation.state == InvitationState.OPEN and invitation.deadline <= timezone.now():
        return "expired"  # “not now” waits for its own date, whatever the first deadline was
    return str(invitation.state)


def can_be_answered(invitation):
    return standing(invitation) in ANSWERABLE


def own_document(invitation):
    """The agreement in force that this invitee would sign, or None."""
    kind = Agreement.Kind.ANNEX if invitation.kind == Kind.STAKEHOLDER else Agreement.Kind.FOUNDATION
    return invitation.space.agreements.filter(kind=kind).order_by("-version").first()


def contact(invitation):
    """The person to whom an invitee may write: who accompanies the space. Never a peer who named them."""
    guides = invitation.space.memberships.present().facilitators().select_related("person").order_by("id")
    return next((place.person for place in guides), None)


def is_left_alone(invitation):
    """Whether the address asked not to be written to."""
    return Suppression.objects.filter(email=invitation.email, reason=Suppression.Reason.ASKED).exists()


@dataclass
class Inside:
    """Who is in, by organisation and never by person. The names are empty where the space tells only how many."""

    social: int = 0
    alone: int = 0  # activists and others without an organisation
    outside: int = 0
    has_foundation: bool = False
    social_names: list[str] = field(default_factory=list)
    outside_names: list[str] = field(default_factory=list)

    @property
    def peers(self):
        return self.social + self.alone


def inside(space):
    """Who is in now, as far as this space tells invitees."""
    members = space.memberships.active().select_related("organisation").order_by("active_since", "id")
    found = Inside()
    social, outside = {}, {}
    for member in members.peers():
        found.alone += not member.from_where
        found.has_foundation |= is_foundation(member.organisation)
        social[member.from_where] = True
    for member in members.stakeholders():
        outside[member.from_where] = True
    social.pop("", None)
    outside.pop("", None)
    found.social, found.outside = len(social), len(outside)
    if space.disclosure == Disclosure.NAMES:
        found.social_names, found.outside_names = list(social), list(outside)
    return found


def is_foundation(organisation):
    return organisation is not None and (
        organisation.kind == OrganisationKind.FOUNDATION or organisation.sector != Sector.THIRD
    )


def by_token(token):
    """The invitation behind a link, or None. One that never went out has no link."""
    found = Invitation.objects.select_related("space", "inviter", "delegated_from", "organisation")
    return found.filter(token_hash=digest(token), opened_at__isnull=False).first()
