"""Readiness: the evidence of both axes side by side, each beside the level that the group set for itself.

It informs. Nothing opens or closes by a figure, and nothing here says that a group is ready. What is counted of few
people is withheld, and nobody is named.
"""

from spaces import readings
from spaces.insights.readiness_group import of_the_group
from spaces.insights.readiness_task import of_the_task
from spaces.models import Levels


def evidence(space):
    """(the levels in force, signs of the group, signs of the task)."""
    levels = Levels.objects.in_force(space)
    return levels, of_the_group(space, levels), of_the_task(space, levels)


def were_set_late(space, levels):
    """Whether the levels were set after the last pulse was counted: what is set after a look is no level."""
    wave = readings.latest(space)
    return levels.at is not None and wave is not None and levels.at > wave.closed_at
