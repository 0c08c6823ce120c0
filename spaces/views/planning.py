"""What will go out, on the page before it does: the plan, a letter in each language, the moment that was chosen."""

from django.utils import timezone
from django.utils.translation import gettext as _

from spaces.actions.message import to_invitee
from spaces.actions.people_checking import invitee
from spaces.insights.people_import import FILTERS, languages
from spaces.insights.send_plan import SHOWN, by_reason, calm_again, send_plan, to_invitation, to_invitations, to_rows
from spaces.models.invitation import Kind
from spaces.models.message import MailKind
from spaces.views.letters import about, invitation_letter, letter_of

KINDS = {
    "send": MailKind.INVITATION,
    "remind": MailKind.REMINDER,
    "resend": MailKind.INVITATION_AGAIN,
}


def plan_for(request, space, verb, found):
    """The plan of a verb for many invitations, with the letters to look at."""
    until = None if verb == "send" else min((one.deadline for one in found.chosen), default=None)
    skipped = by_reason([(one.name, why) for one, why in found.skipped])
    planned = send_plan(space, to_invitations(found.chosen), skipped, until=until)
    chosen = asked_for(request, found.chosen) or one_a_language(found.chosen)
    note = request.POST.get("note", "")
    mails = [letter_to(one, KINDS[verb], note) for one in chosen]
    return {"send": planned, "mails": list(zip(map(to_invitation, chosen), mails, strict=True))}


def plan_for_one(invitation):
    """The plan of a mail about one invitation, whether it is saved yet or not."""
    (person,) = to_invitations([invitation])
    return send_plan(invitation.space, [person])


def asked_for(request, invitations):
    """The one whose letter was asked to be shown."""
    key = request.POST.get("letter", "")
    return [one for one in invitations if str(one.pk) == key]


def one_a_language(invitations):
    return list({one.language: one for one in reversed(invitations)}.values())


def letter_to(invitation, kind, note=""):
    """The mail of a kind about an invitation, as it would read now. Nothing is saved."""
    return letter_of(about(invitation, to_invitee(invitation, kind, "by_hand:preview", note)))


def plan_for_list(request, people_import, tally, *, deadline, note):
    """The plan of a list of people, with the letters to look at."""
    ready = people_import.rows.filter(**FILTERS["ready"]).select_related("organisation").order_by("number")
    rows, counts = list(ready[:SHOWN]), languages(people_import)
    skipped = [(word, n, []) for word, n in tally.reasons]
    if tally.left_out:
        skipped.append((_("left out by you"), tally.left_out, []))
    planned = send_plan(
        people_import.space, to_rows(rows, people_import, deadline), skipped, counts=counts, until=deadline
    )
    shown = asked_for(request, rows) or first_of_each(ready, counts, people_import)
    how = {"by": request.user, "kind": Kind.PEER, "deadline": deadline, "note": note}
    mails = [letter_of_row(one, people_import, how) for one in shown]
    return {"send": planned, "mails": list(zip(to_rows(shown, people_import, deadline), mails, strict=True))}


def first_of_each(ready, counts, people_import):
    """The first row in each language that the list has: a query for each language."""
    usual = people_import.language
    return [ready.filter(language__in=[code, ""] if code == usual else [code]).first() for code in counts]


def letter_of_row(row, people_import, how):
    row.people_import = people_import
    return invitation_letter(people_import.space, invitee(row), is_confirmation=people_import.is_confirmation, **how)


def chosen_moment(request, space):
    """When mails go that may wait for a calm hour: then if that was ticked, otherwise soon (None)."""
    return calm_again(space, timezone.now()) if "calmly" in request.POST else None
