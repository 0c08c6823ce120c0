"""What waits, in words: a sentence, its place, and the one thing to do about it."""

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext


def row(one):
    """A row for `parts/waiting.html` from a `board.Waiting`."""
    icon, tone, text, soft, url, action = KINDS[one.what](one)
    place = f"{one.space} · {soft}" if soft else one.space
    return {"icon": icon, "tone": tone, "text": text, "soft": place, "url": url, "action": action}


def undelivered(one):
    text = ngettext("{n} invitation did not arrive", "{n} invitations did not arrive", one.count).format(n=one.count)
    return "triangle-alert", "stop", text, "", listed(one, "?trouble=1"), _("Correct addresses")


def paused_itself(one):
    text = ngettext(
        "A mailing paused itself; {n} mail waits", "A mailing paused itself; {n} mails wait", one.count
    ).format(n=one.count)
    return "triangle-alert", "stop", text, one.about, reverse("spaces:mailing", args=[one.key]), _("Look at it")


def paused_by_hand(one):
    text = ngettext("A mailing is paused; {n} mail waits", "A mailing is paused; {n} mails wait", one.count)
    return "pause", "wait", text.format(n=one.count), "", reverse("spaces:mailing", args=[one.key]), _("Look at it")


def unmailed(one):
    text = ngettext(
        "{n} invitation was not sent: its mailing was stopped",
        "{n} invitations were not sent: their mailing was stopped",
        one.count,
    ).format(n=one.count)
    return "mail-x", "wait", text, "", listed(one, "?trouble=stopped"), _("Send or take back")


def deadline(one):
    text = ngettext(
        "{n} invitation waits for an answer, and its time is nearly up",
        "{n} invitations wait for an answer, and their time is nearly up",
        one.count,
    ).format(n=one.count)
    return "clock", "wait", text, until(one), listed(one, "?state=open"), _("Remind gently")


def expired(one):
    text = ngettext(
        "{n} invitation was not answered in time", "{n} invitations were not answered in time", one.count
    ).format(n=one.count)
    return "calendar-x", "plain", text, "", listed(one, "?state=expired"), _("Give more time")


def decision(one):
    text = ngettext(
        "{n} person has not answered a decision", "{n} people have not answered a decision", one.count
    ).format(n=one.count)
    soft = _("“{title}”, {until}").format(title=one.about, until=until(one))
    return "messages-square", "wait", text, soft, to_decision(one), _("To the decision")


def open_names(one):
    text = ngettext(
        "The time is over, and {n} person has not answered", "The time is over, and {n} people have not answered",
        one.count,
    )  # fmt: skip
    soft = _("“{title}”").format(title=one.about)
    return "hourglass", "stop", text.format(n=one.count), soft, to_decision(one), _("See whom to ask")


def to_decision(one):
    return reverse("spaces:desk_decision", args=[one.key])


def words(one):
    text = ngettext(
        "{n} objection was confided to you; the group waits for its words",
        "{n} objections were confided to you; the group waits for their words",
        one.count,
    )
    return "lock", "wait", text.format(n=one.count), "", all_decisions(one), _("To the decisions")


def questions(one):
    text = ngettext(
        "{n} question to a proposal has no answer yet", "{n} questions to proposals have no answer yet", one.count
    )
    return "message-circle", "door", text.format(n=one.count), "", all_decisions(one), _("To the decisions")


def all_decisions(one):
    return reverse("spaces:desk_decisions", args=[one.space_id])


def review(one):
    soft = _("“{title}”").format(title=one.about)
    return (
        "calendar-check",
        "door",
        _("Time to look at an agreement again"),
        soft,
        to_decision(one),
        _("To the decision"),
    )


def pulse(one):
    text = ngettext(
        "{n} person has not answered the pulse", "{n} people have not answered the pulse", one.count
    ).format(n=one.count)
    return "activity", "wait", text, until(one), reverse("spaces:desk_pulses", args=[one.space_id]), _("To the pulse")


def recheck(one):
    day = date_format(localtime(one.when), "SHORT_DATE_FORMAT")
    text = _("A new pulse among the peers is due until {day}: somebody from outside joined").format(day=day)
    return "activity", "door", text, "", reverse("spaces:desk_pulses", args=[one.space_id]), _("To the pulse")


def meeting(one):
    text = ngettext(
        "{n} person has not answered to a meeting", "{n} people have not answered to a meeting", one.count
    ).format(n=one.count)
    soft = _("“{title}”, {when}").format(title=one.about, when=moment(one))
    return "calendar-clock", "wait", text, soft, reverse("spaces:meeting_answers", args=[one.key]), _("Whom to call")


def summary(one):
    soft = _("“{title}”, {when}").format(title=one.about, when=moment(one))
    url = reverse("spaces:desk_meeting", args=[one.key])
    return "file-text", "door", _("The summary of a meeting is still to be shared"), soft, url, _("To the meeting")


def unsigned(one):
    text = ngettext(
        "{document}: {n} person has not signed yet", "{document}: {n} people have not signed yet", one.count
    ).format(n=one.count, document=one.about.capitalize())
    return "file-pen-line", "door", text, "", reverse("spaces:desk_agreement", args=[one.key]), _("See who")


def document(one):
    text = ngettext(
        "{n} person joined, and there is no foundation document to sign",
        "{n} people joined, and there is no foundation document to sign",
        one.count,
    ).format(n=one.count)
    url = reverse("spaces:agreement_new", args=[one.space_id])
    return "file-pen-line", "wait", text, "", url, _("Write it")


def proposal(one):
    text = ngettext("{n} proposal waits for your word", "{n} proposals wait for your word", one.count)
    return "user-plus", "door", text.format(n=one.count), "", listed(one, "?state=proposed"), _("Look at them")


def candidates(one):
    text = ngettext(
        "The group can decide on {n} candidate", "The group can decide on {n} candidates", one.count
    ).format(n=one.count)
    return "users", "door", text, "", reverse("spaces:desk_candidates", args=[one.space_id]), _("Ask the group")


def deferred(one):
    text = ngettext(
        "{n} person asked to be asked again by now", "{n} people asked to be asked again by now", one.count
    ).format(n=one.count)
    return "calendar-clock", "door", text, "", listed(one, "?state=deferred"), _("Look at them")


def until(one):
    return _("until {moment}").format(moment=moment(one))


def moment(one):
    return date_format(localtime(one.when), "SHORT_DATETIME_FORMAT")


def listed(one, query):
    return reverse("spaces:invitations", args=[one.space_id]) + query


KINDS = {
    "paused_itself": paused_itself,
    "paused_by_hand": paused_by_hand,
    "undelivered": undelivered,
    "unmailed": unmailed,
    "deadline": deadline,
    "expired": expired,
    "decision": decision,
    "open_names": open_names,
    "words": words,
    "questions": questions,
    "review": review,
    "pulse": pulse,
    "recheck": recheck,
    "meeting": meeting,
    "summary": summary,
    "unsigned": unsigned,
    "document": document,
    "candidates": candidates,
    "proposal": proposal,
    "deferred": deferred,
}
