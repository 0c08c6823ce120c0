from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from spaces.actions import answering, invitation
from spaces.actions.space import move_space
from spaces.models import Invitation
from spaces.states import Stage
from spaces.vetting import Invitee
from tests import world as w
from tests.spaces.api.asking import VERBS, Program
from tests.spaces.attacks import outsiders

pytestmark = pytest.mark.django_db


@pytest.fixture
def noa():
    return Program(w.noa())


def a_peer(space, **more):
    return {"space": space.pk, "kind": "peer", "name": "Gil Or", "email": "Gil@World.example", **more}


def ruth(space, **more):
    about = {"space": space.pk, "kind": "stakeholder", "name": "Ruth Regev", "email": "ruth@health.gov.il"}
    return about | {"organisation": w.the_ministry().pk} | more


def in_days(days):
    return (timezone.now() + timedelta(days=days)).isoformat()


def test_a_peer_goes_from_proposal_to_mail(noa):
    space = w.a_space()
    status, made = noa.post("invitations/", a_peer(space, deadline=in_days(9), language="he"))
    assert (status, made["state"], made["email"], made["language"]) == (201, "proposed", "gil@world.example", "he")
    at = f"invitations/{made['id']}/"
    assert noa.post(f"{at}approve/")[1]["state"] == "approved"
    assert noa.post(f"{at}send/", {"note": "Looking forward"})[1]["state"] == "open"
    assert noa.post(f"{at}resend/")[0] == 409  # its mail has not gone out yet
    w.mailed(Invitation.objects.get())
    assert noa.post(f"{at}resend/")[0] == 200
    later = in_days(20)
    assert noa.post(f"{at}extend/", {"deadline": later})[1]["deadline"][:10] == later[:10]
    assert noa.post(f"{at}withdraw/", {"reason": "Wrong person"})[1]["state"] == "withdrawn"
    assert noa.get(at)[1]["state"] == "withdrawn"
    assert Invitation.objects.get().messages.filter(note="Looking forward").count() == 1


def test_proposing_again_is_the_same_invitation(noa):
    space = w.a_space()
    first = noa.post("invitations/", a_peer(space))
    again = noa.post("invitations/", a_peer(space, name="Another name"))
    assert (first[0], again[0]) == (201, 200)
    assert again[1] == first[1]


def test_a_draft_stays_a_draft_when_asked(noa):
    assert noa.post("invitations/", a_peer(w.a_space(), propose=False))[1]["state"] == "draft"


def test_what_is_shown_holds_no_link_and_no_words_of_an_answer(noa):
    found = w.invited(w.a_space(), "avi")
    answering.decline(found, reason="trust", words="I do not trust this circle")
    status, shown = noa.get(f"invitations/{found.pk}/")
    assert shown.keys() == {
        "id", "space", "kind", "state", "is_frozen", "name", "email", "organisation", "organisation_name", "language",
        "deadline", "created_at", "opened_at", "answered_at", "deferred_until", "delegated_from", "reminders",
    }  # fmt: skip
    assert not {"trust", "I do not trust this circle", found.token, found.token_hash, found.nonce} & set(
        map(str, shown.values())
    )


# The door


@pytest.mark.parametrize("stage", [Stage.EXPLORING, Stage.GATHERING, Stage.PAUSED, Stage.CLOSED])
def test_nobody_from_outside_is_proposed_before_the_group_consolidated(noa, stage):
    space = w.space_at(stage)
    status, found = noa.post("invitations/", ruth(space))
    assert (status, found["code"]) == (409, "not_possible")
    assert found["detail"]
    assert not space.invitations.filter(kind="stakeholder").exists()


def test_before_the_door_opens_a_stakeholder_stays_a_proposal(noa):
    space = w.consolidated()
    status, made = noa.post("invitations/", ruth(space))
    assert (status, made["state"], made["kind"]) == (201, "proposed", "stakeholder")
    bodies = {"extend": {"deadline": in_days(9)}}
    for verb in ("approve", "send", "resend", "extend"):
        status, found = noa.post(f"invitations/{made['id']}/{verb}/", bodies.get(verb))
        assert (status, found["code"]) == (409, "not_possible"), verb
    assert noa.get(f"invitations/{made['id']}/")[1]["state"] == "proposed"
    assert outsiders(space) == []


