"""What happens to the spaces' work when an organisation on the map is merged or changes its sector."""

import pytest

from impact_spaces.lib.refusals import NotPossible
from sectors import actions, merging
from sectors.models import Organisation
from spaces.models import Invitation, Membership
from spaces.models.people_import import ImportRow, PeopleImport
from spaces.states import Stage
from tests import world

from .desk import organisation

pytestmark = pytest.mark.django_db


def body_of(name):
    return Organisation.objects.get(name_he=world.PEERS[name][1])


WORKING = (Stage.GATHERING, Stage.CONSOLIDATED, Stage.CROSS_SECTOR)


def ids(model, one):
    return list(model.objects.filter(organisation=one).order_by("id").values_list("id", flat=True))


@pytest.mark.parametrize("stage", WORKING)
def test_invitations_and_memberships_move_with_a_merge(stage):
    space = world.space_at(stage)
    if stage == Stage.GATHERING:
        world.invited(space, "dana")
    gone, kept = body_of("dana"), organisation("גשר")
    before = [ids(model, gone) for model in (Invitation, Membership)]
    assert before[0]
    merging.merge(kept, gone, by=world.noa())
    assert [ids(model, kept) for model in (Invitation, Membership)] == before


@pytest.mark.parametrize("stage", [Stage.PAUSED, Stage.CLOSED])
def test_what_rests_in_a_paused_or_closed_space_is_not_moved_and_the_person_is_told(stage):
    world.space_at(stage)
    gone, kept = body_of("dana"), organisation("גשר")
    with pytest.raises(NotPossible, match="takes part in something"):
        merging.merge(kept, gone, by=world.noa())
    assert Organisation.objects.filter(pk__in=[gone.pk, kept.pk]).count() == 2


def test_rows_of_a_list_of_people_move_though_nothing_leads_back_to_them():
    gone, kept = organisation("בית"), organisation("גשר")
    people = PeopleImport.objects.create(space=world.a_space(), by=world.noa())
    row = ImportRow.objects.create(people_import=people, number=2, organisation=gone)
    merging.merge(kept, gone, by=world.noa())
    row.refresh_from_db()
    assert row.organisation == kept


def test_a_peers_organisation_cannot_be_moved_to_another_sector_by_an_edit():
    world.consolidated()
    one = body_of("dana")
    with pytest.raises(NotPossible):
        actions.edit(one, {"sector": "first", "kind": "ministry"}, by=world.noa())
    one.refresh_from_db()
    assert one.sector == "third"
