import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from spaces.models import firm
from spaces.models.door import MEMBERSHIP_DOOR
from spaces.models.grant import ABOUT_THEM


class Role(models.TextChoices):
    INITIATOR = "initiator", _("initiator")
    PEER = "peer", _("peer")
    STAKEHOLDER = "stakeholder", _("stakeholder")
    FACILITATOR = "facilitator", _("facilitator")


PEERS = (Role.INITIATOR, Role.PEER)


class Circle(models.TextChoices):
    LEAD = "lead", _("lead team")
    PLENUM = "plenum", _("plenum")
    COMMUNITY = "community", _("community")


class MembershipQuerySet(models.QuerySet):
    def present(self):
        """Not ended: in, or accepted and about to sign."""
        return self.filter(ended_at=None)

    def active(self):
        """Signed and not ended."""
        return self.filter(active_since__isnull=False, ended_at=None)

    def peers(self):
        return self.filter(role__in=PEERS)

    def stakeholders(self):
        return self.filter(role=Role.STAKEHOLDER)

    def facilitators(self):
        return self.filter(role=Role.FACILITATOR)

    def inside(self):
        """Those who read the peers' side: facilitators, and peers who have signed."""
        return self.filter(Q(role=Role.FACILITATOR) | Q(role__in=PEERS, active_since__isnull=False))

    def visible_to(self, person):
        """Peers and facilitators see who is in their spaces and who was; a stakeholder sees who is in now."""
        mine = person.memberships.present()
        now = mine.active().stakeholders()
        return self.filter(
            Q(space__in=mine.inside().values("space"))
            | Q(space__in=now.values("space"), active_since__isnull=False, ended_at=None)
            | Q(person=person)
        )

    def visible_to_partner(self, partner):
        """Those who let this system know something of who they are: what, stands in `shared` (see `Share`)."""
        covering = partner.grants.covering("memberships:read")
        found = self.active().filter(
            sharings__partner=partner, sharings__grant__in=covering, sharings__what__overlap=ABOUT_THEM
        )
        return found.annotate(shared=models.F("sharings__what"))


class Membership(models.Model):
    """A person in a space. Active only once the agreement is signed; ended rows stay."""

    space = models.ForeignKey("spaces.Space", models.PROTECT, related_name="memberships")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="memberships")
    organisation = models.ForeignKey(
        "sectors.Organisation", models.PROTECT, null=True, blank=True, related_name="memberships"
    )  # activists have none
    organisation_name = models.CharField(_("organisation"), max_length=250, blank=True)
    role = models.CharField(_("role"), max_length=12, choices=Role.choices)
    circle = models.CharField(_("circle"), max_length=10, choices=Circle.choices, default=Circle.PLENUM)
    invitation = models.OneToOneField(
        "spaces.Invitation", models.PROTECT, null=True, blank=True, related_name="membership"
    )
    since = models.DateTimeField(_("accepted"), default=timezone.now)
    active_since = models.DateTimeField(_("signed"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [
            models.UniqueConstraint("space", "person", condition=Q(ended_at=None), name="one_membership_in_a_space")
        ]
        triggers = [
            firm.Trigger(
                name="nobody_comes_in_by_another_way",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func=MEMBERSHIP_DOOR,
            ),
            firm.Protect(name="kept_for_good", operation=pgtrigger.Delete),
        ]

    def __str__(self):
        return f"{self.person} · {self.space}"

    @property
    def is_active(self):
        return self.active_since is not None and self.ended_at is None

    @property
    def is_peer(self):
        return self.role in PEERS

    @property
    def from_where(self):
        return self.organisation.name if self.organisation else self.organisation_name
