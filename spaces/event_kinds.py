"""What partner systems are told of: the catalogue of events. Data only.

An event is thin: what happened to which object, and the state it is in now. No name, no content, no reason; whoever
wants more asks for the object, and gets what they may read of it. Nothing here tells of what is said in a room, of an
answer, a dependency, a hold, an objection, or of a pulse below the floor.
"""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Kind:
    """A sentence, the object that the event is about, and the scope that a space must have granted for it.

    Without a scope it is about the partner itself, and told to it alone.
    """

    words: str
    object: str
    scope: str = ""


KINDS = {
    "space.moved": Kind(_("The space moved to another stage."), "space", "spaces:read"),
    "invitation.moved": Kind(
        _("An invitation that this system proposed moved to another state."), "invitation", "invitations:read"
    ),
    "membership.began": Kind(_("A member lets this system know of them."), "membership", "memberships:read"),
    "membership.changed": Kind(
        _("What this system may know of a member changed: they chose anew, or have another name or organisation."),
        "membership",
        "memberships:read",
    ),
    "membership.ended": Kind(
        _("This system may know of a member no longer: they left, or took it back."), "membership", "memberships:read"
    ),
    "meetings.began": Kind(_("A member lets this system have their meetings."), "membership", "meetings:read"),
    "meetings.ended": Kind(
        _("This system may have the meetings of a member no longer: they left, or took it back."),
        "membership",
        "meetings:read",
    ),
    "meeting.called": Kind(_("A member was called to a meeting."), "meeting", "meetings:read"),
    "meeting.moved": Kind(_("A meeting takes place at another time."), "meeting", "meetings:read"),
    "meeting.changed": Kind(
        _("Something else about a meeting changed: what it is, who is called, or what they answered."),
        "meeting",
        "meetings:read",
    ),
    "meeting.off": Kind(_("A meeting was called off."), "meeting", "meetings:read"),
    "pulse.counted": Kind(_("A pulse was counted, and its figures are shown."), "pulse", "pulse:read"),
    "grant.began": Kind(_("A space let this system in."), "grant"),
    "grant.narrowed": Kind(
        _("A space closed: of all that it let this system have, only the space itself can still be read."), "grant"
    ),
    "grant.ended": Kind(_("A space does not let this system in any more."), "grant"),
    "webhook.disabled": Kind(_("An endpoint was switched off, as it failed for too long."), "webhook"),
    "webhook.test": Kind(_("Somebody tried out an endpoint."), "webhook"),
}

# What an endpoint can be told of; a test goes only where somebody asked for it.
WANTED = tuple(name for name in KINDS if name != "webhook.test")
CHOICES = tuple((name, kind.words) for name, kind in KINDS.items())


def kinds_for(scopes):
    """The kinds that these scopes let a system know of; "" stands for those about the system itself."""
    return [name for name, kind in KINDS.items() if kind.scope in scopes]
