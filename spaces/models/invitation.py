import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from impact_spaces.lib import tokens
from spaces.models import firm
from spaces.models.door import INVITATION_DOOR
from spaces.models.message import Message
from spaces.states import INVITATIONS, LEFT, LIVE, TRIED, InvitationState, MessageState, transitions

BY_A_SYSTEM = Q(partner__isnull=False)


class Kind(models.TextChoices):
    PEER = "peer", _("peer")
    STAKEHOLDER = "stakeholder", _("stakeholder")


class Reason(models.TextChoices):
    """Why somebody declines; free words are optional and go to the inviter only."""

    TIME = "time", _("no time for this")
    TOPIC = "topic", _("not my field")
    PERSON = "person", _("I am not the right person")
    TRUST = "trust", _("the circle does not suit me")
    OTHER = "other", _("another reason")


def a_mail_left():
    """Whether a mail of an invitation left, or still may."""
    return Exists(Message.objects.filter(invitation=OuterRef("pk")).exclude(state=MessageState.CANCELLED))


def a_mail_in(states):
    return Exists(Message.objects.filter(invitation=OuterRef("pk"), state__in=states))


class InvitationQuerySet(models.QuerySet):
    def live(self):
        return self.filter(state__in=LIVE)

    def waiting(self):
        return self.filter(state=InvitationState.OPEN)

    def unmailed(self):
        """Those that wait for an answer though nobody was asked: each of their mails was stopped before it left."""
        return self.filter(~a_mail_left(), state=InvitationState.OPEN)

    def told(self):
        """Those of which a mail has left: somebody can be reminded of it."""
        return self.filter(a_mail_in(LEFT))

    def tried(self):
        """Those of which a mail has left, or could not: it can be sent again."""
        return self.filter(a_mail_in(TRIED))

    def knowing_mails(self):
        """With `is_unmailed`, `is_told` and `is_tried` told in the same query."""
        is_unmailed = Q(state=InvitationState.OPEN) & ~a_mail_left()
        return self.annotate(is_unmailed=is_unmailed, is_told=a_mail_in(LEFT), is_tried=a_mail_in(TRIED))

    def visible_to(self, person):
        """Facilitators see the invitations of the spaces they run."""
        return self.filter(space__in=person.memberships.present().facilitators().values("space"))

    def visible_to_partner(self, partner):
        """Those that this system proposed itself, as long as the space lets it follow them."""
        covering = partner.grants.covering("invitations:read")
        return self.filter(partner=partner, space__in=covering.values("space"))


class Invitation(models.Model):
    """One approach to one address for one space. Rows are kept whatever the answer is."""

    space = models.ForeignKey("spaces.Space", models.PROTECT, related_name="invitations", db_index=False)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices, default=Kind.PEER)
    state = models.CharField(_("state"), max_length=12, choices=InvitationState.choices, default=InvitationState.DRAFT)
    email = models.EmailField(_("e-mail"))
    name = models.CharField(_("name"), max_length=150)
    organisation = models.ForeignKey(
        "sectors.Organisation", models.PROTECT, null=True, blank=True, related_name="invitations"
    )
    organisation_name = models.CharField(_("organisation as given"), max_length=250, blank=True)
    language = models.CharField(_("language"), max_length=8, choices=settings.LANGUAGES, default="he")
    deadline = models.DateTimeField(_("answer until"))
    inviter = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("inviter"))
    partner = models.ForeignKey(
        "spaces.Partner", models.PROTECT, null=True, blank=True, related_name="invitations",
        verbose_name=_("proposed by the system"), db_index=False,
    )  # fmt: skip
    decision = models.ForeignKey(
        "spaces.Decision", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("allowed by")
    )
    delegated_from = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="delegated_to", verbose_name=_("passed on by")
    )
    is_confirmation = models.BooleanField(_("already a member: only confirms"), default=False)
    nonce = models.CharField(max_length=32, default=tokens.new_nonce, editable=False)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField(_("created"), default=timezone.now)
    opened_at = models.DateTimeField(_("sent"), null=True, blank=True)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    deferred_until = models.DateField(_("ask again on"), null=True, blank=True)
    decline_reason = models.CharField(_("reason"), max_length=10, choices=Reason.choices, blank=True)
    answer_words = models.CharField(_("in their words"), max_length=500, blank=True)
    reminders = models.PositiveSmallIntegerField(_("automatic reminders sent"), default=0)
    next_reminder_at = models.DateTimeField(_("next reminder"), null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        constraints = [
            models.UniqueConstraint("space", "email", condition=Q(state__in=LIVE), name="one_live_invitation"),
            models.CheckConstraint(
                condition=Q(email=models.functions.Lower("email")), name="invitation_email_is_lower_case"
            ),
            models.CheckConstraint(
                condition=~Q(state=InvitationState.DEFERRED) | Q(deferred_until__isnull=False),
                name="not_now_has_a_date",
            ),
        ]
        indexes = [
            models.Index(fields=["space", "-id"], name="invitations_of_a_space"),
            # Counts by answer, and what is near or past its time, without a look at the rows themselves.
            models.Index(fields=["space", "state", "deadline"], include=["kind"], name="invitations_by_state"),
            # What a system proposed, in the order of its list; few rows of all.
            models.Index(fields=["partner", "-id"], condition=BY_A_SYSTEM, name="invitations_of_a_partner"),
            models.Index(
                fields=["partner", "state", "-id"], condition=BY_A_SYSTEM, name="partners_invitations_by_state"
            ),
            models.Index(fields=["partner", "kind", "-id"], condition=BY_A_SYSTEM, name="partners_invitations_by_kind"),
            models.Index("next_reminder_at", condition=Q(state="open"), name="reminders_due"),
            models.Index("email", condition=Q(next_reminder_at__isnull=False), name="reminders_by_address"),
            models.Index("deadline", condition=Q(state="open"), name="deadlines_due"),
            models.Index("deferred_until", condition=Q(state="deferred"), name="deferred_due"),
        ]
        triggers = [
            firm.FSM(name="state_follows_the_table", field="state", transitions=transitions(INVITATIONS)),
            firm.Trigger(
                name="the_door",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func=INVITATION_DOOR,
            ),
            firm.Protect(name="kept_for_good", operation=pgtrigger.Delete),
        ]

    def __str__(self):
        return f"{self.name} · {self.space}"

    def save(self, *args, **kwargs):
        self.fill_token_hash()
        super().save(*args, **kwargs)

    def fill_token_hash(self):
        if not self.token_hash:
            self.token_hash = tokens.digest(tokens.token_for("invitation", self.nonce))

    @property
    def token(self):
        """The secret of the link. Made when a mail is rendered, never stored."""
        return tokens.current_token("invitation", self.nonce, self.token_hash)

    @cached_property
    def is_unmailed(self):
        return self.state == InvitationState.OPEN and Invitation.objects.unmailed().filter(pk=self.pk).exists()

    @cached_property
    def is_told(self):
        return Invitation.objects.told().filter(pk=self.pk).exists()

    @cached_property
    def is_tried(self):
        return Invitation.objects.tried().filter(pk=self.pk).exists()

    @property
    def is_frozen(self):
        """Went out once, and waits among the candidates since the space closed its door."""
        return self.state == InvitationState.PROPOSED and self.opened_at is not None

    @property
    def from_where(self):
        return self.organisation.name if self.organisation else self.organisation_name