def test_after_it_opened_and_the_group_agreed_a_stakeholder_is_invited(noa):
    space = w.cross_sector()
    made = noa.post("invitations/", ruth(space))[1]
    assert noa.post(f"invitations/{made['id']}/approve/")[0] == 409  # the group has not agreed
    w.agreed_on(w.put_forward(space))
    for verb, state in (("approve", "approved"), ("send", "open")):
        assert noa.post(f"invitations/{made['id']}/{verb}/")[1]["state"] == state


def test_a_frozen_invitation_is_not_revived(noa):
    space = w.cross_sector()
    found = w.stakeholder_invited(space)
    move_space(space, Stage.CONSOLIDATED, by=w.noa())
    for verb in ("approve", "send", "resend"):
        assert noa.post(f"invitations/{found.pk}/{verb}/")[0] == 409
    assert noa.get(f"invitations/{found.pk}/")[1]["is_frozen"] is True


@pytest.mark.parametrize("more", [{"state": "open"}, {"decision": 1}, {"token": "x"}, {"is_confirmation": True}])
def test_no_field_takes_a_shortcut(noa, more):
    space = w.consolidated()
    for about in (ruth(space, **more), a_peer(space, **more)):
        status, found = noa.post("invitations/", about)
        assert (status, list(found["errors"])) == (400, list(more))
    assert not space.invitations.filter(state="open").exists()


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("more", [{"kind": "peer"}, {"state": "open"}, {"space": 1}])
def test_no_verb_takes_a_kind_or_a_state(noa, verb, more):
    found = w.candidate(w.consolidated())
    body = {"deadline": in_days(9)} if verb == "extend" else {}
    status, answer = noa.post(f"invitations/{found.pk}/{verb}/", body | more)
    assert (status, list(answer["errors"])) == (400, list(more))
    found.refresh_from_db()
    assert (found.kind, found.state) == ("stakeholder", "proposed")


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE"])
def test_nothing_is_written_over(noa, method):
    found = w.candidate(w.consolidated())
    for path in ("invitations/", f"invitations/{found.pk}/", f"invitations/{found.pk}/approve/"):
        status, answer = noa.ask(method, path, {"kind": "peer", "state": "open"})
        assert (status, answer["code"]) == (405, "method_not_allowed")
    found.refresh_from_db()
    assert (found.kind, found.state) == ("stakeholder", "proposed")


def test_somebody_from_outside_is_no_peer(noa):
    space = w.consolidated()
    for more in (
        {"email": "ruth@health.gov.il"}, {"email": "ruth@health.gov\uff0eil"}, {"organisation": w.the_ministry().pk},
        {"organisation_name": "משרד הבריאות"},
    ):  # fmt: skip
        assert noa.post("invitations/", a_peer(space, **more))[0] in (400, 409)
    assert outsiders(space) == []
    assert not space.invitations.filter(name="Gil Or").exists()


# Who may


def test_an_active_peer_proposes_and_learns_nothing_of_who_was_there():
    space = w.consolidated()
    waiting = w.invited(space, "raed")
    dana = Program(w.a_person("dana"))
    assert dana.post("invitations/", a_peer(space)) == (
        201, {"space": space.pk, "kind": "peer", "email": "gil@world.example"},
    )  # fmt: skip
    assert dana.post("invitations/", a_peer(space, email=waiting.email)) == (
        200, {"space": space.pk, "kind": "peer", "email": waiting.email},
    )  # fmt: skip
    assert dana.get("invitations/")[1]["results"] == []


def test_others_may_not():
    space = w.cross_sector()
    ruths = Program(w.ruth_joined(space).person)
    assert ruths.post("invitations/", a_peer(space))[0] == 403
    raed = Program(answering.accept(w.invited(space, "raed")).person)
    assert raed.post("invitations/", a_peer(space))[1]["code"] == "forbidden"
    assert Program(w.omer()).post("invitations/", a_peer(space))[0] == 404
    assert Program().post("invitations/", a_peer(space))[0] == 401


@pytest.mark.parametrize("who", ["dana", "omer", "ruth"])
def test_an_invitation_exists_for_its_facilitator_alone(who):
    space = w.cross_sector()
    person = w.ruth_joined(space).person if who == "ruth" else w.a_person(who)
    found = w.invited(space, "raed")
    assert Program(person).get(f"invitations/{found.pk}/")[0] == 404
    for verb in VERBS:
        assert Program(person).post(f"invitations/{found.pk}/{verb}/")[0] == 404


