"""Where the button of a mail leads, and the link that stops mails.

A link that acts for its reader ends in a secret. It is put in last, and kept nowhere.
"""

from functools import cache

from django.conf import settings

from impact_spaces.lib.links import absolute, stop_token
from impact_spaces.lib.skeleton import place
from spaces.actions.meeting_mail import ABOUT_MEETINGS, meeting_link
from spaces.actions.message import about
from spaces.manners import DIRECT, manner_of
from spaces.models.message import PERSONAL, MailKind

SECRET_PAGES = {"spaces:invitation_page": "token", "spaces:stop": "stop"}
OF_A_SPACE = {
    MailKind.PULSE_RESULT: "my_pulses",
    MailKind.DEPENDENCIES: "dependencies",
    MailKind.CANDIDATES: "candidates",
    MailKind.GLASS: "room",
}
OF_WHAT_IT_IS_ABOUT = {
    MailKind.PULSE: "my_pulse",
    MailKind.PULSE_REMINDER: "my_pulse",
    MailKind.DECISION: "decision",
    MailKind.QUESTIONS: "decision",
    MailKind.RECORDED: "decision",
    MailKind.OPEN_NAMES: "desk_decision",
    MailKind.CONFIDED: "desk_decision",
    MailKind.MAILING_PAUSED: "mailing",
}


def links_of(message, facts):
    """The links of a mail, with places where their secrets stand."""
    if not message.invitation_id:
        settings = "" if manner_of(message) == DIRECT else settings_link()
        return {"link": member_link(message, facts), "stop_link": "", "settings_link": settings}
    answer = "" if message.kind == MailKind.WITHDRAWN else secret_link("spaces:invitation_page")
    return {"link": answer, "stop_link": secret_link("spaces:stop")}


def settings_link():
    """Where a member chooses which mails come, and when."""
    return absolute("members:mails")


def secret_link(page):
    """A link that ends in a secret, with a place where it stands."""
    return link_below(settings.BASE_URL, page)


@cache
def link_below(_base_url, page):
    return absolute(page, PERSONAL).replace(PERSONAL, place(SECRET_PAGES[page]))


def secrets_of(message):
    """What completes the links of one mail."""
    if not message.invitation_id:
        return {}
    return {"token": message.invitation.token, "stop": stop_token(message.pk)}


def member_link(message, facts):
    """The page of the member's own side that the mail is about."""
    kind = message.kind
    if kind == MailKind.DOOR_CLOSED:
        return ""
    if kind in ABOUT_MEETINGS:
        return meeting_link(message, facts)
    if kind in OF_WHAT_IT_IS_ABOUT:
        return absolute(f"spaces:{OF_WHAT_IT_IS_ABOUT[kind]}", about(message)[1])
    if kind == MailKind.SIGNING:
        return absolute("spaces:sign", facts.agreement_of(message))
    return absolute(f"spaces:{OF_A_SPACE.get(kind, 'my_space')}", message.space_id)
