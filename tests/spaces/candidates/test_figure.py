"""The facilitator's figure for a candidate: in steps, counted once, none below the floor."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from spaces.actions import candidacy as actions
from spaces.actions import counting
from spaces.models import Candidacy
from spaces.models.candidacy import Figure
from spaces.vetting import Invitee
from tests import world as w

pytestmark = pytest.mark.django_db


def a_group(size):
    """A consolidated group of so many peers, all of them invited by name."""
    space = w.consolidated()
    for number in range(size - 3):
        found = w.invitation.invite(space, Invitee(f"peer{number}@world.example", f"Peer {number}"), by=w.noa())
        w.signed(w.answering.accept(found))
    return space


@pytest.fixture(scope="module")
def group(django_db_setup, django_db_blocker):
    from django.db import transaction

    with django_db_blocker.unblock(), transaction.atomic():
        yield a_group(12)
        transaction.set_rollback(True)


def flagged(space, n):
    peers = list(space.memberships.active().peers().order_by("pk"))
    for peer in peers[:n]:
        w.dependency.save(peer, by=peer.person, lines=[w.a_line("", organisation=w.the_ministry())])


def counted(found):
    w.window_over(found)
    counting.count_due()
    found.refresh_from_db()
    return found.figure


@pytest.mark.parametrize(
    ("n", "peers", "figure"),
    [(0, 12, "none"), (4, 12, "none"), (5, 12, "5"), (9, 30, "5"), (10, 30, "10"), (20, 30, "20"), (12, 12, "5"),
     (5, 5, "none"), (6, 9, "none"), (5, 10, "5"), (3, 3, "none"), (0, 0, "none")],
)  # fmt: skip
def test_a_figure_is_a_step_and_leaves_room_for_as_many_without(n, peers, figure):
    assert counting.step(n, peers) == figure


@pytest.mark.parametrize(("n", "figure"), [(4, Figure.NONE), (5, Figure.FIVE), (11, Figure.FIVE)])
def test_who_depends_on_the_body_is_counted_when_the_window_is_over(group, n, figure):
    found = w.put_forward(group)
    flagged(group, n)
    assert counting.count_due() == 0
    assert counted(found) == figure


def test_a_body_is_found_by_its_name_too_and_a_peer_counts_once(group):
    found = w.put_forward(group, Invitee("ruth@health.gov.il", "Ruth", organisation_name="משרד הבריאות"))
    for peer in list(group.memberships.active().peers())[:5]:
        lines = [w.a_line("משרד הבריאות"), w.a_line("משרד הבריאות", kind="regulates")]
        w.dependency.save(peer, by=peer.person, lines=lines)
    assert counted(found) == Figure.FIVE


def test_one_persons_edit_changes_no_figure_that_anybody_can_see(client, group):
    """From four to five and back, by one member, looked at after each step: the pages are the same, byte for byte."""
    found = w.put_forward(group)
    flagged(group, 4)
    counted(found)
    client.force_login(w.noa())
    pages = []
    for n in (4, 5, 4, 0, 12):
        flagged(group, n)
        counting.count_due()
        page = client.get(reverse("spaces:desk_candidates", args=[group.pk])).text
        pages.append(page.replace(client.cookies["csrftoken"].value if "csrftoken" in client.cookies else "", ""))
    without_tokens = {strip(page) for page in pages}
    assert len(without_tokens) == 1


def strip(page):
    import re

    page = re.sub(r"Everybody was asked; \d+ of", "Everybody was asked; n of", page)
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", page)


def test_a_second_candidate_of_the_body_is_no_second_look(group):
    first = w.put_forward(group)
    flagged(group, 4)
    assert counted(first) == Figure.NONE
    flagged(group, 5)
    second = w.put_forward(group, Invitee("yoav@health.gov.il", "Yoav Tal", w.the_ministry()))
    assert counted(second) == Figure.NONE
    Candidacy.objects.filter(pk=first.pk).update(counted_on=timezone.localdate() - timedelta(days=100))
    Candidacy.objects.filter(pk=second.pk).update(counted_on=timezone.localdate() - timedelta(days=100))
    third = w.put_forward(group, Invitee("noam@health.gov.il", "Noam Tal", w.the_ministry()))
    assert counted(third) == Figure.FIVE


def test_zero_and_four_read_alike(client, group):
    pages = []
    client.force_login(w.noa())
    for n in (0, 4):
        found = w.put_forward(group, Invitee(f"no{n}@x.example", "Somebody", organisation_name=f"Body {n}"))
        for peer in list(group.memberships.active().peers())[:n]:
            w.dependency.save(peer, by=peer.person, lines=[w.a_line(f"Body {n}")])
        counted(found)
        pages.append(found.get_figure_display())
    assert pages[0] == pages[1]


def test_it_is_counted_before_the_group_is_asked(group):
    found = w.window_over(w.put_forward(group))
    actions.ask_group(group, [found], by=w.noa(), closes_at=timezone.now() + timedelta(days=3))
    found.refresh_from_db()
    assert found.counted_on == timezone.localdate()
