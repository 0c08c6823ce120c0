"""What happened, for partner systems: a line for each event, written with what it tells of, for good."""

import secrets
from datetime import UTC

import pgtrigger
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from spaces.event_kinds import CHOICES, KINDS, SCOPES_OF_EVENTS, kinds_for
from spaces.models import firm
from spaces.models.meeting import Meeting

OWN = kinds_for("")


def new_key():
    """An id that tells nothing: no number, no time."""
    return f"evt_{secrets.token_hex(12)}"


class EventQuerySet(models.QuerySet):
    def without_position(self):
        return self.filter(position=None)

    def in_order(self):
        """Those that have their place in the order, from the first on."""
        return self.filter(position__isnull=False).order_by("position")

    def visible_to_partner(self, partner, scopes=None):
        """What this system may know of now, with all that it may ask for or with these scopes.

        It stands or falls with the grant: what happened before it began is not told, and when it ended nothing of that
        space is. Of meetings it learns if a member who is called to them lets it.
        """
        allowed = set(partner.scopes) & set(partner.scopes if scopes is None else scopes)
        found = Q(partner=partner, kind__in=OWN)
        for scope in SCOPES_OF_EVENTS:
            if scope in allowed:
                found |= Q(granted(partner, scope), kind__in=kinds_for(scope))
        spaces = partner.grants.live().values("space")
        return self.filter(Q(space__in=spaces) | Q(partner=partner), found, Q(partner=None) | Q(partner=partner))


def granted(partner, scope):
    since = partner.grants.covering(scope).filter(space=OuterRef("space"), since__lte=OuterRef("at"))
    if scope != "meetings:read":
        return Exists(since)
    return Exists(since) & Exists(Meeting.objects.visible_to_partner(partner).filter(pk=OuterRef("meeting")))


# Whoever writes into a space holds its row; here also those who forgot to. The number is drawn only then: so within a
# space the numbers follow the order in which the transactions come to their end.
AFTER_THE_SPACE = """
    IF NEW.space_id IS NOT NULL THEN
        PERFORM 1 FROM spaces_space WHERE id = NEW.space_id FOR NO KEY UPDATE;
    END IF;
    NEW.id = nextval(pg_get_serial_sequence('spaces_event', 'id'));
    RETURN NEW;
"""


class Event(models.Model):
    """One thing that happened. `position` is its place in the order of all, given after its transaction ended: a reader
    who is past a position has seen everything before it. `partner` is set where it is told to one system alone.
    """

    key = models.CharField(max_length=40, unique=True, default=new_key, editable=False)
    kind = models.CharField(_("kind"), max_length=30, choices=CHOICES)
    space = models.ForeignKey(
        "spaces.Space", models.PROTECT, null=True, blank=True, related_name="events", db_index=False
    )
    partner = models.ForeignKey(
        "spaces.Partner", models.PROTECT, null=True, blank=True, related_name="events", db_index=False
    )
    meeting = models.ForeignKey("spaces.Meeting", models.PROTECT, null=True, blank=True, related_name="events")
    about = models.CharField(_("about"), max_length=40)  # the id of the object, as partners know it
    state = models.CharField(_("state"), max_length=20, blank=True)
    at = models.DateTimeField(_("at"), default=timezone.now)
    position = models.BigIntegerField(null=True, blank=True, unique=True, editable=False)

    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=list(KINDS)), name="an_event_of_the_catalogue"),
            models.CheckConstraint(
                condition=Q(space__isnull=False) | Q(partner__isnull=False), name="an_event_concerns_somebody"
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=[*OWN, *kinds_for("invitations:read"), *kinds_for("memberships:read")])
                | Q(partner__isnull=False),
                name="what_is_told_to_one_alone",
            ),
        ]
        indexes = [
            models.Index("id", condition=Q(position=None), name="events_without_position"),
            models.Index(fields=["space", "position"], name="events_of_a_space"),
            models.Index(
                fields=["partner", "position"], condition=Q(partner__isnull=False), name="events_of_a_partner"
            ),
        ]
        triggers = [
            firm.Trigger(
                name="numbered_after_the_space_is_held",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func=AFTER_THE_SPACE,
            ),
            firm.Protect(
                name="append_only",
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange(
                    "id", "key", "kind", "space", "partner", "meeting", "about", "state", "at"
                ),
            ),
            firm.Protect(
                name="a_position_stays",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__position__isnull=False),
            ),
            firm.Protect(name="kept_for_good", operation=pgtrigger.Delete),
        ]

    def __str__(self):
        return f"{self.kind} {self.about}"

    def as_seen(self):
        """What the feed and webhooks carry: ids and states, in the shape of Standard Webhooks."""
        about = {
            "object": KINDS[self.kind].object,
            "id": str(self.about),
            "space": self.space_id,
            "state": self.state or None,
        }
        at = self.at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        return {"id": self.key, "type": self.kind, "timestamp": at, "data": about}
