"""The same door, tried through the site as people use it: desk, members' pages, links, import, paste, API, map."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from sectors.merging import merge
from sectors.models import Organisation
from spaces.actions import people_running
from spaces.actions.delivery import deliver_due
from spaces.actions.message import enqueue, to_invitee
from spaces.actions.space import move_space
from spaces.models import Invitation, Message, PeopleImport, Space
from spaces.models.message import MailKind
from spaces.states import InvitationState, MessageState, Stage
from tests import world as w
from tests.spaces.attacks import outsiders, refused
from tests.spaces.people import files

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene():
    """A consolidated group, its door closed, with Ruth among the candidates."""
    space = w.consolidated()
    return w.candidate(space)


def at(name, *args):
    return reverse(name, args=args)


def in_two_weeks():
    return (timezone.localdate() + timedelta(days=14)).isoformat()


def about_ruth(**more):
    about = {"name": "Ruth Regev", "email": "ruth@health.gov.il", "language": "he", "deadline": in_two_weeks()}
    return about | {"send": "yes", "organisation_name": "משרד הבריאות"} | more


# On the desk


def a_verb(verb):
    def post(client, ruth):
        data = {"confirmed": "yes", "deadline": in_two_weeks(), "note": "", "email": "ruth@mail.example"}
        return client.post(at("spaces:invitation_do", ruth.pk, verb), data)

    post.__name__ = verb
    return post


def many(verb):
    def post(client, ruth):
        data = {"ids": [ruth.pk], "confirmed": "yes", "deadline": in_two_weeks(), "note": ""}
        return client.post(at("spaces:invitations_bulk", ruth.space_id, verb), data)

    post.__name__ = f"many_{verb}"
    return post


def inviting_her(client, ruth):
    return client.post(at("spaces:invite", ruth.space_id), about_ruth())


def inviting_her_office_by_its_name_alone(client, ruth):
    return client.post(at("spaces:invite", ruth.space_id), about_ruth(email="ruth.r@mail.example"))


def inviting_her_office_by_choice(client, ruth):
    about = about_ruth(email="ruth.r@mail.example", organisation=w.the_ministry().pk)
    return client.post(at("spaces:invite", ruth.space_id), about)


def naming_her_again_with_a_state(client, ruth):
    return client.post(at("spaces:candidate_new", ruth.space_id), about_ruth(state="open", kind="peer"))


def opening_the_door(client, ruth):
    data = {"confirmed": "yes", "reason": "Because"}
    return client.post(at("spaces:space_move", ruth.space_id, "cross_sector"), data)


def a_new_space_with_an_open_door(client, ruth):
    data = {"name": "New", "purpose": "New", "stage": "cross_sector", "language": "he"}
    return client.post(at("spaces:space_new"), data)


def editing_the_stage(client, ruth):
    return client.post(at("spaces:space_edit", ruth.space_id), {"name": "N", "purpose": "P", "stage": "cross_sector"})


# From a list


def a_file(client, ruth):
    rows = [["name", "email", "kind"], ["Ruth", "ruth@mail.example", "stakeholder"], ["R", "r@health.gov.il", "peer"]]
    file = SimpleUploadedFile("people.csv", files.text([*rows, ["Yoav", "yoav@mail.example", "ממשלתי"]]))
    client.post(at("spaces:people_import", ruth.space_id), {"file": file, "kind": "stakeholder"})
    found = PeopleImport.objects.get()
    client.post(at("spaces:people_import_columns", found.pk), found.columns | {"default_language": "he"})
    return all_the_way(client, found)


def a_pasted_list(client, ruth):
    lines = ["Ruth <ruth@health.gov.il>", "mayor@haifa.muni.il, Mayor", "Y <y@mail.example>, משרד הבריאות"]
    client.post(at("spaces:people_import", ruth.space_id), {"text": "\n".join(lines)})
    return all_the_way(client, PeopleImport.objects.get())


def all_the_way(client, found):
    answer = client.post(at("spaces:people_import_go", found.pk), {"deadline": in_two_weeks(), "kind": "stakeholder"})
    people_running.run(found.pk)
    return answer


# Through the API


def the_api(verb):
    def post(client, ruth):
        data = {"deadline": (timezone.now() + timedelta(days=9)).isoformat()} if verb == "extend" else {}
        path = at(f"api:invitation_{verb}", ruth.pk)
        return client.post(path, data, content_type="application/json")

    post.__name__ = f"api_{verb}"
    return post


def the_api_with_a_peer_of_the_state(client, ruth):
    data = {"space": ruth.space_id, "kind": "peer", "name": "R", "email": "r@health.gov.il"}
    return client.post(at("api:invitations"), data, content_type="application/json")


# By the link, which nobody should have yet


def the_link(answer):
    def post(client, ruth):
        about = {"answer": answer, "reason": "time", "until": in_two_weeks(), "name": "Y", "email": "y@health.gov.il"}
        return client.post(at("spaces:invitation_page", ruth.token), about)

    post.__name__ = f"link_{answer}"
    return post


PATHS = [
    *map(a_verb, ["propose", "approve", "send", "remind", "resend", "extend"]),
    *map(many, ["remind", "resend", "extend"]),
    inviting_her, inviting_her_office_by_its_name_alone, inviting_her_office_by_choice, naming_her_again_with_a_state,
    opening_the_door, a_new_space_with_an_open_door, editing_the_stage, a_file, a_pasted_list,
    *map(the_api, ["approve", "send", "resend", "extend"]), the_api_with_a_peer_of_the_state,
    *map(the_link, ["accept", "decline", "defer", "delegate"]),
]  # fmt: skip


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.__name__)
def test_no_page_gets_somebody_from_outside_past_the_list_of_candidates(path, scene, client):
    client.force_login(w.noa())
    assert path(client, scene).status_code < 500
    assert outsiders(scene.space) == []
    assert Invitation.objects.get(pk=scene.pk).state == InvitationState.PROPOSED
    assert not Space.objects.filter(stage=Stage.CROSS_SECTOR).exists()


def test_the_same_pages_invite_peers_and_once_the_door_is_open_her_too(client):
    """So that what is refused above is refused for what it asks, and not for how."""
    client.force_login(w.noa())
    space = w.cross_sector()
    ruth = w.candidate(space)
    a_verb("approve")(client, ruth)
    assert Invitation.objects.get(pk=ruth.pk).state == InvitationState.PROPOSED  # the group has not agreed to her
    w.agreed_on(ruth.candidacy)
    for verb in ("approve", "send"):
        a_verb(verb)(client, ruth)
    assert Invitation.objects.get(pk=ruth.pk).state == InvitationState.OPEN
    peer = {"email": "gil@world.example", "organisation_name": "עמותת גיל"}
    client.post(at("spaces:invite", space.pk), about_ruth(**peer))
    client.post(at("spaces:people_import", space.pk), {"text": "Tal <tal@world.example>"})
    all_the_way(client, PeopleImport.objects.get())
    invited = space.invitations.filter(email__in=["gil@world.example", "tal@world.example"])
    assert list(invited.values_list("kind", "state")) == [("peer", "open"), ("peer", "open")]


def test_a_peer_who_proposes_somebody_from_outside_makes_a_candidate_at_most(scene, client):
    client.force_login(w.a_person("dana"))
    for kind in ("peer", "stakeholder"):
        client.post(at("spaces:propose", scene.space_id), about_ruth(kind=kind, email="yoav@health.gov.il"))
    assert outsiders(scene.space) == []
    assert not Message.objects.filter(address="yoav@health.gov.il").exists()


# The deliverer


@pytest.mark.parametrize(
    "kind", [MailKind.INVITATION, MailKind.INVITATION_AGAIN, MailKind.REMINDER, MailKind.ASK_AGAIN]
)
def test_a_mail_that_was_queued_by_hand_does_not_go_to_a_candidate(scene, kind, mailoutbox):
    enqueue([to_invitee(scene, kind, "by hand:1")])
    deliver_due()
    mail = Message.objects.get(invitation=scene)
    assert mail.state in (MessageState.CANCELLED, MessageState.SUPPRESSED)
    assert [one.to for one in mailoutbox if "ruth@health.gov.il" in one.to] == []


def test_a_mail_that_failed_before_the_door_closed_is_not_sent_after(mailoutbox):
    space = w.cross_sector()
    found = w.stakeholder_invited(space)
    mails = Message.objects.filter(invitation=found)
    for state in (MessageState.SENDING, MessageState.FAILED):
        mails.update(state=state)
    move_space(space, Stage.CONSOLIDATED, by=w.noa())
    mails.update(state=MessageState.QUEUED)
    deliver_due()
    assert mails.get().state == MessageState.CANCELLED
    assert [one.to for one in mailoutbox if "ruth@health.gov.il" in one.to] == []


# The map


def test_correcting_a_sector_on_the_map_does_not_bring_its_people_in(client):
    client.force_login(w.noa())
    space = w.consolidated()
    body = space.memberships.get(person=w.a_person("dana")).organisation
    change = {"name_he": body.name_he, "sector": "first", "kind": "ministry"}
    assert client.post(at("sectors:edit", body.pk), change).status_code < 500
    assert outsiders(space) == []


def test_merging_two_organisations_does_not_bring_anybody_in():
    space = w.consolidated()
    body = space.memberships.get(person=w.a_person("dana")).organisation
    assert refused(lambda: merge(w.the_ministry(), body, by=w.noa()))
    assert outsiders(space) == []
    Organisation.objects.filter(pk=w.the_ministry().pk).update(sector="third")
    merge(w.the_ministry(), body, by=w.noa())
    assert outsiders(space) == []
    assert refused(lambda: Organisation.objects.filter(pk=w.the_ministry().pk).update(sector="first"))
