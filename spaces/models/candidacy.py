"""Somebody of another sector, proposed to the group for a need: who, why, how long one may ask to wait, what was
decided.
"""

from datetime import timedelta

import pgtrigger
from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from spaces.models import firm, hold

# Which decision a candidacy belongs to is settled before anybody has answered it, so that no answer is used for
# somebody whom it was not about. It goes to another invitation only when the same person's address was wrong.
ITS_OWN_DECISION = """
    DECLARE
        now_for spaces_invitation%ROWTYPE;
        was_for spaces_invitation%ROWTYPE;
    BEGIN
    SELECT * INTO now_for FROM spaces_invitation WHERE id = NEW.invitation_id;
    IF TG_OP = 'INSERT' THEN
        IF now_for.kind <> 'stakeholder' OR now_for.state NOT IN ('draft', 'proposed') OR NEW.decision_id IS NOT NULL
           OR NOT EXISTS (SELECT 1 FROM spaces_need WHERE id = NEW.need_id AND space_id = now_for.space_id) THEN
            RAISE EXCEPTION 'a candidate is proposed for a need of the space, and decided on later'
                USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    END IF;
    IF NEW.invitation_id <> OLD.invitation_id THEN
        SELECT * INTO was_for FROM spaces_invitation WHERE id = OLD.invitation_id;
        IF was_for.state <> 'withdrawn' OR now_for.kind <> 'stakeholder' OR now_for.space_id <> was_for.space_id
           OR now_for.name <> was_for.name OR now_for.organisation_id IS DISTINCT FROM was_for.organisation_id
           OR now_for.state NOT IN ('draft', 'proposed') THEN
            RAISE EXCEPTION 'a candidacy is for one person' USING ERRCODE = 'check_violation';
        END IF;
    END IF;
    IF NEW.decision_id IS DISTINCT FROM OLD.decision_id AND NOT EXISTS (
        SELECT 1 FROM spaces_decision d
        WHERE d.id = NEW.decision_id AND d.space_id = now_for.space_id AND d.topic = 'invite' AND d.outcome = ''
          AND now_for.state = 'proposed'
          AND NOT EXISTS (SELECT 1 FROM spaces_response r WHERE r.decision_id = d.id AND r.answer <> '')
    ) THEN
        RAISE EXCEPTION 'a candidate is put into a decision when it opens' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
    END;
"""


class Figure(models.TextChoices):
    """How many peers depend on a candidate's body: in steps only, none below the floor."""

    NOT_YET = "", _("counted once, when the window is over")
    NONE = "none", _("no figure: below five nothing is said, nor in a group that is too small for one")
    FIVE = "5", _("five or more")
    TEN = "10", _("ten or more")
    TWENTY = "20", _("twenty or more")


class CandidacyQuerySet(models.QuerySet):
    def visible_to(self, person):
        """The list of candidates belongs to the peers and their facilitator."""
        return self.filter(invitation__space__in=person.memberships.present().inside().values("space"))

    def waiting(self):
        """On the list still: not invited, not taken back."""
        return self.filter(invitation__state="proposed")


class Candidacy(models.Model):
    """One proposal of a person and a body, beside the invitation that it may become."""

    invitation = models.OneToOneField("spaces.Invitation", models.PROTECT, related_name="candidacy")
    need = models.ForeignKey("spaces.Need", models.PROTECT, related_name="+", verbose_name=_("need"))
    why = models.TextField(_("why they are relevant"), max_length=2000)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("proposed by"))
    with_name = models.BooleanField(_("the group reads who proposes"), default=True)
    opened_at = models.DateTimeField(_("proposed"), default=timezone.now)
    window_until = models.DateTimeField(_("one may ask to wait until"))
    decision = models.ForeignKey(
        "spaces.Decision", models.PROTECT, null=True, blank=True, related_name="candidacies", verbose_name=_("decision")
    )
    sealed_holds = models.TextField(editable=False)
    talk_asked_on = models.DateField(_("whoever asked to wait was asked to talk"), null=True, blank=True)
    figure = models.CharField(_("who depends on the body"), max_length=4, choices=Figure.choices, blank=True)
    counted_on = models.DateField(_("counted"), null=True, blank=True)

    objects = CandidacyQuerySet.as_manager()

    class Meta:
        verbose_name = _("candidacy")
        verbose_name_plural = _("candidacies")
        indexes = [models.Index("window_until", condition=models.Q(counted_on=None), name="candidacies_to_count")]
        triggers = [
            firm.Trigger(
                name="its_own_decision",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func=ITS_OWN_DECISION,
            ),
            firm.Protect(name="kept_for_good", operation=pgtrigger.Delete),
        ]

    def __str__(self):
        return str(self.invitation)

    @property
    def space(self):
        return self.invitation.space

    @property
    def holds(self):
        return hold.opened(self.sealed_holds)

    @property
    def window_is_open(self):
        return self.window_until > timezone.now()

    @property
    def last_day(self):
        """The last day on which one may ask to wait before the group can decide."""
        return timezone.localdate(self.window_until - timedelta(seconds=1))
