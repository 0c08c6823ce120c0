"""What waits for me, and my spaces."""

from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from spaces.insights import meetings, my, pulse
from spaces.insights.arrival import has_complained
from spaces.insights.dependencies import waits_for
from spaces.insights.relations import undeclared
from spaces.models.agreement import Agreement
from spaces.models.decision import Phase


@require_safe
def home(request):
    person = request.user
    waiting = [
        *map(document_line, my.documents_to_sign(person)),
        *map(sheet_line, waits_for(person)),
        *map(relations_line, undeclared(person)),
        *map(decision_line, my.decisions_to_answer(person)),
        *map(pulse_line, pulse.to_answer(person, now())),
        *map(meeting_line, meetings.to_answer(person)),
        *map(question_line, my.questions_to_explain(person)),
        *map(invitation_line, my.invitations_to(person)),
    ]
    about = {
        "waiting": waiting,
        "promised": meetings.commitments_of(person),
        "places": my.spaces_of(person),
        "ended": my.ended_places(person),
        "systems": person.partners.order_by("name"),
        "is_silent": has_complained(person.email),
    }
    return render(request, "spaces/my/home.html", about)


def document_line(agreement):
    is_annex = agreement.kind == Agreement.Kind.ANNEX
    text = _("Sign the cross-sector annex") if is_annex else _("Sign the foundation document")
    return line("pencil", text, agreement.space, reverse("spaces:sign", args=[agreement.pk]), _("Read and sign"))


def sheet_line(sheet):
    space = sheet.membership.space
    text = _("A private question: on whom does your organisation depend?")
    return line("lock", text, space.local_name, reverse("spaces:dependencies", args=[space.pk]), _("Answer"))


def relations_line(place):
    text = _("Declare your organisation's relations to members")
    url = reverse("spaces:relations", args=[place.space_id])
    return line("users", text, place.space.local_name, url, _("Declare"))


def decision_line(response):
    decision = response.decision
    asking = decision.phase() == Phase.QUESTIONS
    text = _("{space} · questions until {until}") if asking else _("{space} · until {until}")
    until = moment(decision.questions_until if asking else decision.closes_at)
    soft, action = text.format(space=decision.space.local_name, until=until), _("Ask") if asking else _("Answer")
    return line("messages-square", decision.title, soft, reverse("spaces:decision", args=[decision.pk]), action)


def pulse_line(wave):
    soft = _("{space} · until {until}").format(space=wave.space.local_name, until=moment(wave.closes_at))
    return line(
        "activity", _("How is the group? The pulse"), soft, reverse("spaces:my_pulse", args=[wave.pk]), _("Answer")
    )


def meeting_line(reply):
    meeting = reply.meeting
    soft = " · ".join(part for part in (moment(meeting.starts_at), meeting.where, meeting.space.local_name) if part)
    return line("calendar", meeting.title, soft, reverse("spaces:meeting", args=[meeting.uid]), _("Do you come?"))


def question_line(question):
    decision = question.decision
    soft = _("{space} · “{title}”").format(space=decision.space.local_name, title=decision.title)
    text = _("A question to your proposal")
    return line("message-circle", text, soft, reverse("spaces:explain", args=[question.pk]), _("Answer"))


def invitation_line(invitation):
    text = _("An invitation to “{space}”").format(space=invitation.space.local_name)
    soft = _("Answer until {until}").format(until=moment(invitation.deadline))
    return line("mail-open", text, soft, address_of(invitation), _("Read it"))


def address_of(invitation):
    """Where the invitation is answered. Nothing where the key that made its link is gone: the mail alone holds it."""
    try:
        return reverse("spaces:invitation_page", args=[invitation.token])
    except LookupError:
        return ""


def line(icon, text, soft, url, action):
    return {"icon": icon, "tone": "door", "text": text, "soft": str(soft), "url": url, "action": action}


def moment(at):
    return date_format(localtime(at), "DATETIME_FORMAT")
