import pgtrigger
from django.conf import settings
from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from impact_spaces.lib import tokens
from spaces.models import firm
from spaces.states import MESSAGES, TROUBLE, MessageState, transitions

# Where the secret of a link stood in what went out, this stands in what is kept.
PERSONAL = "personal-link"
LEFT_OUT = {"token": PERSONAL, "stop": PERSONAL}
BY_HAND = ":by_hand:"  # in the occasion of what a facilitator sends one by one, in their own name; the day follows


class MailKind(models.TextChoices):
    """The catalogue of mails that go through the outbox; `templates/mail/<value>.*` holds their words."""

    INVITATION = "invitation", _("invitation")
    INVITATION_AGAIN = "invitation_again", _("invitation, sent again")
    REMINDER = "reminder", _("reminder")
    ASK_AGAIN = "ask_again", _("asking again, as agreed")
    WITHDRAWN = "withdrawn", _("invitation taken back")
    WELCOME = "welcome", _("welcome")
    DECISION = "decision", _("a decision waits")
    MEETING = "meeting", _("a meeting, for the calendar")
    MEETING_OFF = "meeting_off", _("a meeting called off, for the calendar")
    MEETING_REMINDER = "meeting_reminder", _("a meeting comes near")
    SUMMARY = "summary", _("the summary of a meeting is there")
    PULSE = "pulse", _("the pulse is asked")
    PULSE_REMINDER = "pulse_reminder", _("reminder of a pulse")
    PULSE_RESULT = "pulse_result", _("the pulse was counted")
    GLASS = "glass", _("somebody opened what was said, in need")
    QUESTIONS = "questions", _("a proposal to ask about")
    OPEN_NAMES = "open_names", _("time is over, names are open")
    CONFIDED = "confided", _("something was confided")
    RECORDED = "recorded", _("a position was recorded")
    SIGNING = "signing", _("an agreement waits to be signed")
    DEPENDENCIES = "dependencies", _("a private question waits")
    CANDIDATES = "candidates", _("the list of candidates has something new")
    DOOR_CLOSED = "door_closed", _("outside part ended, with thanks")
    SPACE_MOVED = "space_moved", _("the space moved on")
    DIGEST = "digest", _("several things in one mail")
    MAILING_PAUSED = "mailing_paused", _("a mailing paused itself")
    ENDPOINT_OFF = "endpoint_off", _("an endpoint of a partner system was switched off")


INVITING = ("invitation", "invitation_again")  # by far the most of all mails; they count for nobody's week


class MessageQuerySet(models.QuerySet):
    def visible_to(self, person):
        """Facilitators see what went out for the spaces they run."""
        mine = self.filter(space__in=person.memberships.present().facilitators().values("space"))
        return mine.telling_no_silence()

    def reminders_by_hand(self, day):
        """The reminders that a facilitator sent themselves on this day, whatever became of them."""
        return self.filter(kind=MailKind.REMINDER, occasion__contains=f"{BY_HAND}{day:%Y%m%d}")

    def telling_no_silence(self):
        """Without the mails that tell who had not answered a pulse: only their addressee reads those."""
        return self.exclude(kind=MailKind.PULSE_REMINDER)


