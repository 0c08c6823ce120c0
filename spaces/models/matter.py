"""What a group decides about. Some matters are the peers' own for good; the others they may share by a rule."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Topic(models.TextChoices):
    GENERAL = "general", _("the group's own matter")
    MEMBERSHIP = "membership", _("who belongs to the group")
    AGREEMENT = "agreement", _("the foundation document and its annex")
    OPEN_DOOR = "open_door", _("opening the door to other sectors")
    INVITE = "invite", _("whom to invite")
    MATTERS = "matters", _("what stakeholders decide with us")
    CLOSE_DOOR = "close_door", _("closing the door again")
    CLOSE_SPACE = "close_space", _("closing the space")
    AGENDA = "agenda", _("the shared agenda")
    JOINT_TASK = "joint_task", _("a joint task")
    PUBLICATION = "publication", _("a publication")


# What stakeholders may take part in, where the group has agreed so. Everything else stays with the peers.
SHARED = (Topic.AGENDA, Topic.JOINT_TASK, Topic.PUBLICATION)


def shared_choices():
    return [(topic.value, topic.label) for topic in SHARED]
