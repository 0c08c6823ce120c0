"""Answering an invitation: yes, no, not now, a colleague instead, never again."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from members.models import Person
from spaces.actions import answering
from spaces.models import Invitation, Suppression
from tests import world as w
from tests.spaces.links.test_letter import link

pytestmark = pytest.mark.django_db


@pytest.fixture
def raed():
    return w.invited(w.consolidated(), "raed")


def state_of(invitation):
    return Invitation.objects.get(pk=invitation.pk).state


def test_yes_makes_an_account_signs_it_in_and_leads_to_the_document(client, raed):
    response = client.post(link(raed), {"answer": "accept"})
    person = Person.objects.get(email=raed.email)
    document = raed.space.agreements.get(kind="foundation")
    assert response.headers["Location"] == reverse("spaces:sign", args=[document.pk])
    assert client.session["_auth_user_id"] == str(person.pk)
    assert person.memberships.get().active_since is None
    assert client.get(response.headers["Location"]).status_code == 200


def test_yes_takes_a_new_session(client, raed):
    client.get(reverse("account_login"))
    client.session["kept"] = "before"
    before = client.session.session_key
    client.post(link(raed), {"answer": "accept"})
    assert client.session.session_key != before


def test_yes_opens_no_account_that_was_there_before(client, raed):
    Person.objects.create_user(raed.email, "Raed Khatib", language="en")
    response = client.post(link(raed), {"answer": "accept"}, follow=True)
    assert state_of(raed) == "accepted"
    assert "_auth_user_id" not in client.session
    assert reverse("account_login") + "?next=/my/" in response.content.decode()


def test_a_second_yes_signs_nobody_in(client, raed):
    answering.accept(raed)
    response = client.post(link(raed), {"answer": "accept"}, follow=True)
    assert "You said yes" in response.content.decode()
    assert "_auth_user_id" not in client.session
    assert raed.space.memberships.filter(person__email=raed.email).count() == 1


def test_somebody_signed_in_says_yes_for_themselves_at_once(client, raed):
    client.force_login(Person.objects.create_user(raed.email, "Raed Khatib", language="en"))
    response = client.post(link(raed), {"answer": "accept"})
    assert response.headers["Location"] == reverse("spaces:sign", args=[raed.space.agreements.get().pk])


@pytest.mark.parametrize("answer", ["accept", "decline", "defer", "delegate", "stop"])
def test_somebody_signed_in_with_another_address_answers_for_nobody(client, raed, answer):
    client.force_login(w.omer())
    page = client.get(link(raed)).content.decode()
    assert "This invitation is addressed to Raed Khatib" in page
    assert 'value="accept"' not in page
    response = client.post(link(raed), {"answer": answer, "decline-reason": "time"})
    assert response.status_code == 409
    assert state_of(raed) == "open"
    assert not Suppression.objects.exists()


def test_after_signing_out_the_letter_can_be_answered(client, raed):
    client.force_login(w.omer())
    response = client.post(reverse("account_logout"), {"next": link(raed)})
    assert response.headers["Location"] == link(raed)
    assert 'value="accept"' in client.get(link(raed)).content.decode()


def test_no_needs_a_reason_and_keeps_what_was_typed(client, raed):
    response = client.post(link(raed), {"answer": "decline", "decline-words": "I am on leave until spring"})
    assert state_of(raed) == "open"
    assert "I am on leave until spring" in response.content.decode()
    client.post(link(raed), {"answer": "decline", "decline-reason": "time", "decline-words": "On leave"})
    declined = Invitation.objects.get(pk=raed.pk)
    assert (declined.state, declined.decline_reason, declined.answer_words) == ("declined", "time", "On leave")


def test_after_no_the_page_says_whom_to_write_to(client, raed):
    response = client.post(link(raed), {"answer": "decline", "decline-reason": "time"}, follow=True)
    page = response.content.decode()
    assert "You said: not this time" in page
    assert "mailto:noa@world.example" in page


def test_not_now_keeps_the_link_open_for_a_change_of_mind(client, raed):
    day = timezone.localdate() + timedelta(days=30)
    response = client.post(link(raed), {"answer": "defer", "defer-until": day.isoformat()}, follow=True)
    assert Invitation.objects.get(pk=raed.pk).deferred_until == day
    assert "You asked us to come back to you" in response.content.decode()
    client.post(link(raed), {"answer": "accept"})
    assert state_of(raed) == "accepted"


@pytest.mark.parametrize("days", [-1, 0, 366])
def test_not_now_means_a_day_within_a_year(client, raed, days):
    day = timezone.localdate() + timedelta(days=days)
    response = client.post(link(raed), {"answer": "defer", "defer-until": day.isoformat()})
    assert "between tomorrow and a year from now" in response.content.decode()
    assert state_of(raed) == "open"


def test_a_colleague_gets_an_invitation_that_says_who_passed_it_on(client, raed):
    details = {"delegate-name": "Samar Haddad", "delegate-email": "Samar@World.example "}
    response = client.post(link(raed), {"answer": "delegate", **details}, follow=True)
    assert "You passed the invitation on" in response.content.decode()
    hers = Invitation.objects.get(delegated_from=raed)
    assert (hers.email, hers.state, hers.deadline) == ("samar@world.example", "open", raed.deadline)
    page = client.get(link(hers)).content.decode()
    assert "Raed Khatib was invited first" in page
    assert "delegate" not in page


@pytest.mark.parametrize("address", ["avi@world.example", "invited@world.example", "silent@world.example"])
def test_passing_on_tells_nothing_about_the_address_that_was_typed(client, raed, address):
    from spaces.actions.invitation import invite
    from spaces.vetting import Invitee

    invite(raed.space, Invitee("invited@world.example", "Somebody Invited"), by=w.noa())
    answering.stop_writing("silent@world.example")
    response = client.post(
        link(raed), {"answer": "delegate", "delegate-name": "A colleague", "delegate-email": address}
    )  # fmt: skip
    page = response.content.decode()
    assert "This address cannot be written to from here. Please name another." in page
    assert address in page  # what was typed is kept
    assert state_of(raed) == "open"


def test_a_peers_invitation_is_not_passed_to_an_official(client, raed):
    details = {"delegate-name": "Ruth", "delegate-email": "ruth@health.gov.il"}
    response = client.post(link(raed), {"answer": "delegate", **details})
    assert "is an address of a government body" in response.content.decode()
    assert state_of(raed) == "open"


def test_never_again_stops_mails_and_leaves_the_letter_answerable(client, raed):
    response = client.post(link(raed), {"answer": "stop"}, follow=True)
    assert Suppression.objects.get().email == raed.email
    assert "No more mails will come" in response.content.decode()
    client.post(link(raed), {"answer": "accept"})
    assert state_of(raed) == "accepted"


def test_never_again_can_be_said_after_no(client, raed):
    answering.decline(raed, reason="time")
    client.post(link(raed), {"answer": "stop"})
    assert Suppression.objects.get().email == raed.email


def test_an_answer_that_does_not_exist_changes_nothing(client, raed):
    assert client.post(link(raed), {"answer": "maybe"}).status_code == 400
    assert client.post(link(raed)).status_code == 400
    assert state_of(raed) == "open"


def test_the_language_that_was_switched_to_stays_after_an_answer(client, raed):
    response = client.post(link(raed) + "?lang=he", {"answer": "decline", "decline-reason": "time"})
    assert response.headers["Location"] == link(raed) + "?lang=he"


def test_answers_come_from_the_page_only(raed):
    from django.test import Client

    stranger = Client(enforce_csrf_checks=True)
    assert stranger.post(link(raed), {"answer": "accept"}).status_code == 403
    assert state_of(raed) == "open"


def test_a_flood_of_answers_is_asked_to_wait(client, raed):
    for _time in range(100):
        assert client.post(link(raed), {"answer": "maybe"}).status_code == 400
    assert client.post(link(raed), {"answer": "decline", "decline-reason": "time"}).status_code == 429
    assert client.get(link(raed)).status_code == 200
    assert state_of(raed) == "open"


def test_not_now_can_be_turned_into_a_yes_after_the_first_deadline(client, raed):
    answering.defer(raed, timezone.localdate() + timedelta(days=30))
    Invitation.objects.filter(pk=raed.pk).update(deadline=timezone.now() - timedelta(days=1))
    page = client.get(link(raed)).content.decode()
    assert ("You asked us to come back" in page, "You can answer until" in page) == (True, False)
    client.post(link(raed), {"answer": "accept"})
    assert Invitation.objects.get(pk=raed.pk).state == "accepted"
