import secrets
from datetime import timedelta

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from spaces.models import firm
from spaces.models.membership import Role
from spaces.models.room import Room, in_sight, readers
from spaces.models.wall import POST_SAID, POST_STAYS

GRACE = timedelta(minutes=10)  # how long a release can be taken back


def new_key():
    """A key by chance: counted ones would tell somebody outside how much is said where they do not read."""
    return secrets.randbelow(10**18)


class Words(models.TextChoices):
    """What somebody who leaves lets become of what they said."""

    NAMED = "named", _("stays, with my name")
    NAMELESS = "nameless", _("stays, without my name")
    REMOVED = "removed", _("is removed")


class PostQuerySet(models.QuerySet):
    def visible_to(self, person):
        """What this person may read: the history wall, and what was released through it."""
        return self.filter(in_sight(person, "said_at", "released_at"))

    def of(self, membership):
        return self.filter(author=membership)


class Post(models.Model):
    """Something said in one of the two rooms, for good in that room; `parent` is what it answers, one level deep.

    Released, it is read by the whole as well. Without an author it is the word of somebody who left.
    """

    id = models.BigIntegerField(primary_key=True, default=new_key, editable=False)
    space = models.ForeignKey("spaces.Space", models.PROTECT, related_name="posts", db_index=False)
    author = models.ForeignKey("spaces.Membership", models.PROTECT, null=True, blank=True, related_name="posts")
    room = models.CharField(_("room"), max_length=5, choices=Room.choices)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="replies")
    text = models.TextField(_("text"), max_length=10_000, blank=True)
    said_at = models.DateTimeField(_("said"), default=timezone.now)
    released_at = models.DateTimeField(_("released"), null=True, blank=True)
    removed_at = models.DateTimeField(_("removed by its author"), null=True, blank=True)

    objects = PostQuerySet.as_manager()

    class Meta:
        verbose_name = _("post")
        verbose_name_plural = _("posts")
        constraints = [
            models.CheckConstraint(condition=Q(room__in=Room.values), name="said_in_a_room"),
            models.CheckConstraint(
                condition=Q(released_at=None) | Q(room=Room.PEERS), name="released_from_the_peers_room"
            ),
            models.CheckConstraint(
                condition=Q(removed_at=None) & ~Q(text="") | Q(removed_at__isnull=False, text=""),
                name="what_is_removed_has_no_words",
            ),
        ]
        indexes = [models.Index(fields=["space", "-said_at", "-id"], name="posts_of_a_space")]
        triggers = [
            firm.Trigger(name="said_where_it_may", when=pgtrigger.Before, operation=pgtrigger.Insert, func=POST_SAID),
            firm.Trigger(
                name="stays_where_it_was_said", when=pgtrigger.Before, operation=pgtrigger.Update, func=POST_STAYS
            ),
            firm.Protect(name="kept_for_good", operation=pgtrigger.Delete),
        ]

    def __str__(self):
        return f"{self.pk}"

    @property
    def is_read_outside(self):
        """Whether those of other sectors read it."""
        return self.room == Room.WHOLE or self.released_at is not None

    def is_by(self, person):
        """Whether this person said it, and is still in."""
        return self.author is not None and self.author.person_id == person.pk and self.author.is_active


def rooms_open_to(membership, parent=None):
    """The rooms in which this member may say something, or answer `parent`. The first one is offered first.

    There is a whole to speak to while somebody from outside reads it.
    """
    if membership.role == Role.STAKEHOLDER:
        return (Room.WHOLE,)
    if parent is None:
        return (Room.PEERS, Room.WHOLE) if has_guests(membership.space) else (Room.PEERS,)
    if parent.room == Room.WHOLE:
        return (Room.WHOLE,)
    return (Room.PEERS, Room.WHOLE) if parent.released_at else (Room.PEERS,)


def has_guests(space):
    """Whether somebody from outside reads in the space now."""
    return readers(space, Room.WHOLE).stakeholders().exists()


def may_reach_outside(space):
    """Whether a release would reach somebody, now or when the next one joins."""
    return space.door_is_open or has_guests(space)
