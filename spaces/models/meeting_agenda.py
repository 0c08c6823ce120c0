import uuid

import pgtrigger
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from spaces.models import firm
from spaces.models.meeting import Meeting
from spaces.models.room import Room

# A meeting of the peers has nothing for the whole: its agenda, summaries and commitments are the peers'.
NOTHING_FOR_THE_WHOLE = """
    IF NEW.room = 'whole' AND EXISTS (SELECT 1 FROM spaces_meeting WHERE id = NEW.meeting_id AND room = 'peers') THEN
        RAISE EXCEPTION 'this meeting is the peers own' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""


def rooms_of_meetings():
    """The trigger for rows of a meeting that have a room of their own."""
    return firm.Trigger(
        name="no_wider_than_its_meeting",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.UpdateOf("meeting_id", "room"),
        func=NOTHING_FOR_THE_WHOLE,
    )


class OfAMeetingQuerySet(models.QuerySet):
    def visible_to(self, person):
        """Of the meetings that this person sees: what is for the whole, and inside also what is for the peers."""
        inside = person.memberships.present().inside().values("space")
        return self.filter(
            Q(room=Room.WHOLE) | Q(meeting__space__in=inside), meeting__in=Meeting.objects.visible_to(person)
        )


class Axis(models.TextChoices):
    TASK = "task", _("the social task")
    PROCESS = "process", _("the group's process")


class AgendaItem(models.Model):
    """One point of an agenda. `key` names it in addresses: numbers in a row would tell of those in between."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="items")
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    position = models.PositiveSmallIntegerField(default=0)
    title = models.CharField(pgettext_lazy("meeting", "title"), max_length=200)
    axis = models.CharField(_("axis"), max_length=10, choices=Axis.choices, default=Axis.TASK)
    room = models.CharField(_("room"), max_length=10, choices=Room.choices, default=Room.PEERS)
    minutes = models.PositiveSmallIntegerField(
        _("minutes"), default=20, validators=[MinValueValidator(1), MaxValueValidator(600)]
    )
    prepares = models.ForeignKey(
        "spaces.Membership", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("who prepares it")
    )
    note = models.TextField(_("note"), max_length=2000, blank=True)

    objects = OfAMeetingQuerySet.as_manager()

    class Meta:
        verbose_name = _("agenda item")
        verbose_name_plural = _("agenda items")
        ordering = ["position", "pk"]
        triggers = [
            rooms_of_meetings(),
            firm.Protect(
                name="an_item_keeps_its_room",
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange("room", "meeting"),
            ),
        ]

    def __str__(self):
        return self.title


class Recusal(models.Model):
    """Somebody who steps out of an item, as an interested party. Seen by whoever sees the item."""

    item = models.ForeignKey(AgendaItem, models.CASCADE, related_name="recusals")
    membership = models.ForeignKey("spaces.Membership", models.PROTECT, related_name="+")
    at = models.DateTimeField(_("stepped out"), default=timezone.now)

    class Meta:
        verbose_name = _("recusal")
        verbose_name_plural = _("recusals")
        constraints = [models.UniqueConstraint("item", "membership", name="stepped_out_once")]

    def __str__(self):
        return f"{self.membership} · {self.item}"
