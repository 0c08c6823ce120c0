"""Invitations as the desk lists them: the answer, the mail's own fate beside it, and what comes next."""

from dataclasses import dataclass

from django.db.models import OuterRef, Q, Subquery
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from spaces.insights.arrival import code_of, why
from spaces.models import Message
from spaces.models.invitation import Kind
from spaces.states import INVITATIONS, MESSAGES, TROUBLE, InvitationState, MessageState

STOPPED = "stopped"  # the filter for those of which nobody was told


@dataclass(frozen=True)
class Row:
    """One line of the list, ready to be written down: no work is left for the template."""

    pk: int
    name: str
    from_where: str
    outside: str  # the word for somebody of another sector, nothing for a peer
    answer: str
    tone: str
    mail: str
    mail_tone: str
    why: str  # a mail did not arrive
    next: str


def chosen(invitations, *, state="", kind="", trouble="", q=""):
    """Narrow a queryset of one space's invitations by what the filters say, and add the fate of the latest mail."""
    latest = Message.objects.order_by("-id")
    state_of = Subquery(latest.filter(invitation=OuterRef("pk")).values("state")[:1])
    key = Subquery(latest.filter(invitation=OuterRef(OuterRef("pk"))).values("pk")[:1])
    found = (
        invitations.select_related("organisation").knowing_mails().annotate(mail_state=state_of, mail_code=code_of(key))
    )
    if state in InvitationState.values:
        found = found.filter(state=state)
    if kind in Kind.values:
        found = found.filter(kind=kind)
    if trouble == STOPPED:
        found = found.filter(is_unmailed=True)
    elif trouble:
        found = found.filter(mail_state__in=TROUBLE)
    return found.filter(holds(q)) if q else found


def holds(q):
    names = ("name", "email", "organisation_name", "organisation__name_he", "organisation__name_en")
    return Q(*((f"{name}__icontains", q) for name in names), _connector=Q.OR)


def rows(invitations, space):
    """Rows for invitations of a space that `chosen` gave."""
    answers = {str(state): (str(state.label), meaning.tone) for state, meaning in INVITATIONS.items()}
    mails = {str(state): (str(state.label), meaning.tone) for state, meaning in MESSAGES.items()}
    outside = {str(Kind.PEER): "", str(Kind.STAKEHOLDER): str(Kind.STAKEHOLDER.label)}
    passed_to = names_of_colleagues(invitations)
    return [
        Row(
            one.pk,
            one.name,
            one.from_where,
            outside[one.kind],
            *answers[one.state],
            *fate(one, mails),
            why(one.mail_code or "") if one.mail_state in TROUBLE else "",
            next_step(one, space, passed_to),
        )
        for one in invitations
    ]


def fate(one, mails):
    """The word and the tone for the latest mail of an invitation."""
    if one.is_unmailed:
        return _("not sent"), "wait"
    return mails[one.mail_state] if one.mail_state else ("", "")


def names_of_colleagues(invitations):
    """{invitation: name of the colleague it was passed to}."""
    passed = [one.pk for one in invitations if one.state == InvitationState.DELEGATED]
    if not invitations:
        return {}
    model = type(invitations[0])
    return dict(model.objects.filter(delegated_from__in=passed).values_list("delegated_from", "name"))


def next_step(one, space, passed_to):
    """What happens with an invitation next, and when; or what happened last."""
    if one.state == InvitationState.OPEN:
        if one.is_unmailed:
            return _("Send it, or take it back")
        if one.mail_state == MessageState.COMPLAINED:
            return _("Call rather than write")
        if one.mail_state in TROUBLE:
            return _("Correct the address")
        if one.next_reminder_at:
            return _("Reminder on {day}").format(day=day(one.next_reminder_at))
        return _("Answer until {day}").format(day=day(one.deadline))
    if one.state == InvitationState.DEFERRED:
        return _("Ask again on {day}").format(day=plain_day(one.deferred_until))
    if one.state == InvitationState.DELEGATED:
        return _("Passed to {name}").format(name=passed_to.get(one.pk, ""))
    if one.state in (InvitationState.DRAFT, InvitationState.PROPOSED):
        return waits_for(one, space)
    if one.state == InvitationState.APPROVED:
        return _("Send")
    if one.state == InvitationState.EXPIRED:
        return _("Time was up on {day}").format(day=day(one.deadline))
    return _("On {day}").format(day=day(one.answered_at)) if one.answered_at else ""


def waits_for(one, space):
    if one.kind == Kind.STAKEHOLDER and one.state == InvitationState.DRAFT:
        return _("Put on the list")
    if one.kind == Kind.STAKEHOLDER and not space.door_is_open:
        return _("Frozen until the door opens again") if one.is_frozen else _("Waits behind the door")
    return _("Approve or take back")


def day(moment):
    return date_format(localtime(moment), "SHORT_DATE_FORMAT")


def plain_day(date):
    return date_format(date, "SHORT_DATE_FORMAT")
