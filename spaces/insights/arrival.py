"""What became of the mails to an invitee, in words for whoever runs the space."""

from dataclasses import dataclass

from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from spaces.models import Feedback, Suppression
from spaces.models.feedback import FeedbackKind
from spaces.states import InvitationState, MessageState

Reason = Suppression.Reason
LOST = (FeedbackKind.HARD, FeedbackKind.SOFT)
TROUBLED = (*LOST, FeedbackKind.DELAYED)
MOST_FACTS = 10
LOST_STATES = (MessageState.BOUNCED, MessageState.FAILED)  # what was marked as spam did arrive
UNANSWERED = (InvitationState.OPEN, InvitationState.EXPIRED, InvitationState.DEFERRED)

# What mail servers mean (impact_spaces/lib/status_codes.py), by the longest beginning that fits.
WORDS = {
    "5.1": gettext_lazy("There is no such address."),
    "5.1.2": gettext_lazy("What stands behind the @ leads nowhere; perhaps a letter is missing."),
    "5.4.4": gettext_lazy("What stands behind the @ leads nowhere; perhaps a letter is missing."),
    "5.4.310": gettext_lazy("What stands behind the @ leads nowhere; perhaps a letter is missing."),
    "5.4.1": gettext_lazy("There is no such address."),
    "5.2.1": gettext_lazy("The mailbox was switched off."),
    "5.2.2": gettext_lazy("The mailbox is full."),
    "4.2.2": gettext_lazy("The mailbox is full."),
    "5.3": gettext_lazy("The mail server there could not be reached, or had no time for it."),
    "5.7": gettext_lazy("The mail server there lets our mails not in; those who run it can change that."),
    "4.7": gettext_lazy("The mail server there lets our mails not in; those who run it can change that."),
    "4": gettext_lazy("The mail server there could not be reached, or had no time for it."),
    "5.4": gettext_lazy("The mail server there could not be reached, or had no time for it."),
}
NO_WORDS = gettext_lazy("The mail server there did not say why.")


def why(code):
    """Why a mail did not arrive, by the code of the server that said so; empty without one."""
    fitting = [beginning for beginning in WORDS if f"{code}.".startswith(f"{beginning}.")]
    return str(WORDS[max(fitting, key=len)] if fitting else NO_WORDS) if code else ""


def code_of(message):
    """The code with which a mail was lost, as a column: `message` is a reference to it, or a query for its key."""
    lost = Feedback.objects.filter(message=message, kind__in=LOST)
    return Subquery(lost.order_by("-id").values("code")[:1])


def is_silent(address):
    """Whether not even what a membership needs is mailed to somebody."""
    return Suppression.objects.filter(email=address, reason__in=(Reason.BOUNCED, Reason.COMPLAINED)).exists()


def has_complained(address):
    return Suppression.objects.filter(email=address, reason=Reason.COMPLAINED).exists()


@dataclass(frozen=True)
class Fact:
    """One thing that was told of a mail: what, when, and why in plain words where it did not arrive."""

    what: str
    at: object
    why: str


def facts(message):
    """What was told last of a mail to an invitee, in order. Of a member's mails nothing: beside what is told of
    some, it would be seen of which nothing is told (`views.message.state_seen`).
    """
    if message.membership_id:
        return []
    told = message.feedback.order_by("-at", "-id")[:MOST_FACTS]
    return [
        Fact(one.get_kind_display(), one.at, why(one.code) if one.kind in TROUBLED else "") for one in reversed(told)
    ]


@dataclass(frozen=True)
class Trouble:
    """Something that stands in the way of reaching an invitee. `ask` says whether a better address would help."""

    text: str
    ask: bool = False


def trouble(invitation):
    """Why an invitee who was not heard of cannot be reached now, or None."""
    if invitation.state not in UNANSWERED:
        return None
    stands = Suppression.objects.filter(email=invitation.email).values_list("reason", flat=True).first()
    if stands == Reason.BOUNCED:
        return Trouble(_("Mails to this address come back: nobody can be reached there. Ask for a better one."), True)
    if stands == Reason.COMPLAINED and complained_here(invitation):
        return Trouble(
            _(
                "A mail from here was marked as spam at this address, perhaps by mistake. It is not written to any "
                "more. Their link still works; a telephone call may be kinder than another mail."
            )
        )
    if stands is not None:
        return Trouble(_("This person asked not to be written to. Their link still works."))
    return lost_last(invitation)


def complained_here(invitation):
    """Whether it was an invitation of this space that was marked as spam. What somebody thought of another space's
    mails is not told here: in the words of a wish, which it is too, so that the one cannot be told from the other.
    """
    mails = invitation.space.messages.filter(address=invitation.email, invitation__isnull=False)
    return mails.filter(feedback__kind=FeedbackKind.COMPLAINT).exists()


def lost_last(invitation):
    latest = invitation.messages.annotate(code=code_of(OuterRef("pk"))).order_by("-id").only("state").first()
    if latest is None or latest.state not in LOST_STATES:
        return None
    return Trouble(" ".join([_("The last mail did not arrive."), why(latest.code)]).strip(), True)
