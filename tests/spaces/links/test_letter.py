"""The page that an invitation's link opens: what it tells, what it keeps to itself, and that looking is all it does."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.timezone import localtime

from spaces.actions import invitation as inviting
from spaces.actions.space import move_space
from spaces.models import Invitation, Move
from spaces.models.agreement import Agreement
from spaces.states import Stage
from tests import world as w

pytestmark = pytest.mark.django_db


def link(invitation, page="invitation_page"):
    return reverse(f"spaces:{page}", args=[invitation.token])


@pytest.fixture
def raed():
    """Raed's invitation to a consolidated group of three."""
    return w.invited(w.consolidated(), "raed")


@pytest.fixture
def ruth():
    return w.stakeholder_invited(w.cross_sector())


@pytest.mark.parametrize("method", ["get", "head"])
def test_looking_changes_nothing_and_signs_nobody_in(client, raed, method):
    before = list(Invitation.objects.values()), Move.objects.count()
    assert getattr(client, method)(link(raed)).status_code == 200
    assert (list(Invitation.objects.values()), Move.objects.count()) == before
    assert list(client.cookies) in (["csrftoken"], [])
    assert "_auth_user_id" not in client.session


def test_the_letter_says_who_invites_to_what_and_until_when(client, raed):
    until = date_format(localtime(raed.deadline), "l, N j, Y")
    page = client.get(link(raed)).content.decode()
    for words in (
        "A personal invitation to Raed Khatib, אלמנארה", "Mental health in the community", "Dana Cohen invites you",
        "One continuum of care, from the ward to the home", "3 social organisations", "The foundation document",
        "No government, no foundations, no business", until,
    ):  # fmt: skip
        assert words in page, words


def test_the_letter_names_organisations_and_never_people(client, raed):
    page = client.get(link(raed)).content.decode()
    assert [name in page for name in ("יד ביד", "בית חם", "ניצן הדרום")] == [True] * 3
    assert [name in page for name in ("Avi Nahum", "Michal Lavi", "avi@world.example")] == [False] * 3


def test_a_space_that_tells_only_how_many_names_no_organisation(client, raed):
    raed.space.disclosure = "count"
    raed.space.save()
    page = client.get(link(raed)).content.decode()
    assert "3 social organisations" in page
    assert [name in page for name in ("יד ביד", "בית חם", "ניצן הדרום")] == [False] * 3


def test_somebody_from_outside_reads_what_this_is_and_is_not(client, ruth):
    page = client.get(link(ruth)).content.decode()
    assert "The group keeps a room of its own" in page
    assert "The cross-sector annex" in page
    assert "The foundation document" not in page


def test_the_letter_is_nobody_elses_to_keep(client, raed):
    for page in ("invitation_page", "invitation_agreement"):
        response = client.get(link(raed, page))
        assert "no-store" in response["Cache-Control"]
        assert response["X-Robots-Tag"] == "noindex"
        assert response["Referrer-Policy"] == "strict-origin"


def test_the_letter_speaks_the_invitations_language_and_switches_by_its_address(client, raed):
    client.cookies["django_language"] = "en"
    raed.language = "he"
    raed.save()
    assert '<html lang="he" dir="rtl">' in client.get(link(raed)).content.decode()
    assert '<html lang="ar" dir="rtl">' in client.get(link(raed) + "?lang=ar").content.decode()
    assert '<html lang="he" dir="rtl">' in client.get(link(raed) + "?lang=klingon").content.decode()
    assert client.cookies["django_language"].value == "en"


def test_what_would_be_signed_can_be_read_on_its_own_page(client, raed, ruth):
    assert "The foundation of Mental health in the community" in client.get(
        link(raed, "invitation_agreement")
    ).content.decode()  # fmt: skip
    page = client.get(link(ruth, "invitation_agreement")).content.decode()
    assert "The annex of Mental health in the community" in page
    assert "The foundation of" not in page


def test_there_is_nothing_to_read_before_a_document_is_there(client):
    invitation = w.invited(w.a_space(), "raed")
    assert client.get(link(invitation, "invitation_agreement")).status_code == 404
    assert "still being written" in client.get(link(invitation)).content.decode()


def test_what_is_to_be_signed_is_closed_with_the_invitation(client, raed):
    inviting.withdraw(raed, by=w.noa())
    assert client.get(link(raed, "invitation_agreement")).status_code == 404


