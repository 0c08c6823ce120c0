"""Reminders: at most two, spaced, at calm hours, never after an answer."""

from datetime import timedelta

from impact_spaces.lib.calendar import calm_moment


def first_reminder(invitation, country):
    """When the first automatic reminder of an invitation is due."""
    wanted = invitation.opened_at + (invitation.deadline - invitation.opened_at) / 3
    return calm_moment(wanted + timedelta(0), country=country)


def remind_by_hand(invitations, *, by, note=""):
    raise NotImplementedError
