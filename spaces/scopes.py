"""What a partner system may be allowed: a topic and a verb, each with a sentence for people. Data only."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Scope:
    """A sentence that ends “this system …”, and whether each space grants it for itself."""

    words: str
    by_space: bool


SCOPES = {
    "organisations:read": Scope(_("reads the organisations on the map"), by_space=False),
    "organisations:write": Scope(_("adds organisations to the map, and corrects them"), by_space=False),
    "map:read": Scope(_("reads fields, places and public ties on the map"), by_space=False),
    "spaces:read": Scope(_("reads the name of the space, its stage and what it says about itself"), by_space=True),
    "memberships:read": Scope(_("reads who is in, as far as each member allows it"), by_space=True),
    "invitations:read": Scope(_("follows the invitations that it proposed itself"), by_space=True),
    "invitations:write": Scope(_("proposes people to invite"), by_space=True),
    "meetings:read": Scope(_("reads the meetings and answers of members who allow it"), by_space=True),
    "pulse:read": Scope(_("reads the pulse in figures about the whole group, never of few people"), by_space=True),
    "events:read": Scope(_("follows what happens, in the order in which it happened"), by_space=False),
    "webhooks:write": Scope(_("is told at once when something happens"), by_space=False),
}

BY_SPACE = tuple(name for name, scope in SCOPES.items() if scope.by_space)
# A space that is closed still says so to the systems that it let in, and nothing of its people any more.
AFTER_CLOSING = ("spaces:read",)
CHOICES = tuple((name, scope.words) for name, scope in SCOPES.items())


def in_words(names):
    """The sentences of some scopes, in the order of the table."""
    return [scope.words for name, scope in SCOPES.items() if name in names]
