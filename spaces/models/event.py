"""What partner systems are told: a line for each event and each system that it is told to, written with what it tells
of, for good.
"""

import secrets
from datetime import UTC

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from spaces.event_kinds import CHOICES, KINDS, kinds_for
from spaces.models import firm
from spaces.scopes import AFTER_CLOSING
from spaces.states import Stage

OWN = kinds_for([""])


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

        What it was told under a grant stands and falls with that grant, and then for good: nothing comes to light
        later that a reader of the feed has passed by.
        """
        allowed = set(partner.scopes) & set(partner.scopes if scopes is None else scopes)
        standing = partner.grants.live()
        lasting, open_ones = allowed & set(AFTER_CLOSING), standing.exclude(space__stage=Stage.CLOSED)
        # Which grants these are is asked once for a page, and the page is read along the index of its partner.
        found = Q(grant__in=standing.values("pk"), kind__in=kinds_for(lasting))
        found |= Q(grant__in=open_ones.values("pk"), kind__in=kinds_for(allowed - lasting))
        return self.filter(Q(kind__in=OWN) | found, partner=partner)


# Whoever writes into a space holds its row; here also those who forgot to. The number is drawn only then: so within a
# space the numbers follow the order in which the transactions come to their end, and so does what grants let be told.
AFTER_THE_SPACE = """
    IF NEW.space_id IS NOT NULL THEN
        PERFORM 1 FROM spaces_space WHERE id = NEW.space_id FOR NO KEY UPDATE;
    END IF;
    IF NEW.grant_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM spaces_grant
        WHERE id = NEW.grant_id AND partner_id = NEW.partner_id AND space_id = NEW.space_id AND ended_at IS NULL
    ) THEN
        RAISE EXCEPTION 'this space does not tell it' USING ERRCODE = 'check_violation';
    END IF;
    NEW.id = nextval(pg_get_serial_sequence('spaces_event', 'id'));
    RETURN NEW;
"""


class Event(models.Model):
    """One thing that happened, as one system is told of it: under a grant of the space, or because it is about the
    system itself. `position` is its place in the order of all, given after its transaction ended: a reader who is past
    a position has seen everything before it.
    """

    key = models.CharField(max_length=40, unique=True, default=new_key, editable=False)
    kind = models.CharField(_("kind"), max_length=30, choices=CHOICES)
    space = models.ForeignKey(
        "spaces.Space", models.PROTECT, null=True, blank=True, related_name="events", db_index=False
    )
    partner = models.ForeignKey("spaces.Partner", models.PROTECT, related_name="events", db_index=False)
    grant = models.ForeignKey(
        "spaces.Grant", models.PROTECT, null=True, blank=True, related_name="events", db_index=False
    )
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
                condition=Q(kind__in=OWN, grant=None) | ~Q(kind__in=OWN) & Q(grant__isnull=False),
                name="a_space_tells_by_its_grants",
            ),
        ]
        indexes = [
            models.Index("id", condition=Q(position=None), name="events_without_position"),
            models.Index(fields=["partner", "position"], name="events_of_a_partner"),
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
                condition=pgtrigger.AnyChange("id", "key", "kind", "space", "partner", "grant", "about", "state", "at"),
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
