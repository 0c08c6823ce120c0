import pytest

from impact_spaces.lib.refusals import Forbidden, NotPossible
from spaces.actions import agreement, answering
from tests import world as w

pytestmark = pytest.mark.django_db


def test_a_new_version_asks_everybody_to_sign_it():
    space = w.consolidated()
    second = agreement.publish(space, "foundation", "Second version", by=w.noa())
    assert second.version == 2
    assert space.messages.filter(occasion__endswith="sign:foundation:2").count() == 3


def test_everybody_signs_for_themselves():
    space = w.consolidated()
    document = agreement.publish(space, "annex", "The annex", by=w.noa())
    with pytest.raises(Forbidden):
        agreement.sign(document, space.memberships.get(person=w.a_person("avi")), by=w.a_person("dana"), name="Avi")


def test_a_version_is_signed_once_and_only_the_newest():
    space = w.consolidated()
    dana = space.memberships.get(person=w.a_person("dana"))
    first = w.published(space, "foundation")
    with pytest.raises(NotPossible, match="signed this already"):
        agreement.sign(first, dana, by=dana.person, name="Dana")
    agreement.publish(space, "foundation", "Second version", by=w.noa())
    with pytest.raises(NotPossible, match="newer version"):
        agreement.sign(first, dana, by=dana.person, name="Dana")


def test_a_stakeholder_signs_the_annex_and_not_the_peers_document():
    space = w.cross_sector()
    ruth = answering.accept(w.stakeholder_invited(space))
    with pytest.raises(NotPossible, match="not yours"):
        agreement.sign(w.published(space, "foundation"), ruth, by=ruth.person, name="Ruth")
    assert w.signed(ruth, "annex").is_active


def test_only_the_facilitator_publishes():
    with pytest.raises(Forbidden):
        agreement.publish(w.consolidated(), "annex", "Mine", by=w.a_person("dana"))
