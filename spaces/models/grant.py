"""What a space allows a partner system, and what each member allows it about themselves."""

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Case, F, Q, TextField, Value, When
from django.db.models.functions import MD5, Cast, JSONObject, Least
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from spaces.models import firm
from spaces.scopes import AFTER_CLOSING, BY_SPACE, CHOICES, in_words
from spaces.states import Stage


class GrantQuerySet(models.QuerySet):
    def live(self):
        return self.filter(ended_at=None)

    def covering(self, scope):
        """The live ones that hold a scope now: a closed space keeps little open."""
        found = self.live().filter(scopes__contains=[scope])
        return found if scope in AFTER_CLOSING else found.exclude(space__stage=Stage.CLOSED)

    def visible_to(self, person):
        """Everybody who is in a space may know which systems it let in."""
        return self.filter(space__in=person.memberships.active().values("space"))


class Grant(models.Model):
    """“This system may do this here.” It is not changed: it ends, and another one begins; what members allowed ends
    with it.
    """

    partner = models.ForeignKey("spaces.Partner", models.PROTECT, related_name="grants")
    space = models.ForeignKey("spaces.Space", models.PROTECT, related_name="grants")
    scopes = ArrayField(models.CharField(max_length=30, choices=CHOICES), verbose_name=_("what it may"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))
    since = models.DateTimeField(_("since"), default=timezone.now)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    objects = GrantQuerySet.as_manager()

    class Meta:
        verbose_name = _("grant")
        verbose_name_plural = _("grants")
        constraints = [
            models.UniqueConstraint("partner", "space", condition=Q(ended_at=None), name="one_live_grant"),
            models.CheckConstraint(
                condition=Q(scopes__contained_by=list(BY_SPACE)) & ~Q(scopes=[]), name="a_grant_grants_what_it_can"
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by=None) | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="somebody_ended_a_grant",
            ),
        ]
        triggers = [
            firm.Protect(
                name="a_grant_stays_what_it_is",
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange("partner", "space", "scopes", "by", "since"),
            ),
            firm.Protect(
                name="what_ended_stays_ended",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__ended_at__isnull=False),
            ),
            firm.Protect(name="kept_for_good", operation=pgtrigger.Delete),
        ]

    def __str__(self):
        return f"{self.partner} · {self.space}"

    @property
    def in_words(self):
        return in_words(self.scopes)

    @property
    def asks(self):
        """What a member may choose to let it have: it depends on what the space lets the system ask."""
        return [share for scope, shares in ASKED_BY.items() if scope in self.scopes for share in shares]


class Share(models.TextChoices):
    """What a member may let a partner system have about themselves."""

    NAME = "name", _("my name")
    ORGANISATION = "organisation", _("my organisation")
    EMAIL = "email", _("my e-mail address")
    MEETINGS = "meetings", _("the meetings I am called to, and my answers")


ABOUT_THEM = (Share.NAME, Share.ORGANISATION, Share.EMAIL)
ASKED_BY = {"memberships:read": ABOUT_THEM, "meetings:read": (Share.MEETINGS,)}


def if_shared(share, column):
    return Case(When(what__contains=[share], then=F(column)), default=Value(None))


FACTS = {
    "name": if_shared(Share.NAME, "membership__person__name"),
    "email": if_shared(Share.EMAIL, "membership__person__email"),
    "organisation": if_shared(Share.ORGANISATION, "membership__organisation"),
    "organisation_name": if_shared(Share.ORGANISATION, "membership__organisation_name"),
    **{
        f"name_{language}": if_shared(Share.ORGANISATION, f"membership__organisation__name_{language}")
        for language in ("he", "ar", "en")
    },
}


class SharingQuerySet(models.QuerySet):
    def of_themselves(self):
        """Of those who let a system, under a grant that stands, know something of who they are."""
        return self.filter(grant__ended_at=None, what__overlap=ABOUT_THEM)

    def of_meetings(self):
        """Of those who let a system, under a grant that stands, have their meetings."""
        return self.filter(grant__ended_at=None, what__contains=[Share.MEETINGS])

    def with_end(self):
        """`end` is when it was over with the grant, or with the membership; None while it holds."""
        return self.annotate(end=Least("grant__ended_at", "membership__ended_at"))

    def with_facts(self):
        """`facts` is a fingerprint of all that a system can read of the member by this sharing now."""
        return self.annotate(facts=MD5(Cast(JSONObject(**FACTS), TextField())))

    def outdated(self):
        """Those of whom a system read something else than what holds now."""
        current = self.of_themselves().filter(membership__ended_at=None).with_facts()
        return current.exclude(fingerprint=F("facts"))


SAME_SPACE = """
    NEW.partner_id := (SELECT partner_id FROM spaces_grant WHERE id = NEW.grant_id);
    IF (SELECT space_id FROM spaces_grant WHERE id = NEW.grant_id)
       <> (SELECT space_id FROM spaces_membership WHERE id = NEW.membership_id) THEN
        RAISE EXCEPTION 'a member of another space' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""


class Sharing(models.Model):
    """What one member lets one system have, since when. Without a row: nothing."""

    membership = models.ForeignKey("spaces.Membership", models.PROTECT, related_name="sharings")
    grant = models.ForeignKey(Grant, models.PROTECT, related_name="sharings")
    # The grant's, filled by the database: so that those whom a system sees stand in one order, without all others.
    partner = models.ForeignKey("spaces.Partner", models.PROTECT, related_name="+", editable=False, db_index=False)
    what = ArrayField(models.CharField(max_length=12, choices=Share.choices), default=list)
    at = models.DateTimeField(_("at"), default=timezone.now)
    fingerprint = models.CharField(max_length=32, blank=True, editable=False)  # of what the system was told to read

    objects = SharingQuerySet.as_manager()

    class Meta:
        verbose_name = _("sharing")
        verbose_name_plural = _("sharings")
        constraints = [
            models.UniqueConstraint("membership", "grant", name="one_sharing_each"),
            models.CheckConstraint(condition=Q(what__contained_by=Share.values), name="what_can_be_shared"),
        ]
        indexes = [models.Index(fields=["partner", "-membership"], name="sharings_with_a_partner")]
        triggers = [
            firm.Trigger(
                name="shared_in_ones_own_space",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("membership_id", "grant_id", "partner_id"),
                func=SAME_SPACE,
            ),
        ]

    def __str__(self):
        return f"{self.membership} · {self.grant}"
