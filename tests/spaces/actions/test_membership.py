import pytest

from impact_spaces.lib.refusals import Forbidden, NotPossible
from spaces.actions.membership import add_facilitator, end, set_place
from spaces.models import Space
from tests import world as w

pytestmark = pytest.mark.django_db


def yael():
    return w.a_person("yael", full_name="Yael Tzur", is_facilitator=True)


def test_a_space_is_handed_over_without_a_moment_alone():
    space, yael_ = w.consolidated(), yael()
    noas = space.memberships.get(person=w.noa())
    with pytest.raises(NotPossible, match="always has a facilitator"):
        end(noas, by=w.noa())
    add_facilitator(space, " YAEL@world.example ", by=w.noa())
    end(noas, by=w.noa())
    assert list(Space.objects.run_by(yael_)) == [space]
    assert list(Space.objects.visible_to(w.noa())) == []


def test_adding_somebody_twice_is_the_same():
    space, yael_ = w.consolidated(), yael()
    assert add_facilitator(space, yael_.email, by=w.noa()) == add_facilitator(space, yael_.email, by=w.noa())


@pytest.mark.parametrize("address", ["omer@world.example", "nobody@world.example"])
def test_who_is_no_facilitator_is_not_made_one_by_a_space(address):
    space = w.consolidated()
    w.omer()
    with pytest.raises(NotPossible, match="No facilitator"):
        add_facilitator(space, address, by=w.noa())


def test_a_peer_does_not_change_sides():
    space, dana = w.consolidated(), w.a_person("dana")
    type(dana).objects.filter(pk=dana.pk).update(is_facilitator=True)
    with pytest.raises(NotPossible, match="already"):
        add_facilitator(space, dana.email, by=w.noa())
    with pytest.raises(NotPossible, match="stays a peer"):
        set_place(space.memberships.get(person=dana), by=w.noa(), role="stakeholder")


def test_only_the_facilitator_adds_another():
    space, yael_ = w.consolidated(), yael()
    with pytest.raises(Forbidden):
        add_facilitator(space, yael_.email, by=w.a_person("dana"))
