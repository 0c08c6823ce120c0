"""Moves in words."""

from datetime import timedelta
from itertools import pairwise

from django.utils.translation import gettext as _

from spaces.states import INVITATIONS, STAGES, InvitationState, Stage

AT_ONCE = timedelta(minutes=1)


def timeline(moves, *, with_names=True):
    """Moves, newest first, as the timeline shows them: a list of at, text, by, reason, tone.

    What one person did with one invitation in one go stands on one line.
    """
    return [line(together, with_names) for together in in_one_go(list(moves))]


def in_one_go(moves):
    groups = [[move] for move in moves[:1]]
    for later, move in pairwise(moves):
        if belongs(later, move):
            groups[-1].append(move)
        else:
            groups.append([move])
    return groups


def belongs(later, move):
    same = (later.invitation_id, later.by_id) == (move.invitation_id, move.by_id)
    return move.invitation_id is not None and same and later.at - move.at < AT_ONCE


def line(together, with_names):
    last = together[0]
    return {
        "at": last.at,
        "text": of_invitation(together, with_names) if last.invitation_id else of_space(last),
        "by": last.by or (_("as reported") if last.is_reported else ""),
        "reason": next((move.reason for move in together if move.reason), ""),
        "tone": (INVITATIONS if last.invitation_id else STAGES)[last.to_state].tone,
    }


def of_invitation(together, with_names):
    states = ", ".join(str(InvitationState(move.to_state).label) for move in reversed(together))
    return _("{name}: {state}").format(name=together[0].invitation.name, state=states) if with_names else states


def of_space(move):
    if not move.from_state:
        text = _("Entered, already at “{stage}”") if move.is_reported else _("Opened: “{stage}”")
        return text.format(stage=Stage(move.to_state).label)
    return _("From “{seen}” to “{stage}”").format(seen=Stage(move.from_state).label, stage=Stage(move.to_state).label)
