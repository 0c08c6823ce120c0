"""Moves in words."""

from django.utils.translation import gettext as _

from spaces.states import INVITATIONS, STAGES, InvitationState, Stage


def timeline(moves):
    """Moves as the timeline shows them: a list of at, text, by, reason, tone."""
    return [
        {
            "at": move.at,
            "text": in_words(move),
            "by": move.by or (_("as reported") if move.is_reported else ""),
            "reason": move.reason,
            "tone": tone(move),
        }
        for move in moves
    ]


def in_words(move):
    if move.invitation_id:
        return _("{name}: {state}").format(
            name=move.invitation.name, state=InvitationState(move.to_state).label
        )  # fmt: skip
    if not move.from_state:
        text = _("Entered, already at “{stage}”") if move.is_reported else _("Opened: “{stage}”")
        return text.format(stage=Stage(move.to_state).label)
    return _("From “{seen}” to “{stage}”").format(seen=Stage(move.from_state).label, stage=Stage(move.to_state).label)


def tone(move):
    table = INVITATIONS if move.invitation_id else STAGES
    return table[move.to_state].tone