class Message(models.Model):
    """A mail that is to go out, is going out or went out: the outbox. `occasion` makes a second one impossible."""

    space = models.ForeignKey(
        "spaces.Space", models.PROTECT, null=True, blank=True, related_name="messages", db_index=False
    )
    invitation = models.ForeignKey(
        "spaces.Invitation", models.PROTECT, null=True, blank=True, related_name="messages", db_index=False
    )
    membership = models.ForeignKey("spaces.Membership", models.PROTECT, null=True, blank=True, related_name="messages")
    mailing = models.ForeignKey(
        "spaces.Mailing", models.PROTECT, null=True, blank=True, related_name="messages", db_index=False
    )
    # To whom it goes about no space, or in whose digest it waits to be told; and the digest that told it.
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="digests", db_index=False
    )
    gathered_in = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="gathered", db_index=False
    )
    kind = models.CharField(_("kind"), max_length=20, choices=MailKind.choices)
    occasion = models.CharField(_("occasion"), max_length=120, unique=True)
    address = models.EmailField(_("to"))
    language = models.CharField(_("language"), max_length=8, choices=settings.LANGUAGES, default="he")
    note = models.CharField(_("personal line"), max_length=500, blank=True)
    state = models.CharField(_("state"), max_length=12, choices=MessageState.choices, default=MessageState.QUEUED)
    due_at = models.DateTimeField(_("due"), default=timezone.now)
    created_at = models.DateTimeField(_("created"), default=timezone.now)
    claimed_at = models.DateTimeField(null=True, blank=True)
    run = models.BigIntegerField(null=True, blank=True, editable=False)  # whose it is while it is going out
    deaths = models.PositiveSmallIntegerField(db_default=0, editable=False)  # workers that died with it in their hands
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    problem = models.CharField(_("what went wrong"), max_length=200, blank=True)
    nonce = models.CharField(max_length=32, default=tokens.new_nonce, editable=False)
    # As it went out, with the secrets of its links left out: what it shares with others, and what was its own.
    letter = models.ForeignKey(
        "spaces.Letter", models.PROTECT, null=True, blank=True, related_name="messages", db_index=False
    )
    filled = models.JSONField(default=dict, blank=True)

    # Of a digest: the mails that it tells, as the look before it goes out found them, and those that it cannot tell by
    # a fault of ours, each with the error.
    lines = faulty = ()

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        indexes = [
            # The only one of what waits: see `fronts`.
            models.Index(
                Coalesce("space", 0), "due_at", "id", condition=Q(state="queued"), name="messages_due_in_a_space"
            ),
            models.Index("claimed_at", condition=Q(state="sending"), name="messages_going_out"),
            models.Index(fields=["space", "-id"], name="messages_of_a_space"),
            models.Index(fields=["invitation", "-id"], name="messages_of_an_invitation"),
            # Tiny, and next to free for whoever writes: the operator's page reads the last hours by it.
            BrinIndex(fields=["sent_at"], name="messages_by_time_sent", pages_per_range=16, autosummarize=True),
            models.Index(fields=["mailing", "state"], condition=Q(mailing__isnull=False), name="messages_of_a_mailing"),
            models.Index(
                fields=["address", "sent_at"],
                condition=Q(sent_at__isnull=False) & ~Q(kind__in=INVITING),
                name="messages_of_a_week",
            ),
            models.Index(fields=["gathered_in"], condition=Q(gathered_in__isnull=False), name="messages_of_a_digest"),
            models.Index(fields=["space", "-id"], condition=Q(state__in=TROUBLE), name="messages_in_trouble"),
        ]
        triggers = [
            pgtrigger.FSM(name="state_follows_the_table", field="state", transitions=transitions(MESSAGES)),
            firm.Protect(name="kept_for_good", operation=pgtrigger.Delete),
        ]

    def __str__(self):
        return self.occasion

    @property
    def subject(self):
        """What went out; nothing before."""
        return self.letter.subject if self.letter_id else ""

    @property
    def words(self):
        """Subject, text and HTML as they went out, with the secrets of its links left out; None before."""
        return self.letter.words.filled(self.filled | LEFT_OUT) if self.letter_id else None


class SuppressionQuerySet(models.QuerySet):
    def reasons(self, addresses):
        """{address: why it is not written to} of those among these that are not: one query."""
        return dict(self.filter(email__in=addresses).values_list("email", "reason"))


class Suppression(models.Model):
    """Addresses that asked not to be written to, or cannot be. Outlives every import."""

    class Reason(models.TextChoices):
        ASKED = "asked", _("asked not to be written to")
        BOUNCED = "bounced", _("the address does not exist")
        COMPLAINED = "complained", _("marked a mail as spam")

    email = models.EmailField(_("e-mail"), unique=True)
    reason = models.CharField(_("reason"), max_length=10, choices=Reason.choices)
    at = models.DateTimeField(_("since"), default=timezone.now)

    objects = SuppressionQuerySet.as_manager()

    class Meta:
        verbose_name = _("address not to write to")
        verbose_name_plural = _("addresses not to write to")

    def __str__(self):
        return self.email
