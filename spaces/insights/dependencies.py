"""What a member wrote about dependencies, for that member alone; and what it warns them of. Reads only.

No query asks for a body that somebody named: sheets are opened here and compared here, so that not even the log of
the database tells what stands in them.
"""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from sectors.models import Tie
from sectors.ties import IN, OUT, ties_of
from spaces.models import Candidacy, DependencySheet
from spaces.models.dependency import Tied, keys_of, not_asked
from spaces.models.room import Room, readers

MOST_SUGGESTED = 12
# How a public tie reads from the side of the member's organisation, by its kind and its direction.
AS_DEPENDENCY = {
    (Tie.Kind.FUNDS, IN): Tied.FUNDS, (Tie.Kind.REGULATES, IN): Tied.REGULATES, (Tie.Kind.BUYS, IN): Tied.SUPPLIED,
}  # fmt: skip


@dataclass(frozen=True, repr=False)
class Suggestion:
    """A body that the public record ties to the member's organisation. Only the member sees that it is offered."""

    organisation: int
    name: str
    kind: str
    words: str


def sheet_of(membership):
    return DependencySheet.objects.filter(membership=membership).first()


def lines_of(membership):
    """What a member says that they depend on today."""
    sheet = sheet_of(membership)
    return sheet.readable_lines() if sheet else []


def suggestions(membership, lines):
    """From public ties of the member's organisation in both directions, the largest first; known ones left out."""
    if membership.organisation is None:
        return []
    found = {}
    for direction in (IN, OUT):
        for tie in ties_of(membership.organisation, direction)[: MOST_SUGGESTED * 2]:
            other = tie.receiver if direction == OUT else tie.giver
            kind = AS_DEPENDENCY.get((tie.kind, direction), Tied.OTHER)
            body = keys_of(other)
            if other.pk != membership.organisation_id and not any(line.means(body) for line in lines):
                found.setdefault(other.pk, Suggestion(other.pk, other.name, kind, in_words(tie, direction)))
    return list(found.values())[:MOST_SUGGESTED]


def in_words(tie, direction):
    return {
        (Tie.Kind.FUNDS, IN): _("By public record it gave support to your organisation."),
        (Tie.Kind.FUNDS, OUT): _("By public record your organisation gave it support."),
        (Tie.Kind.REGULATES, IN): _("By public record it regulates your organisation."),
        (Tie.Kind.REGULATES, OUT): _("By public record your organisation regulates it."),
        (Tie.Kind.BUYS, IN): _("By public record it buys from your organisation."),
        (Tie.Kind.BUYS, OUT): _("By public record your organisation buys from it."),
    }[tie.kind, direction]


def bodies_reading(membership, room):
    """Names of bodies that this member depends on and whose people read a room now: for this member's eyes only."""
    lines = lines_of(membership)
    if not lines:
        return []
    others = readers(membership.space, room).exclude(pk=membership.pk).select_related("organisation")
    bodies = {one.from_where: keys_of(one.organisation, one.organisation_name) for one in others if one.from_where}
    return sorted(name for name, body in bodies.items() if any(line.means(body) for line in lines))


def warnings(membership, rooms):
    """Sentences for whoever is about to write in one of these rooms: whom of those they depend on read it there."""
    words = {
        Room.WHOLE: _("In the whole space people of {names} read what you write. You wrote that you depend on them."),
        Room.PEERS: _("Among the peers there are people of {names}. You wrote that you depend on them."),
    }
    found = [(room, bodies_reading(membership, room)) for room in rooms]
    return [words[room].format(names=", ".join(names)) for room, names in found if names]


def is_close_to(membership, decision):
    """Whether a decision is on a body that this member depends on: then objecting through the facilitator, without a
    name, is offered first. For this member's eyes only.
    """
    lines = lines_of(membership)
    about = Candidacy.objects.filter(decision=decision).select_related("invitation__organisation")
    bodies = [keys_of(one.invitation.organisation, one.invitation.organisation_name) for one in about]
    return any(line.means(body) for line in lines for body in bodies)


@dataclass(frozen=True)
class Asked:
    """How far the question went in a space: never by whom, nor what was said."""

    peers: int
    not_asked: int
    answered: int


def asked_in(space):
    peers = space.memberships.active().peers().count()
    sheets = DependencySheet.objects.of_active_peers(space)
    answered = sheets.filter(asked_at__isnull=False, confirmed_on__isnull=False).count()
    return Asked(peers, not_asked(space).count(), answered)


def waits_for(person):
    """The sheets of this person that were asked for and not said to be all since."""
    mine = DependencySheet.objects.filter(membership__in=person.memberships.active().peers(), asked_at__isnull=False)
    found = mine.exclude(membership__space__stage__in=["paused", "closed"]).select_related("membership__space")
    return [one for one in found if one.is_waiting]
