"""A canary in everything that is said in a space, and none in what a partner system reads, whatever it is allowed."""

from datetime import timedelta

import pytest
from django.db import transaction

from members.models import Person
from spaces.actions import answering, grant, invitation, webhook
from spaces.actions import meeting as meetings
from spaces.actions.proposing import propose_for
from spaces.actions.space import move_space
from spaces.api.space import SpaceList
from spaces.event_kinds import KINDS, WANTED
from spaces.models import Invitation, Meeting, Space
from spaces.models.invitation import Kind
from spaces.scopes import BY_SPACE, SCOPES
from spaces.states import Stage
from spaces.vetting import Invitee
from tests import world as w
from tests.browser.api_walk import Walker, description, letters
from tests.browser.crawler import Crawler
from tests.browser.full_world import CANARY, build
from tests.spaces.partners.calling import program_of

pytestmark = pytest.mark.django_db

ALLOWED = {"dana": ("name",), "michal": ("name", "email", "organisation", "meetings")}
HOUR = timedelta(hours=1)
OWN = Invitee("proposed@world.example", "Proposed Person")


@pytest.fixture(scope="module")
def crm(django_db_setup, django_db_blocker):
    """A system with every scope, let in by every space; of the members two let it know something."""
    with django_db_blocker.unblock(), transaction.atomic():
        space = build()
        made = w.a_partner("Canary reader", contacts=("omer",), calls_per_minute=100_000)
        webhook.make_endpoint(made, url="https://crm.example/hooks", kinds=list(WANTED), scopes=SCOPES)
        for one in Space.objects.exclude(stage="closed").filter(memberships__person=w.noa()).distinct():
            granted = w.granted(made, one, *BY_SPACE)
        granted = made.grants.live().get(space=space)
        for name, what in ALLOWED.items():
            w.shares(granted, name, "name")
            w.shares(granted, name, *what)
        for what in (("name", "email", "meetings"), ()):
            w.shares(granted, "avi", *what)  # and takes it back
        followed(made, space)
        things_happen(made, space)
        webhook.send_test(made.endpoints.get())
        yield made
        transaction.set_rollback(True)


def things_happen(crm, space):
    """Of each kind that a system is told of: in words that are not for it."""
    meeting = w.a_meeting(space, title=f"{CANARY} called", where=f"{CANARY} place", online=f"https://{CANARY}.example/")
    moved = {"starts_at": meeting.starts_at + HOUR, "ends_at": meeting.ends_at + HOUR}
    meetings.change(meeting, by=w.noa(), **moved)
    meetings.change(meeting, by=w.noa(), title=f"{CANARY} renamed")
    meetings.cancel(meeting, by=w.noa())
    for stage in (Stage.PAUSED, Stage.CROSS_SECTOR):
        move_space(space, stage, by=w.noa(), reason=f"{CANARY} reason")
    counted = w.consolidated("Counted")
    w.peers_of(counted, 6)
    w.granted(crm, counted, *BY_SPACE)
    w.pulsed(counted)
    grant.end_grant(w.granted(crm, w.consolidated("Another"), *BY_SPACE), by=w.noa())
    closed = w.consolidated("Closed")
    w.granted(crm, closed, *BY_SPACE)
    move_space(closed, Stage.CLOSED, by=w.noa(), reason=f"{CANARY} reason")


def followed(crm, space):
    """An invitation of its own that was declined, in words that are not for it."""
    proposed, _is_new = propose_for(crm, space, Kind.PEER, OWN)
    invitation.approve(proposed, by=w.noa())
    invitation.send(proposed, by=w.noa(), note=f"{CANARY} note")
    proposed.refresh_from_db()
    answering.decline(proposed, reason="trust", words=f"{CANARY} words")


@pytest.fixture(scope="module")
def read(crm):
    """All that it reads: by every call of the description, and by webhooks."""
    return [*Walker(program_of(crm).client).everything(), *letters()]


def test_nothing_that_is_said_in_a_space_is_read(read):
    assert loud(read, [CANARY], but=titles()) == []


def test_nobody_is_named_who_did_not_allow_it(read):
    allowed = {w.a_person(name).name for name, what in ALLOWED.items() if "name" in what}
    names = {*Person.objects.values_list("name", flat=True), *Invitation.objects.values_list("name", flat=True)}
    assert loud(read, names - allowed - {OWN.name, ""}) == []


def test_no_address_is_told_that_was_not_allowed(read):
    allowed = {w.a_person(name).email for name, what in ALLOWED.items() if "email" in what}
    addresses = {*Person.objects.values_list("email", flat=True), *Invitation.objects.values_list("email", flat=True)}
    assert loud(read, addresses - allowed - {OWN.email}) == []


def test_no_link_and_no_reason_is_told(read):
    links = {word for one in Invitation.objects.all() for word in (one.token, one.token_hash, one.nonce) if word}
    assert loud(read, {*links, '"trust"', "https://canary.example"}) == []


def test_the_walk_was_everywhere(read):
    """Each call of the description, answered; each kind of event, by the feed and by webhook; a second page."""
    assert [one.how for one in read if one.status >= 500] == []
    seen = {(one.how.split("?")[0].split("/")[3], one.status) for one in read if one.how.startswith("get /api")}
    places = {path.split("/")[3] for path, verbs in description().items() if "get" in verbs}
    assert {place for place, status in seen if status == 200} == places
    assert {status for _place, status in seen} == {200, 400, 404}
    assert any("cursor=" in one.how for one in read)
    for told in (read_by(read, "get /api/v1/events/"), read_by(read, "webhook ")):
        assert {kind for kind in KINDS if f'"{kind}"' not in told} == {"webhook.disabled"}
    for name in ("Dana", "Michal", "michal@world.example", OWN.name):
        assert any(name in one.text for one in read), name


def read_by(read, beginning):
    return " ".join(one.text for one in read if one.how.startswith(beginning))


def test_its_own_pages_tell_no_more(crm):
    seen = Crawler(w.omer()).crawl(f"/partner/{crm.pk}/")
    assert len({one.name for one in seen}) > 4
    assert [str(one) for one in seen if CANARY in one.text] == []
    hidden = set(Person.objects.exclude(email__in=["omer@world.example"]).values_list("email", flat=True))
    assert [str(one) for one in seen if any(address in one.text for address in hidden)] == []


def test_a_leak_is_found(crm, monkeypatch):
    """A shape with a column of what is said inside."""

    class Leaky(SpaceList.shape):
        class Meta(SpaceList.shape.Meta):
            fields = read_only_fields = [*SpaceList.shape.Meta.fields, "readiness"]

    monkeypatch.setattr(SpaceList, "shape", Leaky)
    found = list(Walker(program_of(crm).client).pages("get", "/api/v1/spaces/", {"limit": 2}))
    assert loud(found, [CANARY]) != []


def titles():
    """What a meeting is called and where it is: in the calendar of a member who lets a system keep it."""
    return [word for meeting in Meeting.objects.all() for word in (meeting.title, meeting.where) if word]


def loud(read, words, but=()):
    """How to read what nobody may."""
    found = {}
    for one in read:
        text = one.text
        for word in but:
            text = text.replace(word, "")
        if said := sorted(word for word in words if word in text):
            found[one.how.split("?")[0]] = f"{one.how}: {said[:3]}"
    return list(found.values())
