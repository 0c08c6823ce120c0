"""A copy of one's own data: everything of one's own, nothing of anybody else's."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone

from spaces.actions import answering, decision, meeting_after
from spaces.actions import meeting as meetings
from spaces.actions.grant import end_grant
from spaces.actions.membership import end
from tests import world as w

pytestmark = pytest.mark.django_db


def copy_for(client, person):
    client.force_login(person)
    response = client.get("/my/data/copy/")
    assert response["Content-Disposition"] == 'attachment; filename="my-data.json"'
    return json.loads(response.content)


def test_the_copy_holds_what_one_wrote_signed_and_answered(client):
    space = w.consolidated()
    asked = decision.open_decision(
        space, by=w.noa(), title="Whose question", proposal="Whose proposal",
        closes_at=timezone.now() + timedelta(days=2),
    )  # fmt: skip
    decision.respond(asked, by=w.a_person("avi"), answer="objection", reason="My own words")
    copy = copy_for(client, w.a_person("avi"))
    assert copy["person"]["email"] == "avi@world.example"
    assert [(place["space"], place["role"]) for place in copy["places_in_spaces"]] == [(space.name, "peer")]
    assert [(one["document"], one["version"], one["name"]) for one in copy["signatures"]] == [
        ("foundation", 1, "Avi Nahum")
    ]
    assert [(one["answer"], one["reason"]) for one in copy["answers_to_decisions"]] == [("objection", "My own words")]
    assert [one["state"] for one in copy["invitations"]] == ["accepted"]
    assert [one["organisation"] for one in copy["positions"]] == ["בית חם"]


def test_the_copy_holds_what_one_answered_to_meetings_and_took_upon_oneself(client):
    space, avi = w.consolidated(), w.a_person("avi")
    meeting = w.a_meeting(space)
    meetings.reply(meeting, by=avi, answer="substitute", substitute="Gal Shani")
    place = space.memberships.get(person=avi)
    meeting_after.commit(w.held(meeting), "peers", by=w.noa(), membership=place, what="To write to all")
    copy = copy_for(client, avi)
    assert [(one["answer"], one["substitute"]) for one in copy["meetings"]] == [("substitute", "Gal Shani")]
    assert [one["what"] for one in copy["commitments"]] == ["To write to all"]


def test_the_copy_holds_nothing_that_others_wrote(client):
    space = w.with_evidence(w.consolidated())
    said = json.dumps(copy_for(client, w.a_person("avi")), ensure_ascii=False)
    decided = space.decisions.get()
    others = [decided.title, decided.proposal, "Michal", "Dana", "noa@", "A continuum of care cannot close"]
    assert [words in said for words in others] == [False] * len(others)


def test_the_copy_tells_of_silence_that_was_asked_for(client):
    answering.stop_writing("omer@world.example")
    assert [one["reason"] for one in copy_for(client, w.omer())["not_to_be_written_to"]] == ["asked"]


def test_after_leaving_the_copy_is_still_there(client):
    space = w.consolidated()
    client.force_login(w.a_person("avi"))
    client.post(f"/my/spaces/{space.pk}/leave/")
    (place,) = copy_for(client, w.a_person("avi"))["places_in_spaces"]
    assert place["ended"] is not None


def test_the_page_shows_the_ways_out(client):
    space = w.consolidated()
    client.force_login(w.a_person("avi"))
    page = client.get("/my/data/").content.decode()
    assert "/my/data/copy/" in page
    assert f"/my/spaces/{space.pk}/leave/" in page


def test_the_copy_holds_what_one_lets_partner_systems_have(client):
    granted = w.granted(w.a_partner(), w.consolidated(), "memberships:read")
    w.shares(granted, "avi", "name")
    w.shares(granted, "dana", "email")
    (found,) = copy_for(client, w.a_person("avi"))["shared_with_partner_systems"]
    assert (found["system"], found["what"], found["ended"]) == ("Umbrella CRM", ["name"], None)


@pytest.mark.parametrize("way", ["grant", "membership", "taken back"])
def test_the_copy_says_what_partner_systems_may_have_no_longer(client, way):
    granted = w.granted(w.a_partner(), w.consolidated(), "memberships:read")
    place = w.shares(granted, "avi", "name").membership
    if way == "grant":
        end_grant(granted, by=w.noa())
    elif way == "membership":
        end(place, by=place.person)
    else:
        w.shares(granted, "avi")
    found = copy_for(client, w.a_person("avi"))["shared_with_partner_systems"]
    assert [one["ended"] is not None for one in found] == ([] if way == "taken back" else [True])
