"""What a move of a space would do to people, said before it is done. `actions.space.move_space` does what it says."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from spaces.insights.under_way import under_way
from spaces.models.invitation import Kind
from spaces.models.room import Room
from spaces.states import LIVE, TAKEN_BACK, InvitationState, Stage


def consequences(space, to):
    """Sentences for the page before a move, in the order of who is touched most."""
    found = []
    if space.stage == Stage.CROSS_SECTOR:
        found += [frozen(space), *guests(space, to)]
        found.append(whole_rounds(space) if to != Stage.PAUSED else "")
    if to == Stage.PAUSED:
        found.append(waiting(space))
    if to == Stage.CLOSED:
        found += [taken_back(space), _("The space can be read from then on, and not be opened again.")]
    if to == Stage.CROSS_SECTOR and space.stage != Stage.PAUSED:
        found.append(_("Nobody is invited by this alone: each candidate is approved and sent by you, one by one."))
    return [sentence for sentence in [*found, *under_way(space, to), told(space)] if sentence]


def frozen(space):
    n = space.invitations.filter(kind=Kind.STAKEHOLDER, state__in=TAKEN_BACK).count()
    if not n:
        return _("No invitation to another sector is on its way.")
    return ngettext(
        "{n} invitation to somebody of another sector is frozen: its link answers, but it cannot be accepted.",
        "{n} invitations to people of other sectors are frozen: their links answer, but they cannot be accepted.",
        n,
    ).format(n=n)


def guests(space, to):
    n = space.memberships.present().stakeholders().count()
    if not n:
        return [_("No stakeholder is in; nobody loses access.")]
    if to == Stage.PAUSED:
        return [_("Stakeholders who are in keep what they see.")]
    lose = ngettext("{n} stakeholder loses access.", "{n} stakeholders lose access.", n).format(n=n)
    mail = _("They are told by a courteous mail that the part with other sectors has ended, with thanks.")
    return [lose, mail, _("Nothing of what the group thinks is told.")]


def whole_rounds(space):
    """Open decisions of the whole go on among the peers."""
    n = space.decisions.open().filter(room=Room.WHOLE).count()
    text = ngettext(
        "{n} open decision of the whole goes on among the peers; what stakeholders answered no longer counts.",
        "{n} open decisions of the whole go on among the peers; what stakeholders answered no longer counts.",
        n,
    )
    return text.format(n=n) if n else ""


def waiting(space):
    n = space.invitations.filter(state=InvitationState.OPEN, kind=Kind.PEER).count()
    return n and ngettext(
        "{n} invitation waits: it is kept, and can be answered after the pause.",
        "{n} invitations wait: they are kept, and can be answered after the pause.",
        n,
    ).format(n=n)


def taken_back(space):
    n = space.invitations.filter(state__in=LIVE).count()
    return n and ngettext(
        "{n} invitation is taken back without a mail; its link will say so.",
        "{n} invitations are taken back without a mail; their links will say so.",
        n,
    ).format(n=n)


def told(space):
    n = space.memberships.active().peers().count()
    text = ngettext(
        "{n} peer is told by mail that the space moved.", "{n} peers are told by mail that the space moved.", n
    )
    return n and text.format(n=n)
