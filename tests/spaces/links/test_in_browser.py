"""The invitee's way on a phone, in a real browser, without JavaScript."""

import re

import pytest
from playwright.sync_api import expect

from spaces.models import Invitation
from tests import world as w
from tests.spaces.links.test_letter import link

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]
PHONE = (360, 740)


@pytest.fixture
def raed():
    return w.invited(w.consolidated(), "raed")


@pytest.fixture
def phone(new_page):
    return new_page(viewport=PHONE, java_script_enabled=False)


def test_from_the_letter_to_the_room(phone, raed, shot):
    phone.goto(link(raed))
    shot(phone, "letter")
    phone.get_by_role("link", name="The foundation document").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("The foundation document")
    phone.get_by_role("link", name="Back to the invitation").click()
    phone.get_by_role("button", name="Yes, I join").click()
    expect(phone).to_have_url(re.compile("/my/documents/"))
    shot(phone, "document")
    phone.get_by_label("I have read this document").check()
    phone.get_by_role("button", name="Sign", exact=True).click()
    expect(phone.get_by_text("You signed. Thank you.")).to_be_visible()
    shot(phone, "room")
    assert raed.space.memberships.active().filter(person__email=raed.email).exists()


def test_not_this_time_with_a_reason(phone, raed, shot):
    phone.goto(link(raed))
    phone.get_by_text("Not this time…").click()
    phone.get_by_label("no time for this").check()
    phone.get_by_label("In your words").fill("On leave")
    shot(phone, "reason")
    phone.get_by_role("button", name="Send my answer").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("You said: not this time")
    assert Invitation.objects.get(pk=raed.pk).answer_words == "On leave"
