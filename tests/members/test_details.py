"""A person's own details: what they may change, and what others see of it."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from members.models import Audience, Person, Position, Profile
from members.profile import Lines, lines_for
from tests import world as w

pytestmark = pytest.mark.django_db
DETAILS = {"name": "Omer Ben Levi", "language": "en", "time_zone": "Europe/Berlin"}


@pytest.fixture
def omer(client):
    person = w.omer()
    client.force_login(person)
    return person


def test_details_are_saved_as_typed(client, omer):
    assert client.post("/me/", DETAILS).headers["Location"] == "/me/"
    omer.refresh_from_db()
    assert (omer.name, omer.time_zone) == ("Omer Ben Levi", "Europe/Berlin")


@pytest.mark.parametrize("wrong", [{"name": ""}, {"time_zone": "Middle/Earth"}, {"language": "xx"}])
def test_what_cannot_be_is_named_and_not_saved(client, omer, wrong):
    response = client.post("/me/", DETAILS | wrong)
    assert "Please look at this again" in response.content.decode()
    omer.refresh_from_db()
    assert (omer.name, omer.time_zone) == ("Omer Levi", "Asia/Jerusalem")


def test_nobody_makes_themselves_a_facilitator(client, omer):
    client.post("/me/", DETAILS | {"is_facilitator": "on", "is_staff": "on", "email": "noa@world.example"})
    omer.refresh_from_db()
    assert (omer.is_facilitator, omer.is_staff, omer.email) == (False, False, "omer@world.example")


def test_a_profile_is_made_when_it_is_first_written(client, omer):
    given = {"about": "Twenty years of work", "about_audience": "stakeholders", "phone": "050-1234567"}
    client.post("/me/profile/", given | {"phone_audience": "group", "email_audience": "nobody"})
    page = client.get("/me/").content.decode()
    assert Profile.objects.get().person == omer
    seen_by_stakeholders = page.partition("What stakeholders see of me")[2].partition("</section>")[0]
    assert "Twenty years of work" in seen_by_stakeholders
    assert "050-1234567" not in seen_by_stakeholders


@pytest.mark.parametrize("reader", Audience)
def test_each_line_is_seen_from_its_audience_inwards(reader):
    circles = list(Audience)
    for audience in Audience:
        person = Person(email="a@world.example", name="A")
        person.profile = Profile(about="x", about_audience=audience, phone_audience=audience, email_audience=audience)
        expected = circles.index(audience) >= circles.index(reader)
        assert lines_for(person, reader) == (Lines("x", "", "a@world.example") if expected else Lines())


def test_members_see_a_profile_by_their_circle(client):
    space = w.cross_sector()
    ruth = w.ruth_joined(space).person
    Profile.objects.create(
        person=w.a_person("dana"), about="To peers", phone="03-1234567", phone_audience="stakeholders"
    )
    seen = {}
    for reader in (w.a_person("avi"), ruth):
        client.force_login(reader)
        page = client.get(reverse("spaces:my_space", args=[space.pk])).content.decode()
        seen[reader.name] = [words in page for words in ("To peers", "03-1234567", "dana@world.example")]
    assert seen == {"Avi Nahum": [True, True, True], "Ruth Regev": [False, True, False]}


def test_a_position_is_found_by_name_or_number(client, omer):
    body = w.an_organisation("בית חם")
    body.registry_number, body.registry_state = "580019800", "verified"
    body.save()
    for wanted in ("בית חם", "580019800"):
        client.post("/me/positions/", {"organisation": wanted, "title": "CEO", "since": "2020-01-01"})
    found = Position.objects.filter(person=omer, organisation=body, title="CEO", since=date(2020, 1, 1))
    assert found.count() == 2


def test_an_unknown_or_doubtful_organisation_is_asked_for_again(client, omer):
    for code in ("a", "b"):
        w.Organisation.objects.create(name_he="כפול", search_name=code, sector="third", kind="association")
    assert "No organisation here" in client.post("/me/positions/", {"organisation": "אין כזה"}).content.decode()
    assert "Several organisations" in client.post("/me/positions/", {"organisation": "כפול"}).content.decode()
    assert not Position.objects.exists()


def test_a_position_ends_today_and_only_ones_own(client, omer):
    mine = Position.objects.create(person=omer, organisation=w.an_organisation("בית חם"))
    other = Position.objects.create(person=w.noa(), organisation=w.an_organisation("בית חם"))
    assert client.post(reverse("members:position_end", args=[other.pk])).status_code == 404
    client.post(reverse("members:position_end", args=[mine.pk]))
    mine.refresh_from_db()
    assert mine.until == timezone.localdate()
    assert client.post(reverse("members:position_end", args=[mine.pk])).status_code == 404


def test_a_position_that_has_not_begun_ends_when_it_begins(client, omer):
    later = date(2099, 1, 1)
    mine = Position.objects.create(person=omer, organisation=w.an_organisation("בית חם"), since=later)
    client.post(reverse("members:position_end", args=[mine.pk]))
    mine.refresh_from_db()
    assert mine.until == later