def test_a_session_needs_its_csrf_token():
    status, found = Program(w.noa(), enforce_csrf_checks=True).post("invitations/", a_peer(w.a_space()))
    assert (status, found["code"]) == (403, "permission_denied")


# What is asked badly


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"space": None}, "space"), ({"space": 10**30}, "space"), ({"space": "x"}, "space"),
        ({"kind": "guest"}, "kind"),
        ({"name": ""}, "name"), ({"name": "x" * 151}, "name"), ({"name": "a\x00b"}, "name"), ({"email": "x"}, "email"),
        ({"email": "\ud800@x.example"}, "email"), ({"organisation": 999_999_999}, "organisation"),
        ({"organisation": []}, "organisation"), ({"language": "xx"}, "language"), ({"deadline": "soon"}, "deadline"),
        ({"deadline": "2020-01-01T00:00:00Z"}, "deadline"), ({"deadline": "9999-12-31T23:59:59-14:00"}, "deadline"),
        ({"deadline": "0001-01-01T00:00:00+14:00"}, "deadline"), ({"propose": "perhaps"}, "propose"),
    ],
)  # fmt: skip
def test_a_bad_field_is_named(noa, more, field):
    status, found = noa.post("invitations/", a_peer(w.a_space()) | more)
    assert (status, found["code"], list(found["errors"])) == (400, "invalid", [field])


@pytest.mark.parametrize("body", ["", "{", "[]", "[1]", "null", '"x"', "1", "\x00", '{"space": NaN}', "\ud7ff"])
def test_no_body_makes_it_trip(noa, body):
    w.a_space()
    found = w.candidate(w.consolidated("Another"))
    for path in ("invitations/", f"invitations/{found.pk}/approve/", f"invitations/{found.pk}/extend/"):
        assert noa.ask("POST", path, body)[0] in (400, 409)


@pytest.mark.parametrize(
    "query",
    ["before=x", "before=-1", "before=99999999999999999999999", "space=x", "state=away", "kind=guest", "before="],
)
def test_a_bad_query_is_named(noa, query):
    status, found = noa.get(f"invitations/?{query}")
    assert (status, list(found["errors"])) == (400, [query.partition("=")[0]])


def test_a_form_is_not_json(client):
    client.force_login(w.noa())
    answer = client.post("/api/v1/invitations/", {"space": 1})
    assert (answer.status_code, answer["Content-Type"]) == (415, "application/problem+json")


def test_the_list_is_narrowed_and_paged(noa):
    space, other = w.a_space(), w.a_space("Another")
    people = [Invitee(f"p{number}@many.example", f"P {number}") for number in range(55)]
    invitation.invite_all(space, people, by=w.noa())
    w.invited(other, "avi")
    first = noa.get(f"invitations/?space={space.pk}&state=open&kind=peer")[1]
    second = noa.get("invitations/?" + first["next"].partition("?")[2])[1]
    addresses = [one["email"] for one in first["results"] + second["results"]]
    assert sorted(addresses) == sorted(person.email for person in people)
    assert second["next"] is None
    assert noa.get("invitations/?state=declined")[1]["results"] == []
    assert len(noa.get(f"invitations/?space={other.pk}")[1]["results"]) == 1


def test_the_list_costs_the_same_number_of_queries_with_3_and_with_45_rows(noa):
    space, costs = w.a_space(), []
    for count in (3, 42):
        body = w.an_organisation(f"Association {count}")
        people = [Invitee(f"p{count}-{n}@many.example", f"P {n}", body) for n in range(count)]
        invitation.invite_all(space, people, by=w.noa())
        with CaptureQueriesContext(connection) as captured:
            noa.get("invitations/")
        costs.append(len(captured))
    assert costs[0] == costs[1]


@pytest.mark.parametrize("value", ["0" * 5000, "9" * 20, "٣", "-1", "x", "\x00", ""])
@pytest.mark.parametrize("name", ["before", "space"])
def test_what_is_no_number_of_a_row_is_refused(noa, name, value):
    assert noa.get("invitations/?" + urlencode({name: value}))[0] == 400
