"""The look at mails about decisions: does it still wait, for this reader or for its facilitator?"""

from django.utils.translation import gettext as _

from spaces.actions.objection import Objection, key_of, keys_of, members_of, no_longer_true, some
from spaces.models import Decision, Response
from spaces.models.confided import waiting_for_words
from spaces.models.decision import Answer
from spaces.models.message import MailKind


class Decisions:
    """What the mails of a batch about decisions need to know. All answers stay sealed, except for facilitators'
    mails on what was confided: there it counts whether the group's words are written.
    """

    KINDS = (MailKind.DECISION, MailKind.QUESTIONS, MailKind.OPEN_NAMES, MailKind.CONFIDED, MailKind.RECORDED)

    def __init__(self, messages, now):
        self.now, self.readers = now, members_of(messages)
        open_ones = Decision.objects.open().filter(pk__in=keys_of(messages))
        self.open = {one.pk: one for one in open_ones.only("questions_until", "closes_at")}
        asked, names, confided, recorded = (
            keys_of(some(messages, kind))
            for kind in (MailKind.DECISION, MailKind.OPEN_NAMES, MailKind.CONFIDED, MailKind.RECORDED)
        )
        self.unanswered = self.places(asked, answer=Answer.NONE)
        self.changeable = self.places(recorded, changeable_until__gt=now)
        silent = Response.objects.silent().filter(decision__in=names)
        self.silent = set(silent.values_list("decision_id", flat=True)) if names else set()
        self.without_words = waiting_for_words(confided) if confided else set()

    def places(self, decisions, **how):
        found = Response.objects.filter(decision__in=decisions, membership__in=self.readers, **how)
        return set(found.values_list("decision_id", "membership_id")) if decisions else set()

    def against(self, message):
        decision = self.open.get(key_of(message))
        if message.kind == MailKind.DECISION:
            return self.against_asking(message, decision)
        return None if self.is_true(message, decision) else no_longer_true()

    def against_asking(self, message, decision):
        """A member is asked while their answer is missing, and not before the time for questions is over."""
        if decision is None or (decision.pk, message.membership_id) not in self.unanswered:
            return Objection(_("Answered already, or closed."))
        if decision.questions_until and decision.questions_until > self.now:
            return Objection(_("There is time for questions first."), until=decision.questions_until)
        return None

    def is_true(self, message, decision):
        if message.kind == MailKind.CONFIDED:
            return key_of(message) in self.without_words
        if decision is None:
            return False
        if message.kind == MailKind.QUESTIONS:
            return decision.questions_until is not None and decision.questions_until > self.now
        if message.kind == MailKind.OPEN_NAMES:
            return decision.closes_at <= self.now and decision.pk in self.silent
        return (decision.pk, message.membership_id) in self.changeable

    def deadline_of(self, message):
        decision = self.open.get(key_of(message))
        if message.kind == MailKind.DECISION:
            return decision.closes_at
        return decision.questions_until if message.kind == MailKind.QUESTIONS else None