def test_a_link_that_nobody_sent_leads_nowhere(client, raed):
    candidate = w.candidate(raed.space)
    for token in ("x", raed.token[:-1], raed.token.lower(), candidate.token, "%00", "א"):
        assert client.get(f"/i/{token}/").status_code == 404


def test_a_link_that_nobody_sent_accepts_nothing(client, raed):
    candidate = w.candidate(raed.space)
    assert client.post(link(candidate), {"answer": "accept"}).status_code == 404
    assert Invitation.objects.get(pk=candidate.pk).state == "proposed"


def expired(invitation):
    Invitation.objects.filter(pk=invitation.pk).update(deadline=timezone.now() - timedelta(minutes=1))


def withdrawn(invitation):
    inviting.withdraw(invitation, by=w.noa())


def paused(invitation):
    move_space(invitation.space, Stage.PAUSED, by=w.noa())


def closed(invitation):
    move_space(invitation.space, Stage.CLOSED, by=w.noa())


OVER = {
    "expired": (expired, "The time to answer has passed"),
    "withdrawn": (withdrawn, "This invitation was taken back"),
    "paused": (paused, "The space rests at the moment"),
    "closed": (closed, "This invitation was taken back"),
}


@pytest.mark.parametrize("case", OVER)
@pytest.mark.parametrize("answer", ["accept", "decline", "defer", "delegate"])
def test_an_invitation_that_is_over_says_so_and_takes_no_answer(client, raed, case, answer):
    happens, words = OVER[case]
    happens(raed)
    assert words in client.get(link(raed)).content.decode()
    state = Invitation.objects.get(pk=raed.pk).state
    details = {"decline-reason": "time", "defer-until": timezone.localdate() + timedelta(days=9)}
    details |= {"delegate-name": "Avi", "delegate-email": "another@world.example"}
    assert client.post(link(raed), {"answer": answer, **details}).status_code == 409
    assert Invitation.objects.get(pk=raed.pk).state == state
    assert not raed.space.memberships.filter(person__email=raed.email).exists()


def test_a_closed_door_freezes_an_outside_invitation_and_keeps_it(client, ruth):
    move_space(ruth.space, Stage.CONSOLIDATED, by=w.noa())
    page = client.get(link(ruth)).content.decode()
    assert "The space has paused its invitations to other sectors" in page
    assert [name in page for name in ("יד ביד", "A continuum of care", "One continuum")] == [False] * 3
    assert client.get(link(ruth, "invitation_agreement")).status_code == 404
    assert client.post(link(ruth), {"answer": "accept"}).status_code == 409


def test_whoever_tries_many_links_is_asked_to_wait(client, raed):
    for number in range(30):
        assert client.get(f"/i/guess-{number}/").status_code == 404
    assert client.get("/i/guess-30/").status_code == 429
    assert client.get(link(raed)).status_code == 429


def test_the_newest_document_is_the_one_that_is_read(client, raed):
    from spaces.actions import agreement

    agreement.publish(raed.space, Agreement.Kind.FOUNDATION, "A second version", by=w.noa())
    assert "A second version" in client.get(link(raed, "invitation_agreement")).content.decode()


def test_who_named_somebody_from_outside_is_not_told(client):
    space = w.cross_sector()
    candidacy = w.put_forward(space, by=w.a_person("avi"))
    named = candidacy.invitation
    w.agreed_on(candidacy)
    for step in (inviting.approve, inviting.send):
        step(named, by=w.noa())
    page = client.get(link(named)).content.decode()
    assert "Avi" not in page
    assert "mailto:noa@world.example" in page


def test_a_reader_of_english_reads_the_english_name(client, raed):
    raed.space.name_en = "Mind the gap"
    raed.space.save()
    assert "<h1>Mind the gap</h1>" in client.get(link(raed)).content.decode()
    assert "<h1>Mental health in the community</h1>" in client.get(link(raed) + "?lang=he").content.decode()


def test_a_link_made_with_a_key_that_is_gone_still_opens_its_pages(client, raed, settings):
    address = link(raed)
    settings.SECRET_KEY = "another-key-of-at-least-thirty-two-signs"
    assert f'href="{address}agreement/?lang=en"' in client.get(address).content.decode()
    assert f'href="{address}?lang=en"' in client.get(f"{address}agreement/").content.decode()
