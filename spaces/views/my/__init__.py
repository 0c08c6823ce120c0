"""The members' own pages."""

from spaces.views.my.candidates import candidates
from spaces.views.my.data import copy, data
from spaces.views.my.decision import ask, decision, explain
from spaces.views.my.dependencies import dependencies
from spaces.views.my.home import home
from spaces.views.my.left import leave
from spaces.views.my.partners import my_partners, share
from spaces.views.my.propose import propose
from spaces.views.my.pulse import my_pulse, my_pulses
from spaces.views.my.relations import relations
from spaces.views.my.sign import sign
from spaces.views.my.space import space

__all__ = [
    "ask",
    "candidates",
    "copy",
    "data",
    "decision",
    "dependencies",
    "explain",
    "home",
    "leave",
    "my_partners",
    "my_pulse",
    "my_pulses",
    "propose",
    "relations",
    "share",
    "sign",
    "space",
]
