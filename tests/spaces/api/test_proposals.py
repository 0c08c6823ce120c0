"""A partner system proposes somebody and follows what becomes of it."""

import pytest

from spaces.actions import invitation
from spaces.actions.membership import add_facilitator, end
from spaces.actions.space import move_space
from spaces.models import Invitation, Suppression
from spaces.scopes import BY_SPACE
from spaces.states import Stage
from spaces.vetting import Invitee
from tests import world as w
from tests.spaces.partners.calling import program_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def crm():
    return w.a_partner()


@pytest.fixture
def program(crm):
    return program_of(crm)


def gil(space, **more):
    return {"space": space.pk, "kind": "peer", "name": "Gil Or", "email": "Gil@World.example", **more}


def test_a_proposal_waits_for_the_facilitator_and_is_followed(crm, program):
    space = w.a_space()
    w.granted(crm, space, *BY_SPACE)
    status, made = program.post("invitations/", gil(space, language="he"))
    assert (status, made["state"], made["email"]) == (201, "proposed", "gil@world.example")
    assert "reminders" not in made
    found = Invitation.objects.get()
    assert (found.partner, found.inviter) == (crm, w.noa())
    invitation.invite_drafted(space, [found.pk], by=w.noa())
    assert program.get(f"invitations/{made['id']}/")[1]["state"] == "open"
    assert [one["id"] for one in program.get("invitations/?state=open")[1]["results"]] == [made["id"]]


def test_proposing_again_is_the_same_proposal(crm, program):
    space = w.a_space()
    w.granted(crm, space, *BY_SPACE)
    _status, made = program.post("invitations/", gil(space))
    status, again = program.post("invitations/", gil(space, name="Another"))
    assert (status, again["id"], again["name"]) == (200, made["id"], "Gil Or")


def test_a_stakeholder_is_proposed_once_the_group_has_consolidated(crm, program):
    space = w.a_space()
    w.granted(crm, space, *BY_SPACE)
    status, found = program.post("invitations/", gil(space, kind="stakeholder"))
    assert (status, found["code"], len(found["detail"]) > 20) == (409, "not_possible", True)


@pytest.mark.parametrize("known", ["invited", "a member", "silent"])
def test_what_the_site_knows_of_a_person_is_not_told(crm, program, known):
    space = w.consolidated()
    w.granted(crm, space, *BY_SPACE)
    email = {"invited": "gil@world.example", "a member": "dana@world.example", "silent": "omer@world.example"}[known]
    invitation.invite(space, Invitee("gil@world.example", "Gil Or"), by=w.noa())
    Suppression.objects.create(email="omer@world.example", reason=Suppression.Reason.BOUNCED)
    status, found = program.post("invitations/", gil(space, email=email))
    assert (status, found["detail"]) == (409, "המערכת הזו אינה יכולה להציע כאן את האדם הזה.")


def test_it_sees_only_its_own(crm, program):
    space = w.consolidated()
    w.granted(crm, space, *BY_SPACE)
    other = w.invited(space, "raed")
    assert program.get("invitations/")[1]["results"] == []
    assert program.get(f"invitations/{other.pk}/")[0] == 404
    for verb in ("approve", "send", "withdraw", "extend", "resend"):
        assert program.post(f"invitations/{other.pk}/{verb}/")[1]["code"] == "not_for_partners"


def test_without_the_scope_of_the_space_there_is_no_space(crm, program):
    space = w.a_space()
    w.granted(crm, space, "spaces:read", "invitations:read")
    assert program.post("invitations/", gil(space))[0] == 404


def test_nobody_proposes_in_the_name_of_who_does_not_facilitate_any_more(crm, program):
    space = w.a_space()
    w.granted(crm, space, *BY_SPACE)
    other = w.a_person("yael", is_facilitator=True)
    add_facilitator(space, other.email, by=w.noa())
    end(space.memberships.get(person=w.noa()), by=other)
    status, found = program.post("invitations/", gil(space))
    assert (status, found["code"]) == (409, "not_possible")
    assert Invitation.objects.count() == 0


def test_a_closed_space_takes_no_proposal(crm, program):
    space = w.consolidated()
    w.granted(crm, space, *BY_SPACE)
    move_space(space, Stage.PAUSED, by=w.noa())
    assert program.post("invitations/", gil(space))[0] == 409
    move_space(space, Stage.CLOSED, by=w.noa())
    assert program.post("invitations/", gil(space))[0] == 404
