"""A partner system that a space lets in, and a clock that stands where it is put."""

import pytest
from django.utils import timezone

from spaces.actions.space import move_space
from spaces.states import Stage
from tests import world as w

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def crm():
    return w.a_partner()


@pytest.fixture
def space(crm):
    found = move_space(w.a_space(), Stage.GATHERING, by=w.noa())
    w.granted(crm, found)
    return found


@pytest.fixture
def clock(time_machine):
    time_machine.move_to(timezone.now())
    return time_machine
